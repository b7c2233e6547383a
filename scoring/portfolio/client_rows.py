"""A portfolio's clients, one row each: who they are, where they stand, what the model read of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from scoring.errors import UserError, refuse_no_count, refuse_no_text
from scoring.portfolio.columns import read_values
from scoring.portfolio.current_portfolio import COLUMNS, ROWS, About
from scoring.portfolio.row_groups import RowGroups
from scoring.portfolio.search import clients_with
from scoring.tables.flags import SCHEMA

CLIENTS_HELD = 4  # rows: assessment, data and letter are of one


def refuse_no_number(client: Any) -> None:
    """Refuse what is no whole number, as a client's is.

    Raises
    ------
    UserError
        When it is none.
    """
    if not isinstance(client, int | np.integer) or isinstance(client, bool):
        remedy = "Take a client's number, such as 100002."
        raise UserError(f"client: expected a whole number, got {client!r:.60}.", remedy)


class ClientRows:
    """Rows of a portfolio's folder; only the group of rows that holds a client is read."""

    folder: Path
    about: About
    groups_held: int

    @cached_property
    def index(self) -> pl.DataFrame:
        """One row a client: number, target, score, probability, zone."""
        columns = ["SK_ID_CURR", "target", "score", "probability", "zone"]
        return pl.read_parquet(self.folder / ROWS, columns=columns, glob=False)

    @cached_property
    def clients(self) -> npt.NDArray[np.int64]:
        """Every client's number, ascending."""
        return read_values(self.folder / COLUMNS, "SK_ID_CURR")

    def place(self, client: int) -> int:
        """The client's place in every column.

        Parameters
        ----------
        client : int
            SK_ID_CURR; a whole number of numpy is one too.

        Raises
        ------
        UserError
            When it is no whole number, or nobody has it.
        """
        refuse_no_number(client)
        index = int(np.searchsorted(self.clients, client))
        if index == len(self.clients) or self.clients[index] != client:
            raise UserError(
                f"No client has the number {client}.", f"Numbers go from {self.clients[0]} to {self.clients[-1]}."
            )
        return index

    def search(self, text: str, limit: int = 20) -> list[int]:
        """Clients whose number contains the text, those that begin with it first.

        Parameters
        ----------
        text : str
            Digits, with blanks around them or none; anything else finds nobody.
        limit : int, default 20
            How many at most, from 0 on.

        Raises
        ------
        UserError
            When the text is none, or the limit no whole number from 0 on.
        """
        refuse_no_text("text", text, "Write the digits in quotation marks, such as '9000'.")
        refuse_no_count("limit", limit, "Write how many clients at most, such as 20.")
        return clients_with(self.clients, text, min(int(limit), len(self.clients)))

    def values(self, client: int) -> dict[str, float | str | None]:
        """The client's features by name, categories as Kaggle's text, None where not known.

        Parameters
        ----------
        client : int
            SK_ID_CURR.

        Raises
        ------
        UserError
            When nobody has this number.
        """
        return self._values(self._row(client))

    def flags(self, client: int) -> pl.DataFrame:
        """The client's values that cleaning could not use and that count (:mod:`scoring.tables.flags`).

        Parameters
        ----------
        client : int
            SK_ID_CURR.

        Raises
        ------
        UserError
            When nobody has this number.
        """
        stated = [{"SK_ID_CURR": client, **flag, "rows": 1} for flag in self._row(client)["flags"]]
        return pl.DataFrame(stated, schema=SCHEMA)

    def fold(self, client: int) -> int:
        """The fold whose scorer did not see the client; -1 where no scorer did.

        Parameters
        ----------
        client : int
            SK_ID_CURR.

        Raises
        ------
        UserError
            When nobody has this number.
        """
        return int(self._row(client)["fold"])

    @cached_property
    def _rows(self) -> pl.LazyFrame:
        """The clients' rows; asked of one and the same frame, Polars reads the file's layout once."""
        return pl.scan_parquet(self.folder / ROWS, glob=False)

    def _row(self, client: int) -> Mapping[str, Any]:
        """The client's row; only the group of rows that holds it is read, once for all that is asked of the client."""
        return self._row_at(self.place(client))

    @cached_property
    def _row_at(self) -> Callable[[int], Mapping[str, Any]]:
        return lru_cache(maxsize=CLIENTS_HELD)(RowGroups(self._rows, self.groups_held).row)

    def _values(self, row: Mapping[str, Any]) -> dict[str, float | str | None]:
        pairs = zip(self.about.variables, row["values"], strict=True)
        return {name: self._text_of(name, number) for name, number in pairs}

    def _text_of(self, name: str, number: float | None) -> float | str | None:
        """What a stored number stands for: itself, or a category's text as the portfolio's own levels tell."""
        levels = self.about.levels.get(name)
        return levels[int(number)] if levels and number is not None else number
