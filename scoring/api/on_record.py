"""Known clients, answered once it is on record who is shown them."""

from __future__ import annotations

from scoring.api.answer_cache import Answer, AnswerCache
from scoring.api.one_journal import unrecorded
from scoring.api.problem import ProblemError
from scoring.errors import UserError
from scoring.journal.turns import JournalError
from scoring.portfolio import Portfolio


def place_of(portfolio: Portfolio, client: int) -> int:
    """The client's place.

    Raises
    ------
    ProblemError
        404 when nobody has this number.
    """
    try:
        return portfolio.place(client)
    except UserError as nobody:
        raise ProblemError(404, str(nobody)) from nobody


def known_answer(answers: AnswerCache, portfolio: Portfolio, client: int, who: str) -> Answer:
    """The answer about a client to whoever asks, put on record where that is asked for, as :class:`AnswerCache` does.

    Raises
    ------
    ProblemError
        404 when nobody has this number, 500 or 503 when it could not be put on record.
    """
    place_of(portfolio, client)
    return _answer_on_record(answers, portfolio, client, who)


def seen_on_record(answers: AnswerCache, portfolio: Portfolio, client: int, who: str) -> int:
    """The client's place, once it is on record that their file is seen; whatever of it the caller is shown.

    Raises
    ------
    ProblemError
        As :func:`known_answer`.
    """
    place = place_of(portfolio, client)
    if answers.recorder is not None and answers.recorder.is_due(who, client, portfolio.manifest.version):
        _answer_on_record(answers, portfolio, client, who)
    return place


def _answer_on_record(answers: AnswerCache, portfolio: Portfolio, client: int, who: str) -> Answer:
    try:
        return answers.answer_to(portfolio, client, who)
    except JournalError as error:
        raise unrecorded(error) from error
