"""How Jupyter's server shows the page at voila/render/dashboard.ipynb, and the API's pages at scoring-api/docs."""

import sys

from scoring.dashboard.serve.configuration import settings

c = get_config()  # noqa: F821 - Jupyter gives it

for group, options in settings().items():
    for name, value in options.items():
        c[group][name] = value

# The page's kernels end with the page, and the page hears when its kernel has ended; other kernels stay.
c.ServerApp.kernel_manager_class = "scoring.dashboard.serve.kernels.LabKernels"
c.ServerApp.jpserver_extensions = {"scoring.dashboard.serve.extension": True}

# Where Voilà is an extension of Jupyter's server it would load MathJax from another host; the page has no formulas.
c.ServerApp.tornado_settings = {"mathjax_url": None, "mathjax_config": None}

# Started when first asked for. It answers under this machine's name only, which the proxy therefore gives.
c.ServerProxy.servers = {
    "scoring-api": {
        "command": [sys.executable, "-m", "scoring.cli", "api", "--port", "{port}"],
        "timeout": 60,
        "request_headers_override": {"Host": "127.0.0.1"},
        "launcher_entry": {"title": "API", "path_info": "scoring-api/docs"},
    }
}
