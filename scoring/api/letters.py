"""``GET /v1/clients/{client}/letter``: the decision letter, or the client's file, as HTML or PDF."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from scoring.api.accept import weight
from scoring.api.access import who_asks
from scoring.api.answer_cache import AnswerCache
from scoring.api.application_answers import refuse_other
from scoring.api.ids import ClientId
from scoring.api.language import accepted
from scoring.api.limits import Assessments
from scoring.api.on_record import known_answer, place_of, seen_on_record
from scoring.api.parameters import only_declared_parameters
from scoring.api.portfolio_handle import PortfolioHandle
from scoring.api.problem import ProblemError
from scoring.api.v1 import NOBODY, WRONG, AcceptLanguage, problems
from scoring.documents.letters.client_data import POLICY as FILE_POLICY
from scoring.documents.letters.client_data_file import client_data_text
from scoring.documents.letters.lender import read_lender
from scoring.documents.letters.write import Kind, letter_page, letter_pdf
from scoring.errors import UserError
from scoring.journal.desk import Desk
from scoring.journal.letter_case import letter_case
from scoring.portfolio import Portfolio
from scoring.settings import Home
from scoring.what_if.routes import find_routes
from scoring.what_if.simulate import Simulator

HTML, PDF = "text/html", "application/pdf"
# A letter carries its own style and typeface, and nothing else.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; frame-ancestors 'none'"
NOT_MADE = "The letter could not be made: its lender's file, the journal or the PDF failed; the sentence says which."
WHICH = "`letter`: the decision letter; `file`: the client's file on paper."
FORMS = {HTML: {"schema": {"type": "string"}}, PDF: {"schema": {"type": "string", "format": "binary"}}}


def letter_routes(handle: PortfolioHandle, workers: Assessments, answers: AnswerCache) -> APIRouter:
    """The route below /v1."""
    routes = APIRouter(prefix="/v1", dependencies=[Depends(only_declared_parameters)])

    @routes.get(
        "/clients/{client}/letter",
        tags=["Clients"],
        response_class=Response,
        responses={
            200: {"description": "The letter.", "content": FORMS},
            **problems(
                _404=NOBODY,
                _406="Neither HTML nor PDF is accepted.",
                _409="Another model answers than the one named.",
                _422=WRONG,
                _429="Too many are being answered; try again after Retry-After.",
                _500=NOT_MADE,
            ),
        },
    )
    async def letter(
        request: Request,
        client: ClientId,
        kind: Annotated[Kind, Query(description=WHICH)] = "letter",
        accept: Annotated[str, Header(description="text/html (default) or application/pdf.")] = "",
        accept_language: AcceptLanguage = "",
        scoring_model: Annotated[str, Header(description="The model version that must answer; any by default.")] = "",
    ) -> Response:
        """The decision letter, or the client's file, as the page writes it.

        A person's decision on record is the answer that the letter gives; it names the model version that it speaks of.
        """
        media = media_of(accept)
        portfolio = handle.portfolio()
        place_of(portfolio, client)
        refuse_other(scoring_model, portfolio.manifest.version)
        who, language = who_asks(request.scope), accepted(accept_language)
        await run_in_threadpool(known_answer, answers, portfolio, client, who)

        def write() -> Response:
            simulator = handle.simulator()
            refuse_other(scoring_model, simulator.portfolio.manifest.version)  # a run may have ended since
            seen_on_record(answers, simulator.portfolio, client, who)
            return _letter(handle.home, simulator, client, kind, media, language)

        return await workers.run(write)

    @routes.get(
        "/clients/{client}/file",
        tags=["Clients"],
        response_class=Response,
        responses={
            200: {"description": "One HTML file.", "content": {HTML: {"schema": {"type": "string"}}}},
            **problems(_404=NOBODY, _429="Too many are being answered; try again after Retry-After.", _500=NOT_MADE),
        },
    )
    async def file(request: Request, client: ClientId, accept_language: AcceptLanguage = "") -> Response:
        """What is known of a client as one HTML file that opens offline; as JSON or CSV it is `/data`."""
        portfolio = handle.portfolio()
        await run_in_threadpool(known_answer, answers, portfolio, client, who_asks(request.scope))
        language = accepted(accept_language)
        return await workers.run(lambda: _file(handle.home, portfolio, client, language))

    return routes


def _file(home: Home, portfolio: Portfolio, client: int, language: str) -> Response:
    try:
        text = client_data_text(home, portfolio, client, language, ".html")
    except UserError as mistake:
        raise ProblemError(500, str(mistake)) from mistake
    headers = {
        "Content-Language": language,
        "Vary": "Accept-Language",
        "Content-Security-Policy": f"{FILE_POLICY}; frame-ancestors 'none'",
        "Content-Disposition": f'attachment; filename="client-{client}-data.html"',
    }
    return Response(text, headers=headers, media_type=f"{HTML}; charset=utf-8")


def media_of(accept: str) -> str:
    """HTML or PDF, whichever an Accept header prefers; HTML where it prefers neither.

    Raises
    ------
    ProblemError
        406 when it accepts neither.

    Examples
    --------
    >>> media_of("application/pdf"), media_of(""), media_of("*/*"), media_of("application/pdf;q=0.1, text/*")
    ('application/pdf', 'text/html', 'text/html', 'text/html')
    """
    weights = {HTML: weight(accept, HTML), PDF: weight(accept, PDF)} if accept.strip() else {HTML: 1.0, PDF: 0.0}
    best = max(weights, key=lambda media: weights[media])
    if weights[best] <= 0:
        raise ProblemError(406, "Expected text/html or application/pdf to be accepted, got neither.")
    return best


def _letter(home: Home, simulator: Simulator, client: int, kind: Kind, media: str, language: str) -> Response:
    portfolio = simulator.portfolio
    try:
        lender, standing = read_lender(home), Desk(home).standing(client)
        routes = find_routes(simulator, client) if kind == "letter" else None
        case = letter_case(portfolio, client, language, standing, routes)
        page = letter_page(kind, case, lender)
        content = letter_pdf(page) if media == PDF else page.encode()
    except UserError as mistake:
        raise ProblemError(500, str(mistake)) from mistake
    headers = {
        "Content-Language": language,
        "Vary": "Accept, Accept-Language",
        "Scoring-Model": portfolio.manifest.version,
        "Content-Security-Policy": POLICY,
    }
    return Response(content, headers=headers, media_type=f"{HTML}; charset=utf-8" if media == HTML else PDF)
