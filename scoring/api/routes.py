"""What can be asked, and where the answer comes from: nothing is computed here."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import FastAPI, Path, Query, Request
from starlette.concurrency import run_in_threadpool

from scoring.api.answers import ClientPage, ClientRow, Health, ModelAnswer, model_answer
from scoring.api.body import parse, read_body
from scoring.api.portfolio_handle import PortfolioHandle
from scoring.api.problem import Problem, ProblemError, wrong_fields
from scoring.api.schema import request_body
from scoring.errors import UserError
from scoring.explain.assessment import Assessment
from scoring.portfolio import Portfolio
from scoring.tables.records import mistakes

MOST_CLIENTS = 100
MOST_MISTAKES = 1000

ClientId = Annotated[int, Path(description="The client's number (SK_ID_CURR).", examples=[900017])]
Digits = Annotated[
    str,
    Query(description="Digits of a client's number: those that begin with them come first.", pattern="^[0-9]*$"),
]
Limit = Annotated[int, Query(ge=1, le=MOST_CLIENTS, description="How many clients at most.")]
Offset = Annotated[int, Query(ge=0, description="How many clients to skip.")]
Responses = dict[int | str, dict[str, Any]]
NOT_READY: Responses = {503: {"model": Problem, "description": "There is no portfolio to answer from yet."}}
NOBODY: Responses = {404: {"model": Problem, "description": "No client has this number."}}
WRONG: Responses = {422: {"model": Problem, "description": "A field is wrong; it is named."}}
TOO_LARGE: Responses = {413: {"model": Problem, "description": "The body is larger than 4 MiB."}}


def add_routes(app: FastAPI, opened: PortfolioHandle) -> None:
    """Give an application its five routes."""

    @app.get("/health", tags=["Service"], responses=NOT_READY)
    def health() -> Health:
        """Whether the API can answer."""
        portfolio = opened.portfolio()
        return Health(
            status="ready",
            model=portfolio.manifest.version,
            clients=len(portfolio.clients),
            demonstration=portfolio.demonstration,
        )

    @app.get("/model", tags=["Service"], responses=NOT_READY)
    def model() -> ModelAnswer:
        """The model that gives all answers: its threshold, its quality, what it was made from."""
        return model_answer(opened.portfolio().manifest)

    @app.get("/clients", tags=["Clients"], responses=WRONG | NOT_READY)
    def clients(search: Digits = "", offset: Offset = 0, limit: Limit = 20) -> ClientPage:
        """Clients of the portfolio by their number, a page at a time."""
        return _page(opened.portfolio(), search, offset, limit)

    @app.get("/clients/{client}/assessment", tags=["Clients"], responses=NOBODY | NOT_READY)
    def assess_client(client: ClientId) -> Assessment:
        """The one answer about one client of the portfolio."""
        portfolio = opened.portfolio()
        try:
            portfolio.place(client)
        except UserError as nobody:
            raise ProblemError(404, str(nobody)) from nobody
        return portfolio.assess(client)

    @app.post(
        "/assess",
        tags=["Applications"],
        responses=WRONG | TOO_LARGE | NOT_READY,
        openapi_extra={"requestBody": request_body()},
    )
    async def assess_application(request: Request) -> Assessment:
        """The same answer about an application that is in no table; nothing of it is kept.

        `application` and each history hold Kaggle's raw columns; a column that may be empty may be left out. A
        history that is **left out** is unknown, and where the model reads it the case goes to review; an **empty
        list** says that the client has none. Without SK_ID_CURR the application gets a number that no client has.
        """
        body = await read_body(request)
        return await run_in_threadpool(_assess, opened, body)


def _assess(opened: PortfolioHandle, body: bytes) -> Assessment:
    given = parse(body)
    found = [mistake for mistake, _ in zip(mistakes(given), range(MOST_MISTAKES), strict=False)]
    if found:
        raise wrong_fields(found)
    return opened.scorer().assess(given)


def _page(portfolio: Portfolio, search: str, offset: int, limit: int) -> ClientPage:
    numbers = portfolio.search(search, len(portfolio.clients)) if search else portfolio.clients.tolist()
    some = numbers[offset : offset + limit]
    places = [portfolio.place(number) for number in some]
    rows = portfolio.index[places].rename({"SK_ID_CURR": "client"}).drop("target").iter_rows(named=True)
    return ClientPage(total=len(numbers), offset=offset, limit=limit, clients=[ClientRow(**row) for row in rows])
