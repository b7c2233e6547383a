"""What of a portfolio is worth comparing, in the order in which a manager looks for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scoring.cohorts.groups import THEMES
from scoring.features.catalogue import catalogue

#: What a manager asks first, in this order: the loan, what it weighs, who pays it back.
BASICS = (
    "application_amt_credit",
    "application_amt_annuity",
    "application_implied_term",
    "application_annuity_income_ratio",
    "application_amt_income_total",
    "application_days_employed",
    "application_days_birth",
    "application_name_income_type",
    "application_name_family_status",
    "application_cnt_children",
    "application_name_housing_type",
    "application_name_education_type",
)
STRONGEST = 40
IN_TABLE = 12


def worth_comparing(held: Sequence[str], importance: Iterable[str]) -> list[str]:
    """Variables to offer, theme by theme: in each the basics first, then those that weigh most for everyone.

    What describes the building, the day or the hour of the application, or has no lawful basis, is left out.

    Parameters
    ----------
    held : sequence of str
        What the portfolio holds.
    importance : iterable of str
        The model's features, the strongest first.
    """
    known = set(held)
    strongest = [name for name in importance if name in known and _speaks(name)][:STRONGEST]
    asked = [name for name in held if _is_asked(name)]
    names = list(dict.fromkeys([*(name for name in BASICS if name in known), *strongest, *asked]))
    return sorted(names, key=lambda name: THEMES.index(catalogue()[name].theme))


def for_table(reasons: Iterable[str], held: Iterable[str]) -> tuple[str, ...]:
    """Twelve variables for the table: what weighs most for this client, then the basics."""
    known = set(held)
    names = dict.fromkeys(name for name in (*reasons, *BASICS) if name in known)
    return tuple(names)[:IN_TABLE]


def _speaks(name: str) -> bool:
    entry = catalogue()[name]
    building = entry.basis == "housing" and name not in BASICS
    return not building and entry.basis != "none" and entry.feature.unit not in ("hour", "key", "flag")


def _is_asked(name: str) -> bool:
    """Whether a manager asks the client for it: the application's money, work and household, not its building."""
    entry = catalogue()[name]
    return entry.feature.source == "application" and entry.basis in ("economic", "stability") and _speaks(name)
