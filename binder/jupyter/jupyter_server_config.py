"""How Jupyter's server shows the page at voila/render/dashboard.ipynb, and the API's pages at scoring-api/docs."""

import sys

from scoring.dashboard.launch import settings

c = get_config()  # noqa: F821 - Jupyter gives it

for group, options in settings().items():
    for name, value in options.items():
        c[group][name] = value

# Started when first asked for. It answers under this machine's name only, which the proxy therefore gives.
c.ServerProxy.servers = {
    "scoring-api": {
        "command": [sys.executable, "-m", "scoring.cli", "api", "--port", "{port}"],
        "timeout": 60,
        "request_headers_override": {"Host": "127.0.0.1"},
        "launcher_entry": {"title": "API", "path_info": "scoring-api/docs"},
    }
}
