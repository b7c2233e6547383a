"""What one change makes the page say is said once, when all that follows from it is known."""

import pytest
from ipywidgets import widget

from scoring.dashboard.page import Page
from scoring.dashboard.panels.base_state import SECTIONS, Redraws
from scoring.dashboard.render.html import esc

# A list whose options change says afterwards which of them is chosen.
LISTS = ("Dropdown", "ToggleButtons", "Select")


@pytest.fixture
def messages(monkeypatch):
    """Every message that widgets send: ``(widget, its state)``."""
    sent = []
    monkeypatch.setattr(
        widget.Widget, "_send", lambda self, message, **_: sent.append((self, message.get("state", {})))
    )
    return sent


@pytest.fixture
def page(portfolio, messages):
    page = Page(portfolio)
    messages.clear()
    return page


@pytest.fixture
def simulated(page, fakes, messages):
    """The page with a simulation that can be read."""
    page.state.simulate.simulator = fakes.FakeSimulator()
    page.state.section = "simulate"
    messages.clear()
    return page


def twice(messages):
    """Widgets that said something more than once, and what."""
    said = {}
    for sender, state in messages:
        said.setdefault((type(sender).__name__, id(sender)), []).append(tuple(state))
    return {name: states for (name, _), states in said.items() if len(states) > 1 and name not in LISTS}


@pytest.mark.parametrize("section", SECTIONS)
def test_another_client_sends_each_widget_one_message(page, messages, section):
    page.state.section = section
    for _ in range(4):
        page.state.find.step(1)
        assert messages
        messages.clear()
    for _ in range(3):
        page.state.find.step(1)
        assert twice(messages) == {}
        messages.clear()


def test_another_client_moves_on_no_button_for_each_client_seen_before(page, messages):
    for client in page.state.portfolio.clients:
        page.state.find.open(int(client))
    page.state.find.step(-1)
    messages.clear()
    page.state.find.step(-1)
    assert len(page.state.find.recent) > 2
    assert "HTML" in {type(sender).__name__ for sender, _ in messages}
    assert not [state for sender, state in messages if type(sender).__name__ == "Button" and "description" in state]


def test_another_variable_or_group_sends_each_widget_one_message(page, messages):
    page.state.section = "compare"
    for kind in ("nearest", "zone", "all"):
        messages.clear()
        page.state.compare.kind = kind
        assert twice(messages) == {}
    for variable in page.state.compare.offered[:9]:
        messages.clear()
        page.state.compare.variable = variable
        assert twice(messages) == {}


def test_nothing_untrue_is_said_between_two_clients(simulated, messages):
    simulated.state.find.step(1)
    assert simulated.state.simulate.request is not None
    assert not [state for _, state in messages if 'role="alert"' in str(state.get("value", ""))]
    assert twice(messages) == {}


def test_a_long_wait_is_said_before_it_begins(simulated, messages, monkeypatch):
    simulate, seen = simulated.state.simulate, []
    monkeypatch.setattr(simulate.simulator, "answer", lambda *_: seen.extend(messages))
    simulate.set_field("credit", simulate.request.credit * 1.1)
    loading = esc(simulated.state.say("simulate.loading"))
    assert [state for _, state in seen if loading in str(state.get("value"))]


def test_what_waits_is_drawn_once_at_the_end_and_in_order():
    redraws, drawn = Redraws(), []
    with redraws.change():
        redraws.add(first := lambda: drawn.append(1))
        with redraws.change():
            redraws.add(lambda: drawn.append(2))
        redraws.add(first)
        assert drawn == []
    assert drawn == [1, 2]
    redraws.add(first)
    assert drawn == [1, 2, 1]


def test_a_change_that_fails_is_drawn_all_the_same():
    redraws, drawn = Redraws(), []

    def fail():
        with redraws.change():
            redraws.add(lambda: drawn.append(1))
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert drawn == [1]
