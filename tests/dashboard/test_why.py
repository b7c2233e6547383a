"""Families that add up, the waterfall of one, what weighs for everyone, and what a term means."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.dashboard.page import Page
from scoring.dashboard.panels.why.force_plot import ENGLISH, force_frame, in_words, is_translatable
from scoring.dashboard.panels.why.points import base_points, in_points, path_from
from scoring.dashboard.panels.why.theme_bars import signed
from scoring.dashboard.panels.why.themes import THEMES, by_theme, heaviest, strongest_here, theme_weights
from scoring.dashboard.render.terms import meaning, term
from scoring.explain.assessment import Contribution
from scoring.features.catalogue import catalogue
from scoring.model.manifest import ReferenceStats
from scoring.texts.pages import page as page_text

FEATURES = sorted(catalogue())


@pytest.fixture
def why(portfolio):
    page = Page(portfolio)
    page.state.section = "why"
    return page


@given(st.dictionaries(st.sampled_from(FEATURES), st.floats(-2, 2), max_size=60))
def test_families_add_up_to_the_whole(shares):
    parts = tuple(Contribution(name, None, share) for name, share in shares.items())
    sums = by_theme(parts)
    assert tuple(one.theme for one in sums) == THEMES
    assert math.fsum(one.points for one in sums) == pytest.approx(in_points(math.fsum(shares.values())), abs=1e-9)
    assert sum(len(one.members) for one in sums) == len(parts)


@given(st.dictionaries(st.sampled_from(FEATURES), st.floats(-2, 2), min_size=1, max_size=40), st.integers(0, 12))
def test_a_path_ends_where_its_parts_add_up_to(shares, most):
    parts = [Contribution(name, None, share) for name, share in shares.items()]
    path = path_from(0.0, parts, most)
    assert path[-1].after == pytest.approx(in_points(math.fsum(shares.values())), abs=1e-9)
    assert sum(step.members for step in path) == len(parts)


def test_six_families_with_points_sign_and_word(why):
    view = why.views["why"]
    assert [button.description for button in view.rows.buttons.values()][4] == "▸ Sources externes"
    # 0.5 log-odds of difficulty are 0.5 * 60 / ln 2 = 43.3 points less
    assert "▲ −43 points, augmente le risque" in view.rows.bars["external"].value
    assert "▼ +17 points, diminue le risque" in view.rows.bars["credit"].value
    assert "0 point, sans effet" in view.rows.bars["situation"].value
    assert (
        "«\u00a0Sources externes\u00a0» change le plus le score de ce client\u00a0: −43 points" in view.families.value
    )
    assert "<table>" in view.under.value


def test_a_family_opens_to_its_features_and_closes_again(why):
    view = why.views["why"]
    view.rows.buttons["external"].click()
    assert why.state.why.theme == "external"
    assert view.rows.buttons["external"].description == "▾ Sources externes"
    assert "«\u00a0Sources externes\u00a0»\u00a0: −43,3 points en tout" in view.waterfall.title.value
    assert len(view.waterfall.rows.bars.x) == 3  # its start, its only feature, its sum
    assert "Score externe n°\u00a03" in view.waterfall.under.value
    assert view.back.layout.display is None
    why.state.find.step(1)
    assert "Sources externes" in view.waterfall.title.value
    view.back.click()
    assert "points au départ" in view.waterfall.title.value
    assert view.back.layout.display == "none"


def test_a_family_that_says_nothing_says_so(why):
    view = why.views["why"]
    view.rows.buttons["situation"].click()
    assert "«\u00a0Situation\u00a0» ne change pas le score de ce client." in view.waterfall.title.value
    assert view.waterfall.rows.figure.layout.display == "none"
    view.rows.buttons["situation"].click()
    assert view.waterfall.rows.figure.layout.display is None


def test_the_waterfall_says_what_each_feature_is(why, fakes):
    table = why.views["why"].waterfall.under.value
    assert "Score externe n°\u00a03. Unité\u00a0: note, de 0 à 1 en général. Habituellement\u00a0: pas" in table
    assert "En général, une valeur plus haute diminue le risque." in table


def test_shares_here_and_for_everyone(fakes):
    one = fakes.assessment()  # 0.5 external, -0.2 credit, 0.1 income
    weights = {w.name: w for w in theme_weights(one, {fakes.EXTERNAL: 0.1, fakes.AMOUNT: 0.3})}
    assert weights["external"].here == pytest.approx(0.5 / 0.8)
    assert weights["external"].everywhere == pytest.approx(0.25)
    assert math.fsum(w.here for w in weights.values()) == pytest.approx(1.0)
    assert [w.everywhere for w in theme_weights(one, {})] == [0.0] * 6


def test_what_weighs_here_but_little_in_general(fakes, portfolio):
    one = fakes.assessment()
    many = dict.fromkeys(FEATURES[:30], 0.5)
    assert strongest_here(one, {**many, fakes.EXTERNAL: 0.1}).rank == 31
    assert strongest_here(one, many).rank is None
    assert strongest_here(fakes.assessment(contributions=()), many) is None
    assert heaviest({"b": 1.0, "a": 1.0, "c": 2.0}, 2) == ("c", "a")
    portfolio.manifest.importance = {**many, fakes.EXTERNAL: 0.1}
    page = Page(portfolio)
    page.state.section = "why"
    assert "Ce qui pèse le plus ici pèse peu en général" in page.views["why"].everyone.value
    assert "(n°\u00a031 sur 31)" in page.views["why"].everyone.value


def test_a_client_without_any_contribution_is_drawn(fakes):
    page = Page(fakes.FakePortfolio(contributions=()))
    page.state.section = "why"
    assert page.views["why"].notice.value == ""


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_feature_can_be_explained(language):
    def say(key, **values):
        return page_text(key, language, **values)

    for name in FEATURES:
        text = meaning(name, {name: ReferenceStats(None, None, None, None, ())}, say, language)
        assert name not in text
        assert "_" not in text
        assert text.endswith(".")


def test_a_term_is_reached_by_the_keyboard_and_is_escaped():
    html = term("<a>", '"b"', "x")
    assert re.search(r'tabindex="0" aria-describedby="(\S+)">&lt;a&gt;.*role="tooltip" id="\1">&quot;b&quot;', html)


def test_ids_of_terms_are_unique(why):
    html = why.views["why"].reasons.value + why.views["why"].everyone.value
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids)) > 0


def test_the_force_plot_speaks_the_visitors_language(fakes):
    assert is_translatable()
    frame = force_frame(fakes.assessment(), lambda part: ("a", "b"), "t", ("plus </script>", "moins", "départ"))
    assert ".text(&quot;d\\u00e9part&quot;)" in frame
    assert "plus \\u003c/script>" in frame.replace("&gt;", ">")


def test_another_shap_keeps_its_own_words():
    assert in_words("other script", ("a", "b", "c")) == "other script"
    assert in_words('.text("higher")', ENGLISH) == '.text("higher")'


def test_points_have_their_sign():
    assert [signed(points, "fr") for points in (1.25, -1.25, 0.0, -0.01)] == ["+1,3", "−1,3", "0", "0"]


def test_base_points_stay_the_waterfalls_start(why, fakes):
    assert f"De {round(base_points(fakes.assessment()))} points" in why.views["why"].waterfall.title.value
