"""One typeface in everything that leaves the page as a file: it travels inside, and every style names it first."""

import base64
import re

import pytest

from scoring.documents.frame import document_style, part_of_page
from scoring.documents.letters.parts import style
from scoring.documents.slides import Deck
from scoring.documents.typeface import typeface_rule

FAMILIES = re.compile(r"font(?:-family)?:([^;}]*sans-serif)")


def test_both_weights_are_there_and_every_weight_between_has_one():
    rules = typeface_rule().splitlines()
    assert [re.search(r"font-weight: ([\d ]+);", rule)[1] for rule in rules] == ["400", "500 900"]
    fonts = [base64.b64decode(re.search(r"base64,([^)]+)\)", rule)[1]) for rule in rules]
    assert [font[:4] for font in fonts] == [b"wOF2", b"wOF2"]
    assert fonts[0] != fonts[1]
    assert max(map(len, fonts)) < 20_000


@pytest.mark.parametrize("name", ["report.css", "slides.css"])
def test_a_document_carries_the_typeface_that_its_style_names_first(name):
    assert document_style(name) == typeface_rule() + part_of_page(name)
    named = FAMILIES.findall(part_of_page(name))
    assert len(named) >= 2
    assert [families for families in named if families.split(",")[0].split()[-2:] != ['"Pad', 'Text"']] == []


def test_letters_carry_it_too():
    assert style().startswith(typeface_rule())
    assert {families.split(",")[0].split()[-2] for families in FAMILIES.findall(style())} == {'"Pad'}


@pytest.mark.slow
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_slide_whose_picture_the_run_lacks_shows_a_table_in_its_place(facts_alone, facts_won, language):
    lacking, whole = Deck(facts_alone, language), Deck(facts_won, language)
    shown = {key: str(lacking.slide(key).data) for key in ("kernel", "candidates")}
    assert [text.count("<table") for text in shown.values()] == [1, 1]
    assert ["<svg" in text for text in shown.values()] == [False, False]
    assert "pad-slide wide slide-kernel" in shown["kernel"]
    assert "pad-slide beside slide-candidates" in str(whole.slide("candidates").data)
