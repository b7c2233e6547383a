"""What stands above, between and below the rows, or in place of a number, is told as what it is, in every table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from scoring.errors import UserError
from scoring.tables.notices import counted, quoted
from scoring.tables.numbers import number_hint
from scoring.tables.plain import Part, TableFile
from scoring.tables.read import read_table
from scoring.tables.schema import CONTRACT, TABLES

ROWS = 8
TAKE_OUT = "Take that line out, or export the table again"
Lines = list[str]


@pytest.fixture(scope="module")
def lines_of(simulated) -> Callable[[str], Lines]:
    """``(table) -> lines``: a header and eight rows of it."""
    return lambda table: simulated(60, 3).tables[table].head(ROWS).write_csv().splitlines()


@pytest.fixture
def refusal(tmp_path) -> Callable[[str, Lines], str]:
    """``(table, lines) -> sentence``: what refuses such a file; empty where nothing does."""

    def read(table: str, lines: Lines) -> str:
        path = Path(tmp_path / f"{table}.csv")
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        file = TableFile(path.name, (Part(path.name, path),))
        try:
            read_table(file, CONTRACT[table], tmp_path)
        except UserError as error:
            return str(error)
        return ""

    return read


def cells(lines: Lines, first: str, other: str) -> str:
    return ",".join([first, *[other] * lines[0].count(",")])


def last_value(line: str, before: str, behind: str) -> str:
    """A line with something before and behind its last value."""
    others, _, value = line.rpartition(",")
    return f"{others},{before}{value}{behind}"


def changed(lines: Lines, marks: dict[int, tuple[str, str]]) -> Lines:
    """Lines of which some have a mark before a separator, the first one."""
    return [line.replace(marks[n][1], "".join(marks[n]), 1) if n in marks else line for n, line in enumerate(lines)]


ADDED = [
    ("a title", lambda t: ["Export of 3 May", *t], "got 'Export of 3 May'; the header is line 2. Take out the lines"),
    ("a title and a blank", lambda t: ["Clients", "", *t], "got 'Clients'; the header is line 3. Take out"),
    ("a title with separators", lambda t: ["Export,3 May", *t], "got 'Export,3 May'; the header is line 2. Take out"),
    (
        "carets for commas",
        lambda t: [line.replace(",", "^") for line in t],
        "expected commas, tabs, semicolons, bars between its columns, got '^'. Export the table with commas",
    ),
    (
        "other separators from the middle on",
        lambda t: [*t[:4], *(line.replace(",", ";") for line in t[4:])],
        "line 5: expected {n} values, got 1; 5 lines have too few. The file ends too early",
    ),
    (
        "an end of line in a name",
        lambda t: [t[0].replace(",", ',"', 1), *t],
        "expected the header in one line, got an end of line inside '",
    ),
    (
        "blanks behind commas",
        lambda t: [t[0], *(line.replace(",", ', "', 1).replace(",", '",', 2).replace('",', ",", 1) for line in t[1:])],
        "a blank stands before a quotation mark. Export the table without blanks behind its separators.",
    ),
    (
        "marks inside values of two lines",
        lambda t: changed(t, {3: ('"', ","), 6: ('"', ",")}),
        "line 4: a quotation mark stands inside a value. Take it out, or export the table again",
    ),
    (
        "a mark that opens in one line and closes in another",
        lambda t: [*t[:3], last_value(t[3], '"', ""), *t[4:6], last_value(t[6], "", '"'), *t[7:]],
        "line 4: a quotation mark ",  # with another mark between, it stands inside the value that ends there
    ),
    (
        "words behind a value in marks",
        lambda t: [*t[:3], last_value(t[3], '"', '" only'), *t[4:]],
        "line 4: a quotation mark stands inside a value. Take it out, or export the table again",
    ),
    ("no header", lambda t: t[1:], "expected the header in the first line, got values. Export the table with its"),
    (
        "a comment between",
        lambda t: [*t[:4], "# page 2", *t[4:]],
        f"line 5: expected {{n}} values, got words between the rows ('# page 2'). {TAKE_OUT}",
    ),
    (
        "a database's last line",
        lambda t: [*t, "(8 rows affected)"],
        f"line 10, the last line: expected {{n}} values, got words between the rows ('(8 rows affected)'). {TAKE_OUT}",
    ),
    (
        "another database's last line",
        lambda t: [*t, "-- 8 rows selected."],
        "line 10, the last line: expected {n} values, got words between the rows ('-- 8 rows selected.'). Take that",
    ),
    (
        "a number of lines in words",
        lambda t: [*t, "8 ligne(s) sélectionnée(s)."],
        "line 10, the last line: expected {n} values, got words between the rows ('8 ligne(s) sélectionnée(s).'). "
        f"{TAKE_OUT}",
    ),
    ("a cut line", lambda t: [*t, t[8].split(",")[0]], "line 10, the last line: expected {n} values, got 1. The file"),
    (
        "a line under the header",
        lambda t: [t[0], cells(t, "---", "---"), *t[1:]],
        "line 2: expected a whole number, got '---' (a line between header and rows, as databases print it; take it",
    ),
    (
        "totals",
        lambda t: [*t, cells(t, "Total", "")],
        "line 10: expected a whole number, got 'Total' (a row of totals; take it out)",
    ),
    (
        "totals without a word",
        lambda t: [*t, cells(t, "", "0")],
        "column {first} is empty in 1 row (line 10); it may never be. Export",
    ),
    (
        "no keys",
        lambda t: [t[0], *[f",{line.split(',', 1)[1]}" for line in t[1:]]],
        "column {first} is empty in all rows; it may never be. Export",
    ),
    (
        "two without keys",
        lambda t: [*t, cells(t, "", "0"), cells(t, "", "0")],
        "column {first} is empty in 2 rows (first line 10); it may never be. Export",
    ),
]


@pytest.mark.parametrize(("what", "add", "words"), ADDED, ids=[name for name, _, _ in ADDED])
def test_a_line_that_is_no_row_is_told_as_what_it_is(refusal, lines_of, what, add, words):
    silent = {}
    for table in TABLES:
        lines = lines_of(table)
        names = lines[0].split(",")
        sentence = refusal(table, add(lines))
        if words.format(n=len(names), first=names[0]) not in sentence:
            silent[table] = sentence
    assert silent == {}


def test_rows_between_two_marks_are_no_value(refusal, lines_of):
    rows = lines_of("bureau")
    rows[3], rows[6] = last_value(rows[3], '"', ""), last_value(rows[6], "", '"')
    words = "line 4: a quotation mark opens a value that ends only in line 7. Take it out, or export the table again"
    assert words in refusal("bureau", rows)


def test_a_mark_in_a_text_and_an_end_of_line_in_one_are_read(refusal, lines_of):
    rows = lines_of("bureau")
    place = rows[0].split(",").index("CREDIT_TYPE")
    for number, text in ((3, 'Consumer "big" credit'), (5, '"Consumer\ncredit"'), (6, '"Car ""loan"""')):
        values = rows[number].split(",")
        rows[number] = ",".join([*values[:place], text, *values[place + 1 :]])
    assert refusal("bureau", rows) == ""


def test_a_header_and_its_rows_are_read(refusal, lines_of):
    assert {table: sentence for table in TABLES if (sentence := refusal(table, lines_of(table)))} == {}


def test_another_tables_columns_are_named_by_their_table(refusal, lines_of):
    wrong = {}
    for table in TABLES:
        for other in TABLES:
            same = CONTRACT[table].source == CONTRACT[other].source
            sentence = "" if same else refusal(table, lines_of(other))
            if not same and f"expected the columns of {table}, got those of {other}. Give each table" not in sentence:
                wrong[table, other] = sentence
    assert wrong == {}


@pytest.mark.parametrize("number", ["0", "-1", "-900001"])
def test_no_client_credit_or_loan_has_a_number_below_1(refusal, lines_of, number):
    wrong = {}
    for table in TABLES:
        lines = lines_of(table)
        for place, name in enumerate(lines[0].split(",")):
            if not name.startswith("SK_ID_"):
                continue
            values = lines[3].split(",")
            values[place] = number
            sentence = refusal(table, [*lines[:3], ",".join(values), *lines[4:]])
            if f"column {name}, line 4: expected a whole number from 1, got '{number}'. Export" not in sentence:
                wrong[table, name] = sentence
    assert wrong == {}


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("#DIV/0!", "an error that a spreadsheet left"),
        ("#VALEUR!", "an error that a spreadsheet left"),
        ("<NA>", "a word for no value; leave it empty"),
        ("NaT", "a word for no value; leave it empty"),
        ("Grand total", "a row of totals; take it out"),
        ("Total général", "a row of totals; take it out"),
        ("------", "a line between header and rows, as databases print it; take it out"),
        ("***", "a mask in place of the number"),
        ("0x4bde9", "hexadecimal digits"),
        ("310_761.0", "something stands between thousands"),
        ("\u0661\u0662\u0663", "digits of another script"),
        ("\uff11\uff12.5", "digits of another script"),
        ("310\u2009761.0", "something stands between thousands"),
        ("310\u2019761.0", "something stands between thousands"),
        ('="310761"', "a formula, as spreadsheets write it"),
        ("9E+05", "a spreadsheet's power of ten: digits may be lost"),
        ("1e400", "larger than a number of its kind may be"),
        ("9" * 400, "larger than a number of its kind may be"),
        ("18446744073709551615", "larger than a number of its kind may be"),
        (".", "a word for no value; leave it empty"),
        ("n.d.", "a word for no value; leave it empty"),
        ("\u20ac310761", "something stands before the number"),
        ("$ 12.5", "something stands before the number"),
        ("EUR 12.5", "something stands before the number"),
        ("C900001", "something stands before the number"),
    ],
)
def test_what_a_number_looks_like_that_is_none(text, hint):
    assert number_hint(text) == f" ({hint})"


@pytest.mark.parametrize("text", ["much", "1.5x3", "totally", "N", "Thursday"])
def test_of_what_looks_like_nothing_nothing_is_said(text):
    assert number_hint(text) == ""


def test_one_is_no_plural_and_a_backslash_is_written_once():
    assert [counted(n, "row") for n in (0, 1, 2, 1000)] == ["0 rows", "1 row", "2 rows", "1,000 rows"]
    assert quoted(r"\N") == r"'\N'"
    assert quoted("1\u202f000") == r"'1\u202f000'"
