"""Problems answered on a connection whose request no route has read, in the language that its head asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable

from scoring.api.headers import ALWAYS
from scoring.api.language import accepted
from scoring.api.problem import JSON, Problem, as_json
from scoring.texts import Language

MOST_HEARD = 1 << 14  # of what came, which may be no head at all
_ASKED = re.compile(rb"^accept-language[ \t]*:([^\r\n]*)", re.IGNORECASE | re.MULTILINE)


def language_of(heard: bytes, headers: Iterable[tuple[bytes, bytes]] | None = None) -> Language:
    r"""The language that bytes ask for which may be a request, or else the headers of the request they belong to.

    Examples
    --------
    >>> language_of(b"GET / HTTP/9\r\nAccept-Language: fr-FR\r\n"), language_of(b"Accept-Langu")
    ('fr', 'en')
    >>> language_of(b"zz", [(b"accept-language", b"fr")])
    'fr'
    """
    asked = _ASKED.search(heard)
    value = asked[1] if asked else dict(headers or ()).get(b"accept-language", b"")
    return accepted(value.decode("latin-1"))


def written(status: int, detail: str, language: Language, *more: str) -> bytes:
    """A problem as it is written on a connection, which ends with it.

    Parameters
    ----------
    status : int
        Status of the answer.
    detail : str
        The English sentence.
    language : str
        Language of the answer.
    *more : str
        Lines of the head beside those that every answer has.
    """
    problem = Problem.of(status, detail)
    body = as_json(problem, language)
    always = [f"{name}: {value}" for name, value in ALWAYS.items()]
    head = [f"HTTP/1.1 {status} {problem.title}", f"Content-Type: {JSON}", f"Content-Length: {len(body)}"]
    head += [f"Content-Language: {language}", "Vary: Accept-Language"]
    return "\r\n".join([*head, *more, *always, "Connection: close", "", ""]).encode() + body
