"""A line never breaks between a number and its unit: between them stands a blank that does not."""

import re
from importlib.resources import files

import pytest

PAGES = sorted(files("scoring.texts").joinpath("page").iterdir(), key=lambda file: file.name)
APART = re.compile(r"(?:\{\w+\}|\d) (?:points?|mois|jours?|ans?|months?|days?|years?|%)(?!\w)")


@pytest.mark.parametrize("page", PAGES, ids=lambda file: file.name)
def test_a_number_and_its_unit_stay_together(page):
    assert APART.findall(page.read_text("utf-8")) == []
