"""Values beside one another: one unit for both, and what nobody would say aloud is no difference."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.features.catalogue import catalogue
from scoring.texts import format_beside, format_bounds, format_value, is_near, languages
from scoring.texts.beside import DAYS, MONTHS, SPANS, YEARS, day_scale
from scoring.texts.numbers import WRITERS

UNIT = re.compile(r"\b(jours?|mois|ans?|days?|months?|years?)\b")  # "2 ans et 6 mois" is in years
NOUGHT = ("0 jour", "0 days")
SAME_DAY = ("le jour même", "on the day")
ONE_WORD = {"jours": "jour", "ans": "an", "days": "day", "months": "month", "years": "year"}
SPAN = st.floats(min_value=-30_000, max_value=30_000).filter(lambda days: days == 0 or abs(days) > 0.01)


def plain(texts):
    return tuple(" ".join(text.split()) for text in texts)


def units(texts):
    """The units that are read, in the singular; "the same day" has none, and a nought has its own beside anything."""
    told = [text for text in plain(texts) if text not in (*SAME_DAY, *NOUGHT)]
    words = [match.group(1) for text in told if (match := UNIT.search(text))]
    return {ONE_WORD.get(word, word) for word in words}


@given(st.lists(SPAN, min_size=2, max_size=6), st.sampled_from(SPANS), st.sampled_from(languages()))
def test_spans_beside_one_another_are_written_in_one_unit(spans, unit, language):
    assert len(units(format_beside(spans, unit, language))) <= 1


@given(st.lists(SPAN.map(abs), min_size=2, max_size=6))
def test_the_unit_keeps_the_order_and_hides_no_span(spans):
    scale = day_scale(spans)
    in_order = [scale.rounded(span) for span in sorted(spans)]
    assert in_order == sorted(in_order)
    assert all(read > 0 for read, span in zip(in_order, sorted(spans), strict=True) if span >= scale.days / 20)


@pytest.mark.parametrize(
    ("values", "unit", "fr"),
    [
        ((767.0, 700.0), "days", ("2 ans et 1 mois", "1 an et 11 mois")),
        ((150.0, 950.0), "days", ("5 mois", "31 mois")),
        ((4600.0, 9461.0), "days", ("13 ans", "26 ans")),
        ((1000.0, 9461.0), "days", ("2 ans et 9 mois", "26 ans")),
        ((18.1, 21.3), "months", ("18 mois", "21 mois")),
        ((54.0, 243.0), "days", ("1 mois et 24 jours", "8 mois")),
        ((3.0, 729.0), "days", ("3 jours", "729 jours")),
        ((8.0, 1674.0), "days", ("moins d’un mois", "55 mois")),
        ((0.0, 950.0), "days", ("0 jour", "2 ans et 7 mois")),
        ((0.0, 9.0), "years", ("moins d’un an", "9 ans")),
        ((1.5, 12.0), "days", ("1,5 jour", "12 jours")),
        ((-700.0, 800.0), "days_ahead", ("il y a 1 an et 11 mois", "dans 2 ans et 2 mois")),
        ((0.1, 800.0), "days_ahead", ("le jour même", "dans 26 mois")),
        ((None, 800.0), "days", ("non renseigné", "2 ans et 2 mois")),
        ((16000.0, 9000.0), "age", ("43 ans", "24 ans")),
        ((0.054, 0.12), "ratio", ("5,4 %", "12 %")),
    ],
)
def test_examples(values, unit, fr):
    assert plain(format_beside(values, unit, "fr")) == fr


def test_a_value_alone_is_written_as_ever():
    assert format_beside([700.0], "days", "en") == (format_value(700.0, "days", "en"),)


def test_scales_go_up_in_steps():
    assert [day_scale(pair) for pair in ((1, 59), (31, 60), (365.25, 730), (365, 730), (30, 729))] == [
        DAYS,
        MONTHS,
        YEARS,
        MONTHS,
        DAYS,
    ]


@pytest.mark.parametrize(
    ("value", "other", "unit", "near"),
    [
        (0.21, 0.20, "score", True),
        (0.02, 0.00, "score", True),
        (0.23, 0.20, "score", False),
        (1.06, 1.07, "ratio", True),
        (0.0, 0.03, "ratio", False),
        (105.0, 100.0, "amount", True),
        (106.0, 100.0, "amount", False),
        (1.0, 0.0, "flag", False),
        ("Working", "Working", "category", True),
        ("Working", "Pensioner", "category", False),
        (None, 3.0, "count", False),
        (6.0, 5.0, "count", False),
        (670.0, 637.0, "days", True),  # 22 months, usually 21
        (-700.0, -760.0, "days_ahead", True),
        (46 * 365.25, 43 * 365.25, "age", True),
        (10.0, 9.0, "months", True),
        (9.0, 8.0, "months", False),
        (12.0, 10.0, "years", False),
        (3.0, 2.0, "days", False),
    ],
)
def test_what_nobody_would_call_a_difference(value, other, unit, near):
    assert is_near(value, other, unit) is near
    assert is_near(other, value, unit) is near


def test_every_feature_writes_a_pair_as_its_unit_does():
    for entry in catalogue().values():
        if not entry.feature.levels:
            for language in languages():
                assert len(units(entry.show_beside((800.0, 300.0), language))) <= 1, entry.name


@given(
    st.floats(min_value=-1e6, max_value=1e6),
    st.floats(min_value=0.5, max_value=2.0),
    st.sampled_from(sorted({entry.feature.unit for entry in catalogue().values()} - {"category"})),
)
def test_numbers_written_alike_in_one_language_are_in_every_one(value, factor, unit):
    alike = {len(set(format_beside([value, value * factor], unit, language))) for language in languages()}
    assert len(alike) == 1


@pytest.mark.parametrize(
    ("values", "unit", "fr", "en"),
    [
        ((0.0, 1826.25), "days", ("0", "5 ans"), ("0", "5 years")),
        ((0.0, 20.0), "years", ("0", "20 ans"), ("0", "20 years")),
        ((0.0, 20.0), "months", ("0", "20 mois"), ("0", "20 months")),
        ((7.5, 12.5), "months", ("7,5 mois", "12,5 mois"), ("7.5 months", "12.5 months")),
        ((2739.375, 4565.625), "days", ("7,5 ans", "12,5 ans"), ("7.5 years", "12.5 years")),
        ((4565.625,), "days", ("12,5 ans",), ("12.5 years",)),
        ((0.0, 730.5), "days_ahead", ("le jour même", "dans 2 ans"), ("on the day", "in 2 years")),
        ((0.0, 0.5), "ratio", ("0 %", "50 %"), ("0%", "50%")),
    ],
)
def test_a_range_of_time_begins_at_nought_without_a_unit(values, unit, fr, en):
    """An axis began at "0 an", and a criterion said "au moins 0 an"."""
    assert plain(format_bounds(values, unit, "fr")) == fr
    assert plain(format_bounds(values, unit, "en")) == en


@pytest.mark.parametrize("unit", sorted(WRITERS))
@pytest.mark.parametrize("number", [1.7976931348623157e308, -1.7976931348623157e308, 2e306, 5e-324])
def test_every_float_is_written_in_every_unit(number, unit):
    for language in ("fr", "en"):
        assert format_value(number, unit, language) != ""
        assert len(format_beside([number, 1.0], unit, language)) == 2
