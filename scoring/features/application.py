"""Features of the application itself: its columns, and ratios between them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import narwhals as nw

from scoring.features.aggregate import before, ratio
from scoring.features.definition import DerivedColumn, Feature
from scoring.features.order import Frame
from scoring.tables.schema import CONTRACT, column_unit, known_levels

SOURCE = "application"
LEFT_OUT = frozenset({"SK_ID_CURR", "TARGET", "CODE_GENDER", "FLAG_MOBIL"})
EXTERNAL = ("EXT_SOURCE_1", "EXT_SOURCE_2", "EXT_SOURCE_3")
DERIVED = (
    DerivedColumn(SOURCE, "employed_share", "ratio", ("DAYS_EMPLOYED", "DAYS_BIRTH"), direction=-1, theme="income"),
    DerivedColumn(
        SOURCE, "income_credit_ratio", "ratio", ("AMT_INCOME_TOTAL", "AMT_CREDIT"), direction=-1, theme="credit"
    ),
    DerivedColumn(
        SOURCE, "income_per_person", "amount", ("AMT_INCOME_TOTAL", "CNT_FAM_MEMBERS"), direction=-1, theme="income"
    ),
    DerivedColumn(
        SOURCE, "annuity_income_ratio", "ratio", ("AMT_ANNUITY", "AMT_INCOME_TOTAL"), direction=1, theme="credit"
    ),
    DerivedColumn(SOURCE, "credit_goods_ratio", "ratio", ("AMT_CREDIT", "AMT_GOODS_PRICE"), direction=1),
    DerivedColumn(SOURCE, "implied_term", "months", ("AMT_CREDIT", "AMT_ANNUITY")),
    DerivedColumn(SOURCE, "external_mean", "score", EXTERNAL, direction=-1),
    DerivedColumn(SOURCE, "external_min", "score", EXTERNAL, direction=-1),
    DerivedColumn(SOURCE, "external_count", "count", EXTERNAL),
)
YES_NO = {"Y": 1.0, "N": 0.0, "Yes": 1.0, "No": 0.0}


@cache
def definitions() -> tuple[Feature, ...]:
    """Features of the application, in the contract's order, then the derived ones."""
    columns = CONTRACT["application_train"].columns
    raw = []
    for name, column in columns.items():
        if name in LEFT_OUT:
            continue
        levels, unit = known_levels(column), column_unit(column)
        if levels and set(levels) <= set(YES_NO):
            raw.append(Feature(SOURCE, name, "value", "flag"))
        else:
            raw.append(Feature(SOURCE, name, "value", "age" if name == "DAYS_BIRTH" else unit, levels=levels))
    return (*raw, *(Feature(SOURCE, derived.column, "value", derived.unit) for derived in DERIVED))


def features(application: Frame) -> Frame:
    """One row a client: the application's columns and the ratios between them.

    Parameters
    ----------
    application : narwhals LazyFrame
        Cleaned applications, one row a client.

    Returns
    -------
    narwhals LazyFrame
        SK_ID_CURR and :func:`definitions`. Days count backwards from the application, as positive numbers.
    """
    columns = CONTRACT["application_train"].columns
    days = [name for name in columns if name.startswith("DAYS_")]
    rows = application.with_columns(*before(*days))
    rows = rows.with_columns(
        ratio(nw.col("DAYS_EMPLOYED"), nw.col("DAYS_BIRTH")).alias("employed_share"),
        ratio(nw.col("AMT_INCOME_TOTAL"), nw.col("AMT_CREDIT")).alias("income_credit_ratio"),
        ratio(nw.col("AMT_INCOME_TOTAL"), nw.col("CNT_FAM_MEMBERS")).alias("income_per_person"),
        ratio(nw.col("AMT_ANNUITY"), nw.col("AMT_INCOME_TOTAL")).alias("annuity_income_ratio"),
        ratio(nw.col("AMT_CREDIT"), nw.col("AMT_GOODS_PRICE")).alias("credit_goods_ratio"),
        ratio(nw.col("AMT_CREDIT"), nw.col("AMT_ANNUITY")).alias("implied_term"),
        *external_summary(EXTERNAL),
    )
    return rows.select(nw.col("SK_ID_CURR"), *(_value(feature).alias(feature.name) for feature in definitions()))


def external_summary(names: Sequence[str], prefix: str = "") -> tuple[nw.Expr, nw.Expr, nw.Expr]:
    """What the external scores say together: mean, lowest and number of those that are known.

    Parameters
    ----------
    names : sequence of str
        The columns of the scores.
    prefix : str
        Before ``external_mean``, ``external_min`` and ``external_count``.
    """
    count = nw.sum_horizontal(*((~nw.col(name).is_null()).cast(nw.Float64()) for name in names))
    return (
        # Of no known score, Polars makes an empty mean and Spark makes NaN.
        nw.when(count > 0).then(nw.mean_horizontal(*names)).alias(f"{prefix}external_mean"),
        nw.min_horizontal(*names).alias(f"{prefix}external_min"),
        count.alias(f"{prefix}external_count"),
    )


def _value(feature: Feature) -> nw.Expr:
    """The column as a number or a known text; other texts count as missing."""
    value = nw.col(feature.column)
    if feature.is_category:
        return nw.when(value.is_in(list(feature.levels))).then(value)
    if feature.unit == "flag" and feature.column in _text_flags():
        yes, no = value.is_in(["Y", "Yes"]), value.is_in(["N", "No"])
        return nw.when(yes).then(nw.lit(1.0)).otherwise(nw.when(no).then(nw.lit(0.0)))
    return value.cast(nw.Float64())


@cache
def _text_flags() -> frozenset[str]:
    columns = CONTRACT["application_train"].columns
    return frozenset(name for name, column in columns.items() if known_levels(column))
