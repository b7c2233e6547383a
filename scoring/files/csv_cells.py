"""Cells of a CSV that people open in a spreadsheet: a text is a text there, never a formula."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"[=+@\t\r\n-]|\ufeff")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")


def escape_formula(value: object) -> object:
    """The value of a cell; a text that a spreadsheet would take for a formula begins with an apostrophe.

    Examples
    --------
    >>> [escape_formula(value) for value in ("=1+1", "-2+3", "-2,5", -2, "ouvrier")]
    ["'=1+1", "'-2+3", '-2,5', -2, 'ouvrier']
    """
    if not isinstance(value, str) or not _FORMULA.match(value) or _NUMBER.fullmatch(value):
        return value
    return f"'{value}"
