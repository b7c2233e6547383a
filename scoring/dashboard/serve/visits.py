"""Which kernels are visitors', how many there may be, and when one whose page was left is ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

# A page that was left says so itself; this is for those that could not, such as a browser that crashed.
LEFT_SECONDS = 10.0
# A browser first fetches the page's scripts, on a busy machine for long; only then does it connect.
CONNECT_SECONDS = 60.0
REMEMBERED = 1000  # of the kernels that ended
KERNEL_BYTES = 230 * 1024**2
FEWEST = 4


@dataclass
class Visits:
    """The kernels that were given to visitors, each with the instant at which it ends if nobody connects to it.

    Parameters
    ----------
    limit : int
        How many visitors there may be at once.
    clock : callable
        Seconds, from any start; never backwards.
    """

    limit: int
    clock: Callable[[], float]
    _deadlines: dict[str, float | None] = field(default_factory=dict, init=False)
    _owners: dict[str, str] = field(default_factory=dict, init=False)
    _ended: dict[str, str] = field(default_factory=dict, init=False)
    _arriving: int = field(default=0, init=False)

    @property
    def full(self) -> bool:
        """Whether one visitor more would be too many."""
        return len(self._deadlines) + self._arriving >= self.limit

    @contextmanager
    def arriving(self) -> Iterator[None]:
        """A visitor whose kernel is not known yet; they count while the block lasts."""
        self._arriving += 1
        try:
            yield
        finally:
            self._arriving -= 1

    def give(self, kernel_id: str, patience: float = CONNECT_SECONDS) -> None:
        """Note that a kernel is a visitor's, who has so many seconds to connect to it."""
        self._deadlines[kernel_id] = self.clock() + patience

    def assign(self, kernel_id: str, owner: str) -> None:
        """Note whose a kernel is, where visitors are known: nobody else may ask anything of it."""
        self._owners[kernel_id] = owner

    def of(self, owner: str) -> list[str]:
        """The kernels of a visitor."""
        return [kernel_id for kernel_id, name in self._owners.items() if name == owner]

    def owners(self) -> dict[str, str]:
        """Whose each kernel is."""
        return dict(self._owners)

    def last_owner(self, kernel_id: str) -> str:
        """Whose a kernel is, or was before it ended; empty where nobody knows any more."""
        return self._owners.get(kernel_id) or self._ended.get(kernel_id, "")

    def given(self) -> list[str]:
        """The visitors' kernels."""
        return list(self._deadlines)

    def end(self, kernel_id: str) -> None:
        """Note that a kernel is no more; only whose it was is remembered, of the latest."""
        self._deadlines.pop(kernel_id, None)
        if owner := self._owners.pop(kernel_id, ""):
            self._ended[kernel_id] = owner
        while len(self._ended) > REMEMBERED:
            del self._ended[next(iter(self._ended))]

    def abandoned(self, connections: Mapping[str, int]) -> list[str]:
        """The kernels to end now; to be asked again and again, as each answer moves the deadlines.

        Parameters
        ----------
        connections : mapping
            How many WebSockets are open to each kernel that still exists.

        Returns
        -------
        list of str
            Kernels that nobody connected to in time, or whose last connection closed ``LEFT_SECONDS`` ago.
        """
        now = self.clock()
        for kernel_id, deadline in list(self._deadlines.items()):
            if kernel_id not in connections:
                self.end(kernel_id)
            elif connections[kernel_id] > 0:
                self._deadlines[kernel_id] = None
            elif deadline is None:
                self._deadlines[kernel_id] = now + LEFT_SECONDS
        return [kernel_id for kernel_id, deadline in self._deadlines.items() if deadline is not None and deadline < now]


def visitors_limit(memory: int) -> int:
    """How many visitors a machine can have at once, where three quarters of its memory are theirs.

    Parameters
    ----------
    memory : int
        Bytes of the machine.

    Examples
    --------
    >>> visitors_limit(24 * 1024**3), visitors_limit(2 * 1024**3)
    (80, 6)
    """
    return max(FEWEST, memory * 3 // 4 // KERNEL_BYTES)
