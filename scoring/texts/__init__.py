"""Words in every language: columns, levels, statistics, the page, the documents; and how numbers are written."""

from scoring.texts.beside import format_beside, format_bounds, is_near
from scoring.texts.load import (
    columns,
    criteria_words,
    level,
    levels,
    reason_words,
    source,
    spoken,
    statistics,
    subsets,
    theme,
)
from scoring.texts.numbers import format_number, format_percent, format_signed, format_value, per_hundred
from scoring.texts.typed_numbers import NumberKind, TypedNumberError, read_digits, read_number
from scoring.texts.words import (
    Language,
    StatisticText,
    Words,
    capitalised,
    languages,
    mark,
    refuse_unknown_language,
    uncapitalised,
)

__all__ = [
    "Language",
    "NumberKind",
    "StatisticText",
    "TypedNumberError",
    "Words",
    "capitalised",
    "columns",
    "criteria_words",
    "format_beside",
    "format_bounds",
    "format_number",
    "format_percent",
    "format_signed",
    "format_value",
    "is_near",
    "languages",
    "level",
    "levels",
    "mark",
    "per_hundred",
    "read_digits",
    "read_number",
    "reason_words",
    "refuse_unknown_language",
    "source",
    "spoken",
    "statistics",
    "subsets",
    "theme",
    "uncapitalised",
]
