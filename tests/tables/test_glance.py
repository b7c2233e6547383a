"""A few rows looked over value by value are cleaned, flagged and refused as the whole look over a table does it."""

from __future__ import annotations

import polars as pl
import pytest

from scoring.api.schema import example
from scoring.tables.applicant import clean_columns
from scoring.tables.clean import clean_table
from scoring.tables.record_frames import as_frame, typed_columns
from scoring.tables.records import APPLICATION, HISTORIES, contract_of
from scoring.tables.rules.column_rule import column_rules
from scoring.tables.rules.glance import glance

PARTS = (APPLICATION, *HISTORIES)
OWNERS = pl.LazyFrame({"SK_ID_BUREAU": [1], "SK_ID_CURR": [7]})
KEYS = {"SK_ID_CURR", "SK_ID_BUREAU", "SK_ID_PREV"}

NUMBERS = {
    "as_it_is": lambda rule, value: value,
    "turned": lambda rule, value: -value,
    "thousands": lambda rule, value: value * 1000,
    "thousandths": lambda rule, value: value / 1000,
    "zero": lambda rule, value: 0,
    "sentinel": lambda rule, value: 365_243,
    "minus_one": lambda rule, value: -1,
    "no_area": lambda rule, value: 4_000_000,
    "below": lambda rule, value: value if rule.low is None else rule.low - 1,
    "lowest": lambda rule, value: value if rule.low is None else rule.low,
    "above": lambda rule, value: value if rule.high is None else rule.high + 1,
    "half": lambda rule, value: value + 0.5,
    "long_ago": lambda rule, value: -40_000,
    "far_ahead": lambda rule, value: 20_000,
    "few_days": lambda rule, value: -40,
}
TEXTS = {
    "not_available": "XNA",
    "as_nobody_writes": "nobody knows this",
    "nothing": "NaN",
    "another_case": None,
}


@pytest.fixture(scope="module")
def plain():
    """The API's own example, with a row of each history."""
    body = example("request")
    return {name: body[name] if name == APPLICATION else body[name][0] for name in PARTS if body.get(name)}


def rows_of(plain, name, count, spoilt):
    """So many rows of a table, everything but the keys spoilt in the same way."""
    table = contract_of(name)
    row = plain.get(name) or {}
    columns = typed_columns([row] * count, table, 7)
    for column, rule in column_rules(table).items():
        if column in columns and column not in KEYS:
            columns[column] = [spoilt(rule, value) for value in columns[column]]
    return columns


def number_spoilt(kind):
    def spoilt(rule, value):
        if rule.kind == "a text" or rule.low is None:
            return value
        changed = NUMBERS[kind](rule, 1 if value is None else value)
        return int(changed) if rule.kind == "a whole number" else float(changed)

    return spoilt


def text_spoilt(kind):
    def spoilt(rule, value):
        if rule.kind != "a text" or not rule.levels:
            return value
        return TEXTS[kind] or rule.levels[0].upper()

    return spoilt


SPOILT = {
    **{f"number_{kind}": number_spoilt(kind) for kind in NUMBERS},
    **{f"text_{kind}": text_spoilt(kind) for kind in TEXTS},
}


def assert_alike(columns, name):
    """Frame, flags and refusals of a glance are those of the whole look."""
    table = contract_of(name)
    whole = clean_table(as_frame(columns, table).lazy(), table, OWNERS)
    frame, flags = clean_columns(columns, table, OWNERS)
    assert frame.collect().equals(whole.frame.collect()), name
    assert flags.equals(whole.flags), name
    suspects = glance(columns, table).suspects
    refused = clean_table(as_frame(columns, table).lazy(), table, only=suspects).refusals if suspects else ()
    assert [each.sentence for each in refused] == [each.sentence for each in whole.refusals], name
    return whole


@pytest.mark.parametrize("count", [1, 120])
@pytest.mark.parametrize("kind", SPOILT)
def test_rows_are_cleaned_flagged_and_refused_as_by_the_whole_look(plain, kind, count):
    for name in PARTS if count == 1 else HISTORIES:
        assert_alike(rows_of(plain, name, count, SPOILT[kind]), name)


CONTRADICTED = {
    "ends_before_it_begins": ("bureau", {"DAYS_CREDIT": -100, "DAYS_CREDIT_ENDDATE": -500}),
    "due_before_decided": ("previous_application", {"DAYS_DECISION": -100, "DAYS_LAST_DUE_1ST_VERSION": -500}),
    "balance_turned": ("credit_card_balance", {"AMT_BALANCE": -900.0, "AMT_TOTAL_RECEIVABLE": 900.0}),
    "due_turned": ("credit_card_balance", {"AMT_BALANCE": 900.0, "AMT_TOTAL_RECEIVABLE": -900.0}),
    "balance_below_zero": ("credit_card_balance", {"AMT_BALANCE": -900.0}),
    "drawings_turned": ("credit_card_balance", {"AMT_DRAWINGS_CURRENT": -900.0}),
    "debt_turned": ("bureau", {"AMT_CREDIT_SUM_DEBT": -900.0}),
    "one_anothers_amounts": (APPLICATION, {"AMT_CREDIT": 25_000.0, "AMT_ANNUITY": 500_000.0}),
    "few_years": ("bureau", {"DAYS_CREDIT": -3}),
}


@pytest.mark.parametrize("count", [1, 6, 120])
@pytest.mark.parametrize("case", CONTRADICTED)
def test_values_that_only_another_column_or_row_contradicts_are_seen(plain, case, count):
    name, values = CONTRADICTED[case]
    count = 1 if name == APPLICATION else count
    columns = typed_columns([{**plain.get(name, {}), **values}] * count, contract_of(name), 7)
    whole = assert_alike(columns, name)
    if case != "few_years" and (count == 6 or name == APPLICATION):
        assert whole.flags.height + len(whole.refusals) > 0


def test_many_days_within_what_could_be_years_are_refused_all_the_same(plain):
    rows = [{**plain["bureau"], "DAYS_CREDIT": -place % 60 - 61} for place in range(120)]
    whole = assert_alike(typed_columns(rows, contract_of("bureau"), 7), "bureau")
    assert "DAYS_CREDIT" in {refusal.column for refusal in whole.refusals}


@pytest.mark.parametrize("name", PARTS)
def test_of_a_plain_application_no_column_is_looked_at_again(plain, name):
    rows = [plain[name]] if name in plain else []
    assert glance(typed_columns(rows, contract_of(name), 7), contract_of(name)).suspects == ()


def test_a_value_that_stands_for_none_is_emptied_without_another_look(plain):
    table = contract_of(APPLICATION)
    columns = typed_columns([plain[APPLICATION] | {"DAYS_EMPLOYED": 365243, "ORGANIZATION_TYPE": "XNA"}], table, 7)
    seen = glance(columns, table)
    assert dict(seen.emptied) == {"DAYS_EMPLOYED": [None], "ORGANIZATION_TYPE": [None]}
    assert seen.suspects == ()
