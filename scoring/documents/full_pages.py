"""Print a note whose pages are full: lines stand a little closer or further apart until no page has a hole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from scoring.documents.pdf import NoPdf, write_pdf
from scoring.documents.pdf_pages import lowest_text

AIR = "--air: 1; --late: 1;"  # in report.css: factors of the distance between lines, and of that of the last sections
AIRS = (1.0, 0.98, 0.96, 1.02, 0.94, 1.04, 0.92, 1.06, 0.97, 0.99, 0.95, 1.01, 0.93, 1.03)  # coarse, then between
WIDER, CLOSER = (1.04, 1.07, 1.1, 1.13, 1.16, 1.19), (0.96, 0.93, 0.9)
MARGIN = 42.5  # points: 15 mm, the larger of the margins above and below
MOST_PAGES, FULL = 10, 0.85


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
    with TemporaryDirectory(prefix="scoring-pages-") as room:
        tried = Path(room) / "tried.pdf"

        def filled_at(air: float, late: float) -> list[float]:
            nonlocal best, reason
            reason = write_pdf(page.replace(AIR, f"--air: {air}; --late: {late};", 1), tried)
            filled = [] if reason else lowest_text(tried, MARGIN)
            if filled and worth_of(filled) > worth_of(best):
                best = filled
                target.write_bytes(tried.read_bytes())
            return filled

        search(filled_at)
    return "" if target.exists() else reason


def search(filled_at: Callable[[float, float], Sequence[float]]) -> None:
    """Try airs until all pages are full; those of the last sections where only the last pages are short or too many.

    Parameters
    ----------
    filled_at : callable
        ``(air, late)``: how full each page is; empty where nothing can be printed, which ends the search.

    Examples
    --------
    >>> tried = []
    >>> search(lambda air, late: tried.append((air, late)) or [0.9] * 9 + [0.6 + 5 * (late - 1)])
    >>> tried
    [(1.0, 1.0), (1.0, 1.04), (1.0, 1.07)]
    """
    ends: set[tuple[int, float]] = set()
    for air in AIRS:
        filled = filled_at(air, 1.0)
        if _is_settled(filled):
            return
        end, lates = (len(filled), round(filled[-1], 2)), _lates(filled)
        if not lates or end in ends:  # the last sections have been tried from the same end
            continue
        ends.add(end)
        if any(_is_settled(filled_at(air, late)) for late in lates):
            return


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
