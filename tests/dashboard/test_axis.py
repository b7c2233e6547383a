"""The texts of a horizontal axis stand apart, or every second one goes where the screen is narrow."""

import pytest

from scoring.dashboard.charts.distribution import Distribution
from scoring.dashboard.charts.figure import length_needed
from scoring.dashboard.charts.places import ticks
from scoring.dashboard.charts.spread import Bins, OutcomeShares

EVERY_FIVE = {place / 100: f"{place} %" for place in (0, 5, 10, 15, 20)}
AGO = {-60.0: "il y a 60 jours", -40.0: "il y a 40 jours", -20.0: "il y a 20 jours", 0.0: "le jour même"}
FEW = {0.0: "0 %", 0.1: "10 %", 0.2: "20 %"}


@pytest.mark.parametrize(
    ("ticks", "ends", "classes"),
    [
        (EVERY_FIVE, (0.0, 0.24), {"pad-thin-320"}),
        (AGO, (-62.0, 2.0), {"pad-thin-320", "pad-thin-390"}),
        (FEW, (0.0, 0.24), set()),
    ],
)
def test_texts_that_would_touch_are_thinned(ticks, ends, classes):
    chart = Distribution()
    for shown, expected in ((AGO, {"pad-thin-320", "pad-thin-390"}), (ticks, classes)):
        low, high = ends if shown is ticks else (-62.0, 2.0)
        spread = Bins((1,), (low, high), None, tuple(shown), False, OutcomeShares((1.0,), (0.0,), 1, 0))
        chart.show(spread, None, None, (shown, {0.0: "0 %"}))
        assert {name for name in chart.figure._dom_classes if name.startswith("pad-thin")} == expected


def test_texts_beside_an_axis_stand_at_the_figures_edge_whatever_room_its_bars_keep():
    """Few bars keep half a bar of room at either end: texts that were placed by the scale stood in the chart."""
    chart = Distribution()
    assert (set(chart.x.texts.scales), set(chart.y.texts.scales)) == ({"x"}, {"y"})
    spread = Bins((1, 2), (0.5, 1.5, 2.5), None, (1.0, 2.0), False, OutcomeShares((1.0, 0.0), (0.0, 1.0), 1, 1))
    chart.show(spread, None, None, ({1.0: "1", 2.0: "2"}, {0.0: "0 %", 0.5: "50 %"}))
    assert (chart.y.texts.x.tolist(), chart.y.texts.y.tolist()) == (
        [0.0, 0.0],
        [0.0, pytest.approx(0.5 / (1.06 * 2 / 3))],
    )


def test_an_axis_of_one_text_or_of_no_length_needs_none():
    assert length_needed({3.0: "3"}, 0.0, 9.0) == 0
    assert length_needed({3.0: "3", 4.0: "4"}, 3.0, 3.0) == 0


def test_an_axis_has_places_enough_to_be_read_where_the_roundest_steps_leave_too_few():
    assert ticks(13.4, 98.3, "amount") == (25.0, 50.0, 75.0)  # a step of 50 leaves one
    assert ticks(2.5, 57.1, "count") == (10.0, 20.0, 30.0, 40.0, 50.0)  # a step of 20 leaves two


@pytest.mark.parametrize(("place", "align"), [(0.1, "start"), (0.45, "middle"), (0.6, "middle"), (0.9, "end")])
def test_a_name_above_a_line_has_room_on_the_narrowest_telephone(place, align):
    """At 320 px the figure has 194 px between its ends, 56 px at its left and 28 px at its right."""
    chart, name = Distribution(), "milieu du groupe : 54 %"
    spread = Bins((1,), (0.0, 1.0), None, (0.0, 1.0), False, OutcomeShares((1.0,), (0.0,), 1, 0))
    chart.show(spread, place, place, ({0.0: "0"}, {0.0: "0 %"}))
    chart.set_texts(["une barre"], ("ce client : 54 %", name))
    for mark, text in zip(chart.names, ("ce client : 54 %", name), strict=True):
        assert (mark.align, mark.text.tolist(), mark.x.tolist()) == (align, [text], [place])
    width, line = 7.0 * len(name), 56 + 194 * place
    left = line - {"start": 0, "middle": width / 2, "end": width}[align]
    assert left >= 0
    assert left + width <= 278
