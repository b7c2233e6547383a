"""The guide's lines and its client do what they say."""

import io
import json
import os
import shutil
import subprocess
import sys
import threading
from email.message import Message
from pathlib import Path
from urllib.error import HTTPError

import pytest
import uvicorn

from scoring.api.app import create_app
from scoring.api.limits import BoundedProtocol
from scoring.api.schema import example
from scoring.ports import bind

pytestmark = pytest.mark.slow  # a trained world
GUIDE = Path(__file__).resolve().parents[2] / "docs" / "api"


@pytest.fixture(scope="module")
def address(world):
    bound = bind()
    bound.listen()
    server = uvicorn.Server(uvicorn.Config(create_app(world), http=BoundedProtocol, log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{bound.getsockname()[1]}"
    server.should_exit = True
    thread.join(30)
    bound.close()


@pytest.fixture(scope="module")
def client_of(address):
    sys.path.insert(0, str(GUIDE))
    import client

    sys.path.remove(str(GUIDE))
    return client.Scoring(address), client.ScoringError


def curl_lines():
    lines = (GUIDE / "http.md").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.startswith("curl ")]


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl on this machine")
@pytest.mark.parametrize("line", curl_lines())
def test_a_line_of_the_guide_is_answered(address, portfolio, tmp_path, line):
    (tmp_path / "application.json").write_text(json.dumps(example("request")), encoding="utf-8")
    environment = {**os.environ, "API": address, "CLIENT": str(portfolio.clients[0])}
    ran = subprocess.run(line, shell=True, cwd=tmp_path, env=environment, capture_output=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stdout
    assert ran.stdout


def test_the_client_of_the_guide_is_short(client_of):
    assert len((GUIDE / "client.py").read_text(encoding="utf-8").splitlines()) <= 75


def test_the_client_of_the_guide_asks_everything(client_of, portfolio):
    api, error = client_of
    number = int(portfolio.clients[0])
    assert [row["client"] for row in api.clients()] == portfolio.clients.tolist()
    assert {row["zone"] for row in api.clients(criterion=["zone:review"])} == {"review"}
    assert api.assessment(number)["probability"] == portfolio.assess(number).probability
    body = example("request")
    application = body.pop("application")
    assert api.assess(application, **body)["before"] is None
    assert api.change(number, AMT_INCOME_TOTAL=150000)["before"]["client"] == number
    with pytest.raises(error, match="No client has the number 1"):
        api.assessment(1)


def test_the_client_of_the_guide_is_a_command(address, portfolio):
    command = [sys.executable, str(GUIDE / "client.py"), address, str(portfolio.clients[0])]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert json.loads(ran.stdout)["client"] == int(portfolio.clients[0])


def test_the_command_of_the_guide_ends_in_a_sentence_where_nobody_has_the_number(address):
    command = [sys.executable, str(GUIDE / "client.py"), address, "1"]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith(f"{address}: No client has the number 1")
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "A client of the scoring API"),
        (["http://127.0.0.1:9", "1"], "http://127.0.0.1:9: <urlopen error"),
        (["127.0.0.1:9", "1"], "127.0.0.1:9: <urlopen error unknown url type"),
        (["http://127.0.0.1:9", "abc"], "http://127.0.0.1:9: invalid literal for int()"),
    ],
)
def test_what_the_command_of_the_guide_cannot_ask_is_no_traceback(arguments, words):
    command = [sys.executable, str(GUIDE / "client.py"), *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith(words)
    assert "Traceback" not in ran.stderr


def test_a_proxys_own_answer_is_told_as_it_is(client_of, monkeypatch):
    page = Message()
    page["Content-Type"] = "text/html"
    failed = HTTPError("http://scoring.bank/v1/model", 502, "Bad Gateway", page, io.BytesIO(b"<html>"))
    monkeypatch.setattr(sys.modules["client"], "urlopen", lambda *_, **__: (_ for _ in ()).throw(failed))
    with pytest.raises(HTTPError, match="502: Bad Gateway"):
        client_of[0].assessment(1)


def test_the_client_of_the_guide_carries_a_key(client_of, monkeypatch):
    asked = []

    def answer(request, timeout):
        asked.append(request)
        return io.BytesIO(b"{}")

    api, _ = client_of
    monkeypatch.setattr(sys.modules[type(api).__module__], "urlopen", answer)
    type(api)(api.address, key="pad_x").assessment(1)
    api.assessment(1)
    assert [request.get_header("Authorization") for request in asked] == ["Bearer pad_x", None]
