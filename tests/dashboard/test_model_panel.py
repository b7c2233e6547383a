"""The panel on the model: the note's digits, words before numbers, what is missing said, nobody's kernel made heavy."""

import re
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from scoring.dashboard.page import Page
from scoring.dashboard.panels.address import follow, query_of
from scoring.dashboard.panels.model.facts_html import calibration_html, ranking_html
from scoring.dashboard.panels.model.groups_html import groups_html
from scoring.dashboard.panels.model.history_html import history_html
from scoring.documents.group_findings import fairness_finding
from scoring.documents.note import Note
from scoring.documents.run_facts import facts_of
from scoring.model.shelf import Turn
from scoring.portfolio import Portfolio
from scoring.portfolio.decision_costs import Confusion
from scoring.portfolio.evaluation import (
    CalibrationPart,
    Evaluation,
    GroupCalibration,
    GroupGap,
    GroupRate,
    Interval,
    evaluations,
)
from scoring.portfolio.model_history import KeptModel, ModelHistory
from scoring.texts.numbers import format_number
from scoring.texts.sentences import page as words

LANGUAGES = ("fr", "en")
NEVER = re.compile(r"[Dd]éfaut|[Ff]aillite|[Dd]efault|[Bb]ankrupt|€|\$|XNA|365243|\bnan\b|\bNone\b|\{\w+\}")
HEAVY = ("pandas", "pyarrow", "lightgbm", "shap", "sklearn", "scipy", "matplotlib", "sqlalchemy")


def text_of(page):
    parts = (page.model.head, page.model.facts, page.model.history)
    return " ".join(re.sub(r"<[^>]*>", " ", " ".join(part.value for part in parts)).split(" "))


def opened(portfolio, language="fr"):
    page = Page(portfolio, unasked=True)
    page.state.language = language
    page.state.model.opened = True
    return page


@pytest.fixture(scope="module")
def facts(world):
    return facts_of(world)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_is_the_notes_to_the_last_digit(world, facts, language):
    note, text = Note(facts, language).numbers, text_of(opened(Portfolio.open(world), language))
    committee = note["committee"]
    assert f"{committee[:1].upper()}{committee[1:]}." in text
    for name in ("n", "rate", "used", "switches", "mean_probability", "caught", "caught_low", "caught_high", "wrongly",
                 "wrongly_refused_low", "wrongly_refused_high", "review_low", "review_high", "auc"):  # fmt: skip
        assert note[name] in text, name
    for name in ("auc", "auc_low", "auc_high"):
        assert format_number(100 * facts.manifest.metrics[name], language, 1, trim=False) in text
    assert f"{note['calibration_gap'][1:]}." in text
    assert note["fairness_finding"] in text
    assert note["groups_apart"] in text
    assert note["version"][:8] in text
    assert fairness_finding(facts, language) in text
    assert not NEVER.search(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_an_evaluation_it_says_what_is_missing_and_the_command(own_world, language):
    shutil.rmtree(evaluations(own_world))
    page = opened(Portfolio.open(own_world), language)
    text = text_of(page)
    assert words("model.missing", language, command="scoring evaluate") in text
    assert 'role="alert"' in page.model.facts.value
    assert words("model.groups.title", language) not in text
    for title in ("learned", "ranking", "calibration", "limits", "history"):
        assert words(f"model.{title}.title", language) in text


def test_it_is_read_only_when_it_is_opened_and_stands_in_the_place_of_everything_else(portfolio, world, monkeypatch):
    page = Page(Portfolio.open(world))
    assert page.model.body.children == ()
    assert "evaluation" not in vars(page.state.model)
    page.model_button.button.click()
    assert page.state.model.opened
    assert (page.main.layout.display, page.start.root.layout.display) == ("none", "none")
    page.model.close.click()
    assert (page.main.layout.display, page.start.root.layout.display) == (None, "none")
    page.state.model.opened = True
    page.state.find.open(int(page.state.portfolio.clients[3]))
    assert not page.state.model.opened
    assert page.main.layout.display is None


def test_its_address_leads_back_to_it(world):
    page = opened(Portfolio.open(world), "en")
    assert query_of(page.state) == "language=en&page=model"
    other = Page(Portfolio.open(world), unasked=True)
    follow(other.state, f"client={page.state.portfolio.clients[0]}&page=model")
    assert other.state.model.opened
    follow(other.state, "page=something")
    assert not other.state.model.opened


def test_a_fault_in_it_is_a_sentence_in_its_place(fakes):
    portfolio = fakes.FakePortfolio()  # whose manifest has no metrics
    page = opened(portfolio)
    assert words("trouble.view", "fr") in page.model.notice.value
    assert page.model.body.layout.display == "none"


def test_a_visitors_kernel_opens_it_without_any_learning_library(world):
    code = (
        "import sys; from pathlib import Path; from scoring.settings import Home;"
        "from scoring.portfolio import Portfolio;"
        "from scoring.dashboard.page import Page;"
        f"page = Page(Portfolio.open(Home(Path({str(world.root)!r}))), unasked=True); page.state.model.opened = True;"
        "assert page.model.facts.value and not page.model.notice.value;"
        "print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True)
    assert not set(done.stdout.split()).intersection(HEAVY)


# --- by hand -------------------------------------------------------------------------------------------


def say(key, **values):
    return words(key, "en", **values)


def part(announced, observed, low, high):
    return CalibrationPart(100, announced, observed, low, high)


def manifest(**changes):
    metrics = {
        "n": 1000, "target_rate": 0.08, "mean_probability": 0.081, "auc": 0.75, "auc_low": 0.7, "auc_high": 0.8,
        "ece": 0.01, "ece_floor": 0.02,
    }  # fmt: skip
    costs = {"missed_difficulty": 10.0, "wrong_refusal": 1.0}
    plain = {
        "version": "abcdefgh1234", "metrics": metrics, "served_features": ("a", "b"),
        "settings": {"candidate": "scorecard", "costs": costs, "switches": {"age": True}},
        "policy": SimpleNamespace(threshold=1 / 11, review_low=0.06, review_high=0.13),
    }  # fmt: skip
    return SimpleNamespace(**(plain | changes))


def evaluation(**changes):
    empty = {
        "portfolio": "p", "model": "m", "clients": 10, "zones": {}, "confusion": Confusion(1, 1, 1, 1),
        "intervals": {}, "calibration": (), "groups": (), "rates": (), "gaps": (),
    }  # fmt: skip
    return Evaluation(**(empty | changes))


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ([part(0.1, 0.12, 0.08, 0.2), part(0.2, 0.2, 0.15, 0.3)], "Yes, as far as can be seen: in each of the 2 parts"),
        ([part(0.1, 0.12, 0.11, 0.2), part(0.2, 0.2, 0.15, 0.3)], "Not everywhere: in 1 of 2 parts"),
        ([part(0.1, 0.12, 0.11, 0.2), part(0.4, 0.2, 0.15, 0.3)], "No: in none of the 2 parts"),
    ],
)
def test_whether_eight_is_eight_follows_from_the_intervals(parts, sentence):
    html = calibration_html(manifest(), evaluation(calibration=tuple(parts)), say, "en")
    assert sentence in html
    assert "announced: 10%" in html
    assert "observed: 12% (" in html
    assert html.count("<tr>") == 1 + len(parts)


def test_the_widest_bar_fills_its_track_and_the_others_follow_it():
    html = calibration_html(manifest(), evaluation(calibration=(part(0.1, 0.2, 0.1, 0.4),)), say, "en")
    assert re.findall(r"width:([\d.]+)%", html) == ["25.0", "50.0", "75.0"]
    assert "left:25.0%" in html


def test_an_error_rate_by_group_is_the_share_missed_with_its_interval_turned_over():
    groups = (GroupCalibration("sex", "Woman", 500, 0.08, 0.07, 0.05, 0.09, True),
              GroupCalibration("sex", "Man", 300, 0.08, 0.12, 0.09, 0.15, False))  # fmt: skip
    rates = (
        GroupRate("sex", "Woman", "wrongly refused", 460, 0.2, 0.15, 0.25),
        GroupRate("sex", "Woman", "caught", 40, 0.6, 0.5, 0.72),
        GroupRate("sex", "Man", "wrongly refused", 270, 0.3, 0.25, 0.35),
    )
    gap = GroupGap("sex", "Man", "Woman", 0.1, 0.03, 0.17, clear=True)
    html = groups_html(evaluation(groups=groups, rates=rates, gaps=(gap,)), say, "en")
    text = re.sub(r"<[^>]*>", " ", html)
    assert "40% (28% to 50%)" in text
    assert "too few applications" in text
    assert "8% and 12% (outside the margin)" in text
    assert "One gap alone of 1 can be told from chance: that of the group “Man”, +10.0 points" in text
    assert "In one group of 2 the announced probability leaves the interval of what is observed: Man." in text


def kept(version, day, **changes):
    return KeptModel(version, datetime(2026, 11, day, 12, tzinfo=UTC), manifest(version=version, **changes))


def test_since_when_it_serves_and_what_changed_from_the_one_before():
    served = manifest()
    turns = (
        Turn(served.version, "2026-11-20T12:00:00+00:00", "promoted"),
        Turn("newer000", "2026-11-15T12:00:00+00:00", "trained"),
    )
    models = (kept("newer000", 15), kept(served.version, 10))
    html = history_html(served, ModelHistory(turns, models, served.version), date(2026, 11, 10), say, "en")
    assert "Version abcdefgh, in service since 20\u00a0November\u00a02026: it was chosen among the models kept." in html
    assert "newer000" in html
    assert "another model" not in html
    alone = history_html(served, ModelHistory((), (kept(served.version, 10),), "other"), date(2026, 11, 10), say, "en")
    assert "trained on 10\u00a0November\u00a02026; since when it serves was not written down" in alone
    assert "another model (other) was put in place since" in alone
    assert "No older model is kept" in alone


def test_the_one_before_is_the_last_that_spoke_or_else_the_last_trained():
    history = ModelHistory((), (kept("c", 12), kept("b", 11), kept("a", 10)), "c")
    assert [history.before(name).version if history.before(name) else None for name in "cba"] == ["b", "a", None]
    turns = tuple(Turn(name, "2026-11-20T12:00:00+00:00", "trained") for name in ("b", "gone", "c", "b"))
    assert ModelHistory(turns, history.kept, "b").before("b").version == "c"


def sent_to(widget, monkeypatch):
    """What a widget is asked to do in the browser."""
    messages = []
    monkeypatch.setattr(widget, "send", lambda content, buffers=None: messages.append(content))
    return messages


def test_each_opening_is_gone_to_and_closing_gives_the_focus_back(world, monkeypatch):
    page = opened(Portfolio.open(world))
    assert 'data-pad-look="model 1"' in page.model.head.value
    focused = sent_to(page.model_button.button, monkeypatch)
    page.model.close.click()
    assert (page.state.model.opened, focused) == (False, [{"do": "focus"}])
    page.state.model.opened = True
    assert 'data-pad-look="model 2"' in page.model.head.value
    page.state.model.opened = False  # by another client, for instance
    assert len(focused) == 1


def test_the_cost_curve_is_hung_once_the_panel_is_in_sight_and_taken_down_with_it(world):
    page, seen = Page(Portfolio.open(world), unasked=True), []
    page.state.model.opened = True
    sheet, plot = page.model.sheet, page.model.costs.plot
    assert len(plot.children) == 1
    plot.observe(lambda change: seen.append((len(change["new"]), sheet.layout.display)), "children")
    page.state.language = "en"
    page.model.costs.fields["missed_difficulty"].value = "4"
    assert seen == []
    page.state.model.opened = False
    page.state.model.opened = True
    assert [count for count, _ in seen] == [0, 1]
    assert seen[-1] == (1, None)


def test_a_share_stands_within_its_interval_however_narrow_that_is():
    """At 307,511 clients "24 % (entre 23 % et 24 %)"; and 24 % would have stood outside "23,4 % et 23,7 %"."""
    metrics = {"auc": 0.803, "auc_low": 0.8, "auc_high": 0.806, "target_rate": 0.08}
    measured = {
        "precision": Interval(0.2021, 0.1986, 0.2047),
        "caught": Interval(0.6866, 0.6811, 0.6931),
        "wrongly_refused": Interval(0.2356, 0.2341, 0.2371),
    }

    def say(key, **values):
        return words(key, "fr", **values)

    html = ranking_html(SimpleNamespace(metrics=metrics), SimpleNamespace(intervals=measured), say, "fr")
    text = html.replace("\u00a0", " ")
    assert "il refuse 68,7 % de ceux qui auraient eu une difficulté (entre 68,1 % et 69,3 %)" in text
    assert "et 23,6 % de ceux qui auraient remboursé (entre 23,4 % et 23,7 %)" in text
    assert "Sur 100 refusés, 20 auraient eu une difficulté (intervalle à 95 % : de 19 à 21)." in text
