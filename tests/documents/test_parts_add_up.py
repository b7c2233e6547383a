"""Parts of a whole add up as they are written, and every document and the page write the same ones."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from scoring.documents.note import Note
from scoring.documents.numbers import numbers
from scoring.documents.numbers_decision import zone_counts
from scoring.documents.slides import Deck
from scoring.documents.written_numbers import complement, share
from scoring.texts.numbers import format_percent
from scoring.texts.parts import hundred_of_parts, per_thousand, percent_of_parts

LANGUAGES = ("fr", "en")
ZONES = ("accept", "review", "refuse")
ROOT = Path(__file__).resolve().parents[2]


def read(text):
    """The number of a share as it is written."""
    return round(10 * float(re.sub(r"[^\d.]", "", text.replace(",", "."))))


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=6), st.sampled_from(LANGUAGES))
def test_what_is_written_sums_to_a_hundred_and_is_near_each_share(counts, language):
    whole = sum(counts)
    for written in (percent_of_parts(counts, language), hundred_of_parts(counts, language)):
        assert sum(map(read, written)) == (1000 if whole else 0)
        assert all(abs(read(text) - 1000 * n / whole) < 1 for text, n in zip(written, counts, strict=True) if whole)


@given(st.floats(0.001, 0.6), st.sampled_from(LANGUAGES))
def test_a_share_and_its_rest_sum_to_a_hundred(value, language):
    assert read(share(value, language)) + read(complement(value, language)) == 1000


@pytest.mark.parametrize("language", LANGUAGES)
def test_zones_are_the_same_parts_in_every_sentence(facts_won, language):
    told = numbers(facts_won, language)
    assert [told[zone] for zone in ZONES] == list(percent_of_parts(zone_counts(facts_won), language))
    assert f" {told['review']} " in f" {told['review_shares']} ".replace(",\u00a0", " ")
    assert told["refuse"] in told["review_shares"]
    slide = str(Deck(facts_won, language).slide("zones").data)
    assert slide.count(told["review"]) >= 4  # title, picture, sentence, speaker


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_four_outcomes_are_the_cost_panels_of_a_thousand(facts_won, language):
    cells = facts_won.confusion
    people = dict(zip(("caught", "missed", "wrong", "right"), per_thousand(cells.counts.tolist()), strict=True))
    table = str(Note(facts_won, language).piece("confusion").html(1, language))
    for n in people.values():
        assert f"({format_percent(n / 1000, language, 1).rstrip('%').rstrip(chr(0xA0))})" in table
    assert sum(people.values()) == 1000


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_of_the_page_on_a_slide_shows_the_panel_and_nothing_beside_it(language):
    css = (ROOT / "scoring/documents/slides.css").read_text(encoding="utf-8")
    width, top, left = map(
        int, re.search(r"width: (\d+)px; max-width: none; margin: -(\d+)px 0 0 -(\d+)px", css).groups()
    )
    picture = Image.open(ROOT / f"docs/images/decision.{language}.png").convert("RGB")
    scale = width / picture.width
    box = (left / scale, top / scale, (left + 1280 - 2 * 52 - 2) / scale, (top + 420 - 2) / scale)
    shown = picture.crop(tuple(map(round, box)))
    for column in (2, 6, shown.width - 7, shown.width - 3):
        assert {shown.getpixel((column, row)) for row in range(shown.height)} == {(255, 255, 255)}, column
