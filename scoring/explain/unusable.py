"""Values that the model could not use, in words: impossible ones, texts that nobody knows, what is never empty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scoring.explain.elements import UnusableValue
from scoring.features.catalogue import catalogue
from scoring.tables.flags import NEVER_EMPTY, UNKNOWN_TEXT
from scoring.tables.rules.column_rule import ColumnRule, rules_of_source
from scoring.tables.schema import CONTRACT
from scoring.texts import Language, columns, format_number, languages, mark, reason_words

LONGEST = 60


def unusable_values(flags: Iterable[Mapping[str, str]], empty: Iterable[str]) -> tuple[UnusableValue, ...]:
    """What the model could not use of one client.

    Parameters
    ----------
    flags : iterable of mapping
        The client's rows of :mod:`scoring.tables.flags`: table, column, cause, value.
    empty : iterable of str
        Features that are empty and never were in training; those of one column are said once.
    """
    flagged = [_flagged(flag["table"], flag["column"], flag["cause"], flag["value"]) for flag in flags]
    missing: dict[tuple[str, ...], UnusableValue] = {}
    for name in empty:
        value = _missing(name)
        missing.setdefault((value.table, *value.headline.values()), value)
    return (*flagged, *missing.values())


def _flagged(table: str, column: str, cause: str, value: str) -> UnusableValue:
    source = CONTRACT[table].source
    rule = rules_of_source(source)[column]
    headline = {language: columns()[source][column].say(language) for language in languages()}
    value_texts = {language: _quoted(rule, cause, value, language) for language in languages()}
    key = cause if any(value_texts.values()) else f"{cause}_date"
    sentence = {
        language: reason_words()[key].say(language).format(label=headline[language], value=value_texts[language])
        for language in languages()
    }
    return UnusableValue(cause, source, column, headline, value_texts, sentence)


def _quoted(rule: ColumnRule, cause: str, value: str, language: Language) -> str:
    """A value as a sentence quotes it; nothing for dates, whose days relative to the application say little aloud."""
    if cause == NEVER_EMPTY:
        return mark("not_known", language)
    if cause == UNKNOWN_TEXT:
        return value if len(value) <= LONGEST else f"{value[:LONGEST]}…"
    if rule.unit in ("days", "months"):
        return ""
    number = float(value)
    return format_number(number, language, 0 if number.is_integer() else 2)


def _missing(name: str) -> UnusableValue:
    entry = catalogue()[name]
    headline = {language: entry.label.say(language) for language in languages()}
    sentence = {
        language: reason_words()[NEVER_EMPTY].say(language).format(label=headline[language]) for language in languages()
    }
    value_texts = {language: mark("not_known", language) for language in languages()}
    return UnusableValue(NEVER_EMPTY, entry.feature.source, entry.feature.column, headline, value_texts, sentence)
