"""bqplot without pandas: it imports pandas with its first line, for dates, frames and the radar chart only.

The page draws none of these. Pandas is 72 MB and a second or two of every visitor's kernel, so bqplot is given a
stub, which becomes pandas when something is asked of it. The price: in a process that imports bqplot this way,
``bqplot.Radar`` takes no data frame (its trait names the class while it is defined).
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any


class StubModule(ModuleType):
    """Looks like a module that is not imported yet, and imports it when one of its names is asked for.

    While it stands in ``sys.modules`` the module cannot be imported: names are then answered by empty classes,
    enough for a class body that only mentions them.
    """

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            return type(name, (), {})
        return getattr(importlib.import_module(self.__name__), name)


def import_bqplot() -> None:
    """Import bqplot without pandas, unless either is there already; ``import pandas`` elsewhere is as ever."""
    if "bqplot" in sys.modules or "pandas" in sys.modules:
        return
    sys.modules["pandas"] = StubModule("pandas")
    try:
        importlib.import_module("bqplot")
    finally:
        del sys.modules["pandas"]
