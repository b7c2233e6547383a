"""How much the API takes at once: connections, requests whose head does not come, assessments being computed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import Any, TypeVar

import h11
from uvicorn import Config
from uvicorn.protocols.http.h11_impl import H11Protocol

from scoring.api.problem import ProblemError
from scoring.api.unread import MOST_HEARD, language_of, written

MOST_CONNECTIONS = 200
HEAD_SECONDS = 10.0
REFUSED_SECONDS = 1.0
WORKERS = 2
MOST_WAITING = 8
BUSY = "Expected fewer connections at once, got one too many. Try again in a few seconds."
NO_HTTP = "Expected a request in HTTP/1.1, got something else."
MOST_HEAD = 64 * 1024  # bytes; h11 alone takes 16 KiB of a head that comes in pieces
LONG_HEAD = f"Expected an address and headers of at most {MOST_HEAD // 1024} KiB, got more."
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
    _is_refused = _is_answered = False
    _heard = b""

    def __init__(self, config: Config, *args: Any, **more: Any) -> None:
        super().__init__(config, *args, **more)
        self.conn = h11.Connection(h11.SERVER, MOST_HEAD)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin, or refuse."""
        if len(self.connections) >= self.most_connections:
            self._refuse(transport)
            return
        super().connection_made(transport)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        """Take bytes; a head must be whole in time, however slowly it trickles."""
        self._heard = (self._heard + data)[:MOST_HEARD]
        if self._is_refused:
            if b"\r\n\r\n" in self._heard or len(self._heard) == MOST_HEARD:
                self._answer_refused()
            return
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._heard = b""
            self._forget_head()
        elif self._head_timer is None:
            self._await_head()

    def send_400_response(self, msg: str) -> None:
        """Say that this is no HTTP, or has too long a head, as every problem is said."""
        in_head = self.cycle is None or self.cycle.response_complete
        is_long = in_head and len(self.conn.trailing_data[0]) > MOST_HEAD
        status, words = (431, LONG_HEAD) if is_long else (400, NO_HTTP)
        self._is_refused = True
        self._end_with(written(status, words, language_of(self._heard, self.headers)))

    def eof_received(self) -> None:
        """Whoever says no more is answered."""
        if self._is_refused:
            self._answer_refused()
        super().eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self._forget_head()
        super().connection_lost(exc)

    def _refuse(self, transport: asyncio.Transport) -> None:
        """Answer 503 when the head tells in which language, or in English when it does not come."""
        self.transport, self._is_refused = transport, True
        self._head_timer = self.loop.call_later(self.refused_seconds, self._answer_refused)

    def _answer_refused(self) -> None:
        if not self._is_answered:
            self._end_with(written(503, BUSY, language_of(self._heard), "Retry-After: 5"))

    def _end_with(self, answer: bytes) -> None:
        """Answer; closed at once, with a part of the request unread, the answer would be lost on its way."""
        self._is_answered = True
        self._forget_head()
        self.transport.write(answer)
        if self.transport.can_write_eof():  # TLS knows no half-closed connection
            with suppress(OSError):  # whoever asked has left already
                self.transport.write_eof()
        self._head_timer = self.loop.call_later(self.refused_seconds, self.transport.close)

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
