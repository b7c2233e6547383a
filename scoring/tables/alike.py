"""Applications and external scores that are too much alike: copies under other numbers, one value for many clients.

Measured on 7,999 of Kaggle's clients: no two applications are the same, and the commonest value of an external score
is that of 0.6 % of them. The lowest EXT_SOURCE_2 is one client's alone: of 8,700 parts of Kaggle's clients, 10 to 3,000
of them, none has it twice, nor of 2,000 parts of 17,264 simulated ones.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from scoring.errors import UserError
from scoring.tables.check import Finding
from scoring.tables.schema import TableContract

# What two applications share that are one: few rows pass, so that only these are compared to the last value.
TELLING = ("DAYS_BIRTH", "DAYS_REGISTRATION", "DAYS_ID_PUBLISH", "AMT_CREDIT", "AMT_INCOME_TOTAL")
ROWS_TO_JUDGE, MOST = 10, 0.1
FEWEST_WITH_ONE_SCORE = 4
# A score that three clients in a thousand have none of, and how many clients its lowest value is looked at from.
SELDOM_EMPTY, FEWEST_WITH_A_LOWEST = "EXT_SOURCE_2", 10
EXPORT_AGAIN = "Export the applications again, each with its own values."
COPIES = f"expected applications that differ, got the values of another one under a number of its own. {EXPORT_AGAIN}"
LEAVE_EMPTY = "Leave the score empty where none is known."
ONE_FOR_MANY = f"expected scores that differ, got one for many clients, as a default is. {LEAVE_EMPTY}"
LOWEST_FOR_NONE = (
    f"expected some clients without this score, got none, and the lowest for several, as a filled gap is. {LEAVE_EMPTY}"
)


def check_alike(table: TableContract, frame: pl.LazyFrame) -> Iterator[Finding]:
    """Copies and filled-in scores of a cleaned table of applications; nothing of another table.

    Raises
    ------
    UserError
        When more than a tenth of the applications repeat another one's values, ten or more of them.
    """
    if table.source == "application":
        yield from _repeated_applications(table, frame)
        for column in _external_scores(table):
            yield from _repeated_score(table, frame, column)


def _repeated_applications(table: TableContract, frame: pl.LazyFrame) -> Iterator[Finding]:
    known = [name for name in frame.collect_schema().names() if name not in ("SK_ID_CURR", "TARGET")]
    telling = [name for name in TELLING if name in known]
    suspects = frame.select("SK_ID_CURR", *telling).filter(pl.len().over(telling) > 1).select("SK_ID_CURR")
    compared = frame.join(suspects, on="SK_ID_CURR", how="semi").collect()
    copies = compared.filter(pl.struct(known).is_duplicated()).sort("SK_ID_CURR")
    rows = copies.height - copies.select(pl.struct(known).n_unique()).item()
    if not rows:
        return
    example, every = copies["SK_ID_CURR"][0], frame.select(pl.len()).collect().item()
    if rows >= ROWS_TO_JUDGE and rows > MOST * every:
        raise UserError(
            f"{table.file}: expected applications that differ, got {rows:,} of {every:,} that repeat another one's "
            f"values under a number of their own (for instance those of SK_ID_CURR {example}).",
            EXPORT_AGAIN,
        )
    yield Finding("repeated_application", table.file, "SK_ID_CURR", rows, str(example), COPIES)


def _external_scores(table: TableContract) -> list[str]:
    return [name for name in table.columns if name.startswith("EXT_SOURCE_")]


def _repeated_score(table: TableContract, frame: pl.LazyFrame, column: str) -> Iterator[Finding]:
    """A value that stands for many clients stands for none: a default put where nothing was known."""
    counts = frame.select(pl.col(column).drop_nulls().value_counts(sort=True, name="rows")).unnest(column).collect()
    if counts.height:
        value, rows = counts.row(0)
        if rows >= FEWEST_WITH_ONE_SCORE and rows >= MOST * int(counts["rows"].sum()):
            yield Finding("repeated_score", table.file, column, int(rows), f"{value:g}", ONE_FOR_MANY)
        elif column == SELDOM_EMPTY and counts.height >= FEWEST_WITH_A_LOWEST:
            yield from _lowest_for_none(table, frame)


def _lowest_for_none(table: TableContract, frame: pl.LazyFrame) -> Iterator[Finding]:
    """The lowest score of all given to clients of whom none was known: nobody is without one then, and it is repeated.

    An application that is there twice, its day of birth with it, is told as such.
    """
    score = pl.col(SELDOM_EMPTY)
    lowest = pl.col("DAYS_BIRTH").filter(score == score.min()).n_unique()
    gaps, births, value = frame.select(score.null_count(), lowest, score.min().alias("lowest")).collect().row(0)
    if not gaps and births > 1:
        yield Finding("repeated_score", table.file, SELDOM_EMPTY, births, f"{value:g}", LOWEST_FOR_NONE)
