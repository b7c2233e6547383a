"""A run that ends while a request is answered: one portfolio and its own model answer, or the caller is told."""

import json
from types import SimpleNamespace

import pytest

from scoring.api import letters
from scoring.api.application_answers import answer_application
from scoring.api.portfolio_handle import PortfolioHandle
from scoring.api.problem import ProblemError
from scoring.inference.applicant import ApplicantScorer
from scoring.settings import Home


@pytest.fixture
def handle(tmp_path, monkeypatch):
    """A home whose current portfolio is another one each time that somebody looks; a model is its folder."""
    made = PortfolioHandle(Home(tmp_path))
    looks = iter(range(1, 9))

    def look(_):
        made._scorer = made._simulator = None
        return SimpleNamespace(folder=tmp_path / f"run-{next(looks)}", clients=[])

    monkeypatch.setattr(PortfolioHandle, "_current", look)
    monkeypatch.setattr("scoring.model.folder.load_model", lambda folder: folder)
    monkeypatch.setattr(ApplicantScorer, "of", lambda model, _: SimpleNamespace(model=model))
    return made


def test_a_simulator_answers_by_the_model_of_its_own_portfolio(handle):
    simulator = handle.simulator()
    assert simulator.model.parent == simulator.portfolio.folder


def of_version(version):
    return SimpleNamespace(model=SimpleNamespace(manifest=SimpleNamespace(version=version)))


def test_changes_are_refused_where_the_model_that_was_asked_for_was_just_replaced():
    replaced = SimpleNamespace(scorer=lambda: of_version("m1"), simulator=lambda: of_version("m2"))
    body = json.dumps({"client": 900017, "changes": {"AMT_CREDIT": 5}}).encode()
    with pytest.raises(ProblemError, match="Expected the model m1 to answer, got m2"):
        answer_application(replaced, body, "m1", "en", None)


@pytest.mark.slow  # a trained world
def test_the_clients_file_is_of_the_portfolio_that_is_on_record(ask, portfolio, monkeypatch):
    """A run ends between any two looks: each gives another portfolio."""
    looks, seen = iter(range(99)), []
    monkeypatch.setattr(PortfolioHandle, "portfolio", lambda _: SimpleNamespace(look=next(looks)))
    monkeypatch.setattr(letters, "known_answer", lambda answers, given, client, who: seen.append(given))
    monkeypatch.setattr(letters, "client_data_text", lambda home, given, *_: seen.append(given) or "the file")
    assert ask.get(f"/v1/clients/{portfolio.clients[0]}/file").text == "the file"
    assert seen == [seen[0]] * 2
