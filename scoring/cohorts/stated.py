"""What callers state, held to be what it should be before it is looked up: criteria, names of features."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from numbers import Real
from typing import Any

from scoring.cohorts.criteria import Criterion
from scoring.errors import UserError

STATE_IT = 'Write for instance [Criterion("score", low=400), Criterion("zone", levels=("review",))].'


def stated_criteria(criteria: Any) -> tuple[Criterion, ...]:
    """The criteria, once it is sure that they are some, each with its levels in a tuple.

    Raises
    ------
    UserError
        When they are no list of criteria with numbers as bounds and texts as levels.

    Examples
    --------
    >>> stated_criteria([Criterion("zone", levels=["review"])])
    (Criterion(feature='zone', low=None, high=None, levels=('review',)),)
    """
    if isinstance(criteria, str | Criterion) or not isinstance(criteria, Iterable):
        raise UserError(f"criteria: expected a list of Criterion, got {criteria!r:.80}.", STATE_IT)
    return tuple(_stated(criterion) for criterion in criteria)


def texts_in(name: str, given: Any, remedy: str) -> tuple[str, ...]:
    """A list of texts; one text alone would be taken letter by letter.

    Parameters
    ----------
    name : str
        What the caller calls it.
    given : Any
        As given.
    remedy : str
        What to do, as an instruction.

    Raises
    ------
    UserError
        When it is none.
    """
    every = None if isinstance(given, str) or not isinstance(given, Iterable) else tuple(given)
    if every is None or not all(isinstance(text, str) for text in every):
        raise UserError(f"{name}: expected a list of texts, got {given!r:.60}.", remedy)
    return every


def _stated(criterion: Any) -> Criterion:
    if not isinstance(criterion, Criterion):
        raise UserError(f"criteria: expected a list of Criterion, got {criterion!r:.80} in it.", STATE_IT)
    for name, end in (("low", criterion.low), ("high", criterion.high)):
        if end is not None and not _is_number(end):
            raise UserError(f"{name}: expected a number, got {end!r:.60}.", STATE_IT)
    return replace(criterion, levels=texts_in("levels", criterion.levels, STATE_IT))


def _is_number(value: Any) -> bool:
    """Whether it is one that a column can hold."""
    if isinstance(value, bool) or not isinstance(value, Real):
        return False
    try:
        float(value)
    except OverflowError:
        return False
    return True
