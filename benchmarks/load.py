"""Callers of an API on kept-alive connections, light, since they share the machine with what they measure."""

from __future__ import annotations

import asyncio
import http.client
import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass
class Load:
    """What callers saw: seconds of each answer, and how many failed."""

    seconds: list[float] = field(default_factory=list)
    errors: int = 0
    lasted: float = 0.0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.seconds) / self.lasted


class Caller:
    """One kept-alive connection."""

    def __init__(self, address: str) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=120)

    def get(self, path: str) -> tuple[float, bytes]:
        """Seconds, and the body of a 200."""
        return self._ask("GET", path, None)

    def post(self, path: str, body: bytes) -> tuple[float, bytes]:
        """Seconds, and the body of a 200 or 201."""
        return self._ask("POST", path, body)

    def _ask(self, method: str, path: str, body: bytes | None) -> tuple[float, bytes]:
        headers = {"Content-Type": "application/json"} if body else {}
        start = time.perf_counter()
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        content = answer.read()
        seconds = time.perf_counter() - start
        if answer.status not in (200, 201):
            raise RuntimeError(f"{method} {path}: {answer.status} {content[:200]!r}")
        return seconds, content


@contextmanager
def calling(address: str) -> Iterator[Caller]:
    """A caller, until the block ends."""
    caller = Caller(address)
    try:
        yield caller
    finally:
        caller._connection.close()


def get_for(address: str, paths: Sequence[str], connections: int, seconds: float, rate: float | None = None) -> Load:
    """Ask the paths in turn on so many connections for a while; ``rate``: no faster than so many a second in all."""
    return asyncio.run(_get_for(address, paths, connections, seconds, rate))


async def _get_for(address: str, paths: Sequence[str], connections: int, seconds: float, rate: float | None) -> Load:
    load, start = Load(), time.perf_counter()
    pause = connections / rate if rate else 0.0
    shares = [paths[number::connections] or paths for number in range(connections)]
    await asyncio.gather(*(_one(address, share, start + seconds, pause, load) for share in shares))
    load.lasted = time.perf_counter() - start
    return load


async def _one(address: str, paths: Sequence[str], end: float, pause: float, load: Load) -> None:
    place = urlsplit(address)
    reader, writer = await asyncio.open_connection(place.hostname, place.port, limit=2**22)
    requests = [f"GET {path} HTTP/1.1\r\nHost: {place.netloc}\r\n\r\n".encode() for path in paths]
    due, count = time.perf_counter(), 0
    while (now := time.perf_counter()) < end:
        if pause:
            due += pause
            await asyncio.sleep(max(0.0, due - now))
        start = time.perf_counter()
        writer.write(requests[count % len(requests)])
        count += 1
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        await reader.readexactly(length)
        load.seconds.append(time.perf_counter() - start)
        load.errors += not head.startswith(b"HTTP/1.1 200")
    writer.close()


def body_of(value: object) -> bytes:
    """A value as it is sent."""
    return json.dumps(value).encode()
