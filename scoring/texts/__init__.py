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

__all__ = [
    "ColumnText",
    "Language",
    "StatisticText",
    "Words",
    "columns",
    "criteria_words",
    "format_number",
    "format_value",
    "level",
    "levels",
    "per_hundred",
    "reason_words",
    "source",
    "spoken",
    "statistics",
    "subsets",
    "theme",
]
