"""Where the managers' page listens, and how it knows who comes: by their own key, or by what a declared proxy says."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass

from scoring.access.door import Door, check_door
from scoring.errors import UserError

HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,63}")
# What every request may carry for another purpose; a name in one of these would be whatever the caller likes.
OTHERS_HEADERS = ("host", "origin", "cookie", "authorization", "connection", "referer", "user-agent", "x-forwarded-for")
USER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+\\-]{0,99}")
ASK = "Give --login, or --proxy-user-header and --trusted-proxy; leave --host out for this machine alone."
ENCRYPT = "Give --certificate and --private-key, or --trusted-proxy where a proxy does TLS."


@dataclass(frozen=True)
class PageDoor(Door):
    """The page's place.

    Parameters
    ----------
    login : bool
        Whether a visitor must give a key of their own.
    user_header : str
        The header in which a declared proxy names the visitor; empty where none does.
    trusted_proxies : tuple of str
        Addresses of the declared proxies, through one of which every visitor comes.
    """

    login: bool = False
    user_header: str = ""
    trusted_proxies: tuple[str, ...] = ()

    @property
    def asks_who(self) -> bool:
        """Whether it knows who its visitors are."""
        return self.login or bool(self.user_header)


def page_door(door: PageDoor) -> PageDoor:
    """The door with its proxies' addresses as they are compared, once nothing in it is wrong.

    Raises
    ------
    UserError
        That says what is missing, or what contradicts what.
    """
    if door.login and door.user_header:
        raise UserError("Expected --login or --proxy-user-header, got both.", "Leave out one of them.")
    if door.user_header and not door.trusted_proxies:
        raise UserError(
            "Expected the address of the proxy that sets --proxy-user-header, got none.",
            "Name it, such as --trusted-proxy 127.0.0.1: the header of anyone else would be believed.",
        )
    if door.user_header and not is_own_header(door.user_header):
        raise UserError(
            f"Expected a header of its own for the visitor's name, got {door.user_header[:60]!r}.",
            "Name one that only the proxy sets, such as X-Remote-User.",
        )
    proxies = tuple(_address(proxy) for proxy in door.trusted_proxies)
    checked = PageDoor(**{**vars(door), "trusted_proxies": proxies, "behind_proxy": bool(proxies)})
    check_door(checked, checked.asks_who, ask=ASK, encrypt=ENCRYPT)
    return checked


def is_own_header(name: str) -> bool:
    """Whether a text names a header that can carry a visitor's name and nothing else.

    Examples
    --------
    >>> [is_own_header(name) for name in ("X-Remote-User", "Host", "X Remote", "")]
    [True, False, False, False]
    """
    return HEADER.fullmatch(name) is not None and name.lower() not in OTHERS_HEADERS


def is_from(peer: str, proxies: Collection[str]) -> bool:
    """Whether a connection comes from one of some addresses, however either is written.

    Examples
    --------
    >>> is_from("::ffff:127.0.0.1", ("127.0.0.1",)), is_from("10.0.0.1", ("127.0.0.1",)), is_from("", ("",))
    (True, False, False)
    """
    try:
        return normalised(peer) in proxies
    except ValueError:
        return False


def user_named(values: list[str]) -> str | None:
    """The visitor that a proxy's header names; None where it is not there, is there twice, or holds no name.

    Examples
    --------
    >>> user_named(["a.durand@bank"]), user_named([]), user_named(["a", "b"]), user_named(["a,b"]), user_named([" "])
    ('a.durand@bank', None, None, None, None)
    """
    return values[0] if len(values) == 1 and USER.fullmatch(values[0]) else None


def normalised(address: str) -> str:
    """An address in its one form; an IPv4 address inside an IPv6 one is the IPv4 address.

    Raises
    ------
    ValueError
        When it is no address.
    """
    parsed = ipaddress.ip_address(address)
    inner = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    return str(inner or parsed)


def _address(text: str) -> str:
    try:
        return normalised(text)
    except ValueError as error:
        raise UserError(
            f"--trusted-proxy: expected an address such as 127.0.0.1, got {text[:60]!r}.",
            "Name the address from which the proxy connects; a name or a network will not do.",
        ) from error
