"""What stands before the page: whose requests are answered, how long a visitor's kernel lives, what a failure says."""

import re

import pytest
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine

from scoring.dashboard.serve.configuration import server_settings, settings
from scoring.dashboard.serve.guard import foreign_host, foreign_origin
from scoring.dashboard.serve.notice import KEYS, notice
from scoring.dashboard.serve.visits import CONNECT_SECONDS, FEWEST, LEFT_SECONDS, REMEMBERED, Visits, visitors_limit

HERE = "127.0.0.1:8866"


class Clock:
    """Seconds that pass when a test says so."""

    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def visits(clock):
    return Visits(2, clock)


def request(host=HERE, **headers):
    """A request as the server sees it."""
    line = RequestStartLine("GET", "/", "HTTP/1.1")
    return HTTPServerRequest(start_line=line, headers=HTTPHeaders({"Host": host, **headers}))


@pytest.mark.parametrize(
    "host", [HERE, "localhost:8866", "LOCALHOST:8866", "localhost.:8866", "[::1]:8866", "127.0.0.1"]
)
def test_every_name_of_this_machine_is_answered(host):
    assert not foreign_host(request(host))


@pytest.mark.parametrize("host", ["evil.com", "127.0.0.1.evil.com", "evil.com:8866", "10.0.0.1", "."])
def test_no_other_name_is_answered(host):
    assert foreign_host(request(host))


@pytest.mark.parametrize(
    ("host", "origin"),
    [(HERE, "http://127.0.0.1:8866"), ("LOCALHOST:8866", "http://localhost:8866"), ("[::1]:8866", "http://[::1]:8866"),
     ("localhost.:8866", "http://localhost.:8866"), ("localhost", "http://localhost")],
)  # fmt: skip
def test_the_pages_own_requests_pass(host, origin):
    assert not foreign_origin(request(host, Origin=origin))


@pytest.mark.parametrize(
    "origin",
    ["http://evil.com", "http://evil.com:8866", "null", "", "http://127.0.0.1:9999", "http://127.0.0.1", "file://",
     "http://127.0.0.1:8866@evil.com", "http://127.0.0.1:8866/x", "http://[::1", "ftp://127.0.0.1:8866"],
)  # fmt: skip
def test_other_sites_requests_do_not_pass(origin):
    assert foreign_origin(request(Origin=origin))
    assert foreign_origin(request(**{"Sec-Websocket-Origin": origin}))


def test_a_request_that_is_no_browsers_has_no_origin():
    assert not foreign_origin(request())


def test_a_kernel_that_nobody_connects_to_ends(visits, clock):
    visits.give("a")
    clock.now += CONNECT_SECONDS
    assert visits.abandoned({"a": 0}) == []
    clock.now += 1
    assert visits.abandoned({"a": 0}) == ["a"]


def test_a_kernel_whose_page_is_open_lives_for_ever(visits, clock):
    visits.give("a")
    for _ in range(3):
        clock.now += 10 * CONNECT_SECONDS
        assert visits.abandoned({"a": 1}) == []


def test_a_kernel_ends_some_seconds_after_its_last_connection_closed_and_not_when_it_comes_back(visits, clock):
    visits.give("a")
    visits.abandoned({"a": 1})
    visits.abandoned({"a": 0})
    clock.now += LEFT_SECONDS
    assert visits.abandoned({"a": 0}) == []
    visits.abandoned({"a": 1})
    clock.now += LEFT_SECONDS + 1
    assert visits.abandoned({"a": 0}) == []
    clock.now += LEFT_SECONDS + 1
    assert visits.abandoned({"a": 0}) == ["a"]


def test_only_visitors_kernels_are_counted_and_ended(visits, clock):
    clock.now += 10 * CONNECT_SECONDS
    assert visits.abandoned({"pool": 0}) == []
    assert not visits.full


def test_as_many_visitors_as_there_are_places_those_who_arrive_included(visits):
    visits.give("a")
    assert not visits.full
    with visits.arriving():
        assert visits.full
    assert not visits.full
    visits.give("b")
    assert visits.full
    visits.abandoned({"a": 1})
    assert not visits.full
    assert visits.given() == ["a"]


def test_a_visitor_whose_page_could_not_be_made_takes_no_place(visits):
    with pytest.raises(ValueError, match="made"), visits.arriving():
        raise ValueError("not made")
    visits.give("a")
    assert not visits.full


def test_whose_an_ended_kernel_was_is_remembered_for_the_latest_of_them():
    visits = Visits(limit=9, clock=lambda: 0.0)
    for number in range(REMEMBERED + 2):
        visits.assign(str(number), "a.durand")
        visits.end(str(number))
    assert visits.of("a.durand") == []
    assert [visits.last_owner(str(number)) for number in (0, 1, 2)] == ["", "", "a.durand"]
    visits.assign("2", "b.martin")
    assert visits.last_owner("2") == "b.martin"
    assert visits.last_owner("unknown") == ""


def test_a_small_machine_has_few_places_and_never_none():
    assert visitors_limit(24 * 1024**3) == 80
    assert visitors_limit(0) == FEWEST


@pytest.mark.parametrize("status", [*KEYS, 500])
def test_a_failure_is_a_sentence_in_both_languages_and_needs_no_other_file(status):
    html = notice(status)
    assert len(re.findall(r'<p lang="(?:fr|en)">[^<]{30,}</p>', html)) == 2
    assert not re.search(r"https?://|src=|<script", html)


def test_nothing_of_the_page_can_be_chosen_from_an_address():
    for found in (settings(), server_settings()):
        voila = found["VoilaConfiguration"]
        assert (voila["allow_template_override"], voila["allow_theme_override"]) == ("NO", "NO")
        assert voila["show_tracebacks"] is False
        assert voila["file_allowlist"] == []
    assert server_settings()["KernelManager"]["autorestart"] is False
