"""Who may ask which address: one table, looked at before any route is; an address that is not in it is not served."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from dataclasses import dataclass, field
from functools import cache

from starlette.concurrency import run_in_threadpool
from starlette.routing import compile_path
from starlette.types import ASGIApp, Receive, Scope, Send

from scoring.access.keyring import Keyring
from scoring.access.keys import Key
from scoring.access.roles import Scope as Right
from scoring.access.roles import may
from scoring.access.throttle import Throttle
from scoring.api.guards import header, send_problem
from scoring.api.problem import ProblemError, not_possible, nothing_at
from scoring.errors import UserError
from scoring.journal.entry import NO_LOGIN
from scoring.tables.records import quotable

# Method, address, what a key must allow. Tests hold it against the application's own routes.
TABLE: tuple[tuple[str, str, Right], ...] = (
    ("GET", "/", Right.OPEN),
    ("GET", "/docs", Right.OPEN),
    ("GET", "/openapi.json", Right.OPEN),
    ("GET", "/assets/{path:path}", Right.OPEN),
    ("GET", "/v1/health", Right.OPEN),
    ("GET", "/v1/ready", Right.WATCH),
    ("GET", "/ready", Right.WATCH),
    ("GET", "/health", Right.WATCH),
    ("GET", "/metrics", Right.WATCH),
    ("GET", "/v1/model", Right.MODEL),
    ("GET", "/model", Right.MODEL),
    ("GET", "/v1/clients", Right.CLIENTS),
    ("GET", "/v1/clients/{client}", Right.CLIENTS),
    ("GET", "/v1/clients/{client}/assessment", Right.CLIENTS),
    ("GET", "/v1/clients/{client}/similar", Right.CLIENTS),
    ("GET", "/v1/clients/{client}/routes", Right.CLIENTS),
    ("GET", "/v1/clients/{client}/data", Right.CLIENTS),
    ("GET", "/v1/clients/{client}/file", Right.CLIENTS),
    ("GET", "/v1/clients/{client}/letter", Right.CLIENTS),
    ("GET", "/clients", Right.CLIENTS),
    ("GET", "/clients/{client}/assessment", Right.CLIENTS),
    ("POST", "/v1/assess", Right.ASSESS),
    ("POST", "/assess", Right.ASSESS),
    ("POST", "/v1/batch", Right.BATCH),
    ("GET", "/v1/batch/{job}", Right.BATCH),
    ("DELETE", "/v1/batch/{job}", Right.BATCH),
    ("GET", "/v1/batch/{job}/result", Right.BATCH),
    ("GET", "/v1/batch/{job}/report", Right.BATCH),
    ("POST", "/v1/decisions", Right.DECIDE),
    ("GET", "/v1/decisions", Right.AUDIT),
)
CALLER = "scoring.caller"  # in the scope: the key's name
NO_KEY = "Expected a key ('Authorization: Bearer KEY'), got none. Ask whoever runs this API for one."
WRONG_KEY = "Expected a key that opens this API, got one that does not. Ask whoever runs this API for one."
UNREADABLE = "Expected the keys of this API, got a damaged file. Its log says more."
LOG = logging.getLogger(__name__)
MOST_COMPARED, MOST_WAITING = 2, 16  # argon2 takes 64 MB each


@dataclass
class Gate:
    """Lets a request pass to its route where a key allows it; to all routes where the home asks for no key.

    Parameters
    ----------
    app : ASGIApp
        What stands behind.
    keyring : Keyring
        Keyring of the home.
    behind_proxy : bool
        Whether X-Forwarded-For names the caller.
    """

    app: ASGIApp
    keyring: Keyring
    behind_proxy: bool = False
    throttle: Throttle = field(default_factory=lambda: Throttle(time.monotonic))
    _waiting: int = field(default=0, init=False)
    _slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MOST_COMPARED), init=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or say why not."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            caller = await self._caller(scope)
        except ProblemError as refusal:
            await send_problem(refusal, scope, send)
            return
        if caller is not None:
            scope[CALLER] = caller.name
        await self.app(scope, receive, send)

    async def _caller(self, scope: Scope) -> Key | None:
        """Who asks; None where nobody need say so."""
        mistake = None
        try:
            if not self.keyring.locked():
                return None
        except UserError as error:
            mistake = error
        rights = rights_of(scope["path"])
        right = rights.get(scope["method"])
        if right is Right.OPEN:
            return None
        if mistake is not None:
            LOG.error("%s", mistake)
            raise ProblemError(503, UNREADABLE) from mistake
        key = await self._holder(scope)
        if right is None:
            raise not_possible(scope["method"], rights) if rights else nothing_at(scope["path"])
        if not may(key.role, right):
            raise ProblemError(403, f"Expected a key for '{right}', got one for the role {key.role}.")
        return key

    async def _holder(self, scope: Scope) -> Key:
        given = bearer(header(scope, b"authorization"))
        if not given:
            raise ProblemError(401, NO_KEY, headers={"WWW-Authenticate": "Bearer"})
        known = self.keyring.remembered(given)
        if known is not None:
            return known
        peer = peer_of(scope, self.behind_proxy)
        seconds = self.throttle.wait(peer)
        if seconds or self._waiting >= MOST_WAITING:
            detail = "Expected fewer wrong keys, got too many. Wait before the next one."
            raise ProblemError(429, detail, headers={"Retry-After": str(seconds or 1)})
        key = await self._compare(given)
        if key is None:
            self.throttle.failed(peer)
            LOG.warning("a wrong key from %s", quotable(peer))
            raise ProblemError(401, WRONG_KEY, headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})
        return key

    async def _compare(self, given: str) -> Key | None:
        self._waiting += 1
        try:
            async with self._slots:
                return await run_in_threadpool(self.keyring.holder, given)
        finally:
            self._waiting -= 1


def who_asks(scope: Scope) -> str:
    """The name of the key that a request came with, as the journal has it."""
    return str(scope.get(CALLER, NO_LOGIN))


def rights_of(path: str) -> dict[str, Right]:
    """What a key must allow for an address, by method; empty where there is nothing at it.

    Examples
    --------
    >>> rights_of("/v1/clients/900017/data"), rights_of("/v1/nothing")
    ({'GET': <Scope.CLIENTS: 'clients'>}, {})
    """
    return {method: right for method, address, right in _patterns() if address.fullmatch(path)}


def bearer(authorization: str) -> str:
    """The key of an Authorization header, empty where it holds none.

    Examples
    --------
    >>> bearer("Bearer pad_1"), bearer("bearer  pad_1 "), bearer("Basic eA==")
    ('pad_1', 'pad_1', '')
    """
    scheme, _, key = authorization.strip().partition(" ")
    return key.strip() if scheme.lower() == "bearer" else ""


def peer_of(scope: Scope, behind_proxy: bool) -> str:
    """The address a request comes from: as the proxy saw it, where all come through one."""
    forwarded = header(scope, b"x-forwarded-for") if behind_proxy else ""
    if forwarded:
        return forwarded.rpartition(",")[2].strip()  # what stands before it, the caller may have written
    client = scope.get("client")
    return client[0] if client else ""


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str], Right], ...]:
    """The table, its addresses as patterns; Starlette's own, so that both mean the same."""
    return tuple((method, compile_path(address)[0], right) for method, address, right in TABLE)
