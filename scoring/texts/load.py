"""Read the words. Nothing is read at import; each file is read once and then remembered."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal, TypeVar

Language = Literal["fr", "en"]
Theme = Literal["credit", "income", "history", "repayment", "external", "situation"]
Protected = Literal["", "sex", "age", "family", "social"]
Basis = Literal["economic", "history", "external", "housing", "stability", "none"]

T = TypeVar("T")

NOT_KNOWN = frozenset({"XNA", "XAP", ""})


@dataclass(frozen=True)
class Words:
    """One thing said in both languages."""

    fr: str
    en: str

    def say(self, language: Language) -> str:
        """The words in one language.

        Examples
        --------
        >>> Words(fr="total", en="total sum").say("en")
        'total sum'
        """
        return self.fr if language == "fr" else self.en


@dataclass(frozen=True)
class ColumnText(Words):
    """What a column is called and what it stands for.

    Parameters
    ----------
    fr, en : str
        The label, a noun phrase.
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
def columns() -> Mapping[str, Mapping[str, ColumnText]]:
    """Every column's text, by room and column; raw columns first, then those we compute.

    Examples
    --------
    >>> columns()["application"]["AMT_INCOME_TOTAL"].fr
    'Revenu déclaré'
    """
    return _by_room("columns", ColumnText)


@cache
def statistics() -> Mapping[str, StatisticText]:
    """Every statistic's text, by name."""
    return MappingProxyType({name: StatisticText(**fields) for name, fields in _read("statistics").items()})


@cache
def reason_words() -> Mapping[str, Words]:
    """The parts of a reason's sentence and the rules of comparison groups, by name."""
    return _words(_read("reasons"))


@cache
def criteria_words() -> Mapping[str, Words]:
    """How criteria are said, and what is wrong with one, by name."""
    return _words(_read("criteria"))


@cache
def typed_number_words() -> Mapping[str, Words]:
    """What is said of a number that was typed and is not taken as it stands, by name."""
    return _words(_read("typed_numbers"))


@cache
def subsets() -> Mapping[str, Mapping[str, Words]]:
    """Every subset's text, by room and name.

    Examples
    --------
    >>> subsets()["bureau"]["active"].say("fr")
    'crédits en cours'
    """
    return _by_room("subsets", Words)


@cache
def spoken() -> Mapping[str, Words]:
    """What some features are called aloud, by the feature's name."""
    return _named("spoken")


@cache
def levels() -> Mapping[str, Mapping[str, Mapping[str, Words]]]:
    """Every known level's text, by room, column and raw level."""
    return MappingProxyType(
        {
            source: MappingProxyType({column: _words(known) for column, known in by_column.items()})
            for source, by_column in _read("levels").items()
        }
    )


def level(source: str, column: str, level: str, language: Language) -> str:
    """A category's level in words.

    A level that nobody has translated is shown as it came, without underscores or shouting.

    Examples
    --------
    >>> level("application", "NAME_CONTRACT_TYPE", "Revolving loans", "fr")
    'Crédit renouvelable'
    >>> level("application", "NAME_CONTRACT_TYPE", "BRIDGE_LOAN", "en")
    'Bridge loan'
    """
    known = levels().get(source, {}).get(column, {}).get(level)
    return known.say(language) if known else _tidy(level, language)


def theme(key: str, language: Language) -> str:
    """The name of a family of columns.

    Examples
    --------
    >>> theme("repayment", "fr")
    'remboursements passés'
    """
    return _named("themes")[key].say(language)


def source(key: str, language: Language) -> str:
    """The name of the place where information comes from.

    Examples
    --------
    >>> source("previous", "en")
    'previous applications with us'
    """
    return _named("sources")[key].say(language)


def _tidy(level: str, language: Language) -> str:
    if level.strip() in NOT_KNOWN:
        return "Non renseigné" if language == "fr" else "Not known"
    words = " ".join(level.replace("_", " ").split())
    lowered = words.lower() if words.isupper() and len(words) > 4 else words
    return lowered[:1].upper() + lowered[1:]


@cache
def _named(name: str) -> Mapping[str, Words]:
    return _words(_read(name))


def _words(entries: Mapping[str, Mapping[str, str]]) -> Mapping[str, Words]:
    return MappingProxyType({key: Words(**fields) for key, fields in entries.items()})


def _by_room(name: str, make: Callable[..., T]) -> Mapping[str, Mapping[str, T]]:
    return MappingProxyType(
        {
            source: MappingProxyType({key: make(**fields) for key, fields in entries.items()})
            for source, entries in _read(name).items()
        }
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("scoring.texts").joinpath(f"{name}.toml").read_text(encoding="utf-8"))
