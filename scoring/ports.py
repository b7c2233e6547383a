"""A port for a page or an API: of this machine alone, unless another address is asked for."""

from __future__ import annotations

import errno
import logging
import socket
import time
from collections.abc import Callable

from scoring.errors import UserError

HOST = "127.0.0.1"
OPEN_FILES = 4096  # each connection is one; some systems let a program have 256 unless it asks for more
NO_ROOM, SECONDS_BETWEEN = "socket.accept() out of system resource", 60.0
# It would have listened again a second later.
STOPPED_MEANWHILE = "Exception in callback BaseSelectorEventLoop._start_serving("


def bind(port: int | None = None, host: str = HOST) -> socket.socket:
    """A socket bound to a port of an address, a free one by default; the caller closes it.

    Raises
    ------
    UserError
        When the port is taken or not allowed, or this machine does not have the address.
    """
    # asyncio sends small answers at once (TCP_NODELAY) only where the protocol is named: 0.4 ms, else 45 (measured).
    bound = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port or 0))
    except (OSError, OverflowError) as taken:
        bound.close()
        if isinstance(taken, socket.gaierror) or getattr(taken, "errno", None) == errno.EADDRNOTAVAIL:
            raise UserError(
                f"Expected an address of this machine, got {host[:80]}.", "Leave --host out for this machine alone."
            ) from taken
        remedy = "Name another one with --port, or leave --port out for a free one."
        raise UserError(f"Port {port} of this machine is already taken or not allowed.", remedy) from taken
    return bound


def allow_many_files() -> None:
    """Let this process, and those that it starts, open as many files as the system lets it, up to a few thousand."""
    try:
        import resource
    except ModuleNotFoundError:  # Windows has no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


class OneLineAMinute(logging.Filter):
    """Says once a minute, in one line, that no more connections can be opened: asyncio says it 2,000 times a second.

    Parameters
    ----------
    clock : callable
        Seconds, from any start; never backwards.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self.clock, self._next = clock, 0.0

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a record is written; all others are."""
        message = record.getMessage()
        if not message.startswith((NO_ROOM, STOPPED_MEANWHILE)):
            return True
        if message.startswith(STOPPED_MEANWHILE) or self.clock() < self._next:
            return False
        self._next = self.clock() + SECONDS_BETWEEN
        record.msg, record.args = "Too many files are open: connections wait. Raise 'ulimit -n'.", ()
        record.exc_info = record.exc_text = None
        return True
