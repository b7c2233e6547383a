"""What SHAP's own plots are given is what every door answers."""

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
import shap

from scoring.analysis.shap_explanation import explanation
from scoring.errors import UserError
from scoring.features.catalogue import catalogue
from scoring.portfolio import Portfolio

pytestmark = pytest.mark.slow
matplotlib.use("agg")


@pytest.fixture(scope="module")
def portfolio(world):
    return Portfolio.open(world)


@pytest.fixture(scope="module")
def clients(portfolio):
    return portfolio.clients[[7, 3, 250, 41]].tolist()  # not in the portfolio's order


def test_values_are_the_assessments_and_add_up_to_their_log_odds(portfolio, clients):
    drawn = explanation(portfolio, clients)
    features = list(portfolio.manifest.features)
    for row, client in enumerate(clients):
        answer = portfolio.assess(client)
        assert drawn.base_values[row] + drawn.values[row].sum() == pytest.approx(answer.log_odds, abs=1e-9)
        for part in answer.contributions:
            assert drawn.values[row, features.index(part.feature)] == pytest.approx(part.contribution, abs=1e-12)
    assert drawn.feature_names == [catalogue()[name].label.en for name in features]


def test_numbers_are_numbers_texts_and_unknown_values_are_not(portfolio, clients):
    drawn, features = explanation(portfolio, clients, "fr"), list(portfolio.manifest.features)
    for row, client in enumerate(clients):
        for column, name in enumerate(features):
            value = portfolio.values(client)[name]
            assert drawn.display_data[row, column] == catalogue()[name].show(value, "fr")
            expected = np.nan if value is None or isinstance(value, str) else value
            assert np.array_equal(drawn.data[row, column], expected, equal_nan=True)


def test_shaps_own_plots_draw_them(portfolio, clients):
    drawn = explanation(portfolio, clients)
    shap.plots.beeswarm(drawn, show=False, max_display=5)
    shap.plots.waterfall(drawn[0], show=False, max_display=5)
    assert plt.gcf().axes
    plt.close("all")


def test_nobody_and_a_client_who_is_not_there(portfolio):
    assert explanation(portfolio, []).values.shape == (0, len(portfolio.manifest.features))
    with pytest.raises(UserError, match="No client has the number 1"):
        explanation(portfolio, [1])
