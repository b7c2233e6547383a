"""The application: who may ask, which routes there are, how they are described."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from scoring import __version__
from scoring.api.field_descriptions import describe
from scoring.api.pages import add_pages
from scoring.api.portfolio_handle import PortfolioHandle
from scoring.api.problem import Problem, as_json, install_error_handlers
from scoring.api.routes import add_routes
from scoring.hosts import THIS_MACHINE, is_this_machine
from scoring.settings import Home

SUMMARY = """The same answer as the managers' page shows, to the last digit, for other programs on this machine.

A probability is that of payment difficulty: being late on one of the first instalments. Texts come in French and
English. Whatever cannot be answered is said in a sentence (`detail`), with the fields that are wrong (`fields`).
No key is asked for: the API listens on this machine only."""


def create_app(home: Home) -> FastAPI:
    """The API of one home.

    Parameters
    ----------
    home : Home
        Whose portfolio and model answer. A run that makes new ones while the API is up is noticed.

    Returns
    -------
    FastAPI
        To be served by :func:`scoring.api.serve.serve`, or asked by a test.
    """
    handle = PortfolioHandle(home)

    @asynccontextmanager
    async def warm(_: FastAPI) -> AsyncIterator[None]:
        await run_in_threadpool(handle.warm)
        yield

    app = FastAPI(
        lifespan=warm,
        title="Prêt à dépenser: credit scoring",
        version=__version__,
        description=SUMMARY,
        servers=[{"url": ".", "description": "Wherever this page was loaded from"}],
        docs_url=None,
        redoc_url=None,
    )
    install_error_handlers(app)
    add_routes(app, handle)
    add_pages(app)
    app.add_middleware(OnlyThisMachine)
    plain = app.openapi

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = describe(plain())
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]
    return app


class OnlyThisMachine:
    """Refuse requests under another host's name: a web page that points its own name here must not read clients."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 421."""
        if scope["type"] != "http" or is_this_machine(_host(scope)):
            await self.app(scope, receive, send)
            return
        body = as_json(
            Problem(detail=f"Expected a request to {THIS_MACHINE[0]}; under another name nothing is answered.")
        )
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 421, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def _host(scope: Scope) -> str:
    """The name the caller used, with its port."""
    return next((value for name, value in scope["headers"] if name == b"host"), b"").decode("latin-1")
