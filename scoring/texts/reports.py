"""The words of the methodology note and the presentation: Markdown by key, in both languages, numbers by name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from scoring.texts.pages import sentences
from scoring.texts.words import Language, Words


@cache
def report_words() -> Mapping[str, Words]:
    """Every text of the reports by its dotted key."""
    return sentences("report")


def words(key: str, language: Language, **values: object) -> str:
    """A text of the reports.

    Parameters
    ----------
    key : str
        Its dotted key in ``texts/report/*.toml``.
    language : {"fr", "en"}
        Which words.
    **values
        What stands in its braces, ready to show; more than it needs may be given.

    Raises
    ------
    KeyError
        When nobody wrote this text, or it names a value that is not given.

    Examples
    --------
    >>> words("frame.figure", "en", number=3)
    'Figure 3.'
    """
    return report_words()[key].say(language).format(**values)
