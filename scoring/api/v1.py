"""The routes of /v1: nothing is computed here."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from scoring.api.access import who_asks
from scoring.api.answer_cache import AnswerCache
from scoring.api.answers import ClientRow, Health, ModelAnswer, model_answer
from scoring.api.application_answers import answer_application
from scoring.api.body import read_body
from scoring.api.client_views import DATA, as_csv, similar_to
from scoring.api.ids import ClientId
from scoring.api.language import accepted
from scoring.api.limits import Assessments
from scoring.api.on_record import known_answer, seen_on_record
from scoring.api.parameters import PlainNumber, only_declared_parameters
from scoring.api.portfolio_handle import PortfolioHandle
from scoring.api.problem import Problem
from scoring.api.schema import assess_body
from scoring.api.search import client_rows, criterion_of, search
from scoring.api.v1_answers import (
    Alive,
    ApplicationAnswer,
    ClientList,
    DatumAnswer,
    Similar,
)
from scoring.explain.assessment import Assessment
from scoring.portfolio import Portfolio

MOST_CLIENTS = 100
Responses = dict[int | str, dict[str, Any]]


def problems(**descriptions: str) -> Responses:
    """Which problems a route may have beside there being no portfolio: ``_404="No client has this number."``."""
    by_status = {"_503": "There is no portfolio to answer from yet.", **descriptions}
    return {int(status[1:]): {"model": Problem, "description": text} for status, text in by_status.items()}


NOBODY, WRONG = "No client has this number.", "A field is wrong; it is named."
UNRECORDED = "Who is shown this could not be put on record."
AcceptLanguage = Annotated[
    str, Header(alias="accept-language", description="French or English.", examples=["fr, en;q=0.5"])
]
OTHER = "similar: same income type, near in age and amount; nearest: near in the model's eyes; zone: same zone; all."
OtherGroup = Annotated[Literal["similar", "nearest", "zone", "all"], Query(description=OTHER)]


def router(handle: PortfolioHandle, workers: Assessments, answers: AnswerCache) -> APIRouter:
    """The routes below /v1."""
    routes = APIRouter(prefix="/v1", dependencies=[Depends(only_declared_parameters)])
    _add_clients(routes, handle, answers)
    _add_one_client(routes, handle, answers)
    _add_applications(routes, handle, workers, answers)
    _add_service(routes, handle)
    return routes


def _add_clients(routes: APIRouter, handle: PortfolioHandle, answers: AnswerCache) -> None:
    @routes.get("/clients", tags=["Clients"], responses=problems(_422=WRONG))
    def clients(
        search_for: Annotated[
            str, Query(alias="search", pattern="^[0-9]{0,19}$", description="Digits that the number contains.")
        ] = "",
        criterion: Annotated[
            list[str],
            Query(
                description="What clients must meet, each as `feature:low..high` or `feature:text|text`; years, per "
                "cent and points as on the page. May be repeated: all must be met.",
                examples=[["score:400..600", "zone:review|refuse"]],
            ),
        ] = [],  # noqa: B006
        after: Annotated[PlainNumber, Query(ge=0, le=2**63 - 1, description="The last number of the page before.")] = 0,
        limit: Annotated[PlainNumber, Query(ge=1, le=MOST_CLIENTS, description="How many clients at most.")] = 20,
    ) -> ClientList:
        """Clients by their number, a page at a time, those that meet every criterion."""
        return search(handle.portfolio(), search_for, [criterion_of(text) for text in criterion], after, limit)

    @routes.get("/clients/{client}", tags=["Clients"], responses=problems(_404=NOBODY, _500=UNRECORDED))
    def one_client(request: Request, client: ClientId) -> ClientRow:
        """One client: probability, score, zone."""
        portfolio = handle.portfolio()
        (row,) = client_rows(portfolio, [seen_on_record(answers, portfolio, client, who_asks(request.scope))])
        return row


def _add_one_client(routes: APIRouter, handle: PortfolioHandle, answers: AnswerCache) -> None:
    @routes.get(
        "/clients/{client}/assessment",
        tags=["Clients"],
        response_model=Assessment,
        responses={
            **problems(_404=NOBODY, _412="The answer is another one than If-Match names.", _500=UNRECORDED),
            304: {"description": "The answer is still the one of this ETag."},
        },
    )
    async def assessment(
        request: Request,
        client: ClientId,
        if_none_match: Annotated[str, Header(description="ETags of answers that the caller holds.")] = "",
        if_match: Annotated[str, Header(description="ETags of which the answer must have one.")] = "",
    ) -> Response:
        """The one answer about one client of the portfolio."""
        portfolio = handle.portfolio()
        answer = await run_in_threadpool(known_answer, answers, portfolio, client, who_asks(request.scope))
        return answer.response(if_none_match, if_match)

    @routes.get(
        "/clients/{client}/similar", tags=["Clients"], responses=problems(_404=NOBODY, _422=WRONG, _500=UNRECORDED)
    )
    def similar(request: Request, client: ClientId, kind: OtherGroup = "similar") -> Similar:
        """The client beside a group: what happened to it, and twelve variables."""
        portfolio = handle.portfolio()
        seen_on_record(answers, portfolio, client, who_asks(request.scope))
        return similar_to(portfolio, client, kind)

    @routes.get(
        "/clients/{client}/data",
        tags=["Clients"],
        response_model=list[DatumAnswer],
        responses={
            **problems(_404=NOBODY, _422=WRONG, _500=UNRECORDED),
            200: {"content": {"text/csv": {"schema": {"type": "string"}}}},
        },
    )
    def data(
        request: Request,
        client: ClientId,
        form: Annotated[Literal["json", "csv"], Query(alias="format", description="How it is written.")] = "json",
        accept_language: AcceptLanguage = "",
    ) -> Response:
        """The client's own data, one entry a variable, ready to read."""
        portfolio = handle.portfolio()
        seen_on_record(answers, portfolio, client, who_asks(request.scope))
        language = accepted(accept_language)
        entries = [DatumAnswer(**datum._asdict()) for datum in portfolio.data_of(client, language)]
        headers = {"Content-Language": language, "Vary": "Accept-Language"}
        if form == "csv":
            return Response(as_csv(entries), headers=headers, media_type="text/csv; charset=utf-8")
        return Response(DATA.dump_json(entries), headers=headers, media_type="application/json")


def _add_applications(routes: APIRouter, handle: PortfolioHandle, workers: Assessments, answers: AnswerCache) -> None:
    @routes.post(
        "/assess",
        tags=["Applications"],
        responses=problems(
            _404=NOBODY,
            _408="The body did not come in time.",
            _409="Another model answers than the one named.",
            _413="The body or its histories are too large.",
            _415="The body is said to be something else than JSON.",
            _422=WRONG,
            _429="Too many applications at once; Retry-After says when to come back.",
            _500=UNRECORDED,
        ),
        openapi_extra={"requestBody": assess_body()},
    )
    async def assess(
        request: Request,
        scoring_model: Annotated[str, Header(description="The model version that must answer; any by default.")] = "",
        accept_language: AcceptLanguage = "",
    ) -> ApplicationAnswer:
        """An application with its histories, or changes to a known client's; nothing of it is kept.

        **An application**: `application` and each history hold Kaggle's raw columns; a column that may be empty may be
        left out. A history that is left out is unknown, and where the model reads it the case goes to review; an empty
        list says that the client has none. Without SK_ID_CURR it gets a number that no client has; with a client's
        number it is answered as that applicant anew, and `notices` says so, as it says which rows are told twice, or
        called for by others and not there, and which score is above all that are known.

        **Changes**: `client` and `changes`, which holds new values of AMT_CREDIT, AMT_ANNUITY, AMT_GOODS_PRICE or
        AMT_INCOME_TOTAL.
        """
        body = await read_body(request)
        language = accepted(accept_language)

        def seen(portfolio: Portfolio, client: int) -> None:
            seen_on_record(answers, portfolio, client, who_asks(request.scope))

        return await workers.run(lambda: answer_application(handle, body, scoring_model, language, seen))


def _add_service(routes: APIRouter, handle: PortfolioHandle) -> None:
    @routes.get("/model", tags=["Service"], responses=problems())
    def model() -> ModelAnswer:
        """The model that gives all answers: threshold, quality, error rates by group, what it was made from."""
        return model_answer(handle.portfolio())

    @routes.get("/health", tags=["Service"])
    async def health() -> Alive:
        """Whether the process answers at all."""
        return Alive()

    @routes.get("/ready", tags=["Service"], responses=problems())
    def ready() -> Health:
        """Whether clients are answered, and it can be put on record: one of them is, and a journal can be written."""
        return readiness(handle)


def readiness(handle: PortfolioHandle) -> Health:
    """What is said of an API that answers; one client is answered, and the journal tried, to know it.

    Raises
    ------
    NotReadyError
        Where it does not.
    """
    portfolio = handle.checked()
    return Health(
        status="ready",
        model=portfolio.manifest.version,
        clients=len(portfolio.clients),
        demonstration=portfolio.demonstration,
    )
