"""A model's version as people read it."""

from __future__ import annotations

LETTERS = 8  # every command knows a model by them


def short_version(version: str) -> str:
    """The first letters of a version, by which every view names a model.

    Examples
    --------
    >>> short_version("94f467a0b6f3a9d0")
    '94f467a0'
    """
    return version[:LETTERS]
