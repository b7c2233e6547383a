"""What every request passes before a route sees it: its host, HEAD, and the headers that every answer carries."""

from __future__ import annotations

from http import HTTPStatus

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from scoring.api.language import accepted
from scoring.api.problem import JSON, Problem, as_json
from scoring.hosts import THIS_MACHINE, is_this_machine

FOREIGN = f"Expected a request to {THIS_MACHINE[0]}; under another name nothing is answered."
# Answers hold people's data: no cache keeps them, and no browser takes them for something else than they say.
ALWAYS = ((b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff"))


class OnlyThisMachine:
    """Refuse requests under another host's name: a web page that points its own name here must not read clients."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 421."""
        if scope["type"] != "http" or is_this_machine(_header(scope, b"host")):
            await self.app(scope, receive, send)
            return
        problem = Problem.of(HTTPStatus.MISDIRECTED_REQUEST, FOREIGN, instance=scope["path"])
        body = as_json(problem, accepted(_header(scope, b"accept-language")))
        headers = [(b"content-type", JSON.encode()), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": problem.status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


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
                missing = [(name, value) for name, value in ALWAYS if name not in names]
                message = {**message, "headers": [*headers, *missing]}
            await send(message)

        await self.app(scope, receive, with_headers)


def _header(scope: Scope, wanted: bytes) -> str:
    value: bytes = next((value for name, value in scope["headers"] if name == wanted), b"")
    return value.decode("latin-1")
