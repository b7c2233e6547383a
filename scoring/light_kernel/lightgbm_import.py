"""LightGBM for someone who only asks a trained booster: without scikit-learn and pandas.

LightGBM imports both if it finds them, for its estimators and for data frames. Boosters are asked with plain
arrays here, and the two are 130 MB and, on a busy machine, ten seconds or more of a visitor's kernel.
"""

from __future__ import annotations

import importlib
import sys

NOT_NEEDED = ("pandas", "sklearn")


def import_lightgbm() -> None:
    """Import LightGBM alone, unless it is there already; scikit-learn and pandas can be imported as ever.

    The price: in such a process LightGBM takes no data frame, and its estimators say that scikit-learn is
    missing. Nobody trains where a page is served.
    """
    if "lightgbm" in sys.modules:
        return
    hidden = [name for name in NOT_NEEDED if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # None: "cannot be imported"
    try:
        importlib.import_module("lightgbm")
    finally:
        for name in hidden:
            del sys.modules[name]
