"""One reader of typed numbers: by language, in groups of three, and never a silent guess."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.texts import TypedNumberError, format_number, read_digits, read_number

UNDERSTOOD = [
    ("12,5", "fr", "", 12.5),
    ("12.5", "en", "", 12.5),
    ("22.5", "fr", "", 22.5),  # the keypad's mark: nothing else it could mean
    ("1,234", "en", "", 1234.0),
    ("1,234.50", "en", "", 1234.5),
    ("61 254,50", "fr", "", 61254.5),
    ("61\u202f254,50", "fr", "", 61254.5),
    ("61\u00a0254\u2009000", "fr", "", 61254000.0),
    ("1'000", "fr", "", 1000.0),
    ("1’000.5", "en", "", 1000.5),
    ("20 %", "fr", "percent", 20.0),
    ("20%", "en", "percent", 20.0),
    ("20 pour cent", "fr", "percent", 20.0),
    ("250 000 €", "fr", "amount", 250000.0),
    ("€250,000", "en", "amount", 250000.0),
    ("1,2 k", "fr", "amount", 1200.0),
    ("250K€", "fr", "amount", 250000.0),
    ("1.5 M", "en", "amount", 1500000.0),
    ("24 mois", "fr", "months", 24.0),
    ("2 years", "en", "months", 24.0),
    ("18 mois", "fr", "years", 1.5),
    ("40 ans.", "fr", "years", 40.0),
    ("500 pts", "en", "points", 500.0),
    ("1.125", "en", "", 1.125),
    ("0.125", "en", "amount", 0.125),
    ("1,234.125", "en", "amount", 1234.125),
    ("1.5 M", "fr", "amount", 1500000.0),
    ("\u22122", "fr", "", -2.0),
    ("+5", "en", "", 5.0),
    (",5", "fr", "", 0.5),
    ("0,125", "fr", "", 0.125),
    ("٣٤", "fr", "", 34.0),
    ("1000\u200b", "fr", "", 1000.0),
    ("２０％", "en", "percent", 20.0),
    ("１，２３４．５", "en", "", 1234.5),
    ("１＇０００，５", "fr", "", 1000.5),
    ("٢٠٪", "fr", "percent", 20.0),
    ("١٢٬٣٤٥٫٥", "fr", "", 12345.5),
    ("١٢٬٣٤٥٫٥", "en", "", 12345.5),
]
REFUSED = [
    ("22,5", "en", "", ("22.5",)),
    ("1,234", "fr", "", ("1\u00a0234", "1,2340")),
    ("1.234", "fr", "", ("1\u00a0234", "1,2340")),
    ("61,254.50", "fr", "", ("61\u00a0254,5",)),
    ("61.254,50", "en", "", ("61,254.5",)),
    ("1.234", "en", "amount", ("1,234", "1.2340")),
    ("1.000 €", "en", "amount", ("1,000 or 1.",)),
    ("12.345", "en", "points", ("12,345", "12.3450")),
    ("1,5 M", "en", "amount", ("1,500,000",)),
    ("1,234.5 k", "fr", "amount", ("1\u00a0234\u00a0500",)),
    ("1,234 k", "fr", "amount", ("1\u00a0234\u00a0000 ou 1\u00a0234",)),
    ("-22,5", "en", "", ("\u221222.5",)),
    ("2,5 years", "en", "months", ("30",)),
    ("1e5", "fr", "", ("100\u00a0000",)),
    ("2E3", "en", "", ("2,000",)),
    ("20 %", "fr", "amount", ("un montant",)),
    ("20 €", "fr", "percent", ("un pourcentage",)),
    ("3 ans", "fr", "amount", ("un montant",)),
    ("12 34", "fr", "", ("n’est pas un nombre",)),
    ("1,23", "en", "", ("1.23",)),
    ("1 2345", "en", "", ("is not a number",)),
    ("1,234,56", "en", "", ("is not a number",)),
    ("10²", "fr", "", ("n’est pas un nombre",)),
    ("½", "fr", "", ("n’est pas un nombre",)),
    ("--1", "en", "", ("is not a number",)),
    ("nan", "en", "", ("is not a number",)),
    ("inf", "fr", "", ("n’est pas un nombre",)),
    ("0x10", "en", "", ("is not a number",)),
    ("1_000", "en", "", ("is not a number",)),
    ("12 mars", "fr", "", ("n’est pas un nombre",)),
    ("12.01.2020", "fr", "", ("n’est pas un nombre",)),
    ("1e999", "fr", "", ("trop grand",)),
    ("9" * 400, "en", "", ("too large",)),
    ("5 %%", "fr", "percent", ("n’est pas un nombre",)),
    ("% 5 %", "en", "percent", ("is not a number",)),
    ("5 k k", "fr", "amount", ("n’est pas un nombre",)),
    ("5 k M", "en", "", ("is not a number",)),
    ("2 ans mois", "fr", "years", ("n’est pas un nombre",)),
    ("5 € $", "en", "amount", ("is not a number",)),
    ("１，２３４", "fr", "", ("1\u00a0234", "1,2340")),
]


def test_numbers_are_understood_as_people_type_them():
    wrong = [
        (text, language, kind, number, read_number(text, language, kind))
        for text, language, kind, number in UNDERSTOOD
        if read_number(text, language, kind) != pytest.approx(number)
    ]
    assert not wrong


@pytest.mark.parametrize(("text", "language", "kind", "words"), REFUSED)
def test_what_can_be_read_otherwise_is_refused_with_what_it_may_mean(text, language, kind, words):
    with pytest.raises(TypedNumberError) as refusal:
        read_number(text, language, kind)
    sentence = refusal.value.words.say(language)
    assert [part for part in words if part not in sentence] == []
    assert len(sentence) < 250


@pytest.mark.parametrize("empty", ["", "  ", "\u00a0", "\t\n", "\u200b"])
def test_an_empty_field_asks_for_nothing(empty):
    assert read_number(empty, "fr") is None


@given(
    number=st.floats(-1e12, 1e12, allow_nan=False),
    decimals=st.integers(0, 2),
    language=st.sampled_from(["fr", "en"]),
)
def test_what_the_page_writes_it_reads(number, decimals, language):
    text = format_number(number, language, decimals)
    read = read_number(text, language)
    assert math.isclose(read, number, abs_tol=0.5 * 10**-decimals + 1e-3 * 10**-decimals, rel_tol=1e-9)
    assert format_number(read, language, decimals) == text


@given(text=st.text(max_size=12), language=st.sampled_from(["fr", "en"]))
def test_any_text_is_a_finite_number_or_a_sentence(text, language):
    try:
        number = read_number(text, language)
    except TypedNumberError:
        return
    assert number is None or math.isfinite(number)


@given(text=st.text("0123456789., '", max_size=9))
def test_a_number_taken_in_french_is_never_another_one_in_english(text):
    read = {}
    for language in ("fr", "en"):
        try:
            read[language] = read_number(text, language)
        except TypedNumberError:
            read[language] = None
    both = [number for number in read.values() if number is not None]
    assert len(set(both)) <= 1


@pytest.mark.parametrize(
    ("text", "language", "digits"),
    [
        ("900 123", "fr", "900123"),
        ("900\u202f123", "fr", "900123"),
        ("900,123", "en", "900123"),
        ("900'123", "fr", "900123"),
        ("002", "fr", "002"),
        ("90 01 23", "fr", "900123"),
        ("900,123", "fr", None),
        ("900,12", "en", None),
        ("900123.0", "en", None),
        ("1e5", "en", None),
        ("²", "fr", None),
        ("", "fr", None),
        ("-5", "fr", None),
    ],
)
def test_a_clients_number_is_its_digits(text, language, digits):
    assert read_digits(text, language) == digits
