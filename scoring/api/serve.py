"""Serve the API: uvicorn in this process, on this machine only unless told otherwise, until it is stopped."""

from __future__ import annotations

import logging
import ssl
from contextlib import suppress

import uvicorn
from fastapi import FastAPI

from scoring.access.door import Door, check_door
from scoring.access.keys import has_active_key
from scoring.access.place import has_keys
from scoring.api.app import create_app
from scoring.api.limits import BoundedProtocol
from scoring.errors import UserError
from scoring.journal.decide import four_eyes_of
from scoring.journal.desk import Desk
from scoring.journal.shown import can_record
from scoring.ports import OneLineAMinute, allow_many_files, bind
from scoring.settings import Home

GRACE_SECONDS = 10  # for answers that are on their way when the server is stopped
OPEN = "Without keys: every program on this machine may ask. 'scoring keys create NAME --role ROLE' locks it."
TYPED = "Two people must grant against a refusal; without keys a name is only typed, and one person can type two."
NOT_RECORDED = "What is shown is not put on record."


def serve(
    home: Home,
    port: int | None = None,
    door: Door | None = None,
    *,
    record_shown: bool = True,
    most_archive_bytes: int | None = None,
) -> None:
    """Serve the API until Ctrl-C.

    Parameters
    ----------
    home : Home
        Whose portfolio and model answer; as long as there are none, every answer is 503 and a sentence.
    port : int, optional
        A free one by default.
    door : Door, optional
        Where it listens; on this machine only by default.
    record_shown : bool
        Whether the journal is told which client's assessment was shown to whom; said where it cannot be.
    most_archive_bytes : int, optional
        How large an archive of ``/v1/batch`` may be; 2 GiB by default.

    Raises
    ------
    UserError
        When the port is taken, or the door would be open to other machines without keys or encryption.
    """
    door = door or Door()
    check_door(door, asks_who=has_active_key(home))
    allow_many_files()
    logging.getLogger("asyncio").addFilter(OneLineAMinute())
    with bind(port, door.host) as bound:
        recording = record_shown and can_record(home)
        app = create_app(home, door, record_shown=recording, most_archive_bytes=most_archive_bytes)
        server = uvicorn.Server(_config(app, door))
        bound.listen()  # from here on a caller waits instead of being refused
        if door.is_local and not has_keys(home):
            print(OPEN, flush=True)
            if four_eyes_of(Desk(home)):
                print(TYPED, flush=True)
        if not recording:
            print(NOT_RECORDED, flush=True)
        host = f"[{door.host}]" if ":" in door.host else door.host
        scheme = "https" if door.has_tls else "http"
        print(f"API: {scheme}://{host}:{bound.getsockname()[1]}/docs (Ctrl-C stops it)", flush=True)
        with suppress(KeyboardInterrupt):  # uvicorn has stopped cleanly when it passes Ctrl-C on
            server.run(sockets=[bound])


def _config(app: FastAPI, door: Door) -> uvicorn.Config:
    config = uvicorn.Config(
        app,
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
