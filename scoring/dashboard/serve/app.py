"""The page's server: Voilà's, with our kernels and a guard before every handler.

``python -m scoring.dashboard.serve.app NOTEBOOK --port=8866`` starts it; ``scoring dashboard`` does so for people.
"""

from __future__ import annotations

import logging
import re
import time
from typing import Any

import psutil  # type: ignore[import-untyped]
from tornado import web
from tornado.ioloop import PeriodicCallback
from traitlets import Integer
from traitlets.config import Config
from voila.app import Voila
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.tornado.handler import TornadoVoilaHandler

from scoring.dashboard.serve.configuration import server_settings
from scoring.dashboard.serve.guard import guarded
from scoring.dashboard.serve.handlers import KERNEL, LeaveHandler, PageHandler, PulseHandler
from scoring.dashboard.serve.kernels import SWEEP_SECONDS
from scoring.dashboard.serve.visits import Visits, visitors_limit

OURS = {TornadoVoilaHandler: PageHandler, VoilaShutdownKernelHandler: LeaveHandler}

log = logging.getLogger(__name__)


class PageServer(Voila):
    """Voilà for one notebook, its visitors counted and their kernels ended when they leave."""

    visitors = Integer(0, config=True, help="How many visitors at once; 0: as many as the machine's memory holds.")

    def load_config_file(self, *_: Any, **__: Any) -> None:
        """Read none: what somebody set for a Voilà of their own is not meant for this page."""

    def init_settings(self) -> dict[str, Any]:
        """Voilà's settings, and the visitors."""
        limit = self.visitors or visitors_limit(psutil.virtual_memory().total)
        settings: dict[str, Any] = super().init_settings() | {
            "visits": Visits(limit, time.monotonic),
            "log_function": log_request,
            "default_handler_class": guarded(web.ErrorHandler),
            "default_handler_args": {"status_code": 404},
        }
        self.kernel_manager.visits = settings["visits"]
        return settings

    def init_handlers(self) -> list[Any]:
        """Voilà's handlers, some replaced by ours, all behind the guard."""
        pulse = (rf"{self.server_url}voila/api/pulse/{KERNEL}", PulseHandler)
        return [pulse, *(guard_rule(rule) for rule in super().init_handlers())]

    def listen(self) -> None:
        """Answer until stopped; sweep up after visitors meanwhile."""
        PeriodicCallback(self.kernel_manager.sweep, SWEEP_SECONDS * 1000).start()
        super().listen()


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


if __name__ == "__main__":
    main()
