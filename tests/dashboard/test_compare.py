"""Comparing on the page: whom with, in what, and what is said when that cannot be done."""

import dataclasses
import re

import ipywidgets as widgets
import numpy as np
import pytest

from scoring.cohorts.column import Column, texts
from scoring.cohorts.compare import Comparison, ComparisonRow, compare
from scoring.cohorts.criteria import Criterion
from scoring.cohorts.groups import Observed, everyone
from scoring.dashboard.charts.distribution import Distribution
from scoring.dashboard.charts.places import ticks
from scoring.dashboard.charts.spread import bins, levels
from scoring.dashboard.page import Page
from scoring.dashboard.panels.compare.one_variable import place
from scoring.dashboard.panels.compare.state import KINDS
from scoring.dashboard.panels.compare.table import gap, row
from scoring.features.catalogue import catalogue

AGE, ANNUITY, SHARE = "application_days_birth", "application_amt_annuity", "application_annuity_income_ratio"


@pytest.fixture
def page(portfolio):
    page = Page(portfolio)
    page.state.compare.variable = "application_amt_credit"
    page.state.section = "compare"
    return page


def test_the_first_variable_is_the_strongest_reason_until_another_is_chosen(fakes):
    state = Page(fakes.FakePortfolio()).state
    state.section = "compare"
    assert state.compare.variable == fakes.EXTERNAL
    state.compare.variable = fakes.INCOME
    state.find.step(1)
    assert state.compare.variable == fakes.INCOME


def test_a_history_that_is_not_there_and_what_makes_the_group_are_not_compared_first(fakes):
    absent = dataclasses.replace(fakes.reason("raises", 0.9, "strong", "Aucun crédit"), usual={"fr": "", "en": ""})
    defining = dataclasses.replace(fakes.reason("raises", 0.8, "strong", "Montant"), feature=fakes.AMOUNT)
    reasons = (absent, defining, fakes.reason("raises", 0.1, "light", "Score"))
    state = Page(fakes.FakePortfolio(raises=reasons)).state
    state.section = "compare"
    assert state.compare.variable == fakes.EXTERNAL


@pytest.mark.parametrize("kind", ["all", "own"])
def test_places_and_texts_of_an_axis_move_in_one_message(page, view, kind):
    page.state.compare.kind = kind
    for axis in (view.variable.distribution.x, view.variable.distribution.y):
        assert len(axis.axis.tick_values) == len(axis.texts.text) == len(axis.texts.x) == len(axis.texts.y) > 1
        assert axis.axis.tick_style == {"display": "none"}
        assert axis.axis.tick_labels == {}


@pytest.fixture
def view(page):
    return page.views["compare"]


def plain(html):
    return re.sub(r"<[^>]*>", " ", html).replace("\u00a0", " ").replace("\u202f", " ")


def number(values, client=0, feature="application_amt_credit", target=None):
    column = Column(feature, np.asarray(values, dtype=np.float32))
    target = np.full(len(values), np.nan) if target is None else np.asarray(target, dtype=float)
    return compare(column, column.at(client), everyone(len(values)), target)


def test_the_group_says_its_rate_its_size_and_its_rule(view):
    text = plain(view.groups.words.value)
    assert "environ 10 clients sur 100 ont eu une difficulté de paiement (entre 5 et 20) ; ce client" in text
    assert "ce client : environ 13, d’après tout son dossier ; moyenne de tous les clients : 8." in text
    assert "5 clients. Règle similar." in text


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_group_is_one_click(view, page, kind):
    view.groups.kind.value = kind
    assert page.state.compare.kind == kind
    assert f"Règle {kind}." in view.groups.words.value


def test_a_number_is_compared_in_words_and_drawn(view):
    assert "C’est plus que 80 % du groupe ; valeur du milieu : 300." in plain(view.variable.words.value)
    assert view.variable.plot.children == (view.variable.distribution.figure, view.variable.distribution.told)
    assert "<table>" in view.variable.under.value


@pytest.mark.parametrize(
    ("share", "fr", "en"),
    [
        (0.0, "comme aucun client du groupe", "like none of the group"),
        (0.004, "comme moins de 1 % du groupe", "like less than 1% of the group"),
        (0.006, "comme 1 % du groupe", "like 1% of the group"),
        (0.27, "comme 27 % du groupe", "like 27% of the group"),
    ],
)
def test_few_of_the_group_are_not_said_to_be_none(share, fr, en):
    line = ComparisonRow("application_organization_type", "Insurance", "Bank", share)
    entry = catalogue()[line.feature]
    assert [plain(gap(entry, line, language).words) for language in ("fr", "en")] == [fr, en]


def test_a_category_is_compared_with_its_levels(view, page, fakes):
    view.variable.variable.value = fakes.INCOME
    assert page.state.compare.variable == fakes.INCOME
    assert "comme 60 % du groupe" in plain(view.variable.words.value)
    assert view.variable.plot.children == (view.variable.rows.figure,)
    assert view.variable.rows.texts.text.tolist()[0] == "Emploi – ce client est ici"


def test_the_figure_of_levels_keeps_its_height_when_a_group_has_fewer_of_them(view, page, fakes):
    view.variable.variable.value = fakes.INCOME
    rows = view.variable.rows
    high, texts = rows.figure.layout.height, len(rows.texts.text)
    page.state.compare.kind = "own"
    page.state.compare.filters = (Criterion(fakes.INCOME, levels=("Working",)),)
    assert len(rows.texts.text) == 1 < texts
    assert rows.figure.layout.height == high
    assert rows.texts.y[0] == rows.scales["y"].max - rows.height + 33  # still the first from the top
    view.variable.by_outcome.value = True
    assert int(rows.figure.layout.height.removesuffix("px")) > int(high.removesuffix("px"))  # two bars a level


def test_a_variable_that_nobody_knows_says_so(view, page, fakes):
    page.state.compare.variable = fakes.EXTERNAL
    assert "renseigné pour aucun client" in view.variable.words.value
    assert view.variable.plot.children == ()


def test_a_variable_that_is_not_offered_can_be_asked_for_all_the_same(view, page):
    page.state.compare.variable = ANNUITY
    assert view.variable.notice.value == ""
    assert view.variable.variable.value == ANNUITY


def tick(slot, *levels):
    for level in levels:
        slot.boxes[slot.variable.value].boxes[level].value = True


def test_filters_make_a_group_and_are_said(view, page, fakes):
    page.state.compare.kind = "own"
    one = view.groups.filters.slots[0]
    assert [slot.root.layout.display for slot in view.groups.filters.slots] == [None, "none", "none", "none"]
    one.variable.value = fakes.AMOUNT
    assert (one.low.layout.display, one.levels.layout.display) == (None, "none")
    one.low.value = "150"
    assert page.state.compare.filters == (Criterion(fakes.AMOUNT, 150.0),)
    assert page.state.compare.group.n == 4
    two = view.groups.filters.slots[1]
    assert two.root.layout.display is None
    two.variable.value = "zone"
    tick(two, "accept")
    assert page.state.compare.group.n == 2
    assert "Le client lui-même n’en fait pas partie." in view.groups.words.value


def test_ways_out_of_a_group_that_is_empty(view, page, fakes):
    groups = view.groups
    page.state.compare.kind = "own"
    groups.filters.slots[0].variable.value = fakes.AMOUNT
    groups.filters.slots[0].low.value = "200"
    groups.filters.slots[1].variable.value = fakes.INCOME
    tick(groups.filters.slots[1], "Student", "Pensioner")
    groups.filters.slots[2].variable.value = "zone"
    tick(groups.filters.slots[2], "review")
    assert page.state.compare.group.n == 0
    assert "Aucun client ne répond à tous ces filtres." in groups.words.value
    assert "Le groupe est vide" in view.variable.words.value
    assert view.table.content.value == ""
    assert [b.layout.display for b in (groups.drop, groups.clear, groups.all)] == [None, None, None]
    groups.drop.click()
    assert page.state.compare.group.n == 2
    groups.clear.click()
    assert (page.state.compare.filters, page.state.compare.group.n) == ((), 5)
    groups.all.click()
    assert page.state.compare.kind == "all"


def test_an_inverted_range_is_a_sentence_and_changes_nothing(view, page, fakes):
    page.state.compare.kind = "own"
    one = view.groups.filters.slots[0]
    one.variable.value = AGE
    one.low.value = "50"
    before = page.state.compare.filters
    one.high.value = "20"
    assert "le minimum (50 ans) dépasse le maximum (20 ans)" in plain(view.groups.words.value)
    assert page.state.compare.filters == before
    page.state.switch_language()
    assert "the minimum (50 years) is above the maximum (20 years)" in plain(view.groups.words.value)
    one.high.value = "60"
    assert "above the maximum" not in view.groups.words.value
    assert page.state.compare.filters == (Criterion(AGE, 50.0, 60.0),)


def test_what_is_no_number_is_said_and_stays_in_its_field(view, page, fakes):
    page.state.compare.kind = "own"
    one = view.groups.filters.slots[0]
    one.variable.value = fakes.AMOUNT
    one.low.value = "beaucoup"
    assert "n’est pas un nombre" in plain(view.groups.words.value)
    page.state.switch_language()
    assert one.low.value == "beaucoup"
    assert page.state.compare.filters == ()


def test_numbers_in_the_fields_follow_the_language(view, page, fakes):
    page.state.compare.kind = "own"
    one = view.groups.filters.slots[0]
    one.variable.value = fakes.AMOUNT
    one.high.value = "1 250 000,5"
    page.state.switch_language()
    assert one.high.value == "1,250,000.5"
    assert page.state.compare.filters == (Criterion(fakes.AMOUNT, None, 1_250_000.5),)
    one.variable.value = "zone"
    assert (one.high.value, page.state.compare.filters) == ("", ())


def test_few_known_outcomes_show_no_rate_and_say_why(fakes, portfolio):
    portfolio.outcomes = Observed(37, 4)
    page = Page(portfolio)
    page.state.section = "compare"
    text = plain(page.views["compare"].groups.words.value)
    assert "l’issue est connue pour 37 clients seulement, il en faut au moins 100" in text
    assert "sur 100 ont eu" not in text


@pytest.mark.parametrize(
    ("values", "client", "words"),
    [
        (range(100), 63, "C’est plus que 63 % du groupe"),
        (range(100), 27, "C’est moins que 72 % du groupe"),
        (range(1000), 999, "C’est plus que presque tout le groupe"),
        (range(1000), 1, "C’est moins que presque tout le groupe"),
        ([0, 0, 0, 1], 0, "comme 75 % du groupe ; 0 % ont moins, 25 % ont plus"),
        ([np.nan, 1, 2, 3], 0, "non renseigné pour ce client ; valeur du milieu du groupe : 2"),
        ([np.nan, np.nan], 0, "renseigné pour aucun client de ce groupe"),
    ],
)
def test_the_clients_place_is_said_the_natural_way_round(values, client, words):
    assert words in plain(place(number(list(values), client), "fr"))


def test_outcomes_apart_are_shares_of_their_own_and_said(view, page):
    assert not view.variable.distribution.steps.visible
    view.variable.by_outcome.value = True
    assert view.variable.distribution.steps.visible
    drawn, shares = view.variable.distribution.bars.y, view.variable.spread.by_outcome.repaid
    assert sum(shares) == pytest.approx(1)
    assert drawn / max(drawn) == pytest.approx(np.array(shares) / max(shares))
    assert "clients sans difficulté (3)" in plain(view.variable.under.value)
    assert "clients en difficulté (1)" in plain(view.variable.under.value)
    assert "pour ceux sans difficulté, 100 pour ceux en difficulté" in plain(view.variable.words.value)


def test_levels_apart_have_two_bars_each_with_their_words(view, page, fakes):
    page.state.compare.by_outcome, page.state.compare.variable = True, fakes.INCOME
    notes = [plain(note) for note in view.variable.rows.notes.text.tolist()]
    assert notes[:2] == ["67 % sans difficulté", "100 % en difficulté"]


def test_outcomes_that_are_not_both_known_cannot_stand_apart(fakes, monkeypatch, portfolio):
    monkeypatch.setattr(fakes, "TARGET", np.zeros(5))
    page = Page(portfolio)
    page.state.compare.variable = fakes.AMOUNT
    page.state.section, page.state.compare.by_outcome = "compare", True
    assert "les deux issues ne sont pas connues" in page.views["compare"].variable.words.value


def test_the_table_says_the_difference_and_never_praises_a_debt():
    more = ComparisonRow(ANNUITY, 30_000.0, 20_000.0, None)
    assert [plain(cell) for cell in row(more, "fr")[1:]] == ["30 000", "20 000", "50 % de plus", "▲ augmente le risque"]
    assert row(ComparisonRow("application_amt_income_total", 3e5, 1e5, None), "en")[3:] == (
        "3 times the middle",
        "▼ lowers the risk",
    )
    assert row(ComparisonRow("application_flag_own_realty", 0.0, 1.0, None), "fr")[1:4] == (
        "non",
        "oui",
        "le contraire",
    )
    older = row(ComparisonRow(AGE, 50.5 * 365.25, 42.2 * 365.25, None), "fr")
    assert plain(older[3]) == "8 ans de plus"
    assert plain(row(ComparisonRow(SHARE, 0.31, 0.18, None), "fr")[3]) == "13 points de pourcentage de plus"
    assert row(ComparisonRow(SHARE, 0.18, 0.18, None), "fr")[3:] == ("pareil", "–")
    assert row(ComparisonRow("application_amt_credit", 450e3, 446_783.0, None), "fr")[3:] == ("presque pareil", "–")
    assert row(ComparisonRow(SHARE, None, 0.18, None), "fr")[3:] == ("ne se compare pas", "–")
    assert (
        plain(row(ComparisonRow("application_name_income_type", "Working", "Working", 0.6), "fr")[3])
        == "comme 60 % du groupe"
    )


def test_two_numbers_are_a_cloud_with_the_client_and_a_table(view, page, fakes):
    assert view.two.plot.children == ()
    page.state.compare.second = ANNUITY
    assert view.two.plot.children == (view.two.cloud.figure,)
    assert view.two.cloud.client.x.tolist() == [382500.0]
    text = plain(view.two.words.value)
    assert "Dans ce groupe" in text
    assert "Ce client – Montant du crédit demandé : 382 500" in text
    assert "ce client est ici" in view.two.under.value
    assert "trop peu d’issues connues" in view.two.under.value
    page.state.find.step(1)
    page.state.find.step(1)
    page.state.find.step(1)  # the client whose second value is not known: no mark, and the page says so
    page.state.compare.variable = fakes.INCOME
    assert view.two.plot.children == ()
    assert "<table>" in view.two.under.value


def test_twice_the_same_or_nobody_who_has_both_is_said(view, page, fakes):
    page.state.compare.second = page.state.compare.variable
    assert "deux fois la même information" in view.two.words.value
    page.state.compare.second = fakes.EXTERNAL
    assert "Aucun client de ce groupe n’a ces deux informations." in view.two.words.value
    assert view.two.plot.children == ()


def test_a_part_that_fails_leaves_the_others_alive(page, view, portfolio, monkeypatch):
    monkeypatch.setattr(portfolio, "comparison_rows", None)
    page.state.find.step(1)
    assert view.table.notice.value == ""
    monkeypatch.setattr(portfolio, "compare", None)
    page.state.find.step(-1)
    assert "Cette partie n’a pas pu être affichée" in view.variable.words.value
    assert "5 clients." in plain(view.groups.words.value)


def test_widgets_stay_the_same_over_groups_filters_and_clients(page, view, fakes):
    def visit():
        for kind in KINDS:
            page.state.compare.kind = kind
            page.state.find.step(1)
            page.state.find.step(-1)
        for variable in (fakes.INCOME, fakes.AMOUNT, fakes.EXTERNAL):
            page.state.compare.variable, page.state.compare.second = variable, ANNUITY
            page.state.compare.by_outcome = not page.state.compare.by_outcome
        view.groups.filters.slots[0].variable.value = fakes.AMOUNT
        view.groups.filters.clear()
        page.state.switch_language()

    visit()
    before = len(widgets.widget._instances)
    visit()
    assert len(widgets.widget._instances) == before


def test_bins_keep_everyone_and_find_the_client():
    spread = bins(number([*range(200), 10_000], client=200))
    assert sum(spread.counts) == 201
    assert spread.clipped
    assert spread.client == len(spread.counts) - 1
    assert bins(number([0] * 9)).counts == (9,)


def test_levels_always_name_the_clients_own():
    column = texts("f", [f"l{n % 20:02d}" for n in range(200)] + ["rare"])
    found: Comparison = compare(column, column.at(200), everyone(201), np.zeros(201))
    spread = levels(found, 5)
    assert spread.names[spread.client] == "rare"
    assert spread.names[-1] is None
    assert sum(spread.counts) == 201
    assert sum(spread.by_outcome.repaid) == pytest.approx(1)


@pytest.mark.parametrize(
    ("ends", "unit", "expected"),
    [
        ((0, 100), "count", [0, 20, 40, 60, 80, 100]),
        ((45_000, 1_350_000), "amount", [500_000, 1_000_000]),
        ((90, 390_000), "amount", [100_000, 200_000, 300_000]),
        ((5, 5), "amount", [5]),
        ((0.03, 0.56), "score", [0.1, 0.2, 0.3, 0.4, 0.5]),
        ((0.71, 0.84), "score", [0.725, 0.75, 0.775, 0.8, 0.825]),
        ((0, 1461), "days", [0, 365.25, 730.5, 1095.75, 1461]),
    ],
)
def test_ticks_are_few_and_round(ends, unit, expected):
    assert ticks(*ends, unit) == pytest.approx(expected)


def test_the_strongest_reason_comes_first_even_where_it_is_not_offered(fakes):
    rare = dataclasses.replace(fakes.reason("raises", 0.9, "strong", "Rare"), feature="bureau_days_credit_std")
    state = Page(fakes.FakePortfolio(raises=(rare, fakes.reason("raises", 0.1, "light", "Score")))).state
    state.section = "compare"
    assert state.compare.variable == "bureau_days_credit_std"


def test_what_makes_the_group_of_similar_clients_comes_first_in_another_group(fakes):
    defining = dataclasses.replace(fakes.reason("raises", 0.8, "strong", "Montant"), feature=fakes.AMOUNT)
    state = Page(fakes.FakePortfolio(raises=(defining, fakes.reason("raises", 0.1, "light", "Score")))).state
    state.section = "compare"
    state.compare.kind = "all"
    assert state.compare.variable == fakes.AMOUNT


def test_a_row_of_the_table_leads_to_its_variable_and_nothing_else_does(view, page, fakes):
    assert f'data-pad-compare="{fakes.INCOME}"' in view.table.content.value
    view.wanted.value = f"{fakes.INCOME} 1"
    assert page.state.compare.variable == fakes.INCOME
    view.wanted.value = "no_such_feature 2"
    assert page.state.compare.variable == fakes.INCOME
    page.state.compare.variable = fakes.AMOUNT
    view.wanted.value = f"{fakes.INCOME} 3"  # the same row again
    assert page.state.compare.variable == fakes.INCOME


def test_the_effect_on_the_score_stands_beside_the_distribution(view, page, fakes):
    text = " ".join(plain(view.effect.content.value).split())
    assert "Son effet sur le score" in text
    assert "de 0 à 250 −17" in text  # 0.2 of log-odds
    assert "de 251 à 500 000 – ce client est ici +9" in text
    assert view.effect.content.value.count('class="here"') == 1
    page.state.compare.variable = fakes.INCOME
    assert "n’utilise pas cette information" in view.effect.content.value


def test_why_there_is_no_effect_is_told_apart(view, page, portfolio):
    portfolio.effects = None  # as an older version leaves it
    page.state.compare.variable = ANNUITY
    page.state.compare.variable = "application_amt_credit"
    assert "n’a pas encore été compté" in view.effect.content.value
    portfolio.effects = ()
    page.state.compare.variable = ANNUITY
    page.state.compare.variable = "application_amt_credit"
    assert "Trop peu de clients" in view.effect.content.value
    page.state.compare.variable = "application_external_mean"
    assert "d’autres, tirées des mêmes données, y entrent" in view.effect.content.value


@pytest.mark.parametrize(
    ("rate", "low", "high", "said"),
    [
        (0.082, 0.081, 0.084, "environ 8 clients sur 100 ont eu une difficulté de paiement (entre 7 et 9) ; ce"),
        (0.082, 0.06, 0.119, "environ 8 clients sur 100 ont eu une difficulté de paiement (entre 6 et 12) ; ce"),
        (0.0, 0.0, 0.013, "moins d’un client sur 100 a eu une difficulté de paiement (entre 0 et 2) ; ce"),
    ],
)
def test_a_groups_rate_is_no_end_of_its_interval_and_is_not_nought(view, page, portfolio, rate, low, high, said):
    portfolio.outcomes = Observed(900, round(900 * rate), rate, low, high)
    page.state.compare.kind = "all"
    assert said in plain(view.groups.words.value)


def test_a_bar_says_its_values_when_it_is_pointed_at_and_pressed(view):
    chart = view.variable.distribution
    filled = next(index for index, share in enumerate(chart.bars.y) if share > 0)
    chart._say(chart.tip, {"data": {"index": filled}})
    assert re.fullmatch(r'<p role="status">De\s104 à\s15\s400\s: 4 clients, 80\s% du groupe</p>', chart.tip.value)
    chart._say(chart.told, {"data": {"index": 999}})
    assert chart.told.value == ""


@pytest.mark.parametrize("client", [0, 4])
def test_the_clients_line_and_the_middles_have_their_names_beside_them(client):
    chart, found = Distribution(), number([10.0, 20.0, 30.0, 40.0, 50.0], client)
    spread = bins(found)
    chart.show(spread, found.client_value, found.median, ({10.0: "10"}, {0.1: "10 %"}))
    chart.set_texts(["a"] * len(spread.counts), ("ce client", "milieu"))
    written = {text: mark for mark in chart.names for text in mark.text}
    assert set(written) == {"ce client", "milieu"}
    assert written["ce client"].align == ("start" if client == 0 else "end")
    assert written["ce client"].y_offset != written["milieu"].y_offset
    chart.show(spread, None, found.median, ({10.0: "10"}, {0.1: "10 %"}))
    chart.set_texts(["a"] * len(spread.counts), ("ce client", "milieu"))
    assert [text for mark in chart.names for text in mark.text] == ["milieu"]


@pytest.mark.parametrize("name", sorted(name for name, entry in catalogue().items() if entry.expected_side))
def test_the_usual_effect_is_on_the_side_that_reasons_are_held_to(name):
    """A refused share above the middle is no "–" in the table where it is a reason that raises the risk."""
    side = {1: "▲ raises the risk", -1: "▼ lowers the risk"}
    for value, median in ((0.9, 0.1), (0.1, 0.9)):
        said = row(ComparisonRow(name, 1000 * value, 1000 * median, None), "en")[-1]
        assert said == side[catalogue()[name].expected_side * (1 if value > median else -1)]


SHOWN_ALIKE = {
    "application_days_employed": (60, 4000),
    "installments_days_late_mean": (0, 70),
    "application_days_birth": (7000, 25000),
    SHARE: (0.0, 1.2),
    "bureau_rows_count": (0, 300),
    "application_own_car_age": (0, 40),
    "application_implied_term": (3, 60),
    "application_ext_source_2": (0, 1),
}


def months_of(text):
    """A span in one unit or two, in months."""
    of = {"year": 12.0, "month": 1.0, "day": 12 / 365.25}
    return sum(float(number) * of[unit] for number, unit in re.findall(r"([\d.]+) (year|month|day)", text))


def days_in(gap):
    """A gap in days; under one is half of one."""
    number = re.match(r"[\d.]+", gap)
    return float(number[0]) if number else {"the same": 0.0, "slightly more": 0.5, "slightly less": 0.5}[gap]


def gap_to_under_a_day(shown):
    """How many days may lie between a span as shown, from ten on in whole days, and one shown as under a day."""
    if shown == "under a day":
        return 0.0, 0.0
    days = float(re.match(r"[\d.]+", shown)[0])
    return max(days - 1.0, 0.0) - 0.5 * (days >= 10), days + 0.5 * (days >= 10)


@pytest.mark.parametrize("feature", SHOWN_ALIKE)
def test_a_difference_is_that_of_the_values_shown(feature):
    """Of values shown in one unit, the difference said is the one that a reader finds by subtracting."""
    low, high = SHOWN_ALIKE[feature]
    for value, median in np.random.default_rng(7).uniform(low, high, (300, 2)).tolist():
        _, first, second, gap, _ = (plain(cell) for cell in row(ComparisonRow(feature, value, median, None), "en"))
        if " and " in first + second + gap:
            shown = abs(months_of(first) - months_of(second))
            assert abs(months_of(gap) - shown) <= (6 if shown >= 60 else 0.5), (first, second, gap)
            continue
        if "under a day" in (first, second):
            fewest, most = gap_to_under_a_day(first if second == "under a day" else second)
            assert fewest <= days_in(gap) <= most, (first, second, gap)
            continue
        (one, unit), (two, other) = (re.match(r"([\d,.]+) ?(\D*)", text).groups() for text in (first, second))
        said = re.match(r"([\d,.]+) ", gap)
        if said and unit.rstrip("s") == other.rstrip("s"):
            difference = abs(float(one.replace(",", "")) - float(two.replace(",", "")))
            if re.match(r"[\d.,]+ (months?|years?|days?)", gap):
                assert unit[:3] in gap, (first, second, gap)
            decimals = len(said[1].partition(".")[2])
            assert abs(float(said[1].replace(",", "")) - difference) <= 0.5 * 10**-decimals + 1e-9, (first, second, gap)


def test_comparing_is_drawn_without_a_client(portfolio, caplog):
    page = Page(portfolio, unasked=True)
    page.state.section = "compare"
    assert not caplog.records
    page.state.find.open(100002)
    assert page.state.compare.variable
    assert not caplog.records


def test_a_client_and_the_variable_that_follows_are_compared_once(portfolio, monkeypatch):
    page = Page(portfolio)
    page.state.section = "compare"
    asked = []
    plain = portfolio.compare
    monkeypatch.setattr(portfolio, "compare", lambda *what: asked.append(what[:2]) or plain(*what))
    for _ in range(3):
        page.state.find.step(1)
    assert [client for client, _ in asked] == sorted({client for client, _ in asked})
    assert len(asked) == 3


def test_the_row_of_the_variable_that_is_shown_is_marked_however_it_was_chosen(page, view):
    rows = r'<tr role="row" class="chosen" aria-current="true"><th[^>]*><button[^>]*data-pad-compare="(\w+)"'
    page.state.compare.variable = "application_ext_source_3"
    assert re.findall(rows, view.table.content.value) == ["application_ext_source_3"]
    view.wanted.value = "application_amt_credit 1"
    assert re.findall(rows, view.table.content.value) == ["application_amt_credit"]


@pytest.mark.parametrize(
    ("value", "median", "said"),
    [
        (0.0, 0.2, ("0 jour", "moins d’un jour", "un peu moins", "▼ diminue le risque")),
        (1.3, 0.4, ("1,3 jour", "moins d’un jour", "un peu plus", "▲ augmente le risque")),
        (1.4, 0.4, ("1,4 jour", "moins d’un jour", "1 jour de plus", "▲ augmente le risque")),
        (0.1, 0.9, ("moins d’un jour", "moins d’un jour", "pareil", "–")),
    ],
)
def test_nobody_says_tenths_of_one_day(value, median, said):
    told = row(ComparisonRow("installments_days_late_mean", value, median, None), "fr")
    assert tuple(text.replace("\u00a0", " ") for text in told[1:]) == said
