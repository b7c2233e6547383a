"""Serve the API: uvicorn in this process, on this machine only, until it is stopped."""

from __future__ import annotations

from contextlib import suppress

import uvicorn

from scoring.api.app import create_app
from scoring.api.limits import BoundedProtocol
from scoring.ports import HOST, bind
from scoring.settings import Home

GRACE_SECONDS = 10  # for answers that are on their way when the server is stopped


def serve(home: Home, port: int | None = None) -> None:
    """Serve the API until Ctrl-C.

    Parameters
    ----------
    home : Home
        Whose portfolio and model answer; as long as there are none, every answer is 503 and a sentence.
    port : int, optional
        On this machine; a free one by default.

    Raises
    ------
    UserError
        When the port is taken.
    """
    with bind(port) as bound:
        config = uvicorn.Config(
            create_app(home),
            http=BoundedProtocol,
            ws="none",
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
        bound.listen()  # from here on a caller waits instead of being refused
        print(f"API: http://{HOST}:{bound.getsockname()[1]}/docs (Ctrl-C stops it)", flush=True)
        with suppress(KeyboardInterrupt):  # uvicorn has stopped cleanly when it passes Ctrl-C on
            uvicorn.Server(config).run(sockets=[bound])
