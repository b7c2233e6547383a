"""The form of a CSV file: encoding, separator, header; and the file written anew where Polars cannot read it."""

from __future__ import annotations

import codecs
import csv
import re
import uuid
from dataclasses import dataclass, replace
from pathlib import Path

from scoring.errors import UserError
from scoring.tables.header import canonical_names, header_notices
from scoring.tables.notices import Notice, listed, quoted
from scoring.tables.schema import CONTRACT, TableContract
from scoring.tables.unpack import short

EXPORT_AGAIN = "Export the table again from Kaggle's archive."
SEPARATORS = {",": "commas", "\t": "tabs", ";": "semicolons", "|": "bars"}
HEAD = 1 << 18
TITLE_LINES = 20  # how far down a header is looked for that is not in the first line
CHUNK = 1 << 20
END_OF_LINE = r"\r\n|\n|\r"  # str.splitlines knows others, at which no file's line ends
OTHER_ENDS = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
LONE_RETURN = r"\r(?!\n|\Z)"  # what is read of the file may end between the two
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class CsvForm:
    """How one CSV file is to be read.

    Parameters
    ----------
    name : str
        The file, as sentences call it.
    path : Path
        Where it lies; the file written anew where that was needed.
    encoding : str
        Encoding of the file as it came.
    separator : str
        Between values.
    header : tuple of str
        Its columns in their order, under the contract's names where they are the contract's.
    raw_header : tuple of str
        The same as they are written.
    skip_lines : int
        Lines before the header.
    notices : tuple of Notice
        What was met and understood.
    """

    name: str
    path: Path
    encoding: str
    separator: str
    header: tuple[str, ...]
    raw_header: tuple[str, ...]
    skip_lines: int
    notices: tuple[Notice, ...] = ()


def csv_form(name: str, path: Path, table: TableContract, workspace: Path, encoding: str | None = None) -> CsvForm:
    """How a CSV file of a table is to be read.

    Parameters
    ----------
    name : str
        The file, as sentences call it.
    path : Path
        A plain file.
    table : TableContract
        Whose header is expected; the separator is the one that gives most of its columns.
    workspace : Path
        Where the file is written anew when it is not UTF-8, or lines of it end in carriage returns alone.
    encoding : str, optional
        When it is known; looked for by default.

    Raises
    ------
    UserError
        When there is no header, a column is there twice, or the text is in no known encoding.
    """
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    if not head.strip():
        raise UserError(f"{name}: expected a header and rows, got an empty file.", EXPORT_AGAIN)
    encoding = encoding or encoding_of(head)
    text = head.decode(encoding, errors="replace")
    notices: list[Notice] = []
    if encoding not in ("utf-8", "utf-8-sig") or re.search(LONE_RETURN, text):
        path = _rewritten(name, path, encoding, workspace)
        notices.append(Notice("encoding", name, _encoding_words(name, encoding)))
    lines = re.split(END_OF_LINE, text)
    skip, separator = _before_header(lines)
    _refuse_broken_header(name, lines[skip])
    separator = separator or _separator(lines[skip], table)
    if separator != ",":
        notices.append(
            Notice("separator", name, f"{name} has {SEPARATORS.get(separator, repr(separator))} between its values.")
        )
    comments = sum(line.startswith("#") for line in lines[:skip])
    if comments:
        notices.append(
            Notice("comment_lines", name, f"{name}: lines before the header left aside: {comments}.", comments)
        )
    raw = _values(lines[skip], separator)
    header = tuple(canonical_names(raw, table))
    if not set(header) & set(table.columns):
        _refuse_no_header(name, raw, lines, skip, table)
    notices += header_notices(name, raw, header, table)
    return CsvForm(name, path, encoding, separator, header, tuple(raw), skip, tuple(notices))


def _encoding_words(name: str, encoding: str) -> str:
    if encoding in ("utf-8", "utf-8-sig"):
        return f"{name}: carriage returns alone are read as ends of lines."
    return f"{name} is read as {encoding.upper()} text."


def _refuse_broken_header(name: str, line: str) -> None:
    if strange := OTHER_ENDS.search(line):
        raise UserError(
            f"{name}: expected ends of line, got {quoted(strange[0])} in their place.",
            "Export the table with ordinary ends of line.",
        )
    if line.count('"') % 2:
        broken = quoted(line.rpartition('"')[2])
        raise UserError(f"{name}: expected the header in one line, got an end of line inside {broken}.", EXPORT_AGAIN)


def header_of(path: Path, table: TableContract) -> tuple[str, ...]:
    """The columns of a CSV file as far as its beginning tells, under the contract's names; no refusal."""
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    lines = re.split(END_OF_LINE, head.decode(encoding_of(head), errors="replace"))
    skip, separator = _before_header(lines)
    raw = _values(lines[skip], separator or _separator(lines[skip], table))
    return tuple(canonical_names(raw, table))


def as_latin1(form: CsvForm, path: Path, workspace: Path) -> CsvForm:
    """The form of a file that turned out not to be UTF-8, written anew from Latin-1 (Windows-1252)."""
    notice = Notice("encoding", form.name, f"{form.name} is not UTF-8 and is read as Latin-1 text.")
    target = _rewritten(form.name, path, "cp1252", workspace)
    return replace(form, path=target, encoding="cp1252", notices=(*form.notices, notice))


def encoding_of(head: bytes) -> str:
    """The encoding that a file's beginning tells; UTF-8 where it tells none.

    Examples
    --------
    >>> encoding_of("a,b".encode("utf-16")), encoding_of("a,b".encode("utf-16-be")), encoding_of(b"a,b")
    ('utf-16', 'utf-16-be', 'utf-8')
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return encoding
    even, odd = head[0:400:2], head[1:400:2]
    if odd.count(0) > 0.9 * len(odd) and even.count(0) < 0.1 * len(even):
        return "utf-16-le"
    if even.count(0) > 0.9 * len(even) and odd.count(0) < 0.1 * len(odd):
        return "utf-16-be"
    return "utf-8"


def _before_header(lines: list[str]) -> tuple[int, str | None]:
    """How many lines stand before the header, blank ones and comments too, and the separator that ``sep=;`` states."""
    skip, separator = 0, None
    for line in lines:
        if line.startswith("#"):
            skip += 1
            continue
        stated = re.fullmatch(r'"?sep=(.)"?', line.strip("\ufeff").strip(" "))
        if not stated and line.strip(" \ufeff"):
            break
        separator = stated[1] if stated else separator
        skip += 1
    return min(skip, len(lines) - 1), separator


def _separator(line: str, table: TableContract) -> str:
    return max(SEPARATORS, key=lambda separator: _columns_between(separator, line, table))


def _columns_between(separator: str, line: str, table: TableContract) -> int:
    """How many of a table's columns a line names, if these marks stand between them."""
    return len(set(canonical_names(_values(line, separator), table)) & set(table.columns))


def _values(line: str, separator: str) -> list[str]:
    """The values of a line; the line itself where it is longer than any line of a table."""
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return [line]


def _columns_in(line: str, table: TableContract) -> int:
    return _columns_between(_separator(line, table), line, table)


def _refuse_no_header(name: str, raw: list[str], lines: list[str], skip: int, table: TableContract) -> None:
    """Refuse a first line that is no header of any table, with what it is: words above the header, values, a text."""
    below = next(
        (n for n, line in enumerate(lines[:TITLE_LINES]) if 2 * _columns_in(line, table) > len(table.columns)), 0
    )
    if below:
        raise UserError(
            f"{name}: expected the header in the first line, got {quoted(lines[0])}; the header is line {below + 1}.",
            "Take out the lines above it.",
        )
    marks = set(re.sub(r"\w", "", lines[0]))
    if len(marks) == 1 and len(set(re.findall(r"\w+", lines[0])) & set(table.columns)) > 1:
        raise UserError(
            f"{name}: expected {', '.join(SEPARATORS.values())} between its columns, got {quoted(marks.pop())}.",
            "Export the table with commas between its values.",
        )
    if any(re.fullmatch(r"-?\d+(\.\d+)?", value) for value in raw):
        raise UserError(
            f"{name}: expected the header in the first line, got values.", "Export the table with its column names."
        )
    if not any(set(canonical_names(raw, other)) & set(other.columns) for other in CONTRACT.values()):
        raise UserError(
            f"{name}: expected a header with the columns of {table.file} ({listed(table.columns, 3)}), got "
            f"{quoted(lines[skip])}.",
            EXPORT_AGAIN,
        )


def _rewritten(name: str, path: Path, encoding: str, workspace: Path) -> Path:
    """The file as UTF-8 with line feeds."""
    target = workspace / f".{uuid.uuid4().hex}.csv"
    errors = "replace" if encoding == "cp1252" else "strict"
    try:
        with (
            path.open(encoding=encoding, errors=errors, newline=None) as source,
            target.open("x", encoding="utf-8", newline="\n") as plain,
        ):
            while chunk := source.read(CHUNK):
                plain.write(chunk)
    except UnicodeError as error:
        raise UserError(
            f"{name}: cannot be read as {encoding.upper()} text ({short(error)}).", "Save it as UTF-8."
        ) from error
    return target
