"""The query of an address: only what the address knows, each once."""

from __future__ import annotations

import difflib
import re
from typing import Annotated

from fastapi import Request
from fastapi.routing import APIRoute
from pydantic import BeforeValidator
from pydantic_core import PydanticKnownError

from scoring.api.problem import wrong_fields
from scoring.tables.records import FieldMistake, quotable

_PLAIN = re.compile(r"0|-?[1-9][0-9]*")
_TELLING = 20  # digits: a number of more is beyond every bound, as its first ones are


def plain_number(text: object) -> int:
    """The number that a text writes in plain digits; Python itself also reads ``1_0``, ``+5``, `` 5`` and ``1.0``.

    Raises
    ------
    PydanticKnownError
        For every other way of writing it.

    Examples
    --------
    >>> plain_number("20"), plain_number("-1")
    (20, -1)
    >>> plain_number("9" * 5000) > 2**63
    True
    """
    if not _PLAIN.fullmatch(str(text)):
        raise PydanticKnownError("int_parsing")
    return int(str(text)[:_TELLING])


PlainNumber = Annotated[int, BeforeValidator(plain_number)]


async def only_declared_parameters(request: Request) -> None:
    """Refuse a parameter that the address does not have, or one said several times that it takes once.

    Raises
    ------
    ProblemError
        422 that names each; a mistyped parameter that is passed over would answer another question.
    """
    if not request.query_params:
        return
    declared = _declared(request)
    mistakes = []
    for name in request.query_params:
        if name not in declared:
            near = difflib.get_close_matches(name[:60], declared, n=1)
            expected = "a parameter of this address" + (f" (did you mean {near[0]}?)" if near else "")
            mistakes.append(FieldMistake(quotable(name) or "''", expected, "an unknown one"))
        elif len(request.query_params.getlist(name)) > 1 and not declared[name]:
            mistakes.append(FieldMistake(quotable(name), "this parameter once", "it several times"))
    if mistakes:
        raise wrong_fields(mistakes)


def _declared(request: Request) -> dict[str, bool]:
    """The address's parameters, and whether each may stand several times."""
    route = request.scope.get("route")
    if not isinstance(route, APIRoute):
        return {}
    return {
        parameter.alias: "list" in str(parameter.field_info.annotation) for parameter in route.dependant.query_params
    }
