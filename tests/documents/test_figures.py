"""Figures and tables: nothing loaded, every chart has its table, values written as they are read."""

import re

import pandas as pd
import pytest
from matplotlib.figure import Figure

from scoring.documents import charts
from scoring.documents.figures import figure, finding, style, table, written

RATES = pd.DataFrame(
    {"group": ["a <b>", "c"], "n": [1200, 30], "rate": [0.083, 0.1], "low": [0.07, 0.02], "high": [0.1, 0.2]}
)


def test_a_figure_holds_its_title_its_picture_and_its_table():
    shown = figure(charts.dots(RATES, "group", "rate"), "b < a", RATES, number=3, percent=["rate", "low", "high"]).data
    assert '<figcaption class="title">Figure 3. b &lt; a</figcaption>' in shown
    assert 'role="img" aria-label="b &lt; a"' in shown
    assert "<td>a &lt;b&gt;</td>" in shown
    assert '<td class="number">1,200</td><td class="number">8.3%</td>' in shown
    assert shown.count("<svg ") == 1
    assert ">c</text>" in shown  # letters stay text: they can be selected, searched and read aloud
    assert "://" not in shown


def test_two_pictures_of_one_page_do_not_name_their_parts_alike():
    first, second = (figure(charts.dots(RATES, "group", "rate"), title).data for title in ("one", "two"))
    clips = [set(re.findall(r'id="(p[0-9a-f]+)"', shown)) for shown in (first, second)]
    assert clips[0]
    assert not clips[0] & clips[1]


def test_the_style_travels_with_every_figure_and_gives_way_to_a_documents_own():
    for shown in (figure(charts.dots(RATES, "group", "rate"), "t"), table(RATES, "t"), finding("x")):
        assert shown.data.count("<style>") == 1
    rules = re.findall(r"(?m)^([^{\n]+)\{", style().removeprefix("<style>"))
    assert rules
    yields = (":where(", ".jp-RenderedHTMLCommon ")  # the second: in Jupyter alone, whose own style would win otherwise
    assert [rule for rule in rules if not rule.startswith(yields)] == []


@pytest.mark.parametrize(
    "draw",
    [
        lambda frame: charts.dots(frame, "group", "rate", reference=0.1, beside="low"),
        lambda frame: charts.bars(frame, "group", "rate", mark="low"),
        lambda frame: charts.along(frame.assign(part=range(len(frame))), "part", "rate", reference=0.1),
    ],
    ids=["dots", "bars", "along"],
)
@pytest.mark.parametrize("rows", [0, 1, 2])
def test_charts_draw_whatever_number_of_rows(draw, rows):
    assert "svg" in figure(draw(RATES.head(rows)), "t").data


def test_no_window_and_nothing_kept():
    import matplotlib.pyplot as plt

    charts.dots(RATES, "group", "rate")
    assert plt.get_fignums() == []


def test_a_table_says_nothing_for_what_is_empty():
    shown = table(pd.DataFrame({"share_of": [0.5, None], "word": ["x", None]}), "t", percent=["share_of"]).data
    assert '<td class="number">50.0%</td><td>x</td>' in shown
    assert '<td class="number"></td><td></td>' in shown
    assert ">share of</th>" in shown


def test_numbers_are_written_by_their_size():
    assert [written(value) for value in (0.08341, 2.0, 1234.5, float("nan"))] == ["0.0834", "2", "1,234", ""]


@pytest.mark.parametrize(
    ("ticks", "language", "labels"),
    [
        ([0.79, 0.8, 0.81], "en", ["0.79", "0.80", "0.81"]),
        ([0.0, 0.05, 0.1], "fr", ["0,00", "0,05", "0,10"]),
        ([0.25, 0.5, 0.75], "fr", ["0,25", "0,50", "0,75"]),
        ([-3.5, -3.0, 0.0], "en", ["−3.5", "−3.0", "0.0"]),
        ([0.6000000000000001, 0.7, 0.8], "en", ["0.6", "0.7", "0.8"]),
        ([-2.0, -1.0, 0.0], "en", ["−2", "−1", "0"]),
    ],
)
def test_the_numbers_of_an_axis_have_as_many_decimals_each(ticks, language, labels):
    axis = Figure().add_subplot().xaxis
    charts.even_decimals(axis, language)
    axis.set_ticks(ticks)
    assert [label.get_text() for label in axis.get_ticklabels()] == labels
