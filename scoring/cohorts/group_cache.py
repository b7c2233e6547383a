"""Groups of a portfolio's clients; those that are the same for many clients are made once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from scoring.cohorts.column import Column
from scoring.cohorts.compare import Centre, centre_of
from scoring.cohorts.criteria import Criterion
from scoring.cohorts.groups import Group, chosen, everyone, nearest, same_zone, similar
from scoring.errors import UserError

SIMILAR_BY = ("application_name_income_type", "application_days_birth", "application_amt_credit")
GROUPS_HELD, MIDDLES_HELD = 4, 64

Kind = Literal["all", "zone", "similar", "nearest", "own"]
KINDS: tuple[Kind, ...] = get_args(Kind)


class Groups:
    """Whom to compare with, and the middle of whom.

    Parameters
    ----------
    columns : callable
        Gives a variable's column.
    looked_at : callable
        Gives the column that a middle is taken of.
    themes : callable
        Gives what each theme adds to each client's log-odds, theme by theme; asked for only where it is needed.
    clients : int
        How many there are.
    """

    def __init__(
        self,
        columns: Callable[[str], Column],
        looked_at: Callable[[str], Column],
        themes: Callable[[], Iterable[npt.NDArray[np.float32]]],
        clients: int,
    ) -> None:
        self.columns, self.looked_at, self.themes, self.clients = columns, looked_at, themes, clients
        self._zone = lru_cache(maxsize=GROUPS_HELD)(self._make_zone)
        self._own = lru_cache(maxsize=GROUPS_HELD)(lambda criteria: chosen(criteria, columns, clients))
        self._all = lru_cache(maxsize=1)(lambda: everyone(clients))
        self.middle: Callable[[str, Group], Centre] = lru_cache(maxsize=MIDDLES_HELD)(self._make_middle)

    def of(self, kind: Kind, place: int, criteria: Sequence[Criterion]) -> Group:
        """The group of a kind for the client at a place; the same object where it is the same group.

        Parameters
        ----------
        kind : str
            One of :data:`KINDS`.
        place : int
            The client's place in the columns.
        criteria : sequence of Criterion
            Whom the kind "own" is made of; they count for it only.

        Raises
        ------
        UserError
            When the kind is none of them, or a criterion is not understood.
        """
        if kind not in KINDS:
            raise UserError(f"kind: expected one of {', '.join(KINDS)}, got {kind!r}.", "Take for instance 'similar'.")
        if kind == "nearest":
            return nearest(self.themes(), self.columns("score"), place)
        if kind == "similar":
            kinds, ages, amounts = map(self.columns, SIMILAR_BY)
            return similar(kinds, ages, amounts, place)
        if kind == "zone":
            return self._zone(int(self.columns("zone").values[place]))
        return self._own(tuple(criteria)) if kind == "own" else self._all()

    def _make_zone(self, code: int) -> Group:
        column = self.columns("zone")
        return same_zone(column, int(np.argmax(column.values == code)))

    def _make_middle(self, name: str, group: Group) -> Centre:
        return centre_of(self.looked_at(name), group)
