"""In front of every handler of the page's server: who may ask, and what every answer says of itself."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from tornado import web
from tornado.httputil import HTTPServerRequest

from scoring.access.client_session import ClientSession
from scoring.access.page_door import PageDoor, is_from
from scoring.dashboard.serve.client_mode import session_of
from scoring.dashboard.serve.notice import PASSING_SECONDS, notice
from scoring.dashboard.serve.policy import SENTENCE_POLICY
from scoring.hosts import is_named, is_this_machine

DEFAULT_PORTS = {"http": "80", "https": "443"}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": SENTENCE_POLICY,
}
MISDIRECTED, FORBIDDEN, NOT_FOUND = 421, 403, 404
RETRY_SECONDS = {429: 60, 503: 10}
OPEN_DOOR = PageDoor()


class NotThroughProxyError(web.HTTPError):
    """A request that did not come through the declared proxy, or for which that proxy named nobody."""

    key = "proxy"

    def __init__(self) -> None:
        super().__init__(FORBIDDEN)


def foreign_host(request: HTTPServerRequest, door: PageDoor = OPEN_DOOR) -> bool:
    """Whether a request was meant for another machine, by the name it came under."""
    return not is_named(request.host, door.host_names)


def foreign_origin(request: HTTPServerRequest, door: PageDoor = OPEN_DOOR) -> bool:
    """Whether a page of another site asks, which browsers tell in the Origin header.

    Another port of this machine is another site, whatever this machine is called.
    """
    origin = request.headers.get("Origin", request.headers.get("Sec-Websocket-Origin"))
    if origin is None:
        return False
    try:
        scheme, place, path, query, fragment = urlsplit(origin)
    except ValueError:
        return True
    if scheme not in DEFAULT_PORTS or path or query or fragment or not is_named(place, door.host_names):
        return True
    if not door.trusted_proxies:
        return _port(place, scheme) != _port(request.host, request.protocol)
    # The proxy does TLS: what it passes on is plain, and a plain page under its name is not ours.
    is_plain = scheme != "https" and not is_this_machine(place)
    return is_plain or _port(place, scheme) != _port(request.host, scheme)


def caller(request: HTTPServerRequest, door: PageDoor) -> str:
    """The address a request comes from: as a declared proxy saw it, where all come through one."""
    peer = str(request.remote_ip)
    if not is_from(peer, door.trusted_proxies):
        return peer
    forwarded: str = request.headers.get("X-Forwarded-For", "")
    return forwarded.rpartition(",")[2].strip() or peer  # what stands before it, the caller may have written


def guarded(handler: type[web.RequestHandler]) -> type[web.RequestHandler]:
    """The handler behind the guard; the same class where it already stands there."""
    return handler if issubclass(handler, Guard) else type(f"Guarded{handler.__name__}", (Guard, handler), {})


class Guard(web.RequestHandler):
    """Refuses who is foreign, says nothing of the server's make, and fails in a sentence."""

    def clear(self) -> None:
        """Start an answer; tornado would name itself and its version in it."""
        super().clear()
        self.clear_header("Server")

    def set_default_headers(self) -> None:
        """What holds for every answer; only what never changes may be kept by a browser."""
        super().set_default_headers()
        for name, value in HEADERS.items():
            self.set_header(name, value)
        if not isinstance(self, web.StaticFileHandler):
            self.set_header("Cache-Control", "no-store")

    async def prepare(self, *args: Any, **kwargs: Any) -> None:
        """Refuse what is foreign before anything else is looked at."""
        if foreign_host(self.request, self.door):
            raise web.HTTPError(MISDIRECTED)
        if self.door.trusted_proxies and not is_from(str(self.request.remote_ip), self.door.trusted_proxies):
            raise NotThroughProxyError
        if foreign_origin(self.request, self.door):
            raise web.HTTPError(FORBIDDEN)
        ready = super().prepare(*args, **kwargs)
        if ready is not None:
            await ready
        if not self._finished and "kernel_id" in self.path_kwargs:
            self.refuse_others_kernel(str(self.path_kwargs["kernel_id"]))

    @property
    def door(self) -> PageDoor:
        """Where the server listens, and how it knows who comes."""
        door: PageDoor = self.settings.get("door", OPEN_DOOR)
        return door

    @cached_property
    def client_session(self) -> ClientSession | None:
        """The client whom this browser was given to; None where an adviser has it."""
        return session_of(self)

    @property
    def owner(self) -> str:
        """Whose the kernels of this browser are; empty where nobody knows."""
        if self.client_session is not None:
            return self.client_session.owner
        return str(self.current_user.username) if self.door.asks_who else ""

    def refuse_others_kernel(self, kernel_id: str) -> None:
        """Have nobody ask anything of a kernel that is not theirs, where visitors are known or in client mode.

        Raises
        ------
        tornado.web.HTTPError
            404, as where there is no such kernel.
        """
        if self.owner and kernel_id not in self.settings["visits"].of(self.owner):
            raise web.HTTPError(NOT_FOUND)

    def check_origin(self, origin: str = "") -> bool:
        """What Jupyter's handlers ask once more, of a Host whose letters they compare one by one."""
        return not foreign_origin(self.request, self.door)

    def write_error(self, status_code: int, **details: Any) -> None:
        """A page with a sentence in both languages, and nothing of what went on inside."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Content-Security-Policy", SENTENCE_POLICY)
        key = getattr((details.get("exc_info") or (None, None))[1], "key", "")
        if seconds := PASSING_SECONDS.get(key) or RETRY_SECONDS.get(status_code):
            self.set_header("Retry-After", str(seconds))
        self.finish(notice(status_code, key))


def _port(place: str, scheme: str) -> str:
    _, colon, port = place.rpartition(":")
    return port if colon and port.isdigit() else DEFAULT_PORTS.get(scheme, "")
