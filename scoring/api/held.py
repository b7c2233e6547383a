"""The short way to an answer that is held: what is asked for again does not pass through routing and validation."""

from __future__ import annotations

import re
from dataclasses import dataclass

from starlette.types import ASGIApp, Receive, Scope, Send

from scoring.api.access import who_asks
from scoring.api.answer_cache import Answer, AnswerCache
from scoring.api.guards import header
from scoring.api.portfolio_handle import NotReadyError, PortfolioHandle

ADDRESS = "/v1/clients/{client}/assessment"
_PATH = re.compile(r"/v1/clients/([1-9][0-9]{0,17})/assessment")  # as scoring.api.ids has it


@dataclass(frozen=True)
class Counted:
    """What the metrics call the address."""

    path: str


@dataclass
class HeldAnswers:
    """Answer ``GET /v1/clients/{client}/assessment`` where the answer is held; everything else goes on to its route.

    0.1 ms of a processor instead of 0.5 (measured); the answer is the same, byte for byte.
    """

    app: ASGIApp
    handle: PortfolioHandle
    answers: AnswerCache

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass a request on."""
        answer = self._held(scope)
        if answer is None:
            await self.app(scope, receive, send)
            return
        scope["route"] = Counted(ADDRESS)
        await answer.response(header(scope, b"if-none-match"))(scope, receive, send)

    def _held(self, scope: Scope) -> Answer | None:
        if scope["type"] != "http" or scope["method"] != "GET" or scope["query_string"]:
            return None
        asked = _PATH.fullmatch(scope["path"])
        if asked is None or header(scope, b"if-match"):  # the route says where that does not hold
            return None
        try:
            return self.answers.held_for(self.handle.portfolio(), int(asked[1]), who_asks(scope))
        except NotReadyError:  # the route says why
            return None
