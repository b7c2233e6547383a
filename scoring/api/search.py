"""Clients by number and by criteria, paged by key."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import polars as pl

from scoring.api.answers import ClientRow
from scoring.api.language import in_language
from scoring.api.problem import FieldProblem, ProblemError, wrong_fields
from scoring.api.v1_answers import ClientList
from scoring.cohorts.criteria import CRITERIA, Criterion, CriterionError, check
from scoring.portfolio import Portfolio
from scoring.tables.records import FieldMistake, quotable, shown
from scoring.texts import Words

FORM = "feature:low..high, or feature:text|text"
_RANGE = re.compile(r"(?P<low>-?[0-9]+(?:\.[0-9]+)?)?\.\.(?P<high>-?[0-9]+(?:\.[0-9]+)?)?")


def criterion_of(text: str) -> Criterion:
    """A criterion as an address writes it.

    Raises
    ------
    ProblemError
        422 when it is not written like this or cannot be met.

    Examples
    --------
    >>> criterion_of("application_amt_credit:100000..500000")
    Criterion(feature='application_amt_credit', low=100000.0, high=500000.0, levels=())
    >>> criterion_of("zone:review|refuse").levels
    ('review', 'refuse')
    """
    feature, colon, value = text.partition(":")
    if not colon or not value:
        raise wrong_fields([FieldMistake("criterion", FORM, shown(text))])
    bounds = _RANGE.fullmatch(value)
    if bounds is None:
        criterion = Criterion(quotable(feature), levels=tuple(map(quotable, value.split("|"))))
    else:
        low, high = (float(bound) if bound else None for bound in (bounds["low"], bounds["high"]))
        criterion = Criterion(quotable(feature), low, high)
    try:
        if ".." in value and criterion.levels:
            _refuse_other_numbers(criterion.feature, value)
        check(criterion)
    except CriterionError as mistake:
        raise _not_met(text, mistake) from mistake
    return criterion


def _refuse_other_numbers(feature: str, value: str) -> None:
    """Refuse bounds that are no plain digits ("1,000..2,000", "1e5.."), where a variable has bounds.

    Raises
    ------
    CriterionError
        Which says how a number is written.
    """
    about = next((field for field in CRITERIA if field.feature == feature and field.unit), None)
    if about is not None:
        raise CriterionError("not_plain", label=Words.each(about.label), value=Words.each(lambda _: quotable(value)))


def _not_met(text: str, mistake: CriterionError) -> ProblemError:
    """What is said of a criterion that cannot be met; the reason is the page's own, in either language."""
    wrong = FieldMistake("criterion", f"one that can be met ({FORM})", shown(text)).sentence
    words = Words.each(lambda language: f"{in_language(wrong, language)} {mistake.words.say(language)}")
    return ProblemError(422, words.en, [FieldProblem(field="criterion", message=words.en)], words=words)


def search(portfolio: Portfolio, digits: str, criteria: Sequence[Criterion], after: int, limit: int) -> ClientList:
    """Clients whose number contains the digits and who meet every criterion, from the number behind ``after``.

    Parameters
    ----------
    portfolio : Portfolio
        Whose clients.
    digits : str
        Part of the number; anybody's where empty.
    criteria : sequence of Criterion
        All of them are to be met.
    after : int
        The last number of the page before; 0 for the first page.
    limit : int
        Clients on a page.
    """
    mask = portfolio.find(criteria) if criteria else np.ones(len(portfolio.clients), dtype=np.bool_)
    if digits:
        numbers = pl.Series(portfolio.clients).cast(pl.String)
        mask = mask & numbers.str.contains(digits, literal=True).to_numpy()
    places = np.flatnonzero(mask)
    following = places[np.searchsorted(portfolio.clients[places], after, side="right") :]
    rows = client_rows(portfolio, following[:limit].tolist())
    return ClientList(
        total=len(places), clients=rows, next=rows[-1].client if rows and len(following) > limit else None
    )


def client_rows(portfolio: Portfolio, places: Sequence[int]) -> list[ClientRow]:
    """Clients at these places of the portfolio."""
    rows = portfolio.index[list(places)].rename({"SK_ID_CURR": "client"}).drop("target")
    return [ClientRow(**row) for row in rows.iter_rows(named=True)]
