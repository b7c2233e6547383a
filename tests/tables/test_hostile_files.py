"""Files as spreadsheets and databases spoil them: words for nothing, comments, totals, rows put together twice."""

from __future__ import annotations

import polars as pl
import pytest

from scoring.errors import UserError
from scoring.settings import Home
from scoring.tables.ingest import import_tables
from scoring.tables.rules.column_rule import column_rules
from scoring.tables.rules.texts import understood
from scoring.tables.schema import CONTRACT

TRAIN = "application_train"
TEXTS = [rule for table in CONTRACT.values() for rule in column_rules(table).values() if rule.levels]
NUMBERS = [rule for rule in column_rules(CONTRACT[TRAIN]).values() if rule.unit in ("amount", "score", "days", "flag")]


@pytest.fixture
def imports(tiny_archive, tmp_path):
    def run(change):
        return import_tables(Home(tmp_path / "home"), tiny_archive(tmp_path / "archive", change=change))

    return run


@pytest.mark.parametrize("word", ["NaN", "#N/A", "n/a", "NULL", r"\N", "-", "?", "None", "missing", "''"])
def test_words_for_nothing_are_no_level_of_any_text_column(word):
    met = [(rule.name, understood(word, rule)) for rule in TEXTS]
    assert [(name, meaning) for name, meaning in met if meaning != (None, "empty_text")] == []


@pytest.mark.parametrize("word", ["#N/A", "-", "?", "NULL"])
@pytest.mark.parametrize("rule", NUMBERS[::9], ids=lambda rule: rule.name)
def test_words_for_nothing_in_numbers_are_refused_with_what_to_do(imports, rule, word):
    change = {TRAIN: lambda rows: rows.with_columns(pl.lit(word).alias(rule.name))}
    with pytest.raises(UserError, match=rf"column {rule.name}, line 2: .* \(a word for no value; leave it empty\)"):
        imports(change)


@pytest.mark.parametrize("table", [table for table in CONTRACT if table != "application_test"])
def test_comments_before_the_header_are_left_aside_and_told(tiny_archive, tmp_path, table):
    plain = import_tables(Home(tmp_path / "plain"), tiny_archive(tmp_path / "a"))
    archive = tiny_archive(tmp_path / "b")
    path = archive / f"{table}.csv"
    path.write_text("# exported on a Tuesday\n# by nobody\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    report = import_tables(Home(tmp_path / "home"), archive)
    assert (report.fingerprint, [notice.rule for notice in report.notices]) == (plain.fingerprint, ["comment_lines"])


def test_a_row_of_totals_is_noticed_and_its_client_looked_at(imports):
    amounts = pl.col("^AMT_(INCOME|CREDIT|ANNUITY|GOODS).*$")

    def with_totals(rows):
        total = (
            rows.head(1).with_columns(rows.select(amounts).sum()).with_columns(pl.lit(999_999_999).alias("SK_ID_CURR"))
        )
        return pl.concat([rows, total.select(pl.col(name).cast(kind) for name, kind in rows.schema.items())])

    report = imports({TRAIN: with_totals})
    assert (report.flagged, {finding.check for finding in report.findings}) == (1, {"unlikely_amount"})


def test_instalments_put_together_twice_are_noticed(imports):
    (finding,) = imports({"installments_payments": lambda rows: pl.concat([rows, rows.head(70)])}).findings
    assert (finding.check, finding.table, finding.rows) == ("repeated_row", "installments_payments", 70)


UNITS = [rule for table in CONTRACT.values() for rule in column_rules(table).values() if rule.typical]


@pytest.mark.parametrize(
    "rule", [rule for rule in UNITS if rule.table != "application_test"], ids=lambda r: f"{r.table}.{r.name}"
)
@pytest.mark.parametrize(("factor", "words"), [(1 / 1000, "thousands"), (100, "hundredths")])
def test_a_column_of_amounts_in_another_unit_is_refused(imports, rule, factor, words):
    change = {rule.table: lambda rows: rows.with_columns(pl.col(rule.name) * factor)}
    with pytest.raises(
        UserError, match=rf"column {rule.name}: it looks like amounts in {words}, or in another currency: "
    ):
        imports(change)
