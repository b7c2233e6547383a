"""The texts by what they are about: columns, statistics, levels, sources. Each file is read once, then remembered."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from scoring.texts.words import (
    Language,
    StatisticText,
    Words,
    capitalised,
    make_words,
    mark,
    read_texts,
)

NOT_KNOWN = frozenset({"XNA", "XAP", ""})


@cache
def columns() -> Mapping[str, Mapping[str, Words]]:
    """What every column is called, by source and column; raw columns first, then those we compute.

    Examples
    --------
    >>> columns()["application"]["AMT_INCOME_TOTAL"].fr
    'Revenu déclaré'
    """
    return MappingProxyType({source: _words(named["columns"]) for source, named in _of_tables().items()})


@cache
def statistics() -> Mapping[str, StatisticText]:
    """Every statistic's text, by name."""
    return MappingProxyType(
        {name: make_words(StatisticText, fields) for name, fields in read_texts("statistics").items()}
    )


@cache
def reason_words() -> Mapping[str, Words]:
    """The parts of a reason's sentence and the rules of comparison groups, by name."""
    return _words(read_texts("reasons"))


@cache
def criteria_words() -> Mapping[str, Words]:
    """How criteria are said, and what is wrong with one, by name."""
    return _words(read_texts("criteria"))


@cache
def typed_number_words() -> Mapping[str, Words]:
    """What is said of a number that was typed and is not taken as it stands, by name."""
    return _words(read_texts("typed_numbers"))


@cache
def subsets() -> Mapping[str, Mapping[str, Words]]:
    """Every subset's text, by source and name.

    Examples
    --------
    >>> subsets()["bureau"]["active"].say("fr")
    'parmi les crédits en cours'
    """
    return MappingProxyType({source: _words(entries) for source, entries in read_texts("subsets").items()})


@cache
def spoken() -> Mapping[str, Words]:
    """What features of the histories are called aloud, by the feature's name."""
    histories = (_words(named.get("features", {})) for named in _of_tables().values())
    return MappingProxyType({name: text for history in histories for name, text in history.items()})


@cache
def levels() -> Mapping[str, Mapping[str, Mapping[str, Words]]]:
    """Every known level's text, by source, column and raw level."""
    return MappingProxyType(
        {
            source: MappingProxyType({column: _words(known) for column, known in by_column.items()})
            for source, by_column in read_texts("levels").items()
        }
    )


def level(source: str, column: str, level: str, language: Language) -> str:
    """A category's level in words.

    A level that nobody has translated is shown as it came, without underscores or shouting.

    Parameters
    ----------
    source : str
        The history that the column is of, such as "application".
    column, level : str
        Kaggle's names.
    language : str
        Language of the words.

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
        return capitalised(mark("not_known", language))
    words = " ".join(level.replace("_", " ").split())
    return capitalised(words.lower() if words.isupper() and len(words) > 4 else words)


@cache
def _named(name: str) -> Mapping[str, Words]:
    return _words(read_texts(name))


def _words(entries: Mapping[str, Mapping[str, str]]) -> Mapping[str, Words]:
    return MappingProxyType({key: make_words(Words, fields) for key, fields in entries.items()})


@cache
def _of_tables() -> Mapping[str, Mapping[str, Mapping[str, Mapping[str, str]]]]:
    """The texts of each table: its columns, and the features of a history."""
    files = {source: read_texts(f"columns/{source}") for source in read_texts("sources")}
    return MappingProxyType({source: named for source, named in files.items() if named})  # a score is no table
