"""Roles of those who hold a key, and what each may do."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """Whose key it is."""

    MANAGER = "manager"
    RISK = "risk"  # a manager who also answers for what the two mistakes cost
    SERVICE = "service"
    AUDITOR = "auditor"


class Scope(StrEnum):
    """What a route does, as far as it matters for who may ask it."""

    OPEN = "open"  # holds nobody's data: anyone
    MODEL = "model"
    CLIENTS = "clients"
    ASSESS = "assess"
    BATCH = "batch"
    DECIDE = "decide"
    AUDIT = "audit"
    WATCH = "watch"
    PAGE = "page"  # the managers' page
    OWN_PAGE = "own page"  # one client's own page
    COSTS = "costs"  # other costs of the two mistakes, tried on the page


_MANAGER = frozenset({Scope.OPEN, Scope.MODEL, Scope.CLIENTS, Scope.ASSESS, Scope.DECIDE, Scope.PAGE})
ALLOWED: dict[Role, frozenset[Scope]] = {
    Role.MANAGER: _MANAGER,
    Role.RISK: _MANAGER | {Scope.COSTS},
    Role.SERVICE: frozenset({Scope.OPEN, Scope.MODEL, Scope.CLIENTS, Scope.ASSESS, Scope.BATCH, Scope.WATCH}),
    Role.AUDITOR: frozenset({Scope.OPEN, Scope.MODEL, Scope.AUDIT, Scope.WATCH}),
}

# A browser that was given to a client holds no key: it sees that client's own page and nothing behind the API.
CLIENT_MODE: frozenset[Scope] = frozenset({Scope.OPEN, Scope.OWN_PAGE})


def may(role: Role, scope: Scope) -> bool:
    """Whether a role may do something.

    Examples
    --------
    >>> may(Role.MANAGER, Scope.DECIDE), may(Role.SERVICE, Scope.DECIDE)
    (True, False)
    """
    return scope in ALLOWED[role]
