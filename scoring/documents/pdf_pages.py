"""Read of a PDF what a test asks: its pages, where links lead, how far down each page is filled. Of Chromium's only."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

OBJECT = re.compile(rb"(?s)(\d+) 0 obj\s(.*?)endobj")
OPERATOR = re.compile(r"([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+) (cm|Tm)|\b(q|Q)\b")


def objects(file: Path) -> dict[int, bytes]:
    """Every object of the file by its number."""
    return {int(number): body for number, body in OBJECT.findall(file.read_bytes())}


def pages(file: Path) -> list[int]:
    """The numbers of the page objects, in their order."""
    every = objects(file)
    root = next(body for body in every.values() if b"/Type /Catalog" in body)
    return list(_leaves(every, int(_first(rb"/Pages (\d+) 0 R", root))))


def _leaves(every: dict[int, bytes], node: int) -> Iterator[int]:
    kids = re.search(rb"(?s)/Kids \[(.*?)\]", every[node])
    if kids is None:
        yield node
        return
    for kid in re.findall(rb"(\d+) 0 R", kids[1]):
        yield from _leaves(every, int(kid))


def pages_of_anchors(file: Path) -> dict[str, int]:
    """The page, counted from 1, to which a link of each name leads."""
    order = pages(file)
    anchors = re.findall(rb"/([\w#-]+)\s*\[(\d+) 0 R /XYZ", b"".join(objects(file).values()))
    return {name.decode(): order.index(int(page)) + 1 for name, page in anchors if int(page) in order}


def lowest_text(file: Path, margin: float) -> list[float]:
    """How far down the letters of each page reach, as a share of the height between the margins (points)."""
    every = objects(file)
    return [_depth(every, every[page], margin) for page in pages(file)]


def _depth(every: dict[int, bytes], page: bytes, margin: float) -> float:
    height = float(_first(rb"/MediaBox \[\s*0 0 [\d.]+ ([\d.]+)", page))
    contents = int(_first(rb"/Contents (\d+) 0 R", page))
    stream = _first(rb"(?s)stream\r?\n(.*)\r?\nendstream", every[contents])
    text = zlib.decompress(stream).decode("latin-1")
    bottoms = [y for y in heights_of_text(text) if y > margin]
    return (height - margin - min(bottoms)) / (height - 2 * margin)


def _first(pattern: bytes, part: bytes) -> bytes:
    """What the pattern's group holds; a file without it is none that Chromium prints."""
    match = re.search(pattern, part)
    if match is None:
        raise ValueError(f"Expected {pattern!r} in the PDF, got none: was it printed by Chromium?")
    return match[1]


def heights_of_text(stream: str) -> list[float]:
    """The height above the page's foot at which each run of letters begins, turned labels of axes among them."""
    now = Matrix(1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    saved: list[Matrix] = []
    heights = []
    for *numbers, kind, stack in OPERATOR.findall(stream):
        if stack == "q":
            saved.append(now)
        elif stack == "Q":
            now = saved.pop() if saved else now
        else:
            inner = Matrix(*map(float, numbers)).within(now)
            if kind == "cm":
                now = inner
            else:
                heights.append(inner.f)
    return heights


class Matrix(NamedTuple):
    """How a PDF places what it draws: a point (x, y) stands at (a x + c y + e, b x + d y + f)."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def within(self, outer: Matrix) -> Matrix:
        """The placing by both: first by this matrix, then by the one around it.

        Examples
        --------
        >>> quarter_turn = Matrix(0, 1, -1, 0, 100, 300)
        >>> Matrix(1, 0, 0, 1, 200, 0).within(quarter_turn).f
        500
        """
        return Matrix(
            self.a * outer.a + self.b * outer.c,
            self.a * outer.b + self.b * outer.d,
            self.c * outer.a + self.d * outer.c,
            self.c * outer.b + self.d * outer.d,
            self.e * outer.a + self.f * outer.c + outer.e,
            self.e * outer.b + self.f * outer.d + outer.f,
        )
