"""The body of a request: read up to a size and within a time, and as JSON that says each thing once."""

from __future__ import annotations

import asyncio
import codecs
import json
import logging
import math
from collections.abc import Iterable
from typing import Any

from fastapi import Request
from starlette.requests import ClientDisconnect

from scoring.api.problem import ProblemError, wrong_fields
from scoring.tables.records import FieldMistake, quotable

MOST_BYTES = 4 * 1024 * 1024
MOST_SECONDS = 10.0
DEEPEST = 50
MOST_PARTS = 25_000  # keys or rows: looking through a million of them took 4 seconds (measured)
SEND_JSON = "Send JSON with 'Content-Type: application/json'."
WANTED = "an object with the key application"
LOG = logging.getLogger(__name__)
GZIP = b"\x1f\x8b"
BEYOND_FLOATS = 10**309
UTF_16_AND_32 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)  # little-endian 32 begins as 16


class Repeating(dict[str, Any]):
    """An object of which one key stood twice."""

    twice: str = ""


async def read_body(
    request: Request, seconds: float = MOST_SECONDS, most_bytes: int = MOST_BYTES, wanted: str = WANTED
) -> bytes:
    """The whole body.

    Parameters
    ----------
    request : Request
        Whose body it is.
    seconds : float
        Within which it must be there.
    most_bytes : int
        How long it may be; 4 MiB by default.
    wanted : str
        What is said to be expected where it is empty.

    Raises
    ------
    ProblemError
        415 when it is said to be no JSON, 413 as soon as it is too long, 408 when it is not there in time, 400 when the
        caller left, 422 when it is empty.
    """
    refuse_other_content(request)
    # before a caller who waits for "100 Continue" is told to send it
    _refuse_large(announced_bytes(request), most_bytes)
    try:
        async with asyncio.timeout(seconds):
            body = await _read(request, most_bytes)
    except TimeoutError as error:
        detail = f"Expected the whole body within {seconds:g} seconds, got a part of it. Send it again."
        raise ProblemError(408, detail, headers={"Connection": "close"}) from error
    except ClientDisconnect as error:
        LOG.warning("%s %s: the caller left before the end of the body", request.method, request.url.path)
        raise ProblemError(400, "Expected the whole body, got a part of it.") from error
    if not body.strip():
        raise wrong_fields([FieldMistake("body", wanted, "an empty body")])
    return body


def refuse_other_content(request: Request) -> None:
    """Refuse what the headers say to be no plain JSON; a caller may leave them out.

    Raises
    ------
    ProblemError
        415.
    """
    kind, _, parameters = request.headers.get("content-type", "application/json").lower().partition(";")
    if kind.strip() != "application/json":
        detail = f"Expected the content type application/json, got {quotable(kind.strip()) or 'none'}. {SEND_JSON}"
        raise ProblemError(415, detail)
    charset = next((name for name in _charsets(parameters) if name not in ("", "utf-8", "utf8")), "")
    if charset:
        raise ProblemError(415, f"Expected text in UTF-8, got {quotable(charset)}. {SEND_JSON}")
    refuse_encoded(request, f" {SEND_JSON}")


def refuse_encoded(request: Request, remedy: str = "") -> None:
    """Refuse a body that is compressed or encoded otherwise; ``remedy`` stands behind the sentence.

    Raises
    ------
    ProblemError
        415.
    """
    coding = request.headers.get("content-encoding", "").strip().lower()
    if coding not in ("", "identity"):
        raise ProblemError(415, f"Expected a body without content encoding, got {quotable(coding)}.{remedy}")


def _charsets(parameters: str) -> list[str]:
    """The charsets among a content type's parameters; who names two may mean either."""
    pairs = (parameter.partition("=") for parameter in parameters.split(";"))
    return [value.strip(' "') for name, _, value in pairs if name.strip() == "charset"]


def parse(body: bytes) -> Any:
    """The JSON value of a body.

    NaN and infinity, which JSON does not know but some programs write, come through as such, so that the field
    that holds them can be named; 1e400 as the whole number that it is, too large to be read.

    Raises
    ------
    ProblemError
        422 when it is no JSON in UTF-8, is nested without end, or says a key twice, 413 when it has too many parts.
    """
    if body.startswith(GZIP):
        raise _no_json("compressed bytes; send them as they are")
    if body.startswith(UTF_16_AND_32) or b"\x00" in body[:4]:
        raise _no_json("text in UTF-16 or UTF-32; write it in UTF-8")
    if body.startswith(codecs.BOM_UTF8):
        raise _no_json("a byte order mark before it; leave it out")
    try:
        value = json.loads(body.decode("utf-8"), object_pairs_hook=_once, parse_float=_number)
    except UnicodeDecodeError as error:
        raise _no_json(f"byte {error.start} is not UTF-8") from error
    except json.JSONDecodeError as error:
        raise _no_json(f"line {error.lineno}, column {error.colno}: {error.msg.lower()}") from error
    except RecursionError as error:
        raise _no_json("it is nested too deeply") from error
    except ValueError as error:  # a number of thousands of digits
        raise _no_json("a number in it is too long") from error
    twice = repeated(value)
    if twice is not None:
        raise wrong_fields([FieldMistake(twice, "a key once in an object", "it twice")])
    return value


def _number(text: str) -> float | int:
    """A number with a point or an exponent; one that no float holds is no infinity, and too large as an integer is."""
    number = float(text)
    return number if math.isfinite(number) else int(math.copysign(1, number)) * BEYOND_FLOATS


def repeated(value: Any) -> str | None:
    """Where a key stands twice, the first one found; None where each stands once.

    Raises
    ------
    ProblemError
        422 when the value is nested deeper than an application can be, 413 when it has more parts.
    """
    waiting, looked_at = [(value, "", 0)], 0
    while waiting:
        part, place, depth = waiting.pop()
        looked_at += 1
        if depth > DEEPEST:
            raise _no_json("it is nested too deeply")
        if isinstance(part, Repeating) and part.twice:
            return f"{place}.{part.twice}".lstrip(".")
        if looked_at > MOST_PARTS or (isinstance(part, dict | list) and len(part) > MOST_PARTS):
            raise ProblemError(413, f"Expected at most {MOST_PARTS} keys or rows, got more. Send one application.")
        waiting.extend(reversed(_inner(part, place, depth + 1)))
    return None


def _inner(part: Any, place: str, depth: int) -> list[tuple[Any, str, int]]:
    """Objects and lists directly within one, each with its place; places of plain values are not written out."""
    if isinstance(part, dict):
        nested = [(key, item) for key, item in part.items() if isinstance(item, dict | list)]
        return [(item, f"{place}.{quotable(key)}".lstrip("."), depth) for key, item in nested]
    rows = enumerate(part) if isinstance(part, list) else ()
    return [(item, f"{place}[{number}]", depth) for number, item in rows if isinstance(item, dict | list)]


async def _read(request: Request, most_bytes: int) -> bytes:
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        _refuse_large(size, most_bytes)
        parts.append(part)
    return b"".join(parts)


def announced_bytes(request: Request) -> int:
    """How long a body will be by its own header; 0 where none says so."""
    announced = request.headers.get("content-length", "")
    return int(announced) if announced.isdecimal() and len(announced) < 20 else 0


def _refuse_large(size: int, most_bytes: int) -> None:
    if size > most_bytes:
        large = most_bytes >= 1024**2
        most = f"{most_bytes // 1024**2} MiB" if large else f"{most_bytes // 1024} KiB"
        detail = f"Expected a body of at most {most}, got a larger one."
        more = " Send one application." if large else ""
        raise ProblemError(413, detail + more, headers={"Connection": "close"})


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    parsed = Repeating(pairs)
    if len(parsed) < len(pairs):
        parsed.twice = quotable(_first_repeated(key for key, _ in pairs))
    return parsed


def _first_repeated(keys: Iterable[str]) -> str:
    """The first key that came before; each is looked up once, since half a million of them fit into a body."""
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            return key
        seen.add(key)
    raise ValueError("Expected a key that stands twice, got none. Ask only where there is one.")


def _no_json(why: str) -> ProblemError:
    return wrong_fields([FieldMistake("body", "JSON", f"something else ({why})")])
