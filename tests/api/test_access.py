"""Every address of the application x no key, a wrong key, the wrong role, the right role: as the one table says."""

import logging
import re
import shutil
import socket
import ssl
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from scoring.access import throttle
from scoring.access.door import Door
from scoring.access.keys import create_key, revoke_key
from scoring.access.place import keys_file
from scoring.access.roles import CLIENT_MODE, Role, Scope, may
from scoring.api import access
from scoring.api.access import TABLE
from scoring.api.app import create_app
from scoring.settings import Home

ADDRESS = "http://127.0.0.1:8000"
WRONG = "pad_" + "0" * 12 + "_" + "A" * 43


def addresses(routes):
    """Method and address of every route, those of included routers and mounts too."""
    for route in routes:
        if hasattr(route, "original_router"):
            yield from addresses(route.original_router.routes)
        elif route.__class__.__name__ == "Mount":
            yield "GET", f"{route.path}/{{path:path}}"
        else:
            yield from ((method, route.path) for method in route.methods if method != "HEAD")


ROWS = sorted(set(addresses(create_app(Home(Path("/nowhere"))).routes)))
RIGHTS = {(method, address): right for method, address, right in TABLE}


def asked(client, method, address, key=None):
    headers = {} if key is None else {"Authorization": f"Bearer {key}"}
    path = address.replace("{client}", "900001").replace("{path:path}", "swagger-ui.css")
    return client.request(method, path, headers=headers, follow_redirects=False)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return Home(tmp_path_factory.mktemp("locked"))


@pytest.fixture(scope="module")
def keys(home):
    return {role: create_key(home, f"a-{role}", role) for role in Role}


@pytest.fixture(scope="module")
def locked(home, keys):
    """The API of a home with keys and without a portfolio: who is let in meets 503, or an answer."""
    return TestClient(create_app(home), base_url=ADDRESS, raise_server_exceptions=False)


@pytest.fixture(scope="module")
def guessed(home, keys):
    """The same, of its own for wrong keys: they are counted."""
    return TestClient(create_app(home), base_url=ADDRESS, raise_server_exceptions=False)


@pytest.fixture
def patient(monkeypatch):
    monkeypatch.setattr(throttle, "MOST_FAILURES", 10**9)


def test_every_address_of_the_application_stands_in_the_table_and_no_other():
    assert sorted(RIGHTS) == ROWS
    assert len(TABLE) == len(RIGHTS)


@pytest.mark.parametrize(("method", "address"), ROWS)
def test_without_a_key_only_what_is_open_is_answered(locked, method, address):
    answer = asked(locked, method, address)
    if RIGHTS[method, address] is Scope.OPEN:
        assert answer.status_code in (200, 307)
        return
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["detail"].startswith("Expected a key")


@pytest.mark.parametrize(("method", "address"), ROWS)
def test_a_wrong_key_opens_nothing(guessed, patient, method, address):
    answer = asked(guessed, method, address, WRONG)
    if RIGHTS[method, address] is Scope.OPEN:
        assert answer.status_code in (200, 307)
    else:
        assert answer.status_code == 401
    assert WRONG not in answer.text


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(("method", "address"), ROWS)
def test_each_role_is_answered_what_the_table_says(locked, keys, method, address, role):
    answer = asked(locked, method, address, keys[role])
    right = RIGHTS[method, address]
    if right is Scope.OPEN:
        assert answer.status_code in (200, 307)
    elif may(role, right):
        assert answer.status_code not in (401, 403, 404, 429)
    else:
        assert answer.status_code == 403
        assert answer.json()["detail"] == f"Expected a key for '{right}', got one for the role {role}."


def test_each_right_but_what_all_may_is_kept_from_some_role():
    assert {right for right in Scope if all(may(role, right) for role in Role)} == {Scope.OPEN, Scope.MODEL}
    held_by_no_key = {right for right in Scope if not any(may(role, right) for role in Role)}
    assert held_by_no_key == CLIENT_MODE - {Scope.OPEN}


@pytest.mark.parametrize(("path", "method", "status"), [("/v1/nothing", "GET", 404), ("/v1/model", "DELETE", 405)])
def test_what_is_not_in_the_table_is_not_served(home, keys, path, method, status):
    app = create_app(home)
    app.add_api_route("/v1/nothing", lambda: "a route that nobody gave a row")
    app.add_api_route("/v1/model", lambda: "another", methods=["DELETE"])
    answer = asked(TestClient(app, base_url=ADDRESS), method, path, keys[Role.SERVICE])
    assert answer.status_code == status
    assert asked(TestClient(app, base_url=ADDRESS), method, path).status_code == 401


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/v1/decisions", "GET, HEAD, POST"),
        ("/v1/clients", "GET, HEAD"),
        ("/v1/assess", "POST"),
        ("/v1/batch/x", "DELETE, GET, HEAD"),
    ],
)
def test_a_method_that_is_not_possible_is_answered_with_those_that_are(ask_of, home, locked, keys, path, allowed):
    with_key = locked.put(path, headers={"Authorization": f"Bearer {keys[Role.MANAGER]}"})
    without_keys = ask_of(Home(home.root / "another")).put(path)
    for answer in (with_key, without_keys):
        assert (answer.status_code, answer.headers["allow"]) == (405, allowed)


@pytest.mark.parametrize("path", ["//v1/clients", "/v1/clients/", "/v1/../v1/clients", "/V1/clients", "/v1/clients;a"])
def test_no_other_spelling_of_an_address_goes_around_the_table(locked, path):
    assert locked.get(path).status_code == 401


@pytest.mark.parametrize("scheme", ["Basic", "Token", "", "Bearer: "])
def test_a_key_comes_as_a_bearers(locked, keys, scheme):
    answer = locked.get("/v1/model", headers={"Authorization": f"{scheme} {keys[Role.SERVICE]}"})
    assert answer.status_code == 401


def test_a_key_in_the_address_is_none(locked, keys):
    for name in ("key", "api_key", "access_token"):
        assert locked.get("/v1/model", params={name: keys[Role.SERVICE]}).status_code == 401


def test_without_any_key_in_the_home_this_machine_is_answered(ask_of, tmp_path):
    ask = ask_of(Home(tmp_path))
    assert ask.get("/v1/model").status_code == 503
    key = create_key(Home(tmp_path), "first", Role.SERVICE)
    assert ask.get("/v1/model").status_code == 401
    assert asked(ask, "GET", "/v1/model", key).status_code == 503
    revoke_key(Home(tmp_path), "first")
    assert asked(ask, "GET", "/v1/model", key).status_code == 401


def test_damaged_keys_let_nobody_in(ask_of, tmp_path):
    key = create_key(Home(tmp_path), "first", Role.SERVICE)
    keys_file(Home(tmp_path)).write_text("{")
    answer = asked(ask_of(Home(tmp_path)), "GET", "/v1/model", key)
    assert answer.status_code == 503
    assert answer.json()["detail"] == access.UNREADABLE
    assert ask_of(Home(tmp_path)).get("/v1/health").status_code == 200


def test_a_door_for_others_asks_even_where_no_key_was_made(tmp_path):
    app = create_app(Home(tmp_path), Door(behind_proxy=True, names=("scoring.bank",)))
    client = TestClient(app, base_url="https://scoring.bank")
    assert client.get("/v1/model").status_code == 401
    assert client.get("/v1/model", headers={"Host": "evil.example"}).status_code == 421


# --- guessing -----------------------------------------------------------------------------------------


def test_guessing_is_slowed_by_address_and_holders_are_not_kept_out(ask_of, tmp_path, caplog):
    home = Home(tmp_path)
    key = create_key(home, "first", Role.SERVICE)
    client = TestClient(create_app(home, Door(behind_proxy=True)), base_url=ADDRESS, raise_server_exceptions=False)

    def get(given, peer):
        headers = {"Authorization": f"Bearer {given}", "X-Forwarded-For": f"203.0.113.9, {peer}"}
        return client.get("/v1/model", headers=headers)

    assert get(key, "192.0.2.1").status_code == 503
    with caplog.at_level(logging.WARNING):
        statuses = [get(WRONG, "192.0.2.1").status_code for _ in range(throttle.MOST_FAILURES + 1)]
    assert statuses == [401] * throttle.MOST_FAILURES + [429]
    refused = get(WRONG, "192.0.2.1")
    assert 1 <= int(refused.headers["retry-after"]) <= throttle.WINDOW_SECONDS
    assert get(key, "192.0.2.1").status_code == 503  # known already: let in
    assert {record.getMessage() for record in caplog.records} == {"a wrong key from 192.0.2.1"}
    assert get(WRONG, "192.0.2.2").status_code == 401


def test_the_caller_cannot_choose_the_address_that_is_counted():
    scope = {"headers": [(b"x-forwarded-for", b"1.1.1.1, 192.0.2.1")], "client": ("127.0.0.1", 5)}
    assert access.peer_of(scope, behind_proxy=True) == "192.0.2.1"
    assert access.peer_of(scope, behind_proxy=False) == "127.0.0.1"


# --- who it was ---------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_keys_name_reaches_the_journal(ask_of, own_world, portfolio):
    key = create_key(own_world, "branch-7", Role.MANAGER)
    ask, client = ask_of(own_world), int(portfolio.clients[0])
    body = {"client": client, "decided": "granted", "why": "Bulletins vus.", "model": portfolio.manifest.version}
    body["motive"] = "income"
    answer = ask.post("/v1/decisions", json=body, headers={"Authorization": f"Bearer {key}"})
    assert answer.status_code == 201
    assert answer.json()["who"] == "branch-7"
    auditor = create_key(own_world, "audit", Role.AUDITOR)
    entries = ask.get("/v1/decisions", headers={"Authorization": f"Bearer {auditor}"}).json()["entries"]
    assert [entry["who"] for entry in entries] == ["branch-7"]


def test_the_pages_say_who_may_ask(locked):
    operation = locked.get("/openapi.json").json()["paths"]["/v1/decisions"]["get"]
    assert operation["security"] == [{"key": []}, {}]
    assert operation["description"].endswith("With a key of the role: auditor.")
    assert {"401", "403", "429"} <= set(operation["responses"])


# --- as a process -------------------------------------------------------------------------------------


def run(home, *options):
    command = [sys.executable, "-m", "scoring.cli", "--home", str(home), "api", *options]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--host", "0.0.0.0"], "Expected callers through 0.0.0.0 to prove who they are"),
        (["--behind-proxy"], "Expected callers through a proxy to prove who they are"),
        (["--host", "198.51.100.1", "--behind-proxy"], "Expected callers through 198.51.100.1"),
        (["--certificate", "a.pem"], "together, got one of them"),
    ],
)
def test_a_door_that_may_not_be_opened_is_a_sentence(tmp_path, options, words):
    said, _ = (server := run(tmp_path, *options)).communicate(timeout=60)
    assert server.returncode == 2
    assert words in said
    assert "Traceback" not in said


@pytest.mark.slow
def test_another_address_is_served_with_keys_and_tls(tmp_path):
    if shutil.which("openssl") is None:
        pytest.skip("no openssl to make a certificate with")
    key = create_key(Home(tmp_path), "far", Role.SERVICE)
    made = ["-keyout", str(tmp_path / "key.pem"), "-out", str(tmp_path / "cert.pem"), "-subj", "/CN=scoring.bank"]
    made += ["-addext", "subjectAltName=DNS:scoring.bank"]
    openssl = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"]
    subprocess.run([*openssl, *made], check=True, capture_output=True)
    files = ["--certificate", str(tmp_path / "cert.pem"), "--private-key", str(tmp_path / "key.pem")]
    server = run(tmp_path, "--host", "0.0.0.0", "--name", "scoring.bank", *files)
    try:
        line = server.stdout.readline()
        port = re.search(r"https://0\.0\.0\.0:(\d+)/docs", line)[1]
        trusted = ssl.create_default_context(cafile=str(tmp_path / "cert.pem"))
        trusted.check_hostname = False
        address = f"https://{socket.gethostbyname('localhost')}:{port}/v1/model"
        for headers, status in (({}, 401), ({"Authorization": f"Bearer {key}"}, 503)):
            answer = httpx.get(address, headers={"Host": "scoring.bank", **headers}, verify=trusted)
            assert answer.status_code == status
        assert httpx.get(address, headers={"Host": "evil.bank"}, verify=trusted).status_code == 421
    finally:
        server.kill()
        rest = server.communicate()[0]
    assert key not in line + rest


def test_no_address_takes_a_parameter_that_it_does_not_know(ask_of, tmp_path):
    ask = ask_of(Home(tmp_path))
    for method, address, _ in TABLE:
        path = address.replace("{client}", "7").replace("{job}", "x").replace("{path:path}", "swagger-ui.css")
        answer = ask.request(method, path, params={"nothing": "1"})
        assert answer.status_code == 422, (method, address)
        assert answer.json()["detail"] == "nothing: expected a parameter of this address, got an unknown one."
