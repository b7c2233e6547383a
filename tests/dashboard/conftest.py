import asyncio
import importlib.util
import signal
import threading
from pathlib import Path

import httpx
import pytest
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application
from traitlets.config import Config

from scoring.access.keys import create_key
from scoring.access.roles import Role
from scoring.dashboard.serve.app import PageServer
from scoring.dashboard.serve.configuration import server_settings
from scoring.dashboard.serve.launch import command
from scoring.settings import Home

spec = importlib.util.spec_from_file_location("dashboard_fakes", Path(__file__).with_name("fakes.py"))
fakes_module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(fakes_module)


@pytest.fixture
def fakes():
    return fakes_module


@pytest.fixture
def portfolio():
    return fakes_module.FakePortfolio()


@pytest.fixture
def serve(tmp_path, monkeypatch):
    """``(*options) -> httpx.Client``: the page's own handlers and settings, without a kernel kept ready."""
    monkeypatch.setenv("SCORING_HOME", str(tmp_path))
    before, loop, servers = signal.getsignal(signal.SIGTERM), asyncio.new_event_loop(), []
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    async def start(options):
        page = PageServer(config=Config(server_settings()))
        notebook = next(word for word in command(1) if word.endswith(".ipynb"))
        page.initialize([notebook, "--VoilaConfiguration.preheat_kernel=False", *options])
        page.app = Application(**page.init_settings())
        page.app.add_handlers(".*$", page.init_handlers())
        sockets = bind_sockets(0, "127.0.0.1")
        servers.append(HTTPServer(page.app))
        servers[-1].add_sockets(sockets)
        return page, sockets[0].getsockname()[1]

    def served(*options):
        with monkeypatch.context() as patch:
            patch.setattr(signal, "signal", lambda *_: None)  # only a main thread may
            page, port = asyncio.run_coroutine_threadsafe(start(options), loop).result(60)
        client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30)
        client.page = page
        return client

    yield served
    loop.call_soon_threadsafe(lambda: [server.stop() for server in servers])
    loop.call_soon_threadsafe(loop.stop)
    thread.join(20)
    assert signal.getsignal(signal.SIGTERM) is before


@pytest.fixture
def key(tmp_path):
    return lambda name="a.durand", role=Role.MANAGER: create_key(Home(tmp_path), name, role)
