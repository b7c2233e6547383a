"""How much the API takes at once: connections, requests whose head does not come, assessments being computed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import Any, TypeVar

from uvicorn.protocols.http.h11_impl import H11Protocol

from scoring.api.headers import ALWAYS
from scoring.api.problem import JSON, Problem, ProblemError

MOST_CONNECTIONS = 200
HEAD_SECONDS = 10.0
REFUSED_SECONDS = 1.0
WORKERS = 2
MOST_WAITING = 8
BUSY = "Expected fewer connections at once, got one too many. Try again in a few seconds."
NO_HTTP = "Expected a request in HTTP/1.1, got something else."
T = TypeVar("T")


@dataclass
class Assessments:
    """A few workers for what costs much CPU; whoever comes when many wait is asked to come back.

    Parameters
    ----------
    workers : int
        How many are computed at once.
    waiting : int
        How many may wait beside them.
    """

    workers: int = WORKERS
    waiting: int = MOST_WAITING
    _running: int = field(default=0, init=False)
    _lock: Lock = field(default_factory=Lock, init=False)

    async def run(self, work: Callable[[], T]) -> T:
        """What the work gives, computed by a worker, off the event loop.

        Raises
        ------
        ProblemError
            429 when too many are being computed or wait.
        """
        most = self.workers + self.waiting
        with self._lock:
            if self._running >= most:
                detail = f"Expected at most {most} applications at once, got one more. Try again."
                raise ProblemError(429, detail, headers={"Retry-After": "1"})
            self._running += 1
        future = self._pool.submit(work)
        future.add_done_callback(self._end)
        return await asyncio.wrap_future(future)

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self.workers, thread_name_prefix="assess")

    def _end(self, _: Future[Any]) -> None:
        """The work is done, or was not begun; a caller who left does not free the worker."""
        with self._lock:
            self._running -= 1


class BoundedProtocol(H11Protocol):
    """HTTP of one connection: refused where there are too many, closed where no whole head of a request comes."""

    most_connections = MOST_CONNECTIONS
    head_seconds = HEAD_SECONDS
    refused_seconds = REFUSED_SECONDS
    _head_timer: asyncio.TimerHandle | None = None
    _is_refused = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin, or refuse."""
        if len(self.connections) >= self.most_connections:
            self._refuse(transport)
            return
        super().connection_made(transport)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        """Take bytes; a head must be whole in time, however slowly it trickles."""
        if self._is_refused:
            return
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._forget_head()
        elif self._head_timer is None:
            self._await_head()

    def send_400_response(self, msg: str) -> None:
        """Say that this is no HTTP, as every problem is said."""
        self.transport.write(_written(400, NO_HTTP))
        self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self._forget_head()
        super().connection_lost(exc)

    def _refuse(self, transport: asyncio.Transport) -> None:
        """Answer 503; closed at once, with the request unread, the answer would be lost on its way."""
        self.transport, self._is_refused = transport, True
        transport.write(_written(503, BUSY, "Retry-After: 5"))
        transport.write_eof()
        self._head_timer = self.loop.call_later(self.refused_seconds, transport.close)

    def _await_head(self) -> None:
        self._head_timer = self.loop.call_later(self.head_seconds, self._give_up)

    def _forget_head(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _give_up(self) -> None:
        self._head_timer = None
        if not self.transport.is_closing() and (self.cycle is None or self.cycle.response_complete):
            self.transport.close()


def _written(status: int, detail: str, *more: str) -> bytes:
    """A problem as it is written on a connection that no route serves, which ends with it."""
    problem = Problem.of(status, detail)
    body = json.dumps(problem.model_dump()).encode()
    always = [f"{name}: {value}" for name, value in ALWAYS.items()]
    head = [f"HTTP/1.1 {status} {problem.title}", f"Content-Type: {JSON}", f"Content-Length: {len(body)}"]
    return "\r\n".join([*head, *more, *always, "Connection: close", "", ""]).encode() + body
