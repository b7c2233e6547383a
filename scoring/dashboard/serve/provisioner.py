"""How the page's kernels are started: as copies of one process that has imported what they need."""

from __future__ import annotations

import asyncio
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from scoring.dashboard.serve.forked_kernel import LAUNCHER, ForkedKernel


class ForkedProvisioner(LocalProvisioner):
    """Jupyter's provisioner for kernels on this machine, which are copied where they are Python's."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start a kernel.

        Parameters
        ----------
        cmd : list of str
            What Jupyter would run.
        **kwargs
            Its environment as ``env``, its folder as ``cwd``.

        Returns
        -------
        dict
            Where the kernel listens.
        """
        if tuple(cmd[1:3]) != LAUNCHER:
            return await super().launch_kernel(cmd, **kwargs)
        kernel = ForkedKernel(cmd, kwargs["env"], kwargs.get("cwd"))
        try:
            await started(kernel)
        except (OSError, EOFError) as refused:
            self.log.warning("A kernel could not be copied (%s): it imports for itself.", refused)
            return await super().launch_kernel(cmd, **kwargs)
        # No group: the copy makes its own only once it runs, and until then is in the group of what it was copied from.
        self.process = kernel  # type: ignore[assignment]
        self.pid, self.pgid = kernel.pid, None
        return self.connection_info


async def started(kernel: ForkedKernel) -> None:
    """Wait for a kernel to be copied; where nobody waits any more, it ends as soon as it is there."""

    def end(done: asyncio.Future[None]) -> None:
        if done.exception() is None:
            kernel.kill()

    starting = asyncio.ensure_future(asyncio.to_thread(kernel.start))
    try:
        await asyncio.shield(starting)
    except asyncio.CancelledError:
        starting.add_done_callback(end)
        raise
