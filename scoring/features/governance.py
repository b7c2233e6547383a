"""What every column stands for and whether a lender may rely on it: stated in ``governance.toml``, beside the features.

Apart from the labels, because a model depends on this and on no label.
"""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

from scoring.files import fingerprint
from scoring.texts.words import Theme

Protected = Literal["", "sex", "age", "family", "social"]
Basis = Literal["economic", "history", "external", "housing", "stability", "none"]


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
    direction: Literal[-1, 0, 1]
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
    return MappingProxyType(
        {
            source: MappingProxyType({column: Governance(**entry) for column, entry in entries.items()})
            for source, entries in tomllib.loads(text).items()
        }
    )


def governance_fingerprint() -> str:
    """A short name for all that is stated; comments and the order of columns do not count."""
    stated = {
        source: {column: dataclasses.asdict(entry) for column, entry in entries.items()}
        for source, entries in governance().items()
    }
    return fingerprint(stated)
