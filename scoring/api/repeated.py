"""A request sent again after its answer was lost: known by its Idempotency-Key, as the IETF's draft describes it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from scoring.api.problem import ProblemError, wrong_fields
from scoring.journal.desk import Desk
from scoring.journal.entry import Entry
from scoring.journal.once import LONGEST_KEY, OtherContentError
from scoring.tables.records import FieldMistake, shown

HEADER = "Idempotency-Key"
_SIGNS = r"[A-Za-z0-9._~:/+=\-]"
_KEY = re.compile(f'"({_SIGNS}{{1,{LONGEST_KEY}}})"|({_SIGNS}{{1,{LONGEST_KEY}}})')
MALFORMED = "The Idempotency-Key is malformed."


def parameter(done: str, known: str) -> dict[str, Any]:
    """The header as the OpenAPI pages describe it: what is not done again, and how long a key is known."""
    return {
        "name": HEADER,
        "in": "header",
        "required": False,
        "description": "The caller's own name for this request, another one for each: a UUID, say, in quotation marks "
        f"or without. Sent again with it after an answer was lost, the request is answered as the first time and {done}"
        "; with other content it is 422. What was refused may be sent again with the same key. A key is its caller's "
        f"(the key's name of `Authorization`), and is known as long as {known}.",
        "schema": {"type": "string", "pattern": f'^("{_SIGNS}{{1,{LONGEST_KEY}}}"|{_SIGNS}{{1,{LONGEST_KEY}}})$'},
        "example": '"8e03978e-40d5-43dd-bc93-6894a57f9324"',
    }


PARAMETER = parameter("nothing is put on record again, by any worker and after a restart too", "the entry is on record")


def key_of(value: str | None) -> str:
    """The key that the header gives, empty where there is no header.

    Raises
    ------
    ProblemError
        400 where it is no key.

    Examples
    --------
    >>> key_of('"8e03978e-40d5"'), key_of("8e03978e-40d5"), key_of(None)
    ('8e03978e-40d5', '8e03978e-40d5', '')
    """
    if value is None:
        return ""
    given = _KEY.fullmatch(value)
    if given is None:
        expected = FieldMistake(HEADER, f"1 to {LONGEST_KEY} letters, digits or signs of . _ ~ : / + = -", shown(value))
        raise ProblemError(400, expected.sentence)
    return given[1] or given[2]


def answered_once(desk: Desk, answer: Callable[[], Entry]) -> Entry:
    """What the desk's request put on record when it came before; else what answering it puts there.

    Raises
    ------
    ProblemError
        422 where the request's key was given to another one, or as ``answer`` does.
    """
    try:
        before = desk.written_before()
        if before is not None:
            return before
        try:
            return answer()
        except ProblemError:  # another worker may have answered the same request since
            before = desk.written_before()
            if before is None:
                raise
            return before
    except OtherContentError as error:
        raise other_content() from error


def other_content() -> ProblemError:
    """What is said of a key that was given to another request."""
    return wrong_fields([FieldMistake(HEADER, "a key of its own for each request", "that of another one")])
