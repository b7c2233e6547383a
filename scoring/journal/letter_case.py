"""What a letter speaks of, with what the journal knows: what was decided about this answer, and what came before."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import TYPE_CHECKING

from scoring.documents.letters.case import Case, case_of
from scoring.journal.opinion import Standing
from scoring.journal.past_words import past_sentences
from scoring.portfolio.read import Portfolio
from scoring.texts import Language

if TYPE_CHECKING:
    from scoring.what_if.routes import Routes


def letter_case(
    portfolio: Portfolio, client: int, language: Language, standing: Standing, routes: Routes | None
) -> Case:
    """A client as a letter of today speaks of them; a decision about another version's answer is past only.

    Parameters
    ----------
    portfolio : Portfolio
        Whose client it is.
    client : int
        SK_ID_CURR.
    language : str
        Language of the letter.
    standing : Standing
        What is on record of the client.
    routes : Routes or None
        What the client could change.

    Raises
    ------
    UserError
        When nobody has this number.
    """
    past = past_sentences(standing, language)
    case = case_of(portfolio, client, language, date.today(), routes=routes, past=past)
    decision = standing.decided(case.assessment.model)
    return case if decision is None else dataclasses.replace(case, decided=decision.decided)
