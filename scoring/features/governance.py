"""What every column stands for and whether a lender may rely on it: stated in ``governance.toml``, beside the features.

A column that we compute falls under what it is made from; its definition says the direction, and the theme where its
raw columns are of several. Apart from the labels, because a model depends on this and on no label.
"""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, TypeVar

from scoring.features.build import derived_columns
from scoring.features.definition import Basis, DerivedColumn, Direction
from scoring.files import fingerprint
from scoring.texts.words import Theme

Protected = Literal["", "sex", "age", "family", "social"]
T = TypeVar("T")


@dataclass(frozen=True)
class Governance:
    """What one column stands for.

    Parameters
    ----------
    theme : str
        Family of reasons it belongs to.
    direction : int
        Expected effect of a higher value on the risk: 1 raises, -1 lowers, 0 not known.
    actionable : bool
        Whether the client could honestly change it for this application.
    protected : str
        "" or the protected characteristic it states: sex, age, family, social.
    basis : str
        What allows a lender to rely on it; "none" is never an input.
    """

    theme: Theme
    direction: Direction
    actionable: bool
    protected: Protected
    basis: Basis


@cache
def governance() -> Mapping[str, Mapping[str, Governance]]:
    """Every column's entry, by source and column; raw columns first, then those we compute.

    Examples
    --------
    >>> governance()["application"]["CODE_GENDER"].protected
    'sex'
    """
    text = files("scoring.features").joinpath("governance.toml").read_text(encoding="utf-8")
    stated = {
        source: {column: Governance(**entry) for column, entry in entries.items()}
        for source, entries in tomllib.loads(text).items()
    }
    derived = {(derived.source, derived.column): derive(derived, stated) for derived in derived_columns()}
    for (source, column), entry in derived.items():
        stated[source][column] = entry
    return MappingProxyType({source: MappingProxyType(entries) for source, entries in stated.items()})


def derive(derived: DerivedColumn, stated: Mapping[str, Mapping[str, Governance]]) -> Governance:
    """What a computed column stands for: as strict as the strictest raw column that it is made from.

    A client can change it who can change one of them; it tells of the protected trait that one of them tells of; it has
    no basis where one of them has none. What counts rows has the basis of a history.

    Parameters
    ----------
    derived : DerivedColumn
        The column, which states its direction and may state its theme and its basis.
    stated : mapping of str to mapping
        What is stated of raw columns, by source and column.

    Raises
    ------
    ValueError
        Where its raw columns are of several themes, traits or lawful bases, so that none follows.
    """
    inputs = [stated[source][column] for source, column in derived.raw_columns]
    themes: set[Theme] = {derived.theme} if derived.theme else {entry.theme for entry in inputs}
    bases: set[Basis] = {entry.basis for entry in inputs} or {"history"}
    if derived.basis and "none" not in bases:
        bases = {derived.basis}
    name = f"{derived.source}.{derived.column}"
    return Governance(
        theme=_only(f"{name}: theme", themes),
        direction=derived.direction,
        actionable=any(entry.actionable for entry in inputs),
        protected=_only(f"{name}: protected", {entry.protected for entry in inputs} - {""} or {""}),
        basis="none" if "none" in bases else _only(f"{name}: basis", bases),
    )


def _only(what: str, values: set[T]) -> T:
    """The one value that all raw columns have."""
    if len(values) != 1:
        raise ValueError(f"{what}: expected one value of all columns it is made from, got {sorted(map(str, values))}")
    (value,) = values
    return value


def governance_fingerprint() -> str:
    """A short name for all that is stated; comments and the order of columns do not count."""
    stated = {
        source: {column: dataclasses.asdict(entry) for column, entry in entries.items()}
        for source, entries in governance().items()
    }
    return fingerprint(stated)
