"""Jupyter's client of a kernel, which looks again for a message whose arrival it was not told of.

A ZeroMQ socket tells once that something has come. A client that sends at that moment takes the telling away, and
would then wait for ever for an answer that lies there (nbclient sends while it waits, wherever a cell shows an
``Output`` widget): of notebooks that ran beside others one in ten never ended.
"""

from __future__ import annotations

from queue import Empty
from time import monotonic
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.channels import AsyncZMQSocketChannel
from jupyter_client.manager import AsyncKernelManager
from traitlets import DottedObjectName, Type

LOOK_SECONDS = 1.0


class LookingChannel(AsyncZMQSocketChannel):
    """A channel that looks every second whether a message has come."""

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:  # type: ignore[override]
        """The next message.

        Parameters
        ----------
        timeout : float, optional
            Seconds; as long as it takes by default.

        Raises
        ------
        queue.Empty
            When none has come in time.
        """
        deadline = None if timeout is None else monotonic() + timeout
        while True:
            left = LOOK_SECONDS if deadline is None else max(0.0, deadline - monotonic())
            try:
                return await super().get_msg(min(LOOK_SECONDS, left))
            except Empty:
                if deadline is not None and monotonic() >= deadline:
                    raise


class LookingClient(AsyncKernelClient):
    """A client whose channels look."""

    shell_channel_class = Type(LookingChannel)
    iopub_channel_class = Type(LookingChannel)
    stdin_channel_class = Type(LookingChannel)
    control_channel_class = Type(LookingChannel)


class LookingManager(AsyncKernelManager):
    """A kernel's manager whose clients look."""

    client_class = DottedObjectName("scoring.kernel_client.LookingClient", config=True)
    client_factory = Type(LookingClient)
