"""What is said of routes never contradicts itself: a score that suffices or does not rise, a case that is held."""

import re
from dataclasses import replace

import pytest

from scoring.what_if.change import Request
from scoring.what_if.route_words import RequiredScores, route_words, without_route
from scoring.what_if.routes import NEAR, Outcome, Route, Routes

REQUEST = Request(credit=600_000.0, annuity=25_000.0, goods_price=500_000.0, income=150_000.0)
NEEDED = RequiredScores(studied=468, threshold=500, granted=532)
LANGUAGES = ("fr", "en")


def outcome(zone, score, *causes):
    return Outcome(zone=zone, score=score, probability=0.1, causes=causes)


def route(after):
    return Route("longer", replace(REQUEST, annuity=20_000.0), (), 0.0, 0.1, after)


def routes_of(now, *ways, miss=None):
    return Routes(1, "model", REQUEST, now, ways, miss)


def text(routes, language):
    return " ".join(without_route(routes, language, NEEDED)).replace("\u00a0", " ")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("score", [533, 570])
def test_a_score_that_suffices_needs_no_more_points(language, score):
    said = text(routes_of(outcome("review", score, "thin_file"), miss=route(outcome("review", 598))), language)
    assert {"fr": "Le score suffit déjà", "en": "already enough"}[language] in said
    # "557 points, et il en faut plus de 523" beside "le seuil de 500" told two limits and not what either is for
    assert {"fr": "pour un accord sans l’étude d’un conseiller", "en": "without an adviser’s review"}[language] in said
    assert "598" not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_held_case_whose_score_would_suffice_is_still_looked_at(language):
    said = text(routes_of(outcome("review", 495, NEAR, "thin_file"), miss=route(outcome("review", 513))), language)
    assert {"fr": "le conseiller regarderait tout de même", "en": "the adviser would still look"}[language] in said
    assert {"fr": "il en faut", "en": "are needed"}[language] not in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("cause", "why"),
    [
        (
            "out_of_range",
            {"fr": "sortirait de ce que le modèle a déjà rencontré", "en": "outside what the model has met"},
        ),
        ("unstable_reasons", {"fr": "et le conseiller regarderait", "en": "and the adviser would still look"}),
    ],
)
def test_a_score_that_would_suffice_for_an_unusual_request_says_why_it_does_not(language, cause, why):
    """A letter said "531 points, and the adviser would still look" where a yes takes 523, and not what for."""
    said = text(routes_of(outcome("review", 485, NEAR), miss=route(outcome("review", 540, cause))), language)
    assert why[language] in said
    assert "540" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_without_a_way_says_how_far_it_gets(language):
    said = text(routes_of(outcome("refuse", 412), miss=route(outcome("refuse", 438))), language)
    far = {
        "fr": "de 412 à 438 points ; il en faut plus de 468 pour que le programme confie la demande à un conseiller, "
        "et plus de 532",
        "en": "from 412 to 438 points; more than 468 are needed for the program to pass the application to an adviser, "
        "and more than 532",
    }
    assert far[language] in said
    nothing = {
        "fr": "Aucun des changements essayés n’améliore le score.",
        "en": "No change that was tried improves the score.",
    }
    for miss in (None, route(outcome("refuse", 412))):
        assert text(routes_of(outcome("refuse", 412), miss=miss), language).endswith(nothing[language])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("now", "then"),
    [
        (outcome("review", 475, NEAR), outcome("review", 490, NEAR)),
        (outcome("review", 475, NEAR), outcome("review", 505, NEAR)),
        (outcome("review", 475, NEAR), outcome("review", 540, "out_of_range")),
        (outcome("refuse", 440), outcome("review", 480, "out_of_range")),
        (outcome("refuse", 440), outcome("review", 540, "out_of_range")),
        (outcome("refuse", 440), outcome("refuse", 467)),
    ],
)
def test_no_score_is_told_to_suffice_that_a_person_must_look_at_nor_to_need_less_than_it_has(language, now, then):
    said = text(routes_of(now, miss=route(then)), language)
    needed = [int(found) for found in re.findall(r"(?:plus de|more than) (\d+)", said)]
    assert all(score > then.score - 1 for score in needed)
    assert {"fr": "faut 500", "en": "500 are"}[language] not in said


def test_a_smaller_revolving_credit_is_a_lower_limit_and_buys_nothing():
    smaller = Route(
        "amount", replace(REQUEST, credit=400_000.0, annuity=16_667.0), (), 0.0, 0.1, outcome("accept", 540)
    )
    asked = replace(routes_of(outcome("review", 520, NEAR), smaller), request=replace(REQUEST, revolving=True))
    (words,) = route_words(asked, "fr")
    assert words.sentence.replace("\u00a0", " ").startswith("Demander un plafond de 400 000 au lieu de 600 000 : la")
    assert words.assumes == "La mensualité baisse dans la même proportion que le plafond."
    assert "plafond" not in route_words(replace(asked, request=REQUEST), "fr")[0].sentence


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("score", [500, 520])
def test_a_held_score_near_the_threshold_is_not_said_to_suffice(language, score):
    said = text(routes_of(outcome("review", score, NEAR, "thin_file"), miss=route(outcome("review", 525))), language)
    assert {"fr": "suffit", "en": "enough"}[language] not in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("before", "after"), [(530, 530), (530, 528), (530, 531)])
def test_a_way_on_which_the_score_does_not_rise_says_what_changes(language, before, after):
    (words,) = route_words(
        routes_of(outcome("review", before, "unstable_reasons"), route(outcome("accept", after))), language
    )
    rises = {"fr": "passerait de", "en": "would go from"}[language] in words.sentence
    assert rises == (after > before)
    gone = {"fr": "disparaîtrait", "en": "would be gone"}[language] in words.sentence
    assert gone == (after <= before)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_duration_that_was_computed_is_said_as_people_say_it(language):
    """ "Rembourser en 29 mois au lieu de 28,2 mois"."""
    longer = Route("longer", replace(REQUEST, annuity=REQUEST.credit / 29), (), 0.0, 0.1, outcome("accept", 540))
    asked = replace(routes_of(outcome("review", 520, NEAR), longer), request=replace(REQUEST, annuity=600_000 / 28.2))
    (words,) = route_words(asked, language)
    expected = {
        "fr": "Rembourser en 29 mois au lieu d’environ 28 mois :",
        "en": "Repay in 29 months instead of about 28 months:",
    }
    assert words.sentence.replace("\u00a0", " ").startswith(expected[language])
