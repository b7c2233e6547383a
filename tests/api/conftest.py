"""The API of a simulated world, asked without a network."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import polars as pl
import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient

from scoring.api.app import create_app
from scoring.api.schema import example
from scoring.portfolio import Portfolio
from scoring.ports import bind
from scoring.tables.records import APPLICATION, HISTORIES, contract_of
from scoring.tables.store import open_tables

ADDRESS = "http://127.0.0.1:8000"


@pytest.fixture(scope="session")
def portfolio(world):
    return Portfolio.open(world)


@pytest.fixture(scope="session")
def ask(world):
    """A client of the API of the shared world."""
    return TestClient(create_app(world), base_url=ADDRESS)


@pytest.fixture(scope="session")
def ask_of():
    """``(home) -> client`` of that home's API; a bug is answered, not raised."""
    return lambda home: TestClient(create_app(home), base_url=ADDRESS, raise_server_exceptions=False)


@pytest.fixture(scope="session")
def served():
    """``(app, **options)``: within it the application is served on a real socket, whose address is given."""

    @contextmanager
    def serving(app: FastAPI, **options: Any) -> Iterator[tuple[str, int]]:
        bound = bind()
        bound.listen()
        running = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none", **options))
        thread = threading.Thread(target=running.run, kwargs={"sockets": [bound]}, daemon=True)
        thread.start()
        yield bound.getsockname()
        running.should_exit = True
        thread.join(15)
        bound.close()

    return serving


@pytest.fixture
def request_body() -> dict[str, Any]:
    """The example of the OpenAPI pages; a test may change it."""
    return example("request")


@pytest.fixture(scope="session")
def body_of(world) -> Callable[[int], dict[str, Any]]:
    """``(client) -> body``: a client's own rows, as another program would send them."""
    tables = open_tables(world)

    def own(client: int) -> dict[str, Any]:
        mine = tables.of([client])

        def rows(frame: pl.LazyFrame, name: str) -> list[dict[str, Any]]:
            return frame.select(list(contract_of(name).columns)).collect().to_dicts()

        (application,) = rows(mine.application(), APPLICATION)
        return {APPLICATION: application, **{name: rows(mine.frame(name), name) for name in HISTORIES}}

    return own
