"""A page's WebSocket to its kernel, which may be left at any moment, also while it is being opened."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from tornado import web
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler


class KernelSocket(VoilaKernelWebsocketHandler):
    """Voilà's own, whose opening ends quietly when its page is left meanwhile.

    Jupyter asks the kernel before it opens the socket. A socket that closes while it does so is taken off the number
    of open ones without having been counted, and the opening then fails in a traceback.
    """

    connection: Any = None  # until the kernel is known
    _counted = False
    _left = False

    async def pre_get(self) -> None:
        """Ask the kernel, unless nobody waits for the answer any more.

        Raises
        ------
        tornado.web.Finish
            When the page was left meanwhile.
        """
        await super().pre_get()
        if self._left:
            raise web.Finish

    async def open(self, kernel_id: str) -> None:
        """Connect, and count the socket from here on."""
        self._counted = True
        await super().open(kernel_id)

    def on_close(self) -> None:
        """Take the socket off the number of open ones, if it was one of them."""
        self._left = True
        if self._counted:
            super().on_close()
        elif self.connection is not None:
            with suppress(KeyError):  # it is not among the open ones that Jupyter would take it from
                super().on_close()
            self.kernel_manager.notify_connect(self.kernel_id)
