"""The page's server: Voilà's, with our kernels and a guard before every handler."""

from __future__ import annotations

import logging
import re
import secrets
import ssl
import time
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]
from jupyter_server.auth import logout as jupyter_logout
from jupyter_server.auth.identity import IdentityProvider
from tornado import web
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop, PeriodicCallback
from tornado.netutil import bind_sockets
from traitlets import Bool, Integer, List, Unicode
from traitlets.config import Config
from voila.app import Voila
from voila.request_info_handler import RequestInfoSocketHandler
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.static_file_handler import TemplateStaticFileHandler
from voila.tornado.handler import TornadoVoilaHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from scoring.access.keyring import Keyring
from scoring.access.page_door import PageDoor, page_door
from scoring.access.place import keys_file
from scoring.dashboard.panels.why.force_plot import script_hashes
from scoring.dashboard.serve.configuration import server_settings
from scoring.dashboard.serve.guard import guarded
from scoring.dashboard.serve.handlers import KERNEL, LeaveHandler, PageHandler, PulseHandler, TemplateFiles
from scoring.dashboard.serve.identity import KeyIdentity, ProxyIdentity
from scoring.dashboard.serve.kernel_socket import KernelSocket
from scoring.dashboard.serve.kernels import SWEEP_SECONDS
from scoring.dashboard.serve.session import BackHandler, Lock, LoginHandler, LogoutHandler
from scoring.dashboard.serve.starting import Turns
from scoring.dashboard.serve.templates import compile_once
from scoring.dashboard.serve.visits import Visits, visitors_limit
from scoring.memory import cores
from scoring.ports import HOST
from scoring.settings import find_home

OURS = {
    TornadoVoilaHandler: PageHandler,
    VoilaShutdownKernelHandler: LeaveHandler,
    TemplateStaticFileHandler: TemplateFiles,
    VoilaKernelWebsocketHandler: KernelSocket,
}
NOT_OURS = (RequestInfoSocketHandler, jupyter_logout.LogoutHandler)  # a page without login has nobody to put out

log = logging.getLogger(__name__)


class PageServer(Voila):
    """Voilà for one notebook, its visitors counted and their kernels ended when they leave."""

    visitors = Integer(0, config=True, help="How many visitors at once; 0: as many as the machine's memory holds.")
    names: List[str] = List(Unicode(), config=True, help="Names to answer under beside this machine's.")
    certificate = Unicode("", config=True, help="The certificate of TLS, in PEM.")
    private_key = Unicode("", config=True, help="The key of the certificate, in PEM.")
    login = Bool(False, config=True, help="Whether a visitor must give a key.")
    user_header = Unicode("", config=True, help="The header in which the declared proxy names the visitor.")
    trusted_proxies: List[str] = List(Unicode(), config=True, help="Addresses of the declared proxies.")

    @property
    def door(self) -> PageDoor:
        """Where it listens, and how it knows who comes."""
        return page_door(
            PageDoor(
                host=self.ip,
                names=tuple(self.names),
                certificate=Path(self.certificate) if self.certificate else None,
                private_key=Path(self.private_key) if self.private_key else None,
                login=self.login,
                user_header=self.user_header,
                trusted_proxies=tuple(self.trusted_proxies),
            )
        )

    def load_config_file(self, *_: Any, **__: Any) -> None:
        """Read none: what somebody set for a Voilà of their own is not meant for this page."""

    def init_settings(self) -> dict[str, Any]:
        """Voilà's settings, the visitors, and how they are known."""
        limit = self.visitors or visitors_limit(psutil.virtual_memory().total)
        door, visits, mark = self.door, Visits(limit, time.monotonic), secrets.token_urlsafe(18)
        # Voilà's renderer reads what the template gets from the configuration itself.
        resources = self.voila_configuration.config.VoilaConfiguration.resources
        resources.update(pad_nonce=mark, pad_login=door.login)
        compile_once()
        settings: dict[str, Any] = super().init_settings()
        identity = self._identity(door) or settings["identity_provider"]
        self.identity_provider = identity  # whose addresses, such as the login's, Voilà adds to its own
        self.kernel_manager.visits = visits
        self.kernel_manager.turns = Turns(cores())
        self.kernel_manager.may_stay = getattr(identity, "may_stay", None)
        self.kernel_manager.environment = self._listen_to_kernels()
        secure = door.has_tls or bool(door.trusted_proxies)
        return settings | {
            "door": door,
            "visits": visits,
            "lock": Lock(identity.keyring) if isinstance(identity, KeyIdentity) else None,
            "nonce_mark": mark,
            "script_hashes": script_hashes(),
            "identity_provider": identity,
            "xsrf_cookie_kwargs": {"samesite": "Strict", "secure": secure},
            "log_function": log_request,
            "default_handler_class": guarded(web.ErrorHandler),
            "default_handler_args": {"status_code": 404},
        }

    def _identity(self, door: PageDoor) -> IdentityProvider | None:
        """How visitors are known; None where they need not be."""
        handlers = {"login_handler_class": LoginHandler, "logout_handler_class": LogoutHandler}
        if door.login:
            secure = door.has_tls or door.behind_proxy
            keyring = Keyring(keys_file(find_home()), required=True)
            return KeyIdentity(parent=self, log=self.log, keyring=keyring, secure_cookie=secure, **handlers)
        if door.user_header:
            return ProxyIdentity(parent=self, log=self.log, header=door.user_header, proxies=door.trusted_proxies)
        return None

    def init_handlers(self) -> list[Any]:
        """Voilà's handlers, some replaced by ours, all behind the guard; kernels ask at an address of their own."""
        pulse = (rf"{self.server_url}voila/api/pulse/{KERNEL}", PulseHandler)
        back = (rf"{self.server_url}back", BackHandler)
        rules = [rule for rule in super().init_handlers() if rule[1] not in NOT_OURS]
        return [pulse, back, *(guard_rule(rule) for rule in rules)]

    def _listen_to_kernels(self) -> dict[str, str]:
        """Answer kernels on this machine, who ask who came; visitors, TLS and proxies have nothing to do with it."""
        rule = (rf"/voila/query/{KERNEL}", guarded(RequestInfoSocketHandler))
        inner = HTTPServer(web.Application([rule], log_function=log_request))
        inner.add_sockets(bound := bind_sockets(0, HOST))
        port = bound[0].getsockname()[1]
        return {"VOILA_APP_IP": HOST, "VOILA_APP_PORT": str(port), "VOILA_WS_BASE_URL": "/", "VOILA_WS_PROTOCOL": "ws"}

    def listen(self) -> None:
        """Answer until stopped; sweep up after visitors meanwhile."""
        door: PageDoor = self.app.settings["door"]
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH) if door.has_tls else None
        if tls is not None:
            tls.load_cert_chain(self.certificate, self.private_key)
        HTTPServer(self.app, ssl_options=tls).add_sockets(bind_sockets(self.port, self.ip))
        PeriodicCallback(self.kernel_manager.sweep, SWEEP_SECONDS * 1000).start()
        self.ioloop = IOLoop.current()
        try:
            self.ioloop.start()
        finally:
            self.stop()


def guard_rule(rule: tuple[Any, ...]) -> tuple[Any, ...]:
    """One of Voilà's addresses with the handler that answers there behind the guard."""
    pattern, handler, *options = rule
    return (pattern, guarded(OURS.get(handler, handler)), *options)


def log_request(handler: web.RequestHandler) -> None:
    """A line for an answer that failed, without the query: a client's number or a key may stand there."""
    status = handler.get_status()
    if status >= 500:
        path = re.sub(r"\s", "", handler.request.path)
        log.warning("%d %s %s %.0f ms", status, handler.request.method, path, 1000 * handler.request.request_time())


def main() -> None:
    """Serve the notebook that the command line names."""
    PageServer.launch_instance(config=Config(server_settings()))
