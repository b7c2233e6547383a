"""A swarm of contributions by hand: its curve, its direction, who is sampled, and where each dot is drawn."""

from types import SimpleNamespace

import matplotlib.pyplot as plt
import numpy as np
import polars as pl
import pytest

from scoring.documents.contribution_figures import beeswarm
from scoring.documents.swarm import PARTS, Swarm, read_swarm
from scoring.files import publish
from scoring.pipeline.matrix import FEATURES
from scoring.portfolio.current_portfolio import ROWS
from scoring.settings import Home

AMOUNT, KIND = "application_amt_credit", "application_name_contract_type"


def swarm_of(contributions, values):
    return Swarm({"a": np.array(contributions)}, {"a": np.array(values)})


def test_the_curve_goes_from_the_lowest_value_to_the_highest_in_parts_of_equal_size():
    swarm = swarm_of([0.3, 0.1, 0.2, 9.0], [30.0, 10.0, 20.0, np.nan])
    assert swarm.along("a").to_dict("list") == {"value": [10.0, 20.0, 30.0], "contribution": [0.1, 0.2, 0.3]}
    many = swarm_of(np.arange(2.0 * PARTS), np.arange(2.0 * PARTS)[::-1])
    curve = many.along("a")
    assert curve["value"].tolist() == [2.0 * part + 0.5 for part in range(PARTS)]
    assert curve["contribution"].tolist() == [2.0 * PARTS - 1.5 - 2.0 * part for part in range(PARTS)]


@pytest.mark.parametrize(
    ("contributions", "direction"),
    [
        ([0.1, 0.2, 0.3, 0.4], "raises"),
        ([0.4, 0.3, 0.2, 0.1], "lowers"),
        ([0.3, 0.1, 0.4, 0.2], "unclear"),  # rank correlation 0
        ([0.2, 0.1, 0.4, 0.3], "raises"),  # 0.6
        ([0.1, 0.4, 0.2, 0.3], "unclear"),  # 0.4
        ([0.2] * 4, "unclear"),
    ],
)
def test_a_direction_is_told_where_ranks_agree(contributions, direction):
    assert swarm_of(contributions, [1.0, 2.0, 3.0, 4.0]).direction("a") == direction


def test_deciles_and_the_strongest_number():
    few, many = np.arange(PARTS + 1.0) % PARTS, np.arange(PARTS + 1.0)
    shares = np.linspace(0.0, 1.0, PARTS + 1)
    swarm = Swarm({"few": shares, "many": shares}, {"few": few, "many": many})
    assert swarm.strongest_number == "many"
    assert swarm.first(1).strongest_number == "few"
    assert swarm.deciles("few") == pytest.approx((0.1, 0.5, 0.9))


def test_clients_are_sampled_evenly_and_never_more_than_asked(tmp_path):
    home, clients = Home(tmp_path), [11, 12, 13, 14, 15]
    shares = pl.Series([[0.1 * place, -0.1 * place] for place in range(5)], dtype=pl.Array(pl.Float64, 2))
    pl.DataFrame({"SK_ID_CURR": clients, "contributions": shares}).write_parquet(tmp_path / ROWS)
    with publish(home.features) as folder:
        kinds = ["Cash loans", "Revolving loans", "Cash loans", "Cash loans", "Cash loans"]
        pl.DataFrame({"SK_ID_CURR": clients, AMOUNT: [5.0, 4.0, 3.0, None, 1.0], KIND: kinds}).write_parquet(
            folder / FEATURES
        )
    manifest = SimpleNamespace(features={KIND: "text", AMOUNT: "number"})
    portfolio = SimpleNamespace(index=pl.DataFrame({"client": clients}), folder=tmp_path, manifest=manifest)
    swarm = read_swarm(home, portfolio, (AMOUNT, KIND), most=2)
    assert swarm.features == (AMOUNT, KIND)
    assert swarm.clients == 2  # the first and the fourth
    assert swarm.contributions[AMOUNT] == pytest.approx([0.0, -0.3])
    assert swarm.contributions[KIND] == pytest.approx([0.0, 0.3])
    np.testing.assert_array_equal(swarm.values[AMOUNT], [5.0, np.nan])
    assert np.isnan(swarm.values[KIND]).all()


def test_each_dot_stands_at_its_contribution_in_its_features_row_in_the_shade_of_its_value():
    shares = {"a": np.array([0.5, 0.1, 0.3, 0.2, 0.4, 0.6]), "b": np.full(6, 0.2)}
    values = {"a": np.array([5.0, 1.0, 3.0, 2.0, 4.0, np.nan]), "b": np.full(6, np.nan)}
    drawn = beeswarm(Swarm(shares, values), {"a": "Amount", "b": "Kind"}, "log-odds", "low", "high", "en")
    axes = drawn.axes[0]
    bottom, top = axes.get_ylim()
    assert bottom > top  # the heaviest feature is the first row from above
    assert [label.get_text() for label in axes.get_yticklabels()] == ["Amount", "Kind"]
    dots = [line for line in axes.get_lines() if len(line.get_xdata()) and line.get_marker() in ("o", "x")]
    first = [line for line in dots if abs(line.get_ydata()[0]) < 0.5]
    by_x = {float(line.get_xdata()[0]): (line.get_marker(), line.get_color()) for line in first}
    assert by_x[0.6][0] == "x"  # its value is not known
    shades = [by_x[share][1] for share in (0.1, 0.2, 0.3, 0.4, 0.5)]
    brightness = [float(np.sum(shade[:3])) for shade in shades]
    assert brightness == sorted(brightness, reverse=True)  # darker dots are higher values
    assert len(set(brightness)) == 5
    (unknown,) = [line for line in dots if line.get_ydata()[0] >= 0.5]
    assert unknown.get_xdata().tolist() == [0.2] * 6
    assert unknown.get_ydata().tolist() == [1.0] * 6
    plt.close(drawn)


def test_dots_of_one_place_are_spread_over_their_row_and_no_further():
    shares = {"a": np.array([0.0, 0.0, 0.0, 1.0])}
    drawn = beeswarm(Swarm(shares, {"a": np.full(4, np.nan)}), {"a": "Amount"}, "log-odds", "low", "high", "en")
    (dots,) = [line for line in drawn.axes[0].get_lines() if line.get_marker() == "x"]
    assert dots.get_ydata() == pytest.approx([-0.24, 0.0, 0.24, 0.0])  # thirds of 0.72 of the row's height
    plt.close(drawn)
