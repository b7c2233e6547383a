"""A contested piece of information: the case answered as if the corrected value were true, by the one scoring code."""

from __future__ import annotations

import math
from dataclasses import dataclass

import polars as pl

from scoring.days import DAYS_IN_YEAR
from scoring.explain.assessment import Assessment
from scoring.features.catalogue import Entry, catalogue
from scoring.features.combined import is_combined, with_combined
from scoring.model.manifest import ReferenceStats
from scoring.texts import Language, NumberKind, format_number
from scoring.texts.numbers import format_percent, with_unit
from scoring.what_if.simulate import Simulator, Start

SOURCE, YES_NO = "application", ("N", "Y")
# What people type for each unit of the catalogue, and how much of the stored value one of it is.
TYPED: dict[str, tuple[NumberKind, float]] = {
    "amount": ("amount", 1.0),
    "days": ("years", DAYS_IN_YEAR),
    "age": ("years", DAYS_IN_YEAR),
    "months": ("months", 1.0),
    "years": ("years", 1.0),
    "count": ("count", 1.0),
    "ratio": ("percent", 0.01),
    "score": ("", 1.0),
}
DECIMALS: dict[NumberKind, int] = {"amount": 0, "": 2}  # with which an end of a range is written; one in any other unit


@dataclass(frozen=True)
class Contested:
    """The answer as it is and as it would be with the corrected value."""

    feature: str
    value: float | str
    before: Assessment
    after: Assessment


def can_be_contested(feature: str) -> bool:
    """Whether a piece of information can be corrected by itself: what is computed from the application cannot.

    Nor can what two others make, each of which can be.

    Examples
    --------
    >>> can_be_contested("application_amt_income_total"), can_be_contested("application_annuity_income_ratio")
    (True, False)
    >>> can_be_contested("bureau_debt_income_ratio")
    False
    """
    entry = catalogue()[feature]
    if is_combined(feature):
        return False
    known = entry.feature.is_category or entry.feature.unit in (*TYPED, "flag")
    return known and (entry.feature.source != SOURCE or entry.feature.column.isupper())


def choices(feature: str, levels: tuple[str, ...] = ()) -> tuple[str | float, ...]:
    """What a text or a yes/no of the application may be; none for a number.

    Parameters
    ----------
    feature : str
        Its name.
    levels : tuple of str
        The texts that the portfolio holds of it.
    """
    entry = catalogue()[feature]
    if entry.feature.is_category:
        return levels or entry.feature.levels
    return (1.0, 0.0) if _is_flag(entry) else ()


def typed_unit(feature: str) -> tuple[NumberKind, float]:
    """In which unit people say a number of this feature, and how much of the stored value one of it is."""
    return TYPED.get(catalogue()[feature].feature.unit, ("percent", 0.01))


def is_counted(feature: str) -> bool:
    """Whether a feature is a number of people or things that the application states; a mean of such is none."""
    entry = catalogue()[feature].feature
    return entry.source == "application" and entry.unit == "count"


def why_impossible(feature: str, value: float) -> str:
    """Why no application holds such a number ("whole", "above_zero"), whatever range training met; empty where one may.

    Examples
    --------
    >>> credit = "application_amt_credit"
    >>> children = "application_cnt_children"
    >>> why_impossible(children, 2.5), why_impossible(credit, 0.0), why_impossible(children, 2.0)
    ('whole', 'above_zero', '')
    """
    entry = catalogue()[feature].feature
    if is_counted(feature) and value != round(value):
        return "whole"
    return "above_zero" if entry.source == "application" and entry.unit == "amount" and value <= 0 else ""


def bounds(reference: ReferenceStats | None, *, whole: bool = False) -> tuple[float, float] | None:
    """Between which numbers a corrected value may lie, whole ones where asked; None where nothing is known of it."""
    if reference is None or reference.limits is None or reference.low is None:
        return None
    low, high = reference.limits
    low = max(low, 0.0) if reference.low >= 0 else low
    return (float(math.ceil(low)), float(math.floor(high))) if whole else (low, high)


@dataclass(frozen=True)
class Range:
    """What may be typed, in the unit it is typed in: both ends are accepted, but for a ``low`` that is ``above``."""

    low: float
    high: float
    above: bool = False

    def holds(self, number: float) -> bool:
        """Whether such a number is accepted.

        Examples
        --------
        >>> Range(0.0, 5.0).holds(0.0), Range(0.0, 5.0, above=True).holds(0.0), Range(0.0, 5.0).holds(5.1)
        (True, False, False)
        """
        return self.low <= number <= self.high and not (self.above and number == self.low)


def typed_range(feature: str, reference: ReferenceStats | None) -> Range | None:
    """Between which numbers a correction may be typed; None where nothing is known of it.

    The ends are rounded inwards to what is written of them, so that what a sentence says is possible is accepted.
    """
    limits = bounds(reference, whole=is_counted(feature))
    if limits is None:
        return None
    kind, per = typed_unit(feature)
    low, high = (end / per for end in limits)
    scale = 10.0 ** DECIMALS.get(kind, 1)
    inner = math.ceil(low * scale - 1e-9) / scale, math.floor(high * scale + 1e-9) / scale
    outer = math.floor(low * scale) / scale, math.ceil(high * scale) / scale
    low, high = inner if inner[0] < inner[1] else outer  # a range so narrow that nothing within it can be written
    return Range(low, high, above=low <= 0 and why_impossible(feature, 0.0) == "above_zero")


def written_end(number: float, kind: NumberKind, language: Language) -> str:
    """An end of a :class:`Range` in words, in its unit; a nought of time needs none.

    Examples
    --------
    >>> [" ".join(written_end(12.5, kind, "fr").split()) for kind in ("years", "percent", "count")]
    ['12,5 ans', '12,5 %', '12,5']
    """
    decimals = DECIMALS.get(kind, 1)
    if kind in ("years", "months") and number:
        return with_unit(number, kind.removesuffix("s"), language, decimals)
    if kind == "percent":
        return format_percent(number / 100, language, decimals, trim=True)
    return format_number(number, language, decimals)


def reassess(simulator: Simulator, client: int, feature: str, value: float | str) -> Contested:
    """The case as it is, and as it would be answered with the corrected value.

    A column of the application is corrected in the application, and all that is computed from it follows; of a history
    the number itself is replaced, and what two features make of it follows.

    Parameters
    ----------
    simulator : Simulator
        Simulator of the portfolio that holds the client.
    client : int
        SK_ID_CURR.
    feature : str
        What is contested (:func:`can_be_contested`).
    value : float or str
        As the feature holds it.

    Raises
    ------
    UserError
        When nobody has this number.
    """
    start = simulator.start(client)
    entry = catalogue()[feature]
    column = entry.feature.column
    if entry.feature.source == SOURCE:
        rows = simulator.rows_of(start, corrected_application(start, entry, value))
    else:
        corrected = start.rows.with_columns(pl.lit(value, dtype=start.rows.schema[feature]).alias(feature))
        rows = with_combined(corrected)
    after = simulator.assess_rows(start, rows, restated=(column,))
    return Contested(feature, value, simulator.portfolio.assess(client), after)


def corrected_application(start: Start, entry: Entry, value: float | str) -> pl.DataFrame:
    """The application with one column as it should be, written as the tables write it.

    Parameters
    ----------
    start : Start
        Where the client's simulation begins.
    entry : Entry
        The catalogue's, of a feature of the application.
    value : float or str
        As the feature holds it: days and flags are turned into what their column holds.
    """
    column = entry.feature.column
    kind = start.application.schema[column]
    raw: float | str | int = value
    if isinstance(value, float) and column.startswith("DAYS_"):
        raw = -value
    elif isinstance(value, float) and _is_flag(entry) and not kind.is_numeric():
        raw = _flag_text(start, column, yes=bool(value))
    return start.application.with_columns(pl.Series(column, [raw]).cast(kind))


def _flag_text(start: Start, column: str, *, yes: bool) -> str:
    long = column.endswith("_MODE")  # the building's columns say Yes and No
    return ("Yes" if yes else "No") if long else YES_NO[yes]


def _is_flag(entry: Entry) -> bool:
    return entry.feature.unit == "flag" and entry.feature.source == SOURCE
