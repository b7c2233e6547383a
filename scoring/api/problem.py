"""What a caller is told when a request cannot be answered: always one shape (RFC 9457), always a sentence."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from scoring.api.headers import ALWAYS
from scoring.api.language import accepted, in_language
from scoring.api.portfolio_handle import NotReadyError
from scoring.tables.records import FieldMistake, quotable, shown
from scoring.texts import Language, Words

JSON = "application/problem+json"
MOST = 20
TITLES = {413: "Content Too Large", 422: "Unprocessable Content"}  # since RFC 9110; Python 3.11 has the names before


class FieldProblem(BaseModel):
    """One field that is wrong."""

    field: str = Field(description="Its place in the request.", examples=["bureau[2].DAYS_CREDIT"])
    message: str = Field(description="What was expected and what was found, in a sentence.")


class Problem(BaseModel):
    """Why a request was not answered."""

    type: str = Field(default="about:blank", description="What kind of problem; about:blank: its status says all.")
    title: str = Field(description="The status in words.", examples=["Unprocessable Content"])
    status: int = Field(description="The status of the answer.", examples=[422])
    detail: str = Field(description="One sentence: what was expected, what was found, what to do.")
    instance: str = Field(default="", description="The address that was asked.", examples=["/v1/assess"])
    fields: list[FieldProblem] = Field(default=[], description="The fields that are wrong, the first twenty of them.")

    @classmethod
    def of(cls, status: int, detail: str, fields: Sequence[FieldProblem] = (), instance: str = "") -> Problem:
        """A problem whose title is its status in words.

        Parameters
        ----------
        status : int
            HTTP status of the answer.
        detail : str
            What is wrong and what to do, in English.
        fields : sequence of FieldProblem
            Those that are wrong.
        instance : str
            The address that was asked for.
        """
        title = TITLES.get(status) or HTTPStatus(status).phrase
        return cls(title=title, status=int(status), detail=detail, fields=list(fields), instance=quotable(instance))


class ProblemError(Exception):
    """A request that cannot be answered: its status, what is said of it, and headers beside it.

    ``words`` are the sentence in every language, of the request and of its one wrong field, where it names things that
    no phrase of ``texts/problems.toml`` covers.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        fields: Sequence[FieldProblem] = (),
        headers: Mapping[str, str] | None = None,
        words: Words | None = None,
    ) -> None:
        super().__init__(detail)
        self.problem = Problem.of(status, detail, fields)
        self.headers, self.words = dict(headers or {}), words


def wrong_fields(mistakes: Sequence[FieldMistake]) -> ProblemError:
    """What is said of a body or a query with wrong fields."""
    first = mistakes[0].sentence
    more = f" {len(mistakes) - 1} more fields are wrong." if len(mistakes) > 2 else ""
    more = " One more field is wrong." if len(mistakes) == 2 else more
    named = [FieldProblem(field=mistake.field, message=mistake.sentence) for mistake in mistakes[:MOST]]
    return ProblemError(422, first + more, named)


def nothing_at(path: str) -> ProblemError:
    """What is said of an address that does not exist."""
    return ProblemError(404, f"There is nothing at {quotable(path)}. The addresses are listed at /docs.")


def not_possible(method: str, possible: Collection[str]) -> ProblemError:
    """What is said of a method that an address does not have; ``Allow`` names those that it has."""
    methods = {*possible, *(("HEAD",) if "GET" in possible else ())}
    detail = f"{quotable(method)} is not possible here. What is possible is listed at /docs."
    return ProblemError(405, detail, headers={"Allow": ", ".join(sorted(methods))})


def install_error_handlers(app: FastAPI, methods_at: Callable[[str], Collection[str]]) -> None:
    """Answer every error of an application as a :class:`Problem`, never with a traceback.

    Parameters
    ----------
    app : FastAPI
        The application.
    methods_at : callable
        Gives the methods that an address has.
    """

    @app.exception_handler(ProblemError)
    def wrong_request(request: Request, error: ProblemError) -> Response:
        return answer(request, error.problem, error.headers, error.words)

    @app.exception_handler(NotReadyError)
    def not_ready(request: Request, error: NotReadyError) -> Response:
        return answer(request, Problem.of(503, str(error)), {"Retry-After": "10"})

    @app.exception_handler(RequestValidationError)
    def wrong_parameter(request: Request, error: RequestValidationError) -> Response:
        nobody = next((mistake["input"] for mistake in error.errors() if mistake["loc"][0] == "path"), None)
        if nobody is not None:
            return answer(request, Problem.of(404, f"No client has the number {quotable(str(nobody))}."))
        return answer(request, wrong_fields([mistake_of(mistake) for mistake in error.errors()]).problem)

    @app.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> Response:
        headers = dict(error.headers or {})
        if error.status_code == 404:
            return answer(request, nothing_at(request.url.path).problem, headers)
        if error.status_code == 405:
            refusal = not_possible(request.method, methods_at(request.url.path))
            return answer(request, refusal.problem, refusal.headers)
        return answer(request, Problem.of(error.status_code, str(error.detail)), headers)

    @app.exception_handler(Exception)
    def broken(request: Request, _: Exception) -> Response:
        detail = "The request could not be answered; the server's log says why. Try again."
        return answer(request, Problem.of(500, detail), ALWAYS)  # answered outside of what adds them elsewhere


def answer(
    request: Request, problem: Problem, headers: Mapping[str, str] | None = None, words: Words | None = None
) -> Response:
    """A problem as the answer to a request, in the caller's language.

    Parameters
    ----------
    request : Request
        Whose language and address count.
    problem : Problem
        What is wrong.
    headers : mapping, optional
        Sent beside it.
    words : Words, optional
        The sentence in every language, where no phrase of the texts covers it.
    """
    language = accepted(request.headers.get("accept-language", ""))
    placed = problem.model_copy(update={"instance": quotable(request.url.path)})
    with_language = {"Content-Language": language, "Vary": "Accept-Language", **(headers or {})}
    return Response(as_json(placed, language, words), problem.status, with_language, media_type=JSON)


def problem_content(meaning: str) -> dict[str, Any]:
    """A problem as OpenAPI describes an answer."""
    return {"description": meaning, "content": {JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}}}


def as_json(problem: Problem, language: Language, words: Words | None = None) -> bytes:
    """The problem as it is sent."""
    content = problem.model_dump()
    content["detail"] = words.say(language) if words else in_language(problem.detail, language)
    for field in content["fields"]:
        field["message"] = words.say(language) if words else in_language(field["message"], language)
    return json.dumps(content, ensure_ascii=False).encode()


def mistake_of(error: Mapping[str, object]) -> FieldMistake:
    """One of pydantic's errors in our words."""
    place, context = error["loc"], error.get("ctx")
    assert isinstance(place, tuple)
    bounds = context if isinstance(context, dict) else {}
    kind = str(error["type"])
    if kind == "missing":
        return FieldMistake(".".join(map(str, place[1:])), "a value", "none")
    expected = {
        "int_parsing": "a whole number",
        "int_parsing_size": "a whole number",
        "greater_than_equal": f"a number from {bounds.get('ge')}",
        "less_than_equal": f"a number up to {bounds.get('le')}",
        "string_pattern_mismatch": "digits of a client's number",
        "int_type": "a whole number",
        "string_type": "a text",
        "string_unicode": "a text that UTF-8 can write",
        "string_too_short": "a text that is not empty",
        "string_too_long": f"a text of at most {bounds.get('max_length')} characters",
        "extra_forbidden": "no such key",
        "literal_error": f"one of {bounds.get('expected')}".replace(" or ", ", "),
    }.get(kind, str(error["msg"]).lower())
    given = error.get("input")
    return FieldMistake(".".join(map(str, place[1:])) or "body", expected, shown(given))
