"""A hostile caller on a real connection: what two programs could read in two ways is refused, in a sentence."""

import asyncio
import json
import socket
from urllib.parse import unquote

import pytest

from scoring.api.app import create_app
from scoring.api.limits import BoundedProtocol
from scoring.settings import Home

HOST, JSON_TYPE = "Host: 127.0.0.1", "Content-Type: application/json"
HEALTH = "GET /v1/health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"


@pytest.fixture(scope="module")
def server(world, served):
    """The address of the API of the shared world, served as `scoring api` does."""
    with served(create_app(world), http=BoundedProtocol, server_header=False) as address:
        yield address


@pytest.fixture
def send(server):
    """``(bytes) -> bytes``: everything that is answered on one connection."""

    def exchange(data):
        with socket.create_connection(server, timeout=20) as connection:
            connection.sendall(data if isinstance(data, bytes) else data.encode())
            parts = []
            while part := connection.recv(65536):
                parts.append(part)
        return b"".join(parts)

    return exchange


def answered(exchange):
    """Status and body of the first answer."""
    head, _, body = exchange.partition(b"\r\n\r\n")
    return int(head.split()[1]), body


def request(line, *headers, body=""):
    return "\r\n".join([f"{line} HTTP/1.1", HOST, "Connection: close", *headers, "", body])


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/v1/assess", "/v1/decisions", "/v1/batch"])
def test_a_body_that_is_said_to_be_too_large_is_refused_before_it_is_sent(send, path):
    """Who waits to be told to go on was told so, and sent what no address takes."""
    kind = JSON_TYPE if path != "/v1/batch" else "Content-Type: application/zip"
    exchange = send(request(f"POST {path}", kind, "Expect: 100-continue", "Content-Length: 99999999999"))
    status, body = answered(exchange)
    assert status == 413
    assert json.loads(body)["detail"].startswith("Expected a")


@pytest.mark.slow
def test_a_request_hidden_in_a_body_of_two_lengths_is_not_answered(send):
    hidden = f"0\r\n\r\n{HEALTH}"
    exchange = send(
        f"POST /v1/assess HTTP/1.1\r\n{HOST}\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n{hidden}"
    )
    assert exchange.count(b"HTTP/1.1 ") == 1
    status, body = answered(exchange)
    assert (status, json.loads(body)["detail"]) == (
        400, "Expected one length of the body, got Content-Length and Transfer-Encoding.",
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", ["Authorization", "Content-Type", "Content-Encoding", "Scoring-Model"])
def test_a_header_that_means_one_thing_stands_once(send, name):
    exchange = send(request("POST /v1/assess", f"{name}: a", f"{name.lower()}: b", "Content-Length: 2", body="{}"))
    status, body = answered(exchange)
    assert status == 400
    assert json.loads(body)["detail"] == f"Expected the header {name.lower()} once, got it several times."
    assert b"connection: close" in exchange.lower()


@pytest.mark.slow
@pytest.mark.parametrize(
    "data",
    [
        "nothing like it\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        f"GET /v1/health HTTP/1.1\r\n{HOST}\r\nHost: evil.com\r\n\r\n",
        "GET /v1/health HTTP/1.1\r\n\r\n",
        f"GET /v1/health HTTP/1.1\r\n{HOST}\r\nX : a\r\n\r\n",
        f"GET /v1/health HTTP/1.1\r\n{HOST}\r\nX: a\x00b\r\n\r\n",
        f"POST /v1/assess HTTP/1.1\r\n{HOST}\r\nContent-Length: -1\r\n\r\n",
        f"POST /v1/assess HTTP/1.1\r\n{HOST}\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\n{{}}",
        f"POST /v1/assess HTTP/1.1\r\n{HOST}\r\nTransfer-Encoding: xchunked\r\n\r\n",
        f"POST /v1/assess HTTP/1.1\r\n{HOST}\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "GET /v1/clients/９００００１ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode(),
    ],
)
def test_what_is_no_http_is_told_as_every_problem_is(send, data):
    exchange = send(data)
    head = exchange.partition(b"\r\n\r\n")[0].lower()
    status, body = answered(exchange)
    assert (status, json.loads(body)["status"]) == (400, 400)
    assert b"content-type: application/problem+json" in head
    assert b"x-content-type-options: nosniff" in head
    assert b"server:" not in head
    assert exchange.count(b"HTTP/1.1 ") == 1


@pytest.mark.slow
def test_an_upgrade_to_another_protocol_is_answered_as_plain_http(send):
    key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
    for headers in (("Upgrade: websocket", key, "Sec-WebSocket-Version: 13"), ("Upgrade: h2c",)):
        assert answered(send(request("GET /v1/health", *headers)))[0] == 200


@pytest.mark.slow
@pytest.mark.parametrize(
    "number", ["1.0", "%205", "5%20", "%2B5", "1_0", "05", "%D9%A1", "1e1", "0x5", "%EF%BC%95", "-0", "-", ""]
)
@pytest.mark.parametrize(
    "address",
    [
        "/v1/clients?limit", "/v1/clients?after", "/clients?limit", "/clients?offset", "/v1/decisions?limit",
        "/v1/decisions?after", "/v1/decisions?client",
    ],
)  # fmt: skip
def test_a_number_in_a_query_is_written_in_plain_digits(ask, address, number):
    answer = ask.get(f"{address}={number}")
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith(f"{address.partition('?')[2]}: expected a whole number, got ")


@pytest.mark.slow
def test_plain_numbers_are_taken_and_bounds_are_told(ask):
    assert len(ask.get("/v1/clients?limit=3&after=0").json()["clients"]) == 3
    assert ask.get("/v1/clients?after=9223372036854775807").status_code == 200
    assert ask.get("/clients?offset=9223372036854775807").json()["clients"] == []
    for query, words in [
        ("limit=0", "a number from 1"),
        ("limit=101", "a number up to 100"),
        ("after=-1", "a number from 0"),
        ("after=9223372036854775808", "a number up to 9223372036854775807"),
        ("after=18446744073709551616", "a number up to 9223372036854775807"),
        (f"after={'9' * 5000}", "a number up to 9223372036854775807"),
        (f"after=-{'9' * 5000}", "a number from 0"),
        (f"limit={'9' * 25}", "a number up to 100"),
    ]:
        assert words in ask.get(f"/v1/clients?{query}").json()["detail"]


@pytest.mark.slow
@pytest.mark.parametrize("client", [0, -1, 2**63, 2**70, 10**30, 1.0, "1", True, None, [1], {}])
def test_a_clients_number_beside_changes_is_one_or_is_told(ask, client):
    answer = ask.post("/v1/assess", json={"client": client, "changes": {"AMT_CREDIT": 300000}})
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith("client: expected a whole number from 1")
    decision = {"client": client, "decided": "granted", "why": "Vu de près.", "model": "m"}
    assert ask.post("/v1/decisions", json=decision).status_code == 422


def ask_raw(home, target, host=b"127.0.0.1"):
    """Status and body of a GET whose target is passed on as the server hands it over."""
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    raw, _, query = target.partition("?")
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": unquote(raw), "raw_path": raw.encode(), "root_path": "", "query_string": query.encode(),
        "headers": [(b"host", host)], "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8000), "state": {},
    }  # fmt: skip
    asyncio.run(create_app(home)(scope, receive, send))
    return sent[0]["status"], json.loads(b"".join(message.get("body", b"") for message in sent[1:]))


@pytest.mark.parametrize("name", ["http://127.0.0.1", "HTTP://LOCALHOST:8000", "https://[::1]"])
def test_a_target_with_the_hosts_name_is_the_same_address(tmp_path, name):
    home = Home(tmp_path)
    assert ask_raw(home, f"{name}/v1/health") == (200, {"status": "alive"})
    assert ask_raw(home, f"{name}/v1/health?x=1")[0] == 422
    assert ask_raw(home, f"{name}/nothing")[1]["instance"] == "/nothing"


@pytest.mark.parametrize(
    "target", ["http://evil.com/v1/health", "http://127.0.0.1@evil.com/v1/health", "http:///v1/health"]
)
def test_a_target_under_another_name_is_refused_whatever_the_header_says(tmp_path, target):
    assert ask_raw(Home(tmp_path), target)[0] == 421


def test_the_header_is_looked_at_beside_a_whole_target(tmp_path):
    assert ask_raw(Home(tmp_path), "http://127.0.0.1/v1/health", b"evil.com")[0] == 421


@pytest.mark.parametrize(
    "target", ["/v1%2fhealth", "/v1%2Fhealth", "http://127.0.0.1/v1%2fhealth", "ftp://127.0.0.1/v1/health"]
)
def test_no_other_way_of_writing_an_address_is_one(tmp_path, target):
    assert ask_raw(Home(tmp_path), target)[0] == 404


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/v1/clients/", "/v1/model/", "/v1/health/", "/clients/", "/docs/"])
def test_an_address_with_a_stroke_behind_is_another_one(ask, path):
    answer = ask.get(path, follow_redirects=False)
    assert (answer.status_code, "location" in answer.headers) == (404, False)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("application/json; version=1; charset=utf-8", 200), ('application/json; charset="UTF-8"; a=b', 200),
        ("application/json; version=1", 200), ("application/json; version=1; charset=utf-16", 415),
        ("application/json; charset=utf-8; charset=latin-1", 415), ("application/json; charset=", 200),
        ("application/json;charset=latin-1", 415), ("application/problem+json", 415), ("", 415),
    ],
)  # fmt: skip
def test_the_charset_is_found_among_other_parameters(ask, request_body, kind, status):
    answer = ask.post("/v1/assess", content=json.dumps(request_body), headers={"Content-Type": kind})
    assert answer.status_code == status


@pytest.mark.slow
@pytest.mark.parametrize(
    ("table", "column", "value", "words"),
    [
        ("bureau", "DAYS_CREDIT", -9_999, "a day since the client's birth (-9000 or above), got -9999."),
        (
            "previous_application",
            "DAYS_DECISION",
            -9_001,
            "a day since the client's birth (-9000 or above), got -9001.",
        ),
        (
            "installments_payments",
            "DAYS_ENTRY_PAYMENT",
            -40_000.0,
            "a day since the client's birth (-9000 or above), got",
        ),
        ("bureau_balance", "MONTHS_BALANCE", -297, "a month since the client's birth (-296 or above), got -297."),
        ("bureau_balance", "MONTHS_BALANCE", -5_000, "a month since the client's birth (-296 or above), got -5000."),
    ],
)
def test_a_history_from_before_the_clients_birth_is_refused(ask, request_body, table, column, value, words):
    request_body["application"]["DAYS_BIRTH"] = -9_000
    assert ask.post("/v1/assess", json=request_body).status_code == 200
    request_body[table][0][column] = value
    answer = ask.post("/v1/assess", json=request_body)
    assert answer.status_code == 422
    assert words in answer.json()["detail"]
    assert answer.json()["fields"][0]["field"] == f"{table}[0].{column}"
    request_body["application"]["DAYS_BIRTH"] = 5  # no birth: that alone is told, by review
    assert ask.post("/v1/assess", json=request_body).status_code == 200
