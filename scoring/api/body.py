"""The body of a request: read up to a size, and as JSON that says each thing once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from fastapi import Request

from scoring.api.problem import ProblemError, wrong_fields
from scoring.tables.records import FieldMistake, quotable

MOST_BYTES = 4 * 1024 * 1024


class Repeating(dict[str, Any]):
    """An object of which one key stood twice."""

    twice: str = ""


async def read_body(request: Request) -> bytes:
    """The whole body.

    Raises
    ------
    ProblemError
        413 as soon as it is longer than 4 MiB, 422 when it is empty.
    """
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > MOST_BYTES:
            most = f"{MOST_BYTES // 1024**2} MiB"
            raise ProblemError(413, f"Expected a body of at most {most}, got a larger one. Send one application.")
        parts.append(part)
    if not b"".join(parts).strip():
        raise wrong_fields([FieldMistake("body", "an object with the key application", "an empty body")])
    return b"".join(parts)


def parse(body: bytes) -> Any:
    """The JSON value of a body.

    NaN and infinity, which JSON does not know but some programs write, come through as such, so that the field
    that holds them can be named.

    Raises
    ------
    ProblemError
        422 when it is no JSON, is nested without end, or says a key twice.
    """
    try:
        value = json.loads(body, object_pairs_hook=_once)
    except UnicodeDecodeError as error:
        raise _no_json(f"byte {error.start} is not UTF-8") from error
    except json.JSONDecodeError as error:
        raise _no_json(f"line {error.lineno}, column {error.colno}: {error.msg.lower()}") from error
    except RecursionError as error:
        raise _no_json("it is nested too deeply") from error
    except ValueError as error:  # a number of thousands of digits
        raise _no_json("a number in it is too long") from error
    twice = repeated(value, "")
    if twice is not None:
        raise wrong_fields([FieldMistake(twice, "a key once in an object", "it twice")])
    return value


def repeated(value: Any, place: str) -> str | None:
    """Where a key stands twice, the first one found; None where each stands once."""
    if isinstance(value, Repeating) and value.twice:
        return f"{place}.{value.twice}".lstrip(".")
    inside = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inside:
        found = repeated(part, f"{place}[{key}]" if isinstance(key, int) else f"{place}.{key}".lstrip("."))
        if found is not None:
            return found
    return None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = Repeating(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        made.twice = quotable(next(key for place, key in enumerate(keys) if key in keys[:place]))
    return made


def _no_json(why: str) -> ProblemError:
    return wrong_fields([FieldMistake("body", "JSON", f"something else ({why})")])
