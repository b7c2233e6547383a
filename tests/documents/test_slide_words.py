"""What slides claim and what the speaker says: of what the run has, of the pictures as they stand, with its numbers."""

import re
from html import escape
from types import SimpleNamespace

import pytest

from scoring.documents.quality_sentences import candidate_name
from scoring.documents.run_facts import facts_of
from scoring.documents.slide_pictures import PICTURES
from scoring.documents.slides import PLAN, Deck, slides_page
from scoring.texts.sentences import words

LANGUAGES = ("fr", "en")
WITHOUT = ("kernel", "candidates")  # what a run without a comparison has no picture of


@pytest.fixture(scope="module")
def not_compared(world):
    return facts_of(world)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", WITHOUT)
def test_a_slide_without_its_picture_claims_nothing_of_it(not_compared, facts_won, language, key):
    for facts, index in ((facts_won, 0), (not_compared, 1)):
        deck = Deck(facts, language)
        titles = [escape(deck.say(f"{key}.{part}")) for part in ("title", "title_without")]
        slide = deck.slide(key).data
        assert [title for title in titles if f"<h2>{title}</h2>" in slide] == [titles[index]]
        figure_named = {"fr": "La figure", "en": "The figure"}[language] in slide
        assert figure_named == (index == 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_title_of_the_choice_says_what_the_rule_names(facts_won, facts_lost, language):
    served = {"fr": ("c’est le modèle servi", "et non le modèle servi"), "en": (": the served", ", not the served")}
    for facts in (facts_won, facts_lost):
        chosen = facts.recommended.candidate
        title = Deck(facts, language).say("candidates.title")
        assert candidate_name(chosen, language) in title
        assert [part in title for part in served[language]] == [chosen == "blend", chosen != "blend"]


def test_a_slide_in_a_notebook_brings_the_style_of_its_pictures_and_the_page_has_it_once(not_compared):
    deck = Deck(not_compared, "en")
    drawn = re.findall(r'<div class="(walk|bars|splits|zones)"', "".join(deck.slides()))
    assert drawn == ["walk", "bars", "splits", "zones"]
    style, slide = deck.slide("data").data.removeprefix("<style>").split("</style>")
    assert slide == deck.slides()[3]
    assert [name for name in drawn if f"\n.{name} " not in style] == []
    assert [html for html in deck.slides() if html.startswith("<style>")] == []
    assert "/*" not in style  # English words in a French notebook
    assert slides_page(deck.slides(), "en").count("\n.walk {") == 1


@pytest.mark.parametrize("folds", [2, 5, 10, 20])
def test_a_slide_has_room_for_the_models_of_any_number_of_folds(folds):
    note = SimpleNamespace(numbers={"folds": str(folds), "trees_learned": "learned"}, language="en")
    drawn = PICTURES["splits"](note)
    assert drawn.count('class="row"') == min(folds, 5)
    assert f"Model {folds}<" in drawn
    named = drawn.count("Model ")
    assert drawn.count('class="judged"') == named
    assert drawn.count('class="learned"') == named * (folds - 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_of_the_page_is_in_the_slides_language(language):
    pictures = {lang: PICTURES["screens"](SimpleNamespace(numbers={}, language=lang)) for lang in LANGUAGES}
    assert "data:image/png;base64," in pictures[language]
    assert len({picture.partition("base64,")[2] for picture in pictures.values()}) == len(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_rare_and_what_half_costs_are_the_runs(not_compared, language):
    deck = Deck(not_compared, language)
    rare, cost_grant = (deck.note.numbers[name] for name in ("rate_hundred", "cost_grant"))
    assert {"fr": f"Environ {rare} dossiers sur cent", "en": f"About {rare} applications in a hundred"}[
        language
    ] in deck.slide("imbalance").data
    half = deck.slide("threshold").data.partition("<aside")[2]
    assert {"fr": f"contre {cost_grant} en accordant", "en": f"against {cost_grant} when all"}[language] in half


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_speaker_says_where_pictures_stand_as_they_do(language):
    places = {"fr": ("à côté de la figure", "sous la figure"), "en": ("beside the figure", "under the figure")}[
        language
    ]
    for key, _, shape in PLAN:
        notes = words.all()[f"slides.{key}.notes"].say(language)
        spoken = {("beside", "wide")[number] for number, place in enumerate(places) if place in notes}
        assert spoken <= {shape}
    views = words.all()["slides.results.notes"].say(language)
    assert views.startswith({"fr": "Deux vues", "en": "Two views"}[language])
