"""Blocks of features beyond the kernel's, each of which a model can do without."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from scoring.errors import UserError
from scoring.features.catalogue import Entry, catalogue
from scoring.features.combined import is_combined

# What the kernel computes from raw columns, under our names; the implied term is its annuity over credit turned round.
KERNEL_DERIVED = frozenset(
    {
        "employed_share",
        "income_credit_ratio",
        "income_per_person",
        "annuity_income_ratio",
        "implied_term",
        "application_credit_ratio",
        "balance_rows",
        "rows",
        "loans",
        "cards",
        "paid_ratio",
        "gap",
        "days_late",
        "days_early",
    }
)
BLOCKS = ("external", "ratios", "months", "repayment", "card", "windows", "trends", "between")
_OF_COLUMN = {
    "external_mean": "external",
    "external_min": "external",
    "external_count": "external",
    "debt_ratio": "ratios",
}
_OF_SOURCE = {
    "application": "ratios",
    "bureau": "months",
    "balance": "months",
    "previous": "ratios",
    "pos": "repayment",
    "installments": "repayment",
    "card": "card",
}


def in_kernel(entry: Entry) -> bool:
    """Whether the kernel has this feature too: raw columns and its own ratios, over all of a client's history.

    Parameters
    ----------
    entry : Entry
        Of the catalogue.

    Examples
    --------
    >>> in_kernel(catalogue()["bureau_active_amt_credit_sum_max"]), in_kernel(catalogue()["pos_recent_late_mean"])
    (True, False)
    """
    raw = entry.feature.column.isupper()
    return entry.feature.subset != "recent" and (raw or entry.feature.column in KERNEL_DERIVED)


def block_of(entry: Entry) -> str:
    """The block that a feature belongs to; empty for what the kernel has too.

    ``external`` puts the three external scores together; ``ratios`` holds the rate that an annuity implies, down
    payments, debt beside credit; ``months`` how late credits at other lenders were month by month; ``repayment`` late
    and incomplete payments to us; ``card`` how cards are used; ``windows`` whatever counts the recent past alone;
    ``trends`` the recent past beside all of it; ``between`` what is asked for or owed beside what another table knows.

    Parameters
    ----------
    entry : Entry
        Of the catalogue.

    Examples
    --------
    >>> block_of(catalogue()["card_utilisation_max"]), block_of(catalogue()["application_amt_credit"])
    ('card', '')
    """
    if in_kernel(entry):
        return ""
    feature = entry.feature
    if is_combined(feature.name):
        return "trends" if feature.column.endswith("_trend") else "between"
    if feature.subset == "recent":
        return "windows"
    return _OF_COLUMN.get(feature.column) or _OF_SOURCE[feature.source]


def outside_blocks(features: Sequence[str], blocks: Collection[str]) -> tuple[str, ...]:
    """The features that are in none of these blocks, in their order.

    Parameters
    ----------
    features : sequence of str
        Names of the catalogue.
    blocks : collection of str
        Some of :data:`BLOCKS`.

    Raises
    ------
    UserError
        When there is no such block.

    Examples
    --------
    >>> outside_blocks(["application_amt_credit", "card_utilisation_max"], ["card"])
    ('application_amt_credit',)
    """
    refuse_unknown_blocks(blocks)
    return tuple(name for name in features if block_of(catalogue()[name]) not in blocks)


def blocks_in(text: str) -> tuple[str, ...]:
    """Names of blocks as they are written on one line.

    Parameters
    ----------
    text : str
        Names separated by commas; empty for none.

    Examples
    --------
    >>> blocks_in("card, windows"), blocks_in("")
    (('card', 'windows'), ())
    """
    return tuple(name.strip() for name in text.split(",") if name.strip())


def refuse_unknown_blocks(names: Collection[str]) -> None:
    """Refuse names that are no blocks.

    Raises
    ------
    UserError
        When a name is none of :data:`BLOCKS`.
    """
    unknown = [name for name in names if name not in BLOCKS]
    if unknown:
        got = f"without_blocks: expected blocks of features, got {', '.join(map(repr, unknown))}."
        raise UserError(got, f"Name some of {', '.join(BLOCKS)}.")
