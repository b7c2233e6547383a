"""The files in which clients take their data away: one for people, one for programs, one for spreadsheets."""

from __future__ import annotations

from datetime import date

from scoring.documents.letters.case import case_of
from scoring.documents.letters.client_data import client_data_page, spreads_of
from scoring.documents.letters.lender import read_lender
from scoring.portfolio.client_table_rows import client_table_rows
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
    data, rows = portfolio.data_of(client, language), client_table_rows(portfolio.folder, client, language)
    if form == ".csv":
        return as_csv(data, language, rows)
    if form == ".json":
        return as_json(client, data, language, rows)
    case = case_of(portfolio, client, language, date.today())
    return client_data_page(case, data, spreads_of(portfolio, client), read_lender(home), rows_in_words(rows, language))
