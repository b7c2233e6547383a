"""The effect of each variable on the score, as a run counts it and the page reads it."""

import numpy as np
import polars as pl
import pytest

from scoring.cohorts.dependence import FEWEST
from scoring.portfolio import Portfolio
from scoring.portfolio.current_portfolio import ROWS
from scoring.portfolio.dependence import FILE


def test_a_run_counts_every_feature_of_the_model_and_no_other(world):
    portfolio = Portfolio.open(world)
    shares = pl.read_parquet(portfolio.folder / ROWS)["contributions"].to_numpy()
    for index, feature in list(enumerate(portfolio.manifest.features))[::10]:
        rows, column = portfolio.dependence(feature), portfolio.column(feature)
        assert rows
        for row in rows:
            same = ~column.known
            if row.start is not None:
                same = (column.values >= column.encode(row.start)) & (column.values <= column.encode(row.end))
            assert row.clients == np.count_nonzero(same) >= FEWEST
            assert row.median == pytest.approx(np.median(shares[same, index]))
    assert portfolio.dependence("application_flag_document_2") == ()


def test_a_portfolio_of_an_older_version_has_no_effects(own_world):
    portfolio = Portfolio.open(own_world)
    (portfolio.folder / FILE).unlink()
    assert portfolio.dependence(next(iter(portfolio.manifest.features))) is None
