"""A day is written in words wherever people read it: page, letters and documents by one rule."""

import re
from datetime import UTC, date, datetime

import pytest

from scoring.journal.opinion import Decision, Standing
from scoring.journal.past_words import past_sentences
from scoring.texts.dates import long_date
from scoring.texts.sentences import sentences

MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "en": "January February March April May June July August September October November December",
}
ISO_OR_DIGITS = re.compile(r"\{day\}[-/.]\{month\}|\{year\}[-/.]\{month\}")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_month_has_its_name(language):
    written = [long_date(date(2026, month, 2), language) for month in range(1, 13)]
    assert written == [f"2\u00a0{name}\u00a02026" for name in MONTHS[language].split()]


@pytest.mark.parametrize(("language", "text"), [("fr", "1er\u00a0mai\u00a02026"), ("en", "1\u00a0May\u00a02026")])
def test_the_first_of_a_month(language, text):
    assert long_date(date(2026, 5, 1), language) == text


@pytest.mark.parametrize("folder", ["page", "letter", "report", "notebook"])
def test_no_text_puts_a_day_together_from_digits(folder):
    texts = [words.say(language) for words in sentences(folder).values() for language in MONTHS]
    assert [text for text in texts if ISO_OR_DIGITS.search(text)] == []


@pytest.mark.parametrize(
    ("language", "begins"), [("fr", "3\u00a0août\u00a02026\u00a0:"), ("en", "3\u00a0August\u00a02026:")]
)
def test_a_clients_history_says_its_days_in_words(language, begins):
    day = datetime(2026, 8, 3, 12, tzinfo=UTC)
    decision = Decision(1, day, "m1", "granted", "", "", "Anne Martin", False, True, None, False)
    (sentence,) = past_sentences(Standing((decision,)), language)
    assert sentence.startswith(begins)
