"""Names under which this machine answers, and the socket it answers on."""

import asyncio
import socket

import pytest

from scoring.hosts import is_this_machine
from scoring.ports import bind

NAMES = ("127.0.0.1", "localhost", "LocalHost", "LOCALHOST.", "[::1]")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("port", ["", ":1", ":8000", ":65535"])
def test_this_machine_under_any_of_its_names(name, port):
    assert is_this_machine(f"{name}{port}")


FOREIGN = (
    "", " ", ".", ":", ":8000", "evil.com", "evil.com:8000", "localhost.evil.com", "127.0.0.1.evil.com",
    "evillocalhost", "127.0.0.1:8000.evil.com", "evil.com@127.0.0.1", "127.0.0.1@evil.com", "localhost:",
    "localhost:x", "localhost:65536", "localhost..", "localhost:1:2", "[::1", "::1", "[::1]evil", "[evil.com]",
    "localhost\n", " localhost", "localhost/x", "localhost,evil.com", "127.0.0.2", "0.0.0.0", "127.1", "2130706433",
    "localhost:٨٠", "ｌocalhost",
)  # fmt: skip


@pytest.mark.parametrize("host", FOREIGN)
def test_any_other_name_is_foreign(host):
    assert not is_this_machine(host)


def test_small_answers_leave_at_once():
    """Without TCP_NODELAY every answer waits some 40 ms for the caller's acknowledgement of the one before."""
    seen = []

    async def serve(bound):
        async def answer(_, writer):
            seen.append(writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        async with await asyncio.start_server(answer, sock=bound):
            reader, writer = await asyncio.open_connection(*bound.getsockname())
            await reader.read()
            writer.close()

    with bind() as bound:
        asyncio.run(serve(bound))
    assert seen[0] != 0
