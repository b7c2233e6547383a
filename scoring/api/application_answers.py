"""What a body of ``/assess`` asks, answered by one model: an application, or changes to a known client's."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from scoring.api import application, changes
from scoring.api.body import parse
from scoring.api.language import in_language
from scoring.api.portfolio_handle import PortfolioHandle
from scoring.api.problem import ProblemError
from scoring.api.v1_answers import ApplicationAnswer, Notice, NoticeCode
from scoring.portfolio import Portfolio


def refuse_other(expected: str, version: str) -> None:
    """Pass where the model that answers is the one that the caller asked for, or they asked for none."""
    if expected not in ("", version):
        raise ProblemError(409, f"Expected the model {expected[:60]} to answer, got {version}. Read /v1/model again.")


def answer_application(
    handle: PortfolioHandle, body: bytes, expected_model: str, language: str, seen: Callable[[Portfolio, int], None]
) -> ApplicationAnswer:
    """The answer to what a body asks: an application, or changes to a known client's.

    Parameters
    ----------
    handle : PortfolioHandle
        What answers.
    body : bytes
        As it came.
    expected_model : str
        The version that must answer; any where it is empty.
    language : str
        Language of the notices.
    seen : callable
        ``(portfolio, client)``: puts on record that a known client's answer is shown.

    Raises
    ------
    ProblemError
        409 where another model answers now, 422 for what is wrong in the body.
    """
    given = parse(body)
    if changes.are_changes(given):
        simulator = handle.simulator()
        refuse_other(expected_model, simulator.model.manifest.version)
        simulation = changes.simulate(simulator, given)
        seen(simulator.portfolio, simulation.before.client)
        return ApplicationAnswer(assessment=simulation.after, before=simulation.before, notices=[])
    scorer = handle.scorer()
    refuse_other(expected_model, scorer.model.manifest.version)
    answer = application.assess_application(scorer, application.understood(given))
    notices = [
        Notice(code=cast(NoticeCode, code), message=in_language(notice, language)) for code, notice in answer.notices
    ]
    return ApplicationAnswer(assessment=answer.assessment, before=None, notices=notices)
