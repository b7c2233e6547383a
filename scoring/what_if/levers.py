"""What a client can change about a request, and how far: candidate requests, the smallest change first."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from scoring.what_if.change import Request, change

Lever = Literal["amount", "contribution", "longer", "shorter", "income", "amount_longer", "arrears", "repaid"]


@dataclass(frozen=True)
class Reach:
    """How far a change may go and still be realistic: the lender's own range, whatever training has seen.

    Attributes
    ----------
    least_amount : float
        Smallest share of the amount asked for that is still the same project.
    months : tuple of float
        Shortest and longest duration that is offered.
    most_income : float
        Largest part by which a proved income may exceed the declared one.
    most_repaid : float
        Largest debt elsewhere that can be repaid first, as a share of the yearly income.
    """

    least_amount: float = 0.5
    months: tuple[float, float] = (6.0, 60.0)
    most_income: float = 0.2
    most_repaid: float = 0.25


@dataclass(frozen=True)
class Candidate:
    """A request that could be made instead. ``effort`` is 0 for none, 1 for all that the lender's range allows."""

    lever: Lever
    request: Request
    effort: float


STEPS = 25


def candidates(start: Request, reach: Reach) -> dict[Lever, tuple[Candidate, ...]]:
    """Every change of the request worth trying, by lever, the smallest first.

    Parameters
    ----------
    start : Request
        The application as it is.
    reach : Reach
        How far a change may go.

    Returns
    -------
    dict
        A lever maps to its candidates; a lever that the application gives no hold for is not there. A revolving credit
        has no duration to choose and no purchase to pay a part of.

    Examples
    --------
    >>> asked = Request(credit=100_000.0, annuity=5_000.0, goods_price=None, income=None)
    >>> tried = candidates(asked, Reach())
    >>> sorted(tried)
    ['amount', 'amount_longer', 'longer', 'shorter']
    >>> tried["amount"][0].request.credit, tried["amount"][-1].request.credit
    (98000.0, 50000.0)
    >>> round(tried["longer"][0].request.annuity)
    4762
    """
    by_lever: dict[Lever, tuple[Candidate, ...]] = {
        "amount": tuple(_smaller(start, reach, with_goods=True)),
        "income": tuple(_incomes(start, reach)),
    }
    if not start.revolving:
        by_lever |= _of_a_fixed_loan(start, reach, by_lever["amount"])
    return {lever: tried for lever, tried in by_lever.items() if tried}


def _of_a_fixed_loan(
    start: Request, reach: Reach, amounts: tuple[Candidate, ...]
) -> dict[Lever, tuple[Candidate, ...]]:
    """What can be changed of a loan that pays for something and ends on a day."""
    by_lever: dict[Lever, tuple[Candidate, ...]] = {
        "contribution": tuple(_smaller(start, reach, with_goods=False)) if start.goods_price else (),
        "longer": tuple(_durations(start, reach, longer=True)),
        "shorter": tuple(_durations(start, reach, longer=False)),
    }
    by_lever["amount_longer"] = tuple(_together(amounts[::3], by_lever["longer"][::3], "amount_longer"))
    return by_lever


def _smaller(start: Request, reach: Reach, *, with_goods: bool) -> Iterator[Candidate]:
    """Smaller amounts over the same duration: for a cheaper purchase, or with a part paid by the client."""
    if not start.credit or not start.annuity:
        return
    step = round_step(start.credit)
    for part in _parts(1.0 - reach.least_amount):
        credit = math.floor(start.credit * (1.0 - part) / step) * step
        request = change(start, "credit", float(credit), "duration")
        if with_goods and start.goods_price:
            request = dataclasses.replace(request, goods_price=start.goods_price * credit / start.credit)
        yield Candidate("amount" if with_goods else "contribution", request, part / (1.0 - reach.least_amount))


def _durations(start: Request, reach: Reach, *, longer: bool) -> Iterator[Candidate]:
    """The same amount over more, or fewer, whole months."""
    now = start.duration
    if now is None:
        return
    shortest, longest = reach.months
    end, whole = longest if longer else shortest, round(now)
    months = range(whole + 1, int(end) + 1) if longer else range(whole - 1, int(end) - 1, -1)
    for count in months:
        request = change(start, "duration", float(count), "duration")
        yield Candidate("longer" if longer else "shorter", request, abs(count - now) / max(abs(end - now), 1.0))


def _incomes(start: Request, reach: Reach) -> Iterator[Candidate]:
    """A higher income, where the client can prove one that the application does not tell."""
    if not start.income:
        return
    step = round_step(start.income)
    for part in _parts(reach.most_income):
        income = math.ceil(start.income * (1.0 + part) / step) * step
        yield Candidate("income", change(start, "income", float(income), "duration"), part / reach.most_income)


def _together(amounts: tuple[Candidate, ...], durations: tuple[Candidate, ...], lever: Lever) -> Iterator[Candidate]:
    """A smaller amount over a longer duration, the least effort of both together first."""
    pairs = [
        Candidate(
            lever,
            change(amount.request, "duration", duration.request.duration or 0.0, "duration"),
            amount.effort + duration.effort,
        )
        for amount in amounts
        for duration in durations
        if amount.effort + duration.effort <= 1.0
    ]
    yield from sorted(pairs, key=lambda pair: pair.effort)


def _parts(most: float) -> list[float]:
    return [most * step / STEPS for step in range(1, STEPS + 1)]


def round_step(amount: float) -> float:
    """The step of amounts as people say them: a hundredth or two of the amount.

    Examples
    --------
    >>> round_step(454_500.0), round_step(98_000.0)
    (5000.0, 1000.0)
    """
    unit: float = 10.0 ** math.floor(math.log10(amount) - 2)
    return next(step for step in (1.0 * unit, 2.0 * unit, 5.0 * unit, 10.0 * unit) if step >= amount / 100.0)
