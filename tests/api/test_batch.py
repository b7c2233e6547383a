"""``/v1/batch``: the numbers of ``scoring score``, nobody else's jobs, files that go, sentences where it cannot be."""

import io
import stat
import threading
import time

import polars as pl
import pytest
from fastapi.testclient import TestClient

from scoring.access.keys import create_key
from scoring.access.roles import Role
from scoring.api import batch, batch_jobs
from scoring.api.app import create_app
from scoring.api.batch_jobs import MOST_UNFINISHED, BatchJobs
from scoring.api.problem import ProblemError
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
def test_an_archive_that_the_import_refuses_is_its_sentence_in_the_callers_language(client, world):
    address = sent(client, b"no zip at all")
    job = finished(client, address, headers={"Accept-Language": "fr"})
    assert job["state"] == "failed"
    assert job["error"].startswith("archive.zip\u00a0: une archive zip entière était attendue")
    refused = client.get(f"{address}/result")
    assert refused.status_code == 422
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["detail"].startswith("archive.zip: expected a whole zip archive, got ")
    assert str(world.root) not in refused.text


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
        assert client.delete(address).status_code == 204
        deadline = time.monotonic() + 20
        while folder.exists():
            assert time.monotonic() < deadline


def test_another_keys_job_does_not_exist(world, tmp_path, own_world, archive):
    keys = [create_key(own_world, name, Role.SERVICE) for name in ("first", "second")]
    first, second = ({"Authorization": f"Bearer {key}"} for key in keys)
    with TestClient(create_app(own_world), base_url=ADDRESS) as client:
        address = sent(client, archive, headers=first)
        for method, path in [("GET", address), ("DELETE", address), ("GET", f"{address}/result")]:
            refused = client.request(method, path, headers=second)
            assert (refused.status_code, refused.json()["detail"]) == (404, batch_jobs.NO_JOB)
        assert client.get(address, headers=first).status_code == 200
        assert client.delete(address, headers=first).status_code == 204


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


def test_a_finished_job_goes_when_its_time_is_over(tmp_path, monkeypatch):
    monkeypatch.setattr(batch_jobs, "_started", lambda *_: (_ for _ in ()).throw(OSError("no process")))
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
