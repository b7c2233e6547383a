"""Words to declare a column with: type, whether it may be empty, key, unit, known levels.

Each returns a dataframely column. Units say how a value is read aloud:

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
"""

from __future__ import annotations

from typing import Any

import dataframely as dy


def key(*, primary: bool = False) -> dy.Int64:
    """An identifier; ``primary`` when it names the row, alone or with the other primary columns."""
    return dy.Int64(nullable=False, primary_key=primary, metadata={"unit": "key"})


def client_of_parent() -> dy.Int64:
    """The client, looked up in the parent table at import; empty where the parent is not there."""
    return dy.Int64(nullable=True, metadata={"unit": "key", "derived": True})


def amount(*, nullable: bool = True) -> dy.Float64:
    """Money, without a currency."""
    return _number("amount", nullable)


def days(*, nullable: bool = True) -> dy.Float64:
    """Days relative to the application; negative before it."""
    return _number("days", nullable)


def months(*, primary: bool = False) -> dy.Int64:
    """Months relative to the application; negative before it."""
    return dy.Int64(nullable=False, primary_key=primary, metadata={"unit": "months"})


def count(*, nullable: bool = True) -> dy.Float64:
    """How many."""
    return _number("count", nullable)


def years() -> dy.Float64:
    """Years."""
    return _number("years", True)


def ratio() -> dy.Float64:
    """A share; 1 is 100 %."""
    return _number("ratio", True)


def score() -> dy.Float64:
    """A normalised number without a unit of its own."""
    return _number("score", True)


def rating() -> dy.Float64:
    """An ordered grade such as 1, 2, 3."""
    return _number("count", True)


def hour() -> dy.Float64:
    """Hour of the day."""
    return _number("hour", True)


def flag() -> dy.Float64:
    """1 yes, 0 no."""
    return _number("flag", True)


def target() -> dy.Int64:
    """1 payment difficulty, 0 none; empty for clients whose outcome is not known."""
    return dy.Int64(nullable=True, min=0, max=1, metadata={"unit": "flag"})


def category(*levels: str, nullable: bool = True, codes: tuple[str, ...] = ()) -> dy.String:
    """One of a few texts.

    Parameters
    ----------
    *levels : str
        The texts known so far. Another text is kept, counted and reported; models read it as missing.
    nullable : bool
        Whether it may be empty.
    codes : tuple of str
        For two-level columns: the level that stands behind the codes 0 and 1, which some copies of the
        data carry instead of the text.
    """
    metadata: dict[str, Any] = {"unit": "category", "levels": levels, "codes": codes}
    return dy.String(nullable=nullable, metadata=metadata)


def _number(unit: str, nullable: bool) -> dy.Float64:
    return dy.Float64(nullable=nullable, allow_inf=False, allow_nan=False, metadata={"unit": unit})
