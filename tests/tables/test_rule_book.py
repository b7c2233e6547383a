"""The rule book, column by column: generated from the contract, so that a new column is held to it at once."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.tables.clean import CleanedTable, clean_table
from scoring.tables.flags import IMPOSSIBLE_VALUE, NEVER_EMPTY, UNKNOWN_TEXT
from scoring.tables.rules.column_rule import column_rules
from scoring.tables.rules.document import renewed
from scoring.tables.rules.survey import anomalies_of, is_broken
from scoring.tables.rules.texts import folded, understood
from scoring.tables.schema import CONTRACT

EVERY = [rule for table in CONTRACT.values() for rule in column_rules(table).values()]
TEXTS = [rule for rule in EVERY if rule.levels]
NUMBERS = [rule for rule in EVERY if rule.low is not None and rule.high is not None]
TRAIN = "application_train"


def table_of(file, simulated):
    rows = simulated(60, 3).tables[file]
    kinds = {name: column.dtype for name, column in CONTRACT[file].columns.items()}
    return rows.with_columns(pl.col(name).cast(kind, strict=False) for name, kind in kinds.items())


def cleaned(rows, file, simulated) -> CleanedTable:
    owners = table_of("bureau", simulated).lazy() if file == "bureau_balance" else None
    return clean_table(rows.lazy(), CONTRACT[file], owners)


def with_first(rows: pl.DataFrame, column: str, value) -> pl.DataFrame:
    first = pl.int_range(pl.len()) == 0
    kind = rows.schema[column]
    return rows.with_columns(pl.when(first).then(pl.lit(value, kind)).otherwise(column).alias(column))


def wrong_values(rule):
    """Values that no rule of Kaggle's own anomalies takes, just outside what the column may hold."""
    step = 1 if rule.whole or rule.unit != "score" else 0.01
    candidates = [rule.low - step, rule.high + step, *([rule.low] if rule.above else [])]
    if rule.whole and rule.kind == "a number":
        candidates.append(rule.low + 0.5)
    return [value for value in candidates if not any(holds(anomaly.broken, value) for anomaly in anomalies_of(rule))]


def holds(condition, value):
    return pl.select(condition(pl.lit(value))).item()


def test_every_number_that_is_no_key_states_its_range():
    without = {(rule.table, rule.name) for rule in EVERY if not rule.levels and rule.low is None}
    assert {name for _, name in without} == {"SK_ID_CURR", "SK_ID_BUREAU", "SK_ID_PREV", "TARGET"}


def test_a_sound_table_is_neither_refused_nor_flagged(simulated):
    for file in CONTRACT:
        result = cleaned(table_of(file, simulated), file, simulated)
        assert (result.refusals, result.findings, result.flags.height) == ((), (), 0), file


@pytest.mark.parametrize("file", CONTRACT)
def test_one_impossible_value_is_emptied_counted_and_flagged_in_every_column(file, simulated):
    rows, failures = table_of(file, simulated), []
    for rule in [rule for rule in NUMBERS if rule.table == file]:
        for value in wrong_values(rule):
            result = cleaned(with_first(rows, rule.name, value), file, simulated)
            emptied = result.frame.select(rule.name).collect().item(0, 0) is None
            counted = [c.rows for c in result.cleaned if (c.column, c.rule) == (rule.name, rule.breach)] == [1]
            flagged = result.flags.select("column", "cause", "rows").rows() == [(rule.name, IMPOSSIBLE_VALUE, 1)]
            if not (emptied and counted and flagged and not result.refusals):
                failures.append((rule.name, value, emptied, counted, result.flags.rows(), result.refusals))
    assert failures == []


@pytest.mark.parametrize("file", CONTRACT)
def test_one_unknown_text_is_kept_noticed_and_flagged_in_every_column(file, simulated):
    rows, failures = table_of(file, simulated), []
    for rule in [rule for rule in TEXTS if rule.table == file]:
        result = cleaned(with_first(rows, rule.name, "Nobody knows"), file, simulated)
        noticed = [(f.check, f.column, f.rows, f.example) for f in result.findings]
        flags = result.flags.select("column", "cause", "value").rows()
        if noticed != [("unknown_level", rule.name, 1, "Nobody knows")] or flags != [
            (rule.name, UNKNOWN_TEXT, "Nobody knows")
        ]:
            failures.append((rule.name, noticed, flags))
    assert failures == []


@pytest.mark.parametrize("file", CONTRACT)
def test_a_column_of_unknown_texts_is_refused_with_what_it_looks_like(file, simulated):
    if CONTRACT[file].absent:  # eight rows only: too few to judge
        return
    rows, failures = table_of(file, simulated), []
    for rule in [rule for rule in TEXTS if rule.table == file]:
        known = pl.col(rule.name).is_not_null()
        if rows.filter(known).height < 20:
            continue
        for words, look in (("7", "label encoding"), ("Ä Ö Ü neznámý", "another language")):
            spoilt = rows.with_columns(pl.when(known).then(pl.lit(words)).alias(rule.name))
            refused = cleaned(spoilt, file, simulated).refusals
            if [refusal.column for refusal in refused] != [rule.name] or look not in refused[0].got:
                failures.append((rule.name, words, refused))
    assert failures == []


@pytest.mark.parametrize("file", CONTRACT)
def test_a_column_whose_signs_are_turned_round_is_refused(file, simulated):
    rows, failures = table_of(file, simulated), []
    for rule in [rule for rule in NUMBERS if rule.table == file and (rule.is_before or rule.essential)]:
        turned = rows.with_columns(-pl.col(rule.name))
        turned = turned.filter(pl.col(rule.name) != 0) if rule.name not in ("SK_ID_CURR",) else turned
        turned = turned.filter(pl.col(rule.name).abs() < 36_000) if rule.unit == "days" else turned
        if turned.height < 20:
            continue
        refused = cleaned(turned, file, simulated).refusals
        if not refused or f"signs are turned round: {rule.name}" not in refused[0].got:
            failures.append((rule.name, refused))
    assert failures == []


@pytest.mark.parametrize(
    ("file", "column", "change", "words"),
    [
        (TRAIN, "DAYS_BIRTH", lambda value: -value / 365.25, "years in place of days: DAYS_BIRTH is between"),
        (TRAIN, "DAYS_BIRTH", lambda value: value / 365.25, "years in place of days"),
        (TRAIN, "DAYS_BIRTH", lambda value: value / 30.4375, "months in place of days: DAYS_BIRTH is between"),
        (TRAIN, "DAYS_EMPLOYED", lambda value: value / 30.4375, "one number in place of 365243 ('none')"),
        (TRAIN, "DAYS_BIRTH", lambda value: -value, "signs are turned round: DAYS_BIRTH is positive in all 52 rows"),
        (TRAIN, "DAYS_BIRTH", lambda value: value * 0 + 19_800_101, "a calendar date in place of days"),
        (TRAIN, "DAYS_REGISTRATION", lambda value: value / 365.25, "years or months in place of days"),
        (TRAIN, "AMT_INCOME_TOTAL", lambda value: value / 1000, "amounts in thousands"),
        (TRAIN, "AMT_CREDIT", lambda value: value * 100, "amounts in hundredths"),
        (TRAIN, "EXT_SOURCE_2", lambda value: value * 100, "percents in place of shares: EXT_SOURCE_2 is above 1"),
        (TRAIN, "EXT_SOURCE_2", lambda value: (value - 0.5) * 5, "scaled otherwise"),
        (TRAIN, "FLAG_EMAIL", lambda value: value + 6, "codes other than 0 and 1"),
        (TRAIN, "CNT_FAM_MEMBERS", lambda value: -value, "signs are turned round"),
        ("POS_CASH_balance", "MONTHS_BALANCE", lambda value: value * 30 - 700, "days in place of months"),
        ("bureau", "DAYS_CREDIT", lambda value: value / 365.25, "years or months in place of days"),
        ("bureau", "DAYS_CREDIT_UPDATE", lambda value: 1 - value, "signs are turned round"),
    ],
)  # fmt: skip
def test_a_column_in_another_unit_is_refused_with_what_it_looks_like(simulated, file, column, change, words):
    rows = table_of(file, simulated)
    kind = rows.schema[column]
    spoilt = rows.with_columns(change(pl.col(column)).cast(kind).alias(column))
    (refusal,) = cleaned(spoilt, file, simulated).refusals
    assert (refusal.column, words in refusal.got) == (column, True), refusal


def test_few_rows_are_cleaned_and_too_many_are_refused(simulated):
    rows = table_of(TRAIN, simulated)

    def refused(count):
        chosen = pl.int_range(pl.len()) < count
        spoilt = rows.with_columns(pl.when(chosen).then(-5.0).otherwise("AMT_INCOME_TOTAL").alias("AMT_INCOME_TOTAL"))
        return [refusal.column for refusal in cleaned(spoilt, TRAIN, simulated).refusals]

    assert (refused(4), refused(5)) == ([], ["AMT_INCOME_TOTAL"])


# --- texts --------------------------------------------------------------------------------------------


def test_every_level_is_understood_in_another_case_with_other_signs_and_blanks():
    spoilings = (str.lower, str.upper, str.title, lambda t: f"  {t}\u00a0", lambda t: t.replace(" ", "_"))
    lost = [
        (rule.table, rule.name, spoil(level))
        for rule in TEXTS
        for level in rule.levels
        for spoil in spoilings
        if any(sign.isalpha() for sign in level)
        and spoil(level) not in rule.levels
        and (understood(spoil(level), rule) or (None, ""))[0] != level
    ]
    assert lost == []


def test_no_two_levels_of_a_column_are_the_same_text_in_another_spelling():
    shared = [rule.name for rule in TEXTS if len({folded(level) for level in rule.levels}) < len(rule.levels)]
    assert shared == []


@given(st.sampled_from(TEXTS), st.text(max_size=12))
@settings(max_examples=300)
def test_whatever_a_text_is_it_is_a_level_nothing_or_unknown(rule, text):
    meaning = understood(text, rule)
    assert meaning is None or meaning[0] is None or meaning[0] in rule.levels


@pytest.mark.parametrize("text", ["-1", "1.5", "6", "+1", "1,0", "10", "²"])
def test_a_month_status_is_not_taken_from_a_number_that_it_is_not(text):
    (rule,) = [rule for rule in TEXTS if (rule.table, rule.name) == ("bureau_balance", "STATUS")]
    assert understood(text, rule) is None


def test_a_code_of_a_text_with_more_than_two_levels_is_unknown():
    rules = column_rules(CONTRACT[TRAIN])
    assert understood("1", rules["NAME_EDUCATION_TYPE"]) is None
    assert understood("1", rules["FLAG_OWN_CAR"]) == ("Y", "coded_text")


# --- numbers ------------------------------------------------------------------------------------------


@given(st.sampled_from(NUMBERS), st.floats(allow_nan=False))
@settings(max_examples=300)
def test_a_value_is_kept_exactly_when_its_range_holds_it(rule, value):
    value = float(int(value)) if rule.kind == "a whole number" and abs(value) < 2**53 else value
    broken = is_broken(rule)
    assert broken is not None
    known = any(holds(anomaly.broken, value) for anomaly in anomalies_of(rule))
    inside = (value > rule.low if rule.above else value >= rule.low) and value <= rule.high
    whole = not (rule.whole and rule.kind == "a number") or value % 1 == 0
    expected = not known and not (inside and whole)
    assert pl.DataFrame({rule.name: [value]}).select(broken).item() == expected


# --- what is written of it ----------------------------------------------------------------------------


def test_the_page_for_whoever_brings_an_archive_is_drawn_from_the_contract():
    page = (Path(__file__).parents[2] / "docs" / "data.md").read_text(encoding="utf-8")
    assert page == renewed(page), "python -m scoring.tables.rules.document docs/data.md"


@pytest.mark.parametrize("file", CONTRACT)
def test_what_is_never_empty_is_noticed_and_flagged_where_it_is(file, simulated):
    rows, failures = table_of(file, simulated), []
    for rule in [rule for rule in EVERY if rule.table == file and rule.always]:
        for value in (None, "XNA", "NULL") if rule.levels else (None,):
            result = cleaned(with_first(rows, rule.name, value), file, simulated)
            noticed = [(f.check, f.column, f.rows) for f in result.findings]
            flags = result.flags.select("column", "cause", "rows").rows()
            if noticed != [(NEVER_EMPTY, rule.name, 1)] or flags != [(rule.name, NEVER_EMPTY, 1)] or result.refusals:
                failures.append((rule.name, value, noticed, flags))
    assert failures == []
