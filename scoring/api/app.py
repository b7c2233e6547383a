"""The application: who may ask, which routes there are, how they are described."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from scoring import __version__
from scoring.access.door import Door
from scoring.access.keyring import Keyring
from scoring.access.place import keys_file
from scoring.api.access import Gate, rights_of
from scoring.api.access_schema import describe_access
from scoring.api.answer_cache import AnswerCache
from scoring.api.batch import batch_routes
from scoring.api.batch_jobs import BatchJobs
from scoring.api.client_routes import client_routes
from scoring.api.decisions import decision_routes
from scoring.api.field_descriptions import describe
from scoring.api.guards import AlwaysHeaders, HeadAsGet, OneMeaning, OnlyOurNames, OwnAddresses
from scoring.api.held import HeldAnswers
from scoring.api.letters import letter_routes
from scoring.api.limits import Assessments
from scoring.api.metrics import Measured, Metrics
from scoring.api.one_journal import OneJournal
from scoring.api.pages import add_pages
from scoring.api.portfolio_handle import PortfolioHandle
from scoring.api.problem import install_error_handlers
from scoring.api.promises import describe_promises
from scoring.api.routes import add_probes, add_routes
from scoring.api.served_examples import put_examples
from scoring.api.v1 import router
from scoring.errors import UserError
from scoring.journal.room import JournalRoom
from scoring.journal.shown import ShownRecorder, can_record
from scoring.portfolio import Portfolio
from scoring.settings import Home

SUMMARY = """The same answer as the managers' page shows, to the last digit, for other programs on this machine.

A probability is that of payment difficulty: being late on one of the first instalments. Texts come in French and
English. Whatever cannot be answered is said in a sentence (`detail`), with the fields that are wrong (`fields`).
Where the home has keys, a request needs one: `Authorization: Bearer KEY`."""
DOOR = Door()


def create_app(
    home: Home, door: Door = DOOR, *, record_shown: bool = False, most_archive_bytes: int | None = None
) -> FastAPI:
    """The API of one home.

    Parameters
    ----------
    home : Home
        Whose portfolio and model answer. A run that makes new ones while the API is up is noticed.
    door : Door
        Where it will listen: under which names it answers, and whether it asks for a key in any case.
    record_shown : bool
        Whether the journal is told which client's assessment was shown to whom.
    most_archive_bytes : int, optional
        How large an archive of ``/v1/batch`` may be; 2 GiB by default.

    Returns
    -------
    FastAPI
        To be served by :func:`scoring.api.serve.serve`, or asked by a test.
    """
    journal = OneJournal(home)
    room = JournalRoom(home, journal, journal.is_open)
    handle = PortfolioHandle(home, room if can_record(home) else None)
    jobs = BatchJobs(home, most_bytes=most_archive_bytes)

    @asynccontextmanager
    async def warm(_: FastAPI) -> AsyncIterator[None]:
        await run_in_threadpool(jobs.clear_away)
        await run_in_threadpool(handle.warm)
        gc.collect()
        gc.freeze()  # what is held for ever is not looked through again and again: pauses of 100 ms (measured)
        yield
        jobs.close()
        gc.unfreeze()

    app = FastAPI(
        lifespan=warm,
        title="Prêt à dépenser: credit scoring",
        version=__version__,
        description=SUMMARY,
        servers=[{"url": ".", "description": "Wherever this page was loaded from"}],
        docs_url=None,
        openapi_url=None,  # it is one of our pages
        redoc_url=None,
        redirect_slashes=False,  # one thing has one address
    )
    install_error_handlers(app, rights_of)
    workers, metrics = Assessments(), Metrics()
    answers = AnswerCache(
        recorder=ShownRecorder(lambda *look: journal().record_shown(*look), "api") if record_shown else None
    )
    app.include_router(router(handle, workers, answers))
    app.include_router(client_routes(handle, workers, answers))
    app.include_router(letter_routes(handle, workers, answers))
    app.include_router(batch_routes(handle, jobs))
    app.include_router(decision_routes(handle, workers, journal))
    add_routes(app, handle, workers, answers)
    add_probes(app, handle, metrics)
    add_pages(app)
    app.add_middleware(HeldAnswers, handle=handle, answers=answers)
    keyring = Keyring(keys_file(home), required=not door.is_local)
    _add_guards(app, keyring, door, metrics)
    _describe(app, handle, keyring)
    return app


def _describe(app: FastAPI, handle: PortfolioHandle, keyring: Keyring) -> None:
    """Give the application its OpenAPI document: fields, who may ask, and examples that this home can answer."""
    plain = app.openapi

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = describe_promises(describe_access(describe(plain())))
        put_examples(app.openapi_schema, _open_to_all(handle, keyring))
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]


def _open_to_all(handle: PortfolioHandle, keyring: Keyring) -> Portfolio | None:
    """The portfolio whose numbers may stand in a document that anyone may read, if there is one."""
    try:
        portfolio = handle.portfolio()
        return portfolio if portfolio.demonstration or not keyring.locked() else None
    except UserError:
        return None


def _add_guards(app: FastAPI, keyring: Keyring, door: Door, metrics: Metrics) -> None:
    """What a request passes before its route; the last that is added is the first that it meets."""
    app.add_middleware(Gate, keyring=keyring, behind_proxy=door.behind_proxy)
    app.add_middleware(Measured, metrics=metrics)
    app.add_middleware(HeadAsGet)
    app.add_middleware(OneMeaning)
    app.add_middleware(OwnAddresses, names=door.host_names)
    app.add_middleware(OnlyOurNames, names=door.host_names)
    app.add_middleware(AlwaysHeaders)
