"""``/v1/batch``: the numbers of ``scoring score``, nobody else's jobs, files that go, sentences where it cannot be."""

import asyncio
import errno
import io
import json
import signal
import stat
import subprocess
import sys
import threading
import time
import tracemalloc
import zipfile
from types import SimpleNamespace

import polars as pl
import pytest
from fastapi import Request
from fastapi.testclient import TestClient
from starlette.applications import Starlette
from starlette.routing import Route

from scoring.access.keys import create_key
from scoring.access.roles import Role
from scoring.api import batch, batch_jobs, batch_process, batch_upload
from scoring.api import serve as serve_module
from scoring.api.app import create_app
from scoring.api.batch_jobs import MOST_UNFINISHED, BatchJobs
from scoring.api.language import in_language
from scoring.api.portfolio_handle import PortfolioHandle
from scoring.api.problem import ProblemError
from scoring.api.repeated import HEADER
from scoring.inference import batch as inference_batch
from scoring.inference.batch import ARCHIVE, REPORT, RESULT
from scoring.journal.once import Once
from scoring.settings import Home

ADDRESS = "http://127.0.0.1:8000"
SECONDS = 240


@pytest.fixture(scope="module")
def archive(tiny_archive, tmp_path_factory):
    return tiny_archive(tmp_path_factory.mktemp("batch") / "archive.zip").read_bytes()


@pytest.fixture
def client(world):
    with TestClient(create_app(world), base_url=ADDRESS) as asked:
        yield asked


def finished(client, address, **how):
    """What is said of a job once nothing is done any more."""
    deadline = time.monotonic() + SECONDS
    while (job := client.get(address, **how).json())["state"] in ("waiting", "running"):
        assert time.monotonic() < deadline, job
        time.sleep(0.1)
    return job


def sent(client, body, **how):
    answer = client.post("/v1/batch", content=body, **how)
    assert answer.status_code == 202, answer.text
    return answer.headers["location"]


@pytest.mark.slow
def test_a_batch_gives_what_scoring_score_gives_digit_for_digit(client, world, archive, run_cli, tmp_path):
    address = sent(client, archive, headers={"Content-Type": "application/zip"})
    job = finished(client, address)
    (tmp_path / "archive.zip").write_bytes(archive)
    for name in ("scores.parquet", "scores.csv"):
        ran = run_cli("--home", world.root, "score", "--input", tmp_path / "archive.zip", "--output", tmp_path / name)
        assert ran.status == 0
    expected = pl.read_parquet(tmp_path / "scores.parquet")
    assert (job["state"], job["error"], job["clients"]) == ("done", "", expected.height)
    assert sum(job["zones"].values()) == expected.height
    by_default = client.get(f"{address}/result")
    assert by_default.headers["content-type"] == "application/vnd.apache.parquet"
    assert pl.read_parquet(io.BytesIO(by_default.content)).equals(expected)
    for asked in ({"params": {"format": "csv"}}, {"headers": {"Accept": "text/csv"}}):
        assert client.get(f"{address}/result", **asked).content == (tmp_path / "scores.csv").read_bytes()
    assert client.head(f"{address}/result").content == b""
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404
    assert client.get(f"{address}/result").status_code == 404


@pytest.mark.slow
def test_a_batch_says_of_an_archive_what_scoring_score_says(client, world, tiny_archive, run_cli, tmp_path):
    """Absent tables, forms understood, values cleaned: a job that is done said nothing of any of them."""
    unknown = {"bureau": lambda rows: rows.with_columns(CREDIT_CURRENCY=pl.lit("currency 1 ").str.to_uppercase())}
    file = tiny_archive(tmp_path / "archive.zip", without=["credit_card_balance"], change=unknown)
    address = sent(client, file.read_bytes())
    job = finished(client, address)
    output, told = tmp_path / "scores.csv", tmp_path / "told.json"
    ran = run_cli("--home", world.root, "score", "--input", file, "--output", output, "--report", told)
    expected = json.loads(told.read_text())
    del expected["output"]
    report = client.get(f"{address}/report")
    assert (ran.status, job["state"], job["clean"]) == (0, "done", False)
    assert report.headers["content-type"] == "application/json"
    assert report.json() == expected
    assert (expected["status"], expected["absent"]) == ("findings", ["credit_card_balance"])
    assert "other_spelling" in {change["rule"] for change in expected["cleaned"]}
    assert str(world.root) not in report.text


def reported(jobs, report):
    """A job of which the process left this report."""
    job = jobs.open("")
    (job.folder / REPORT).write_text(json.dumps(report))
    (job.folder / RESULT).touch()
    batch_process.follow(job, SimpleNamespace(stdout=[], wait=lambda: 0, poll=lambda: 0))
    return job


@pytest.mark.parametrize(("status", "clean"), [("clean", True), ("findings", False)])
def test_a_job_says_whether_there_is_anything_to_say_of_its_archive(tmp_path, status, clean):
    jobs = BatchJobs(Home(tmp_path))
    assert jobs.open("").clean is None
    assert reported(jobs, {"status": status, "clients": 1, "zones": {}}).clean is clean


@pytest.mark.slow
def test_an_archive_that_the_import_refuses_is_its_sentence_in_the_callers_language(client, world):
    address = sent(client, b"no zip at all")
    job = finished(client, address, headers={"Accept-Language": "fr"})
    assert job["state"] == "failed"
    assert job["error"].startswith("archive.zip\u00a0: une archive zip entière était attendue")
    assert client.get(f"{address}/report").json() == client.get(f"{address}/result").json() | {
        "instance": f"{address}/report"
    }
    refused = client.get(f"{address}/result")
    assert refused.status_code == 422
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["detail"].startswith("archive.zip: expected a whole zip archive, got ")
    assert str(world.root) not in refused.text
    french = client.get(f"{address}/result", headers={"Accept-Language": "fr"}).json()["detail"]
    assert french == job["error"]


@pytest.mark.slow
def test_a_job_that_runs_is_ended_and_its_files_are_gone(world, archive):
    app = create_app(world)
    with TestClient(app, base_url=ADDRESS) as client:
        address = sent(client, archive)
        (folder,) = [path.parent for path in (world.root / "batch").glob("*/*/archive.zip")]
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert stat.S_IMODE((world.root / "batch").stat().st_mode) == 0o700
        deadline = time.monotonic() + SECONDS
        while client.get(address).json()["state"] == "waiting":
            assert time.monotonic() < deadline
        assert client.get(f"{address}/result").status_code == 409
        assert client.get(f"{address}/report").status_code == 409
        assert client.delete(address).status_code == 204
        deadline = time.monotonic() + 20
        while folder.exists():
            assert time.monotonic() < deadline


def arriving(parts, headers=(), leave=False):
    """A request whose body comes in parts; the caller may leave behind the last."""
    messages = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
    messages.append({"type": "http.disconnect"} if leave else {"type": "http.request", "body": b"", "more_body": False})
    waiting = iter(messages)

    async def receive():
        return next(waiting)

    return Request({"type": "http", "method": "POST", "path": "/v1/batch", "headers": list(headers)}, receive)


def refused_at(request, file, most=10**9):
    with pytest.raises(ProblemError) as refused:
        asyncio.run(batch_upload.receive_archive(request, file, most))
    return refused.value.problem.status, refused.value.problem.detail


def test_an_archive_is_on_the_disk_as_it_comes_and_never_in_memory(tmp_path):
    file, part, sizes = tmp_path / "archive.zip", bytes(1 << 20), []

    def parts():
        for _ in range(20):
            sizes.append(file.stat().st_size)
            yield part

    tracemalloc.start()
    request = arriving([])
    source = parts()

    async def receive():
        body = next(source, None)
        return {"type": "http.request", "body": body or b"", "more_body": body is not None}

    request._receive = receive
    asyncio.run(batch_upload.receive_archive(request, file, 10**9))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sizes == [number << 20 for number in range(20)]
    assert file.stat().st_size == 20 << 20
    assert 1 << 20 <= peak + (1 << 20) < 6 << 20


@pytest.mark.parametrize("parts", [[], [b"x" * 10], [b"x" * 10] * 50])
def test_a_caller_who_leaves_is_400(tmp_path, parts):
    assert refused_at(arriving(parts, leave=True), tmp_path / "a")[0] == 400


def test_a_caller_who_leaves_or_stops_leaves_nothing(world, monkeypatch):
    monkeypatch.setattr(batch_upload, "IDLE_SECONDS", 0.3)
    app = create_app(world)
    for parts, end in [([b"PK"], "leave"), ([b"PK", b"x" * 99_999], "leave"), ([b"PK"], "stop")]:
        statuses = asyncio.run(posted(app, parts, end))
        assert statuses == [400 if end == "leave" else 408]
        assert list((world.root / "batch").glob("*/*/*")) == []


async def posted(app, parts, end):
    """The statuses of an archive that is sent in parts and not to its end, as the server passes it on."""
    statuses, waiting = [], iter(parts)

    async def receive():
        part = next(waiting, None)
        if part is None and end == "stop":
            await asyncio.sleep(60)
        return {"type": "http.request", "body": part, "more_body": True} if part else {"type": "http.disconnect"}

    async def send(message):
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    headers = [(b"host", b"127.0.0.1:8000"), (b"content-type", b"application/zip")]
    scope = {
        "type": "http", "method": "POST", "path": "/v1/batch", "raw_path": b"/v1/batch", "query_string": b"",
        "headers": headers, "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8000), "scheme": "http",
        "root_path": "",
        "http_version": "1.1", "asgi": {"version": "3.0"},
    }  # fmt: skip
    await app(scope, receive, send)
    return statuses


def test_a_disk_without_room_is_503_before_and_while_it_comes(tmp_path, monkeypatch):
    room = SimpleNamespace(free=batch_upload.DISK_RESERVE + 25)
    monkeypatch.setattr(batch_upload.shutil, "disk_usage", lambda _: room)
    announced = arriving([b"x" * 26], headers=[(b"content-length", b"26")])
    assert refused_at(announced, tmp_path / "a") == (503, batch_upload.NO_ROOM)
    assert not (tmp_path / "a").exists()
    assert refused_at(arriving([b"x" * 20, b"x" * 26]), tmp_path / "b") == (503, batch_upload.NO_ROOM)
    asyncio.run(batch_upload.receive_archive(arriving([b"x" * 25]), tmp_path / "c", 10**9))
    assert refused_at(arriving([b"x"], headers=[(b"content-length", b"9" * 30)]), tmp_path / "d", 0)[0] == 413


def test_a_write_that_the_system_refuses_is_503_and_leaves_nothing(client, world, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(batch_upload, "_write", full)
    refused = client.post("/v1/batch", content=b"PK", headers={"Accept-Language": "fr"})
    assert refused.status_code == 503
    assert refused.json()["detail"].startswith("Il n’y a pas de place pour l’archive")
    assert refused.headers["retry-after"] == "60"
    assert list((world.root / "batch").glob("*/*/*")) == []


def test_a_disk_that_fills_while_a_job_runs_is_a_sentence(tmp_path, monkeypatch):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(inference_batch, "score_file", full)
    steps = io.StringIO()
    assert inference_batch.run(tmp_path, tmp_path / "archive.zip", tmp_path, steps) == inference_batch.REFUSED
    error = json.loads(steps.getvalue())["error"]
    assert error.startswith("The disk is full: result.parquet could not be written")
    assert in_language(error, "fr").startswith("Le disque est plein\u00a0: result.parquet n’a pas pu être écrit.")


NOISY = """
import os, sys
from scoring.inference import batch
def noisy(home, archive, output, say, report):
    print("a warning of a library")
    os.write(1, b"words of its C code")
    say("reading")
    return iter(())
batch.score_file = noisy
sys.exit(batch.main(["home", "archive.zip", "."]))
"""


def test_what_a_library_prints_is_no_step_of_a_job():
    """A warning on standard output was read as a step, and the job ended as one that nobody understands."""
    done = subprocess.run([sys.executable, "-c", NOISY], capture_output=True, text=True, check=True)
    assert done.stdout == json.dumps({"doing": "reading"}) + "\n"
    assert "words of its C code" in done.stderr
    assert "a warning of a library" in done.stderr


@pytest.mark.slow
def test_damaged_archives_fail_in_a_sentence_and_the_next_one_is_scored(client, world, archive):
    places = (len(archive) // 3, len(archive) // 2)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("application_test.csv", b"0" * (70 << 20))
    flipped = [archive[:place] + bytes([archive[place] ^ 255]) + archive[place + 1 :] for place in places]
    for body in (archive[: len(archive) // 2], *flipped, b"PK\x03\x04" + bytes(100), bomb.getvalue()):
        address = sent(client, body)
        job = finished(client, address)
        assert job["state"] == "failed"
        assert job["error"] not in ("", batch_jobs.BROKEN)
        assert str(world.root) not in job["error"]
        assert client.delete(address).status_code == 204
    assert finished(client, sent(client, archive))["state"] == "done"


def test_the_limit_is_a_setting_and_kaggles_own_archive_fits_by_default(world, run_cli, monkeypatch):
    assert 750 * 10**6 < batch.MOST_BYTES <= 4 * 1024**3
    with TestClient(create_app(world, most_archive_bytes=10**6), base_url=ADDRESS) as client:
        refused = client.post("/v1/batch", content=b"x" * (10**6 + 1))
    assert (refused.status_code, "at most 0.953674 MiB" in refused.json()["detail"]) == (413, True)
    ran = run_cli("--home", world.root, "api", "--batch-limit", "much")
    assert (ran.status, "--batch-limit: expected a size with its unit" in ran.err) == (2, True)
    given = {}
    monkeypatch.setattr(serve_module, "serve", lambda *_, **options: given.update(options))
    assert run_cli("--home", world.root, "api", "--batch-limit", "3GB").status == 0
    assert given["most_archive_bytes"] == 3 * 10**9


def test_another_keys_job_does_not_exist(world, tmp_path, own_world, archive):
    keys = [create_key(own_world, name, Role.SERVICE) for name in ("first", "second")]
    first, second = ({"Authorization": f"Bearer {key}"} for key in keys)
    with TestClient(create_app(own_world), base_url=ADDRESS) as client:
        address = sent(client, archive, headers=first)
        asked = [("GET", path) for path in (address, f"{address}/result", f"{address}/report")]
        for method, path in [("DELETE", address), *asked]:
            refused = client.request(method, path, headers=second)
            assert (refused.status_code, refused.json()["detail"]) == (404, batch_jobs.NO_JOB)
        assert client.get(address, headers=first).status_code == 200
        assert client.delete(address, headers=first).status_code == 204


@pytest.fixture
def idle(tmp_path, monkeypatch):
    """``(body, key, owner) -> answer``: of an API whose jobs wait for ever."""
    monkeypatch.setattr(BatchJobs, "_work", lambda *_: None)
    monkeypatch.setattr(PortfolioHandle, "portfolio", lambda _: None)
    asked = TestClient(create_app(Home(tmp_path)), base_url=ADDRESS)
    return lambda body, key: asked.post("/v1/batch", content=body, headers={HEADER: key, "Accept-Language": "fr"})


def test_an_archive_sent_again_with_its_key_is_one_job(idle, tmp_path):
    first, again, other = idle(b"PK1", "a-1"), idle(b"PK1", '"a-1"'), idle(b"PK1", "a-2")
    assert [answer.status_code for answer in (first, again, other)] == [202, 202, 202]
    assert first.json() == again.json()
    assert first.headers["location"] == again.headers["location"] != other.headers["location"]
    assert len(list(tmp_path.rglob(ARCHIVE))) == 2


def test_a_key_of_another_archive_is_refused_and_the_archive_gone(idle, tmp_path):
    first, other = idle(b"PK1", "a-1"), idle(b"PK2", "a-1")
    assert (first.status_code, other.status_code) == (202, 422)
    assert other.json()["detail"].startswith("Idempotency-Key\u00a0: attendu")
    assert [file.read_bytes() for file in tmp_path.rglob(ARCHIVE)] == [b"PK1"]
    assert idle(b"PK1", "a b").status_code == 400


def test_the_key_of_an_archive_is_its_senders_and_goes_with_the_job(tmp_path, monkeypatch):
    monkeypatch.setattr(BatchJobs, "_work", lambda *_: None)
    jobs = BatchJobs(Home(tmp_path))
    first, theirs, again = (jobs.start(jobs.open(owner), Once("k", "1")) for owner in ("a", "b", "a"))
    assert first is again is not theirs
    jobs.remove(first)
    assert jobs.start(jobs.open("a"), Once("k", "2")).once == Once("k", "2")


def test_too_many_jobs_are_429_and_say_when_to_come_back(tmp_path):
    jobs = BatchJobs(Home(tmp_path))
    opened = [jobs.open("a") for _ in range(MOST_UNFINISHED)]
    with pytest.raises(ProblemError) as refused:
        jobs.open("b")
    assert (refused.value.problem.status, refused.value.headers) == (429, {"Retry-After": "30"})
    jobs.remove(opened[0])
    assert jobs.open("b").owner == "b"


@pytest.mark.parametrize("finish", [batch_jobs.MOST_KEPT])
def test_results_that_nobody_fetches_do_not_fill_the_disk(tmp_path, finish):
    jobs = BatchJobs(Home(tmp_path))
    for _ in range(finish):
        jobs.open("a").state = "done"
    with pytest.raises(ProblemError):
        jobs.open("a")


def worked_by(script, tmp_path, monkeypatch):
    """A job once it is over, of which a shell's script did the work."""
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o700)
    monkeypatch.setattr(batch_process.sys, "executable", str(program))
    jobs = BatchJobs(Home(tmp_path))
    job = jobs.start(jobs.open("a"))
    deadline = time.monotonic() + 60
    while job.state in ("waiting", "running"):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return job


def test_a_job_that_cannot_be_understood_ends_with_its_process(tmp_path, monkeypatch):
    """It went on for up to an hour beside the next job, though only one is to run at a time."""
    job = worked_by("echo 'a warning of a library'; exec sleep 600", tmp_path, monkeypatch)
    assert (job.state, job.error) == ("failed", batch_jobs.BROKEN)
    assert job.process.wait(60) == -signal.SIGKILL


@pytest.mark.parametrize(
    ("script", "ending"),
    [
        ("echo 'MemoryError: no room' >&2; kill -9 $$", "it ended by SIGKILL"),
        ("echo 'MemoryError: no room' >&2; exit 7", "it ended with status 7"),
    ],
)
def test_why_a_job_could_not_be_finished_stands_in_the_log(tmp_path, monkeypatch, caplog, script, ending):
    """Its sentence sends people to the log, which said nothing."""
    job = worked_by(script, tmp_path, monkeypatch)
    assert (job.state, job.error) == ("failed", batch_jobs.BROKEN)
    assert ending in caplog.text
    assert "MemoryError: no room" in caplog.text


def test_a_finished_job_goes_when_its_time_is_over(tmp_path, monkeypatch):
    monkeypatch.setattr(batch_jobs, "start", lambda *_: (_ for _ in ()).throw(OSError("no process")))
    jobs = BatchJobs(Home(tmp_path), keep_seconds=0.5)
    job = jobs.open("a")
    jobs.start(job)
    deadline = time.monotonic() + 20
    while job.folder.exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert (job.state, job.error) == ("failed", batch_jobs.BROKEN)
    with pytest.raises(ProblemError):
        jobs.of("a", job.ident)


def test_what_a_killed_server_left_is_cleared_away_and_what_a_running_one_has_is_not(tmp_path):
    running = BatchJobs(Home(tmp_path)).open("a")
    left = tmp_path / "batch" / "left"
    (left / "job").mkdir(parents=True)
    (left / "lock").touch()
    BatchJobs(Home(tmp_path)).open("b")
    assert not left.exists()
    assert running.folder.exists()


def test_a_server_clears_away_what_a_killed_one_left_when_it_starts(tmp_path):
    """It was cleared away when the next archive came: applicants' data lay there until then."""
    left = tmp_path / "batch" / "left"
    (left / "job").mkdir(parents=True)
    (left / "lock").touch()
    with TestClient(create_app(Home(tmp_path)), base_url=ADDRESS):
        assert not left.exists()


@pytest.mark.parametrize(
    ("accept", "form"),
    [("text/csv", "csv"), ("text/csv;q=0", "parquet"), ("text/csv;q=0.1, */*", "parquet"), ("text/*;q=0.5", "csv")],
)
def test_a_result_is_written_as_its_caller_prefers(accept, form):
    assert batch.form_of(accept) == form


@pytest.mark.parametrize("wanted", ["bytes=0-1", "bytes=abc", "bytes=99-", "lines=1"])
def test_a_result_is_whole_whatever_range_is_asked(tmp_path, wanted):
    """A wrong range was answered 400 or 416 in plain text: no problem body."""
    file = tmp_path / "result.csv"
    file.write_text("client\n1\n")
    asked = Starlette(routes=[Route("/", lambda request: batch._whole(request, file, batch.CSV))])
    answer = TestClient(asked).get("/", headers={"Range": wanted})
    assert (answer.status_code, answer.text, answer.headers["accept-ranges"]) == (200, "client\n1\n", "none")


def test_a_result_whose_time_ends_while_it_is_asked_for_is_404(tmp_path):
    for file in (tmp_path / "result.parquet", batch._as_csv(tmp_path / "result.parquet")):
        with pytest.raises(ProblemError) as gone:
            batch._whole(Request({"type": "http", "headers": []}), file, batch.PARQUET)
        assert (gone.value.problem.status, gone.value.problem.detail) == (404, batch_jobs.NO_JOB)


def test_an_archive_that_is_too_large_or_none_leaves_nothing(client, world, monkeypatch):
    monkeypatch.setattr(batch, "MOST_BYTES", 1024)
    for body in (b"x" * 1025, iter([b"x" * 600, b"x" * 600])):
        refused = client.post("/v1/batch", content=body, headers={"Accept-Language": "fr"})
        assert refused.status_code == 413
        assert refused.json()["detail"].startswith("Une archive d’au plus")
    assert client.post("/v1/batch").status_code == 422
    for headers, status in [({"Content-Type": "application/json"}, 415), ({"Content-Encoding": "gzip"}, 415)]:
        assert client.post("/v1/batch", content=b"{}", headers=headers).status_code == status
    assert client.post("/v1/batch?strict=1", content=b"x").status_code == 422
    assert list((world.root / "batch").glob("*/*/*")) == []


def test_a_home_that_cannot_be_written_says_so(tmp_path):
    (tmp_path / "batch").write_text("a file where the folder should be")
    with pytest.raises(ProblemError) as refused:
        BatchJobs(Home(tmp_path)).open("a")
    assert refused.value.problem.status == 503
    assert str(tmp_path) not in refused.value.problem.detail


def test_many_who_come_at_once_get_no_more_jobs_than_there_are(tmp_path):
    jobs, got = BatchJobs(Home(tmp_path)), []

    def open_job():
        try:
            got.append(jobs.open("a").ident)
        except ProblemError as refused:
            got.append(refused.problem.status)

    threads = [threading.Thread(target=open_job) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got.count(429) == 12 - MOST_UNFINISHED
    assert len(set(got)) == MOST_UNFINISHED + 1
