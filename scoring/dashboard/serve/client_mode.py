"""Client mode at the server: a signed cookie ties the browser to one client, whatever address it asks for.

Where visitors give a key, the adviser's session ends with it: only a key leads back. Where they do not, whoever clears
the browser's cookies or takes another browser is back on the adviser's page; docs/threats.md says so.
"""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from tornado import web

from scoring.access.client_session import MINUTES, ClientSession

if TYPE_CHECKING:
    from scoring.access.page_door import PageDoor

NAME = "pad-client"
LONGEST_DAYS = 3650  # how long it lasts stands in the session itself


def cookie_name(handler: web.RequestHandler) -> str:
    """Of this server: another one on the same machine has another port, and would share the name."""
    return re.sub(r"[^A-Za-z0-9]", "-", f"{NAME}-{handler.request.host}")


def session_of(handler: web.RequestHandler) -> ClientSession | None:
    """The client session that a request's browser is in; None where it is in none, or it has ended."""
    name = cookie_name(handler)
    if not handler.get_cookie(name):
        return None  # kernels, who ask too, have no cookies, and their server no secret to sign any with
    cookie = handler.get_signed_cookie(name, max_age_days=LONGEST_DAYS)
    session = ClientSession.of(cookie.decode("utf-8", "replace")) if cookie else None
    return session if session is not None and session.lasts(time.time()) else None


def is_unreadable(handler: web.RequestHandler) -> bool:
    """Whether a browser says that it is in a client session which this server did not give, or which has ended."""
    return bool(handler.get_cookie(cookie_name(handler))) and session_of(handler) is None


def begin(handler: web.RequestHandler, client: str, ident: str, door: PageDoor) -> ClientSession:
    """Tie the browser to a client: for an hour where a key leads back, else until it is taken back.

    Parameters
    ----------
    handler : RequestHandler
        Whose answer carries the cookie.
    client, ident : str
        As :class:`ClientSession` has them.
    door : PageDoor
        How visitors come in.
    """
    session = ClientSession(client, ident, int(time.time()) + 60 * MINUTES if door.login else 0)
    secure = door.has_tls or door.behind_proxy
    handler.set_signed_cookie(
        cookie_name(handler), session.owner, None, httponly=True, samesite="Lax", secure=secure, path="/"
    )
    return session


def end(handler: web.RequestHandler) -> None:
    """Give the browser back to the adviser."""
    handler.clear_cookie(cookie_name(handler), path="/")
