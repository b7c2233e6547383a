"""Whose name a caller used: the page and the API answer under this machine's names only.

A web page elsewhere can point its own host name at 127.0.0.1 and have the visitor's browser ask us (DNS rebinding);
its requests then carry that foreign name.
"""

from __future__ import annotations

import re

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
    parts = _HOST.fullmatch(host)
    if parts is None or int(parts["port"] or 0) > LARGEST_PORT:
        return False
    return parts["name"].lower().removesuffix(".") in THIS_MACHINE
