"""The words of letters and of the client's file: one sentence a key, in every language, values put in by name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from scoring.texts.pages import sentences
from scoring.texts.words import Language, Words


@cache
def letter_texts() -> Mapping[str, Words]:
    """Every sentence of the letters by its dotted key."""
    return sentences("letter")


def letter_words(key: str, language: Language, **values: object) -> str:
    """A sentence of a letter.

    Parameters
    ----------
    key : str
        Its dotted key in ``texts/letter/*.toml`` without ``letter.`` before it.
    language : {"fr", "en"}
        Which words.
    **values
        What stands in its braces, ready to show.

    Raises
    ------
    KeyError
        When nobody wrote this sentence, or it names a value that is not given.

    Examples
    --------
    >>> letter_words("client", "en", client=900017)
    'Client 900017'
    """
    return letter_texts()[f"letter.{key}"].say(language).format(**values)
