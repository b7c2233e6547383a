"""Quotation marks that stand where none belongs: inside a value, or around rows; told by their lines."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scoring.errors import UserError

TAKE_OUT = "Take it out, or export the table again from Kaggle's archive."
QUOTE = ord('"')
MARK = re.compile(rb'"')


@dataclass(frozen=True)
class Enclosed:
    """What two marks enclose: where it begins and ends, and whether a value begins and ends there."""

    start: int
    end: int
    begins_value: bool
    ends_value: bool


def may_be_stray(lines: bytes, separator: bytes) -> bool:
    r"""Whether a mark of whole lines may stand elsewhere than at the ends of a value.

    Examples
    --------
    >>> may_be_stray(b'1,"a, ""b"" c",2\n', b","), may_be_stray(b'1,a "b" c,2\n', b",")
    (False, True)
    """
    marks = np.flatnonzero(np.frombuffer(lines, np.uint8) == QUOTE)
    before, behind = marks[::2] - 1, marks[1::2] + 1
    return not (_are_among(lines, before, separator + b'\n"') and _are_among(lines, behind, separator + b'\r\n"'))


def refuse_stray_quotes(name: str, lines: bytes, separator: bytes, columns: int, first_line: int) -> None:
    """Refuse a mark inside a value that splits it, and one that opens a value in which rows lie.

    A mark that only stands in a text stays: ``Consumer "big" credit`` is a text that nobody knows.

    Parameters
    ----------
    name : str
        The file, as sentences call it.
    lines : bytes
        Whole lines of it.
    separator : bytes
        Between values.
    columns : int
        How many values a row has.
    first_line : int
        The number of the first of these lines, counted from 1.

    Raises
    ------
    UserError
        At the first.
    """
    for piece in _enclosed(lines, separator):
        text = lines[piece.start : piece.end]
        line, lines_below = first_line + lines.count(b"\n", 0, piece.start), text.count(b"\n")
        if piece.begins_value and lines_below and text.count(separator) >= columns - 1:
            words = f"opens a value that ends only in line {line + lines_below}"
        elif not piece.ends_value if piece.begins_value else lines_below or separator in text:
            words = "stands inside a value"
        else:
            continue
        raise UserError(f"{name}: line {line}: a quotation mark {words}.", TAKE_OUT)


def _enclosed(lines: bytes, separator: bytes) -> list[Enclosed]:
    """What the marks of whole lines enclose, two and two; doubled ones inside a value are part of it."""
    marks = [mark.start() for mark in MARK.finditer(lines)]
    pieces: list[Enclosed] = []
    index = 0
    while index + 1 < len(marks):
        start = marks[index]
        begins = lines[start - 1 : start] in (b"", separator, b"\n")
        index += 1
        while begins and index + 2 < len(marks) and marks[index + 1] == marks[index] + 1:
            index += 2
        behind = lines[marks[index] + 1 : marks[index] + 2]
        pieces.append(Enclosed(start + 1, marks[index], begins, behind in (b"", separator, b"\n", b"\r")))
        index += 1
    return pieces


def _are_among(lines: bytes, places: npt.NDArray[np.intp], allowed: bytes) -> bool:
    """Whether the bytes at these places are some of the allowed ones; before and behind the lines anything is."""
    data = np.frombuffer(lines, np.uint8)
    is_allowed = np.zeros(256, bool)
    is_allowed[list(allowed)] = True
    return bool(is_allowed[data[places[(places >= 0) & (places < len(data))]]].all())
