"""The decision's sentences at their edges: nobody, one, an interval that rounds away, named flags."""

import re
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.dashboard.page import Page
from scoring.dashboard.render.html import people
from scoring.explain.elements import Comparable, Outside, Source, UnusableValue
from scoring.explain.hundred import risk_of, round_percent


def shown(fakes, **changes):
    view = Page(fakes.FakePortfolio(**changes)).views["decision"]
    return view.verdict.value + view.under.value


def near(low, high, n=1000, rate=0.1):
    return Comparable(n=n, difficulties=round(n * rate), rate=rate, low=low, high=high, level=0.9)


@pytest.mark.parametrize(
    ("probability", "comparable", "number", "between"),
    [
        (0.002, near(0.0, 0.003), "moins de 1 <small>dossier sur 100", "Entre 0 et 1. Tous"),
        (0.01, near(0.006, 0.016), "environ 1 <small>dossier sur 100", "Entre 0 et 2. Tous"),
        (0.14, near(0.137, 0.143), "environ 14 <small>dossiers sur 100", "Entre 13 et 15. Tous"),
        (0.3685, near(0.2204, 0.3702), "environ 37 <small>dossiers sur 100", "Entre 22 et 38. Tous"),
        (0.145, near(0.12, 0.17), "environ 15 <small>dossiers sur 100", "Entre 12 et 17. Tous"),
    ],
)
def test_the_one_risk_number_and_the_interval_that_holds_it(fakes, probability, comparable, number, between):
    html = shown(fakes, probability=probability, comparable=comparable)
    assert number in html
    assert between in html
    assert html.count("<rect") == 100
    assert html.count('class="some"/>') == round_percent(probability)
    upper = int(between.split(" et ")[1].split(".")[0])
    assert html.count('class="may"/>') == upper - round_percent(probability)
    assert "Seuil\u00a0: 9." in html


@pytest.mark.parametrize("probability", [0.05, 0.3])
def test_no_interval_stands_beside_a_number_that_it_excludes(fakes, probability):
    html = shown(fakes, probability=probability, comparable=near(0.1, 0.2))
    assert "Entre" not in html
    assert "trop loin de ce dossier pour donner un intervalle" in html
    assert 'class="may"' not in html


def test_the_line_stands_after_as_many_people_as_the_threshold():
    html = people(2, "label", may=4, gate=(9, "seuil 9"))
    assert 'd="M118.6 -3v22"' in html  # between the ninth person, up to 116.6, and the tenth, from 120.6
    assert 'style="left:44.9%">seuil 9<' in html
    second_row = people(2, "label", gate=(23, "seuil 23"))
    assert 'd="M38.2 19v22"' in second_row
    assert "seuil 23" not in second_row  # above the first row the name would stand over other people


def steps(page):
    return re.findall(r'data-pad-bar="step (\w+)"', page.views["decision"].under.value)


def test_what_the_client_can_do_stands_under_every_answer_but_a_yes(fakes):
    for zone, expected in (
        ("refuse", ["request", "data", "person"]),
        ("review", ["request", "data", "person"]),
        ("accept", []),
    ):
        assert steps(Page(fakes.FakePortfolio(zone=zone))) == expected


@pytest.mark.parametrize(("step", "section"), [("request", "simulate"), ("data", "file")])
def test_a_step_opens_its_section(fakes, step, section):
    page = Page(fakes.FakePortfolio(zone="refuse"))
    field = page.views["decision"].body.children[-1]
    field.value = f"step {step} 1"
    assert page.state.section == section
    field.value = "step nothing 2"
    assert page.state.section == section


def test_another_look_begins_with_the_letter(fakes, monkeypatch):
    page = Page(fakes.FakePortfolio(zone="refuse"))
    asked = []
    monkeypatch.setattr(page.state.paper, "show", asked.append)
    page.state.opinion.opened = True
    page.views["decision"].body.children[-1].value = "step person 1"
    assert asked == ["letter"]
    assert not page.state.opinion.opened


def test_a_route_that_was_found_is_told_as_the_first_step_of_its_client_only(fakes, monkeypatch):
    from scoring.what_if import route_words

    words = (route_words.RouteWords("Demander moins : accord.", "", ""),)
    monkeypatch.setattr(route_words, "route_words", lambda routes, language: words)
    page = Page(fakes.FakePortfolio(zone="refuse"))
    page.state.simulate.routes = SimpleNamespace(client=page.state.client, routes=("one",))
    assert "Demander moins : accord." in page.views["decision"].under.value
    page.state.simulate.routes = SimpleNamespace(client=page.state.client + 1, routes=("one",))
    assert "Demander moins : accord." not in page.views["decision"].under.value


def test_nobody_in_difficulty_is_said_so(fakes):
    html = shown(fakes, probability=0.001, comparable=near(0.0, 0.003, rate=0.0), average_rate=0.002)
    assert "dont aucun avec une difficulté" in html
    assert "Tous les clients\u00a0: moins de 1." in html
    assert 'class="some"/>' not in html


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_the_bounds_hold_what_stands_between_them(probability, low, high):
    low, high = sorted((low, high))
    described = SimpleNamespace(probability=probability, comparable=near(low, high))
    risk = risk_of(described)
    assert (risk.low is None) == (not low <= probability <= high)
    assert risk.some + risk.rest == 100
    if risk.low is not None:
        assert risk.low == 0 if risk.some == 0 else risk.low < risk.some
        assert risk.high == 100 if risk.some == 100 else risk.some < risk.high
        assert risk.low / 100 <= low  # not 100 times: 100 * 0.56 is more than 56
        assert risk.high / 100 >= high


def outside(label):
    words = {"fr": label, "en": label}
    return Outside("application_amt_credit", words, {"fr": "9", "en": "9"}, {"fr": "de 1 à 2", "en": "from 1 to 2"})


def test_values_outside_are_named_and_at_most_three(fakes):
    cause = {"review_because": ("out_of_range",)}
    one = shown(fakes, outside=(outside("<A>"),), **cause)
    assert "Une valeur de ce dossier sort de ce que le modèle a rencontré\u00a0: &lt;A&gt;, 9 (de 1 à 2)." in one
    many = shown(fakes, outside=tuple(outside(name) for name in "ABCDE"), **cause)
    assert "C, 9 (de 1 à 2)\u00a0; et 2 de plus." in many
    assert "sortent de ce que le modèle a déjà rencontré" in shown(fakes, **cause)


def test_the_reason_that_is_not_sure_is_named(fakes):
    cause = {"review_because": ("unstable_reasons",)}
    html = shown(fakes, unsure_reason=fakes.EXTERNAL, **cause)
    assert "Le motif le plus fort, «\u00a0Score externe &lt;3&gt;\u00a0», n’est pas sûr" in html
    assert "Les motifs changent" in shown(fakes, **cause)


def test_the_source_that_would_tell_most(fakes):
    assert "Il manque la note de l’organisme extérieur n°\u00a01\u00a0: c’est ce qui préciserait" in shown(
        fakes, most_telling="external_1"
    )
    assert "Rien n’est connu ici\u00a0: crédits chez d’autres prêteurs." in shown(fakes, most_telling="bureau")
    assert "pad-telling" not in shown(fakes)


@pytest.mark.parametrize(
    ("states", "said"),
    [
        (("known", "none"), "1 source d’information sur 2 dit quelque chose"),
        (("known", "known"), "Dossier complet\u00a0: les 2 sources d’information"),
        (("none", "none"), "Aucune des 2 sources d’information ne dit"),
    ],
)
def test_sources_in_the_singular_and_complete(fakes, states, said):
    found = tuple(Source(name, state) for name, state in zip(("bureau", "card"), states, strict=True))
    assert said in shown(fakes, sources=found)


def unusable(cause, label):
    words = {"fr": f"{label} n’est pas possible.", "en": f"{label} is not possible."}
    return UnusableValue(cause, "application", "AMT_INCOME_TOTAL", words, {"fr": "−5", "en": "−5"}, words)


def test_values_that_could_not_be_used_are_named_under_their_cause_and_at_most_three(fakes):
    cause = {"review_because": ("impossible_value",)}
    one = shown(fakes, unusable=(unusable("impossible_value", "<A>"), unusable("unknown_text", "B")), **cause)
    assert "<li>&lt;A&gt; n’est pas possible.</li>" in one
    many = shown(fakes, unusable=tuple(unusable("impossible_value", name) for name in "ABCDE"), **cause)
    assert "C n’est pas possible. Et 2 de plus." in many
    assert "Une valeur de ce dossier n’est pas possible" in shown(fakes, **cause)
