"""What scikit-learn is given, as the rows that scorers read: data frames with named columns, or plain arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import polars as pl
from sklearn.utils import check_array, column_or_1d

from scoring.arrays import Floats
from scoring.model.matrix import levels_of


def rows_of(X: Any) -> pl.DataFrame:
    """One row a client: categories of the catalogue as text, everything else as Float64, empty where not known.

    Parameters
    ----------
    X : DataFrame of pandas or polars, or array-like
        An array's columns are called x0, x1 and so on.

    Raises
    ------
    TypeError
        When an array is sparse or holds what is no number, or X is a lazy frame or a table of pyarrow.
    ValueError
        When X is empty, has no two dimensions, two columns of one name, infinity, text in a column that the
        catalogue does not know, or a text that is none of a category's levels.
    """
    if isinstance(X, pl.LazyFrame) or type(X).__module__.partition(".")[0] == "pyarrow":
        raise TypeError(
            f"X: expected a DataFrame of pandas or polars, or an array, got {type(X).__name__}. "
            "Collect it first, or take to_pandas()."
        )
    if isinstance(X, pl.DataFrame):
        X = X.to_pandas()
    if isinstance(X, pd.DataFrame):
        if X.empty:
            raise ValueError(f"Found array with {len(X)} sample(s) and {X.shape[1]} feature(s) while 1 is required.")
        _refuse_same_names(X)
        return pl.DataFrame({str(name): _column(X[name], str(name)) for name in X.columns})
    numbers = check_array(X, dtype=np.float64, ensure_all_finite="allow-nan")
    return pl.DataFrame({f"x{place}": _numbers(numbers[:, place]) for place in range(numbers.shape[1])})


def encode_groups(groups: Any) -> npt.NDArray[np.int64]:
    """Who is behind each loan, as numbers from 0 on in the order of what they are called.

    Parameters
    ----------
    groups : array-like
        Numbers, texts, or both.

    Raises
    ------
    ValueError
        When one is empty, or there are two dimensions.

    Examples
    --------
    >>> encode_groups(["b", "a", "b"]).tolist()
    [1, 0, 1]
    """
    numbers, _ = pd.factorize(column_or_1d(groups), sort=True)
    nobody = int((numbers < 0).sum())
    if nobody:
        raise ValueError(f"groups: expected who is behind each loan, got empty values ({nobody}).")
    return np.asarray(numbers, dtype=np.int64)


def non_constant_columns(rows: pl.DataFrame) -> tuple[str, ...]:
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


def _refuse_same_names(X: pd.DataFrame) -> None:
    for name in X.columns[X.columns.duplicated()]:
        raise ValueError(f"Column {name}: expected one, got {int((X.columns == name).sum())} columns of this name.")


def _column(values: pd.Series[Any], name: str) -> pl.Series:
    if levels := levels_of(name):
        texts = pl.Series([None if pd.isna(text) else str(text) for text in values], dtype=pl.String)
        _refuse_unknown_levels(texts, levels, name)
        return texts
    types = pd.api.types
    if not types.is_numeric_dtype(values.dtype) or types.is_complex_dtype(values.dtype):
        raise ValueError(
            f"Column {name}: expected numbers, got {values.dtype}, and the catalogue knows no such category. "
            "Encode it first, for instance with OrdinalEncoder."
        )
    return _numbers(values.to_numpy(dtype=np.float64, na_value=np.nan), name)


def _refuse_unknown_levels(texts: pl.Series, levels: tuple[str, ...], name: str) -> None:
    """A text that is no level would count as empty, and nobody would know."""
    unknown = [text for text in texts.drop_nulls().unique(maintain_order=True) if text not in levels]
    if unknown:
        raise ValueError(
            f"Column {name}: expected empty values or one of {', '.join(levels)}, got {unknown[0]!r}. "
            "Empty what is no level if it is to count as not known."
        )


def _numbers(values: Floats, name: str = "") -> pl.Series:
    if np.isinf(values).any():
        raise ValueError(f"Column {name}: expected finite numbers or empty values, got infinity.")
    return pl.Series(values, nan_to_null=True)
