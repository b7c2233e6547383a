"""Whether a relation is gone: for how many clients it holds, against for how many it does where nothing is wrong."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from scoring.errors import UserError
from scoring.tables.check import Finding

# A clean archive has a given relation in so few clients less often than once in a million (Chernoff's bound).
CHANCE = 1e-6
FEWEST_REFUSED = 10
NEVER = 0.0  # no share lies below it: what is a lender's own custom is named, and no reason to refuse
REMEDY = "Export the table again, with every column and every number of a client from the same rows."
MOVED = "rows or columns were moved against each other, or one of them is in another unit"


@dataclass(frozen=True, kw_only=True)
class Witness:
    """A relation that holds for most clients.

    Parameters
    ----------
    name : str
        Name of the finding.
    table, column : str
        What is spoiled where the relation is gone.
    expected : str
        What holds, in a sentence.
    least : float
        For which share of the clients it holds in clean tables at least, Kaggle's and simulated ones alike.
    refused_below : float
        Below which share the archive is refused; between the two it is noticed.
    means : str
        What it means that the relation is gone.
    """

    name: str
    table: str
    column: str
    expected: str
    least: float
    refused_below: float = 0.7
    means: str = MOVED


def is_gone(holding: int, clients: int, least: float, chance: float = CHANCE) -> bool:
    """Whether a relation holds for fewer clients than chance can tell, if it should hold for a share of ``least``.

    Parameters
    ----------
    holding, clients : int
        For how many it holds, of how many it can be told of.
    least : float
        Above 0; 1 where it holds for every client of a clean archive, so that one is enough.
    chance : float
        How seldom so few may be in a clean archive for it not to be chance.

    Examples
    --------
    >>> is_gone(0, 5, 0.95), is_gone(0, 4, 0.95), is_gone(940, 1000, 0.95)
    (True, False, False)
    >>> is_gone(999, 1000, 1.0), is_gone(1000, 1000, 1.0)
    (True, False)
    """
    share = holding / clients if clients else 1.0
    if share >= least or least == 1:
        return share < least
    surprise = (1 - share) * math.log((1 - share) / (1 - least))
    surprise += share * math.log(share / least) if share else 0.0
    return clients * surprise > -math.log(chance)


def is_no_chance(share: float, clients: int) -> bool:
    """Whether what is true of a share of all clients is true of so many together in no clean archive of a million.

    Examples
    --------
    >>> is_no_chance(0.1, 6), is_no_chance(0.1, 7)
    (False, True)
    """
    return clients * math.log(share) < math.log(CHANCE)


def most_by_chance(share: float) -> int:
    """How many together, at most, what is true of a share of all clients may be true of: the bound of is_no_chance.

    Examples
    --------
    >>> most_by_chance(0.1), most_by_chance(0.9), most_by_chance(0.01)
    (6, 131, 3)
    """
    about = round(math.log(CHANCE) / math.log(share))  # where it is a whole number, rounding errors decide
    return next(number for number in range(about + 1, -1, -1) if not is_no_chance(share, number))


def judge(witness: Witness, table: str, holding: int, clients: int, example: str = "") -> Iterator[Finding]:
    """The finding of a relation that is gone, if it is.

    Parameters
    ----------
    witness : Witness
        The relation: for how many clients it holds at least, and what its loss means.
    table : str
        Kaggle's file name.
    holding : int
        Clients for whom it holds.
    clients : int
        For how many it could hold.
    example : str
        Where it does not hold, in words.

    Raises
    ------
    UserError
        When it holds for fewer than the limit, and the clients are ten or more.
    """
    if not is_gone(holding, clients, witness.least):
        return
    sentence = (
        f"expected {witness.expected} for {100 * witness.least:g}% of the clients at least, "
        f"got {holding:,} of {clients:,}: {witness.means}."
    )
    if holding < witness.refused_below * clients and clients >= FEWEST_REFUSED:
        raise UserError(f"{table}: column {witness.column}: {sentence}", REMEDY)
    yield Finding(witness.name, table, witness.column, clients - holding, example, f"{sentence} {REMEDY}")
