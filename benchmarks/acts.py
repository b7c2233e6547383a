"""What an adviser does, without end: ``python -m benchmarks.acts HOME FOLDER``, for ``benchmarks.kills`` to kill.

A refusal overridden, a piece of information contested, the contest closed, the letter written: each by what the page
itself calls. A line is printed once an act is done: the number and the kind of what went on record, or the letter.
"""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

from scoring import assess
from scoring.documents.letters.lender import read_lender
from scoring.documents.letters.write import letter_page, write_letter
from scoring.explain.assessment import Assessment
from scoring.journal.contested import contest_content
from scoring.journal.decide import record_opinion
from scoring.journal.desk import Desk
from scoring.journal.letter_case import letter_case
from scoring.journal.opinion import Opinion
from scoring.portfolio.read import Portfolio
from scoring.settings import Home
from scoring.what_if.contest import reassess
from scoring.what_if.simulate import Simulator

ADVISER, CLIENTS, CORRECTED = "Anne Martin", 5, "application_amt_income_total"


def main() -> int:
    """Act until killed."""
    home, folder = Home(Path(sys.argv[1])), Path(sys.argv[2])
    portfolio = Portfolio.open(home)
    simulator, desk = Simulator(portfolio), Desk(home)
    asked = [assess(home, client) for client in portfolio.clients[:CLIENTS]]
    for turn, answer in enumerate(itertools.cycle(asked)):
        _say(_decide(desk, answer), "decision")
        contest = _contest(desk, simulator, answer)
        _say(contest, "contest")
        content = {"contest": contest, "adviser": ADVISER, "outcome": "accepted"}
        _say(desk.write("closed", answer.client, answer.model, content).number, "closed")
        target = folder / f"letter-{turn % CLIENTS}.html"
        case = letter_case(portfolio, answer.client, "fr", desk.standing(answer.client), routes=None)
        write_letter(letter_page("letter", case, read_lender(home, None)), target)
        _say(target.name, "letter")
    return 0


def _decide(desk: Desk, answer: Assessment) -> int:
    """The number of an override: the other of grant and refusal."""
    decided = "refused" if answer.decision == "granted" else "granted"
    opinion = Opinion(decided, "income", "Bulletins de salaire vus ce matin.", ADVISER)
    return record_opinion(desk, opinion, answer, "page").number


def _contest(desk: Desk, simulator: Simulator, answer: Assessment) -> int:
    """The number of a contest of the declared income, with the answer that the correction leads to."""
    corrected = reassess(simulator, answer.client, CORRECTED, 250_000.0)
    held = simulator.portfolio.values(answer.client).get(CORRECTED)
    content = contest_content(corrected, held, "Client", "fr")
    return desk.write("contest", answer.client, answer.model, content, "", "Un bulletin de salaire plus récent.").number


def _say(what: int | str, kind: str) -> None:
    print(what, kind, flush=True)


if __name__ == "__main__":
    sys.exit(main())
