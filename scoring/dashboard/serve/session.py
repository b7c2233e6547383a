"""Coming in with a key, and going: the two addresses beside the page that a visitor without a session may ask."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from tornado import web

from scoring.access.keyring import Keyring
from scoring.access.keys import Key
from scoring.access.roles import Scope, may
from scoring.access.throttle import Throttle
from scoring.dashboard.serve.client_mode import end
from scoring.dashboard.serve.guard import FORBIDDEN, Guard, caller
from scoring.dashboard.serve.identity import user_of
from scoring.dashboard.serve.kernels import end_kernels_of
from scoring.dashboard.serve.notice import back_page, login_page
from scoring.errors import UserError
from scoring.tables.records import quotable

MOST_COMPARED, MOST_WAITING = 2, 16  # argon2 takes 64 MB each
LONGEST_KEY = 200
TOO_MANY, UNAUTHORISED, UNREADABLE = 429, 401, 503


@dataclass
class Lock:
    """Compares keys, a few at a time, and lets whoever gave many wrong ones wait.

    Parameters
    ----------
    keyring : Keyring
        Keyring of the home.
    """

    keyring: Keyring
    throttle: Throttle = field(default_factory=lambda: Throttle(time.monotonic))
    _waiting: int = field(default=0, init=False)
    _slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MOST_COMPARED), init=False)

    async def open_with(self, given: str, peer: str) -> Key | None:
        """The key that a text is, where it opens the page; None where it does not.

        Raises
        ------
        tornado.web.HTTPError
            429 after too many wrong ones, 503 where the keys cannot be read.
        """
        if self.throttle.wait(peer) or self._waiting >= MOST_WAITING:
            raise web.HTTPError(TOO_MANY)
        self._waiting += 1
        try:
            async with self._slots:
                key = await asyncio.to_thread(self.keyring.holder, given)
        except UserError as error:
            raise web.HTTPError(UNREADABLE, str(error)) from error
        finally:
            self._waiting -= 1
        if key is None:
            self.throttle.failed(peer)
        return key if key is not None and may(key.role, Scope.PAGE) else None


class LoginHandler(Guard, JupyterHandler):
    """The form in which a visitor gives their key."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Show the form, or go on to the page."""
        if self.current_user is None or self.client_session is not None:
            self._show("")
        else:
            self.redirect(own_address(self.get_argument("next", "/")))

    @allow_unauthenticated
    async def post(self) -> None:
        """Open a session where the key opens the page."""
        lock: Lock = self.settings["lock"]
        peer = caller(self.request, self.door)
        key = await lock.open_with(self.get_body_argument("key", "")[:LONGEST_KEY], peer)
        if key is None:
            self.log.warning("a wrong key from %s", quotable(peer))
            self.set_status(UNAUTHORISED)
            self._show("server.wrong_key")
            return
        if self.client_session is not None:
            await end_kernels_of(self, self.client_session.owner)
        end(self)
        self.identity_provider.set_login_cookie(self, user_of(key))
        self.redirect(own_address(self.get_body_argument("next", "/")), status=303)

    def _show(self, mistake: str) -> None:
        self.set_header("Content-Type", "text/html; charset=utf-8")
        after = own_address(self.get_argument("next", "/"))
        self.finish(login_page(self.xsrf_token.decode(), after, mistake))


class LogoutHandler(Guard, JupyterHandler):
    """The end of a session, and of the pages that its visitor has open."""

    @allow_unauthenticated
    async def post(self) -> None:
        """Forget the session."""
        if self.current_user is not None:
            await end_kernels_of(self, self.current_user.username)
        end(self)
        self.identity_provider.clear_login_cookie(self)
        self.redirect("/login", status=303)


class BackHandler(Guard, JupyterHandler):
    """The way out of client mode: by a key where visitors give one, else by a question."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Ask who takes the browser back."""
        if self.door.login:
            self.redirect("/login")
            return
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(back_page(self.xsrf_token.decode()))

    @allow_unauthenticated
    async def post(self) -> None:
        """Give the browser back, where no key is asked for.

        Raises
        ------
        tornado.web.HTTPError
            403 where one is.
        """
        if self.door.login:
            raise web.HTTPError(FORBIDDEN)
        if self.client_session is not None:
            await end_kernels_of(self, self.client_session.owner)
        end(self)
        self.redirect("/", status=303)


def own_address(wanted: str) -> str:
    """The place to go on to after the login: an address of this page's, never another site's.

    Examples
    --------
    >>> own_address("/?client=1"), own_address("//evil.com/"), own_address("https://evil.com/")
    ('/?client=1', '/', '/')
    """
    try:
        scheme, place, path, query, _ = urlsplit(wanted)
    except ValueError:
        return "/"
    if scheme or place or path != "/" or not wanted.isprintable() or "\\" in wanted:
        return "/"
    return f"/?{query}" if query else "/"
