"""The dashboard's words: one sentence a key, in every language, numbers put in by name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from scoring.texts.words import Language, Words, flatten, read_texts


@cache
def page_words() -> Mapping[str, Words]:
    """Every sentence of the page by its dotted key.

    Examples
    --------
    >>> page_words()["tabs.compare"].fr
    'Comparer'
    """
    return sentences("page")


def page(key: str, language: Language, **values: object) -> str:
    """A sentence of the page.

    Parameters
    ----------
    key : str
        Its dotted key in ``texts/page/*.toml``.
    language : {"fr", "en"}
        Which words.
    **values
        What stands in its braces, ready to show.

    Raises
    ------
    KeyError
        When nobody wrote this sentence.

    Examples
    --------
    >>> page("header.client", "en", client=900017)
    'Client 900017'
    """
    return page_words()[key].say(language).format(**values)


def sentences(folder: str) -> Mapping[str, Words]:
    """Every sentence of the files in a folder of words, by its dotted key."""
    sentence_of: dict[str, Words] = {}
    for file in files("scoring.texts").joinpath(folder).iterdir():
        if file.name.endswith(".toml"):
            sentence_of |= flatten(read_texts(f"{folder}/{file.name.removesuffix('.toml')}"))
    return MappingProxyType(sentence_of)
