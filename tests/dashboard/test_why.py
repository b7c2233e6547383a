"""Families that add up, the waterfall of one, what weighs for everyone, and what a term means."""

import dataclasses
import math
import re
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.dashboard.page import Page
from scoring.dashboard.panels.decision.reasons import sentences_html, untold
from scoring.dashboard.panels.why.everyone import heaviest
from scoring.dashboard.panels.why.force_plot import ENGLISH, force_frame, in_words, is_translatable
from scoring.dashboard.panels.why.steps import family_steps, shown_families
from scoring.dashboard.panels.why.waterfall import waterfall_html
from scoring.dashboard.render.terms import meaning, term
from scoring.dashboard.render.weights import signed
from scoring.explain.elements import Contribution
from scoring.explain.families import base_points, family_of, in_points, stories, whole_points
from scoring.features.catalogue import catalogue
from scoring.model.manifest import ReferenceStats
from scoring.texts.sentences import page as page_text

FEATURES = sorted(catalogue())
UNTOLD = (
    ("fr", "«\u00a0Montant du crédit demandé\u00a0» pèse aussi (+78\u00a0points), sans être cité comme motif\u00a0:"),
    ("en", "“Loan amount requested” weighs too (+78\u00a0points), but is not given as a reason:"),
)


@pytest.fixture
def why(portfolio):
    page = Page(portfolio)
    page.state.section = "why"
    return page


def say(key, **values):
    return page_text(key, "fr", **values)


@given(st.dictionaries(st.sampled_from(FEATURES), st.floats(-2, 2), max_size=60), st.floats(-4, 0))
def test_families_add_up_to_the_score_exactly_and_in_whole_points(shares, base):
    parts = tuple(Contribution(name, 0.2, share) for name, share in shares.items())
    families = tuple(family_of(story) for story in stories(parts, {}, ()))
    log_odds = base + math.fsum(shares.values())
    described = SimpleNamespace(contributions=parts, families=families, base_value=base, log_odds=log_odds)
    steps = family_steps(described, {}, say, "fr")
    total = whole_points(base_points(log_odds)) - whole_points(base_points(base))
    assert sum(step.points for step in steps) == total
    assert math.fsum(step.after - step.before for step in steps) == pytest.approx(
        in_points(math.fsum(shares.values())), abs=1e-9
    )
    for step in steps:
        assert sum(part.points for part in step.parts) == (step.points if step.parts else 0)
    sizes = [abs(family.contribution) for family in families]
    assert sizes == sorted(sizes, reverse=True)


def test_whose_usual_value_it_is_is_said_beside_the_reasons(why):
    """Compare shows the middle of a group that one chooses: the two are of other people."""
    assert "parmi les clients sur lesquels le modèle a appris" in why.views["why"].reasons.value


def test_the_waterfall_speaks_of_families_in_points_with_sign_and_word(why):
    html = why.views["why"].waterfall.value
    # 0.5 log-odds of difficulty are 0.5 * 60 / ln 2 = 43.3\u00a0points less
    assert (
        "«\u00a0Notes d’organismes extérieurs\u00a0» change le plus le score de ce client\u00a0: −43\u00a0points"
        in html
    )
    assert '<b>−43</b> <span class="raises">▲ augmente</span>' in html
    assert '<b>+17</b> <span class="lowers">▼ diminue</span>' in html
    assert "<table>" in html


def test_a_family_of_several_features_opens_to_them():
    parts = (Contribution("bureau_amt_credit_sum_max", 1.0, 0.3), Contribution("bureau_amt_credit_sum_mean", 2.0, 0.1))
    families = tuple(family_of(story) for story in stories(parts, {}, ()))
    described = SimpleNamespace(contributions=parts, families=families, base_value=-2.0, log_odds=-1.6)
    (step,) = family_steps(described, {}, say, "fr")
    assert [part.points for part in step.parts] == [-26, -9]
    assert step.points == -35


def test_no_bar_leaves_the_picture_where_a_family_s_features_go_further_than_the_family():
    """-37 and +35 of two external scores make -2: the bars of an open family stood outside the card."""
    parts = (Contribution("application_ext_source_3", 0.1, 3.0), Contribution("application_ext_source_2", 0.8, -2.9))
    families = tuple(family_of(story) for story in stories(parts, {}, ()))
    described = SimpleNamespace(
        contributions=parts, families=families, base_value=-2.0, log_odds=-1.9, threshold_score=500, score=507
    )
    html = waterfall_html(described, {}, say, "fr")
    bars = [(float(left), float(width)) for left, width in re.findall(r"left:([-\d.]+)%;width:([\d.]+)%", html)]
    assert len(bars) >= 3
    assert all(left >= 0 and left + width <= 100 for left, width in bars), bars


def test_small_families_together_are_never_the_longest_bar():
    parts = tuple(Contribution(name, 0.2, 0.1) for name in FEATURES[:200])
    families = tuple(family_of(story) for story in stories(parts, {}, ()))
    assert shown_families(families) == 25
    assert shown_families(families[:11]) == 10
    assert shown_families(families[:3]) == 3


def test_this_client_and_everyone_stand_side_by_side_in_the_same_measure(why, portfolio):
    html = why.views["why"].everyone.value
    assert "<li>Notes d’organismes extérieurs <small>−43\u00a0points</small></li>" in html
    assert "<li>Notes d’organismes extérieurs <small>en moyenne 26\u00a0points" in html
    assert heaviest({"application_ext_source_1": 0.2, "application_ext_source_2": 0.1, "application_amt_credit": 0.25})[
        0
    ] == (pytest.approx(0.3), ("application_ext_source_1", "application_ext_source_2"))


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("fr", "Modèle m1, entraîné le 4\u00a0novembre\u00a02026."),
        ("en", "Model m1, trained on 4\u00a0November\u00a02026."),
    ],
)
def test_the_page_says_which_model_speaks(why, language, line):
    why.state.language = language
    assert line in why.views["why"].everyone.value


def test_a_long_version_is_known_by_its_first_letters(fakes):
    page = Page(fakes.FakePortfolio(model="50f2293a4f6955c7"))
    page.state.section = "why"
    assert "Modèle 50f2293a, entraîné" in page.views["why"].everyone.value
    page.state.paper.opened = True
    page.state.paper.html = "<p>written</p>"
    assert "modèle 50f2293a." in page.asked[0].note.value


@pytest.mark.parametrize(("language", "sentence"), UNTOLD)
def test_a_family_that_outweighs_the_reasons_and_cannot_be_said_is_named_beside_them(fakes, language, sentence):
    """The waterfall put it first, and the list of reasons began with the second without a word."""
    whole = fakes.assessment()
    amount = next(family for family in whole.families if family.feature == "application_amt_credit")
    heavy = dataclasses.replace(amount, contribution=-0.9, points=78)
    others = tuple(family for family in whole.families if family is not amount)
    first = dataclasses.replace(whole, families=(heavy, *others))
    told = sentences_html(first, fakes.REFERENCE, lambda key, **values: page_text(key, language, **values), language)
    assert sentence in re.sub("<[^>]+>", "", told)
    assert [family.feature for family in untold(whole)] == []  # nothing is said of what weighs less than the reasons


def test_a_client_without_any_contribution_is_drawn(fakes):
    page = Page(fakes.FakePortfolio(contributions=()))
    page.state.section = "why"
    assert page.views["why"].notice.value == ""


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_feature_can_be_explained(language):
    def words(key, **values):
        return page_text(key, language, **values)

    for name in FEATURES:
        text = meaning(name, {name: ReferenceStats(None, None, None, None, ())}, words, language)
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
    assert [signed(points, "fr", 1) for points in (1.25, -1.25, 0.0, -0.01)] == ["+1,3", "−1,3", "0", "0"]


def axis_of(base, score, threshold=500):
    """What stands above the rows of a client's waterfall: ``(place in per cent, text)``."""
    parts = (Contribution("application_ext_source_3", 0.1, 3.0),)
    families = tuple(family_of(story) for story in stories(parts, {}, ()))
    described = SimpleNamespace(
        contributions=parts,
        families=families,
        base_value=base,
        log_odds=base + 3.0,
        threshold_score=threshold,
        score=score,
    )
    row = re.search(r'<div class="row axis".*?</div>', waterfall_html(described, {}, say, "fr"))[0]
    return [(float(place), text) for place, text in re.findall(r'left:([-\d.]+)%">([^<]*)<', row)]


@pytest.mark.parametrize("base", [-2.0, -4.0, -6.0, -1.0])
def test_the_upright_lines_of_the_waterfall_are_named_above_it(base):
    texts = axis_of(base, 507)
    assert [text for _, text in texts].count("seuil 500") == 1
    assert 2 <= len(texts) <= 7
    places = sorted(place for place, _ in texts)
    assert 0 <= places[0] <= places[-1] <= 100
    gate = next(place for place, text in texts if text == "seuil 500")
    assert all(abs(place - gate) > 20 for place, text in texts if text != "seuil 500")
    assert all(text.isdecimal() for _, text in texts if text != "seuil 500")
