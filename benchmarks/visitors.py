"""Visitors of the page all at once: each opens it for their own client, and holds the kernel by a real WebSocket."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

KERNEL = re.compile(r'"?kernelId"?\s*:\s*"([0-9a-f-]{36})"')
NUMBER = re.compile(r"\b(9\d{5})\b")
PATIENCE_SECONDS = 500
BUSY = 503


@dataclass(frozen=True)
class Visit:
    """What a visitor met: seconds to the first picture of a client, whose it was, whether the kernel answered."""

    client: int
    seconds: float
    seen: frozenset[int]
    answered: bool

    @property
    def is_served(self) -> bool:
        """Whether they saw their client and no other, on a kernel that answers."""
        return self.answered and self.seen == {self.client}


def visit_at_once(address: str, clients: Sequence[int]) -> list[Visit]:
    """One visitor for each client, all at the same moment."""
    AsyncHTTPClient.configure("tornado.simple_httpclient.SimpleAsyncHTTPClient", max_clients=1000)
    return asyncio.run(_all(address, clients))


async def _all(address: str, clients: Sequence[int]) -> list[Visit]:
    together = asyncio.Barrier(len(clients))
    return list(await asyncio.gather(*(_visit(address, client, together) for client in clients)))


async def _visit(address: str, client: int, together: asyncio.Barrier) -> Visit:
    parts: list[bytes] = []
    first: list[float] = []
    start = time.perf_counter()

    def receive(part: bytes) -> None:
        parts.append(part)
        if not first and b"pad-still" in part:
            first.append(time.perf_counter() - start)

    request = HTTPRequest(
        f"{address}?client={client}", streaming_callback=receive, request_timeout=PATIENCE_SECONDS, connect_timeout=60
    )
    answered, page = False, ""
    try:
        while not await _fetched(request):  # "yours will open by itself in a moment"
            parts.clear()
        page = b"".join(parts).decode()
        answered = await _answers(address, page)
    except (OSError, HTTPClientError) as error:
        print(f"visitor of {client}: {type(error).__name__} {error}")
    await together.wait()  # nobody leaves before the last has come
    return Visit(client, first[0] if first else PATIENCE_SECONDS, _clients(page), answered)


async def _fetched(request: HTTPRequest) -> bool:
    """Whether the page came; where it asks to be asked again, that time has then passed, as in a browser."""
    try:
        await AsyncHTTPClient().fetch(request)
    except HTTPClientError as error:
        if error.code != BUSY or error.response is None:
            raise
        await asyncio.sleep(float(error.response.headers["Retry-After"]))
        return False
    return True


async def _answers(address: str, page: str) -> bool:
    """Whether the page's kernel takes a WebSocket and says what it is."""
    kernel = KERNEL.search(page)
    if kernel is None:
        return False
    socket = await websocket_connect(f"ws{address.removeprefix('http')}api/kernels/{kernel[1]}/channels")
    header = {"msg_id": "1", "session": "bench", "username": "", "msg_type": "kernel_info_request", "version": "5.3"}
    request = {"header": header, "parent_header": {}, "metadata": {}, "content": {}, "channel": "shell"}
    await socket.write_message(json.dumps(request))
    message = await asyncio.wait_for(socket.read_message(), PATIENCE_SECONDS)
    return message is not None


def _clients(page: str) -> frozenset[int]:
    """Whose numbers the first picture shows: those of a simulated world."""
    still = page.partition("pad-still")[2].partition("</body>")[0]
    return frozenset(map(int, NUMBER.findall(re.sub(r"<[^>]*>", " ", still.partition("<script")[0]))))
