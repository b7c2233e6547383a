"""A client's own data, ready to read: a frame for the page and for whoever takes it home."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from scoring.explain.assessment import Language
from scoring.features.catalogue import catalogue
from scoring.model.manifest import Usual
from scoring.texts import source, theme

COLUMNS = ["theme", "label", "value", "usual", "source"]


def describe(values: Mapping[str, float | str | None], usual: Mapping[str, Usual], language: Language) -> pd.DataFrame:
    """One row a variable: theme, label, value, usual, source.

    Parameters
    ----------
    values : mapping
        The client's features by name.
    usual : mapping of str to Usual
        What is usual for each feature.
    language : {"fr", "en"}
        Of every text.
    """
    rows = [_datum(name, value, usual.get(name), language) for name, value in values.items() if _is_own(name)]
    return pd.DataFrame(rows, columns=COLUMNS)


def _datum(name: str, value: float | str | None, seen: Usual | None, language: Language) -> tuple[str, ...]:
    entry = catalogue()[name]
    usual = entry.show(seen.typical, language) if seen is not None and seen.typical is not None else ""
    origin = source(entry.feature.room, language)
    return theme(entry.theme, language), entry.label.say(language), entry.show(value, language), usual, origin


def _is_own(name: str) -> bool:
    """Whether a variable speaks of the client, and not of other people around them."""
    return catalogue()[name].protected != "social"
