"""The line of observed rates under a distribution: computed by hand, and said as a table."""

import numpy as np
import pytest

from scoring.cohorts.compare import Comparison
from scoring.dashboard.charts.observed_rates import observed_rates
from scoring.dashboard.charts.spread import bins
from scoring.dashboard.panels.compare.observed_line import observed_html

COUNT = "application_cnt_children"


def group(values, outcomes, client=1.0, feature=COUNT):
    values = np.asarray(values, dtype=float)
    return Comparison(
        feature,
        values,
        np.asarray(outcomes, dtype=np.int8),
        (),
        client,
        0.5,
        0.1,
        0.4,
        float(np.median(values)),
        len(values),
    )


@pytest.fixture
def three_values():
    """Of 0, 1 and 2 children 4 each; in difficulty 0, 1 and 2; of the last value one is not known."""
    return group(np.repeat([0, 1, 2], 4), [0, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, -1])


def test_rates_of_each_value_where_enough_outcomes_are_known(three_values):
    rates = observed_rates(bins(three_values), fewest=3)
    assert [(part.known, part.difficulties) for part in rates] == [(4, 0), (4, 1), (3, 2)]
    assert [(part.first, part.last) for part in rates] == [(0, 0), (1, 1), (2, 2)]


def test_neighbours_are_put_together_until_they_do_and_the_rest_joins_the_last(three_values):
    four = observed_rates(bins(three_values), fewest=4)
    assert [(part.first, part.last, part.known, part.difficulties) for part in four] == [(0, 0, 4, 0), (1, 2, 7, 3)]
    five = observed_rates(bins(three_values), fewest=5)
    assert [(part.known, part.difficulties) for part in five] == [(11, 3)]
    assert observed_rates(bins(three_values), fewest=12) == ()


def test_rare_values_beyond_the_outer_bars_are_counted_in_them():
    values = np.concatenate([np.linspace(0, 1, 999), [50.0]])
    comparison = group(values, [0] * 999 + [1])
    rates = observed_rates(bins(comparison))
    assert sum(part.known for part in rates) == 1000
    assert rates[-1].difficulties == 1
    assert len(rates) <= 8


def test_fewer_than_two_rates_are_no_line():
    few = group([0, 1] * 60, [0, 1] * 60)
    assert observed_html(few, bins(few), "fr") == ("", "")


@pytest.mark.parametrize(
    ("language", "first", "label"),
    [
        ("fr", "10 sur 100", "Difficultés de paiement constatées"),
        ("en", "10 out of 100", "Observed payment difficulties"),
    ],
)
def test_the_line_is_said_in_words_and_as_a_table(language, first, label):
    comparison = group([0] * 200 + [1] * 200, [1] * 20 + [0] * 180 + [1] * 50 + [0] * 150)
    line, rows = observed_html(comparison, bins(comparison), language)
    assert f'aria-label="{label}' in line
    assert line.count("polyline") == 1
    assert 'points="0.0,65.2 50.0,65.2 50.0,13.0 100.0,13.0"' in line  # 10 and 25 of at most 1.15 * 25
    assert '<b style="left:75.0%">' in line  # one child, the second of two bars
    assert first in rows
    assert rows.count("<tr>") == 3


def test_no_mark_where_the_client_is_not_known():
    comparison = group([0] * 200 + [1] * 200, [0] * 400, client=None)
    line, _ = observed_html(comparison, bins(comparison), "fr")
    assert "<b " not in line
    assert 'points="0.0,100.0 50.0,100.0 50.0,100.0 100.0,100.0"' in line
