"""Instalments of earlier loans and the months of the point-of-sale and cash loans among them."""

from __future__ import annotations

from dataclasses import dataclass

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
from scoring.synthetic.life import Plan
from scoring.synthetic.people import Clients

OLDEST_MONTH = -96


@dataclass(frozen=True)
class Dues:
    """One entry an instalment that was due: of which loan (position in the plan), when, how much, paid when."""

    plan: Ints
    number: Ints
    due: Floats
    amount: Floats
    entry: Floats


def draw_dues(rng: np.random.Generator, clients: Clients, plan: Plan) -> Dues:
    """Draw when each instalment was paid; the less disciplined pay late more often, and later.

    Parameters
    ----------
    rng : Generator
        The instalments' generator.
    clients : Clients
        Whose loans they are.
    plan : Plan
        The loans.

    Returns
    -------
    Dues
        Due days and days of the full payment, which may lie after the application.
    """
    which = np.repeat(np.arange(len(plan.due)), plan.due)
    number = positions(plan.due)
    due = plan.first_due[which] + 30.0 * number
    amount = np.where(number + 1 == plan.paid_off[which], _last_amount(rng, plan)[which], plan.annuity[which])
    loose = -clients.traits.discipline[plan.client]
    pull = -2.9 + 0.95 * loose + 0.5 * rng.standard_normal(len(loose))
    late = chance(rng, sigmoid(pull)[which], len(which))
    behind = 1.0 + np.floor(np.exp(1.5 + 0.35 * loose[which] + 1.0 * rng.standard_normal(len(which)))).clip(max=400.0)
    ahead = np.where(chance(rng, 0.25, len(which)), 0.0, 1.0 + np.floor(rng.gamma(1.1, 11.0, len(which))))
    return Dues(which, number, due, cents(amount), due + np.where(late, behind, -ahead.clip(max=400.0)))


def _last_amount(rng: np.random.Generator, plan: Plan) -> Floats:
    """The last instalment is what is left: little at the end of the plan, much when paid off early."""
    left = plan.annuity * (plan.term - plan.paid_off) * 0.9
    closing = np.where(plan.term > plan.paid_off, left + plan.annuity, plan.annuity * rng.uniform(0.4, 1.0, len(left)))
    return cents(closing)


def draw_installments(rng: np.random.Generator, clients: Clients, plan: Plan, dues: Dues) -> Rows:
    """Draw the payments: mostly one an instalment, sometimes two part payments or one that falls short.

    Parameters
    ----------
    rng : Generator
        The payments' generator.
    clients : Clients
        Who pays.
    plan : Plan
        The loans.
    dues : Dues
        The instalments.

    Returns
    -------
    Rows
        The rows of installments_payments that belong to loans with instalments.
    """
    size = len(dues.due)
    client = plan.client[dues.plan]
    parted = chance(rng, sigmoid(-3.1 - 0.5 * clients.traits.discipline)[client], size)
    short = ~parted & chance(rng, sigmoid(-5.2 - 0.8 * clients.traits.solvency)[client], size)
    part = cents(dues.amount * rng.uniform(0.1, 0.9, size))
    before = dues.entry - np.floor(rng.exponential(8.0, size)) * parted
    due_of = np.concatenate([np.arange(size), np.flatnonzero(parted)])
    second = np.arange(len(due_of)) >= size
    paid = np.where(second, (dues.amount - part)[due_of], np.where(parted | short, part, dues.amount)[due_of])
    entry = np.where(second, dues.entry[due_of], before[due_of])
    version = _draw_versions(rng, plan, dues)
    order = np.argsort(due_of, kind="stable")
    rows = _payments(clients, client[due_of][order], plan.loan[dues.plan[due_of]][order], entry[order], paid[order])
    rows.columns["NUM_INSTALMENT_VERSION"] = version[due_of][order]
    rows.columns["NUM_INSTALMENT_NUMBER"] = (dues.number + 1)[due_of][order]
    rows.columns["DAYS_INSTALMENT"] = dues.due[due_of][order]
    rows.columns["AMT_INSTALMENT"] = dues.amount[due_of][order]
    return rows


def _payments(clients: Clients, client: Ints, loan: Ints, entry: Floats, paid: Floats) -> Rows:
    """What had not been paid when the client applied has neither day nor amount."""
    pending = entry >= 0.0
    columns: dict[str, Column] = {
        "SK_ID_PREV": loan,
        "SK_ID_CURR": clients.ids[client],
        "DAYS_ENTRY_PAYMENT": emptied(entry, pending),
        "AMT_PAYMENT": emptied(cents(paid), pending),
    }
    return Rows(client, columns)


def _draw_versions(rng: np.random.Generator, plan: Plan, dues: Dues) -> Floats:
    """Version 1 until the plan is changed: by paying off early, or now and then on the way."""
    loans = len(plan.due)
    changed = np.where(chance(rng, 0.08, loans), np.floor(rng.uniform(1.0, 12.0, loans)), 10_000.0)
    early = (plan.term > plan.paid_off)[dues.plan] & (dues.number + 1 == plan.paid_off[dues.plan])
    version: Floats = 1.0 + (dues.number >= changed[dues.plan]) + early
    return version


def card_payments(rng: np.random.Generator, clients: Clients, card: Rows) -> Rows:
    """The minimum payments of cards, which the instalments carry as version 0.

    Parameters
    ----------
    rng : Generator
        The payments' generator.
    clients : Clients
        Who pays.
    card : Rows
        The credit_card_balance table.

    Returns
    -------
    Rows
    """
    wanted, paid, late = (
        card.number(name) for name in ("AMT_INST_MIN_REGULARITY", "AMT_PAYMENT_TOTAL_CURRENT", "SK_DPD")
    )
    mine = (np.nan_to_num(wanted) > 0.0) | (paid > 0.0)
    month = card.number("MONTHS_BALANCE")[mine]
    due = 30.0 * month + 20.0
    days = np.where(late[mine] > 0.0, late[mine], -np.floor(rng.gamma(1.2, 6.0, int(mine.sum()))))
    loan = card.number("SK_ID_PREV")[mine].astype(np.int64)
    rows = _payments(clients, card.client[mine], loan, due + days, paid[mine])
    rows.columns["NUM_INSTALMENT_VERSION"] = np.zeros(len(due))
    rows.columns["NUM_INSTALMENT_NUMBER"] = card.number("_age")[mine].astype(np.int64) + 1
    rows.columns["DAYS_INSTALMENT"] = due
    rows.columns["AMT_INSTALMENT"] = np.nan_to_num(wanted)[mine]
    return rows


def joined(first: Rows, second: Rows) -> Rows:
    """The rows of both, in this order; neither may have texts."""
    columns: dict[str, Column] = {}
    for name, column in first.columns.items():
        other = second.columns[name]
        assert not isinstance(column, Choice)
        assert not isinstance(other, Choice)
        columns[name] = np.concatenate([column, other])
    return Rows(np.concatenate([first.client, second.client]), columns)


def draw_months(rng: np.random.Generator, clients: Clients, plan: Plan, dues: Dues) -> Rows:
    """Draw one row a month of every loan, from the decision to its end or the application.

    Parameters
    ----------
    rng : Generator
        The months' generator.
    clients : Clients
        Whose loans they are.
    plan : Plan
        The loans.
    dues : Dues
        The instalments, for the days past due.

    Returns
    -------
    Rows
        The POS_CASH_balance table.
    """
    first = np.maximum(month_of(plan.decision), OLDEST_MONTH)
    last = month_of(np.minimum(plan.termination, -1.0))
    counts = np.maximum(last - first + 1, 0)
    which = np.repeat(np.arange(len(counts)), counts)
    month = first[which] + positions(counts)
    paid = np.floor((30.0 * month + 29.0 - plan.first_due[which]) / 30.0) + 1.0
    left = plan.paid_off[which] - np.clip(paid, 0.0, plan.paid_off[which])
    over = (month == last[which]) & (plan.termination[which] < 0.0)
    overdue = _days_past_due(dues, np.cumsum(counts) - counts - first, first, last, len(which))
    unknown = chance(rng, 0.0026, len(which))
    term = np.where(over, plan.paid_off[which], plan.term[which])
    future = np.where(over, 0.0, left + (plan.term - plan.paid_off)[which])
    columns: dict[str, Column] = {
        "SK_ID_PREV": plan.loan[which],
        "SK_ID_CURR": clients.ids[plan.client[which]],
        "MONTHS_BALANCE": month,
        "CNT_INSTALMENT": emptied(term, unknown),
        "CNT_INSTALMENT_FUTURE": emptied(future, unknown),
        "NAME_CONTRACT_STATUS": _draw_status(rng, month == first[which], over),
        "SK_DPD": overdue,
        "SK_DPD_DEF": np.where(overdue > 5, overdue, overdue * chance(rng, 0.6, len(which))),
    }
    return Rows(plan.client[which], columns)


def _days_past_due(dues: Dues, offset: Ints, first: Ints, last: Ints, size: int) -> Ints:
    """Days past due at the end of each month: of the oldest instalment then unpaid.

    ``offset`` plus a month is the row of that month of the loan.
    """
    begin, end = month_of(dues.due), month_of(dues.entry)
    crossing = np.maximum(end - begin, 0)
    which = np.repeat(np.arange(len(begin)), crossing)
    month = begin[which] + positions(crossing)
    loan = dues.plan[which]
    inside = (month >= first[loan]) & (month <= last[loan])
    days = (30 * month + 29 - dues.due[which]).astype(np.int64)
    worst = np.zeros(size, dtype=np.int64)
    np.maximum.at(worst, (offset[loan] + month)[inside], days[inside])
    return worst


def _draw_status(rng: np.random.Generator, start: Bools, over: Bools) -> Choice:
    size = len(start)
    status = Choice(
        ("Active", "Completed", "Signed", "Demand", "Returned to the store", "Approved"), over.astype(np.int64)
    )
    status = status.put(start & chance(rng, 0.1, size), "Signed").put(start & chance(rng, 0.006, size), "Approved")
    status = status.put(~over & ~start & chance(rng, 0.0007, size), "Demand")
    return status.put(over & chance(rng, 0.007, size), "Returned to the store")
