"""What training is given and cannot use: a sentence each, or the feature left out; never a silent number."""

import numpy as np
import polars as pl
import pytest

from scoring.errors import UserError
from scoring.model.train import allowed_features_of, labelled_clients
from scoring.settings import Training

pytestmark = pytest.mark.usefixtures("only_known_features")
NAME = "application_ext_source_1"


@pytest.mark.parametrize("outcome", [0, 1])
def test_one_outcome_only(known, outcome):
    one_class = known.with_target(np.full(len(known.target), outcome))
    with pytest.raises(UserError, match="at least 10 clients with and without payment difficulty to train, got 0"):
        labelled_clients(one_class.rows, one_class.identity, Training())


def test_fewer_clients_than_folds(known):
    with pytest.raises(UserError, match="at least 40 clients with and without payment difficulty to train, got"):
        labelled_clients(known.rows[:15], known.identity, Training(folds=20))


@pytest.mark.parametrize("value", [float("inf"), float("-inf")])
def test_infinity(known, value):
    first = pl.int_range(pl.len()) == 0
    rows = known.rows.with_columns(pl.when(first).then(value).otherwise(pl.col(NAME)).alias(NAME))
    with pytest.raises(UserError, match=rf"Expected finite features, got infinity in {NAME} \(1 clients\)"):
        labelled_clients(rows, known.identity, Training())


@pytest.mark.parametrize("column", [pl.lit(None, dtype=pl.Float64), pl.lit(3.0)], ids=["empty", "constant"])
def test_a_feature_that_tells_nobody_apart_is_left_out(known, column):
    rows = known.rows.with_columns(column.alias(NAME))
    read = allowed_features_of(rows, Training())
    assert NAME not in read
    assert "application_ext_source_2" in read


def test_nothing_that_tells_clients_apart(known):
    empty = {
        name: pl.lit(None, dtype=kind)
        for name, kind in known.rows.schema.items()
        if name not in ("SK_ID_CURR", "TARGET")
    }
    with pytest.raises(UserError, match="Expected features that tell clients apart, got none"):
        allowed_features_of(known.rows.with_columns(**empty), Training())
