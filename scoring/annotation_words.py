"""An annotation in words: what a field may hold, as a sentence says it."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from typing import Annotated, Any, Literal, get_args, get_origin

from annotated_types import Interval, MinLen

SIMPLE: Mapping[Any, str] = types.MappingProxyType(
    {int: "a whole number", float: "a number", bool: "true or false", str: "a text", type(None): "nothing"}
)


def expected(kind: Any) -> str:
    """An annotation in words.

    Examples
    --------
    >>> expected(Annotated[int, Interval(ge=2, le=20)])
    'a whole number between 2 and 20'
    >>> expected(Annotated[float, Interval(gt=0, le=0.5)])
    'a number above 0 and at most 0.5'
    >>> expected(float | str | None)
    'a number, a text or nothing'
    """
    if get_origin(kind) is Annotated:
        bare, *bounds = get_args(kind)
        return " ".join([expected(bare), *(_bounds(bound) for bound in bounds)])
    if get_origin(kind) is Literal:
        return f"one of {', '.join(repr(choice) for choice in get_args(kind))}"
    if is_union(kind):
        choices = [choice for choice in get_args(kind) if choice is not int or float not in get_args(kind)]
        *first, last = (expected(choice) for choice in choices)
        if not first:
            return last
        return f"{', '.join(first)} or {last}"
    if get_origin(kind) in (tuple, list):
        return "a list"
    return SIMPLE.get(kind, "an object")


def _bounds(bound: Interval | MinLen) -> str:
    if isinstance(bound, MinLen):
        return "that is not empty"
    if bound.ge is not None and bound.le is not None:
        return f"between {bound.ge} and {bound.le}"
    limits = {"above": bound.gt, "at least": bound.ge, "below": bound.lt, "at most": bound.le}
    return " and ".join(f"{words} {limit}" for words, limit in limits.items() if limit is not None)


def is_union(kind: Any) -> bool:
    """Whether an annotation names several kinds."""
    return get_origin(kind) in (typing.Union, types.UnionType)
