"""What most clients have in columns that nothing else contradicts: flags turned round, scores in another unit.

Each share was measured on 7,999 and 7,464 of Kaggle's clients and on 8,000 simulated ones, with a margin. Another
lender's clients may have more telephones: flags are named and never refused. No lender has the lowest scores only.
"""

from __future__ import annotations

import polars as pl

from scoring.tables.witnesses.judge import NEVER
from scoring.tables.witnesses.relation import ALL, EVERY_ROW, VOTE, Relation

col = pl.col
APPLICATION_TABLE, PREVIOUS_TABLE = "application_train", "previous_application"
SCORES = ("EXT_SOURCE_1", "EXT_SOURCE_2", "EXT_SOURCE_3")
SELDOM_GIVEN = tuple(f"FLAG_DOCUMENT_{number}" for number in (2, 4, 5, 7, *range(9, 22)))
REGIONS = ("REG_REGION_NOT_LIVE_REGION", "REG_REGION_NOT_WORK_REGION", "LIVE_REGION_NOT_WORK_REGION")
CITIES = ("REG_CITY_NOT_LIVE_CITY", "REG_CITY_NOT_WORK_CITY", "LIVE_CITY_NOT_WORK_CITY")
NOT_THEIRS = "the score is another one's, or was not exported for all"
TURNED = "a flag was turned round, or the clients have other customs than those that were measured"
LOW_SCORES = "low_scores"
EXCHANGED = "texts stand in one another's place, or the clients are others than those that were measured"
OF_ANOTHER = "the days are of another column, such as DAYS_REGISTRATION, or in another unit"
DEFAULT = "a default was written over a part of the column, or a part of it was not exported"
SCALED = (
    "the scores are in another unit (a tenth, a half, squared), or those of riskier clients than any that were measured"
)


def _score(column: str) -> Relation:
    """The score is not among the lowest; of clients with payment difficulties 0.6 have such a one."""
    return Relation(
        name=LOW_SCORES,
        table=APPLICATION_TABLE,
        column=column,
        expected=f"{column} above 0.3",
        least=0.68,
        refused_below=0.15,
        means=SCALED,
        holds=col(column) > 0.3,
        when=ALL,
    )


def _known(column: str, expected: str, least: float, holds: pl.Expr) -> Relation:
    """How many have the score; of 11,459 of Kaggle's clients 44, 99.8 and 80 in a hundred do."""
    return Relation(
        name="scores_told",
        table=APPLICATION_TABLE,
        column=column,
        expected=expected,
        least=least,
        refused_below=NEVER,
        means=NOT_THEIRS,
        holds=holds,
        when=ALL,
    )


def _flags(columns: tuple[str, ...], usual: int | str, least: float, table: str = APPLICATION_TABLE) -> Relation:
    """These flags all have their usual value."""
    words = "FLAG_DOCUMENT_2, 4, 5, 7 and 9 to 21" if columns == SELDOM_GIVEN else ", ".join(columns)
    return Relation(
        name="usual_flags",
        table=table,
        column=columns[0],
        expected=f"{words} of {usual}",
        least=least,
        refused_below=NEVER,
        means=TURNED,
        holds=pl.all_horizontal(col(*columns) == usual),
        when=ALL,
    )


def _usual(
    column: str,
    expected: str,
    least: float,
    holds: pl.Expr,
    means: str = EXCHANGED,
    table: str = APPLICATION_TABLE,
    vote: float = VOTE,
) -> Relation:
    """How many have what nothing else contradicts; of Kaggle's clients and simulated ones five more in a hundred."""
    return Relation(
        name="usual_values",
        table=table,
        column=column,
        expected=expected,
        least=least,
        refused_below=NEVER,
        means=means,
        holds=holds,
        when=ALL,
        vote=vote,
    )


def _level(column: str, level: str, least: float) -> Relation:
    """So many have this text."""
    return _usual(column, f"{column} of {level}", least, col(column) == level)


def _not_zero(column: str, least: float = 0.97) -> Relation:
    return _usual(column, f"{column} other than 0", least, col(column) != 0, DEFAULT)


def _there(table: str, column: str, least: float) -> Relation:
    """The column is told in most rows."""
    return _usual(column, f"{column} to be told", least, col(column).is_not_null(), DEFAULT, table)


APPLICATION_USUAL = (
    *(_score(column) for column in SCORES),
    _known("EXT_SOURCE_1", "EXT_SOURCE_1 to be told", 0.4, col("EXT_SOURCE_1").is_not_null()),
    _known("EXT_SOURCE_1", "EXT_SOURCE_1 to be empty", 0.45, col("EXT_SOURCE_1").is_null()),
    _known("EXT_SOURCE_2", "EXT_SOURCE_2 to be told", 0.96, col("EXT_SOURCE_2").is_not_null()),
    _known("EXT_SOURCE_3", "EXT_SOURCE_3 to be told", 0.75, col("EXT_SOURCE_3").is_not_null()),
    _flags(("FLAG_MOBIL", "FLAG_CONT_MOBILE"), 1, 0.97),
    _flags(("FLAG_EMAIL",), 0, 0.8),
    _flags(("FLAG_WORK_PHONE",), 0, 0.75),
    _flags(("FLAG_PHONE",), 0, 0.69),
    _flags(("FLAG_OWN_REALTY",), "Y", 0.64),
    _flags(("FLAG_DOCUMENT_3",), 1, 0.65),
    _flags(("FLAG_DOCUMENT_6", "FLAG_DOCUMENT_8"), 0, 0.77),
    _flags(SELDOM_GIVEN, 0, 0.92),
    _flags(REGIONS, 0, 0.86),
    _flags(CITIES, 0, 0.5),
    _flags(("REG_CITY_NOT_WORK_CITY",), 0, 0.73),
    _flags(("LIVE_CITY_NOT_WORK_CITY",), 0, 0.78),
    _level("NAME_EDUCATION_TYPE", "Secondary / secondary special", 0.66),
    _level("NAME_EDUCATION_TYPE", "Higher education", 0.19),
    _level("NAME_INCOME_TYPE", "Working", 0.46),
    _level("NAME_INCOME_TYPE", "Commercial associate", 0.17),
    _level("NAME_HOUSING_TYPE", "House / apartment", 0.85),
    _level("OCCUPATION_TYPE", "Laborers", 0.19),
    _there(APPLICATION_TABLE, "AMT_ANNUITY", 0.98),
    _there(APPLICATION_TABLE, "AMT_GOODS_PRICE", 0.98),
    _usual("DAYS_ID_PUBLISH", "DAYS_ID_PUBLISH from -7300 on", 0.98, col("DAYS_ID_PUBLISH") >= -7300, OF_ANOTHER),
    _not_zero("DAYS_REGISTRATION"),
    _not_zero("DAYS_ID_PUBLISH"),
    _not_zero("DAYS_LAST_PHONE_CHANGE", 0.82),
)
PREVIOUS_USUAL = (
    _flags(("NFLAG_LAST_APPL_IN_DAY",), 1, 0.97, PREVIOUS_TABLE),
    _flags(("FLAG_LAST_APPL_PER_CONTRACT",), "Y", 0.97, PREVIOUS_TABLE),
    *(_there(PREVIOUS_TABLE, name, 0.62) for name in ("AMT_ANNUITY", "AMT_GOODS_PRICE", "CNT_PAYMENT")),
    # Of all of Kaggle's clients but five loans, and of all simulated ones; a card's is 0.
    _usual(
        "CNT_PAYMENT",
        "CNT_PAYMENT told where AMT_ANNUITY is, and only there",
        0.98,
        col("CNT_PAYMENT").is_null() == col("AMT_ANNUITY").is_null(),
        DEFAULT,
        PREVIOUS_TABLE,
        vote=EVERY_ROW,
    ),
)
BUREAU_USUAL = (_there("bureau", "DAYS_CREDIT_ENDDATE", 0.84), _there("bureau", "AMT_CREDIT_SUM_DEBT", 0.72))
POS_USUAL = tuple(_there("POS_CASH_balance", name, 0.97) for name in ("CNT_INSTALMENT", "CNT_INSTALMENT_FUTURE"))
INSTALLMENTS_USUAL = tuple(
    _there("installments_payments", name, 0.97) for name in ("AMT_PAYMENT", "DAYS_ENTRY_PAYMENT")
)
