"""What was read wrongly once: a word that is also another, a mark called by another's name, a code for a reader."""

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from scoring.texts.load import levels
from scoring.texts.sentences import letter_words, page

FOLDER = Path(str(files("scoring.texts")))


def pairs(value: object) -> Iterator[tuple[str, str]]:
    """Every text in French and in English, whatever it lies under."""
    if isinstance(value, dict):
        if isinstance(value.get("fr"), str) and isinstance(value.get("en"), str):
            yield value["fr"], value["en"]
        for inner in value.values():
            yield from pairs(inner)


def texts_of(pattern: str) -> list[tuple[str, str]]:
    paths = sorted(FOLDER.glob(pattern))
    return [pair for path in paths for pair in pairs(tomllib.loads(path.read_text("utf-8")))]


def test_a_part_of_a_number_is_said_to_be_one_in_english_too():
    """ "10, 2 running" are two numbers; "10, of which 2 running" is one and its part."""
    told = [(french, english) for french, english in texts_of("page/*.toml") if re.search(r"\}, dont \{", french)]
    assert len(told) >= 5
    assert [english for _, english in told if "of which" not in english and "of them" not in english] == []


def test_no_level_is_a_code_with_words_that_say_nothing():
    names = [words for column in levels()["application"].values() for words in column.values()]
    assert [words.fr for words in names if re.search(r"groupe \d|\d non précisé", words.fr)] == []
    assert [words.en for words in names if re.search(r"group \d|\d not specified", words.en)] == []


def test_nothing_on_the_page_begins_as_if_a_loan_were_meant():
    """ "Prêt" alone is a state and a loan."""
    found = [french for french, _ in texts_of("page/*.toml") if re.match(r"Prêt\b(?! personnel| à dépenser)", french)]
    assert found == []


def test_bars_are_not_called_lines():
    key = page("records.credits.key", "fr")
    assert re.findall(r"(Trait|Barre) (\S+)", key) == [("Barre", "colorée"), ("Barre", "grise"), ("Trait", "vertical")]
    assert "Solid" not in page("records.credits.key", "en")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_two_things_of_the_page_do_not_share_a_name(language):
    assert page("card.label", language) not in (page("paper.file", language), page("paper.letter", language))


@pytest.mark.parametrize("key", ["many", "one", "under_one"])
def test_what_past_applications_became_is_told_as_past(key):
    french, english = (letter_words(f"risk.{key}", language, n=8) for language in ("fr", "en"))
    assert re.search(r"\bont eu\b|\ba eu\b", french)
    assert " had a payment difficulty" in english


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_scales_ends_are_told_apart_from_the_scores_own(language):
    told = page("scale.higher", language, low=300, high=800)
    assert all(points in told for points in ("300", "800"))
    assert re.search(r"1.000", told)
