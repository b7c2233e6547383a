"""What a visitor's kernel is spared: libraries that the page does not need before someone asks for more."""

import asyncio
import json
import logging
import socket
import subprocess
import sys
import threading
from contextlib import closing

import numpy as np
import pytest

from scoring.light_kernel.pandas_stub import StubModule
from scoring.light_kernel.voila_request import USER_VARIABLE, Visitor, visitor
from scoring.model.scorecard import Scorecard
from scoring.model.weight_of_evidence import Woe

LIGHT = (
    "from scoring.light_kernel.lightgbm_import import without_training_libraries",
    "from scoring.model.registry import learner",
    "with without_training_libraries():",
)
HEAVY = (
    *("pandas", "pyarrow", "lightgbm", "shap", "sklearn", "scipy", "matplotlib", "voila", "jupyter_server"),
    *("sqlalchemy", "pydantic.main", "pydantic.type_adapter"),
)


def imported_after(*lines: str) -> set[str]:
    code = "\n".join((*lines, "import sys; print(*sys.modules)"))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True)
    return set(done.stdout.split())


def test_the_page_imports_nothing_heavy():
    assert not imported_after("import scoring.dashboard.page").intersection(HEAVY)


def test_no_section_brings_anything_heavy_of_a_client_who_is_explained_compared_and_read(world):
    walk = (
        "from scoring.dashboard.page import Page",
        "from scoring.portfolio import Portfolio",
        "from scoring.settings import find_home",
        f"page = Page(Portfolio.open(find_home({str(world.root)!r})), unasked=True)",
        "for section in (s for s in page.views if s != 'simulate'):",
        "    page.state.section = section",
    )
    assert not imported_after(*walk).intersection(HEAVY)


def test_figures_are_drawn_without_pandas_and_pandas_is_itself_for_whoever_imports_it():
    drawn = (
        "import numpy as np",
        "from scoring.dashboard.charts.figure import label",
        "mark = label({}); mark.x, mark.y, mark.text = np.array([1.0]), np.array([2.0]), ['a']",
        "assert mark.get_state()['text'] == ['a']",
    )
    assert "pandas" not in imported_after(*drawn)
    dates = "from bqplot.traits import convert_to_date; assert str(convert_to_date(['2026-11-24'])[0])[:4] == '2026'"
    frame = "import pandas; assert pandas.DataFrame({'a': [1]}).shape == (1, 1)"
    assert "pandas" in imported_after(*drawn, dates, frame)


def test_a_simulated_change_asks_lightgbm_without_what_only_training_needs():
    asked = (
        *LIGHT,
        "    learner('lightgbm')",
        "import scoring.model.folder, scoring.model.score, scoring.what_if.simulate",
    )
    found = imported_after(*asked)
    assert "lightgbm" in found
    assert not found.intersection({"sklearn", "pandas", "pyarrow"})
    later = (
        "import pandas, sklearn.linear_model; pandas.DataFrame({'a': [1]}); sklearn.linear_model.LogisticRegression()"
    )
    assert {"sklearn", "pandas"} <= imported_after(*asked, later)


def test_dataframely_spares_sqlalchemy_and_sqlalchemy_is_itself_for_whoever_imports_it():
    assert "sqlalchemy" not in imported_after("import scoring.tables.schema")
    later = "import sqlalchemy; sqlalchemy.create_engine('sqlite://').connect()"
    assert "sqlalchemy" in imported_after("import scoring.tables.schema", later)
    assert "sqlalchemy" in imported_after("import sqlalchemy, scoring.tables.schema", later)


def test_lightgbm_that_is_already_there_stays_as_it_is():
    assert "sklearn" in imported_after(
        "import lightgbm", *LIGHT, "    learner('lightgbm')", "lightgbm.LGBMClassifier()"
    )


def test_a_scorecard_answers_without_any_learning_library(tmp_path):
    """Nothing heavy is imported to load a scorecard and to take its answer apart."""
    card = Scorecard(
        ("application_ext_source_2",), (Woe(np.array([0.5]), np.array([0.4, -0.3, 0.1]), 0.2),), np.array([0.9]), -2.5
    )
    card.save(tmp_path / "card.json")
    asked = (
        "import polars as pl",
        "from pathlib import Path",
        "import scoring.model.score",
        *LIGHT,
        f"    card = learner('scorecard').load(Path({str(tmp_path / 'card.json')!r}))",
        "rows = pl.DataFrame({'application_ext_source_2': [0.2, 0.8, None]})",
        "values, base = card.contributions(rows)",
        "assert abs(values[:, 0] + base - card.log_odds(rows)).max() == 0",
    )
    assert not imported_after(*asked).intersection(HEAVY)


def test_a_stand_in_answers_with_empty_classes_only_while_it_stands_there(monkeypatch):
    stand_in = StubModule("colorsys")
    monkeypatch.setitem(sys.modules, "colorsys", stand_in)
    assert isinstance(stand_in.Anything, type)
    monkeypatch.delitem(sys.modules, "colorsys")
    assert stand_in.rgb_to_hsv(0, 0, 0) == (0.0, 0.0, 0)
    with pytest.raises(AttributeError):
        stand_in.__path__  # noqa: B018


@pytest.fixture
def voila_tells(monkeypatch):
    """A server with the installed Voilà's own handler; ``tell(kernel, payload)`` is what Voilà does for a visitor."""
    from tornado.httpserver import HTTPServer
    from tornado.web import Application
    from voila.request_info_handler import RequestInfoSocketHandler

    # The handler's class keeps who waits and what was told: a test that ended before the server saw its connection
    # close would leave a waiter there that swallows the next test's message.
    monkeypatch.setattr(RequestInfoSocketHandler, "_waiters", {})
    monkeypatch.setattr(RequestInfoSocketHandler, "_cache", {})
    ready, loop = threading.Event(), asyncio.new_event_loop()
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def run():
        asyncio.set_event_loop(loop)

        async def listen():
            HTTPServer(Application([(r"/voila/query/(.*)", RequestInfoSocketHandler)])).listen(port, "127.0.0.1")
            ready.set()

        loop.create_task(listen())
        loop.run_forever()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert ready.wait(10)
    for name, value in {"PREHEAT": "True", "APP_PORT": str(port), "KERNEL_ID": "k1", "SERVER_URL": "/"}.items():
        monkeypatch.setenv(f"VOILA_{name}", value)

    def tell(kernel, payload):
        message = {"kernel_id": kernel, "payload": payload}
        loop.call_soon_threadsafe(RequestInfoSocketHandler.send_updates, message)

    yield tell
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)


def test_a_kernel_started_ahead_waits_for_its_visitor_and_logs_no_token(voila_tells, caplog):
    caplog.set_level(logging.DEBUG)
    payload = json.dumps({"QUERY_STRING": "client=100002&token=secret", "SERVER_SOFTWARE": "voila/0"})
    threading.Timer(0.5, voila_tells, ("k1", payload)).start()
    assert visitor().query == "client=100002&token=secret"
    assert "secret" not in caplog.text


def test_a_visitor_who_came_before_the_kernel_was_ready_is_not_lost(voila_tells):
    voila_tells("k1", json.dumps({"QUERY_STRING": "client=7"}))
    assert visitor().query == "client=7"


def test_without_a_server_the_page_opens_without_a_query(voila_tells, monkeypatch, caplog):
    monkeypatch.setenv("VOILA_APP_PORT", "1")
    assert visitor().query == ""
    assert "Voilà does not answer" in caplog.text


def test_a_kernel_of_its_own_reads_the_query_and_other_hosts_have_none(monkeypatch):
    for name in ("VOILA_PREHEAT", "SERVER_SOFTWARE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("QUERY_STRING", "client=1")
    assert visitor().query == ""
    monkeypatch.setenv("SERVER_SOFTWARE", "voila/0.5")
    assert visitor().query == "client=1"


def test_a_kernel_learns_the_visitors_name_from_its_server_in_both_ways(voila_tells, monkeypatch):
    monkeypatch.setenv("VOILA_KERNEL_ID", "k2")
    voila_tells("k2", json.dumps({"QUERY_STRING": "client=7", USER_VARIABLE: "a.durand"}))
    assert visitor() == Visitor("client=7", "a.durand")
    monkeypatch.setenv("VOILA_PREHEAT", "False")
    monkeypatch.setenv(USER_VARIABLE, "b.martin")
    monkeypatch.delenv("SERVER_SOFTWARE", raising=False)
    monkeypatch.delenv("VOILA_PREHEAT")
    assert visitor() == Visitor()
    monkeypatch.setenv("SERVER_SOFTWARE", "voila/0.5")
    assert visitor() == Visitor("", "b.martin")
