"""The decision's sentences at their edges: nobody, one, an interval that rounds away, named flags."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.dashboard.page import Page
from scoring.dashboard.panels.decision.hundred import hundred, round_percent
from scoring.explain.assessment import Comparable, Outside, Source
from scoring.model.comparable import wilson


def shown(fakes, **changes):
    return Page(fakes.FakePortfolio(**changes)).views["decision"].verdict.value


def near(rate, low, high, n=1000):
    return Comparable(n=n, difficulties=round(n * rate), rate=rate, low=low, high=high, level=0.9)


@pytest.mark.parametrize(
    ("comparable", "said"),
    [
        (near(0.0, 0.0, 0.003), "<b>moins de 1</b> a eu une difficulté de paiement (entre 0 et 0,3), plus de 99 ont"),
        (near(0.004, 0.002, 0.008), "<b>moins de 1</b> a eu une difficulté de paiement (entre 0 et 1), plus de 99 ont"),
        (near(0.01, 0.006, 0.016), "<b>environ 1</b> a eu une difficulté de paiement (entre 1 et 2), 99 ont"),
        (near(0.14, 0.137, 0.143), "<b>environ 14</b> ont eu une difficulté de paiement (entre 13,7 et 14,3), 86 ont"),
        (near(0.145, 0.12, 0.17), "<b>environ 15</b> ont eu une difficulté de paiement (entre 12 et 17), 85 ont"),
    ],
)
def test_out_of_a_hundred(fakes, comparable, said):
    assert said in shown(fakes, comparable=comparable)


def test_nobody_in_difficulty_is_said_so(fakes):
    html = shown(fakes, comparable=near(0.0, 0.0, 0.003), average_rate=0.002)
    assert "dont aucun avec une difficulté" in html
    assert "moyenne\u00a0: moins de 1." in html
    assert 'class="some"/>' not in html


@given(st.integers(1, 100_000), st.data())
def test_the_bounds_hold_what_stands_between_them(n, data):
    hits = data.draw(st.integers(0, n))
    low, high = (float(bound) for bound in wilson(hits, n, 0.9))
    one = hundred(Comparable(n, hits, hits / n, low, high, 0.9), "en")
    assert round_percent(low) <= one.some <= round_percent(high)
    assert one.some + one.rest == 100


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
    assert "Il manque le score externe n°\u00a01\u00a0: c’est ce qui préciserait" in shown(
        fakes, most_telling="external_1"
    )
    assert "Rien n’est connu ici\u00a0: crédits chez d’autres prêteurs." in shown(fakes, most_telling="bureau")
    assert "pad-telling" not in shown(fakes)


@pytest.mark.parametrize(
    ("states", "said"),
    [
        (("known", "none"), "1 source d’information sur 2 dit quelque chose"),
        (("known", "known"), "Dossier complet\u00a0: les 2 sources d’information"),
        (("none", "none"), "Aucune source d’information sur 2 ne dit"),
    ],
)
def test_sources_in_the_singular_and_complete(fakes, states, said):
    found = tuple(Source(name, state) for name, state in zip(("bureau", "card"), states, strict=True))
    assert said in shown(fakes, sources=found)
