"""What every request passes before a route sees it: its host, HEAD, and the headers that every answer carries."""

from __future__ import annotations

import re
from collections.abc import Collection
from http import HTTPStatus
from urllib.parse import unquote

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from scoring.api.headers import ALWAYS
from scoring.api.language import accepted
from scoring.api.problem import JSON, ProblemError, as_json, nothing_at
from scoring.hosts import THIS_MACHINE, is_named
from scoring.tables.records import quotable

_ALWAYS = tuple((name.encode(), value.encode()) for name, value in ALWAYS.items())
LISTS = (b"accept", b"accept-language", b"if-match", b"if-none-match")
ONCE = (b"authorization", b"content-type", b"content-encoding", b"content-length", b"scoring-model", b"idempotency-key")
_WHOLE = re.compile(rb"https?://(?P<host>[^/]*)(?P<path>/.*)?", re.IGNORECASE | re.DOTALL)
FOREIGN = f"Expected a request to {THIS_MACHINE[0]}; under another name nothing is answered."


class OnlyOurNames:
    """Refuse requests under another host's name: a web page that points its own name here must not read clients.

    Parameters
    ----------
    app : ASGIApp
        What stands behind.
    names : collection of str
        Names to answer under beside this machine's.
    """

    def __init__(self, app: ASGIApp, names: Collection[str] = ()) -> None:
        self.app, self.names = app, frozenset(names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 421."""
        if scope["type"] != "http" or is_named(header(scope, b"host"), self.names):
            await self.app(scope, receive, send)
            return
        await send_problem(ProblemError(HTTPStatus.MISDIRECTED_REQUEST, FOREIGN), scope, send)


class OwnAddresses:
    """Read the target of a request as HTTP's standard asks (RFC 9112, 3.2; RFC 3986, 2.2), before anything else does.

    ``GET http://127.0.0.1/v1/health`` is ``GET /v1/health`` under the name that the target says, whatever the header
    Host does; a stroke that is written ``%2F`` parts no address, so that nothing stands behind one.
    """

    def __init__(self, app: ASGIApp, names: Collection[str] = ()) -> None:
        self.app, self.names = app, frozenset(names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 421 or 404."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        raw = scope.get("raw_path") or scope["path"].encode()
        whole = _WHOLE.fullmatch(raw)
        if whole is not None and not is_named(whole["host"].decode("latin-1"), self.names):
            await send_problem(ProblemError(HTTPStatus.MISDIRECTED_REQUEST, FOREIGN), scope, send)
        elif b"%2f" in raw.lower():
            await send_problem(nothing_at(scope["path"]), scope, send)
        else:
            await self.app(scope if whole is None else _with_path(scope, whole["path"] or b"/"), receive, send)


def _with_path(scope: Scope, raw: bytes) -> Scope:
    return {**scope, "raw_path": raw, "path": unquote(raw.decode("latin-1"))}


class OneMeaning:
    """Refuse a request that two programs on its way could read in two ways: two lengths of a body, a header twice.

    A header whose value is a list may stand on several lines: routes find them as one (RFC 9110, 5.3).
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 400 and close the connection: what follows in it may be another request."""
        wrong = _second_meaning(scope) if scope["type"] == "http" else ""
        if not wrong:
            await self.app(_with_whole_lists(scope), receive, send)
            return
        await send_problem(ProblemError(HTTPStatus.BAD_REQUEST, wrong, headers={"Connection": "close"}), scope, send)


def _second_meaning(scope: Scope) -> str:
    """What is said of it; empty where there is one meaning."""
    names = [name for name, _ in scope["headers"]]
    if b"content-length" in names and b"transfer-encoding" in names:
        return "Expected one length of the body, got Content-Length and Transfer-Encoding."
    twice = next((name for name in ONCE if names.count(name) > 1), None)
    return f"Expected the header {twice.decode()} once, got it several times." if twice else ""


def _with_whole_lists(scope: Scope) -> Scope:
    """A request each of whose lists stands on one line."""
    names = [name for name, _ in scope["headers"]] if scope["type"] == "http" else []
    parted = [name for name in LISTS if names.count(name) > 1]
    if not parted:
        return scope
    whole = [(name, b", ".join(value for other, value in scope["headers"] if other == name)) for name in parted]
    return {**scope, "headers": [*(pair for pair in scope["headers"] if pair[0] not in parted), *whole]}


class HeadAsGet:
    """Answer HEAD as GET without the body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app({**scope, "method": "GET"}, receive, without_body)


class AlwaysHeaders:
    """Give every answer the headers that all must carry, unless it says otherwise itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", ()))
                names = {name.lower() for name, _ in headers}
                missing = [(name, value) for name, value in _ALWAYS if name not in names]
                message = {**message, "headers": [*headers, *missing]}
            await send(message)

        await self.app(scope, receive, with_headers)


async def send_problem(error: ProblemError, scope: Scope, send: Send) -> None:
    """Answer with a problem, in the caller's language, before there is a route."""
    language = accepted(header(scope, b"accept-language"))
    body = as_json(error.problem.model_copy(update={"instance": quotable(scope["path"])}), language)
    headers_of_answer = {
        "content-type": JSON,
        "content-length": str(len(body)),
        "content-language": language,
        "vary": "Accept-Language",
        **error.headers,
    }
    headers = [(name.lower().encode(), value.encode()) for name, value in headers_of_answer.items()]
    await send({"type": "http.response.start", "status": error.problem.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def header(scope: Scope, wanted: bytes) -> str:
    """A header's value, empty where it is not there; the last where it is there several times."""
    value: bytes = next((value for name, value in reversed(scope["headers"]) if name == wanted), b"")
    return value.decode("latin-1")
