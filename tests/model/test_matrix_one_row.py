"""One row becomes the same numbers as many do."""

import numpy as np
import polars as pl
import pytest

from scoring.features.catalogue import catalogue
from scoring.model.matrix import levels_of, to_matrix

CATEGORY = next(name for name in catalogue() if levels_of(name))
VALUES = [
    {CATEGORY: levels_of(CATEGORY)[1], "number": 1.5, "whole": 3, "flag": True, "own": None},
    {CATEGORY: "a text that nobody knows", "number": float("nan"), "whole": 0, "flag": False, "own": -0.0},
    {CATEGORY: None, "number": None, "whole": None, "flag": None, "own": 1e300},
]


@pytest.mark.parametrize("place", range(len(VALUES)))
def test_one_row_is_the_row_of_many(place):
    kinds = {CATEGORY: pl.String, "number": pl.Float64, "whole": pl.Int64, "flag": pl.Boolean, "own": pl.Float64}
    rows = pl.DataFrame(VALUES, schema=kinds)
    features = list(reversed(kinds))
    alone = to_matrix(rows[place : place + 1], features)
    assert alone.dtype == np.float64
    np.testing.assert_array_equal(alone[0], to_matrix(rows, features)[place])
