"""French and English words: what columns, levels and statistics are called, and how numbers are written."""

from scoring.texts.load import (
    ColumnText,
    Language,
    StatisticText,
    Words,
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
from scoring.texts.numbers import format_number, format_value, per_hundred
from scoring.texts.typed_numbers import NumberKind, TypedNumberError, read_digits, read_number

__all__ = [
    "ColumnText",
    "Language",
    "NumberKind",
    "StatisticText",
    "TypedNumberError",
    "Words",
    "columns",
    "criteria_words",
    "format_number",
    "format_value",
    "level",
    "levels",
    "per_hundred",
    "read_digits",
    "read_number",
    "reason_words",
    "source",
    "spoken",
    "statistics",
    "subsets",
    "theme",
]
