"""The one group-by: rows of a history become one row a client."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import narwhals as nw

from scoring.features.definition import Feature
from scoring.features.order import Frame, in_order

ROWS = "rows"


def aggregate(
    frame: Frame,
    by: tuple[str, ...],
    features: Sequence[Feature],
    subsets: Mapping[str, nw.Expr] | None = None,
) -> Frame:
    """One row for each value of the first column of ``by``, one column a feature.

    Parameters
    ----------
    frame : narwhals LazyFrame
        Rows of one table with every column that the features name.
    by : tuple of str
        Usually SK_ID_CURR; then the columns that tell a client's rows apart, in whose order they are added up.
    features : sequence of Feature
        What to compute. The column ``rows`` stands for the rows themselves, however empty.
    subsets : mapping of str to expression, optional
        Which rows each subset keeps; an empty condition keeps none.

    Returns
    -------
    narwhals LazyFrame
        That column and the features under their names. A sum over no known value is empty, not zero; so is a
        share over no rows. Nothing is imputed.
    """
    conditions = dict(subsets or {})
    inputs = {_input_name(feature): _input(feature, conditions) for feature in features}
    key, ordered = by[0], in_order(frame, *by)
    prepared = ordered.select(nw.col(key), *(expression.alias(name) for name, expression in inputs.items()))
    known = {f"{_input_name(f)}__known": nw.col(_input_name(f)).count() for f in features if f.statistic == "sum"}
    known |= {f"{_input_name(f)}__gap": _has_gap(nw.col(_input_name(f))) for f in features if f.statistic == "distinct"}
    known |= {f"{_input_name(f)}__size": nw.col(_input_name(f)).abs().max() for f in features if f.statistic == "std"}
    grouped = prepared.group_by(key).agg(
        *(_statistic(feature).alias(feature.name) for feature in features),
        *(expression.alias(name) for name, expression in known.items()),
    )
    corrected = [_sum_or_empty(f).alias(f.name) for f in features if f.statistic == "sum"]
    corrected += [_known_values(f).alias(f.name) for f in features if f.statistic == "distinct"]
    corrected += [_spread_or_zero(f).alias(f.name) for f in features if f.statistic == "std"]
    result = grouped.with_columns(*corrected) if corrected else grouped
    return result.select(nw.col(key), nw.col(*(feature.name for feature in features)).cast(nw.Float64()))


def ratio(numerator: nw.Expr, denominator: nw.Expr) -> nw.Expr:
    """``numerator / denominator`` where the denominator is above zero, empty elsewhere."""
    return nw.when(denominator > 0).then(numerator / denominator)


def indicator(condition: nw.Expr) -> nw.Expr:
    """1 where a condition holds, 0 where it does not, empty where it is not known."""
    return nw.when(condition).then(nw.lit(1.0)).otherwise(nw.when(~condition).then(nw.lit(0.0)))


def before(*columns: str) -> list[nw.Expr]:
    """Days relative to the application as positive days before it."""
    return [-nw.col(column) for column in columns]


def _input_name(feature: Feature) -> str:
    return "__".join(part for part in (feature.column, feature.subset, feature.level) if part)


def _input(feature: Feature, subsets: Mapping[str, nw.Expr]) -> nw.Expr:
    """The column a feature looks at, empty outside its subset."""
    if feature.column == ROWS:
        value = nw.lit(1.0)
    elif feature.level:
        value = nw.when(nw.col(feature.column) == feature.level).then(nw.lit(1.0)).otherwise(nw.lit(0.0))
    else:
        value = nw.col(feature.column)
    return nw.when(subsets[feature.subset]).then(value) if feature.subset else value


def _statistic(feature: Feature) -> nw.Expr:
    value = nw.col(_input_name(feature))
    match feature.statistic:
        case "mean" | "share":
            return value.mean()
        case "min":
            return value.min()
        case "max":
            return value.max()
        case "sum":
            return value.sum()
        case "std":
            return value.std(ddof=1)
        case "count":
            return value.count()
        case "distinct":
            return value.n_unique()
        case _:
            raise ValueError(f"{feature.name}: {feature.statistic} is no statistic of many rows")


def _sum_or_empty(feature: Feature) -> nw.Expr:
    return nw.when(nw.col(f"{_input_name(feature)}__known") > 0).then(nw.col(feature.name))


def _has_gap(value: nw.Expr) -> nw.Expr:
    """1 where a value of the group is empty, 0 elsewhere."""
    return value.is_null().cast(nw.Int64()).max()


def _known_values(feature: Feature) -> nw.Expr:
    """Emptiness is counted as one more value; it is none."""
    return nw.col(feature.name).cast(nw.Int64()) - nw.col(f"{_input_name(feature)}__gap")


def _spread_or_zero(feature: Feature) -> nw.Expr:
    """Rounding leaves equal values a spread of 1e-17, another one in each order of rows: it is none."""
    spread, size = nw.col(feature.name), nw.col(f"{_input_name(feature)}__size")
    return nw.when(spread > size * 1e-9).then(spread).otherwise(nw.when(spread >= 0).then(nw.lit(0.0)))
