"""Serve the API: uvicorn in this process, on this machine only unless told otherwise, until it is stopped."""

from __future__ import annotations

import ssl
from contextlib import suppress

import uvicorn

from scoring.access.door import Door, check_door
from scoring.access.keys import has_active_key, keys_file
from scoring.api.app import create_app
from scoring.api.limits import BoundedProtocol
from scoring.errors import UserError
from scoring.ports import bind
from scoring.settings import Home

GRACE_SECONDS = 10  # for answers that are on their way when the server is stopped
OPEN = "Without keys: every program on this machine may ask. 'scoring keys create NAME --role ROLE' locks it."


def serve(home: Home, port: int | None = None, door: Door | None = None) -> None:
    """Serve the API until Ctrl-C.

    Parameters
    ----------
    home : Home
        Whose portfolio and model answer; as long as there are none, every answer is 503 and a sentence.
    port : int, optional
        A free one by default.
    door : Door, optional
        Where it listens; on this machine only by default.

    Raises
    ------
    UserError
        When the port is taken, or the door would be open to other machines without keys or encryption.
    """
    door = door or Door()
    has_keys = has_active_key(home)
    check_door(door, asks_who=has_keys)
    with bind(port, door.host) as bound:
        server = uvicorn.Server(_config(home, door))
        bound.listen()  # from here on a caller waits instead of being refused
        if door.is_local and not keys_file(home).exists():
            print(OPEN, flush=True)
        host = f"[{door.host}]" if ":" in door.host else door.host
        scheme = "https" if door.has_tls else "http"
        print(f"API: {scheme}://{host}:{bound.getsockname()[1]}/docs (Ctrl-C stops it)", flush=True)
        with suppress(KeyboardInterrupt):  # uvicorn has stopped cleanly when it passes Ctrl-C on
            server.run(sockets=[bound])


def _config(home: Home, door: Door) -> uvicorn.Config:
    config = uvicorn.Config(
        create_app(home, door),
        http=BoundedProtocol,
        ws="none",
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # the gate reads the one header that counts, where a proxy is declared
        timeout_graceful_shutdown=GRACE_SECONDS,
        ssl_certfile=door.certificate,
        ssl_keyfile=door.private_key,
    )
    try:
        config.load()
    except (ssl.SSLError, OSError) as error:
        raise UserError(
            f"{door.certificate}: expected a certificate in PEM and its private key, got something else.",
            "Name the files of one certificate, the key without a passphrase.",
        ) from error
    return config
