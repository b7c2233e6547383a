"""The months of earlier credit cards: what is owed moves, drawings and payments follow from it."""

from __future__ import annotations

import numpy as np

from scoring.arrays import Bools, Floats, Ints
from scoring.synthetic.draws import (
    Choice,
    Column,
    Rows,
    cents,
    chance,
    emptied,
    month_of,
    positions,
    sigmoid,
)
from scoring.synthetic.people import Clients


def draw_cards(rng: np.random.Generator, clients: Clients, previous: Rows) -> Rows:
    """Draw the months of the approved revolving loans.

    Parameters
    ----------
    rng : Generator
        The cards' generator.
    clients : Clients
        Whose cards they are.
    previous : Rows
        The previous applications.

    Returns
    -------
    Rows
        The credit_card_balance table, oldest month first within a card.
    """
    owner, loan, limit, first, last, done, used = _cards(rng, previous)
    counts = np.maximum(last - first + 1, 0)
    card = np.repeat(np.arange(len(counts)), counts)
    age = positions(counts)
    month = first[card] + age
    client = owner[card]
    over = done[card] & (month == last[card])
    active = used[card]
    columns: dict[str, Column] = {
        "SK_ID_PREV": loan[card],
        "SK_ID_CURR": clients.ids[client],
        "MONTHS_BALANCE": month,
        "AMT_CREDIT_LIMIT_ACTUAL": np.where(over, 0.0, limit[card]).astype(np.int64),
        "NAME_CONTRACT_STATUS": _draw_status(rng, over, age == 0),
        "_age": age,
    }
    level = _draw_level(rng, clients.traits.take(owner).solvency, clients.traits.take(owner).need, card, age)
    owed = cents(np.where(active & ~over & (age > 0), level * limit[card], 0.0))
    columns |= _draw_flows(rng, clients, client, owed, age, active)
    return Rows(client, columns)


def _cards(rng: np.random.Generator, previous: Rows) -> tuple[Ints, Ints, Floats, Ints, Ints, Bools, Bools]:
    """Owner, loan, limit, first and last month, whether it ended, whether it was ever used."""
    status, kind = previous.choice("NAME_CONTRACT_STATUS"), previous.choice("NAME_CONTRACT_TYPE")
    mine = status.among("Approved") & kind.among("Revolving loans")
    mine &= chance(rng, 0.97, len(mine)) & (previous.number("DAYS_DECISION") < -30.0)
    end = previous.number("DAYS_TERMINATION")[mine]
    first = np.maximum(month_of(previous.number("DAYS_DECISION")[mine]), -96)
    used = previous.number("DAYS_FIRST_DRAWING")[mine] < 0.0
    last = month_of(np.minimum(end, -1.0))
    loan = previous.number("SK_ID_PREV")[mine].astype(np.int64)
    return previous.client[mine], loan, previous.number("AMT_CREDIT")[mine], first, last, end < 0.0, used


def _draw_level(rng: np.random.Generator, solvency: Floats, need: Floats, card: Ints, age: Ints) -> Floats:
    """Share of the limit owed: the client's habit, a slow wave and monthly noise."""
    size = len(solvency)
    habit = -0.7 - 0.7 * solvency + 0.6 * need + 0.6 * rng.standard_normal(size)
    phase, length = rng.uniform(0.0, 2.0 * np.pi, size), rng.uniform(8.0, 40.0, size)
    wave = np.sin(phase[card] + 2.0 * np.pi * age / length[card])
    level = sigmoid(habit[card] + 0.8 * wave + 0.25 * rng.standard_normal(len(card))) * 1.08
    return np.where(level < 0.12, 0.0, level)


def _draw_flows(
    rng: np.random.Generator, clients: Clients, client: Ints, owed: Floats, age: Ints, active: Bools
) -> dict[str, Column]:
    """Drawings and payments that lead from one month's balance to the next, and days past due."""
    size = len(owed)
    before = np.where(age > 0, np.concatenate([[0.0], owed[:-1]])[:size], 0.0)
    interest = cents(before * 0.018)
    minimum = np.where(before > 0.0, np.maximum(np.round(before * 0.05 / 2250.0) * 2250.0, 2250.0), 0.0)
    minimum = np.minimum(minimum, before + interest)
    missed = (before > 0.0) & chance(rng, sigmoid(-3.3 - 0.9 * clients.traits.discipline)[client], size)
    generous = np.where(chance(rng, 0.4, size), 1.0, 1.0 + rng.exponential(0.8, size))
    planned = np.where(missed, 0.0, np.minimum(cents(minimum * generous), before + interest))
    drawn = cents(np.maximum(owed - before - interest + planned, 0.0))
    paid = cents(np.maximum(before + interest + drawn - owed, 0.0))
    missed &= paid == 0.0
    days = np.where(missed, 1 + rng.geometric(0.12, size), 0)
    started = _ever(drawn, age)
    drawings = _draw_drawings(rng, drawn, ~active | ~started)
    return drawings | {
        "AMT_BALANCE": owed,
        "AMT_INST_MIN_REGULARITY": emptied(cents(minimum), ~started & chance(rng, 0.35, size)),
        "AMT_PAYMENT_CURRENT": emptied(paid, ~started),
        "AMT_PAYMENT_TOTAL_CURRENT": paid,
        "AMT_RECEIVABLE_PRINCIPAL": cents(owed * 0.96),
        "AMT_RECIVABLE": owed,
        "AMT_TOTAL_RECEIVABLE": owed,
        "CNT_INSTALMENT_MATURE_CUM": emptied(_running(minimum > 0.0, age), ~started & chance(rng, 0.35, size)),
        "SK_DPD": days,
        "SK_DPD_DEF": np.where(chance(rng, 0.85, size), days, 0),
    }


def _draw_drawings(rng: np.random.Generator, drawn: Floats, untold: Bools) -> dict[str, Column]:
    """Split what was drawn into cash, shops and other; a corrected drawing or two is below zero."""
    size = len(drawn)
    cash = np.where(chance(rng, 0.6, size), 1.0, np.where(chance(rng, 0.6, size), 0.0, rng.random(size)))
    other = chance(rng, 0.012, size)
    atm, shops = cents(drawn * cash * ~other), cents(drawn * (1.0 - cash) * ~other)
    visits = np.where(atm > 0, 1 + rng.poisson(0.9, size), 0)
    buys = np.where(shops > 0, 1 + rng.poisson(4.0, size), 0)
    others = ((drawn > 0) & other).astype(np.int64)
    stated = np.flatnonzero(~untold & (drawn == 0.0))
    odd = stated[rng.random(len(stated)) < 0.00001] if len(stated) > 1000 else stated[:0]
    odd = np.union1d(odd, stated[-1:])
    refund = -cents(rng.uniform(100.0, 6000.0, size))
    atm[odd], total = refund[odd], drawn.copy()
    total[odd] = refund[odd]
    return {
        "AMT_DRAWINGS_CURRENT": total,
        "AMT_DRAWINGS_ATM_CURRENT": emptied(atm, untold),
        "AMT_DRAWINGS_POS_CURRENT": emptied(shops, untold),
        "AMT_DRAWINGS_OTHER_CURRENT": emptied(drawn * others, untold),
        "CNT_DRAWINGS_CURRENT": visits + buys + others,
        "CNT_DRAWINGS_ATM_CURRENT": emptied(visits, untold),
        "CNT_DRAWINGS_POS_CURRENT": emptied(buys, untold),
        "CNT_DRAWINGS_OTHER_CURRENT": emptied(others, untold),
    }


def _running(flag: Bools, age: Ints) -> Floats:
    """How often so far within the card."""
    count = np.cumsum(flag)
    start = np.arange(len(flag)) - age
    result: Floats = (count - count[start] + flag[start]).astype(np.float64)
    return result


def _ever(drawn: Floats, age: Ints) -> Bools:
    """Whether the card has been drawn on up to this month."""
    result: Bools = _running(drawn > 0.0, age) > 0.0
    return result


def _draw_status(rng: np.random.Generator, over: Bools, start: Bools) -> Choice:
    status = Choice(("Active", "Completed", "Signed", "Demand"), over.astype(np.int64))
    status = status.put(start & chance(rng, 0.1, len(over)), "Signed")
    return status.put(~over & ~start & chance(rng, 0.0004, len(over)), "Demand")
