"""Slow and many: half-sent requests end, too many wait outside, nobody holds up those who only ask for health."""

import asyncio
import json
import logging
import socket
import threading
import time
from unittest.mock import Mock

import pytest
import uvicorn
from uvicorn.server import ServerState

from scoring.api import body as body_module
from scoring.api.app import create_app
from scoring.api.limits import LONG_HEAD, Assessments, BoundedProtocol
from scoring.api.problem import ProblemError
from scoring.settings import Home

HEALTH = b"GET /docs HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"


class Quick(BoundedProtocol):
    """The same protocol, with less patience."""

    head_seconds = 0.5
    most_connections = 20


@pytest.fixture
def server(tmp_path, monkeypatch, served):
    """The address of a served API that waits half a second for a head and for a body."""
    monkeypatch.setattr(body_module.read_body, "__defaults__", (0.5, *body_module.read_body.__defaults__[1:]))
    with served(create_app(Home(tmp_path)), http=Quick) as address:
        yield address


def connected(address):
    return socket.create_connection(address, timeout=20)


def everything(connection):
    parts = []
    while part := connection.recv(65536):
        parts.append(part)
    return b"".join(parts)


def asked(address, request):
    with connected(address) as connection:
        connection.sendall(request)
        return everything(connection)


HALF = [
    b"",
    b"P",
    b"POST /assess HTTP/1.1\r\nHost: 127.0.0.1\r\n",
    b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ",
]


@pytest.mark.parametrize("sent", HALF)
def test_a_connection_without_a_whole_head_is_closed(server, sent):
    assert asked(server, sent) == b""


def test_a_head_that_trickles_is_closed_all_the_same(server):
    with connected(server) as connection:
        for letter in b"GET /health HTTP/1.1\r\nHost: 127":
            try:
                connection.sendall(bytes([letter]))
            except OSError:
                break
            time.sleep(0.05)
        assert everything(connection) == b""


def test_a_second_head_that_does_not_come_is_closed_too(server):
    with connected(server) as connection:
        connection.sendall(HEALTH.replace(b"Connection: close\r\n", b"") + b"GET /hea")
        assert everything(connection).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("sent", [b"", b'{"application": {"AMT_CR'])
def test_a_half_sent_body_is_408_and_a_sentence(server, sent):
    head = b"POST /assess HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n"
    answer = asked(server, head + sent)
    assert answer.startswith(b"HTTP/1.1 408")
    problem = json.loads(answer.partition(b"\r\n\r\n")[2])
    assert problem["detail"] == "Expected the whole body within 0.5 seconds, got a part of it. Send it again."


def test_who_comes_when_there_are_too_many_is_told_and_half_sent_ones_make_room(server, monkeypatch):
    monkeypatch.setattr(Quick, "head_seconds", 6.0)  # the others must still be there when one more comes
    held = [connected(server) for _ in range(Quick.most_connections)]
    time.sleep(0.2)
    answer = asked(server, HEALTH)
    assert answer.startswith(b"HTTP/1.1 503")
    assert b"Retry-After: 5" in answer
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["status"] == 503
    assert [everything(connection) for connection in held] == [b""] * len(held)
    assert asked(server, HEALTH).startswith(b"HTTP/1.1 200")
    for connection in held:
        connection.close()


FRENCH = b"Accept-Language: fr-FR,fr;q=0.9\r\n"
NO_HTTP = [
    b"GET /docs HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.com\r\n%s\r\n",
    b"GET /docs HTTP/1.1\r\n%s\r\n",
    b"GET /docs HTTP/1.1\r\nHost: 127.0.0.1\r\nX : a\r\n%s\r\n",
    b"POST /assess HTTP/1.1\r\nHost: 127.0.0.1\r\n%sTransfer-Encoding: chunked\r\n\r\nzz\r\n",
]


def spoken(answer):
    head, _, body = answer.partition(b"\r\n\r\n")
    lines = head.decode().lower().splitlines()
    return int(lines[0].split()[1]), [line for line in lines if "language" in line], json.loads(body)["detail"]


@pytest.mark.parametrize("request_bytes", NO_HTTP)
def test_what_is_no_http_is_told_in_the_callers_language(server, request_bytes):
    status, headers, french = spoken(asked(server, request_bytes % FRENCH))
    assert (status, headers) == (400, ["content-language: fr", "vary: accept-language"])
    assert french.startswith("Une demande en HTTP/1.1")
    assert spoken(asked(server, request_bytes % b""))[2].startswith("Expected a request in HTTP/1.1")


@pytest.mark.parametrize("long", [b"GET /%s HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nX: %s\r\n"])
def test_a_head_that_is_too_long_is_431_and_a_sentence(server, long):
    """On a connection that was answered before, too."""
    first = HEALTH.replace(b"close", b"keep-alive").replace(b"/docs", b"/v1/health")
    with connected(server) as connection:
        connection.sendall(first)
        while b"alive" not in connection.recv(65536):
            pass
        connection.sendall(long % (b"y" * 400_000) + b"\r\n")
        answer = everything(connection).removeprefix(b'"}')
    assert answer.startswith(b"HTTP/1.1 431 Request Header Fields Too Large\r\n")
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["detail"] == LONG_HEAD


def test_a_head_that_is_too_long_is_431_while_the_request_before_is_answered(server):
    """Its bytes came in before anybody asked for them: they were counted as the first request's, and it was 400."""
    first = HEALTH.replace(b"close", b"keep-alive").replace(b"/docs", b"/v1/health")
    with connected(server) as connection:
        connection.sendall(first + b"GET /%s HTTP/1.1\r\n\r\n" % (b"y" * 400_000))
        answers = everything(connection)
    assert answers.startswith(b"HTTP/1.1 200 OK\r\n")
    assert answers.count(b"HTTP/1.1 431 Request Header Fields Too Large\r\n") == 1


def test_a_head_of_the_size_that_is_said_is_taken_in_pieces_too(server):
    """h11 takes 16 KiB of a head that is not whole yet: one of 60 was 400, or not, as the network cut it."""
    head = HEALTH.removesuffix(b"\r\n") + b"X-Long: " + b"y" * 60_000
    with connected(server) as connection:
        connection.sendall(head)
        time.sleep(0.1)
        connection.sendall(b"\r\n\r\n")
        answer = everything(connection)
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")


def test_a_body_that_breaks_off_is_told_in_the_language_of_its_head(server):
    with connected(server) as connection:
        head, _, body = (NO_HTTP[3] % FRENCH).partition(b"\r\n\r\n")
        connection.sendall(head + b"\r\n\r\n")
        time.sleep(0.1)
        connection.sendall(body)
        assert spoken(everything(connection))[2].startswith("Une demande en HTTP/1.1")


@pytest.mark.parametrize(
    ("parts", "begins"),
    [
        ((HEALTH[:-2] + FRENCH + b"\r\n",), "Trop de connexions"),
        ((HEALTH[:-2] + FRENCH[:9], FRENCH[9:] + b"\r\n"), "Trop de connexions"),
        ((HEALTH,), "Expected fewer connections"),
        ((HEALTH[:-2] + FRENCH,), "Trop de connexions"),
        ((), "Expected fewer connections"),
    ],
    ids=["whole", "in two pieces", "no language", "without an end", "nothing"],
)
def test_who_is_one_too_many_is_told_in_their_language(server, monkeypatch, parts, begins):
    monkeypatch.setattr(Quick, "head_seconds", 6.0)
    monkeypatch.setattr(Quick, "most_connections", 1)
    with connected(server), connected(server) as one_more:
        time.sleep(0.1)
        for part in parts:
            one_more.sendall(part)
            time.sleep(0.05)
        status, _, detail = spoken(everything(one_more))
    assert (status, detail[: len(begins)]) == (503, begins)


def test_one_too_many_over_tls_is_told_and_closed(tmp_path, monkeypatch):
    monkeypatch.setattr(Quick, "refused_seconds", 0.05)
    monkeypatch.setattr(Quick, "most_connections", 0)
    transport = Mock(can_write_eof=Mock(return_value=False), write_eof=Mock(side_effect=NotImplementedError))

    async def refused():
        config = uvicorn.Config(create_app(Home(tmp_path)), http=Quick)
        config.load()
        one_more = Quick(config, ServerState(), {}, asyncio.get_running_loop())
        one_more.connection_made(transport)
        one_more.data_received(HEALTH)
        await asyncio.sleep(0.3)

    asyncio.run(refused())
    (answer,) = transport.write.call_args.args
    assert spoken(answer)[0] == 503
    transport.close.assert_called_once_with()


def test_who_leaves_is_one_line_without_a_traceback(server, caplog):
    head = b"POST /assess HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 500\r\n\r\n{"
    with caplog.at_level(logging.INFO):
        with connected(server) as connection:
            connection.sendall(head)
        deadline = time.monotonic() + 10
        while not caplog.records and time.monotonic() < deadline:
            time.sleep(0.05)
    assert [record.getMessage() for record in caplog.records] == [
        "POST /assess: the caller left before the end of the body"
    ]
    assert caplog.records[0].exc_info is None


def test_an_answer_to_who_has_left_is_no_error():
    """As to a program that speaks HTTP/2: its first words are a request in HTTP/1.1, the next ones are none."""
    transport = Mock(**{"write_eof.side_effect": OSError(107, "not connected"), "can_write_eof.return_value": True})
    protocol = BoundedProtocol(uvicorn.Config(None), ServerState(), {}, Mock())
    protocol.transport = transport
    protocol._end_with(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    transport.write.assert_called_once_with(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    assert protocol._head_timer is not None


# --- assessments being computed -----------------------------------------------------------------------


def test_more_than_can_wait_are_429_and_the_others_are_answered():
    release = threading.Event()

    async def ask():
        workers = Assessments(workers=2, waiting=1)
        running = [asyncio.ensure_future(workers.run(release.wait)) for _ in range(3)]
        await asyncio.sleep(0)
        with pytest.raises(ProblemError) as refused:
            await workers.run(release.wait)
        release.set()
        assert await asyncio.gather(*running) == [True, True, True]
        assert await workers.run(lambda: "room again") == "room again"
        return refused.value

    error = asyncio.run(ask())
    assert error.problem.status == 429
    assert error.headers == {"Retry-After": "1"}
    assert error.problem.detail == "Expected at most 3 applications at once, got one more. Try again."


def test_a_worker_whose_caller_left_counts_until_it_is_done():
    release = threading.Event()

    async def leave():
        workers = Assessments(workers=1, waiting=0)
        gone = asyncio.ensure_future(workers.run(release.wait))
        await asyncio.sleep(0.05)
        gone.cancel()
        await asyncio.sleep(0)
        with pytest.raises(ProblemError):
            await workers.run(lambda: None)
        release.set()
        await asyncio.sleep(0.2)
        return await workers.run(lambda: "free")

    assert asyncio.run(leave()) == "free"


def test_work_is_done_off_the_event_loop():
    async def where():
        return await Assessments().run(threading.current_thread), threading.current_thread()

    worker, loop = asyncio.run(where())
    assert worker is not loop
