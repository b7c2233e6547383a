"""The life of an approved loan: first and last due days, and the plan that instalments and months follow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.arrays import Bools, Floats, Ints
from scoring.synthetic.draws import (
    NEVER,
    Column,
    Rows,
    chance,
    emptied,
)
from scoring.synthetic.people import Clients


@dataclass(frozen=True)
class Plan:
    """Approved point-of-sale and cash loans; one entry a loan, days relative to the application.

    ``paid_off`` is how many instalments there will have been when the loan ends, early or not; ``due`` how
    many of them were due before the application.
    """

    client: Ints
    loan: Ints
    decision: Floats
    first_due: Floats
    termination: Floats
    term: Floats
    paid_off: Ints
    due: Ints
    annuity: Floats


def draw_life(
    rng: np.random.Generator, clients: Clients, rows: Rows, approved: Bools, card: Bools
) -> dict[str, Column]:
    """Draw the days of a loan's life; days still to come are 365243, and all are empty where none was granted.

    Parameters
    ----------
    rng : Generator
        The previous applications' generator.
    clients : Clients
        Whose loans they are.
    rows : Rows
        Earlier applications with their decision day, term and product.
    approved, card : array
        Whether a loan was granted, and whether it is a card.

    Returns
    -------
    dict of str to Column
        The five DAYS columns and the insurance.
    """
    size = len(approved)
    decision = rows.number("DAYS_DECISION")
    term = np.maximum(np.nan_to_num(rows.number("CNT_PAYMENT"), nan=1.0), 1.0)
    first = decision + 30.0 + np.floor(rng.exponential(3.0, size)).clip(max=30.0)
    eager = chance(rng, 0.45 + 0.06 * np.tanh(clients.traits.solvency[rows.client]), size) & (term > 3)
    number = np.where(eager, np.ceil(term * rng.uniform(0.3, 0.9, size)), term)
    last = first + 30.0 * (number - 1.0)
    ended = last + 1.0 + np.floor(rng.gamma(1.3, 6.0, size))
    drawn = decision + np.floor(rng.exponential(60.0, size))
    used = card & chance(rng, 0.7, size) & (drawn < 0.0)
    closed = decision * rng.uniform(0.0, 0.6, size)
    stopped = card & chance(rng, 0.12, size) & (decision < -200.0)
    days = {
        "DAYS_FIRST_DRAWING": np.where(used, drawn, NEVER),
        "DAYS_FIRST_DUE": _past(np.where(card, np.where(used, drawn + 30.0, NEVER), first)),
        "DAYS_LAST_DUE_1ST_VERSION": np.where(card | (first >= 0.0), NEVER, first + 30.0 * (term - 1.0)),
        "DAYS_LAST_DUE": _past(np.where(card, np.where(stopped, np.floor(closed), NEVER), last)),
        "DAYS_TERMINATION": _past(np.where(card, np.where(stopped, np.floor(closed) + 5.0, NEVER), ended)),
        "NFLAG_INSURED_ON_APPROVAL": (~card & chance(rng, 0.35, size)).astype(np.float64),
    }
    rows.columns["_paid_off"] = number.astype(np.int64)
    return {name: emptied(values, ~approved) for name, values in days.items()}


def _past(day: Floats) -> Floats:
    """Days still to come are not known."""
    return np.where(day >= 0.0, float(NEVER), day)


def plan_loans(rows: Rows) -> Plan:
    """The approved loans with instalments, read back from the previous applications.

    Parameters
    ----------
    rows : Rows
        The previous_application table.

    Returns
    -------
    Plan
    """
    kind, status = rows.choice("NAME_CONTRACT_TYPE"), rows.choice("NAME_CONTRACT_STATUS")
    mine = status.among("Approved") & kind.among("Cash loans", "Consumer loans")
    first, number = rows.number("DAYS_FIRST_DUE")[mine], rows.number("_paid_off")[mine].astype(np.int64)
    past = np.floor((-1.0 - first) / 30.0).astype(np.int64) + 1
    return Plan(
        client=rows.client[mine],
        loan=rows.number("SK_ID_PREV")[mine].astype(np.int64),
        decision=rows.number("DAYS_DECISION")[mine],
        first_due=first,
        termination=rows.number("DAYS_TERMINATION")[mine],
        term=rows.number("CNT_PAYMENT")[mine],
        paid_off=number,
        due=np.clip(past, 0, number),
        annuity=rows.number("AMT_ANNUITY")[mine],
    )
