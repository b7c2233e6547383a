"""A stated memory budget: how it is written, what each command needs, and whether the promise can be kept.

What a command needs is told before it starts, from measured peaks (``docs/scale.md``): so much for itself, so much for
the clients it holds at once, and a little for every client there is. Results never depend on the budget; with a small
one fewer clients are taken at once.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from scoring.errors import UserError

VARIABLE: Final = "SCORING_MEMORY"
UNITS: Final[Mapping[str, int]] = {
    **{"MB": 1000**2, "GB": 1000**3, "TB": 1000**4, "MIB": 1024**2, "GIB": 1024**3, "TIB": 1024**4},
    **{"MO": 1000**2, "GO": 1000**3, "TO": 1000**4, "MIO": 1024**2, "GIO": 1024**3, "TIO": 1024**4},
}
_SIZE = re.compile(r"([0-9]{1,9}(?:[.,][0-9]{1,9})?)\s*([A-Za-z]+)")
FEWEST_AT_ONCE, STEP = 1_000, 1_000
GIGABYTE: Final = 1000**3


@dataclass(frozen=True)
class Need:
    """What a command holds in memory.

    Parameters
    ----------
    command : str
        Its name, for sentences.
    fixed : float
        Bytes before any client: Python, libraries, the model.
    per_client_at_once : float
        Bytes for each client that is held at once.
    per_client : float
        Bytes for each client there is.
    at_once : int
        How many clients are held at once, at most.
    adapts : bool
        Whether fewer can be.
    remedy : str
        What else to do where the budget is too small.
    unit : str
        What is counted, for sentences.
    per_client_each_core : float
        Bytes for each client there is and each core that works at the same time.
    most_cores : int
        More do not work at the same time.
    """

    command: str
    fixed: float
    per_client_at_once: float
    per_client: float
    at_once: int
    adapts: bool = False
    remedy: str = ""
    unit: str = "clients"
    per_client_each_core: float = 0.0
    most_cores: int = 1

    def bytes(self, clients: int, at_once: int | None = None) -> float:
        """Bytes at the peak, for so many clients of whom so many are held at once."""
        held = min(clients, self.at_once if at_once is None else at_once)
        side_by_side = self.per_client_each_core * min(cores(), self.most_cores)
        return self.fixed + self.per_client_at_once * held + (self.per_client + side_by_side) * clients

    def clients_at_once(self, clients: int, budget: int | None) -> int:
        """How many clients to hold at once so that the budget is kept; without a budget as many as there may be.

        Raises
        ------
        UserError
            When the budget is too small: what is needed, what was given, what to do.
        """
        if budget is None or self.bytes(clients) <= budget:
            return self.at_once
        fewest = min(FEWEST_AT_ONCE, self.at_once) if self.adapts else self.at_once
        if self.bytes(clients, fewest) > budget:
            least = format_size(self.bytes(clients, fewest))
            raise UserError(
                f"{self.command} of {clients:,} {self.unit} needs about {least} of memory; "
                f"--memory gives it {format_size(budget)}.",
                f"Give it {least} or more. {self.remedy}".strip(),
            )
        return max(int((budget - self.bytes(clients, 0)) / self.per_client_at_once) // STEP * STEP, fewest)


def cores() -> int:
    """How many of the machine's cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def parse_size(text: str | None, option: str) -> int | None:
    """A size in bytes; None where none is given.

    Raises
    ------
    UserError
        When the text is no size with a unit, or less than a megabyte; the option is named.

    Examples
    --------
    >>> parse_size("512 MiB", "--batch-limit")
    536870912
    """
    if text is None:
        return None
    match = _SIZE.fullmatch(text.strip())
    unit = UNITS.get(match[2].upper()) if match else None
    if match is None or unit is None:
        raise UserError(
            f"{option}: expected a size with its unit, such as 2GB or 500MB, got {text!r}.",
            "Write a number and MB, GB, TB, MiB, GiB or TiB, or leave it out.",
        )
    size = int(float(match[1].replace(",", ".")) * unit)
    if size < UNITS["MB"]:
        raise UserError(f"{option}: expected at least 1MB, got {text!r}.", "Give 500MB or more.")
    return size


def parse_budget(text: str | None) -> int | None:
    """A budget in bytes, as :func:`parse_size` reads it; None where none is given.

    Examples
    --------
    >>> parse_budget("2GB"), parse_budget("1,5 Go")
    (2000000000, 1500000000)
    """
    return parse_size(text, "--memory")


def format_size(size: float) -> str:
    """Bytes as people say them, rounded up to a tenth of a gigabyte or to ten megabytes.

    Examples
    --------
    >>> format_size(1_610_000_000), format_size(431_000_000)
    ('1.7 GB', '440 MB')
    """
    if size >= GIGABYTE:
        return f"{-(-size // (GIGABYTE / 10)) / 10:.1f} GB"
    return f"{int(-(-size // 10_000_000)) * 10} MB"


def peak_memory() -> int:
    """Bytes of memory that this process has held at most so far."""
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(peak if sys.platform == "darwin" else 1024 * peak)
