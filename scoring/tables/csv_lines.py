"""Whether every line of a CSV file is whole: counted a chunk at a time, told line by line only where it is not."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from scoring.errors import UserError
from scoring.tables.csv_form import EXPORT_AGAIN, CsvForm

CHUNK = 1 << 22
QUOTE, LINE_FEED = ord('"'), ord("\n")
WHOLE_FILE = "The file ends too early or was mixed up: download it or export it again."


@dataclass(frozen=True)
class Survey:
    """What a file's bytes tell: separators outside quotes, and what should not be there."""

    separators: int
    quotes: int
    nul: int
    has_high_bytes: bool
    ends_with_newline: bool


@dataclass
class LineFaults:
    """Lines that are not whole: how many, and the number of values and of the line of the first."""

    short: int = 0
    long: int = 0
    blank: int = 0
    first_short: tuple[int, int] = (0, 0)
    first_long: tuple[int, int] = (0, 0)
    lines: int = field(default=0)


def survey(form: CsvForm) -> Survey:
    """Count a file's separators and whatever breaks lines, at the speed of memory.

    Raises
    ------
    UserError
        When a line is longer than 4 MB.
    """
    separators = quotes = nul = 0
    high, within, last = False, False, b""
    for chunk in _chunks(form):
        data = np.frombuffer(chunk, np.uint8)
        is_separator = data == ord(form.separator)
        if b'"' in chunk:
            is_quote = data == QUOTE
            quotes += int(np.count_nonzero(is_quote))
            inside = np.bitwise_xor.accumulate(is_quote.view(np.uint8)).astype(bool) ^ within
            within = bool(inside[-1])
            is_separator &= ~inside
        elif within:
            is_separator = np.zeros(0, bool)
        separators += int(np.count_nonzero(is_separator))
        nul += chunk.count(0) if b"\0" in chunk else 0
        high = high or bool(data.max() > 127)
        last = chunk[-1:]
    return Survey(separators, quotes, nul, high, last in (b"\n", b"\r"))


def is_utf8(path: Path) -> bool:
    """Whether a file is UTF-8 throughout."""
    try:
        with path.open(encoding="utf-8") as stream:
            while stream.read(CHUNK):
                pass
    except UnicodeDecodeError:
        return False
    return True


def line_faults(form: CsvForm) -> LineFaults:
    """Which lines have too few or too many values, or none: a slow walk, for files known to be broken."""
    faults = LineFaults()
    for line, values in records(form):
        count = len(values)
        if not any(value.strip() for value in values):
            faults.blank += 1
        elif count < len(form.header):
            faults.first_short = faults.first_short if faults.short else (line, count)
            faults.short += 1
        elif count > len(form.header):
            faults.first_long = faults.first_long if faults.long else (line, count)
            faults.long += 1
        faults.lines = line
    return faults


def records(form: CsvForm) -> Iterator[tuple[int, list[str]]]:
    """The rows behind the header, each with the number of its line, counted from 1."""
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
                f"{form.name}: line {reader.line_num + form.skip_lines}: cannot be read ({error}).", EXPORT_AGAIN
            ) from error


def refuse_ragged(form: CsvForm, faults: LineFaults) -> None:
    """Refuse lines with too few or too many values, by number and count.

    Raises
    ------
    UserError
        At the kind that is there first.
    """
    expected = len(form.header)
    kinds = [(*faults.first_short, faults.short, "few"), (*faults.first_long, faults.long, "many")]
    for line, count, lines, kind in sorted(entry for entry in kinds if entry[2]):
        more = f"; {lines:,} lines have too {kind}" if lines > 1 else ""
        last = ", the last line" if line == faults.lines and kind == "few" else ""
        raise UserError(f"{form.name}: line {line}{last}: expected {expected} values, got {count}{more}.", WHOLE_FILE)


def refuse_broken_bytes(form: CsvForm, found: Survey) -> None:
    """Refuse NUL bytes, and a quote that is opened and never closed.

    Raises
    ------
    UserError
        When there are some.
    """
    if found.nul:
        raise UserError(
            f"{form.name}: line {_line_of(form, 0)}: expected text, got NUL bytes ({found.nul:,} in all).", EXPORT_AGAIN
        )
    if found.quotes % 2:
        raise UserError(f"{form.name}: a quotation mark is opened and never closed.", WHOLE_FILE)


def last_value(form: CsvForm) -> str:
    """The raw text of the last value of the last line, of a file that does not end in a newline."""
    with form.path.open("rb") as stream:
        stream.seek(0, 2)
        stream.seek(max(0, stream.tell() - (1 << 16)))
        tail = stream.read().decode("utf-8", errors="replace")
    line = re.split(r"[\r\n]", tail)[-1]
    return line.rsplit(form.separator, 1)[-1]


def _chunks(form: CsvForm) -> Iterator[bytes]:
    since_newline = 0
    with form.path.open("rb", buffering=0) as stream:
        while chunk := stream.read(CHUNK):
            newline = chunk.rfind(b"\n")
            since_newline = since_newline + len(chunk) if newline < 0 else len(chunk) - newline
            if newline < 0 and since_newline >= CHUNK:
                raise UserError(
                    f"{form.name}: expected lines of a few hundred characters, got one of over {CHUNK >> 20} million.",
                    EXPORT_AGAIN,
                )
            yield chunk


def _line_of(form: CsvForm, byte: int) -> int:
    """The number of the line in which a byte is met first."""
    line = 1
    for chunk in _chunks(form):
        place = chunk.find(byte)
        if place >= 0:
            return line + chunk.count(b"\n", 0, place)
        line += chunk.count(b"\n")
    return line
