"""``/v1/batch``: an archive of many applicants in, their scores out, by the code of ``scoring score --input``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import polars as pl
from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi import Path as PathParameter
from fastapi.responses import FileResponse, JSONResponse
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from scoring.api.accept import weight
from scoring.api.access import who_asks
from scoring.api.batch_jobs import NO_JOB, BatchJobs
from scoring.api.batch_process import Job
from scoring.api.batch_upload import receive_archive
from scoring.api.body import refuse_encoded
from scoring.api.language import accepted, archive_in_language, archive_words
from scoring.api.parameters import only_declared_parameters
from scoring.api.portfolio_handle import PortfolioHandle
from scoring.api.problem import ProblemError
from scoring.api.repeated import HEADER, MALFORMED, key_of, other_content, parameter
from scoring.api.v1 import AcceptLanguage, problems
from scoring.errors import UserError
from scoring.files import read_json
from scoring.inference.archive import write_scores
from scoring.inference.batch import ARCHIVE, REPORT, RESULT
from scoring.journal.once import Once, OtherContentError
from scoring.tables.records import quotable

MOST_BYTES = 2 * 1024**3  # where the server is not told another limit: Kaggle's own zip takes 0.7 GB
ZIP = ("application/zip", "application/x-zip-compressed", "application/octet-stream")
PARQUET, CSV = "application/vnd.apache.parquet", "text/csv; charset=utf-8"
BODY = {"required": True, "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}}}
RESULT_CONTENT = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in (PARQUET, "text/csv")}
REPORT_CONTENT = {"application/json": {"schema": {"type": "object"}}}
SENT_ONCE = parameter("there is no second job", "the job is")
NOT_DONE = "Expected a job that is done, got one that is not. Ask again."
Form = Annotated[
    Literal["parquet", "csv"] | None, Query(alias="format", description="How it is written; by Accept if left out.")
]
JobId = Annotated[str, PathParameter(description="The job's name, as `POST /v1/batch` answered it.")]
TOO_MANY = "Too many jobs are not finished; try again after Retry-After."


class BatchJob(BaseModel):
    """A job: an archive that was sent, and what became of it."""

    job: str = Field(description="Its name, by which it is asked for.")
    state: Literal["waiting", "running", "done", "failed"] = Field(description="How far it is.")
    doing: str = Field(description="What is being done; empty where nothing is.", examples=["computing features"])
    error: str = Field(description="Why it failed, in the language asked for; empty where it did not.")
    clients: int | None = Field(description="How many clients were scored; null as long as none are.")
    zones: dict[str, int] = Field(description="How many of them are in each zone; empty as long as none are.")
    clean: bool | None = Field(
        description="Whether there is nothing to say of the archive, as exit status 0 of `scoring check` tells; false "
        "where `/report` names what was understood by rule, cleaned, left aside or does not agree; null until then."
    )


def batch_routes(handle: PortfolioHandle, jobs: BatchJobs) -> APIRouter:
    """The routes below /v1/batch."""
    routes = APIRouter(prefix="/v1/batch", tags=["Batch"], dependencies=[Depends(only_declared_parameters)])
    _add_posting(routes, handle, jobs)
    _add_asking(routes, handle, jobs)
    return routes


def _add_posting(routes: APIRouter, handle: PortfolioHandle, jobs: BatchJobs) -> None:
    @routes.post(
        "",
        status_code=202,
        responses=problems(
            _400=MALFORMED,
            _408="The archive did not come in time.",
            _413="The archive is too large.",
            _415="The body is said to be something else than a zip.",
            _422="There is no archive in the body, or a parameter is wrong.",
            _429=TOO_MANY,
            _503="There is no portfolio to score by yet, or no room for the archive.",
        ),
        openapi_extra={"parameters": [SENT_ONCE], "requestBody": BODY},
    )
    async def send(request: Request, response: Response, accept_language: AcceptLanguage = "") -> BatchJob:
        """Send a zip of the eight tables, as CSV or Parquet; outcomes may lack. It is scored when its turn comes.

        Nothing of it is imported; its files are gone an hour after it is done, or when the job is deleted. A program
        that may send an archive again gives it an `Idempotency-Key`: it is scored once.
        """
        handle.portfolio()
        _refuse_other_content(request)
        key = key_of(request.headers.get(HEADER))
        job = jobs.open(who_asks(request.scope))
        try:
            content = await receive_archive(request, job.folder / ARCHIVE, jobs.most_bytes or MOST_BYTES)
        except BaseException:
            jobs.remove(job)
            raise
        try:
            job = jobs.start(job, Once(key, content) if key else None)
        except OtherContentError as error:
            raise other_content() from error
        response.headers["Location"] = f"/v1/batch/{job.ident}"
        return _answer(job, accept_language)


def _add_asking(routes: APIRouter, handle: PortfolioHandle, jobs: BatchJobs) -> None:
    @routes.get("/{job}", responses=problems(_404=NO_JOB))
    async def state(request: Request, job: JobId, accept_language: AcceptLanguage = "") -> BatchJob:
        """How far a job is."""
        handle.portfolio()
        return _answer(jobs.of(who_asks(request.scope), job), accept_language)

    @routes.delete("/{job}", status_code=204, responses=problems(_404=NO_JOB))
    def delete(request: Request, job: JobId) -> None:
        """End a job, whatever it is at; its files are gone when this answers."""
        handle.portfolio()
        jobs.remove(jobs.of(who_asks(request.scope), job))

    @routes.get(
        "/{job}/result",
        response_class=FileResponse,
        responses={
            **problems(_404=NO_JOB, _409="The job is not done.", _422="The archive was refused, or a field is wrong."),
            200: {"description": "One row a client.", "content": RESULT_CONTENT},
        },
    )
    async def result(
        request: Request,
        job: JobId,
        form: Form = None,
        accept: Annotated[str, Header(description="text/csv, or Parquet by default.")] = "",
    ) -> FileResponse:
        """The scores: client, probability, score, decision, zone, interval, causes for review."""
        mine = _done(handle, jobs, request, job)
        if (form or form_of(accept)) == "parquet":
            return await run_in_threadpool(_whole, request, mine.folder / RESULT, PARQUET)
        return await run_in_threadpool(lambda: _whole(request, _as_csv(mine.folder / RESULT), CSV))

    @routes.get(
        "/{job}/report",
        response_class=JSONResponse,
        responses={
            **problems(_404=NO_JOB, _409="The job is not done.", _422="The archive was refused."),
            200: {"description": "As `--report` writes it.", "content": REPORT_CONTENT},
        },
    )
    def report(request: Request, job: JobId) -> JSONResponse:
        """What there is to say of the archive: forms understood, values cleaned, tables absent, what does not agree."""
        file = _done(handle, jobs, request, job).folder / REPORT
        try:
            content = read_json(file)
        except UserError as gone:  # its time ended meanwhile
            raise ProblemError(404, NO_JOB) from gone
        return JSONResponse({name: value for name, value in content.items() if name != "output"})


def _whole(request: Request, file: Path, media: str) -> FileResponse:
    """A file as an answer: all of it, whatever Range asks; Starlette says what is wrong in one in plain text."""
    request.scope["headers"] = [(name, value) for name, value in request.scope["headers"] if name != b"range"]
    name = f"scores{file.suffix}"
    headers = {"Accept-Ranges": "none", "Vary": "Accept"}
    try:
        return FileResponse(file, headers=headers, media_type=media, filename=name, stat_result=file.stat())
    except OSError as gone:  # its time ended meanwhile
        raise ProblemError(404, NO_JOB) from gone


def form_of(accept: str) -> str:
    """Parquet or CSV, whichever an Accept header prefers; Parquet where it prefers neither.

    Examples
    --------
    >>> form_of("text/csv"), form_of(""), form_of("*/*"), form_of("text/csv;q=0"), form_of("text/csv;q=0.1, */*")
    ('csv', 'parquet', 'parquet', 'parquet', 'parquet')
    """
    return "csv" if weight(accept, "text/csv") > weight(accept, PARQUET) else "parquet"


def _done(handle: PortfolioHandle, jobs: BatchJobs, request: Request, ident: str) -> Job:
    """A job of the caller's that is done.

    Raises
    ------
    ProblemError
        404 where there is none, 409 where it is not done, 422 where the archive was refused.
    """
    handle.portfolio()
    mine = jobs.of(who_asks(request.scope), ident)
    if mine.state == "failed":
        raise ProblemError(422, mine.error, words=archive_words(mine.error))
    if mine.state != "done":
        raise ProblemError(409, NOT_DONE, headers={"Retry-After": "2"})
    return mine


def _answer(job: Job, accept_language: str) -> BatchJob:
    error = archive_in_language(job.error, accepted(accept_language)) if job.error else ""
    state = "waiting" if job.state == "receiving" else job.state
    return BatchJob(
        job=job.ident, state=state, doing=job.doing, error=error,
        clients=job.clients, zones=job.zones, clean=job.clean,
    )  # fmt: skip


def _refuse_other_content(request: Request) -> None:
    kind = request.headers.get("content-type", ZIP[0]).lower().partition(";")[0].strip()
    if kind not in ZIP:
        raise ProblemError(415, f"Expected the content type application/zip, got {quotable(kind) or 'none'}.")
    refuse_encoded(request)


def _as_csv(file: Path) -> Path:
    """The result as ``scoring score --output scores.csv`` writes it."""
    written = file.with_suffix(".csv")
    if file.exists() and not written.exists():
        write_scores(pl.read_parquet(file, glob=False), written)
    return written
