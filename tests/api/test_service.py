"""Around the answers: nothing to answer from, a new portfolio, other hosts, bugs, the process itself."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest

from scoring.access.keys import create_key
from scoring.access.roles import Role
from scoring.api.headers import ALWAYS
from scoring.api.pages import ONLY_OWN
from scoring.api.portfolio_handle import PortfolioHandle
from scoring.api.serve import TYPED, serve
from scoring.pipeline.stages import make_portfolio
from scoring.portfolio import Portfolio
from scoring.settings import Home


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/health"), ("GET", "/model"), ("GET", "/clients"), ("GET", "/clients/1/assessment"), ("POST", "/assess")],
)
def test_without_a_portfolio_every_answer_is_503_and_a_sentence(ask_of, tmp_path, request_body, method, path):
    answer = ask_of(Home(tmp_path)).request(method, path, json=request_body)
    assert answer.status_code == 503
    assert answer.json()["detail"] == "Expected a portfolio to answer from, got none. Run 'scoring run' first."
    assert str(tmp_path) not in answer.text


@pytest.mark.slow
def test_a_damaged_model_is_503_and_a_sentence(ask_of, own_world, request_body):
    portfolio = Portfolio.open(own_world)
    (portfolio.folder / "model" / "manifest.json").write_text("{")
    answer = ask_of(own_world).post("/assess", json=request_body)
    assert answer.status_code == 503
    assert "damaged" in answer.json()["detail"]


@pytest.mark.slow
def test_a_new_portfolio_is_noticed(ask_of, own_world, make_stale, request_body):
    ask = ask_of(own_world)
    assert ask.post("/assess", json=request_body).status_code == 200
    before = Portfolio.open(own_world).folder
    make_stale(own_world.portfolio)
    assert make_portfolio(own_world)
    assert Portfolio.open(own_world).folder.name == before.name
    assert ask.get("/health").status_code == 200
    assert ask.post("/assess", json=request_body).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "", "127.0.0.1.evil.example", "localhost.."])
def test_another_hosts_name_is_refused(ask_of, tmp_path, host):
    answer = ask_of(Home(tmp_path)).get("/health", headers={"Host": host})
    assert answer.status_code == 421
    assert answer.json()["detail"].startswith("Expected a request to 127.0.0.1")


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "LOCALHOST", "localhost.:1", "[::1]:8000"])
def test_this_machines_names_are_served(ask_of, tmp_path, host):
    assert ask_of(Home(tmp_path)).get("/docs", headers={"Host": host}).status_code == 200


def test_no_page_elsewhere_may_read_an_answer(ask_of, tmp_path):
    answer = ask_of(Home(tmp_path)).get("/health", headers={"Origin": "https://evil.example"})
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_an_address_that_does_not_exist_is_a_sentence(ask_of, tmp_path):
    answer = ask_of(Home(tmp_path)).get("/score")
    assert answer.status_code == 404
    assert answer.json()["detail"] == "There is nothing at /score. The addresses are listed at /docs."
    assert ask_of(Home(tmp_path)).delete("/health").status_code == 405


@pytest.mark.parametrize("path", ["/docs", "/v1/health", "/v1/model", "/v1/nothing", "/openapi.json", "/assets/x"])
@pytest.mark.parametrize("host", ["127.0.0.1", "evil.example"])
def test_every_answer_carries_the_headers_that_all_must(ask_of, tmp_path, path, host):
    headers = ask_of(Home(tmp_path)).get(path, headers={"Host": host}).headers
    own = ONLY_OWN if (path, host) == ("/docs", "127.0.0.1") else None
    assert {name: headers.get(name) for name in ALWAYS} == {
        **ALWAYS,
        **({"content-security-policy": own} if own else {}),
    }
    assert "server" not in headers
    assert "unsafe-eval" not in headers["content-security-policy"]
    assert "frame-ancestors" in headers["content-security-policy"]


def test_a_bug_is_a_sentence_and_no_traceback(ask_of, tmp_path, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(PortfolioHandle, "portfolio", broken)
    answer = ask_of(Home(tmp_path)).get("/health")
    assert answer.status_code == 500
    assert "Traceback" not in answer.text
    assert "secret" not in answer.text
    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS


# --- as a process -------------------------------------------------------------------------------------


def started(home, *options):
    command = [sys.executable, "-m", "scoring.cli", "--home", str(home), "api", *options]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def address_of(server):
    """The first address that a server says, after whatever it says before."""
    return next(found[0] for line in server.stdout if (found := re.search(r"http://127\.0\.0\.1:\d+", line)))


@pytest.mark.slow
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_the_command_serves_this_machine_only_and_stops_cleanly(world, stop):
    server = started(world.root)
    try:
        address = address_of(server)
        with urllib.request.urlopen(f"{address}/health", timeout=30) as answer:
            assert json.load(answer)["status"] == "ready"
        other = socket.gethostbyname(socket.gethostname())
        if not other.startswith("127."):  # this machine as others see it
            with pytest.raises(ConnectionRefusedError):
                socket.create_connection((other, int(address.rpartition(":")[2])), timeout=5)
        server.send_signal(stop)
        assert server.wait(15) in (0, -stop)
        assert "Traceback" not in server.stdout.read()
    finally:
        server.kill()


@pytest.mark.slow
def test_a_port_that_is_taken_is_a_sentence(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        server = started(tmp_path, "--port", str(taken.getsockname()[1]))
        said, _ = server.communicate(timeout=60)
    assert server.returncode == 2
    assert "is already taken or not allowed. Name another one with --port" in said
    assert "Traceback" not in said


def notice_of(home, capsys, monkeypatch):
    """What is printed when the API starts; it is stopped at once."""
    monkeypatch.setattr("uvicorn.Server.run", lambda *_, **__: None)
    serve(home)
    return capsys.readouterr().out


def test_names_that_are_only_typed_are_told_where_two_people_must_decide(tmp_path, capsys, monkeypatch):
    home = Home(tmp_path)
    assert TYPED not in notice_of(home, capsys, monkeypatch)
    (tmp_path / "opinions.toml").write_text("four_eyes = true")
    assert TYPED in notice_of(home, capsys, monkeypatch)
    create_key(home, "anne", Role.MANAGER)
    assert TYPED not in notice_of(home, capsys, monkeypatch)
