"""A page left while its WebSocket is being opened: nothing fails, and the number of open sockets stays right."""

import asyncio
import socket
import threading
from types import SimpleNamespace

import pytest
from tornado import web
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

WAIT = 30
KERNEL = "01234567-89ab-cdef-0123-456789abcdef"
UPGRADE = (
    f"GET /api/kernels/{KERNEL}/channels?session_id=s HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


class Asked:
    """A connection to a kernel that answers when the test lets it."""

    kernel_ws_protocol = None

    def __init__(self, parent, websocket_handler, config):
        self.session, self.kernels = SimpleNamespace(session=""), websocket_handler.kernel_manager
        self.asked, self.closed, self.answer = parent.asked, parent.closed, asyncio.Event()
        parent.loop = asyncio.get_running_loop()
        parent.release = lambda: parent.loop.call_soon_threadsafe(self.answer.set)

    async def prepare(self):
        self.asked.set()
        await self.answer.wait()

    async def connect(self):
        self.kernels.notify_connect(KERNEL)

    def disconnect(self):
        self.kernels.notify_disconnect(KERNEL)
        self.closed.set()


@pytest.fixture
def opened(serve, monkeypatch):
    """A page's socket on its way to the kernel: ``(socket, kernel, kernels, failures, over)``."""
    client = serve()
    kernels, failures, over = client.page.kernel_manager, [], threading.Event()
    kernel = SimpleNamespace(asked=threading.Event(), closed=threading.Event())
    whole = VoilaKernelWebsocketHandler.get

    async def get(self, *args, **kwargs):
        try:
            await whole(self, *args, **kwargs)
        except web.Finish:
            raise
        except Exception as failure:
            failures.append(failure)
            raise
        finally:
            over.set()

    monkeypatch.setattr(VoilaKernelWebsocketHandler, "get", get)
    monkeypatch.setattr(kernels, "get_kernel", lambda _: kernel)
    monkeypatch.setattr(kernels, "list_kernel_ids", lambda: [KERNEL])
    kernels._kernel_connections[KERNEL] = 0
    client.page.app.settings["kernel_websocket_connection_class"] = Asked
    with socket.create_connection((client.base_url.host, client.base_url.port), WAIT) as page:
        page.sendall(UPGRADE.replace("127.0.0.1", f"127.0.0.1:{client.base_url.port}").encode())
        assert kernel.asked.wait(WAIT)
        yield SimpleNamespace(socket=page, kernel=kernel, kernels=kernels, failures=failures, over=over)


def test_a_page_that_is_left_before_its_socket_stands_leaves_no_failure_and_no_wrong_count(opened):
    opened.socket.close()
    assert opened.kernel.closed.wait(WAIT)
    opened.kernel.release()
    assert opened.over.wait(WAIT)
    assert opened.failures == []
    assert opened.kernels.connections() == {KERNEL: 0}  # one below it, the next socket would count as none


def test_a_socket_that_stands_is_counted_and_taken_off_when_it_closes(opened):
    opened.kernel.release()
    assert opened.socket.recv(12) == b"HTTP/1.1 101"
    opened.socket.close()
    assert opened.kernel.closed.wait(WAIT)
    assert opened.kernels.connections() == {KERNEL: 0}
    assert opened.failures == []
