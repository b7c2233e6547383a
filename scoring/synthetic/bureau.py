"""Credits at other lenders, and their months."""

from __future__ import annotations

import numpy as np

from scoring.arrays import Bools, Floats
from scoring.days import DAYS_IN_YEAR
from scoring.synthetic import levels
from scoring.synthetic.draws import (
    Choice,
    Column,
    Rows,
    annuity,
    cents,
    chance,
    choose,
    emptied,
    month_of,
    pick,
    positions,
    rounded,
    sigmoid,
)
from scoring.synthetic.people import Clients

FIRST_BUREAU = 7_000_001
CARD = "Credit card"
ADULT = 6_575.0  # days: nobody has a credit before the age of 18


def draw_bureau(rng: np.random.Generator, clients: Clients, first_credit: int = FIRST_BUREAU) -> Rows:
    """Draw the credits that the bureau reports.

    Parameters
    ----------
    rng : Generator
        The bureau's generator.
    clients : Clients
        Whose credits they are; 14 % have none.
    first_credit : int
        The lowest of their numbers.

    Returns
    -------
    Rows
        The bureau table, by client.
    """
    counts = _draw_counts(rng, clients)
    client = np.repeat(np.arange(len(clients)), counts)
    size = len(client)
    ids: dict[str, Column] = {
        "SK_ID_CURR": clients.ids[client],
        "SK_ID_BUREAU": first_credit + rng.permutation(size),
        "CREDIT_TYPE": choose(rng, levels.BUREAU_TYPE, size),
        "CREDIT_CURRENCY": choose(rng, levels.CURRENCY, size),
    }
    rows = Rows(client, ids)
    rows.columns.update(_draw_dates(rng, clients, rows))
    rows.columns.update(_draw_amounts(rng, clients, rows))
    rows.columns.update(_draw_arrears(rng, clients, rows))
    _add_absurdities(rng, rows)
    return rows


def _draw_counts(rng: np.random.Generator, clients: Clients) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """How many credits; who needs credit has more."""
    size = len(clients)
    pace = 4.4 * rng.gamma(1.05, 1 / 1.05, size) * np.exp(0.2 * clients.traits.need - 0.02)
    return np.where(chance(rng, 0.142, size), 0, 1 + rng.poisson(pace)).clip(max=110)


def _draw_dates(rng: np.random.Generator, clients: Clients, rows: Rows) -> dict[str, Column]:
    """Opening, planned end, real end; a credit is closed when its real end is past."""
    size = len(rows.client)
    kind = rows.choice("CREDIT_TYPE")
    need = clients.traits.need[rows.client]
    opened = -np.floor(2922.0 * rng.beta(1.05, 1.65 + 0.25 * np.tanh(need), size))
    opened = np.maximum(opened, np.ceil(ADULT - DAYS_IN_YEAR * clients.age[rows.client]))
    months = pick(rng, {6: 0.14, 12: 0.33, 18: 0.1, 24: 0.18, 36: 0.15, 60: 0.1}, size)
    months = np.where(kind.among("Mortgage", "Real estate loan"), 180.0, np.where(kind.among("Car loan"), 60.0, months))
    months = np.where(kind.among("Microloan"), 1.0, months)
    planned = opened + np.round(months * 30.44)
    lasted = np.where(chance(rng, 0.45, size), rng.uniform(0.25, 1.0, size), 1.0) + 0.02 * rng.standard_normal(size)
    card = kind.among(CARD)
    real_end = np.where(card, opened + rng.exponential(1700.0, size), opened + np.round((planned - opened) * lasted))
    closed = (real_end < 0.0) & ~chance(rng, 0.02, size)
    real_end = np.floor(np.maximum(np.minimum(real_end, 0.0), opened))
    planned = np.where(card, np.where(chance(rng, 0.05, size), 31_000.0 + opened % 200, opened + 1100.0), planned)
    status = Choice(("Active", "Closed", "Sold", "Bad debt"), closed.astype(np.int64))
    fresh = -np.floor(rng.gamma(1.2, 16.0, size))
    late_word = np.minimum(real_end + np.floor(rng.exponential(90.0, size)), -1.0)
    return {
        "CREDIT_ACTIVE": status.put(chance(rng, 0.0038, size), "Sold").put(chance(rng, 0.00003, size), "Bad debt"),
        "DAYS_CREDIT": opened.astype(np.int64),
        "DAYS_CREDIT_ENDDATE": emptied(planned, chance(rng, 0.0615, size)),
        "DAYS_ENDDATE_FACT": emptied(real_end, ~closed),
        "DAYS_CREDIT_UPDATE": np.where(closed, late_word, np.maximum(fresh, opened)).astype(np.int64),
    }


def _draw_amounts(rng: np.random.Generator, clients: Clients, rows: Rows) -> dict[str, Column]:
    """Sum, what is still owed, card limit and instalment."""
    size, traits = len(rows.client), clients.traits
    kind, active = rows.choice("CREDIT_TYPE"), np.isnan(rows.number("DAYS_ENDDATE_FACT"))
    large = kind.effect({"Mortgage": 2.6, "Car loan": 1.6, "Real estate loan": 2.5, "Microloan": -2.2, CARD: -0.1})
    log = 11.75 + large + 1.1 * rng.standard_normal(size) + 0.15 * traits.solvency[rows.client]
    amount = np.where(chance(rng, 0.5, size), rounded(np.exp(log), 4_500.0), cents(np.exp(log)))
    opened, planned = rows.number("DAYS_CREDIT"), np.nan_to_num(rows.number("DAYS_CREDIT_ENDDATE"), nan=365.0)
    left = np.clip(planned / np.maximum(planned - opened, 1.0), 0.02, 1.0)
    used = sigmoid(-0.1 - 0.6 * traits.solvency + 0.5 * traits.need)[rows.client]
    used = np.clip(used + 0.2 * rng.standard_normal(size), 0.0, 1.1)
    card = kind.among(CARD)
    owed = np.where(card, used, np.clip(left * (0.75 + 0.5 * used), 0.0, 1.1)) * amount
    debt = np.where(active, cents(owed), 0.0)
    limit = np.where(card & active, np.maximum(amount - debt, 0.0), 0.0)
    monthly = cents(annuity(amount, np.full(size, 0.2), np.maximum((planned - opened) / 30.44, 1.0)))
    zero_sum = card & chance(rng, 0.16, size)
    return {
        "AMT_CREDIT_SUM": emptied(np.where(zero_sum, 0.0, amount), chance(rng, 0.00001, size)),
        "AMT_CREDIT_SUM_DEBT": emptied(np.where(zero_sum, 0.0, debt), chance(rng, np.where(active, 0.12, 0.17), size)),
        "AMT_CREDIT_SUM_LIMIT": emptied(cents(limit), chance(rng, 0.345, size)),
        "AMT_ANNUITY": emptied(np.where(chance(rng, 0.5, size), 0.0, monthly), chance(rng, 0.715, size)),
    }


def _draw_arrears(rng: np.random.Generator, clients: Clients, rows: Rows) -> dict[str, Column]:
    """Arrears past and present: the less disciplined have more of them."""
    size = len(rows.client)
    loose = -clients.traits.discipline[rows.client]
    amount = np.nan_to_num(rows.number("AMT_CREDIT_SUM"))
    active = np.isnan(rows.number("DAYS_ENDDATE_FACT"))
    once = chance(rng, sigmoid(-1.6 + 0.8 * loose), size)
    worst = np.where(once, cents(amount * rng.beta(1.0, 14.0, size) + 4.5), 0.0)
    now = active & chance(rng, sigmoid(-5.9 + 0.9 * loose), size)
    days = np.where(now, 1.0 + np.floor(rng.lognormal(2.6, 1.2, size)), 0.0)
    prolonged = pick(rng, {0: 0.9947, 1: 0.0044, 2: 0.0007, 3: 0.0002}, size)
    return {
        "CREDIT_DAY_OVERDUE": days.clip(max=2700.0).astype(np.int64),
        "AMT_CREDIT_MAX_OVERDUE": emptied(worst, chance(rng, 0.655, size)),
        "AMT_CREDIT_SUM_OVERDUE": np.where(now, cents(amount * 0.02), 0.0),
        "CNT_CREDIT_PROLONG": prolonged.astype(np.int64),
    }


def _add_absurdities(rng: np.random.Generator, rows: Rows) -> None:
    """Ends 115 years ago, debts below zero, updates after the application: a few, and at least one."""
    names = ("DAYS_CREDIT_ENDDATE", "AMT_CREDIT_SUM_DEBT", "DAYS_CREDIT_UPDATE")
    ends, debts, updates = (rows.number(name) for name in names)
    columns, size = rows.columns, len(ends)
    columns["DAYS_CREDIT_ENDDATE"] = np.where(_few(rng, 0.00004, size), -rng.integers(41_500, 42_060, size), ends)
    columns["AMT_CREDIT_SUM_DEBT"] = np.where(_few(rng, 0.0049, size), -cents(rng.lognormal(7.0, 1.5, size)), debts)
    after = np.where(_few(rng, 0.00001, size), rng.integers(1, 373, size), updates)
    columns["DAYS_CREDIT_UPDATE"] = after.astype(np.int64)


def _few(rng: np.random.Generator, rate: float, size: int) -> Bools:
    chosen = chance(rng, rate, size)
    if size:
        chosen[rng.integers(size)] = True
    return chosen


def draw_balance(rng: np.random.Generator, clients: Clients, bureau: Rows) -> tuple[Rows, Floats]:
    """Draw the months of some bureau credits.

    Parameters
    ----------
    rng : Generator
        The balance's generator.
    clients : Clients
        Whose credits they are.
    bureau : Rows
        The credits.

    Returns
    -------
    Rows
        The bureau_balance table, with the client's position.
    array
        Whether the month was in arrears (1) or not (0).
    """
    reported = chance(rng, 0.42, len(clients))[bureau.client] & chance(rng, 0.92, len(bureau.client))
    first = np.maximum(month_of(bureau.number("DAYS_CREDIT")), -96)[reported]
    closing = month_of(np.nan_to_num(bureau.number("DAYS_ENDDATE_FACT"), nan=30.0))[reported]
    last = np.minimum(closing + rng.geometric(0.07, len(first)) - 1, 0)
    counts = np.maximum(last - first + 1, 1)
    loan = np.repeat(np.arange(len(first)), counts)
    month = last[loan] - positions(counts)
    client = bureau.client[reported][loan]
    loose = -clients.traits.discipline[client]
    late = (month < closing[loan]) & chance(rng, sigmoid(-3.9 + 0.9 * loose), len(month))
    grade = pick(rng, {1: 0.82, 2: 0.08, 3: 0.03, 4: 0.02, 5: 0.05}, len(month)).astype(np.int64)
    silent = chance(rng, np.where(chance(rng, 0.25, len(first)), 0.8, 0.06)[loan], len(month))
    code = np.where(late, grade, np.where(month >= closing[loan], 6, np.where(silent, 7, 0)))
    columns: dict[str, Column] = {
        "SK_ID_BUREAU": bureau.number("SK_ID_BUREAU").astype(np.int64)[reported][loan],
        "MONTHS_BALANCE": month,
        "STATUS": Choice(("0", "1", "2", "3", "4", "5", "C", "X"), code),
    }
    return Rows(client, columns), late.astype(np.float64)
