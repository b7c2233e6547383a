"""A large world drawn range by range: how many clients at a time, and where each range's numbers begin.

What is held in memory while a world is drawn is one range of it. The ranges are the same on every machine, so that a
world depends on its size and seed alone; one of up to ``CLIENTS_A_RANGE`` clients is a single range.
"""

from __future__ import annotations

from dataclasses import dataclass

from scoring.synthetic.bureau import FIRST_BUREAU
from scoring.synthetic.people import FIRST_CLIENT, TRAIN_SHARE, TWICE_SHARE
from scoring.synthetic.previous import FIRST_PREVIOUS

CLIENTS_A_RANGE = 20_000


@dataclass(frozen=True)
class ClientRange:
    """A part of a world's clients.

    Parameters
    ----------
    number : int
        0 for the first; names the range's own generators.
    start, stop : int
        Positions of its clients among all.
    """

    number: int
    start: int
    stop: int

    def __len__(self) -> int:
        return self.stop - self.start

    @property
    def n_second(self) -> int:
        """How many of its applications are a person's second."""
        return round(self.stop * TWICE_SHARE) - round(self.start * TWICE_SHARE)

    @property
    def train(self) -> int:
        """How many of its applications have a known outcome; over all ranges as many as if they were one."""
        return round(self.stop * TRAIN_SHARE) - round(self.start * TRAIN_SHARE)


@dataclass(frozen=True)
class FirstNumbers:
    """The first numbers that a range may give: to applications, people, credits elsewhere, earlier applications."""

    client: int = FIRST_CLIENT
    person: int = 0
    bureau: int = FIRST_BUREAU
    previous: int = FIRST_PREVIOUS

    def after(self, clients: int, people: int, bureau: int, previous: int) -> FirstNumbers:
        """The first numbers of the next range, once so many were given.

        Parameters
        ----------
        clients, people, bureau, previous : int
            How many numbers the range gave to each.
        """
        return FirstNumbers(self.client + clients, self.person + people, self.bureau + bureau, self.previous + previous)


def client_ranges(clients: int) -> list[ClientRange]:
    """Ranges of about the same size, as few as possible.

    Examples
    --------
    >>> [len(part) for part in client_ranges(20_000)], [len(part) for part in client_ranges(50_000)]
    ([20000], [16667, 16666, 16667])
    """
    count = -(-clients // CLIENTS_A_RANGE)
    bounds = [round(clients * number / count) for number in range(count + 1)]
    return [ClientRange(number, bounds[number], bounds[number + 1]) for number in range(count)]
