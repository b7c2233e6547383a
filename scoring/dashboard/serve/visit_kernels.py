"""The kernels as one visitor's request sees them: it takes its turn, and remembers which kernel it was given."""

from __future__ import annotations

from typing import Any

from tornado import web

from scoring.dashboard.serve.kernels import PageKernels
from scoring.dashboard.serve.starting import Turns


class VisitKernels:
    """The kernel manager as one visitor's request sees it: it remembers which kernel the request was given.

    Parameters
    ----------
    kernels : PageKernels
        Voilà's, made from ours.
    owner : str
        Whose request it is; empty where visitors are not known.
    """

    TRIES = 3

    def __init__(self, kernels: PageKernels, owner: str = "") -> None:
        self._kernels = kernels
        self._owner = owner
        self._turn: Turns | None = None
        self.kernel_id: str | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._kernels, name)

    async def wait_for_turn(self) -> None:
        """Until a kernel may be started for this visitor; whoever finds one in the pool need not wait.

        Raises
        ------
        BusyError
            When others were served for too long.
        """
        if not self._kernels.pooled():
            await self._take_turn()

    def end_turn(self) -> None:
        """Let the next visitor's kernel be started, if this one's was."""
        if self._turn is not None:
            self._turn.end()
            self._turn = None

    def get_pool_size(self, _: str) -> int:
        """What Voilà asks before it takes one from the pool: those that wait for others have not begun."""
        return self._kernels.pooled()

    async def lives(self) -> bool:
        """Whether the visitor's kernel, if they have one yet, is there."""
        if self.kernel_id is None:
            return True
        return await self._kernels.lives(self.kernel_id)

    async def start_kernel(self, **kwargs: Any) -> str:
        """A kernel started for this visitor alone, also where another one was quicker at the pool."""
        await self._take_turn()
        return self._take(await self._kernels.start_for_visitor(**kwargs))

    async def get_rendered_notebook(self, notebook_name: str, **_: Any) -> Any:
        """The kernel that waits in the pool, once it is known to be sound.

        Voilà would put this request's address, with its client's number, into the environment of the *next* visitor's
        kernel; nothing of that is passed on.

        Raises
        ------
        tornado.web.HTTPError
            503 when no kernel of the pool is sound.
        """
        for _attempt in range(self.TRIES):
            if not self._kernels.get_pool_size(
                notebook_name
            ):  # one that has yet to begin will do in a dead one's place
                break
            try:
                task, rendered, kernel_id = await self._kernels.get_rendered_notebook(notebook_name)
            except RuntimeError:
                self._kernels.log.exception("a kernel of the pool did not start")
                continue
            if await self._kernels.answers(kernel_id):
                return task, rendered, self._take(kernel_id)
            task.cancel()
            await self._kernels.end_kernel(kernel_id)
        raise web.HTTPError(503)

    async def _take_turn(self) -> None:
        turns = self._kernels.turns
        if turns is not None and self._turn is None:
            await turns.take()
            self._turn = turns

    def _take(self, kernel_id: str) -> str:
        self.kernel_id = kernel_id
        if self._owner and self._kernels.visits:
            self._kernels.visits.assign(kernel_id, self._owner)
        return kernel_id
