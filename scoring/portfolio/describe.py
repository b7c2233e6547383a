"""A client's own data, ready to read: for the page and for whoever takes it home."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from scoring.explain.assessment import Language
from scoring.features.catalogue import catalogue
from scoring.model.manifest import Usual
from scoring.texts import source, theme

if TYPE_CHECKING:
    import pandas as pd


class Datum(NamedTuple):
    """One variable of a client in words: its theme, what it is called, its value, what is usual, its source."""

    theme: str
    label: str
    value: str
    usual: str
    source: str


def describe(
    values: Mapping[str, float | str | None], usual: Mapping[str, Usual], language: Language
) -> tuple[Datum, ...]:
    """One entry a variable.

    Parameters
    ----------
    values : mapping
        The client's features by name.
    usual : mapping of str to Usual
        What is usual for each feature.
    language : {"fr", "en"}
        Of every text.
    """
    return tuple(_datum(name, value, usual.get(name), language) for name, value in values.items() if _is_own(name))


def as_frame(data: Sequence[Datum]) -> pd.DataFrame:
    """The same as a frame, one row a variable; pandas is imported for those who ask for it only."""
    import pandas as pd

    return pd.DataFrame(list(data), columns=list(Datum._fields))


def _datum(name: str, value: float | str | None, seen: Usual | None, language: Language) -> Datum:
    entry = catalogue()[name]
    usual = entry.show(seen.typical, language) if seen is not None and seen.typical is not None else ""
    label, shown = entry.label.say(language), entry.show(value, language)
    return Datum(theme(entry.theme, language), label, shown, usual, source(entry.feature.room, language))


def _is_own(name: str) -> bool:
    """Whether a variable speaks of the client, and not of other people around them."""
    return catalogue()[name].protected != "social"
