"""What holds wherever the page is shown, by Voilà's classes."""

from __future__ import annotations

from typing import Any

from scoring.dashboard.serve.forked_kernel import can_copy
from scoring.light_kernel.voila_request import CLIENT_HEADER, SCOPES_HEADER, USER_HEADER
from scoring.ports import HOST
from scoring.texts import languages
from scoring.texts.sentences import page

TEMPLATE = "pret_a_depenser"
EXTENSIONS = ("@voila-dashboards/widgets-manager8", "@jupyter-widgets/jupyterlab-manager", "bqplot", "bqscales")
# Its answers are found also where their arrival was not told (scoring.kernel_client).
CLIENT = "scoring.kernel_client.LookingClient"
IDLE_SECONDS = 1800
POOL = 1
# An entry point of this package (pyproject.toml), and Jupyter's own.
COPIES, STARTS = "scoring-forked", "local-provisioner"
# A busy machine may keep a cell's output back for longer than nbclient's four seconds; it would then be lost.
OUTPUT_SECONDS = 60
WORDS = ("lost.waiting", "lost.gone", "lost.unreachable", "lost.reload", "server.cell", "server.leave")


def settings() -> dict[str, dict[str, Any]]:
    """Our template, nothing overridden from an address, kernels that end."""
    return {
        "VoilaConfiguration": {
            "template": TEMPLATE,
            "extension_allowlist": list(EXTENSIONS),
            "allow_template_override": "NO",
            "allow_theme_override": "NO",
            "show_margins": False,
            "show_tracebacks": False,
            "file_allowlist": [],
            "resources": {"pad_words": template_words()},
        },
        "VoilaExporter": {"language_code": "fr"},
        "VoilaExecutor": {"iopub_timeout": OUTPUT_SECONDS},
        "MappingKernelManager": {"cull_idle_timeout": IDLE_SECONDS, "cull_interval": 60},
        "KernelManager": {"shutdown_wait_time": 1, "client_class": CLIENT},
    }


def server_settings() -> dict[str, dict[str, Any]]:
    """What holds for a server that shows the page and nothing else: a kernel ready for the next visitor."""
    everywhere = settings()
    kernels = {"multi_kernel_manager_class": "scoring.dashboard.serve.kernels.PageKernels"}
    return everywhere | {
        "VoilaConfiguration": everywhere["VoilaConfiguration"]
        | kernels
        | {"preheat_kernel": True, "default_pool_size": POOL}
        | {"http_header_envs": [USER_HEADER, CLIENT_HEADER, SCOPES_HEADER]},
        # A kernel that died took the page's widgets with it: a fresh one in its place would be an empty page.
        "KernelManager": everywhere["KernelManager"] | {"autorestart": False},
        "KernelProvisionerFactory": {"default_provisioner_name": COPIES if can_copy() else STARTS},
        "Voila": {"ip": HOST, "port_retries": 0, "open_browser": False, "log_level": "WARN", "token": ""}
        # Its handlers' level alone would have every one of a page's thousand messages written, and then thrown away.
        | {"logging_config": {"loggers": {"PageServer": {"level": "WARN"}}}},
    }


def template_words() -> dict[str, dict[str, str]]:
    """The sentences that the template's scripts say, as no kernel is there to say them."""
    return {key: {language: page(key, language) for language in languages()} for key in WORDS}
