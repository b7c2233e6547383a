"""A simulated world: the eight tables as Kaggle would ship them, and the truth kept apart.

Traits that nobody sees drive every table of a person; what the tables then show drives most of the true
probability of difficulty (:mod:`scoring.synthetic.truth`).
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from scoring.errors import UserError
from scoring.progress import Progress, silent
from scoring.synthetic.ranges import ClientRange, FirstNumbers, client_ranges
from scoring.synthetic.world import World, draw_range

__all__ = ["FEWEST_CLIENTS", "World", "simulate", "simulate_in_ranges"]

FEWEST_CLIENTS = 50
MOST_CLIENTS = 100_000_000  # 280 times Kaggle's; more is a slip of the hand, and would fill any disk


def simulate(clients: int, seed: int, *, progress: Progress = silent) -> World:
    """Draw a world; the same arguments give the same world, whatever the number of cores.

    Parameters
    ----------
    clients : int
        How many applications, training (86.3 %) and test together; 50 to 100,000,000.
    seed : int
        Names the world; 0 or more.
    progress : callable, optional
        Told the file name of each table before it is drawn.

    Returns
    -------
    World

    Raises
    ------
    UserError
        When there are too few or too many clients, or the seed is below 0.

    Examples
    --------
    >>> world = simulate(100, seed=1)
    >>> world.tables["application_train"].height + world.tables["application_test"].height
    100
    """
    parts = list(simulate_in_ranges(clients, seed, progress=progress))
    tables = {name: pl.concat([part.tables[name] for part in parts]) for name in parts[0].tables}
    return World(tables, pl.concat([part.truth for part in parts]))


def simulate_in_ranges(clients: int, seed: int, *, progress: Progress = silent) -> Iterator[World]:
    """The same world as :func:`simulate` draws, one range of clients after the other, so that memory is bounded.

    Every range's clients, people, credits and loans have higher numbers than those of the ranges before it.

    Parameters
    ----------
    clients, seed : int
        As :func:`simulate` takes them.
    progress : callable, optional
        Told each range, where there are several, and the file name of each table before it is drawn.

    Raises
    ------
    UserError
        When there are too few or too many clients, or the seed is below 0.
    """
    _check(clients, seed)
    parts = client_ranges(clients)
    return _drawn(seed, parts, progress)


def _drawn(seed: int, parts: list[ClientRange], progress: Progress) -> Iterator[World]:
    first, intercept = FirstNumbers(), None
    for part in parts:
        if len(parts) > 1:
            progress(f"clients {part.start + 1:,} to {part.stop:,} of {parts[-1].stop:,}")
        drawn = draw_range(seed, part, first, intercept, progress)
        first, intercept, world = drawn.next_numbers, drawn.intercept, drawn.world
        del drawn  # what is not named here can go as soon as the caller has let go of the world
        yield world
        del world


def _check(clients: int, seed: int) -> None:
    if clients < FEWEST_CLIENTS:
        raise UserError(
            f"A simulated world needs at least {FEWEST_CLIENTS} clients; {clients} were asked for.",
            f"Ask for {FEWEST_CLIENTS} or more.",
        )
    if clients > MOST_CLIENTS:
        raise UserError(
            f"A simulated world has at most {MOST_CLIENTS:,} clients; {clients:,} were asked for.",
            f"Ask for {MOST_CLIENTS:,} or fewer.",
        )
    if seed < 0:
        raise UserError(f"The seed must be 0 or more; it is {seed}.", "Give a whole number such as 1.")
