"""A visitor's kernel is started in turn and watched until their page is made: a crowd is served one after the other.

Kernels that all start at once share the processors so thinly that Jupyter gives every one of them up.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable

from tornado import web

# Who waits longer is told so, by a page that asks again by itself.
TURN_SECONDS = 8.0
# What Voilà makes of a page comes in parts; one that takes longer than this is not coming any more.
PART_SECONDS = 150.0
# What Voilà writes instead of a part that is not there yet.
HEARTBEAT = "voila_heartbeat()"


class BusyError(web.HTTPError):
    """It was not this visitor's turn in time."""

    key = "busy"

    def __init__(self) -> None:
        super().__init__(503)


class KernelLostError(Exception):
    """The kernel that was to make a visitor's page ended, or says nothing any more."""


class Turns:
    """Leave to start kernels: so many at once, first come, first served.

    Parameters
    ----------
    at_once : int
        How many may be starting.
    patience : float
        Seconds after which somebody who waits is told to come again.
    """

    def __init__(self, at_once: int, patience: float = TURN_SECONDS) -> None:
        self._places = asyncio.Semaphore(at_once)
        self._patience = patience
        self._present = 0
        self._nobody = asyncio.Event()
        self._nobody.set()

    async def take(self) -> None:
        """Wait for a place, to be given back by ``end``.

        Raises
        ------
        BusyError
            When none was free in time.
        """
        self._present += 1
        self._nobody.clear()
        try:
            async with asyncio.timeout(self._patience):
                await self._places.acquire()
        except TimeoutError as late:
            self._leave()
            raise BusyError from late
        except asyncio.CancelledError:
            self._leave()
            raise

    def end(self) -> None:
        """Give a place back."""
        self._places.release()
        self._leave()

    async def nobody(self) -> None:
        """Until nobody has a place or waits for one."""
        await self._nobody.wait()

    def _leave(self) -> None:
        self._present -= 1
        if not self._present:
            self._nobody.set()


async def watched(
    parts: AsyncIterator[str],
    lives: Callable[[], Awaitable[bool]],
    clock: Callable[[], float] = time.monotonic,
    patience: float = PART_SECONDS,
) -> AsyncIterator[str]:
    """The parts of a page; Voilà itself would wait for ever where the kernel that makes them is no more.

    Parameters
    ----------
    parts : async iterator of str
        Voilà's, a heartbeat every few seconds among them.
    lives : callable
        Whether the kernel is there.
    clock, patience : callable, float
        How long one part may take, in seconds.

    Raises
    ------
    KernelLostError
        When the kernel has ended, or a part takes longer.
    """
    since = clock()
    try:
        async for part in parts:
            if HEARTBEAT not in part:
                since = clock()
            elif clock() - since > patience or not await lives():
                raise KernelLostError
            yield part
    except RuntimeError as broken:  # Voilà's own word for a kernel that ended while it made a part
        if await lives():
            raise
        raise KernelLostError from broken
