"""Features of the payments of earlier loans with us: how much of what was due, and how late."""

from __future__ import annotations

from functools import cache

import narwhals as nw
import polars as pl

from scoring.features.aggregate import Frame, aggregate, before, indicator, ratio
from scoring.features.definition import Feature, statistics_of
from scoring.tables.in_ranges import is_in_order

ROOM = "installments"
ONE_INSTALMENT = ("SK_ID_CURR", "SK_ID_PREV", "NUM_INSTALMENT_VERSION", "NUM_INSTALMENT_NUMBER", "DAYS_INSTALMENT")
AS_KEPT = ("SK_ID_CURR", "SK_ID_PREV", "NUM_INSTALMENT_NUMBER", "NUM_INSTALMENT_VERSION", "DAYS_INSTALMENT")


@cache
def definitions() -> tuple[Feature, ...]:
    """Features of all instalments, and of those due in the last twelve months."""
    return (
        *statistics_of(ROOM, "rows", "count", ("count",)),
        *statistics_of(ROOM, "loans", "count", ("distinct",)),
        *statistics_of(ROOM, "NUM_INSTALMENT_VERSION", "count", ("distinct",)),
        *statistics_of(ROOM, "paid_ratio", "ratio", ("min", "max", "mean", "std")),
        *statistics_of(ROOM, "gap", "amount", ("max", "mean", "sum", "std")),
        *statistics_of(ROOM, "days_late", "days", ("max", "mean", "sum")),
        *statistics_of(ROOM, "days_early", "days", ("max", "mean", "sum")),
        *statistics_of(ROOM, "late", "flag", ("mean",)),
        *statistics_of(ROOM, "underpaid", "flag", ("mean",)),
        *statistics_of(ROOM, "AMT_INSTALMENT", "amount", ("max", "mean", "sum")),
        *statistics_of(ROOM, "AMT_PAYMENT", "amount", ("min", "max", "mean", "sum")),
        *statistics_of(ROOM, "DAYS_ENTRY_PAYMENT", "days", ("min", "max", "mean")),
        *statistics_of(ROOM, "rows", "count", ("count",), "recent"),
        *statistics_of(ROOM, "paid_ratio", "ratio", ("mean",), "recent"),
        *statistics_of(ROOM, "days_late", "days", ("max", "mean"), "recent"),
        *statistics_of(ROOM, "days_early", "days", ("mean",), "recent"),
        *statistics_of(ROOM, "late", "flag", ("mean",), "recent"),
        *statistics_of(ROOM, "underpaid", "flag", ("mean",), "recent"),
    )


def features(installments: Frame) -> Frame:
    """One row a client with an instalment due before the application.

    Parameters
    ----------
    installments : narwhals LazyFrame
        Cleaned ``installments_payments``.
    """
    rows = whole_instalments(installments).with_columns(
        *before("DAYS_INSTALMENT", "DAYS_ENTRY_PAYMENT"),
        ratio(nw.col("AMT_PAYMENT"), nw.col("AMT_INSTALMENT")).alias("paid_ratio"),
        (nw.col("AMT_INSTALMENT") - nw.col("AMT_PAYMENT")).round(3).alias("gap"),
        indicator(nw.col("AMT_PAYMENT") < nw.col("AMT_INSTALMENT") - 0.005).alias("underpaid"),
    )
    delay = nw.col("DAYS_INSTALMENT") - nw.col("DAYS_ENTRY_PAYMENT")
    rows = rows.with_columns(
        _positive_part(delay).alias("days_late"),
        _positive_part(-delay).alias("days_early"),
        indicator(delay > 0).alias("late"),
        nw.col("SK_ID_PREV").alias("loans"),
    )
    return aggregate(rows, "SK_ID_CURR", definitions(), {"recent": nw.col("DAYS_INSTALMENT") <= 365})


def whole_instalments(installments: Frame) -> Frame:
    """One row an instalment: partial payments are added, and the last of them counts as the day of payment."""
    native = installments.to_native()
    instalments = nw.from_native(_added_in_order(native)) if isinstance(native, pl.LazyFrame) else _added(installments)
    paid = nw.when(nw.col("payments") > 0).then(nw.col("paid"))
    return instalments.with_columns(paid.alias("AMT_PAYMENT"))


def _added(installments: Frame) -> Frame:
    """Payments of one instalment as one, on any engine."""
    instalments = installments.group_by(*ONE_INSTALMENT).agg(
        nw.col("AMT_INSTALMENT").max(),
        nw.col("AMT_PAYMENT").sum().alias("paid"),
        nw.col("AMT_PAYMENT").count().alias("payments"),
        nw.col("DAYS_ENTRY_PAYMENT").max(),
    )
    return instalments.sort(*ONE_INSTALMENT)


def _added_in_order(installments: pl.LazyFrame) -> pl.LazyFrame:
    """The same on Polars, a fifth of the work: in tables as they are kept, payments of one instalment lie together."""
    rows = installments.select(*ONE_INSTALMENT, "AMT_INSTALMENT", "AMT_PAYMENT", "DAYS_ENTRY_PAYMENT")
    types = {**rows.collect_schema(), "paid": pl.Float64(), "payments": pl.UInt32()}
    names = (*ONE_INSTALMENT, "AMT_INSTALMENT", "paid", "payments", "DAYS_ENTRY_PAYMENT")
    return rows.map_batches(_add_neighbours, schema=pl.Schema({name: types[name] for name in names}))


def _add_neighbours(rows: pl.DataFrame) -> pl.DataFrame:
    rows = rows if is_in_order(rows, AS_KEPT) else rows.sort(AS_KEPT, nulls_last=True, maintain_order=True)
    is_another = pl.any_horizontal(pl.col(name).ne_missing(pl.col(name).shift()) for name in ONE_INSTALMENT)
    numbered = rows.with_columns(is_another.cum_sum().set_sorted().alias("number"))
    return (
        numbered.group_by("number", maintain_order=True)
        .agg(
            *(pl.col(name).first() for name in ONE_INSTALMENT),
            pl.col("AMT_INSTALMENT").max(),
            pl.col("AMT_PAYMENT").sum().alias("paid"),
            pl.col("AMT_PAYMENT").count().alias("payments"),
            pl.col("DAYS_ENTRY_PAYMENT").max(),
        )
        .drop("number")
    )


def _positive_part(value: nw.Expr) -> nw.Expr:
    return nw.when(value > 0).then(value).otherwise(nw.when(value <= 0).then(nw.lit(0.0)))
