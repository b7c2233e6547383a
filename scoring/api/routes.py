"""The routes that were there before ``/v1``, kept for the programs that call them; and what watchers ask."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Query, Request, Response

from scoring.api.access import who_asks
from scoring.api.answer_cache import AnswerCache
from scoring.api.answers import ClientPage, ClientRow, Health, ModelAnswer, model_answer
from scoring.api.application import assess_body
from scoring.api.body import read_body
from scoring.api.ids import ClientId
from scoring.api.limits import Assessments
from scoring.api.metrics import CONTENT_TYPE, Metrics
from scoring.api.on_record import known_answer
from scoring.api.parameters import PlainNumber, only_declared_parameters
from scoring.api.portfolio_handle import PortfolioHandle
from scoring.api.problem import Problem
from scoring.api.v1 import readiness
from scoring.explain.assessment import Assessment
from scoring.portfolio import Portfolio

MOST_CLIENTS = 100

Digits = Annotated[
    str,
    Query(description="Digits of a client's number: those that begin with them come first.", pattern="^[0-9]*$"),
]
Limit = Annotated[PlainNumber, Query(ge=1, le=MOST_CLIENTS, description="How many clients at most.")]
Offset = Annotated[PlainNumber, Query(ge=0, le=2**63 - 1, description="How many clients to skip.")]
Responses = dict[int | str, dict[str, Any]]
NOT_READY: Responses = {503: {"model": Problem, "description": "There is no portfolio to answer from yet."}}
NOBODY: Responses = {404: {"model": Problem, "description": "No client has this number."}}
WRONG: Responses = {422: {"model": Problem, "description": "A field is wrong; it is named."}}
TOO_LARGE: Responses = {413: {"model": Problem, "description": "The body is larger than 4 MiB."}}


def add_probes(app: FastAPI, handle: PortfolioHandle, metrics: Metrics) -> None:
    """What those who watch the API ask, at the addresses where they look for it."""
    declared = [Depends(only_declared_parameters)]

    @app.get("/ready", include_in_schema=False, dependencies=declared)
    def ready() -> Health:
        return readiness(handle)

    @app.get("/metrics", include_in_schema=False, dependencies=declared)
    def counts() -> Response:
        return Response(metrics.text(), headers={"Content-Type": CONTENT_TYPE})


def add_routes(app: FastAPI, opened: PortfolioHandle, workers: Assessments, answers: AnswerCache) -> None:
    """Give an application the five routes that were there before ``/v1``; they stay as they are.

    Parameters
    ----------
    app : FastAPI
        Which gets them.
    opened : PortfolioHandle
        The portfolio and the scorer that answer.
    workers : Assessments
        Who may assess at once.
    answers : AnswerCache
        Answers of the portfolio's clients.
    """
    router = APIRouter(dependencies=[Depends(only_declared_parameters)], include_in_schema=False)

    @router.get("/health", tags=["Service"], responses=NOT_READY)
    def health() -> Health:
        """Whether the API can answer."""
        return readiness(opened)

    @router.get("/model", tags=["Service"], responses=NOT_READY)
    def model() -> ModelAnswer:
        """The model that gives all answers: its threshold, its quality, what it was made from."""
        return model_answer(opened.portfolio())

    @router.get("/clients", tags=["Clients"], responses=WRONG | NOT_READY)
    def clients(search: Digits = "", offset: Offset = 0, limit: Limit = 20) -> ClientPage:
        """Clients of the portfolio by their number, a page at a time."""
        return _page(opened.portfolio(), search, offset, limit)

    @router.get(
        "/clients/{client}/assessment", tags=["Clients"], response_model=Assessment, responses=NOBODY | NOT_READY
    )
    def assess_client(request: Request, client: ClientId) -> Response:
        """The one answer about one client of the portfolio."""
        answer = known_answer(answers, opened.portfolio(), client, who_asks(request.scope))
        return Response(answer.body, media_type="application/json")

    @router.post(
        "/assess",
        tags=["Applications"],
        responses=WRONG | TOO_LARGE | NOT_READY,
    )
    async def assess_application(request: Request, response: Response) -> Assessment:
        """The same answer about an application that is in no table; nothing of it is kept.

        `application` and each history hold Kaggle's raw columns; a column that may be empty may be left out. A
        history that is **left out** is unknown, and where the model reads it the case goes to review; an **empty
        list** says that the client has none. Without SK_ID_CURR the application gets a number that no client has;
        with a client's number it is answered as that applicant anew, and the header Scoring-Notice says so. It also
        says where rows are told twice, or are called for by others and not there.
        """
        body = await read_body(request)
        answer = await workers.run(lambda: assess_body(opened.scorer(), body))
        if answer.notices:
            response.headers["Scoring-Notice"] = " ".join(sentence for _, sentence in answer.notices)
        return answer.assessment

    app.include_router(router)


def _page(portfolio: Portfolio, search: str, offset: int, limit: int) -> ClientPage:
    numbers = portfolio.search(search, len(portfolio.clients)) if search else portfolio.clients.tolist()
    page_numbers = numbers[offset : offset + limit]
    places = [portfolio.place(number) for number in page_numbers]
    rows = portfolio.index[places].rename({"SK_ID_CURR": "client"}).drop("target").iter_rows(named=True)
    return ClientPage(total=len(numbers), offset=offset, limit=limit, clients=[ClientRow(**row) for row in rows])
