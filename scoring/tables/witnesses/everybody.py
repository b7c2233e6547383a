"""What is the same for every client of an archive: a default written over a column, or values that were not exported.

Each share was measured on 7,999 and 7,464 of Kaggle's clients, 193 for instalments, and on 2,000 simulated ones: of how
many a statement is true where nothing is wrong. Of all clients of an archive it is true by chance less often the more
they are; what a lender may well have alike for all (flags, one product, one currency) is not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import polars as pl

from scoring.tables.check import Finding
from scoring.tables.rules.column_rule import column_rules
from scoring.tables.schema import CONTRACT
from scoring.tables.shares import BALANCE, BUREAU, PAYMENTS, POS, PREVIOUS
from scoring.tables.witnesses.filled import FILLED, WITHOUT_GAPS
from scoring.tables.witnesses.in_time import IN_TIME
from scoring.tables.witnesses.late import LATE
from scoring.tables.witnesses.statement import LEFT_OUT, Statement

col = pl.col
# A value that so many have, or a gap, at the most; the columns named below have another share, None: any.
ONE_VALUE, NOTHING = 0.6, 0.4
SHARES_OF_ONE_VALUE: dict[float | None, tuple[str, ...]] = {
    0.9: (
        "CNT_CHILDREN", "NAME_TYPE_SUITE", "NAME_EDUCATION_TYPE", "NAME_FAMILY_STATUS", "REGION_RATING_CLIENT",
        "REGION_RATING_CLIENT_W_CITY", "AMT_REQ_CREDIT_BUREAU_MON", "AMT_REQ_CREDIT_BUREAU_QRT", "SK_DPD", "SK_DPD_DEF",
        "AMT_CREDIT_MAX_OVERDUE", "AMT_CREDIT_SUM_LIMIT", "NAME_PRODUCT_TYPE",
    ),
    None: (
        "TARGET", "NAME_CONTRACT_TYPE", "CODE_GENDER", "NAME_HOUSING_TYPE", "HOUSETYPE_MODE",
        "EMERGENCYSTATE_MODE", "DEF_30_CNT_SOCIAL_CIRCLE",
        "DEF_60_CNT_SOCIAL_CIRCLE", "AMT_REQ_CREDIT_BUREAU_HOUR", "AMT_REQ_CREDIT_BUREAU_DAY",
        "AMT_REQ_CREDIT_BUREAU_WEEK", "AMT_REQ_CREDIT_BUREAU_YEAR", "DAYS_LAST_PHONE_CHANGE", "CREDIT_CURRENCY",
        "CREDIT_DAY_OVERDUE", "CNT_CREDIT_PROLONG", "AMT_CREDIT_SUM_OVERDUE", "FLAG_OWN_CAR", "FLAG_OWN_REALTY",
        "FLAG_LAST_APPL_PER_CONTRACT", "NAME_PAYMENT_TYPE", "NAME_CASH_LOAN_PURPOSE", "RATE_INTEREST_PRIMARY",
        "RATE_INTEREST_PRIVILEGED", "AMT_DRAWINGS_OTHER_CURRENT", "CNT_DRAWINGS_OTHER_CURRENT",
        "WEEKDAY_APPR_PROCESS_START", "HOUR_APPR_PROCESS_START", "CHANNEL_TYPE", "SELLERPLACE_AREA",
    ),
}  # fmt: skip
# One client in a hundred of Kaggle's own has another value than 0, and one in six of those to train with.
MAY_BE_ALIKE = (("application_test", "AMT_REQ_CREDIT_BUREAU_MON"),)
SHARES_OF_NOTHING: dict[float | None, tuple[str, ...]] = {
    0.05: ("EXT_SOURCE_2",),
    0.75: ("EXT_SOURCE_1", "OWN_CAR_AGE", "CODE_REJECT_REASON"),
    None: (
        "TARGET", "RATE_INTEREST_PRIMARY", "RATE_INTEREST_PRIVILEGED", "NAME_CASH_LOAN_PURPOSE", "DAYS_FIRST_DRAWING"
    ),
}  # fmt: skip
OVER_IT = "a default was written over the column"
PLAN = "what was due stands in place of what was paid"
NOTHING_TOLD = "the columns were not exported"
TOLD_TOGETHER = (NOTHING_TOLD, FILLED)
EXPORT = "Export the table again, with every column and row."
FIRST_ROWS = 300


def check_everybody(name: str, frame: pl.LazyFrame, first: pl.DataFrame | None = None) -> Iterator[Finding]:
    """Findings of a cleaned table in which something is the same for every client.

    Parameters
    ----------
    name : str
        Kaggle's file name.
    frame : LazyFrame
        With ``SK_ID_CURR``.
    first : DataFrame, optional
        Its first rows, where they are at hand.
    """
    first = frame.head(FIRST_ROWS).collect() if first is None else first
    met = [statement for statement in statements(name) if _may_hold(statement, first)]
    if not met:
        return
    holds = (
        frame.select(statement.holds.fill_null(False).alias(str(place)) for place, statement in enumerate(met))
        .collect()
        .row(0)
    )
    met = [statement for statement, is_true in zip(met, holds, strict=True) if is_true]
    yield from _all_alike(frame, [statement for statement in met if statement.means not in TOLD_TOGETHER])
    for means in TOLD_TOGETHER:
        yield from _together(frame, [statement for statement in met if statement.means == means])


def _may_hold(statement: Statement, first: pl.DataFrame) -> bool:
    """Whether the first rows, at a fraction of what all cost, leave a statement possible: most never do."""
    if statement.column not in first.columns:
        return False
    if statement.means == NOTHING_TOLD:
        return first[statement.column].null_count() == first.height
    if statement.means == OVER_IT:
        return first[statement.column].drop_nulls().n_unique() <= 1
    return first[statement.column].count() == 0 or bool(first.select(statement.holds).item())


def _all_alike(frame: pl.LazyFrame, met: list[Statement]) -> Iterator[Finding]:
    for statement in met:
        clients, value = _clients(frame.filter(col(statement.column).is_not_null()), statement.column)
        if statement.is_no_chance(clients):
            got = statement.got.format(value=value, clients=f"{clients:,}")
            sentence = f"expected {statement.expected}, got {got}: {statement.means}. {EXPORT}"
            yield Finding("same_for_all", statement.table, statement.column, clients, value, sentence)


def _together(frame: pl.LazyFrame, met: list[Statement]) -> Iterator[Finding]:
    """One finding of all columns of which nothing is told of anybody, or in which nobody has a gap."""
    if not met:
        return
    clients, _ = _clients(frame, met[0].column)
    columns = [statement.column for statement in met if statement.is_no_chance(clients)]
    if columns:
        more = f" and {len(columns) - 5} more" if len(columns) > 5 else ""
        got = met[0].got.format(clients=f"{clients:,}")
        sentence = f"expected {', '.join(columns[:5])}{more} {met[0].expected}, got {got}: {met[0].means}. {EXPORT}"
        yield Finding("same_for_all", met[0].table, columns[0], clients, "", sentence)


def _clients(rows: pl.LazyFrame, column: str) -> tuple[int, str]:
    clients, value = rows.select(col("SK_ID_CURR").n_unique(), col(column).first().cast(pl.String)).collect().row(0)
    return int(clients), value or ""


@cache
def statements(name: str) -> tuple[Statement, ...]:
    """Everything that is never true of all clients of a table."""
    rules = column_rules(CONTRACT[name]).values()
    looked_at = [rule.name for rule in rules if rule.unit not in ("key", "flag")]
    may_lack = [rule.name for rule in rules if rule.nullable and not rule.always and rule.name in looked_at]
    values = [
        _one_value(name, column, share)
        for column in looked_at
        if (name, column) not in MAY_BE_ALIKE and (share := _share(column, SHARES_OF_ONE_VALUE, ONE_VALUE)) is not None
    ]
    gaps = [
        _nothing(name, column, share)
        for column in may_lack
        if (share := _share(column, SHARES_OF_NOTHING, _usual_gap(name, column))) is not None
    ]
    return (*values, *gaps, *(statement for statement in (*OTHERS, *IN_TIME, *WITHOUT_GAPS) if statement.table == name))


def _usual_gap(name: str, column: str) -> float:
    """Of buildings little is known, and of the annuities of other lenders' credits."""
    is_building = column.endswith(("_AVG", "_MODE", "_MEDI"))
    return 0.75 if is_building or (name, column) == (BUREAU, "AMT_ANNUITY") else NOTHING


def _share(column: str, shares: dict[float | None, tuple[str, ...]], usual: float) -> float | None:
    return next((share for share, columns in shares.items() if column in columns), usual)


def _one_value(table: str, column: str, share: float) -> Statement:
    return Statement(
        table=table,
        column=column,
        holds=col(column).min() == col(column).max(),
        share=share,
        expected=f"{column} to differ between clients",
        got="{value} in all rows of {clients} clients",
        means=OVER_IT,
    )


def _nothing(table: str, column: str, share: float) -> Statement:
    return Statement(
        table=table,
        column=column,
        holds=col(column).count() == 0,
        share=share,
        expected="to be told of some clients",
        got="nothing for any of {clients}",
        means=NOTHING_TOLD,
    )


def _missing(table: str, column: str, level: str, share: float) -> Statement:
    return Statement(
        table=table,
        column=column,
        holds=(col(column) != level).all() & (col(column).count() > 0),
        share=share,
        expected=f"some rows with {column} {level}",
        got="none of {clients} clients",
        means=LEFT_OUT,
    )


def _equal(column: str, due: str, share: float) -> Statement:
    return Statement(
        table=PAYMENTS,
        column=column,
        holds=(col(column) == col(due)).all() & (col(column).count() > 0),
        share=share,
        expected=f"{column} that differ from {due} now and then",
        got="the same in all rows of {clients} clients",
        means=PLAN,
    )


OTHERS = (
    _missing(PREVIOUS, "NAME_CONTRACT_STATUS", "Refused", 0.68),
    _missing(PREVIOUS, "NAME_CONTRACT_STATUS", "Canceled", 0.65),
    _missing(BUREAU, "CREDIT_ACTIVE", "Active", 0.35),
    _missing(BUREAU, "CREDIT_ACTIVE", "Closed", 0.25),
    _missing(BALANCE, "STATUS", "C", 0.3),
    _missing(POS, "NAME_CONTRACT_STATUS", "Completed", 0.25),
    _equal("DAYS_ENTRY_PAYMENT", "DAYS_INSTALMENT", 0.1),
    _equal("AMT_PAYMENT", "AMT_INSTALMENT", 0.55),
    Statement(
        table=PAYMENTS,
        column="SK_ID_PREV",
        holds=col("SK_ID_PREV").n_unique() == pl.len(),
        share=0.1,
        expected="several instalments of a loan",
        got="a single one of every loan of {clients} clients",
        means=LEFT_OUT,
    ),
    *LATE,
)
