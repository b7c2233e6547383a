"""What the page's server answers besides Voilà's own files: the page, whether its kernel lives, the end of a visit."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from jupyter_server.base.handlers import APIHandler
from tornado import web
from tornado.iostream import StreamClosedError
from voila.static_file_handler import TemplateStaticFileHandler
from voila.tornado.handler import TornadoVoilaHandler

from scoring.access.client_session import is_client
from scoring.dashboard.serve.client_mode import begin, is_unreadable
from scoring.dashboard.serve.guard import Guard
from scoring.dashboard.serve.identity import name_of, scopes_of
from scoring.dashboard.serve.kernels import PageKernels, end_kernels_of
from scoring.dashboard.serve.notice import not_made
from scoring.dashboard.serve.policy import page_policy
from scoring.dashboard.serve.starting import KernelLostError, watched
from scoring.dashboard.serve.visit_kernels import VisitKernels
from scoring.dashboard.serve.visits import CONNECT_SECONDS, LEFT_SECONDS, Visits
from scoring.light_kernel.voila_request import CLIENT_HEADER, SCOPES_HEADER, USER_HEADER, client_mode_of

FULL, FAILED = 503, 500
# A part of the page is some kilobytes: whoever has not taken it by then is not reading.
READ_SECONDS = 20.0
KERNEL = r"(?P<kernel_id>[0-9a-f-]{36})"


class PageHandler(Guard, TornadoVoilaHandler):
    """The page, with a kernel for its visitor; as many visitors as the machine can have."""

    _left = False

    def on_connection_close(self) -> None:
        """Remember that nobody waits for the answer any more."""
        super().on_connection_close()
        self._left = True

    @property
    def visits(self) -> Visits:
        """All visitors of this server."""
        visits: Visits = self.settings["visits"]
        return visits

    @cached_property
    def kernel_manager(self) -> Any:
        """The kernels, as this request sees them."""
        return VisitKernels(self.settings["kernel_manager"], self.owner)

    @web.authenticated
    async def head(self, path: str | None = None) -> None:
        """Whether there is a page, without a kernel for it."""
        self._look_up(path)

    @web.authenticated
    async def get(self, path: str | None = None) -> None:
        """Voilà's page, cell after cell."""
        self._look_up(path)
        if self.visits.full:
            raise web.HTTPError(FULL)
        if self.client_session is None and is_unreadable(self):
            self.redirect("/back")
            return
        client = await self._client()
        # Reading it sets the cookie that the page's last message, "I am left", must repeat.
        self.xsrf_token  # noqa: B018
        # Voilà hands it to the kernel; whatever the visitor sent under that name is overwritten.
        self.request.headers[CLIENT_HEADER] = client
        self.request.headers[USER_HEADER] = name_of(self.current_user) if self.door.asks_who else ""
        self.request.headers[SCOPES_HEADER] = scopes_of(self.identity_provider, self.current_user)
        nonce = secrets.token_urlsafe(18)
        self.set_header("Content-Security-Policy", page_policy(nonce, self.settings["script_hashes"]))
        patience = CONNECT_SECONDS
        try:
            with self.visits.arriving():
                await self._make(path, nonce)
        except StreamClosedError:
            patience = LEFT_SECONDS
        finally:
            self.kernel_manager.end_turn()
            if self.kernel_manager.kernel_id is not None:
                self.visits.give(self.kernel_manager.kernel_id, patience)

    async def _make(self, path: str | None, nonce: str) -> None:
        """Write the page part by part; a sentence where its kernel ends meanwhile."""
        await self.kernel_manager.wait_for_turn()
        if self._left:  # or loaded the page again, while others were served
            raise StreamClosedError
        try:
            async for html in watched(self.get_generator(path), self.kernel_manager.lives):
                self.write(html.replace(self.settings["nonce_mark"], nonce))
                async with asyncio.timeout(READ_SECONDS):
                    await self.flush()
        except TimeoutError as unread:  # the next visitor does not wait for somebody who does not read
            raise StreamClosedError from unread
        except KernelLostError as lost:
            self.log.warning("the kernel of a page that was being made ended or fell silent")
            if not self._headers_written:
                raise web.HTTPError(FAILED) from lost
            self.write(not_made())

    async def _client(self) -> str:
        """The one client whom this browser may see; empty where an adviser has it.

        The address that asks client mode for a client ties the browser to them, and ends the adviser's session.
        """
        if self.client_session is not None:
            return self.client_session.client
        wanted = client_mode_of(self.request.query)
        if not is_client(wanted):
            return wanted
        ident = self.owner
        await end_kernels_of(self, ident)
        self.client_session = begin(self, wanted, ident, self.door)
        if self.door.login:
            self.identity_provider.clear_login_cookie(self)
        return wanted

    def _look_up(self, path: str | None) -> None:
        """There is one page; every other address of this server's leads nowhere."""
        if path:
            raise web.HTTPError(404)


class TemplateFiles(Guard, TemplateStaticFileHandler):
    """Voilà's own files of code; an address that is none of theirs is not found, where Voilà's own handler breaks."""

    def parse_url_path(self, url_path: str) -> str:
        """The file's path below the templates."""
        with _not_found():
            return str(super().parse_url_path(url_path))

    @classmethod
    def get_absolute_path(cls, root: str, path: str) -> str:
        """Where the file lies."""
        with _not_found():
            return str(super().get_absolute_path(root, path))

    def validate_absolute_path(self, root: str, absolute_path: str) -> str | None:
        """The same path, once it is known to be one of a template's."""
        with _not_found():
            valid: str | None = super().validate_absolute_path(root, absolute_path)
            return valid


class LabPulseHandler(APIHandler):
    """Whether a page's kernel can still answer, asked by the page every second."""

    @web.authenticated
    async def get(self, kernel_id: str) -> None:
        """What :meth:`PageKernels.pulse` says."""
        self.xsrf_token  # noqa: B018 - see PageHandler.get
        kernels: PageKernels = self.settings["kernel_manager"]
        self.finish({"kernel": await kernels.pulse(kernel_id)})


@contextmanager
def _not_found() -> Iterator[None]:
    """Say that there is nothing where a path has not the form that is taken for granted."""
    try:
        yield
    except (AssertionError, ValueError) as error:
        raise web.HTTPError(404) from error


class PulseHandler(Guard, LabPulseHandler):
    """The same behind our own guard; a Jupyter server has its own."""

    def refuse_others_kernel(self, kernel_id: str) -> None:
        """Tell whoever had a kernel that it ended; a page that is refused is loaded again for somebody else."""
        if not self.owner or self.settings["visits"].last_owner(kernel_id) != self.owner:
            super().refuse_others_kernel(kernel_id)


class LeaveHandler(Guard, APIHandler):
    """The last message of a page that is left; Voilà's own fails when it comes twice."""

    @web.authenticated
    async def post(self, kernel_id: str) -> None:
        """End the kernel of the page."""
        self.refuse_others_kernel(kernel_id)
        await self.settings["kernel_manager"].end_kernel(kernel_id)
        self.set_status(204)
        self.finish()
