"""The words: complete, distinct, in French typography, and numbers as a person would write them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import get_args

import pytest

from scoring.features.build import derived_columns
from scoring.tables.schema import CONTRACT, known_levels
from scoring.texts import (
    Words,
    columns,
    criteria_words,
    format_number,
    format_value,
    level,
    levels,
    per_hundred,
    source,
    statistics,
    subsets,
    theme,
)
from scoring.texts.sentences import letter_words, page
from scoring.texts.words import Theme, capitalised, make_words, read_texts

SCHEMAS = {table.source: table.schema for table in CONTRACT.values()}
FORBIDDEN = re.compile(
    r"faillite|défaut|bankrupt|default|[€$£¥₹₽]|\b(euros?|dollars?|roubles?|rubles?)\b|XNA|365243", re.I
)
NBSP, THIN = "\u00a0", "\u00a0"


def every_column() -> Iterator[tuple[str, str, Words]]:
    for table, entries in columns().items():
        for name, text in entries.items():
            yield table, name, text


def every_words() -> Iterator[Words]:
    yield from (text for _, _, text in every_column())
    yield from statistics().values()
    yield from (words for entries in subsets().values() for words in entries.values())
    yield from (words for by_column in levels().values() for known in by_column.values() for words in known.values())
    for file in ("themes", "sources"):
        yield from (make_words(Words, fields) for fields in read_texts(file).values())


# --- columns --------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", SCHEMAS)
def test_every_raw_column_is_named_in_the_order_of_the_schema_and_then_the_derived_ones(source: str) -> None:
    derived = [column.column for column in derived_columns() if column.source == source]
    assert list(columns()[source]) == [*SCHEMAS[source].columns(), *derived]


def test_there_are_no_other_sources() -> None:
    assert set(columns()) == set(SCHEMAS)


def is_a_label(label: str) -> bool:
    """A short phrase with a capital, without a dot at its end or a code in it."""
    is_phrase = 3 < len(label) <= 70 and label[0].isupper() and not label.endswith((".", " ", ":"))
    return is_phrase and not re.search(r"_|[A-Z]{4}", label)


def test_a_label_is_a_short_phrase_without_dot_or_code() -> None:
    labels = [(f"{source}.{name}", label) for source, name, text in every_column() for label in (text.fr, text.en)]
    assert len(labels) > 400
    assert [(name, label) for name, label in labels if not is_a_label(label)] == []


@pytest.mark.parametrize("label", ["Age", "age of the client", "Age.", "AMT_CREDIT sum", "Total XNAA", "A" + "a" * 70])
def test_what_is_no_label_is_noticed(label: str) -> None:
    assert not is_a_label(label)


@pytest.mark.parametrize("source", SCHEMAS)
def test_no_two_columns_of_a_room_share_a_label(source: str) -> None:
    entries = columns()[source].values()
    assert len({text.fr for text in entries}) == len({text.en for text in entries}) == len(entries)


def test_no_income_is_called_annual_or_monthly() -> None:
    for _, _, text in every_column():
        if "revenu" in text.fr.lower():
            assert not re.search(r"annuel|mensuel", text.fr)
        if "income" in text.en.lower():
            assert not re.search(r"annual income|monthly income|yearly", text.en)


# --- levels ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", SCHEMAS)
def test_every_known_level_is_translated_and_nothing_else(source: str) -> None:
    known = {name: set(known_levels(column)) for name, column in SCHEMAS[source].columns().items()}
    translated = {name: set(words) for name, words in levels().get(source, {}).items()}
    assert translated == {name: texts for name, texts in known.items() if texts}


def test_a_personal_loan_has_one_name() -> None:
    """The card said "Cash loan" where the letter said "personal loan"."""
    said = [words for by_column in levels().values() for known in by_column.values() for words in known.values()]
    said += [words for _, _, words in every_column()]
    assert [words.en for words in said if re.search("cash loan", words.en, re.I)] == []
    french = [words for words in said if re.search("prêts? personnels?", words.fr, re.I)]
    assert len(french) > 10
    assert [words.en for words in french if not re.search("personal loan", words.en, re.I)] == []


def test_no_two_levels_of_a_column_share_a_name() -> None:
    for by_column in levels().values():
        for name, known in by_column.items():
            assert len({words.fr for words in known.values()}) == len(known), name
            assert len({words.en for words in known.values()}) == len(known), name


@pytest.mark.parametrize(
    ("source", "column", "raw", "french", "english"),
    [
        ("application", "FLAG_OWN_CAR", "Y", "Oui", "Yes"),
        ("application", "NAME_EDUCATION_TYPE", "Higher education", "Études supérieures", "Higher education"),
        ("bureau", "CREDIT_TYPE", "Consumer credit", "Crédit à la consommation", "Consumer credit"),
        ("balance", "STATUS", "0", "Sans retard", "No days past due"),
        ("balance", "STATUS", "1", "Retard de 1 à 30 jours", "1 to 30 days past due"),
        ("previous", "NAME_YIELD_GROUP", "low_action", "Taux bas promotionnel", "Low promotional rate"),
        # nobody knows these yet
        ("application", "ORGANIZATION_TYPE", "SPACE_TRAVEL", "Space travel", "Space travel"),
        ("application", "NO_SUCH_COLUMN", "some  new_level", "Some new level", "Some new level"),
        ("previous", "NAME_PORTFOLIO", "XNA", "Non renseigné", "Not known"),
    ],
)
def test_a_level_in_words(source: str, column: str, raw: str, french: str, english: str) -> None:
    assert level(source, column, raw, "fr") == french
    assert level(source, column, raw, "en") == english


# --- the other words ------------------------------------------------------------------------------


def test_statistics_say_what_unit_comes_out() -> None:
    units = {name: text.unit for name, text in statistics().items()}
    assert units == {
        "value": "same",
        "mean": "same",
        "min": "same",
        "max": "same",
        "sum": "same",
        "std": "same",
        "count": "count",
        "distinct": "count",
        "rate": "ratio",
        "share": "ratio",
        "last": "same",
    }
    assert statistics()["value"].fr == statistics()["value"].en == ""
    assert statistics()["share"].fr.format(level="En cours") == f"part «{NBSP}En cours{NBSP}»"


def test_subsets_are_those_of_the_features() -> None:
    assert {f"{source}.{name}" for source, entries in subsets().items() for name in entries} == {
        "bureau.active",
        "bureau.closed",
        "balance.recent",
        "previous.approved",
        "previous.refused",
        "pos.recent",
        "installments.recent",
        "card.recent",
    }


def test_themes_and_sources_have_names() -> None:
    assert [theme(key, "fr") for key in get_args(Theme)] == [
        "ce crédit",
        "revenus et emploi",
        "historique de crédits",
        "remboursements passés",
        "organismes extérieurs",
        "situation",
    ]
    assert source("external_1", "fr") == f"note de l’organisme extérieur n°{NBSP}1"
    assert all(source(table, "en") for table in SCHEMAS)


def test_no_forbidden_word_no_currency_and_french_typography() -> None:
    for words in every_words():
        for text in (words.fr, words.en):
            assert not FORBIDDEN.search(text), text
            assert "'" not in text, text
            assert text == text.strip(), text
            assert "  " not in text, text
        assert not re.search(r"n° |« | »| [:;!?%]", words.fr), words.fr


def french(value: object, key: str = "") -> Iterator[str]:
    """Every French text of a file, whatever it lies under."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from french(inner, name)
    elif key == "fr":
        yield str(value)


def test_no_line_breaks_within_a_french_number() -> None:
    folder = Path(str(files("scoring.texts")))
    texts = [text for path in sorted(folder.rglob("*.toml")) for text in french(tomllib.loads(path.read_text("utf-8")))]
    assert len(texts) > 2000
    assert [text for text in texts if re.search(r"\d (?:000|\d{3}\b|%)", text)] == []


# --- numbers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "unit", "french", "english"),
    [
        (382500, "amount", f"382{THIN}500", "382,500"),
        (406597.5, "amount", f"406{THIN}598", "406,598"),
        (1234567.2, "amount", f"1{THIN}234{THIN}567", "1,234,567"),
        (999.0, "amount", "999", "999"),
        (-1500, "amount", f"−1{THIN}500", "−1,500"),
        (-0.2, "amount", "0", "0"),
        (9461, "days", f"26{NBSP}ans", f"26{NBSP}years"),  # 9461 / 365.25 = 25.903
        (
            1169,
            "days",
            f"3{NBSP}ans et 2{NBSP}mois",
            f"3{NBSP}years and 2{NBSP}months",
        ),
        (1096, "days", f"3{NBSP}ans", f"3{NBSP}years"),
        (1815, "days", f"5{NBSP}ans", f"5{NBSP}years"),  # 59.6 months
        (730, "days", f"2{NBSP}ans", f"2{NBSP}years"),  # 1.9986
        (487, "days", f"1{NBSP}an et 4{NBSP}mois", f"1{NBSP}year and 4{NBSP}months"),  # 487 / 30.4375 = 16.0
        (729, "days", f"2{NBSP}ans", f"2{NBSP}years"),  # 729 / 30.4375 = 23.95
        (243.5, "days", f"8{NBSP}mois", f"8{NBSP}months"),
        (60, "days", f"2{NBSP}mois", f"2{NBSP}months"),  # 1.97
        (59, "days", f"59{NBSP}jours", f"59{NBSP}days"),
        (12, "days", f"12{NBSP}jours", f"12{NBSP}days"),
        (12.4, "days", f"12{NBSP}jours", f"12{NBSP}days"),
        (1, "days", f"1{NBSP}jour", f"1{NBSP}day"),
        (0, "days", f"0{NBSP}jour", f"0{NBSP}days"),
        (0.4, "days", "moins d’un jour", "under a day"),
        (0.04, "days", f"0{NBSP}jour", f"0{NBSP}days"),
        (1.4, "days", f"1,4{NBSP}jour", f"1.4{NBSP}days"),
        (-20, "days", f"−20{NBSP}jours", f"−20{NBSP}days"),
        (15487, "age", f"42{NBSP}ans", f"42{NBSP}years"),  # 15487 / 365.25 = 42.401: completed years
        (15705, "age", f"42{NBSP}ans", f"42{NBSP}years"),  # 42.998
        (400, "age", f"1{NBSP}an", f"1{NBSP}year"),
        (243.5, "days_ahead", f"dans 8{NBSP}mois", f"in 8{NBSP}months"),
        (-1096, "days_ahead", f"il\u00a0y\u00a0a 3{NBSP}ans", f"3{NBSP}years ago"),
        (-1, "days_ahead", f"il\u00a0y\u00a0a 1{NBSP}jour", f"1{NBSP}day ago"),
        (0, "days_ahead", "le jour même", "on the day"),
        (24, "months", f"24{NBSP}mois", f"24{NBSP}months"),
        (1, "months", f"1{NBSP}mois", f"1{NBSP}month"),
        (1.5, "months", f"1,5{NBSP}mois", f"1.5{NBSP}months"),
        (8.46, "months", f"8{NBSP}mois", f"8{NBSP}months"),  # nobody says half a month of a year's loan
        (19.7, "months", f"20{NBSP}mois", f"20{NBSP}months"),
        (18.1, "months", f"18{NBSP}mois", f"18{NBSP}months"),
        (120.4, "months", f"120{NBSP}mois", f"120{NBSP}months"),
        (3, "count", "3", "3"),
        (2.25, "count", "2,3", "2.3"),
        (1312.4, "count", f"1{THIN}312", "1,312"),
        (1, "years", f"1{NBSP}an", f"1{NBSP}year"),
        (1.5, "years", f"1{NBSP}an et 6{NBSP}mois", f"1{NBSP}year and 6{NBSP}months"),
        (2, "years", f"2{NBSP}ans", f"2{NBSP}years"),
        (0.31, "ratio", f"31{NBSP}%", "31%"),
        (0.0832, "ratio", f"8,3{NBSP}%", "8.3%"),
        (0.0999, "ratio", f"10{NBSP}%", "10%"),
        (0, "ratio", f"0{NBSP}%", "0%"),
        (1.085, "ratio", f"109{NBSP}%", "109%"),
        (-0.052, "ratio", f"−5,2{NBSP}%", "−5.2%"),
        (12.5, "ratio", f"1{THIN}250{NBSP}%", "1,250%"),
        (0.184, "score", "0,18", "0.18"),
        (0.125, "score", "0,13", "0.13"),
        (0.5, "score", "0,50", "0.50"),
        (1, "flag", "oui", "yes"),
        (0.0, "flag", "non", "no"),
        (0.12, "flag", f"12{NBSP}%", "12%"),
        (14, "hour", f"14{NBSP}h", "14:00"),
        (9, "hour", f"9{NBSP}h", "09:00"),
        (100002, "key", "100002", "100002"),
        ("Carte de crédit", "category", "Carte de crédit", "Carte de crédit"),
        (None, "amount", "non renseigné", "not known"),
        (float("nan"), "score", "non renseigné", "not known"),
        (float("inf"), "ratio", "non renseigné", "not known"),
    ],
)
def test_a_value_as_one_reads_it(value: float | str | None, unit: str, french: str, english: str) -> None:
    assert format_value(value, unit, "fr") == french
    assert format_value(value, unit, "en") == english


def test_every_unit_of_the_schema_can_be_written() -> None:
    for schema in SCHEMAS.values():
        for column in schema.columns().values():
            assert format_value(1.0, (column.metadata or {})["unit"], "fr")


def test_an_unknown_unit_is_an_error_even_when_the_value_is_missing() -> None:
    with pytest.raises(ValueError, match="furlongs"):
        format_value(None, "furlongs", "fr")


def test_trailing_zeros_stay_when_asked() -> None:
    assert format_number(2, "fr", 1, trim=False) == "2,0"
    assert format_number(100, "en") == "100"


@pytest.mark.parametrize(
    ("p", "french", "english"),
    [
        (0.081, "environ 8 dossiers sur 100", "about 8 applications in 100"),
        (0.085, "environ 9 dossiers sur 100", "about 9 applications in 100"),
        (0.0149, "environ 1 dossier sur 100", "about 1 application in 100"),
        (0.005, "environ 1 dossier sur 100", "about 1 application in 100"),
        (0.0049, "moins de 1 dossier sur 100", "less than 1 application in 100"),
        (0.0, "moins de 1 dossier sur 100", "less than 1 application in 100"),
        (0.994, "environ 99 dossiers sur 100", "about 99 applications in 100"),
        (1.0, "plus de 99 dossiers sur 100", "more than 99 applications in 100"),
    ],
)
def test_a_probability_out_of_a_hundred(p: float, french: str, english: str) -> None:
    assert per_hundred(p, "fr").replace(NBSP, " ") == french
    assert per_hundred(p, "en").replace(NBSP, " ") == english
    assert f"{NBSP}100" in per_hundred(p, "fr")


def test_a_probability_outside_its_range_is_an_error() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        per_hundred(8.1, "fr")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("zone", ["accept", "review", "refuse"])
def test_a_zone_has_one_word_in_every_view(zone, language):
    told = {
        page(f"zone.{zone}", language).lstrip("●◆■ "),
        page(f"scale.{zone}", language),
        letter_words(f"file.zone_{zone}", language),
        capitalised(criteria_words()[f"zone_{zone}"].say(language)),
    }
    assert len(told) == 1, told
