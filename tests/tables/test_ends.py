"""An end that is missing: of a line, of the last value, of a whole table; in every table and every packing."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zipfile
from collections.abc import Callable

import polars as pl
import pytest
import zstandard

from scoring.errors import UserError
from scoring.settings import Home
from scoring.tables.csv_table import may_be_cut
from scoring.tables.ingest import import_tables
from scoring.tables.read import TypedTable, read_table
from scoring.tables.schema import CONTRACT, TABLES
from scoring.tables.source import open_source
from scoring.tables.witnesses.between import check_between

PACKINGS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "csv": ("", lambda data: data),
    "gz": (".gz", gzip.compress),
    "zst": (".zst", zstandard.compress),
    "bz2": (".bz2", bz2.compress),
    "xz": (".xz", lzma.compress),
}


@pytest.fixture(scope="module")
def files(tiny_archive, tmp_path_factory) -> dict[str, bytes]:
    folder = tiny_archive(tmp_path_factory.mktemp("plain") / "files")
    return {table: (folder / f"{table}.csv").read_bytes() for table in TABLES}


@pytest.fixture
def read(tmp_path) -> Callable[..., TypedTable]:
    """``(table, content, packing="csv") -> TypedTable``: one file, read and checked as the import does it."""

    def run(table: str, content: bytes, packing: str = "csv") -> TypedTable:
        folder = tmp_path / "archive"
        folder.mkdir(exist_ok=True)
        if packing == "zip":
            path = tmp_path / "archive.zip"
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr(f"{table}.csv", content)
        else:
            ending, pack = PACKINGS[packing]
            path = folder
            (folder / f"{table}.csv{ending}").write_bytes(pack(content))
        with open_source(path, tmp_path / "work") as source:
            return read_table(source.files[table], CONTRACT[table], tmp_path)

    return run


def refusal(read: Callable[[], object]) -> str:
    with pytest.raises(UserError) as refused:
        read()
    return str(refused.value)


def lines_of(content: bytes) -> list[bytes]:
    return content.splitlines(keepends=True)


@pytest.mark.parametrize("packing", [*PACKINGS, "zip"])
@pytest.mark.parametrize("table", TABLES)
def test_a_file_cut_inside_its_last_line(read, files, table, packing):
    lines = lines_of(files[table])
    cut = b"".join(lines[:-1]) + lines[-1].split(b",")[0][:-1]
    sentence = refusal(lambda: read(table, cut, packing))
    columns = lines[0].count(b",") + 1
    assert f"line {len(lines)}, the last line: expected {columns} values, got 1." in sentence
    assert "download it or export it again" in sentence


@pytest.mark.parametrize("table", TABLES)
def test_lines_with_too_few_values_in_the_middle(read, files, table):
    lines = lines_of(files[table])
    for row in (3, 5):
        lines[row] = lines[row].rsplit(b",", 1)[0] + b"\n"
    columns = lines[0].count(b",") + 1
    sentence = refusal(lambda: read(table, b"".join(lines)))
    assert f"{table}.csv: line 4: expected {columns} values, got {columns - 1}; 2 lines have too few." in sentence


@pytest.mark.parametrize("table", TABLES)
def test_a_line_with_too_many_values_in_the_middle(read, files, table):
    lines = lines_of(files[table])
    lines[3] = lines[3].rstrip(b"\n") + b",1\n"
    columns = lines[0].count(b",") + 1
    assert f"{table}.csv: line 4: expected {columns} values, got {columns + 1}." in refusal(
        lambda: read(table, b"".join(lines))
    )


@pytest.mark.parametrize("table", TABLES)
def test_one_line_too_short_and_one_too_long_do_not_make_up_for_each_other(read, files, table):
    lines = lines_of(files[table])
    lines[2] = lines[2].rstrip(b"\n") + b",1\n"
    lines[4] = lines[4].rsplit(b",", 1)[0] + b"\n"
    assert "line 3: expected" in refusal(lambda: read(table, b"".join(lines)))


@pytest.mark.parametrize("packing", ["csv", "gz", "zip"])
@pytest.mark.parametrize("table", TABLES)
def test_a_last_line_without_an_end(read, files, table, packing):
    """Refused where its last value may go on, noticed where it is whole."""
    content = files[table].rstrip(b"\n")
    last = content.rsplit(b",", 1)[1].decode()
    column = content.split(b"\n", 1)[0].rsplit(b",", 1)[1].decode()
    if may_be_cut(last, column, CONTRACT[table]):
        sentence = refusal(lambda: read(table, content, packing))
        assert f"the last line has no end, and its last value ({column}: {last!r}) may be cut" in sentence
    else:
        assert [notice.rule for notice in read(table, content, packing).notices] == ["last_line"]


@pytest.mark.parametrize(
    ("table", "value", "refused"),
    [
        ("installments_payments", b"20152", True),
        ("installments_payments", b"", True),
        ("bureau", b"12.5", True),
        ("bureau", b'"12.5"', False),
        ("bureau_balance", b"C", False),
        ("bureau_balance", b"", True),
        ("POS_CASH_balance", b"0", False),
        ("POS_CASH_balance", b"12", True),
        ("POS_CASH_balance", b"12.0", False),
        ("previous_application", b"1.0", False),
        ("previous_application", b"1.", True),
        ("POS_CASH_balance", b"2.", True),
        ("POS_CASH_balance", b"-", True),
        ("bureau_balance", b"C\r", False),
    ],
)
def test_what_can_be_part_of_a_longer_value_is_refused(read, files, table, value, refused):
    content = files[table].rstrip(b"\n").rsplit(b",", 1)[0] + b"," + value
    if refused:
        assert "may be cut" in refusal(lambda: read(table, content))
    else:
        assert [notice.rule for notice in read(table, content).notices] == ["last_line"]


@pytest.mark.parametrize("table", TABLES)
def test_every_beginning_of_a_value_may_be_cut_or_says_the_same(files, table):
    rows = pl.read_csv(files[table], infer_schema=False).head(20)
    silent = [
        (column, value, beginning)
        for column in set(rows.columns) & set(CONTRACT[table].columns)
        for value in set(rows[column].drop_nulls())
        for beginning in (value[:end] for end in range(len(value)))
        if not may_be_cut(beginning, column, CONTRACT[table])
        and (beginning.endswith((".", ",")) or not is_same(beginning, value))
    ]
    assert silent == []


def is_same(beginning, value):
    try:
        return float(beginning) == float(value)
    except ValueError:
        return False


@pytest.mark.parametrize("table", TABLES)
def test_a_file_cut_anywhere_in_its_last_line_is_refused(read, files, table):
    *lines, last = lines_of(files[table])
    begin = last.rindex(b",")
    cuts = [*range(1, min(begin, 12)), *range(begin, len(last) - 2)]
    for end in cuts:
        if last[begin + 1 : end] not in (b"0", b"1", b"C") and not last[:end].endswith(b".0"):
            assert "last line" in refusal(lambda end=end: read(table, b"".join([*lines, last[:end]])))


def test_a_text_that_is_the_beginning_of_a_known_one_may_be_cut(read, files):
    rows = pl.read_csv(files["bureau"], infer_schema=False)
    last = rows.select(pl.exclude("CREDIT_TYPE"), "CREDIT_TYPE").write_csv().encode()
    assert "(CREDIT_TYPE: 'Car l') may be cut" in refusal(
        lambda: read("bureau", last.rstrip(b"\n").rsplit(b",", 1)[0] + b",Car l")
    )


def test_a_quotation_mark_that_stays_open(read, files):
    content = files["bureau"].rstrip(b"\n").rsplit(b",", 1)[0] + b',"12'
    assert "bureau.csv: a quotation mark is opened and never closed" in refusal(lambda: read("bureau", content))


def test_separators_and_line_feeds_within_quotes_are_no_ends(read, files):
    lines = lines_of(files["bureau"])
    values = lines[3].split(b",")
    column = lines[0].split(b",").index(b"CREDIT_TYPE")
    values[column] = b'"a, b\nand c"'
    typed = read("bureau", b"".join([*lines[:3], b",".join(values), *lines[4:]]))
    assert typed.rows == len(lines) - 1
    assert "a, b\nand c" in typed.frame.collect()["CREDIT_TYPE"].to_list()


def test_the_line_of_a_mistake_counts_blank_lines_and_lines_within_quotes(read, files):
    lines = lines_of(files["bureau_balance"])
    spoiled = [lines[0], b"\n", lines[1], lines[2].replace(b",", b",x", 1), *lines[3:]]
    assert "column MONTHS_BALANCE, line 4: expected a whole number" in refusal(
        lambda: read("bureau_balance", b"".join(spoiled))
    )


def test_nul_bytes(read, files):
    lines = lines_of(files["bureau"])
    lines[6] = lines[6][:9] + b"\0\0" + lines[6][11:]
    assert "bureau.csv: line 7: expected text, got NUL bytes (2 in all)" in refusal(
        lambda: read("bureau", b"".join(lines))
    )


# --- rows that other tables call for -------------------------------------------------------------------


@pytest.fixture
def cut(tiny_archive, tmp_path):
    """``(table, share)``: imports an archive of which one table keeps the first share of its lines."""

    def run(table: str, share: float):
        change = {table: lambda rows: rows.head(int(rows.height * share))}
        return import_tables(Home(tmp_path / "home"), tiny_archive(tmp_path / "archive", change=change))

    return run


HISTORIES = [table for table in TABLES if CONTRACT[table].source != "application"]
CUT_IN_ORDER = {
    **dict.fromkeys(("bureau", "previous_application"), "loan_without_parent"),
    "POS_CASH_balance": "loan_without_months",
    "installments_payments": "card_without_instalments",
    "credit_card_balance": "card_without_months",
}
# Most clients have no months of credits, so that nothing calls for those of one more: see below and test_runs.py.
CUT_ANYWHERE = [table for table in HISTORIES if table != "bureau_balance"]


@pytest.mark.parametrize("table", CUT_ANYWHERE)
def test_a_history_cut_off_by_a_tenth_at_the_end_of_a_line_is_named(cut, table):
    assert CUT_IN_ORDER[table] in {finding.check for finding in cut(table, 0.9).findings}


@pytest.mark.parametrize(
    "table", ["POS_CASH_balance", "credit_card_balance", "installments_payments", "bureau_balance"]
)
def test_a_history_that_is_in_no_order_as_kaggles_are_is_refused_when_its_end_is_missing(tiny_archive, tmp_path, table):
    """Every loan loses a few rows, no loan all of them: months and instalments do not follow each other any more."""
    change = {table: lambda rows: rows.sample(fraction=0.7, shuffle=True, seed=1)}
    with pytest.raises(UserError, match=rf"{table}: rows are missing: .* gaps between"):
        import_tables(Home(tmp_path / "home"), tiny_archive(tmp_path / "archive", change=change))


def test_months_of_credits_cut_inside_a_credit_are_named_by_the_one_that_lost_its_beginning(tiny_archive, tmp_path):
    """The first month of every credit, Kaggle's and simulated ones alike, is that in which it was opened."""
    with_cut = {"bureau_balance": lambda rows: rows.head(rows.height // 2)}
    whole = import_tables(Home(tmp_path / "whole"), tiny_archive(tmp_path / "a", clients=300, seed=1))
    assert "months_without_beginning" not in {finding.check for finding in whole.findings}
    cut = import_tables(Home(tmp_path / "cut"), tiny_archive(tmp_path / "b", clients=300, seed=1, change=with_cut))
    (finding,) = cut.findings
    assert (finding.check, finding.table, finding.rows) == ("months_without_beginning", "bureau_balance", 1)


def test_months_of_which_every_credit_lost_the_first_ones_are_refused(tiny_archive, tmp_path):
    change = {"bureau_balance": lambda rows: rows.filter(pl.col("MONTHS_BALANCE") > -6)}
    with pytest.raises(UserError, match=r"bureau_balance: rows are missing: .* have none of the time when they were"):
        import_tables(Home(tmp_path / "home"), tiny_archive(tmp_path / "archive", change=change))


def test_months_cut_between_two_credits_are_named_where_clients_are_many(simulated):
    tables = dict(simulated(1500, 1).tables)
    balance, bureau = tables["bureau_balance"], tables["bureau"]
    kept = balance["SK_ID_BUREAU"].unique(maintain_order=True).head(balance["SK_ID_BUREAU"].n_unique() // 2)
    met = []
    for rows in (balance, balance.filter(pl.col("SK_ID_BUREAU").is_in(kept.implode()))):
        owned = rows.join(bureau.select("SK_ID_BUREAU", "SK_ID_CURR"), on="SK_ID_BUREAU")
        findings = check_between({"bureau": bureau.lazy(), "bureau_balance": owned.lazy()})
        met.append([finding.check for finding in findings])
    assert met == [[], ["months_of_few"]]


def test_cards_instalments_alone_that_are_missing_are_refused(tiny_archive, tmp_path):
    change = {"installments_payments": lambda rows: rows.filter(pl.col("NUM_INSTALMENT_VERSION") > 0)}
    with pytest.raises(UserError, match=r"installments_payments: rows are missing: .* cards with payments"):
        import_tables(Home(tmp_path / "home"), tiny_archive(tmp_path / "archive", change=change))


@pytest.mark.parametrize("table", [*CUT_ANYWHERE, "application_train"])
def test_a_table_of_which_two_thirds_are_missing_is_refused(cut, table):
    """But for cards: sixty clients have too few of them to refuse."""
    if table == "credit_card_balance":
        assert CUT_IN_ORDER[table] in {finding.check for finding in cut(table, 0.35).findings}
        return
    sentence = refusal(lambda: cut(table, 0.35))
    assert f"{table}: rows are missing: " in sentence
    assert "Export both tables again, at the same time and to their end." in sentence


def test_months_of_some_of_a_clients_credits_that_are_missing_are_named_then_refused(tiny_archive, tmp_path):
    def without(every):
        change = {"bureau_balance": lambda rows: rows.filter(pl.col("SK_ID_BUREAU") % every > 0)}
        return import_tables(Home(tmp_path / f"{every}"), tiny_archive(tmp_path / f"without-{every}", change=change))

    assert {finding.check for finding in without(4).findings} == {"credit_without_months"}
    assert "credits of clients whose other credits have months have none" in refusal(lambda: without(2))


def test_months_dropped_from_the_middle_of_a_credit_are_named(tiny_archive, tmp_path):
    change = {
        "bureau_balance": lambda rows: rows.gather_every(1000, 7).pipe(
            lambda out: rows.join(out, on=rows.columns, how="anti")
        )
    }
    report = import_tables(Home(tmp_path / "home"), tiny_archive(tmp_path / "archive", change=change))
    assert {finding.check for finding in report.findings} == {"months_with_gaps"}
