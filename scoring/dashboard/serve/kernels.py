"""The kernels behind the page: whether one answers, which are ended, a sound one ready for the next visitor."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Any
from weakref import WeakSet

import zmq
from jupyter_core.utils import ensure_async
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado import web

from scoring.dashboard.serve.starting import Turns
from scoring.dashboard.serve.visits import Visits

PULSE_SECONDS = 1.0
SWEEP_SECONDS = 1.0
# A pool whose kernels die while they start is not filled again at once, and for ever.
REFILL_SECONDS = 5.0


class PageKernels(AsyncMappingKernelManager):
    """Jupyter's kernels, with a pulse.

    Attributes
    ----------
    visits : Visits, optional
        Whose they are; where it is set, kernels that a page was left behind by are ended.
    may_stay : callable, optional
        Whether a visitor who is known may still be here; the kernels of those who may not are ended.
    turns : Turns, optional
        Who may have a kernel started for them; everybody at once where it is not set.
    environment : mapping
        What every kernel finds in its environment beside what Voilà puts there.
    """

    visits: Visits | None = None
    turns: Turns | None = None
    may_stay: Callable[[str], bool] | None = None
    environment: Mapping[str, str] = MappingProxyType({})
    # What Voilà adds to this class where it keeps a pool of kernels ready.
    notebook_path: str | None = None
    _pools: dict[str, list[asyncio.Task[Any]]]
    fill_if_needed: Callable[..., None]
    get_pool_size: Callable[[str], int]
    get_rendered_notebook: Callable[..., Awaitable[Any]]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._begun: WeakSet[Any] = WeakSet()

    async def answers(self, kernel_id: str) -> bool:
        """Whether a kernel lives and its heart beats within a second.

        A kernel that computes does answer: its heart beats in a thread of its own, outside Python. One that starts
        has no heart yet, and is taken at its word.
        """
        if kernel_id not in self:
            return False
        kernel = self.get_kernel(kernel_id)
        if not await ensure_async(kernel.is_alive()):
            return False
        if getattr(kernel, "execution_state", None) == "starting":
            return True
        heart = self.context.socket(zmq.REQ)
        try:
            heart.connect(f"{kernel.transport}://{kernel.ip}:{kernel.hb_port}")
            await heart.send(b"beat")
            return bool(await heart.poll(int(PULSE_SECONDS * 1000), zmq.POLLIN))
        finally:
            heart.close(linger=0)

    async def pulse(self, kernel_id: str) -> str:
        """``alive``, ``silent`` where the kernel is there and does not react, or ``gone``."""
        if kernel_id in self and await self.answers(kernel_id):
            return "alive"
        return "silent" if await self.lives(kernel_id) else "gone"

    def connections(self) -> dict[str, int]:
        """How many WebSockets are open to each kernel."""
        return {kernel_id: self._kernel_connections.get(kernel_id, 0) for kernel_id in self.list_kernel_ids()}

    async def sweep(self) -> None:
        """End the kernels of pages that were left, and clear away those that died."""
        dead = [kernel_id for kernel_id in self.list_kernel_ids() if not await self.lives(kernel_id)]
        left = self.visits.abandoned(self.connections()) if self.visits else []
        await asyncio.gather(*(self.end_kernel(kernel_id) for kernel_id in {*dead, *left, *self._unwelcome()}))
        self.refill()

    async def start_kernel(self, **kwargs: Any) -> str:  # type: ignore[override]
        """Start a kernel for the pool, once no visitor waits for one of their own."""
        if self.turns:
            await self.turns.nobody()
        self._begun.add(asyncio.current_task())
        return await self.start_for_visitor(**kwargs)

    async def start_for_visitor(self, **kwargs: Any) -> str:
        """Start a kernel that knows where the server tells it who came."""
        if self.environment:
            kwargs["env"] = {**(kwargs.get("env") or os.environ), **self.environment}
        kernel_id: str = await super().start_kernel(**kwargs)
        return kernel_id

    def _unwelcome(self) -> list[str]:
        """The kernels of visitors who may be here no longer."""
        owners = self.visits.owners() if self.visits and self.may_stay else {}
        return [kernel_id for kernel_id, owner in owners.items() if self.may_stay and not self.may_stay(owner)]

    async def end_kernel(self, kernel_id: str) -> None:
        """End a kernel, which may just have ended by itself."""
        if self.visits:
            self.visits.end(kernel_id)
        if kernel_id in self:
            try:
                await self.shutdown_kernel(kernel_id, now=True)
            except (KeyError, web.HTTPError):
                self.log.debug("kernel %s had ended by itself", kernel_id)

    async def lives(self, kernel_id: str) -> bool:
        """False only for a kernel that was started and is no more; also one that was cleared away meanwhile."""
        if kernel_id not in self:
            return False
        kernel = self.get_kernel(kernel_id)
        return not kernel.has_kernel or await ensure_async(kernel.is_alive())

    def pooled(self) -> int:
        """How many kernels of the pool are there for the next visitors, or on their way."""
        pool = self._pools.get(self.notebook_path, []) if self.notebook_path is not None else []
        return sum(start.done() or start in self._begun for start in pool)

    def refill(self) -> None:
        """Have Voilà's pool, where there is one, start what it lacks; Voilà itself only does when it hands one out."""
        if self.notebook_path is None:
            return
        pool = self._pools.get(self.notebook_path, [])
        pool[:] = [start for start in pool if not (start.done() and (start.cancelled() or start.exception()))]
        if not pool:
            self.fill_if_needed(delay=REFILL_SECONDS, notebook_name=self.notebook_path)


async def end_kernels_of(handler: web.RequestHandler, owner: str) -> None:
    """End the kernels of an owner; of nobody where the owner is not known."""
    for kernel_id in handler.settings["visits"].of(owner) if owner else ():
        await handler.settings["kernel_manager"].end_kernel(kernel_id)


class LabKernels(PageKernels):
    """The kernels of a Jupyter server that also shows the page: only the page's are ended by themselves.

    A notebook's kernel outlives its tab, as people expect of JupyterLab.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.visits = Visits(limit=0, clock=time.monotonic)

    async def start_kernel(self, **kwargs: Any) -> str:  # type: ignore[override]
        """Start a kernel, and note it where Voilà asked for it."""
        kernel_id: str = await super().start_kernel(**kwargs)
        if self.visits and (kwargs.get("env") or {}).get("SERVER_SOFTWARE", "").startswith("voila/"):
            self.visits.give(kernel_id)
            # One that died took the page's widgets with it: a fresh one in its place would be an empty page.
            self.get_kernel(kernel_id).stop_restarter()
        return kernel_id
