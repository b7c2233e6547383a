"""A number beside a word in the plural has a singular beside it, in both languages: "1 clients" is nobody's grammar."""

import re

import pytest

from scoring.texts.sentences import page, page_count

NOUNS = (
    *("clients", "dossiers", "informations", "lignes", "demandes", "crédits", "échéances", "familles", "points"),
    *("personnes", "applications", "files", "pieces", "rows", "people", "loans", "instalments", "families", "months"),
    *("autres", "other", "percentage points"),
)
COUNTED = re.compile(rf"\{{(\w+)\}}[\s\u00a0](?:{'|'.join(NOUNS)})\b")
# Numbers that are never one: a score has hundreds of points, a model and a sample hundreds of files.
NEVER_ONE = frozenset(
    {
        *("scale.points", "decision.observed", "decision.observed_only", "compare.two_sample", "waterfall.explain"),
        *(
            "simulate.same_zone",
            "simulate.other_zone",
            "simulate.same_score",
            "simulate.other_zone_only",
            "simulate.scale_now",
        ),
        *("simulate.scale_then", "card.announced", "records.months_ago"),
        *(
            "routes.miss",
            "routes.refused_miss",
            "routes.held_miss",
            "routes.unusual_miss",
            "routes.near_miss",
            "routes.enough",
        ),
        *("routes.accept", "routes.review", "routes.steady"),
        *("model.learned.clients", "model.groups.note"),
    }
)


def has_singular(key):
    """Whether the same sentence stands elsewhere for one: ``other`` beside ``others``, ``one`` beside ``many``."""
    name, _, last = key.rpartition(".")
    singulars = {f"{name}.one"} if last == "many" else {f"{name}.{last.removesuffix('s')}", f"{key}_one"}
    return bool(singulars.intersection(page.all()) - {key})


def test_every_counted_word_of_the_page_has_a_singular():
    faults = [
        key
        for key, words in page.all().items()
        if key not in NEVER_ONE
        and not key.endswith(".one")
        and any(COUNTED.search(text) for text in (words.fr, words.en))
        and not has_singular(key)
    ]
    assert faults == []


def test_the_list_of_what_is_never_one_names_sentences_that_are_there():
    assert set(page.all()) >= NEVER_ONE


@pytest.mark.parametrize(
    ("count", "french", "english"),
    [
        (0, "0 point de pourcentage", "0 percentage points"),
        (0.5, "0,5 point de pourcentage", "0.5 percentage points"),
        (1, "1 point de pourcentage", "1 percentage point"),
        (1.5, "1,5 point de pourcentage", "1.5 percentage points"),
        (2, "2 points de pourcentage", "2 percentage points"),
    ],
)
def test_french_counts_from_two_and_english_all_but_one(count, french, english):
    said = [page_count("compare.percent_points", count, language).replace("\u00a0", " ") for language in ("fr", "en")]
    assert said == [french, english]


def test_every_sentence_for_one_has_its_plural_and_the_same_braces():
    braces = re.compile(r"{(\w+)}")
    for key, words in page.all().items():
        if key.endswith(".one"):
            plural = page.all()[key.removesuffix("one") + "many"]
            for text, other in ((words.fr, plural.fr), (words.en, plural.en)):
                assert set(braces.findall(other)) - {"n"} == set(braces.findall(text)) - {"n"}, key
