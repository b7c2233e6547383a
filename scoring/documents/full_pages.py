"""Print a note whose pages are full: lines stand a little closer or further apart until no page has a hole."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from scoring.documents.note_writer import SECTIONS
from scoring.documents.pdf import NoPdf, write_pdf
from scoring.documents.pdf_pages import lowest_text, pages_of_anchors

AIR = "--air: 1; --late: 1;"  # in report.css: factors of the distance between lines, and of that of the last sections
AIRS = (1.0, 0.98, 0.96, 1.02, 0.94, 1.04, 0.92, 1.06, 0.9)
WIDER, CLOSER = (1.04, 1.07, 1.1, 1.13, 1.16, 1.19), (0.96, 0.93, 0.9)
MARGIN = 42.5  # points: 15 mm, the larger of the margins above and below
MOST_PAGES, FULL = 10, 0.85
STARTS, STEPS = 2, 7  # how many prints are mended page by page, and in how many steps each at most
WIDEST, LATE_PAGES = 1.3, 2.5  # the most that a section is spread; how many pages the last sections take
SPARE, STILL = 0.02, 1.5  # aimed at beyond full; how much more a page's text is spread since its pictures are not


@dataclass(frozen=True)
class Airs:
    """How far lines stand apart: everywhere, in the last sections, and in sections that have their own air."""

    all: float = 1.0
    late: float = 1.0
    own: Mapping[str, float] = field(default_factory=dict)

    def on(self, page: str) -> str:
        """The page with these airs in its style."""
        rules = "".join(f"#{key} {{ --air: {air:.3f}; }} " for key, air in self.own.items())
        styled = page.replace(AIR, f"--air: {self.all}; --late: {self.late};", 1)
        return styled.replace("</head>", f"<style>@media print {{ {rules}}}</style></head>", 1) if rules else styled


@dataclass(frozen=True)
class Print:
    """One print: its airs, how full each page is (none where nothing can be printed), and the page of each section."""

    airs: Airs
    filled: Sequence[float]
    places: Mapping[str, int] = field(default_factory=dict)

    @property
    def lacking(self) -> float:
        """How much of a page short pages lack, with a whole one for each beyond, and how far the airs are from 1."""
        beyond = max(0, len(self.filled) - MOST_PAGES)
        stretch = abs(self.airs.all - 1) + abs(self.airs.late - 1)
        return beyond + stretch + sum(max(0.0, FULL - depth) for depth in self.filled)


def write_full_pdf(page: str, target: Path) -> NoPdf:
    """Print a page at the air nearest to its own at which every page is full; the best of all tried where none is.

    Parameters
    ----------
    page : str
        The HTML, with the style of reports.
    target : Path
        The PDF; one that was there before is gone when no new one can be made.

    Returns
    -------
    str
        Why there is no PDF, as :func:`~scoring.documents.pdf.write_pdf` says it; empty when there is one.
    """
    target.unlink(missing_ok=True)
    best: list[float] = []
    reason: NoPdf = ""
    with TemporaryDirectory(prefix="scoring-pages-") as scratch:
        tried = Path(scratch) / "tried.pdf"

        def printed(airs: Airs) -> Print:
            nonlocal best, reason
            reason = write_pdf(airs.on(page), tried)
            if reason:
                return Print(airs, [])
            filled = lowest_text(tried, MARGIN)
            if worth_of(filled) > worth_of(best):
                best = filled
                target.write_bytes(tried.read_bytes())
            return Print(airs, filled, pages_of_anchors(tried))

        seen = search(printed)
        if not any(_is_settled(attempt.filled) for attempt in seen):
            spread(printed, seen)
    return "" if target.exists() else reason


def search(printed: Callable[[Airs], Print]) -> list[Print]:
    """Try airs until all pages are full; those of the last sections where only the last pages are short or too many.

    Parameters
    ----------
    printed : callable
        ``(airs)``: the print at these airs; without pages where nothing can be printed, which ends the search.

    Returns
    -------
    list
        All that was printed; the last one is full where the search succeeded.

    Examples
    --------
    >>> seen = search(lambda airs: Print(airs, [0.9] * 9 + [0.6 + 5 * (airs.late - 1)]))
    >>> [(attempt.airs.all, attempt.airs.late) for attempt in seen]
    [(1.0, 1.0), (1.0, 1.04), (1.0, 1.07)]
    """
    ends: set[tuple[int, float]] = set()
    seen: list[Print] = []
    for air in AIRS:
        seen.append(printed(Airs(air)))
        filled = seen[-1].filled
        if _is_settled(filled):
            break
        end, lates = (len(filled), round(filled[-1], 2)), _lates(filled)
        if not lates or end in ends:  # the last sections have been tried from the same end
            continue
        ends.add(end)
        for late in lates:
            seen.append(printed(Airs(air, late)))
            if _is_settled(seen[-1].filled):
                return seen
    return seen


def spread(printed: Callable[[Airs], Print], seen: Sequence[Print]) -> None:
    """Give the sections of each short page an air of their own, from the prints that lack least, until all are full.

    Parameters
    ----------
    printed : callable
        As :func:`search` takes it.
    seen : sequence
        What was printed before.

    Examples
    --------
    >>> first = Print(Airs(), [0.9, 0.8, 0.9], {"a": 1, "b": 2, "c": 3})
    >>> spread(lambda airs: print(airs.own) or Print(airs, [0.9, 0.88, 0.9], first.places), [first])
    {'b': 1.131}
    """
    for attempt in sorted(seen, key=lambda each: each.lacking)[:STARTS]:
        for _ in range(STEPS):
            airs = wider(attempt)
            if airs is None:
                break
            attempt = printed(airs)
            if _is_settled(attempt.filled):
                return


def wider(attempt: Print) -> Airs | None:
    """The airs at which the first short page of a print may be full; None where it is spread, or pages are too many.

    Examples
    --------
    >>> wider(Print(Airs(1.02), [0.9] * 9 + [0.6], {}))
    Airs(all=1.02, late=1.108, own={})
    >>> wider(Print(Airs(), [0.9] * 11, {})) is None
    True
    """
    short = next((number for number, depth in enumerate(attempt.filled, 1) if depth < FULL), 0)
    if not short or len(attempt.filled) > MOST_PAGES:
        return None
    depth = attempt.filled[short - 1]
    if short == len(attempt.filled):
        late = round(attempt.airs.late + (FULL + SPARE - depth) / LATE_PAGES, 3)
        return replace(attempt.airs, late=late) if late <= WIDEST else None
    wanted = 1 + STILL * (FULL + SPARE - depth) / depth
    own = {key: round(attempt.airs.own.get(key, attempt.airs.all) * wanted, 3) for key in _begun(attempt.places, short)}
    return replace(attempt.airs, own={**attempt.airs.own, **own}) if own and max(own.values()) <= WIDEST else None


def _begun(places: Mapping[str, int], page: int) -> list[str]:
    """What begins on a page, sections, tables and figures; where nothing does, the section that runs over it."""
    begun = [key for key, at in places.items() if at == page and re.fullmatch("[a-z-]+", key)]
    return begun or [key for key in SECTIONS if places.get(key, page) < page][-1:]


def _is_settled(filled: Sequence[float]) -> bool:
    """Whether there is nothing more to try: all pages are full, or nothing can be printed."""
    return not filled or is_full(filled)


def _lates(filled: Sequence[float]) -> tuple[float, ...]:
    """Airs of the last sections that may help: wider where only the last page is short, closer where it runs over."""
    if is_full([*filled[:-1], FULL]):
        return WIDER
    return CLOSER if _runs_over(filled) else ()


def _runs_over(filled: Sequence[float]) -> bool:
    """Whether one page is too many, and no page but the last two has a hole."""
    return len(filled) == MOST_PAGES + 1 and is_full(filled[:-2])


def is_full(filled: Sequence[float]) -> bool:
    """Whether no page is too many and none has a hole; no pages are not full.

    Examples
    --------
    >>> is_full([0.9] * 10), is_full([0.9] * 11), is_full([0.9, 0.5])
    (True, False, False)
    """
    return 0 < len(filled) <= MOST_PAGES and min(filled) >= FULL


def worth_of(filled: Sequence[float]) -> tuple[int, float]:
    """What orders two prints: fewer pages beyond those allowed, then the fuller emptiest page; nothing is worth least.

    Examples
    --------
    >>> worth_of([0.9] * 10) > worth_of([0.95] * 9 + [0.5]) > worth_of([1.0] * 11) > worth_of([])
    True
    """
    return (-max(0, len(filled) - MOST_PAGES), min(filled)) if filled else (-1000, 0.0)
