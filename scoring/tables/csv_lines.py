"""Whether every line of a CSV file is whole: counted a chunk at a time."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from scoring.errors import UserError
from scoring.tables.csv_form import EXPORT_AGAIN, CsvForm
from scoring.tables.stray_quotes import may_be_stray, refuse_stray_quotes

CHUNK = 1 << 22
QUOTE, LINE_FEED = ord('"'), ord("\n")
NO_BLANKS = "Export the table without blanks behind its separators."
WHOLE_FILE = "The file ends too early or was mixed up: download it or export it again."


@dataclass(frozen=True)
class Survey:
    """What a file's bytes tell.

    Parameters
    ----------
    whole : bool
        Whether every line has as many values as the header.
    lines : int
        Lines, the header among them, as far as quotation marks enclose no ends of lines.
    quotes, nul : int
        Quotation marks and NUL bytes.
    has_high_bytes : bool
        Whether there is anything but ASCII.
    ends_with_newline : bool
        Whether the last line has an end.
    padded : bool
        Whether a value may begin with a blank.
    stray : bool
        Whether a quotation mark may stand inside a value, or encloses an end of line.
    """

    whole: bool
    lines: int
    quotes: int
    nul: int
    has_high_bytes: bool
    ends_with_newline: bool
    padded: bool
    stray: bool


def survey(form: CsvForm) -> Survey:
    """Look over a file's bytes at the speed of memory.

    Raises
    ------
    UserError
        When a line is longer than 4 MB.
    """
    whole, high, padded, stray = True, False, False, False
    quotes = nul = count = 0
    last = b""
    for lines in _whole_lines(form):
        quotes += lines.count(b'"') if b'"' in lines else 0
        nul += lines.count(0) if b"\0" in lines else 0
        high = high or not lines.isascii()
        outside = b"".join(lines.split(b'"')[::2]) if b'"' in lines else lines
        ends = _ends(lines)
        count += len(ends)
        whole = whole and _are_whole(lines, outside, ends, form)
        padded = padded or _may_be_padded(lines, outside, form)
        if b'"' in lines and not stray:
            stray = len(ends) < lines.count(b"\n") or may_be_stray(lines, form.separator.encode())
        last = lines[-1:]
    return Survey(whole, count, quotes, nul, high, last == b"\n", padded, stray)


def _are_whole(lines: bytes, outside: bytes, ends: npt.NDArray[np.intp], form: CsvForm) -> bool:
    """Whether each of these lines has as many separators outside quotes as the header, and something between them."""
    separator, per_line = form.separator.encode(), len(form.header) - 1
    marks = outside.translate(None, delete=bytes(set(range(256)) - {LINE_FEED, separator[0]}))
    marks += b"" if lines.endswith(b"\n") else b"\n"  # the last line of a file may lack its end
    if not per_line or marks != (separator * per_line + b"\n") * (len(marks) // (per_line + 1)):
        return False
    lengths = np.diff(ends, prepend=-1, append=[] if lines.endswith(b"\n") else [len(lines)]) - 1
    return not (lengths <= per_line + 1).any()  # nothing, or a carriage return, beside the separators


def _may_be_padded(lines: bytes, outside: bytes, form: CsvForm) -> bool:
    """Whether a value may begin with a blank, which Polars passes over where it reads a number."""
    blanks = [blank for blank in b" \t" if blank != ord(form.separator)]
    if len(outside) < len(lines) and any(bytes((QUOTE, blank)) in lines for blank in blanks):
        return True
    if not any(blank in outside for blank in blanks):
        return False
    data = np.frombuffer(b"\n" + outside, np.uint8)
    before = (data[np.flatnonzero(data == blank) - 1] for blank in blanks)
    return any(((sign == ord(form.separator)) | (sign == LINE_FEED)).any() for sign in before)


def _ends(lines: bytes) -> npt.NDArray[np.intp]:
    """Where lines end that no quotation mark encloses; the first byte stands at the beginning of one."""
    data = np.frombuffer(lines, np.uint8)
    ends = np.flatnonzero(data == LINE_FEED)
    if b'"' not in lines:
        return ends
    outside = np.searchsorted(np.flatnonzero(data == QUOTE), ends) % 2 == 0
    return np.extract(outside, ends)


def is_utf8(path: Path) -> bool:
    """Whether a file is UTF-8 throughout."""
    try:
        with path.open(encoding="utf-8") as stream:
            while stream.read(CHUNK):
                pass
    except UnicodeDecodeError:
        return False
    return True


def records(form: CsvForm) -> Iterator[tuple[int, list[str]]]:
    """The rows behind the header, each with the number of its line, counted from 1.

    Raises
    ------
    UserError
        When a line cannot be parted into values.
    """
    with form.path.open(encoding="utf-8", errors="replace", newline="") as stream:
        for _ in range(form.skip_lines):
            next(stream)
        reader = csv.reader(stream, delimiter=form.separator)
        next(reader)
        try:
            for values in reader:
                yield reader.line_num + form.skip_lines, values
        except csv.Error as error:
            raise UserError(
                f"{form.name}: line {reader.line_num + form.skip_lines}: expected values of a few characters, got one "
                f"that cannot be read ({error}).",
                EXPORT_AGAIN,
            ) from error


def refuse_broken_bytes(form: CsvForm, survey: Survey) -> None:
    """Refuse NUL bytes, a quotation mark inside a value or around rows, and one that is opened and never closed.

    Raises
    ------
    UserError
        When there are some.
    """
    if survey.nul:
        raise UserError(
            f"{form.name}: line {_line_of(form, 0)}: expected text, got NUL bytes ({survey.nul:,} in all).",
            EXPORT_AGAIN,
        )
    if survey.stray:
        _refuse_stray_quotes(form)
    if survey.quotes % 2:
        raise UserError(f"{form.name}: a quotation mark is opened and never closed.", WHOLE_FILE)


def _refuse_stray_quotes(form: CsvForm) -> None:
    line = 1 + form.skip_lines
    for lines in _whole_lines(form):
        refuse_stray_quotes(form.name, lines, form.separator.encode(), len(form.header), line)
        line += lines.count(b"\n")


def refuse_blank_before_quote(form: CsvForm) -> None:
    """Refuse a quotation mark behind a separator and a blank: it encloses nothing, and what it should is split.

    Raises
    ------
    UserError
        At the first.
    """
    behind = re.compile(rb"[\n%b][ \t]+\Z" % re.escape(form.separator.encode()))
    for lines in _whole_lines(form):
        if any(behind.search(piece) for piece in lines.split(b'"')[:-1:2]):
            raise UserError(f"{form.name}: a blank stands before a quotation mark.", NO_BLANKS)


def last_value(form: CsvForm) -> str:
    """The raw text of the last value of the last line, of a file that does not end in a newline; half an end stays."""
    with form.path.open("rb") as stream:
        stream.seek(0, 2)
        stream.seek(max(0, stream.tell() - (1 << 16)))
        tail = stream.read().decode("utf-8", errors="replace")
    line = re.split(r"\n|\r(?!\Z)", tail)[-1]
    return line.rsplit(form.separator, 1)[-1]


def _whole_lines(form: CsvForm) -> Iterator[bytes]:
    """The file from the header on, a few megabytes at a time, cut at ends of lines that no quotation mark encloses."""
    rest = b""
    with form.path.open("rb") as stream:
        for _ in range(form.skip_lines):
            stream.readline()
        while chunk := stream.read(CHUNK):
            chunk = rest + chunk
            end = _last_end(chunk)
            yield from [chunk[:end]] if end else []
            rest = chunk[end:]
            if len(rest) > CHUNK:
                raise UserError(
                    f"{form.name}: expected lines of a few hundred characters, got one of over {CHUNK >> 20} million, "
                    "or a quotation mark that is opened and never closed.",
                    EXPORT_AGAIN,
                )
    yield from [rest] if rest else []


def _last_end(chunk: bytes) -> int:
    """Where the last line ends that is whole; the chunk begins at the beginning of a line."""
    end = chunk.rfind(b"\n") + 1
    if chunk.count(b'"', 0, end) % 2 == 0:
        return end
    ends = _ends(chunk)
    return int(ends[-1]) + 1 if len(ends) else 0


def _line_of(form: CsvForm, byte: int) -> int:
    """The number of the line in which a byte is met first."""
    line = 1 + form.skip_lines
    for lines in _whole_lines(form):
        place = lines.find(byte)
        if place >= 0:
            return line + lines.count(b"\n", 0, place)
        line += lines.count(b"\n")
    return line
