"""What a caller is told when a request cannot be answered: always one shape, always a sentence."""

from __future__ import annotations

import json
from collections.abc import Sequence

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from scoring.api.portfolio_handle import NotReadyError
from scoring.tables.records import FieldMistake, quotable, shown

MOST = 20


class FieldProblem(BaseModel):
    """One field that is wrong."""

    field: str = Field(description="Its place in the request.", examples=["bureau[2].DAYS_CREDIT"])
    message: str = Field(description="What was expected and what was found, in a sentence.")


class Problem(BaseModel):
    """Why a request was not answered."""

    detail: str = Field(description="One sentence: what was expected, what was found, what to do.")
    fields: list[FieldProblem] = Field(default=[], description="The fields that are wrong, the first twenty of them.")


class ProblemError(Exception):
    """A request that cannot be answered: its status, and what is said of it."""

    def __init__(self, status: int, detail: str, fields: Sequence[FieldProblem] = ()) -> None:
        super().__init__(detail)
        self.status = status
        self.problem = Problem(detail=detail, fields=list(fields))


def wrong_fields(found: Sequence[FieldMistake]) -> ProblemError:
    """What is said of a body or a query with wrong fields."""
    first = found[0].sentence
    more = f" {len(found) - 1} more fields are wrong." if len(found) > 2 else ""
    more = " One more field is wrong." if len(found) == 2 else more
    named = [FieldProblem(field=one.field, message=one.sentence) for one in found[:MOST]]
    return ProblemError(422, first + more, named)


def install_error_handlers(app: FastAPI) -> None:
    """Answer every error of an application as a :class:`Problem`, never with a traceback."""

    @app.exception_handler(ProblemError)
    def told(_: Request, error: ProblemError) -> JSONResponse:
        return _answer(error.status, error.problem)

    @app.exception_handler(NotReadyError)
    def not_ready(_: Request, error: NotReadyError) -> JSONResponse:
        return _answer(503, Problem(detail=str(error)))

    @app.exception_handler(RequestValidationError)
    def wrong_parameter(_: Request, error: RequestValidationError) -> JSONResponse:
        found = [_mistake(one) for one in error.errors()]
        if any(one["loc"][0] == "path" for one in error.errors()):
            return _answer(404, Problem(detail=f"No client has the number {found[0].got}."))
        return _answer(422, wrong_fields(found).problem)

    @app.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> JSONResponse:
        said = {
            404: f"There is nothing at {quotable(request.url.path)}. The addresses are listed at /docs.",
            405: f"{request.method} is not possible here. What is possible is listed at /docs.",
        }
        problem = Problem(detail=said.get(error.status_code, str(error.detail)))
        return _answer(error.status_code, problem, dict(error.headers or {}))

    @app.exception_handler(Exception)
    def broken(_: Request, __: Exception) -> JSONResponse:
        return _answer(500, Problem(detail="The request could not be answered; the server's log says why. Try again."))


def _mistake(error: dict[str, object]) -> FieldMistake:
    """One of pydantic's errors in our words."""
    place, context = error["loc"], error.get("ctx")
    assert isinstance(place, tuple)
    bounds = context if isinstance(context, dict) else {}
    kind = str(error["type"])
    expected = {
        "int_parsing": "a whole number",
        "int_parsing_size": "a whole number",
        "greater_than_equal": f"a number from {bounds.get('ge')}",
        "less_than_equal": f"a number up to {bounds.get('le')}",
        "string_pattern_mismatch": "digits of a client's number",
    }.get(kind, str(error["msg"]).lower())
    given = error.get("input")
    got = given if isinstance(given, str) and place[0] == "path" else shown(given)
    return FieldMistake(".".join(map(str, place[1:])), expected, shown(got) if len(str(got)) > 80 else str(got))


def _answer(status: int, problem: Problem, headers: dict[str, str] | None = None) -> JSONResponse:
    return JSONResponse(problem.model_dump(), status, headers)


def as_json(problem: Problem) -> bytes:
    """The problem as it is sent where no response object is at hand."""
    return json.dumps(problem.model_dump()).encode()
