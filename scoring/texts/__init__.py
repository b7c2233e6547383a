"""French and English words: what columns, levels and statistics are called, and how numbers are written."""

from scoring.texts.load import (
    ColumnText,
    Language,
    StatisticText,
    Words,
    columns,
    level,
    levels,
    source,
    statistics,
    subsets,
    theme,
)

__all__ = [
    "ColumnText",
    "Language",
    "StatisticText",
    "Words",
    "columns",
    "level",
    "levels",
    "source",
    "statistics",
    "subsets",
    "theme",
]
