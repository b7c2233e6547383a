"""The application table: who the client says they are, where they live, and their external scores."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from scoring.arrays import Bools, Floats
from scoring.days import DAYS_IN_YEAR
from scoring.synthetic import levels
from scoring.synthetic.draws import (
    NEVER,
    Choice,
    Column,
    Rows,
    chance,
    choose,
    choose_by,
    emptied,
    pick,
    rounded,
    sigmoid,
)
from scoring.synthetic.people import Clients


def draw_person(rng: np.random.Generator, clients: Clients) -> dict[str, Column]:
    """Draw sex, family, work, income and contact columns.

    Parameters
    ----------
    rng : Generator
        The application table's generator.
    clients : Clients
        Who applies.

    Returns
    -------
    dict of str to Column
        Columns of the application table, test and training clients together.
    """
    work = _draw_work(rng, clients)
    family = _draw_family(rng, clients)
    income = _draw_income(rng, clients, work)
    return _draw_identity(rng, clients) | work | family | income | _draw_contact(rng, clients, work)


def _draw_identity(rng: np.random.Generator, clients: Clients) -> dict[str, Column]:
    unknown = clients.train & chance(rng, 4 / 307_511, len(clients))
    unknown[rng.choice(np.flatnonzero(clients.train))] = True
    sex = Choice(("F", "M", "XNA"), clients.male.astype(np.int64))
    return {
        "SK_ID_CURR": clients.ids,
        "CODE_GENDER": sex.put(unknown, "XNA"),
        "DAYS_BIRTH": clients.birth,
        "DAYS_REGISTRATION": clients.registration.astype(np.float64),
        "DAYS_ID_PUBLISH": clients.id_publish,
    }


def _draw_work(rng: np.random.Generator, clients: Clients) -> dict[str, Column]:
    """Pensioners have no employer: XNA and 365243, as in Kaggle."""
    size = len(clients)
    retired = chance(rng, sigmoid((clients.age - 56.0 + 2.0 * clients.male) / 2.0), size)
    good = clients.traits.solvency > 0.3
    kind = choose_by(rng, [levels.INCOME_TYPE_LOW, levels.INCOME_TYPE_HIGH], good.astype(np.int64))
    kind = kind.put(retired, "Pensioner").put(retired & chance(rng, 0.0005, size), "Unemployed")
    longest = (clients.age - 18.0) * DAYS_IN_YEAR
    days = np.minimum(rng.gamma(0.95, 2500.0, size) * np.exp(0.25 * clients.traits.experience), longest) + 5.0
    education = _draw_education(rng, clients)
    learned = education.among("Higher education", "Academic degree", "Incomplete higher")
    trade = 2 * learned + clients.male
    occupation = choose_by(rng, levels.OCCUPATION, trade.astype(np.int64))
    return {
        "NAME_INCOME_TYPE": kind,
        "NAME_EDUCATION_TYPE": education,
        "DAYS_EMPLOYED": np.where(retired, NEVER, -days.astype(np.int64)),
        "OCCUPATION_TYPE": occupation.put(retired | chance(rng, 0.165, size), None),
        "ORGANIZATION_TYPE": choose(rng, levels.ORGANIZATION, size).put(retired, "XNA"),
        "FLAG_EMP_PHONE": (~retired).astype(np.int64),
    }


def _draw_education(rng: np.random.Generator, clients: Clients) -> Choice:
    bright = clients.traits.solvency + rng.standard_normal(len(clients)) - 0.2 * clients.traits.experience
    grade = np.searchsorted([-1.0, 0.0, 1.0], bright).astype(np.int64)
    return choose_by(rng, levels.EDUCATION, grade)


def _draw_family(rng: np.random.Generator, clients: Clients) -> dict[str, Column]:
    size = len(clients)
    stage = np.searchsorted([28.0, 45.0, 58.0], clients.age).astype(np.int64)
    status = choose_by(rng, levels.FAMILY_STATUS, stage)
    children = rng.poisson(np.array([0.45, 0.8, 0.25, 0.01])[stage])
    children = np.where(chance(rng, 0.00008, size), 7 + rng.integers(0, 13, size), children)
    couple = status.among("Married", "Civil marriage")
    housing = choose_by(rng, levels.HOUSING, stage)
    return {
        "NAME_FAMILY_STATUS": status,
        "CNT_CHILDREN": children,
        "CNT_FAM_MEMBERS": (1.0 + couple + children).astype(np.float64),
        "NAME_HOUSING_TYPE": housing,
        "FLAG_OWN_REALTY": _yes(chance(rng, 0.3 + 0.45 * housing.among("House / apartment"), size)),
    }


def _draw_income(rng: np.random.Generator, clients: Clients, work: Mapping[str, Column]) -> dict[str, Column]:
    size = len(clients)
    person_rows = Rows(clients.ids, dict(work))
    learned, kind = person_rows.choice("NAME_EDUCATION_TYPE"), person_rows.choice("NAME_INCOME_TYPE")
    log = 11.86 + 0.42 * rng.standard_normal(size) + 0.1 * clients.traits.solvency + 0.2 * clients.male
    log += learned.effect({"Higher education": 0.22, "Lower secondary": -0.12}) + kind.effect({"Pensioner": -0.2})
    coarse = np.where(chance(rng, 0.7, size), 22_500.0, 4_500.0)
    income = np.clip(rounded(np.exp(log), 1.0) / coarse, 1.0, None)
    income = np.maximum(np.round(income) * coarse, 25_650.0)
    absurd = chance(rng, 0.00003, size)
    car = chance(rng, 0.22 + 0.22 * clients.male + 0.05 * (clients.traits.solvency > 0.0), size)
    age_of_car = np.floor(rng.gamma(1.5, 6.8, size) * np.exp(-0.15 * clients.traits.solvency)) + 1.0
    age_of_car = np.where(chance(rng, 0.015, size), 64.0, np.minimum(age_of_car, 60.0))
    return {
        "AMT_INCOME_TOTAL": np.where(absurd, income * 500.0, income),
        "FLAG_OWN_CAR": _yes(car),
        "OWN_CAR_AGE": emptied(age_of_car, ~car),
    }


def _draw_contact(rng: np.random.Generator, clients: Clients, work: Mapping[str, Column]) -> dict[str, Column]:
    size = len(clients)
    settled = 0.35 * clients.traits.experience + 0.3 * clients.traits.discipline
    phone = np.floor(rng.gamma(1.25, 880.0, size) * np.exp(0.3 * settled)).clip(max=4200.0)
    just_now = chance(rng, 0.122 * np.exp(-0.25 * settled), size)
    working = Rows(clients.ids, dict(work)).number("FLAG_EMP_PHONE").astype(np.int64)
    return {
        "DAYS_LAST_PHONE_CHANGE": np.where(just_now, 0.0, -phone),
        "FLAG_MOBIL": (~chance(rng, 0.000004, size)).astype(np.int64),
        "FLAG_WORK_PHONE": working * chance(rng, 0.24, size),
        "FLAG_CONT_MOBILE": chance(rng, 0.998, size),
        "FLAG_PHONE": chance(rng, 0.28, size),
        "FLAG_EMAIL": chance(rng, np.where(clients.train, 0.057, 0.163), size),
    }


def draw_place(rng: np.random.Generator, clients: Clients) -> dict[str, Column]:
    """Draw where the client lives and when the application was taken.

    One test client has the rating -1 that Kaggle's test set has once.
    """
    size = len(clients)
    standing = 0.5 * clients.traits.solvency + rng.standard_normal(size)
    rating = 3.0 - np.searchsorted([-1.1, 1.42], standing)
    city = np.where(chance(rng, 0.04, size), np.clip(rating - 1.0, 1.0, 3.0), rating)
    city[rng.choice(np.flatnonzero(~clients.train))] = -1.0
    people = np.round(np.exp(-4.1 - 0.35 * (rating - 2.0) + 0.6 * rng.standard_normal(size)), 4).clip(0.00029, 0.0725)
    moves = {name: chance(rng, rate, size) for name, rate in levels.MOVES.items()}
    return {
        "REGION_RATING_CLIENT": rating.astype(np.int64),
        "REGION_RATING_CLIENT_W_CITY": city.astype(np.int64),
        "REGION_POPULATION_RELATIVE": people,
        "WEEKDAY_APPR_PROCESS_START": choose(rng, levels.WEEKDAY, size),
        "HOUR_APPR_PROCESS_START": np.clip(np.round(12.06 + 3.27 * rng.standard_normal(size)), 0, 23).astype(np.int64),
        **moves,
    }


def draw_scores(rng: np.random.Generator, clients: Clients) -> dict[str, Column]:
    """Draw the three external scores: each a noisy look at the traits, some of them missing."""
    size, traits = len(clients), clients.traits
    first = 0.45 * traits.experience + 0.3 * traits.repute + 0.8 * rng.standard_normal(size)
    second = 0.38 * traits.repute + 0.92 * rng.standard_normal(size)
    third = 0.38 * traits.repute + 0.92 * rng.standard_normal(size)
    no_first = chance(rng, np.where(clients.train, 0.564, 0.421), size)
    return {
        "EXT_SOURCE_1": emptied(0.97 * sigmoid(0.08 + 1.0 * first), no_first),
        "EXT_SOURCE_2": emptied(0.855 * sigmoid(0.5 + 1.15 * second), chance(rng, 0.002, size)),
        "EXT_SOURCE_3": emptied(0.896 * sigmoid(0.33 + 1.05 * third), chance(rng, 0.198, size)),
    }


def draw_circle(rng: np.random.Generator, clients: Clients) -> dict[str, Column]:
    """Draw the social circle and the lender's questions to the bureau, as if it were asked on everybody."""
    size = len(clients)
    nobody = chance(rng, 0.0033, size)
    seen = rng.negative_binomial(0.45, 0.24, size).astype(np.float64)
    late = rng.binomial(seen.astype(np.int64), 0.1)
    later = rng.binomial(late, 0.7)
    asked = {
        "HOUR": pick(rng, {0: 0.9939, 1: 0.0059, 2: 0.0002}, size),
        "DAY": pick(rng, {0: 0.9947, 1: 0.0049, 2: 0.0004}, size),
        "WEEK": pick(rng, {0: 0.968, 1: 0.0309, 2: 0.0011}, size),
        "MON": rng.negative_binomial(0.25, np.where(clients.train, 0.48, 0.964), size),
        "QRT": rng.poisson(np.where(clients.train, 0.265, 0.547)),
        "YEAR": rng.poisson(1.9 * rng.gamma(2.0, 0.5, size) * np.exp(0.2 * clients.traits.need)),
    }
    return {
        "OBS_30_CNT_SOCIAL_CIRCLE": emptied(seen, nobody),
        "DEF_30_CNT_SOCIAL_CIRCLE": emptied(late, nobody),
        "OBS_60_CNT_SOCIAL_CIRCLE": emptied(seen, nobody),
        "DEF_60_CNT_SOCIAL_CIRCLE": emptied(later, nobody),
        **{f"AMT_REQ_CREDIT_BUREAU_{when}": count.astype(np.float64) for when, count in asked.items()},
    }


def _yes(flag: Bools) -> Choice:
    return Choice(("N", "Y"), flag.astype(np.int64))


def score_points(value: Floats, middle: float, spread: float) -> Floats:
    """A score as a standard number, 0 where it is missing."""
    points: Floats = np.nan_to_num((value - middle) / spread)
    return points
