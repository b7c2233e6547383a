"""Words to declare a column with: type, unit, range, sign, whether it may be empty, known levels.

Each returns a dataframely column whose metadata hold everything that the rule book
(:mod:`scoring.tables.rules`) needs. Units say how a value is read aloud:

=============  =====================================================================
``key``        an identifier, never shown as a number
``amount``     money without currency, as Kaggle gives it
``days``       days relative to the application, negative before it
``months``     months relative to the application, negative before it
``count``      how many
``years``      years
``ratio``      a share, 1 = 100 %
``score``      a normalised number without a unit of its own
``flag``       1 yes, 0 no
``hour``       hour of the day
``category``   one of a few texts
=============  =====================================================================

Ranges were measured on the full tables (``table-profile.tsv`` of the project's brief) and are wider than
what was met there: they say what can be true, not what is usual.
"""

from __future__ import annotations

from typing import Any, TypeVar

import dataframely as dy

Column = TypeVar("Column", bound=dy.Column)
LARGEST_AMOUNT = 1e10
LARGEST_COUNT = 1_000
HUNDRED_YEARS = 36_525
EIGHTEEN_YEARS = 6_574
FIFTY_YEARS_OF_MONTHS = 600


def key(*, primary: bool = False) -> dy.Int64:
    """An identifier; ``primary`` when it names the row, alone or with the other primary columns."""
    return dy.Int64(nullable=False, primary_key=primary, metadata={"unit": "key"})


def client_of_parent() -> dy.Int64:
    """The client, looked up in the parent table at import; empty where the parent is not there."""
    return dy.Int64(nullable=True, metadata={"unit": "key", "derived": True})


def amount(
    *, nullable: bool = True, essential: bool = False, signed: bool = False, typical: float | None = None
) -> dy.Float64:
    """Money, without a currency.

    Parameters
    ----------
    nullable : bool
        Whether it may be empty.
    essential : bool
        Whether nothing can be decided without it: then it is above 0, and who lost it goes to review.
    signed : bool
        Whether it may be below 0, as the balance of an overpaid card.
    typical : float, optional
        Its median in the full tables: a column that lies 30 times below or above is in another unit.
    """
    return _number(
        "amount",
        nullable,
        low=-LARGEST_AMOUNT if signed else 0.0,
        high=LARGEST_AMOUNT,
        above=essential,
        essential=essential,
        typical=typical,
    )


def birth() -> dy.Float64:
    """Days since birth, negative: an applicant is between 18 and 100 years old."""
    return _number("days", False, low=-HUNDRED_YEARS, high=-EIGHTEEN_YEARS, essential=True)


def days(*, nullable: bool = True) -> dy.Float64:
    """Days before the application, negative or 0."""
    return _number("days", nullable, low=-HUNDRED_YEARS, high=0.0)


def days_ahead() -> dy.Float64:
    """Days relative to the application, negative before it: what may also lie ahead."""
    return _number("days", True, low=-HUNDRED_YEARS, high=HUNDRED_YEARS)


def months(*, primary: bool = False) -> dy.Int64:
    """Months before the application, negative or 0."""
    metadata = {"unit": "months", "low": -FIFTY_YEARS_OF_MONTHS, "high": 0, "whole": True}
    return dy.Int64(nullable=False, primary_key=primary, metadata=metadata)


def count(*, nullable: bool = True, low: int = 0, high: int = LARGEST_COUNT) -> dy.Float64:
    """How many: a whole number."""
    return _number("count", nullable, low=low, high=high, whole=True)


def days_late() -> dy.Float64:
    """How many days late."""
    return count(high=HUNDRED_YEARS)


def years() -> dy.Float64:
    """Years."""
    return _number("years", True, low=0, high=100)


def ratio() -> dy.Float64:
    """A share; 1 is 100 %."""
    return _number("ratio", True, low=0, high=1)


def score() -> dy.Float64:
    """A normalised number from 0 to 1, without a unit of its own."""
    return _number("score", True, low=0, high=1)


def external_score() -> dy.Float64:
    """A score from outside, between 0 and 1. A score of exactly 0 was never met: it stands for none."""
    return _number("score", True, low=0, high=1, above=True)


def rating() -> dy.Float64:
    """An ordered grade: 1, 2 or 3."""
    return _number("count", True, low=1, high=3, whole=True)


def hour() -> dy.Float64:
    """Hour of the day."""
    return _number("hour", True, low=0, high=23, whole=True)


def flag() -> dy.Float64:
    """1 yes, 0 no."""
    return _number("flag", True, low=0, high=1, whole=True)


def target() -> dy.Int64:
    """1 payment difficulty, 0 none; empty for clients whose outcome is not known."""
    return dy.Int64(nullable=True, min=0, max=1, metadata={"unit": "flag"})


def category(*levels: str, nullable: bool = True, codes: tuple[str, ...] = ()) -> dy.String:
    """One of a few texts.

    Parameters
    ----------
    *levels : str
        The texts known so far. Another text is kept, counted and reported; models read it as missing, and
        its client goes to review.
    nullable : bool
        Whether it may be empty.
    codes : tuple of str
        For two-level columns: the level that stands behind the codes 0 and 1, which some copies of the
        data carry instead of the text.
    """
    metadata: dict[str, Any] = {"unit": "category", "levels": levels, "codes": codes}
    return dy.String(nullable=nullable, metadata=metadata)


def never_empty(column: Column) -> Column:
    """A column that no row of Kaggle's full tables leaves empty: whoever has a row that does goes to review."""
    column.metadata = {**(column.metadata or {}), "always": True}
    return column


def _number(unit: str, nullable: bool, **rule: Any) -> dy.Float64:
    return dy.Float64(nullable=nullable, allow_inf=False, allow_nan=False, metadata={"unit": unit, **rule})
