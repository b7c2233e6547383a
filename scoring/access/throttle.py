"""Guessing slowed: whoever gave several wrong keys in a row waits before the next is looked at."""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

MOST_FAILURES = 10
WINDOW_SECONDS = 60.0
MOST_PEERS = 10_000


@dataclass
class Throttle:
    """Wrong keys by the address they came from, in the last minute.

    Parameters
    ----------
    clock : callable
        Seconds, from any start; never backwards.
    """

    clock: Callable[[], float]
    _failures: OrderedDict[str, tuple[int, float]] = field(default_factory=OrderedDict, init=False)

    def wait(self, peer: str) -> int:
        """Seconds that an address has to wait; 0 where it need not."""
        count, since = self._failures.get(network(peer), (0, 0.0))
        left = since + WINDOW_SECONDS - self.clock()
        return max(1, round(left)) if count >= MOST_FAILURES and left > 0 else 0

    def failed(self, peer: str) -> None:
        """Note a wrong key; the address noted longest ago is forgotten where there are too many."""
        place, now = network(peer), self.clock()
        count, since = self._failures.pop(place, (0, now))
        self._failures[place] = (count + 1, since) if now < since + WINDOW_SECONDS else (1, now)
        if len(self._failures) > MOST_PEERS:
            self._failures.popitem(last=False)


def network(peer: str) -> str:
    """The address, or for IPv6 the network of which one holder has all addresses.

    Examples
    --------
    >>> network("192.0.2.7"), network("2001:db8::1") == network("2001:db8::2"), network("?")
    ('192.0.2.7', True, '?')
    """
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return peer[:64]
    if address.version == 4:
        return str(address)
    mapped = address.ipv4_mapped
    return str(mapped) if mapped else str(ipaddress.ip_network(f"{address}/64", strict=False))
