"""An application that is in no table: its body understood or refused, then assessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np

from scoring.api.body import parse
from scoring.api.form import independent, wrong_form
from scoring.api.problem import ProblemError, wrong_fields
from scoring.explain.assessment import Assessment
from scoring.inference.applicant import ApplicantScorer
from scoring.tables.contradictions import contradictions
from scoring.tables.history_defects import history_defects
from scoring.tables.records import APPLICATION, HISTORIES, mistakes
from scoring.tables.witnesses.scores import unlikely_scores

MOST_MISTAKES = 1000
MOST_ROWS = 10_000
KNOWN = (
    "Client {client} is in the portfolio: this answers the application that was sent, as a new one; "
    "the portfolio's own answer is at /v1/clients/{client}/assessment."
)


@dataclass(frozen=True)
class ApplicationAnswer:
    """What is answered about an application; ``notices``, a code and a sentence each, say what may not be expected."""

    assessment: Assessment
    notices: tuple[tuple[str, str], ...] = ()


def assess_body(scorer: ApplicantScorer, body: bytes) -> ApplicationAnswer:
    """What the model says of the application in a body.

    Raises
    ------
    ProblemError
        422 that names each wrong field, 413 where histories have more rows than one client's can have.
    """
    return assess_application(scorer, understood(parse(body)))


def understood(given: Any) -> Mapping[str, Any]:
    """The application of a body's value, once nothing in it is wrong.

    Raises
    ------
    ProblemError
        As :func:`assess_body`.
    """
    form = wrong_form(given)
    if form is not None:
        raise wrong_fields([form])
    _refuse_many_rows(given)
    broken = independent(list(islice(mistakes(given), MOST_MISTAKES)))
    wrong = broken or list(islice(contradictions(given), MOST_MISTAKES))
    if wrong:
        raise wrong_fields(wrong)
    application: Mapping[str, Any] = given
    return application


def assess_application(scorer: ApplicantScorer, given: Mapping[str, Any]) -> ApplicationAnswer:
    """What the model says of an application in which nothing is wrong."""
    client = given[APPLICATION].get("SK_ID_CURR")
    place = int(np.searchsorted(scorer.taken, client)) if client is not None else 0
    known = client is not None and place < len(scorer.taken) and scorer.taken[place] == client
    who = [("known_client", KNOWN.format(client=client))] if known else []
    ends = [(end.check, end.sentence) for end in history_defects(given)]
    return ApplicationAnswer(scorer.assess(given), (*who, *ends, *unlikely_scores(given[APPLICATION])))


def _refuse_many_rows(given: Mapping[str, Any]) -> None:
    rows = sum(len(given[name]) for name in HISTORIES if isinstance(given.get(name), list))
    if rows > MOST_ROWS:
        detail = f"Expected at most {MOST_ROWS} rows of histories, got {rows}. Send one application."
        raise ProblemError(413, detail)
