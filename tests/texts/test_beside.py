"""Values beside one another: each as it is alone, and what nobody would say aloud is no difference."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.features.catalogue import catalogue
from scoring.texts import format_beside, format_bounds, format_value, is_near, languages
from scoring.texts.beside import DAYS, MONTHS, SPANS, YEARS, day_scale, format_span_gap
from scoring.texts.numbers import WRITERS
from scoring.texts.spans import span_as_read

SPAN = st.floats(min_value=-30_000, max_value=30_000).filter(lambda days: days == 0 or abs(days) > 0.01)


def plain(texts):
    return tuple(" ".join(text.split()) for text in texts)


@given(st.lists(SPAN, min_size=2, max_size=6), st.sampled_from(SPANS), st.sampled_from(languages()))
def test_a_span_is_written_alike_alone_and_beside_any_other(spans, unit, language):
    """A card said "16 mois" where a reason said "1 an et 4 mois", and one "347 jours" where another said "11 mois"."""
    assert format_beside(spans, unit, language) == tuple(format_value(span, unit, language) for span in spans)


@given(st.lists(SPAN.map(abs), min_size=2, max_size=6))
def test_what_is_read_keeps_the_order_and_hides_no_span(spans):
    in_order = [span_as_read(span) for span in sorted(spans)]
    assert in_order == sorted(in_order)
    assert all(read > 0 for read, span in zip(in_order, sorted(spans), strict=True) if span >= 0.05)


@pytest.mark.parametrize(
    ("values", "unit", "fr"),
    [
        ((767.0, 700.0), "days", ("2 ans et 1 mois", "1 an et 11 mois")),
        ((150.0, 950.0), "days", ("5 mois", "2 ans et 7 mois")),
        ((487.0, 243.0), "days", ("1 an et 4 mois", "8 mois")),
        ((4600.0, 9461.0), "days", ("13 ans", "26 ans")),
        ((1000.0, 9461.0), "days", ("2 ans et 9 mois", "26 ans")),
        ((18.1, 21.3), "months", ("18 mois", "21 mois")),
        ((54.0, 243.0), "days", ("54 jours", "8 mois")),
        ((2.0, 347.0), "days", ("2 jours", "11 mois")),
        ((8.0, 1674.0), "days", ("8 jours", "4 ans et 7 mois")),
        ((0.0, 950.0), "days", ("0 jour", "2 ans et 7 mois")),
        ((0.0, 9.0), "years", ("moins d’un an", "9 ans")),
        ((1.5, 12.0), "days", ("1,5 jour", "12 jours")),
        ((-700.0, 800.0), "days_ahead", ("il y a 1 an et 11 mois", "dans 2 ans et 2 mois")),
        ((0.1, 800.0), "days_ahead", ("le jour même", "dans 2 ans et 2 mois")),
        ((None, 800.0), "days", ("non renseigné", "2 ans et 2 mois")),
        ((16000.0, 9000.0), "age", ("43 ans", "24 ans")),
        ((0.054, 0.12), "ratio", ("5,4 %", "12 %")),
    ],
)
def test_examples(values, unit, fr):
    assert plain(format_beside(values, unit, "fr")) == fr


@pytest.mark.parametrize(
    ("value", "other", "fr"),
    [
        (487.0, 243.0, "8 mois"),  # 1 year and 4 months beside 8 months
        (852.0, 365.0, "1 an et 4 mois"),  # 2 years and 4 months beside 1 year
        (1978.0, 243.0, "4 ans et 4 mois"),  # 65 months are read as 5 years, less 8 months
        (80.0, 35.0, "56 jours"),  # 3 months are 91.3 days, less 35
        (800.0, 767.0, "1 mois"),  # 2 years and 2 months beside 2 years and 1 month
        (61.0, 59.0, "2 jours"),  # 2 months are 60.9 days, less 59
        (12.4, 1.5, "10,5 jours"),  # 12 days beside 1.5
    ],
)
def test_a_gap_lies_between_the_two_spans_as_they_are_read(value, other, fr):
    assert plain([format_span_gap(value, other, "fr")]) == (fr,)


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
        (670.0, 637.0, "days", True),  # 1 year and 10 months, usually 1 year and 9
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
