"""Who a visitor of the page is: the holder of a key, or whom a declared proxy names; asked on every request."""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable
from typing import Any

from jupyter_server.auth.identity import IdentityProvider, User
from tornado import web
from traitlets import Dict, Instance, Tuple, Unicode

from scoring.access.client_session import ClientSession
from scoring.access.keyring import Keyring
from scoring.access.keys import Key
from scoring.access.page_door import is_from, user_named
from scoring.access.roles import ALLOWED, Scope, may
from scoring.dashboard.serve.client_mode import session_of
from scoring.dashboard.serve.guard import NotThroughProxyError
from scoring.errors import UserError

SESSION_DAYS = 0.5


class KeyIdentity(IdentityProvider):
    """Visitors who gave a key that opens the page; a signed cookie remembers them for half a day at most.

    The cookie names the key and does not hold it; a revoked key ends its sessions at once.
    """

    keyring = Instance(Keyring)
    cookie_options = Dict({"samesite": "Lax", "expires_days": None})
    get_secure_cookie_kwargs = Dict({"max_age_days": SESSION_DAYS})

    def user_to_cookie(self, user: User) -> str:
        """What the cookie says: the part of the key that is no secret."""
        return json.dumps({"ident": user.username})

    def user_from_cookie(self, cookie_value: str) -> User | None:
        """The holder of the key that a cookie names, where it still opens the page."""
        key = self.key(str(json.loads(cookie_value)["ident"]))
        return user_of(key) if key is not None else None

    def get_user_cookie(self, handler: web.RequestHandler) -> User | Awaitable[User | None] | None:
        """Whom the cookies name; in client mode the client's session, as long as the adviser's key is good."""
        session = session_of(handler)
        if session is None:
            return super().get_user_cookie(handler)
        key = self.key(session.ident)
        return None if key is None else User(session.owner, name=key.name, display_name=key.name)

    def key(self, ident: str) -> Key | None:
        """The key of this name, where it opens the page now."""
        try:
            key = self.keyring.active(ident)
        except UserError as error:
            self.log.error("%s", error)  # damaged keys let nobody in
            return None
        return key if key is not None and may(key.role, Scope.PAGE) else None

    def may_stay(self, username: str) -> bool:
        """Whether somebody who came in may still be here."""
        session = ClientSession.of(username)
        if session is None:
            return self.key(username) is not None
        return session.lasts(time.time()) and self.key(session.ident) is not None

    def get_token(self, handler: web.RequestHandler) -> str | None:
        """None: a key in an address or a header opens nothing here."""
        return None

    async def get_user_token(self, handler: web.RequestHandler) -> User | None:
        """Nobody: only who logged in has a session."""
        return None


class ProxyIdentity(IdentityProvider):
    """Visitors whom the declared proxy names in its header; the header of anyone else is not looked at."""

    header = Unicode()
    proxies = Tuple()
    login_available = False
    logout_available = False

    async def _get_user(self, handler: web.RequestHandler) -> User | None:
        """Whom the proxy names.

        Raises
        ------
        NotThroughProxyError
            Where it names nobody: there is no login to send a visitor to.
        """
        name = user_named(handler.request.headers.get_list(self.header))
        if name is None or not is_from(str(handler.request.remote_ip), self.proxies):
            raise NotThroughProxyError
        session = session_of(handler)
        return User(name) if session is None else User(session.owner, name=name)

    def is_token_authenticated(self, handler: web.RequestHandler) -> bool:
        """False: what the proxy says is no token, so origins and forms are looked at as ever."""
        return False

    def may_stay(self, username: str) -> bool:
        """True: the proxy says who may come."""
        return True


def user_of(key: Key) -> User:
    """The holder of a key, as Jupyter has users: found by the key, called by the name that stands in the journal."""
    return User(key.ident, name=key.name, display_name=key.name)


def name_of(user: Any) -> str:
    """A user's name for the journal; empty where visitors are not known."""
    return str(user.name) if isinstance(user, User) else ""


def scopes_of(provider: IdentityProvider, user: Any) -> str:
    """What a user may do by their key, separated by commas; nothing for whom a proxy names: it gives no role."""
    key = provider.key(user.username) if isinstance(provider, KeyIdentity) and isinstance(user, User) else None
    return ",".join(sorted(ALLOWED[key.role])) if key is not None else ""
