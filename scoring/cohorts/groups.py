"""Groups of clients to compare one client with, each by a rule that is stated on screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import get_args

import numpy as np
import numpy.typing as npt

from scoring.arrays import Bools, Floats
from scoring.cohorts.column import Column
from scoring.cohorts.criteria import Criterion, in_words, matching
from scoring.days import DAYS_IN_YEAR
from scoring.model.comparable import wilson_interval
from scoring.model.points import POINTS_TO_DOUBLE
from scoring.texts import Language, Words, criteria_words, format_number, mark, reason_words
from scoring.texts.words import Theme

FEWEST = 100
NEAREST = 500
THEMES = get_args(Theme)
LOG_ODDS_A_POINT = np.log(2.0) / POINTS_TO_DOUBLE


@dataclass(frozen=True, eq=False)
class Group:
    """Clients to compare with: who, how many, by which rule; ``relaxed`` where the first rule found too few.

    A group equals itself only, so that what was computed of it can be kept beside it.
    """

    mask: Bools
    n: int
    rule: Words
    relaxed: bool

    @cached_property
    def places(self) -> npt.NDArray[np.intp]:
        """Where the clients stand in the portfolio's order: a few thousand places are looked up sooner than a mask."""
        return np.flatnonzero(self.mask)


@dataclass(frozen=True)
class Observed:
    """What happened to a group.

    Of ``known`` clients whose outcome is known, ``difficulties`` had a payment difficulty: ``rate``, between
    ``low`` and ``high`` (Wilson). The three are None where fewer than 100 outcomes are known: so few mislead.
    """

    known: int
    difficulties: int
    rate: float | None = None
    low: float | None = None
    high: float | None = None


def everyone(clients: int) -> Group:
    """All clients of the portfolio."""
    return Group(np.ones(clients, dtype=np.bool_), clients, reason_words()["group_all"], relaxed=False)


def same_zone(zone: Column, client: int) -> Group:
    """Clients whose application is in the client's zone."""
    mask = np.asarray(zone.values == zone.values[client])
    name = criteria_words()[f"zone_{zone.at(client)}"]
    return Group(mask, int(np.count_nonzero(mask)), _rule("group_zone", name.say), relaxed=False)


def chosen(criteria: Sequence[Criterion], columns: Callable[[str], Column], clients: int) -> Group:
    """Clients who meet every criterion; all of them where there is none.

    Raises
    ------
    UserError
        As :func:`scoring.cohorts.criteria.check` says.
    """
    mask = matching(criteria, columns, clients)
    if all(criterion.open for criterion in criteria):
        return Group(mask, clients, reason_words()["group_own_all"], relaxed=False)
    rule = _rule("group_own", lambda language: f"{mark('semicolon', language)} ".join(in_words(criteria, language)))
    return Group(mask, int(np.count_nonzero(mask)), rule, relaxed=False)


def nearest(themes: Iterable[npt.NDArray[np.float32]], score: Column, client: int) -> Group:
    """The 500 clients whose themes add most nearly the same to the risk, and whose score is nearest.

    Distance is Euclidean in log-odds: over what the six themes add, and over the score (0.0116 a point). Of a small
    portfolio it is a tenth, but never fewer than 100 where there are as many.

    Parameters
    ----------
    themes : iterable of array of float32
        What each of the six themes adds to each client's log-odds; one of them is held at a time.
    score : Column
        In points.
    client : int
        The client's place; the client is a member.
    """
    clients = len(score.values)
    size = min(NEAREST, clients, max(FEWEST, clients // 10))
    gaps = np.zeros(clients, dtype=np.float32)
    for theme in themes:
        gaps += np.square(theme - theme[client])
    gaps += np.square((score.values - score.values[client]) * np.float32(LOG_ODDS_A_POINT))
    mask = np.zeros(clients, dtype=np.bool_)
    mask[np.argpartition(gaps, size - 1)[:size]] = True
    mask[client] = True
    n = int(np.count_nonzero(mask))
    return Group(mask, n, _rule("group_nearest", lambda language: format_number(n, language)), relaxed=False)


def similar(income_type: Column, age_days: Column, amount: Column, client: int) -> Group:
    """Clients like one of them: same income type, age within five years, amount within 25 %, at least 100.

    Parameters
    ----------
    income_type, age_days, amount : Column
        Of every client of the portfolio.
    client : int
        The client's place in them.

    Returns
    -------
    Group
        The client is a member. The rule is widened step by step where fewer than 100 clients keep it.
    """
    same_kind = income_type.values == income_type.values[client]
    ages, amounts = age_days.values, amount.values

    def near(years: float, share: float) -> Bools:
        age = np.abs(ages - ages[client]) <= years * DAYS_IN_YEAR
        return np.asarray(age & (np.abs(amounts - amounts[client]) <= share * amounts[client]))

    steps: tuple[tuple[str, Callable[[], Bools]], ...] = (
        ("group_similar", lambda: same_kind & near(5, 0.25)),
        ("group_similar_wider", lambda: same_kind & near(10, 0.50)),
        ("group_similar_widest", lambda: near(10, 0.50)),
    )
    for name, meeting in steps:
        mask = meeting()
        n = int(np.count_nonzero(mask))
        if n >= FEWEST:
            return Group(mask, n, reason_words()[name], relaxed=name != "group_similar")
    return Group(np.ones_like(same_kind), len(ages), reason_words()["group_similar_none"], relaxed=True)


def observed(group: Group, target: Floats, level: float) -> Observed:
    """What happened to a group's clients whose outcome is known.

    Parameters
    ----------
    group : Group
        Whom to count.
    target : array of float
        Outcomes of every client of the portfolio, NaN where not known.
    level : float
        Confidence level of the interval.
    """
    outcomes = target[group.places]
    outcomes = outcomes[~np.isnan(outcomes)]
    known, difficulties = len(outcomes), int(outcomes.sum())
    if known < FEWEST:
        return Observed(known, difficulties)
    low, high = wilson_interval(difficulties, known, level)
    return Observed(known, difficulties, difficulties / known, float(low), float(high))


def _rule(key: str, values_text: Callable[[Language], str]) -> Words:
    """A rule with something put in, in every language."""
    words = reason_words()[key]
    return Words.each(lambda language: words.say(language).format(values_text(language)))
