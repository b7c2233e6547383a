"""The true probability of difficulty: mostly what the tables show of a client, and a little that they do not.

Each function returns terms of the true log-odds by name, one number a client each; high is risky. What the tables show
enters as it was drawn, missing values included, so that a model can learn it; the rest is a person's own.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from scoring.arrays import Floats, Ints
from scoring.days import DAYS_IN_YEAR
from scoring.synthetic.application import score_points
from scoring.synthetic.draws import (
    Choice,
    Column,
    Rows,
    latest,
    mean,
    ratio,
    sigmoid,
    total,
)
from scoring.synthetic.people import Clients

BASE_RATE = 0.0807
SCORES, APPLICATION, HISTORY, OWN = 1.19, 0.72, 0.55, 0.8
"""How strongly each kind of effect acts: set so that the external scores alone reach an AUC of 0.72, the
application 0.76 and everything 0.81."""

EDUCATION = {
    "Lower secondary": 0.2,
    "Secondary / secondary special": 0.1,
    "Higher education": -0.35,
    "Academic degree": -1.0,
}
INCOME_TYPE = {"Working": 0.1, "State servant": -0.2, "Pensioner": -0.05, "Unemployed": 1.2, "Maternity leave": 1.2}
OCCUPATION = {
    "Low-skill Laborers": 0.5, "Drivers": 0.2, "Waiters/barmen staff": 0.2, "Security staff": 0.2, "Laborers": 0.15,
    "Cooking staff": 0.1, "Managers": -0.1, "High skill tech staff": -0.15, "Core staff": -0.15, "Accountants": -0.3,
}  # fmt: skip
HOUSING = {"Rented apartment": 0.25, "With parents": 0.15}
TEXTS: Mapping[str, tuple[str, Mapping[str, float]]] = {
    "education": ("NAME_EDUCATION_TYPE", EDUCATION),
    "income_type": ("NAME_INCOME_TYPE", INCOME_TYPE),
    "occupation": ("OCCUPATION_TYPE", OCCUPATION),
    "housing": ("NAME_HOUSING_TYPE", HOUSING),
    "sex": ("CODE_GENDER", {"M": 0.12}),
    "car": ("FLAG_OWN_CAR", {"Y": -0.12}),
    "contract": ("NAME_CONTRACT_TYPE", {"Revolving loans": -0.4}),
}
Terms = dict[str, Floats]


def scores_terms(columns: Mapping[str, Column]) -> Terms:
    """The three external scores; the lower, the riskier, and more so at the low end."""
    first = score_points(_number(columns, "EXT_SOURCE_1"), 0.5, 0.21)
    second = score_points(_number(columns, "EXT_SOURCE_2"), 0.515, 0.19)
    third = score_points(_number(columns, "EXT_SOURCE_3"), 0.51, 0.195)
    return {"external": SCORES * (-0.3 * first - 0.43 * second - 0.47 * third)}


def application_terms(columns: Mapping[str, Column]) -> Terms:
    """Age, work, schooling, place, and the shape of the loan asked for."""
    age = -_number(columns, "DAYS_BIRTH") / DAYS_IN_YEAR
    employed = _number(columns, "DAYS_EMPLOYED")
    years = np.where(employed > 0, 6.0, -employed / DAYS_IN_YEAR)
    credit, price = _number(columns, "AMT_CREDIT"), np.nan_to_num(_number(columns, "AMT_GOODS_PRICE"), nan=1e18)
    months = credit / np.nan_to_num(_number(columns, "AMT_ANNUITY"), nan=27_000.0)
    burden = np.nan_to_num(_number(columns, "AMT_ANNUITY")) * 12.0 / _number(columns, "AMT_INCOME_TOTAL")
    terms = {
        "age": -0.015 * (age - 44.0),
        "employment": -0.3 * np.tanh((years - 5.0) / 4.0),
        "above_price": 0.4 * np.tanh((credit / price - 1.12) / 0.12) * (price < 1e17),
        "duration": -0.3 * np.tanh((months - 21.0) / 8.0),
        "burden": 0.25 * np.tanh((np.minimum(burden, 6.0) - 2.2) / 1.0),
        "region": 0.22 * (_number(columns, "REGION_RATING_CLIENT") - 2.0),
        "telephone": 0.2 * np.tanh((_number(columns, "DAYS_LAST_PHONE_CHANGE") + 900.0) / 700.0),
    }
    return _scaled(APPLICATION, terms | {name: _text_effect(columns, *spec) for name, spec in TEXTS.items()})


def _text_effect(columns: Mapping[str, Column], name: str, points: Mapping[str, float]) -> Floats:
    column = columns[name]
    assert isinstance(column, Choice)
    return column.effect(points)


def bureau_terms(bureau: Rows, balance: Rows, late: Floats, clients: int) -> Terms:
    """How many credits elsewhere run, how deep in debt, how lately, and months in arrears.

    Parameters
    ----------
    bureau : Rows
        Credits elsewhere, one a row.
    balance : Rows
        Their months, one a row.
    late : array of float
        Whether the month was in arrears, of each row of ``balance``.
    clients : int
        How many there are.
    """
    client = bureau.client
    active = bureau.choice("CREDIT_ACTIVE").among("Active")
    owed = total(client, np.maximum(np.nan_to_num(bureau.number("AMT_CREDIT_SUM_DEBT")), 0.0), clients)
    lent = total(client, bureau.number("AMT_CREDIT_SUM"), clients)
    last = latest(client, bureau.number("DAYS_CREDIT"), clients, -900.0)
    overdue = total(client, bureau.number("AMT_CREDIT_MAX_OVERDUE") > 0.0, clients)
    arrears = mean(balance.client, late, clients, 0.0)
    terms = {
        "bureau_running": 0.5 * np.tanh((mean(client, active, clients, 0.38) - 0.38) / 0.3),
        "bureau_debt": 0.55 * np.tanh((ratio(owed, lent, 0.25) - 0.25) / 0.2),
        "bureau_last": 0.25 * np.tanh((last + 450.0) / 400.0),
        "bureau_overdue": 0.2 * np.minimum(overdue, 3.0),
        "bureau_arrears": 0.5 * np.tanh(arrears / 0.05),
    }
    return _scaled(HISTORY, terms)


def previous_terms(previous: Rows, clients: int) -> Terms:
    """How often refused before, and how lately the client asked."""
    status = previous.choice("NAME_CONTRACT_STATUS")
    refused = mean(previous.client, status.among("Refused"), clients, 0.12)
    asked = latest(previous.client, previous.number("DAYS_DECISION"), clients, -600.0)
    terms = {"refused": 0.65 * np.tanh((refused - 0.15) / 0.2), "asked": 0.15 * np.tanh((asked + 400.0) / 300.0)}
    return _scaled(HISTORY, terms)


def payments_terms(payments: Rows, months: Rows, clients: int) -> Terms:
    """How often and how far instalments were paid late, and what is still to pay."""
    client = payments.client
    behind = payments.number("DAYS_ENTRY_PAYMENT") - payments.number("DAYS_INSTALMENT")
    late = mean(client, np.where(np.isnan(behind), np.nan, behind > 0.0), clients, 0.08)
    depth = mean(client, np.maximum(behind, 0.0), clients, 0.6)
    arrears = mean(months.client, months.number("SK_DPD") > 0.0, clients, 0.02)
    terms = {
        "late": 0.7 * np.tanh((late - 0.1) / 0.1) + 0.25 * np.tanh((depth - 1.0) / 1.5),
        "arrears": 0.2 * np.tanh(arrears / 0.08),
    }
    return _scaled(HISTORY, terms)


def card_terms(card: Rows, clients: int) -> Terms:
    """How much of the card's limit is used."""
    owed, limit = card.number("AMT_BALANCE"), card.number("AMT_CREDIT_LIMIT_ACTUAL")
    used = ratio(total(card.client, owed, clients), total(card.client, limit, clients), 0.15)
    return _scaled(HISTORY, {"card": 0.7 * np.tanh((used - 0.15) / 0.25)})


def unobserved_terms(rng: np.random.Generator, clients: Clients) -> Terms:
    """What no table shows; the same for both applications of a person."""
    people = int(clients.person.max()) + 1
    return {"unseen": OWN * (0.2 * rng.standard_normal(people)[clients.person] - 0.12 * clients.traits.safety)}


def _scaled(strength: float, terms: Terms) -> Terms:
    return {name: strength * points for name, points in terms.items()}


def log_odds(terms: Terms) -> Floats:
    """The terms added up, in the order of their names: the sum does not depend on the order they were drawn in."""
    return np.asarray(np.sum([terms[name] for name in sorted(terms)], axis=0), dtype=np.float64)


def intercept_of(points: Floats) -> float:
    """What to add to log-odds points so that the mean of their probabilities is the base rate, by bisection."""
    low, high = -12.0, 6.0
    for _ in range(60):
        middle = (low + high) / 2.0
        if sigmoid(points + middle).mean() < BASE_RATE:
            low = middle
        else:
            high = middle
    return low


def outcomes(rng: np.random.Generator, probability: Floats) -> Ints:
    """Who will have difficulties."""
    return (rng.random(len(probability)) < probability).astype(np.int64)


def _number(columns: Mapping[str, Column], name: str) -> Floats:
    column = columns[name]
    assert not isinstance(column, Choice)
    return column.astype(np.float64)
