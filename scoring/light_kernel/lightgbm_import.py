"""A trained model opened by someone who only asks it: without scikit-learn and pandas.

LightGBM imports both if it finds them, for its estimators and for data frames. Scorers are asked with plain
arrays here, and the two are 130 MB and, on a busy machine, ten seconds or more of a visitor's kernel.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

NOT_NEEDED = ("pandas", "sklearn")


@contextmanager
def without_training_libraries() -> Iterator[None]:
    """Within, scikit-learn and pandas cannot be imported unless they are there already; afterwards as ever.

    The price where LightGBM is imported within: in such a process it takes no data frame, and its estimators say
    that scikit-learn is missing. Nobody trains where a page is served.
    """
    hidden = [name for name in NOT_NEEDED if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # None: "cannot be imported"
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]
