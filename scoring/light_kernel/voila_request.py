"""What the visitor's address asks for, also where Voilà started the kernel before there was a visitor.

Voilà's own ``voila.utils.get_query_string`` does the same, but importing it brings the whole server into every
visitor's kernel: 46 MB and over a second. What it says to the server is one WebSocket message; a test holds this
module to the installed Voilà's own handler.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs

CONNECT_SECONDS = 5.0

log = logging.getLogger(__name__)


def in_voila() -> bool:
    """Whether Voilà renders the notebook, with its own template."""
    return os.environ.get("SERVER_SOFTWARE", "").startswith("voila/") or "VOILA_PREHEAT" in os.environ


def query_of_visitor() -> str:
    """What stands behind the ``?`` of the visitor's address; empty outside Voilà.

    With a kernel that was started ahead it waits for the visitor. The text may hold an access token: it is
    never printed or logged.
    """
    if os.environ.get("VOILA_PREHEAT", "False") == "False":
        return os.environ.get("QUERY_STRING", "") if in_voila() else ""
    # The kernel's own thread already runs an event loop; the wait needs one to itself.
    with ThreadPoolExecutor(1) as aside:
        return aside.submit(asyncio.run, _query_from(_address())).result()


def wanted_client(query: str | None) -> str | None:
    """The client that a link asks for.

    Examples
    --------
    >>> wanted_client("client=100002&x=1")
    '100002'
    """
    clients = parse_qs(query or "").get("client")
    return clients[0].strip() if clients else None


def _address() -> str:
    """Where Voilà tells this kernel who came, from the variables it starts its kernels with."""
    environment = os.environ
    base = environment.get("VOILA_WS_BASE_URL", environment.get("VOILA_SERVER_URL", "/"))
    server = f"{environment.get('VOILA_APP_IP', '127.0.0.1')}:{environment.get('VOILA_APP_PORT', '8866')}"
    return (
        f"{environment.get('VOILA_WS_PROTOCOL', 'ws')}://{server}{base}voila/query/{environment.get('VOILA_KERNEL_ID')}"
    )


async def _query_from(address: str) -> str:
    """The query in the one message that Voilà sends when a visitor is given this kernel."""
    from tornado.websocket import websocket_connect

    try:
        connection = await websocket_connect(address, connect_timeout=CONNECT_SECONDS)
    except OSError as refused:
        log.warning("Voilà does not answer (%s): the page opens without what its address asked for.", refused)
        return ""
    try:
        message = await connection.read_message()
    finally:
        connection.close()
    return str(json.loads(message).get("QUERY_STRING", "")) if message else ""
