"""Whose name a caller used: the page and the API answer under this machine's names only.

A web page elsewhere can point its own host name at 127.0.0.1 and have the visitor's browser ask us (DNS rebinding);
its requests then carry that foreign name.
"""

from __future__ import annotations

import re
from collections.abc import Collection

THIS_MACHINE = ("127.0.0.1", "localhost", "[::1]")
LARGEST_PORT = 65_535
_HOST = re.compile(r"(?P<name>\[[0-9A-Fa-f:.]+\]|[^\[\]:@/\s]+)(?::(?P<port>[0-9]{1,5}))?")


def is_this_machine(host: str) -> bool:
    """Whether a Host header, or the part after ``//`` of an Origin, names this machine.

    Parameters
    ----------
    host : str
        As it came, with or without a port; letters may be of either case and one dot may end the name.

    Examples
    --------
    >>> [is_this_machine(host) for host in ("LOCALHOST.:8000", "[::1]", "evil.com", "localhost.evil.com", "")]
    [True, True, False, False, False]
    """
    return is_named(host, ())


def is_named(host: str, names: Collection[str]) -> bool:
    """Whether a Host header names this machine, or one of the names that were given to a server.

    Parameters
    ----------
    host : str
        As it came.
    names : collection of str
        In small letters, without port and last dot.

    Examples
    --------
    >>> is_named("Scoring.Bank:443", {"scoring.bank"}), is_named("evil.com", {"scoring.bank"})
    (True, False)
    """
    parts = _HOST.fullmatch(host)
    if parts is None or int(parts["port"] or 0) > LARGEST_PORT:
        return False
    name = parts["name"].lower().removesuffix(".")
    return name in THIS_MACHINE or name in names
