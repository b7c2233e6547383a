"""``scoring letter``: the decision letter, or the client's file on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from scoring.cli.ask import ClientNumber, Spoken, client_number
from scoring.cli.commands import app
from scoring.settings import Home
from scoring.texts import refuse_unknown_language


@app.command()
def letter(
    context: typer.Context,
    client: ClientNumber,
    output: Annotated[
        Path | None, typer.Option(help="File to write, .html or .pdf; client-NUMBER-KIND.html here without.")
    ] = None,
    kind: Annotated[
        Literal["letter", "file"], typer.Option(help="The decision letter, or the client's file.")
    ] = "letter",
    language: Spoken = "fr",
    lender: Annotated[
        Path | None, typer.Option(help="TOML with name, address and contact; the home's lender.toml without.")
    ] = None,
) -> None:
    """Write the decision letter for a client, or the client's file, as HTML or PDF."""
    from scoring.documents.letters.lender import read_lender
    from scoring.documents.letters.write import FORMS, letter_page, write_letter
    from scoring.files import refuse_destination
    from scoring.journal.desk import Desk
    from scoring.journal.letter_case import letter_case
    from scoring.portfolio.read import Portfolio
    from scoring.what_if.routes import find_routes
    from scoring.what_if.simulate import Simulator

    home: Home = context.obj
    number = client_number(client)
    refuse_unknown_language(language, "--language")
    target = output or Path(f"client-{number}-{kind}.html")
    refuse_destination("--output", target, FORMS)
    writer, portfolio = read_lender(home, lender), Portfolio.open(home)
    portfolio.place(number)
    routes = find_routes(Simulator(portfolio), number) if kind == "letter" else None
    case = letter_case(portfolio, number, language, Desk(home).standing(number), routes)
    write_letter(letter_page(kind, case, writer), target)
    typer.echo(f"{target}: client {number}, model {case.assessment.model}")


@app.command()
def export(
    context: typer.Context,
    client: ClientNumber,
    output: Annotated[
        Path | None, typer.Option(help="File to write, .html, .json or .csv; client-NUMBER-data.html here without.")
    ] = None,
    language: Spoken = "fr",
) -> None:
    """Write a client's data, to take away: one HTML file that opens offline, CSV or JSON, each with every row."""
    from scoring.documents.letters.client_data_file import client_data_text
    from scoring.files import refuse_destination, write_text
    from scoring.portfolio.read import Portfolio

    home: Home = context.obj
    number = client_number(client)
    refuse_unknown_language(language, "--language")
    target = output or Path(f"client-{number}-data.html")
    refuse_destination("--output", target, (".html", ".json", ".csv"))
    text = client_data_text(home, Portfolio.open(home), number, language, target.suffix.lower())
    write_text(target, text)
    typer.echo(f"{target}: client {number}")
