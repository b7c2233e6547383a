"""The dashboard's words: one sentence a key, in every language, numbers put in by name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from scoring.texts.numbers import format_number, plural_form
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


def page_count(key: str, count: float, language: Language, **values: object) -> str:
    """A sentence of the page about so many: in the singular or the plural, ``{n}`` being the number.

    Parameters
    ----------
    key : str
        Dotted; the sentence stands under it as ``one`` and ``many``.
    count : float
        How many, rounded as it is said: with one decimal at most.
    language : {"fr", "en"}
        Which words.
    **values
        What stands in the other braces.

    Examples
    --------
    >>> page_count("records.instalments.count", 1, "en"), page_count("records.instalments.count", 0, "fr")
    ('1 instalment', '0 échéance')
    """
    form = plural_form(abs(count), language)
    return page(f"{key}.{form}", language, n=format_number(count, language, 1), **values)


def sentences(folder: str) -> Mapping[str, Words]:
    """Every sentence of the files in a folder of words, by its dotted key."""
    sentence_of: dict[str, Words] = {}
    for file in files("scoring.texts").joinpath(folder).iterdir():
        if file.name.endswith(".toml"):
            sentence_of |= flatten(read_texts(f"{folder}/{file.name.removesuffix('.toml')}"))
    return MappingProxyType(sentence_of)
