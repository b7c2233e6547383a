"""Who sees which part of the page and which route: the table is what the page, the API and the document really have."""

import inspect

import pytest

import scoring.dashboard.page  # noqa: F401 - so that every view is known
from scoring.access.page_parts import PARTS, VIEWERS, parts_of
from scoring.access.roles import Role, Scope
from scoring.api.access import TABLE
from scoring.dashboard.client_mode.client_page import PARTS as OWN_PARTS
from scoring.dashboard.panels.view import View
from scripts.rights import DOCUMENT, written


def views(kind=View):
    """Every kind of view that the package defines."""
    for view in kind.__subclasses__():
        if view.__module__.startswith("scoring."):
            yield view
        yield from views(view)


def test_every_view_of_the_page_stands_in_the_table_and_no_other():
    named = [part for part, scope in PARTS if scope is Scope.PAGE]
    assert sorted(named) == sorted({view.__name__ for view in views() if not inspect.isabstract(view)})


def test_so_does_every_part_of_the_clients_own_page():
    assert parts_of("client mode") == OWN_PARTS


def test_each_viewer_sees_what_the_table_says():
    assert tuple(VIEWERS) == (*Role, "client mode")
    assert set(parts_of("manager")) == {part for part, scope in PARTS if scope is Scope.PAGE}
    assert [parts_of(viewer) for viewer in ("service", "auditor")] == [(), ()]
    assert set(parts_of("client mode")).isdisjoint(parts_of("manager"))


def test_client_mode_opens_no_route_that_holds_anybodys_data():
    routes = {(method, address) for method, address, scope in TABLE if scope in VIEWERS["client mode"]}
    assert routes == {(method, address) for method, address, scope in TABLE if scope is Scope.OPEN}


@pytest.mark.parametrize("role", Role)
def test_no_role_of_a_key_is_a_clients(role):
    assert Scope.OWN_PAGE not in VIEWERS[role]


def test_the_document_says_the_same():
    assert DOCUMENT.read_text(encoding="utf-8") == written(DOCUMENT.read_text(encoding="utf-8"))
