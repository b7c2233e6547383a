"""Signs turned round where either is legal, amounts in another unit, flags as words, texts spread over columns."""

from __future__ import annotations

import polars as pl
import pytest

from scoring.errors import UserError
from scoring.settings import Home
from scoring.tables.applicant import applicant_tables
from scoring.tables.clean import CleanedTable, clean_table
from scoring.tables.flags import IMPOSSIBLE_VALUE, NEVER_EMPTY, UNLIKELY_AMOUNT
from scoring.tables.ingest import import_tables
from scoring.tables.numbers import may_be_words
from scoring.tables.records import mistakes
from scoring.tables.rules.amounts import PROPORTIONS
from scoring.tables.rules.column_rule import ColumnRule, column_rules
from scoring.tables.rules.known import SENTINEL
from scoring.tables.rules.signs import witness_of
from scoring.tables.schema import CONTRACT

TRAIN = "application_train"
EVERY = [rule for table in CONTRACT.values() for rule in column_rules(table).values()]
BOTH_SIGNS = [rule for rule in EVERY if rule.low is not None and rule.low < 0 and (rule.high or 0) > 0]
ESSENTIAL = [rule for rule in EVERY if rule.table == TRAIN and rule.essential and rule.unit == "amount"]
FLAGS = [(rule.table, rule.name) for rule in EVERY if may_be_words(CONTRACT[rule.table].columns[rule.name])]
DAYS = [rule for rule in EVERY if rule.unit == "days" and rule.table != "application_test"]
SECOND_OF_MARCH = 43_161  # 2018, as a spreadsheet counts the days
TEXTS = [rule for rule in EVERY if rule.levels]


@pytest.fixture(scope="module")
def rows(simulated):
    def typed(file: str) -> pl.DataFrame:
        columns = CONTRACT[file].columns.items()
        return simulated(60, 3).tables[file].select(pl.col(name).cast(column.dtype) for name, column in columns)

    return typed


def cleaned(frame: pl.DataFrame, file: str) -> CleanedTable:
    return clean_table(frame.lazy(), CONTRACT[file])


def turned(rule: ColumnRule, condition: pl.Expr = pl.lit(True)) -> pl.Expr:  # noqa: B008
    value = pl.col(rule.name)
    return pl.when(condition & (value != SENTINEL)).then(-value).otherwise(value).alias(rule.name)


# --- signs ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", BOTH_SIGNS, ids=lambda rule: f"{rule.table}.{rule.name}")
def test_signs_turned_round_in_a_column_in_which_either_is_legal_are_refused(rows, rule):
    (refusal,) = cleaned(rows(rule.table).with_columns(turned(rule)), rule.table).refusals
    assert (refusal.column, refusal.got.startswith("signs are turned round: ")) == (rule.name, True)


def test_signs_turned_round_in_all_columns_of_a_balance_are_refused(rows):
    card = rows("credit_card_balance")
    balances = [rule for rule in BOTH_SIGNS if rule.table == "credit_card_balance"]
    refused = cleaned(card.with_columns(turned(rule) for rule in balances), "credit_card_balance").refusals
    assert [refusal.column for refusal in refused] == [rule.name for rule in balances]


@pytest.mark.parametrize("rule", BOTH_SIGNS, ids=lambda rule: f"{rule.table}.{rule.name}")
def test_signs_turned_round_for_one_client_send_this_one_to_review(rows, rule):
    frame, value = rows(rule.table), pl.col(rule.name)
    witness = witness_of(rule)
    provable = value.abs() > pl.col(witness.witness).abs() if rule.unit == "days" else pl.lit(True)
    counts = (
        frame.filter((value > 0) & (value != SENTINEL) & provable)
        .group_by("SK_ID_CURR")
        .len()
        .sort("len", "SK_ID_CURR")
    )
    client = counts.filter(pl.col("len") >= 2)["SK_ID_CURR"][0]
    result = cleaned(frame.with_columns(turned(rule, pl.col("SK_ID_CURR") == client)), rule.table)
    cause = IMPOSSIBLE_VALUE if rule.unit == "days" else UNLIKELY_AMOUNT
    if result.refusals:
        assert [refusal.column for refusal in result.refusals] == [rule.name]
    else:
        assert (client, rule.name, cause) in result.flags.select("SK_ID_CURR", "column", "cause").rows()


def test_a_clean_world_has_nothing_to_say_of_signs_and_amounts(rows):
    flags = [cleaned(rows(file), file).flags.filter(pl.col("cause") == UNLIKELY_AMOUNT).height for file in CONTRACT
             if "SK_ID_CURR" in CONTRACT[file].columns]  # fmt: skip
    assert sum(flags) == 0


# --- dates ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("share", [1, 2], ids=["all", "half"])
@pytest.mark.parametrize("rule", DAYS, ids=lambda rule: f"{rule.table}.{rule.name}")
def test_dates_of_a_spreadsheet_in_place_of_days_are_refused(rows, rule, share):
    value, number = pl.col(rule.name), pl.int_range(pl.len())
    dates = pl.when((number % share == 0) & (value != SENTINEL)).then(value + SECOND_OF_MARCH).otherwise(value)
    (refusal,) = cleaned(rows(rule.table).with_columns(dates.alias(rule.name)), rule.table).refusals
    assert refusal.got.startswith(f"a spreadsheet's dates (days since 1900) in place of days: {rule.name} ")


def test_a_few_dates_of_a_spreadsheet_send_their_clients_to_review(rows):
    bureau = rows("bureau")
    for column in ("DAYS_CREDIT_ENDDATE", "DAYS_CREDIT_UPDATE"):
        few = pl.when(pl.int_range(pl.len()) < 3).then(SECOND_OF_MARCH).otherwise(pl.col(column)).alias(column)
        flags = cleaned(bureau.with_columns(few), "bureau").flags.select("column", "cause", "rows").rows()
        assert {(name, cause) for name, cause, _ in flags} == {(column, IMPOSSIBLE_VALUE)}
        assert sum(rows for *_, rows in flags) == 3


# --- amounts ----------------------------------------------------------------------------------------------


def given_of(rows) -> dict[str, object]:
    row = rows("application_test").drop("SK_ID_CURR").row(0, named=True)
    return {name: value for name, value in row.items() if value is not None}


@pytest.mark.parametrize("factor", [1000, 100, 1 / 1000, 1 / 100])
@pytest.mark.parametrize(
    "names", [*[(rule.name,) for rule in ESSENTIAL], tuple(rule.name for rule in ESSENTIAL)], ids=str
)
def test_amounts_of_one_applicant_in_another_unit_send_them_to_review(rows, names, factor):
    given = given_of(rows)
    given |= {name: given[name] * factor for name in names}
    assert list(mistakes({"application": given})) == []
    flags = applicant_tables({"application": given}, 1).flags.filter(pl.col("cause") == UNLIKELY_AMOUNT)
    assert set(names) & set(flags["column"]) != set()


def test_credit_and_annuity_in_one_anothers_columns(rows):
    names = {"AMT_CREDIT": "AMT_ANNUITY", "AMT_ANNUITY": "AMT_CREDIT"}
    refused = {refusal.column: refusal.got for refusal in cleaned(rows(TRAIN).rename(names), TRAIN).refusals}
    assert {name for name, got in refused.items() if "it does not fit " in got} >= {"AMT_CREDIT", "AMT_ANNUITY"}
    given = {names.get(name, name): value for name, value in given_of(rows).items()}
    flags = applicant_tables({"application": given}, 1).flags
    assert {"AMT_CREDIT", "AMT_ANNUITY"} <= set(flags["column"])


@pytest.mark.parametrize(
    ("column", "factor"), [("AMT_ANNUITY", 12), ("AMT_CREDIT", 12), ("AMT_CREDIT", 0.1), ("AMT_ANNUITY", 1 / 12)]
)
def test_the_amount_that_is_at_fault_is_named_and_not_those_that_it_does_not_fit(rows, column, factor):
    frame = rows(TRAIN).with_columns(pl.col(column) * factor)
    assert [refusal.column for refusal in cleaned(frame, TRAIN).refusals] == [column]


@pytest.mark.parametrize("fit", PROPORTIONS, ids=lambda fit: f"{fit.column}-{fit.part}")
def test_a_proportion_is_kept_between_its_bounds_and_not_beyond(fit):
    frame = pl.DataFrame(
        {fit.part: [1e4] * 4, fit.column: [1e4 * n for n in (fit.least * 0.99, fit.least, fit.most, fit.most * 1.01)]}
    )
    assert frame.select(fit.is_broken()).to_series().to_list() == [True, False, False, True]


# --- flags as words ---------------------------------------------------------------------------------------

WORDS = [("True", "False"), ("yes", "no"), ("Y", "N"), ("OUI", "NON"), (" t", "f ")]


@pytest.mark.parametrize("words", WORDS, ids=str)
def test_yes_and_no_are_understood_in_every_column_of_1_and_0_and_counted(tiny_archive, tmp_path, words):
    yes, no = words

    def change(file):
        names = [name for table, name in FLAGS if table == file]
        worded = [
            pl.when(pl.col(n) == 1).then(pl.lit(yes)).when(pl.col(n) == 0).then(pl.lit(no)).alias(n) for n in names
        ]
        return lambda rows: rows.with_columns(worded)

    files = sorted({file for file, _ in FLAGS})
    plain = import_tables(Home(tmp_path / "plain"), tiny_archive(tmp_path / "a"))
    report = import_tables(
        Home(tmp_path / "words"), tiny_archive(tmp_path / "b", change={file: change(file) for file in files})
    )
    assert report.fingerprint == plain.fingerprint
    assert sorted(notice.file for notice in report.notices) == [f"{file}.csv" for file in files]
    assert {notice.rule for notice in report.notices} == {"yes_no_flag"}


def test_another_word_in_a_column_of_1_and_0_is_refused_with_its_line(tiny_archive, tmp_path):
    change = {TRAIN: lambda rows: rows.with_columns(FLAG_EMAIL=pl.Series(["maybe", *["True"] * (rows.height - 1)]))}
    with pytest.raises(UserError, match="column FLAG_EMAIL, line 2: expected a number, got 'maybe'"):
        import_tables(Home(tmp_path / "home"), tiny_archive(tmp_path / "archive", change=change))


def test_true_and_false_where_a_number_is_due_are_refused(tiny_archive, tmp_path):
    change = {TRAIN: lambda rows: rows.with_columns(pl.col("CNT_CHILDREN") > 0)}
    path = tiny_archive(tmp_path / "archive", ending=".parquet", change=change)
    with pytest.raises(UserError, match="column CNT_CHILDREN: expected numbers, got true and false"):
        import_tables(Home(tmp_path / "home"), path)


@pytest.mark.parametrize("value", [True, "yes", "Y", "non", False])
def test_yes_and_no_are_understood_from_one_applicant_too(rows, value):
    given = given_of(rows) | {"FLAG_EMAIL": value}
    assert list(mistakes({"application": given})) == []
    frame = applicant_tables({"application": given}, 1).frames["application_test"].collect()
    assert frame["FLAG_EMAIL"].item() == (0.0 if value in (False, "non") else 1.0)


# --- texts spread over columns ----------------------------------------------------------------------------


@pytest.mark.parametrize("rule", [rule for rule in TEXTS if rule.table != "application_test"], ids=lambda r: r.name)
def test_a_text_spread_over_columns_of_1_and_0_is_refused_as_what_it_is(simulated, tmp_path, rule):
    from scoring.tables.raw import open_raw
    from scoring.tables.source import open_source

    spread = simulated(60, 3).tables[rule.table].to_dummies(rule.name)
    for ending, write in ((".csv", spread.write_csv), (".parquet", spread.write_parquet)):
        path = tmp_path / f"{rule.table}{ending}"
        write(path)
        with open_source(path, tmp_path / "work") as source, pytest.raises(UserError) as refused:
            open_raw(source.files[rule.table], CONTRACT[rule.table], tmp_path)
        assert f"column {rule.name} is missing" in str(refused.value)
        assert f"it looks one-hot encoded into {rule.name}_" in str(refused.value)


# --- one applicant alone ----------------------------------------------------------------------------------


def flags_of(given) -> set[tuple[str, str]]:
    assert list(mistakes({"application": given})) == []
    return set(applicant_tables({"application": given}, 1).flags.select("column", "cause").iter_rows())


ALONE = {
    "annuity a month": ({"AMT_ANNUITY": 1 / 12}, "AMT_ANNUITY"),
    "annuity a year": ({"AMT_ANNUITY": 12}, "AMT_ANNUITY"),
    "credit in tenths": ({"AMT_CREDIT": 10}, "AMT_CREDIT"),
    "price in tenths": ({"AMT_GOODS_PRICE": 10}, "AMT_GOODS_PRICE"),
    "income a month": ({"AMT_INCOME_TOTAL": 1 / 12}, "AMT_INCOME_TOTAL"),
    "income a year": ({"AMT_INCOME_TOTAL": 12}, "AMT_INCOME_TOTAL"),
    "all a twelfth": (dict.fromkeys([rule.name for rule in ESSENTIAL], 1 / 12), "AMT_INCOME_TOTAL"),
}
USUAL_AMOUNTS = {
    "AMT_INCOME_TOTAL": 180_000.0, "AMT_CREDIT": 500_000.0, "AMT_ANNUITY": 25_000.0, "AMT_GOODS_PRICE": 450_000.0,
    "DAYS_BIRTH": -15_000.0, "DAYS_EMPLOYED": -2_000.0, "EXT_SOURCE_2": 0.5,
}  # fmt: skip


@pytest.fixture
def usual(rows) -> dict[str, object]:
    return given_of(rows) | USUAL_AMOUNTS


@pytest.mark.parametrize("name", ALONE)
def test_an_amount_per_month_or_per_year_sends_one_applicant_to_review(usual, name):
    factors, column = ALONE[name]
    assert {flag for flag in flags_of(usual) if flag[1] == UNLIKELY_AMOUNT} == set()
    given = usual | {name: USUAL_AMOUNTS[name] * factor for name, factor in factors.items()}
    assert (column, UNLIKELY_AMOUNT) in flags_of(given)


@pytest.mark.parametrize("employed", [-3_000.0, -9_000.0])
def test_birth_and_employment_in_one_anothers_columns_send_one_applicant_to_review(usual, employed):
    given = usual | {"DAYS_BIRTH": employed, "DAYS_EMPLOYED": -15_000.0}
    assert flags_of(given) & {("DAYS_BIRTH", IMPOSSIBLE_VALUE), ("DAYS_EMPLOYED", IMPOSSIBLE_VALUE)}


@pytest.mark.parametrize("column", ["DAYS_REGISTRATION", "DAYS_ID_PUBLISH", "DAYS_LAST_PHONE_CHANGE"])
def test_papers_from_before_the_birth_are_emptied_and_their_client_goes_to_review(usual, column):
    assert (column, IMPOSSIBLE_VALUE) not in flags_of(usual | {column: -15_000.0})
    assert (column, IMPOSSIBLE_VALUE) in flags_of(usual | {column: -15_001.0})


def test_columns_that_look_exchanged_are_refused_as_such(rows):
    frame = rows(TRAIN).with_columns(DAYS_ID_PUBLISH=pl.col("DAYS_BIRTH") - 1)
    (refusal,) = cleaned(frame, TRAIN).refusals
    assert refusal.sentence == (
        "column DAYS_ID_PUBLISH: columns look exchanged, or of other rows: DAYS_ID_PUBLISH is before the birth "
        f"(DAYS_BIRTH) in all {frame.height} rows; expected a value that agrees with DAYS_BIRTH."
    )


def test_who_has_no_external_score_goes_to_review_and_who_has_one_does_not(usual, rows):
    scores = {"EXT_SOURCE_1", "EXT_SOURCE_2", "EXT_SOURCE_3"}
    for told in scores:
        given = {name: value for name, value in usual.items() if name not in scores} | {told: 0.5}
        assert {column for column, cause in flags_of(given) if column in scores} == set()
    given = {name: value for name, value in usual.items() if name not in scores}
    assert {(column, NEVER_EMPTY) for column in scores} <= flags_of(given)
    first = pl.int_range(pl.len()) == 0
    frame = rows(TRAIN).with_columns(pl.when(first).then(None).otherwise(pl.col(name)).alias(name) for name in scores)
    flags = cleaned(frame, TRAIN).flags
    assert set(flags.filter(pl.col("cause") == NEVER_EMPTY)["column"]) == scores


def test_hardly_any_simulated_applicant_is_sent_to_review_for_their_amounts(simulated):
    table = simulated(2_000, 5).tables[TRAIN]
    typed = table.select(pl.col(name).cast(column.dtype) for name, column in CONTRACT[TRAIN].columns.items())
    flags = cleaned(typed, TRAIN).flags
    assert flags["SK_ID_CURR"].n_unique() <= 0.005 * table.height
