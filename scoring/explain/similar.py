"""Similar clients: a group defined by a rule that is stated on screen, and a client's place in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from scoring.explain.columns import Bools, Column
from scoring.model.comparable import wilson
from scoring.texts import Words, reason_words

Floats = npt.NDArray[np.float64]
FEWEST = 100
DAYS_IN_YEAR = 365.25


@dataclass(frozen=True)
class Group:
    """Clients to compare with: who, how many, by which rule; ``relaxed`` where the first rule found too few."""

    mask: Bools
    n: int
    rule: Words
    relaxed: bool


@dataclass(frozen=True)
class Comparison:
    """One variable in a group, and the client's place.

    ``values`` are the group's known values; ``percentile`` the share of them below the client's (numbers
    only); ``observed_rate`` the share of the group's clients with a known outcome who had a difficulty,
    between ``low`` and ``high`` (Wilson), all None where no outcome is known.
    """

    feature: str
    values: npt.NDArray[Any]
    client_value: float | str | None
    percentile: float | None
    median: float | str | None
    n: int
    known: int
    observed_rate: float | None
    low: float | None
    high: float | None


def everyone(clients: int) -> Group:
    """All clients of the portfolio."""
    return Group(np.ones(clients, dtype=np.bool_), clients, reason_words()["group_all"], relaxed=False)


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

    steps = (
        ("group_similar", same_kind & near(5, 0.25)),
        ("group_similar_wider", same_kind & near(10, 0.50)),
        ("group_similar_widest", near(10, 0.50)),
    )
    for name, mask in steps:
        n = int(np.count_nonzero(mask))
        if n >= FEWEST:
            return Group(mask, n, reason_words()[name], relaxed=name != "group_similar")
    return Group(np.ones_like(same_kind), len(ages), reason_words()["group_similar_none"], relaxed=True)


def compare(column: Column, client: int, group: Group, target: Floats, level: float) -> Comparison:
    """A client's place among a group for one variable, and what happened to the group.

    Parameters
    ----------
    column : Column
        The variable, for every client of the portfolio.
    client : int
        The client's place.
    group : Group
        Whom to compare with.
    target : array of float
        Outcomes, NaN where not known.
    level : float
        Of the interval of the observed rate.
    """
    is_text, own_value = bool(column.levels), column.at(client)
    chosen = column.values[group.mask & column.known]
    known = np.array(column.levels, dtype=object)[chosen] if is_text else chosen
    outcomes = target[group.mask & ~np.isnan(target)]
    rate = low = high = None
    if len(outcomes):
        bounds = wilson(float(outcomes.sum()), len(outcomes), level)
        rate, low, high = float(outcomes.mean()), float(bounds[0]), float(bounds[1])
    return Comparison(
        feature=column.feature,
        values=known,
        client_value=own_value,
        percentile=None if is_text or own_value is None or not len(known) else float(np.mean(known < own_value)),
        median=_typical(known, is_text),
        n=group.n,
        known=len(known),
        observed_rate=rate,
        low=low,
        high=high,
    )


def _typical(known: npt.NDArray[Any], is_text: bool) -> float | str | None:
    """Median, or the most frequent text."""
    if not len(known):
        return None
    if not is_text:
        return float(np.median(known))
    texts, counts = np.unique(known.astype(str), return_counts=True)
    return str(texts[np.argmax(counts)])
