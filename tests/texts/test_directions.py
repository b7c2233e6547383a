"""French and English labels say the same direction: more or less, largest or smallest, earliest or latest."""

import re

import pytest

from scoring.features.catalogue import catalogue
from scoring.texts import reason_words

DIRECTIONS = {
    "largest": (
        r"au maximum|plus (?:forte?|gros(?:se)?|long(?:ue)?|grande?|haute?|élevée?)\b|maximale?",
        r"\bmaximum|\blargest|\bhighest|\blongest|\bbiggest|\bgreatest",
    ),
    "smallest": (
        r"au minimum|plus (?:petite?|faible|courte?|bas(?:se)?)\b|minimale?",
        r"\bminimum|\bsmallest|\blowest|\bshortest",
    ),
    "least": (r"\ble moins\b", r"\bleast\b"),
    "latest": (
        r"\bderni(?:er|ère)\b|plus récente?|plus lointaine?",
        r"\blatest\b|\blast (?!12|change of reg)|most recent",
    ),
    "earliest": (
        r"\bpremi(?:er|ère)\b|plus (?:ancienne?|vieux|vieille)",
        r"\bfirst (?!planned)|\boldest\b|\bearliest\b",
    ),
    "raises": (r"augmente", r"\braises\b"),
    "lowers": (r"diminue", r"\blowers\b"),
    "above": (r"au-dessus", r"\babove\b"),
    "below": (r"en dessous|\bsous le seuil", r"\bbelow\b"),
    "later": (r"plus tard", r"\blater\b"),
    "earlier": (r"plus tôt", r"\bearlier than"),
}


def directions(text, language):
    return {name for name, both in DIRECTIONS.items() if re.search(both[language], text, re.IGNORECASE)}


def test_labels_agree_in_direction():
    wrong = [
        (name, words.fr, words.en)
        for name, entry in catalogue().items()
        for words in (entry.label, entry.meaning)
        if directions(words.fr, 0) != directions(words.en, 1)
    ]
    assert not wrong


@pytest.mark.parametrize(("fr", "en"), [("au minimum", "maximum"), ("le moins remboursé", "most repaid")])
def test_opposites_would_be_noticed(fr, en):
    assert directions(fr, 0) != directions(en, 1)


def test_reasons_agree_in_direction():
    wrong = [key for key, words in reason_words().items() if directions(words.fr, 0) != directions(words.en, 1)]
    assert not wrong
