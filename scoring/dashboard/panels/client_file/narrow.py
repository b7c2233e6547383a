"""Filters over a client's data: words whatever their accents, a theme, what is known, what the model uses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from scoring.portfolio.describe import Datum
from scoring.texts import languages, theme
from scoring.texts.words import without_marks


def narrow(
    data: Sequence[Datum], word: str, chosen_theme: str, *, known_only: bool = False, used_only: bool = False
) -> list[Datum]:
    """What holds every word typed, whatever its accents and capitals, in label, value or source.

    Parameters
    ----------
    data : sequence of Datum
        As ``Portfolio.data_of`` gives them.
    word : str
        What was typed; empty lets everything through.
    chosen_theme : str
        Key of a theme; empty for all.
    known_only, used_only : bool
        Whether to leave out what is not known, or what the model does not use.
    """
    rows: Iterator[Datum] = iter(data)
    for holds in _conditions(without_marks(word).split(), chosen_theme, known_only, used_only):
        rows = filter(holds, rows)
    return list(rows)


def _conditions(
    parts: Sequence[str], chosen_theme: str, known_only: bool, used_only: bool
) -> Iterator[Callable[[Datum], bool]]:
    if chosen_theme:
        names = {theme(chosen_theme, language) for language in languages()}
        yield lambda datum: datum.theme in names
    if known_only:
        yield lambda datum: datum.raw is not None
    if used_only:
        yield lambda datum: datum.used
    if parts:
        yield lambda datum: all(part in without_marks(f"{datum.label} {datum.value} {datum.source}") for part in parts)
