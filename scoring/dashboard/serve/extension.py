"""What a Jupyter server needs to show the page as ``scoring dashboard`` does: an extension of it, beside Voilà's."""

from __future__ import annotations

from jupyter_server.serverapp import ServerApp
from jupyter_server.utils import url_path_join
from tornado.ioloop import PeriodicCallback

from scoring.dashboard.serve.handlers import KERNEL, LabPulseHandler
from scoring.dashboard.serve.kernels import SWEEP_SECONDS, LabKernels


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "scoring.dashboard.serve.extension"}]


def _load_jupyter_server_extension(server: ServerApp) -> None:
    """Answer the page's question for its kernel, and sweep up after pages that were left."""
    address = url_path_join(server.web_app.settings["base_url"], "voila/api/pulse", KERNEL)
    server.web_app.add_handlers(".*$", [(address, LabPulseHandler)])
    if isinstance(server.kernel_manager, LabKernels):
        PeriodicCallback(server.kernel_manager.sweep, SWEEP_SECONDS * 1000).start()
