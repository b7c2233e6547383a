"""Which raw columns a feature is made from: held against what changes when a column is emptied."""

import narwhals as nw
import polars as pl
import pytest

from scoring.features import application, bureau, card, installments, pos, previous
from scoring.features.build import definitions
from scoring.features.inputs import columns_read, raw_columns
from scoring.tables.schema import CONTRACT
from scoring.tables.store import TableSet, open_tables

KEYS = {"SK_ID_CURR", "SK_ID_BUREAU", "SK_ID_PREV", "TARGET"}


@pytest.fixture(scope="module")
def tables(imported):
    opened = open_tables(imported)
    return TableSet({name: frame.collect().lazy() for name, frame in opened.frames.items()})


def features_of(frames, file):
    """The features that one table's rows can touch, without those of the others."""
    table = {name: nw.from_native(frame) for name, frame in frames.items()}
    parts = {
        "application_train": lambda: [application.features(table["application_train"])],
        "bureau": lambda: [bureau.features(table["bureau"], table["bureau_balance"])],
        "bureau_balance": lambda: [
            bureau.features(table["bureau"], table["bureau_balance"]),
            bureau.month_features(table["bureau_balance"]),
        ],
        "previous_application": lambda: [previous.features(table["previous_application"])],
        "POS_CASH_balance": lambda: [pos.features(table["POS_CASH_balance"])],
        "installments_payments": lambda: [installments.features(table["installments_payments"])],
        "credit_card_balance": lambda: [card.features(table["credit_card_balance"])],
    }
    rows = [part.to_native().collect().sort("SK_ID_CURR") for part in parts[file]()]
    return {name: part[name] for part in rows for name in part.columns}


def changed(tables, before, file, column):
    """Features that have another value when a column is emptied; sums in another order are the same to 1e-9."""
    emptied = tables.frames[file].with_columns(pl.lit(None, tables.frames[file].collect_schema()[column]).alias(column))
    after = features_of({**tables.frames, file: emptied}, file)
    return {name for name in before if not is_same(before[name], after[name])}


def is_same(one, other):
    if one.dtype == pl.String:
        return one.equals(other, null_equal=True)
    near = ((one - other).abs() <= 1e-9 * (1 + one.abs())).fill_null(True).all()
    return near and one.is_null().equals(other.is_null())


@pytest.mark.slow
@pytest.mark.parametrize("file", [name for name in CONTRACT if name != "application_test"])
def test_what_a_column_changes_is_made_from_it(tables, file):
    before = features_of(tables.frames, file)
    source, by_name = CONTRACT[file].source, {feature.name: feature for feature in definitions()}
    overlooked = {
        (column, name)
        for column in CONTRACT[file].columns
        if column not in KEYS
        for name in changed(tables, before, file, column)
        if (source, column) not in raw_columns(by_name[name])
    }
    assert overlooked == set()


def test_every_column_that_a_feature_is_made_from_is_one_of_the_contract():
    places = {(table.source, column) for table in CONTRACT.values() for column in table.columns}
    assert columns_read(feature.name for feature in definitions()) <= places


def test_every_quantity_but_a_count_of_rows_says_what_it_is_made_from():
    silent = {feature.column for feature in definitions() if not raw_columns(feature)}
    assert silent == {"rows", "loans", "cards"}


def test_columns_of_a_few_features():
    read = columns_read(["bureau_active_debt_ratio_mean", "bureau_balance_worst_max"])
    assert read == {
        ("bureau", "AMT_CREDIT_SUM"),
        ("bureau", "AMT_CREDIT_SUM_DEBT"),
        ("bureau", "CREDIT_ACTIVE"),
        ("balance", "STATUS"),
    }


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("bureau_active_rows_count", ("bureau", "CREDIT_ACTIVE")),
        ("bureau_closed_rows_count", ("bureau", "CREDIT_ACTIVE")),
        ("previous_approved_rows_count", ("previous", "NAME_CONTRACT_STATUS")),
        ("previous_refused_rows_count", ("previous", "NAME_CONTRACT_STATUS")),
        ("pos_recent_rows_count", ("pos", "MONTHS_BALANCE")),
    ],
)
def test_who_is_counted_depends_on_the_column_that_says_so(name, column):
    assert columns_read([name]) == {column}


def test_what_is_recent_depends_on_the_month():
    assert columns_read(["card_recent_late_mean"]) == {("card", "SK_DPD"), ("card", "MONTHS_BALANCE")}
    assert columns_read(["balance_recent_late_mean"]) == {("balance", "STATUS"), ("balance", "MONTHS_BALANCE")}
