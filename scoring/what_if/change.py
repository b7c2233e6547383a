"""Simulate a change of the application: what can honestly change, what follows from it, what is impossible."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from scoring.explain.assessment import Assessment
from scoring.features.revolving import LACKING, REVOLVING
from scoring.model.manifest import ReferenceStats
from scoring.texts import Language

Field = Literal["credit", "annuity", "duration", "goods_price", "income"]
Held = Literal["duration", "annuity"]

# What is asked of the client, under Kaggle's names; the duration follows from amount and annuity.
COLUMNS: dict[Field, str] = {
    "credit": "AMT_CREDIT",
    "annuity": "AMT_ANNUITY",
    "goods_price": "AMT_GOODS_PRICE",
    "income": "AMT_INCOME_TOTAL",
}
FIELDS: tuple[Field, ...] = ("credit", "annuity", "duration", "goods_price", "income")
FEATURES: dict[str, str] = {
    "credit": "application_amt_credit",
    "annuity": "application_amt_annuity",
    "duration": "application_implied_term",
    "goods_price": "application_amt_goods_price",
    "income": "application_amt_income_total",
    "burden": "application_annuity_income_ratio",
    "financed": "application_credit_goods_ratio",
}
DERIVED = ("burden", "financed")
MOST_MOVED = 6  # families named


@dataclass(frozen=True)
class Request:
    """What the client asks for; None where the application does not say it.

    ``revolving`` credit has no duration and buys no goods, whatever its row holds as their price.
    """

    credit: float | None
    annuity: float | None
    goods_price: float | None
    income: float | None
    revolving: bool = False

    @property
    def duration(self) -> float | None:
        """Months: the amount divided by the annuity, as the feature ``implied_term`` has it."""
        return None if self.revolving else _ratio(self.credit, self.annuity)

    @property
    def burden(self) -> float | None:
        """The annuity's share of the income."""
        return _ratio(self.annuity, self.income)

    @property
    def financed(self) -> float | None:
        """The amount's share of the price of the goods."""
        return None if self.revolving else _ratio(self.credit, self.goods_price)

    def value_of(self, name: str) -> float | None:
        """A field, or what follows from the fields, as far as this kind of loan has it."""
        lacking = self.revolving and FEATURES[name] in LACKING
        value: float | None = None if lacking else getattr(self, name)
        return value


@dataclass(frozen=True)
class Problem:
    """Why a request cannot be simulated: the field, and between which values it could lie."""

    field: str
    low: float
    high: float


@dataclass(frozen=True)
class Moved:
    """A family whose whole points differ, as it is called in each language; no name for all that is not named."""

    headline: Mapping[Language, str]
    before: int
    after: int

    @property
    def points(self) -> int:
        """How far it has moved; above zero lowers the risk."""
        return self.after - self.before


@dataclass(frozen=True)
class Simulation:
    """The answer for the application as it is, as it would be, and what moved: it adds up to the move of the score."""

    before: Assessment
    after: Assessment
    moved: tuple[Moved, ...]


def request_of(application: Mapping[str, object]) -> Request:
    """What a cleaned application asks for."""
    values = {field: application[column] for field, column in COLUMNS.items()}
    numbers: dict[str, float | None] = {
        field: float(value) if isinstance(value, int | float) else None for field, value in values.items()
    }
    revolving = application.get("NAME_CONTRACT_TYPE") == REVOLVING
    return Request(numbers["credit"], numbers["annuity"], numbers["goods_price"], numbers["income"], revolving)


def stated(request: Request) -> tuple[str, ...]:
    """Fields and what follows from them, as far as the request says them: nothing of goods where none are bought."""
    return tuple(name for name in (*FIELDS, *DERIVED) if request.value_of(name) is not None)


def change(request: Request, field: Field, value: float, held: Held) -> Request:
    """The request with one field changed, and what follows from it.

    Parameters
    ----------
    request : Request
        Before.
    field : str
        What changes; amount, annuity and duration are tied to each other.
    value : float
        Its new value, above zero.
    held : {"duration", "annuity"}
        What stays where the amount changes.

    Examples
    --------
    >>> before = Request(credit=120000.0, annuity=10000.0, goods_price=None, income=None)
    >>> change(before, "credit", 240000.0, "duration").annuity
    20000.0
    >>> change(before, "duration", 24.0, "duration").annuity
    5000.0
    """
    if field == "duration":
        return dataclasses.replace(request, annuity=_ratio(request.credit, value))
    if field == "credit" and held == "duration" and request.duration:
        return dataclasses.replace(request, credit=value, annuity=value / request.duration)
    return restated(request, {field: value})


def restated(request: Request, values: Mapping[str, float]) -> Request:
    """The request with these fields; a revolving credit's annuity is a part of its amount, its row's price moves along.

    Examples
    --------
    >>> card = Request(credit=200_000.0, annuity=10_000.0, goods_price=200_000.0, income=None, revolving=True)
    >>> restated(card, {"credit": 100_000.0}).annuity
    5000.0
    """
    fields = {str(field): getattr(request, field) for field in COLUMNS}
    if request.revolving and request.credit and "credit" in values:
        part = values["credit"] / request.credit
        fields |= {field: fields[field] * part for field in ("annuity", "goods_price") if fields[field] is not None}
    return Request(**(fields | dict(values)), revolving=request.revolving)


def problems(request: Request, start: Request, reference: Mapping[str, ReferenceStats]) -> tuple[Problem, ...]:
    """What makes a request impossible: amounts, durations and shares that no client of the model had.

    Parameters
    ----------
    request : Request
        What is asked for.
    start : Request
        The application as it is; what it says itself is always possible.
    reference : mapping of str to ReferenceStats
        The model's; ``low`` and ``high`` bound what it has seen.
    """
    out_of_bounds = []
    for field, feature in FEATURES.items():
        value, seen = request.value_of(field), reference[feature]
        if value is None or value == getattr(start, field) or seen.low is None or seen.high is None:
            continue
        low, high = _bounds(field, seen.low, seen.high)
        if not low <= value <= high:
            out_of_bounds.append(Problem(field, low, high))
    return tuple(out_of_bounds)


def _bounds(field: str, low: float, high: float) -> tuple[float, float]:
    """What has been seen; but one may always pay a larger part oneself, and never more than one earns."""
    if field == "burden":
        return 0.0, min(high, 1.0)
    return (0.0, high) if field == "financed" else (low, high)


def changed_applications(application: pl.DataFrame, requests: Sequence[Request], start: Request) -> pl.DataFrame:
    """The cleaned application with what each request changes and nothing else; one row a request."""
    changed = {
        column: [getattr(request, field) for request in requests]
        for field, column in COLUMNS.items()
        if any(getattr(request, field) != getattr(start, field) for request in requests)
    }
    return pl.concat([application] * len(requests)).with_columns(
        pl.Series(column, values, dtype=application.schema[column]) for column, values in changed.items()
    )


def moved(before: Assessment, after: Assessment) -> tuple[Moved, ...]:
    """Families whose points differ, the largest move first; then, without a name, all others and the start.

    Points before and after are those shown, and each add up to the score. Only families of which a value changed
    are named: what the others weigh may depend on the request, but nobody changed the client's telephone or history.

    Parameters
    ----------
    before, after : Assessment
        Of the same client by the same model.
    """
    points = {family.name: family.points for family in before.families}
    values = {item.feature: item.value for item in before.contributions}
    changed = {item.feature for item in after.contributions if values.get(item.feature) != item.value}
    families = [
        Moved(family.headline, points.get(family.name, 0), family.points)
        for family in after.families
        if not changed.isdisjoint(family.features)
    ]
    named = sorted((family for family in families if family.points), key=lambda family: -abs(family.points))
    scores = [side.score for side in (before, after)]
    named = named[:MOST_MOVED]
    others = Moved({}, scores[0] - sum(f.before for f in named), scores[1] - sum(f.after for f in named))
    return (*named, others) if named or others.points else ()


def _ratio(numerator: float | None, denominator: float | None) -> float | None:
    return numerator / denominator if numerator is not None and denominator else None
