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
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import parse_qs

CONNECT_SECONDS = 5.0

# The header in which our own server tells a kernel the visitor's name; what a visitor sends under it is overwritten.
USER_HEADER = "X-Scoring-User"
USER_VARIABLE = "HTTP_X_SCORING_USER"
# The header in which it tells the one client whom a browser in client mode may see; overwritten likewise.
CLIENT_HEADER = "X-Scoring-Client"
CLIENT_VARIABLE = "HTTP_X_SCORING_CLIENT"
# The header in which it tells what the visitor's key allows, separated by commas; overwritten likewise.
SCOPES_HEADER, SCOPES_VARIABLE = "X-Scoring-Scopes", "HTTP_X_SCORING_SCOPES"
CLIENT_MODE, NOBODY = "client", "nobody"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Visitor:
    """Who came and what they ask for.

    Parameters
    ----------
    query : str
        What stands behind the ``?`` of the address. It may hold an access token: it is never printed or logged.
    user : str
        The visitor's name; empty where the server does not ask for it.
    client : str
        The one client whom this visitor may see; empty where they may see all.
    scopes : tuple of str
        What they may do by their key; none where the server does not ask for one.
    """

    query: str = ""
    user: str = ""
    client: str = ""
    scopes: tuple[str, ...] = ()


def in_voila() -> bool:
    """Whether Voilà renders the notebook, with its own template."""
    return os.environ.get("SERVER_SOFTWARE", "").startswith("voila/") or "VOILA_PREHEAT" in os.environ


def visitor() -> Visitor:
    """Who opened the page and what their address asks for; nobody outside Voilà.

    With a kernel that was started ahead it waits for the visitor.
    """
    if os.environ.get("VOILA_PREHEAT", "False") == "False":
        return _described(os.environ) if in_voila() else Visitor()
    # The kernel's own thread already runs an event loop; the wait needs one to itself.
    with ThreadPoolExecutor(1) as aside:
        return aside.submit(asyncio.run, _visitor_from(_address())).result()


def wanted_client(query: str | None) -> str | None:
    """The client that a link asks for.

    Examples
    --------
    >>> wanted_client("client=100002&x=1")
    '100002'
    """
    clients = parse_qs(query or "").get("client")
    return clients[0].strip() if clients else None


def client_mode_of(query: str) -> str:
    """The client for whom an address asks client mode: empty where it does not, "nobody" where it names no single one.

    Examples
    --------
    >>> client_mode_of("client=900017&mode=client"), client_mode_of("mode=client&client=1&client=2")
    ('900017', 'nobody')
    >>> client_mode_of("client=900017")
    ''
    """
    asked = parse_qs(query, keep_blank_values=True, max_num_fields=100) if query.count("&") < 100 else {}
    if CLIENT_MODE not in (text.strip().lower() for text in asked.get("mode", [])):
        return ""
    clients = {text.strip() for text in asked.get("client", [])}
    client = clients.pop() if len(clients) == 1 else ""
    return client if client.isascii() and client.isdecimal() else NOBODY


def _address() -> str:
    """Where Voilà tells this kernel who came, from the variables it starts its kernels with."""
    environment = os.environ
    base = environment.get("VOILA_WS_BASE_URL", environment.get("VOILA_SERVER_URL", "/"))
    server = f"{environment.get('VOILA_APP_IP', '127.0.0.1')}:{environment.get('VOILA_APP_PORT', '8866')}"
    return (
        f"{environment.get('VOILA_WS_PROTOCOL', 'ws')}://{server}{base}voila/query/{environment.get('VOILA_KERNEL_ID')}"
    )


async def _visitor_from(address: str) -> Visitor:
    """The visitor in the one message that Voilà sends when one is given this kernel."""
    from tornado.websocket import websocket_connect

    try:
        connection = await websocket_connect(address, connect_timeout=CONNECT_SECONDS)
    except OSError as refused:
        log.warning("Voilà does not answer (%s): the page opens without what its address asked for.", refused)
        return Visitor()
    try:
        message = await connection.read_message()
    finally:
        connection.close()
    return _described(json.loads(message)) if message else Visitor()


def _described(request: Mapping[str, str]) -> Visitor:
    query = str(request.get("QUERY_STRING", ""))
    client = str(request.get(CLIENT_VARIABLE, "")) or client_mode_of(query)
    scopes = tuple(filter(None, str(request.get(SCOPES_VARIABLE, "")).split(",")))
    return Visitor(query, str(request.get(USER_VARIABLE, "")), client, scopes)
