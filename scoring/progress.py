"""What long work tells of itself: a line a step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeVar

Progress = Callable[[str], None]
Item = TypeVar("Item")
ITEMS_A_LINE: Final = 25


def silent(line: str) -> None:
    """Tell nobody."""


def counted(items: Sequence[Item], work: str, progress: Progress) -> Iterator[Item]:
    """The items, one after the other; a line every 25 that are done, and one in the end, says how many.

    Parameters
    ----------
    items : sequence
        What is worked on.
    work : str
        What is done with each, for the line.
    progress : callable
        Is given the lines.

    Examples
    --------
    >>> list(counted("ab", "letters", print))
    letters: 2 of 2
    ['a', 'b']
    """
    for done, item in enumerate(items, 1):
        yield item
        if done % ITEMS_A_LINE == 0 or done == len(items):
            progress(f"{work}: {done:,} of {len(items):,}")
