"""The files in which clients take their data away: one for people, one for programs, one for spreadsheets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from scoring.documents.letters.case import case_of
from scoring.documents.letters.client_data import client_data_page, spreads_of
from scoring.documents.letters.lender import read_lender
from scoring.portfolio.client_table_rows import client_table_rows
from scoring.portfolio.describe import Datum
from scoring.portfolio.export import as_csv, as_json
from scoring.portfolio.read import Portfolio
from scoring.portfolio.rows_in_words import rows_in_words
from scoring.settings import Home
from scoring.texts import Language


def client_data_text(home: Home, portfolio: Portfolio, client: int, language: Language, form: str) -> str:
    """A client's data as the text of one file, with the rows they were drawn from where those are on this machine.

    Parameters
    ----------
    home : Home
        Whose lender writes.
    portfolio : Portfolio
        That holds the client.
    client : int
        SK_ID_CURR.
    language : str
        Language of the words.
    form : {".html", ".json", ".csv"}
        For people, for a program, for a spreadsheet.

    Raises
    ------
    UserError
        When nobody has this number, or the lender's file does not fit.
    """
    return DataToTake(home, portfolio, client, language).text(form)


@dataclass(frozen=True)
class DataToTake:
    """A client's data in one language, read once for all the files in which they take them away."""

    home: Home
    portfolio: Portfolio
    client: int
    language: Language

    @cached_property
    def data(self) -> tuple[Datum, ...]:
        """What is known of the client."""
        return self.portfolio.data_of(self.client, self.language)

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """The rows that the data were drawn from; none where they are not on this machine."""
        return client_table_rows(self.portfolio.folder, self.client, self.language)

    def text(self, form: str) -> str:
        """One file, as :func:`client_data_text` writes it."""
        if form == ".csv":
            return as_csv(self.data, self.language, self.rows)
        if form == ".json":
            return as_json(self.client, self.data, self.language, self.rows)
        case = case_of(self.portfolio, self.client, self.language, date.today())
        spreads, in_words = spreads_of(self.portfolio, self.client), rows_in_words(self.rows, self.language)
        return client_data_page(case, self.data, spreads, read_lender(self.home), in_words)
