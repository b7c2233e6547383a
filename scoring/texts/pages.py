"""The dashboard's words: one sentence a key, in both languages, numbers put in by name."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from scoring.texts.load import Language, Words


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
    found: dict[str, Words] = {}
    for file in files("scoring.texts").joinpath(folder).iterdir():
        if file.name.endswith(".toml"):
            found |= _flat(tomllib.loads(file.read_text(encoding="utf-8")), "")
    return MappingProxyType(found)


def _flat(entries: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Words]]:
    """Sentences by dotted key; a key that has words may have keys below it."""
    for name, entry in entries.items():
        if {"fr", "en"} <= set(entry):
            yield f"{prefix}{name}", Words(fr=entry["fr"], en=entry["en"])
        below = {key: inner for key, inner in entry.items() if key not in ("fr", "en")}
        yield from _flat(below, f"{prefix}{name}.")
