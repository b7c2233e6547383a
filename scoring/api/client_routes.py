"""``GET /v1/clients/{client}/routes``: what a client could change to get a better answer."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from scoring.api.access import who_asks
from scoring.api.answer_cache import AnswerCache
from scoring.api.ids import ClientId
from scoring.api.language import accepted
from scoring.api.limits import Assessments
from scoring.api.on_record import seen_on_record
from scoring.api.parameters import only_declared_parameters
from scoring.api.portfolio_handle import PortfolioHandle
from scoring.api.v1 import NOBODY, UNRECORDED, AcceptLanguage, problems
from scoring.explain.assessment import Zone
from scoring.what_if.levers import Lever
from scoring.what_if.route_words import RequiredScores, route_words, without_route
from scoring.what_if.routes import Outcome, Route, find_routes
from scoring.what_if.simulate import Simulator

TOO_MANY = "Too many are being answered; try again after Retry-After."


class OutcomeAnswer(BaseModel):
    """The model's answer in short."""

    zone: Zone = Field(description="Green, to be looked at, or red.")
    score: int = Field(description="In points.")
    probability: float = Field(description="Of a payment difficulty, 0 to 1.")
    causes: tuple[str, ...] = Field(description="Why a person should look at the case; empty where nobody needs to.")


class RequestAnswer(BaseModel):
    """What is asked for."""

    credit: float | None = Field(description="The amount.")
    annuity: float | None = Field(description="The instalment.")
    goods_price: float | None = Field(description="The price of the goods.")
    income: float | None = Field(description="The declared income.")


class RouteAnswer(BaseModel):
    """A change and the model's answer to it."""

    lever: Lever = Field(description="What changes.")
    request: RequestAnswer = Field(description="The request as it would be.")
    credits: tuple[int, ...] = Field(description="SK_ID_BUREAU of the credits elsewhere that are paid first.")
    paid: float = Field(description="What is paid on them; 0 where none is.")
    effort: float = Field(description="0 for no change, 1 for all that the lender's range allows.")
    outcome: OutcomeAnswer = Field(description="The same model's answer to it.")


class WrittenRoute(RouteAnswer):
    """A route that can be read aloud."""

    sentence: str = Field(description="The change and the answer to it, in the language asked for.")
    assumes: str = Field(description="What the route takes for granted.")


class RoutesAnswer(BaseModel):
    """Up to three routes to a better answer, nearest first; none of them is an offer."""

    client: int = Field(description="The client's number (SK_ID_CURR).")
    model: str = Field(description="Version of the model that answered.")
    now: OutcomeAnswer = Field(description="The answer to the application as it is.")
    request: RequestAnswer = Field(description="The application as it is.")
    routes: list[WrittenRoute] = Field(description="Of kinds that differ; empty where there is none.")
    nearest_miss: RouteAnswer | None = Field(
        description="What comes nearest where there is no route, if anything does."
    )
    without: list[str] = Field(description="What is said where there is no route; empty where there is one.")


def client_routes(handle: PortfolioHandle, workers: Assessments, answers: AnswerCache) -> APIRouter:
    """The route below /v1."""
    routes = APIRouter(prefix="/v1", dependencies=[Depends(only_declared_parameters)])

    @routes.get(
        "/clients/{client}/routes", tags=["Clients"], responses=problems(_404=NOBODY, _429=TOO_MANY, _500=UNRECORDED)
    )
    async def ways(request: Request, client: ClientId, accept_language: AcceptLanguage = "") -> RoutesAnswer:
        """What the client could realistically change to get a better answer, each change answered by the model.

        Nothing is searched for a client who gets a yes. Payments to other lenders are tried where the home holds the
        tables that the portfolio was made from.
        """
        who = who_asks(request.scope)
        await run_in_threadpool(seen_on_record, answers, handle.portfolio(), client, who)

        def answer() -> RoutesAnswer:
            simulator = handle.simulator()
            seen_on_record(answers, simulator.portfolio, client, who)  # another one, where a run has ended since
            return _answer(simulator, client, accepted(accept_language))

        return await workers.run(answer)

    return routes


def _answer(simulator: Simulator, client: int, language: str) -> RoutesAnswer:
    portfolio = simulator.portfolio
    ways = find_routes(simulator, client)
    return RoutesAnswer(
        client=client,
        model=ways.model,
        now=_outcome(ways.now),
        request=RequestAnswer(**vars(ways.request)),
        routes=[
            WrittenRoute(**_route(route), sentence=words.sentence, assumes=words.assumes)
            for route, words in zip(ways.routes, route_words(ways, language), strict=True)
        ],
        nearest_miss=None if ways.nearest_miss is None else RouteAnswer(**_route(ways.nearest_miss)),
        without=list(without_route(ways, language, RequiredScores.of(portfolio.assess(client)))),
    )


def _outcome(outcome: Outcome) -> OutcomeAnswer:
    return OutcomeAnswer(**vars(outcome))


def _route(route: Route) -> dict[str, Any]:
    return {**vars(route), "request": RequestAnswer(**vars(route.request)), "outcome": _outcome(route.outcome)}
