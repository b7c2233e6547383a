"""In front of every handler of the page's server: who may ask, and what every answer says of itself."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from tornado import web
from tornado.httputil import HTTPServerRequest

from scoring.dashboard.serve.notice import notice
from scoring.hosts import is_this_machine

DEFAULT_PORTS = {"http": "80", "https": "443"}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": "frame-ancestors 'self'",
}
MISDIRECTED, FORBIDDEN = 421, 403
RETRY_SECONDS = 10


def foreign_host(request: HTTPServerRequest) -> bool:
    """Whether a request was meant for another machine, by the name it came under."""
    return not is_this_machine(request.host)


def foreign_origin(request: HTTPServerRequest) -> bool:
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
    if scheme not in DEFAULT_PORTS or path or query or fragment or not is_this_machine(place):
        return True
    return _port(place, scheme) != _port(request.host, request.protocol)


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
        if foreign_host(self.request):
            raise web.HTTPError(MISDIRECTED)
        if foreign_origin(self.request):
            raise web.HTTPError(FORBIDDEN)
        ready = super().prepare(*args, **kwargs)
        if ready is not None:
            await ready

    def check_origin(self, origin: str = "") -> bool:
        """What Jupyter's handlers ask once more, of a Host whose letters they compare one by one."""
        return not foreign_origin(self.request)

    def write_error(self, status_code: int, **_: Any) -> None:
        """A page with a sentence in both languages, and nothing of what went on inside."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        if status_code == 503:
            self.set_header("Retry-After", str(RETRY_SECONDS))
        self.finish(notice(status_code))


def _port(place: str, scheme: str) -> str:
    _, colon, port = place.rpartition(":")
    return port if colon and port.isdigit() else DEFAULT_PORTS.get(scheme, "")
