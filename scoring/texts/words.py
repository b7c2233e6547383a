"""Words in every language, and how they are read: French and English side by side, each other language in a folder.

Nothing is read at import.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal, TypeVar

from scoring.errors import UserError

Language = str  # "fr", "en", or the name of a folder of texts (scoring/texts/README.md)
Theme = Literal["credit", "income", "history", "repayment", "external", "situation"]

W = TypeVar("W", bound="Words")
BASE_LANGUAGES = ("fr", "en")
MARKS = "marks"


@dataclass(frozen=True)
class Words:
    """One thing said in every language.

    Parameters
    ----------
    fr, en : str
        The two languages that every text has.
    others : mapping, default empty
        The words by the name of a language that has a folder of its own.
    """

    fr: str
    en: str
    others: Mapping[Language, str] = field(default_factory=dict, kw_only=True, hash=False)

    @staticmethod
    def each(say: Callable[[Language], str]) -> Words:
        """Words made in the same way in every language.

        Examples
        --------
        >>> Words.each(lambda language: f"AUC ({language})").fr
        'AUC (fr)'
        """
        others = {language: say(language) for language in languages() if language not in BASE_LANGUAGES}
        return Words(fr=say("fr"), en=say("en"), others=others)

    def say(self, language: Language) -> str:
        """The words in one language; in English where a translation lacks them.

        Examples
        --------
        >>> Words(fr="total", en="total sum").say("en")
        'total sum'
        """
        return self.fr if language == "fr" else self.others.get(language, self.en)


@dataclass(frozen=True)
class StatisticText(Words):
    """What was computed over a client's rows.

    Parameters
    ----------
    fr, en : str
        The words behind the comma; empty for the value itself, with ``{level}`` for the share of a level.
    unit : str
        "same" as the column's, "count" or "ratio".
    """

    unit: Literal["same", "count", "ratio"]


@cache
def languages() -> tuple[Language, ...]:
    """Every language there are texts for: French, English, and one for each folder that holds a ``marks.toml``.

    Examples
    --------
    >>> languages()[:2]
    ('fr', 'en')
    """
    folders = (entry for entry in files("scoring.texts").iterdir() if entry.is_dir())
    others = sorted(entry.name for entry in folders if entry.joinpath(f"{MARKS}.toml").is_file())
    return (*BASE_LANGUAGES, *others)


def refuse_unknown_language(language: Language, name: str = "language") -> None:
    """Refuse a language that has no texts.

    Parameters
    ----------
    language : str
        As the caller wrote it.
    name : str, default "language"
        What the caller calls it.

    Raises
    ------
    UserError
        When it is none of :func:`languages`.
    """
    if language not in languages():
        raise UserError(f"{name}: expected one of {', '.join(languages())}, got {language!r}.", "Write one of them.")


def next_language(language: Language) -> Language:
    """The language after this one, and after the last the first.

    Examples
    --------
    >>> next_language("fr"), next_language(languages()[-1])
    ('en', 'fr')
    """
    every = languages()
    return every[(every.index(language) + 1) % len(every)]


def mark(key: str, language: Language, **values: object) -> str:
    """What ``marks.toml`` says of a language: its decimal mark, the name of a unit, the word for yes.

    Parameters
    ----------
    key : str
        Dotted, as ``unit.day.one``.
    language : str
        One of :func:`languages`.
    **values
        What stands in its braces.

    Examples
    --------
    >>> mark("decimal", "fr"), mark("earlier", "en", span="2 days")
    (',', '2 days ago')
    """
    return _marks()[key].say(language).format(**values)


@cache
def _marks() -> Mapping[str, Words]:
    return MappingProxyType(dict(flatten(read_texts(MARKS))))


def capitalised(text: str) -> str:
    """The text with a capital at its beginning, the rest as it is.

    Examples
    --------
    >>> capitalised("score externe n° 1"), capitalised("")
    ('Score externe n° 1', '')
    """
    return text[:1].upper() + text[1:]


def uncapitalised(text: str) -> str:
    """The text as it stands within a sentence: its first letter small, the rest as it is.

    Examples
    --------
    >>> uncapitalised("Score externe n° 1"), uncapitalised("")
    ('score externe n° 1', '')
    """
    return text[:1].lower() + text[1:]


def without_marks(text: str) -> str:
    """Without accents and capitals: what is looked for, and the order of an alphabet.

    Examples
    --------
    >>> without_marks("Âge du client")
    'age du client'
    """
    parts = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in parts if not unicodedata.combining(letter)).casefold()


def make_words(make: type[W], fields: Mapping[str, Any]) -> W:
    """Words, or a kind of them, from an entry of a file: languages beyond the two are put together."""
    others = {language: fields[language] for language in languages()[2:] if language in fields}
    return make(**{key: value for key, value in fields.items() if key not in others}, others=others)


def flatten(entries: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Words]]:
    """Words by dotted key; a key that has words may have keys below it."""
    for name, entry in entries.items():
        if set(BASE_LANGUAGES) <= set(entry):
            translations = {language: entry[language] for language in languages() if language in entry}
            yield f"{prefix}{name}", make_words(Words, translations)
        below = {key: inner for key, inner in entry.items() if isinstance(inner, Mapping)}
        yield from flatten(below, f"{prefix}{name}.")


def read_texts(name: str) -> dict[str, Any]:
    """One file of texts, as ``page/why``, with what the languages' own folders add to it."""
    merged: dict[str, Any] = {}
    root = files("scoring.texts")
    for folder in (root, *(root.joinpath(language) for language in languages()[2:])):
        file = folder.joinpath(f"{name}.toml")
        if file.is_file():
            _merge(merged, tomllib.loads(file.read_text(encoding="utf-8")))
    return merged


def _merge(into: dict[str, Any], more: Mapping[str, Any]) -> None:
    for key, value in more.items():
        if isinstance(value, dict):
            _merge(into.setdefault(key, {}), value)
        else:
            into[key] = value
