"""What scikit-learn is given, as the rows that scorers read: data frames with named columns, or plain arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import polars as pl
from sklearn.utils import check_array

from scoring.arrays import Floats
from scoring.model.matrix import levels_of


def rows_of(X: Any) -> pl.DataFrame:
    """One row a client: categories of the catalogue as text, everything else as Float64, empty where not known.

    Parameters
    ----------
    X : DataFrame or array-like
        An array's columns are called x0, x1 and so on.

    Raises
    ------
    TypeError
        When an array is sparse or holds what is no number.
    ValueError
        When X is empty, has no two dimensions, holds infinity, or text in a column that the catalogue does not know.
    """
    if isinstance(X, pd.DataFrame):
        if X.empty:
            raise ValueError(f"Found array with {len(X)} sample(s) and {X.shape[1]} feature(s) while 1 is required.")
        return pl.DataFrame({str(name): _column(X[name], str(name)) for name in X.columns})
    numbers = check_array(X, dtype=np.float64, ensure_all_finite="allow-nan")
    return pl.DataFrame({f"x{place}": _numbers(numbers[:, place]) for place in range(numbers.shape[1])})


def telling_features(rows: pl.DataFrame) -> tuple[str, ...]:
    """Columns with at least two values.

    Raises
    ------
    ValueError
        When there is none.
    """
    distinct = rows.select(pl.all().drop_nulls().n_unique()).row(0)
    telling = tuple(name for name, values in zip(rows.columns, distinct, strict=True) if values > 1)
    if not telling:
        raise ValueError("Expected features that tell clients apart, got none with two values.")
    return telling


def _column(values: pd.Series[Any], name: str) -> pl.Series:
    if levels_of(name):
        return pl.Series([None if pd.isna(text) else str(text) for text in values], dtype=pl.String)
    if not (pd.api.types.is_numeric_dtype(values.dtype) or pd.api.types.is_bool_dtype(values.dtype)):
        raise ValueError(
            f"Column {name}: expected numbers, got {values.dtype}, and the catalogue knows no such category. "
            "Encode it first, for instance with OrdinalEncoder."
        )
    return _numbers(values.to_numpy(dtype=np.float64, na_value=np.nan), name)


def _numbers(values: Floats, name: str = "") -> pl.Series:
    if np.isinf(values).any():
        raise ValueError(f"Column {name}: expected finite numbers or empty values, got infinity.")
    return pl.Series(values, nan_to_null=True)
