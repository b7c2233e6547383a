"""The rest of the application table: the loan asked for, the papers handed in, and the building."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from scoring.arrays import Bools, Floats
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
    pick,
    rounded,
)
from scoring.synthetic.people import Clients

# Share of clients without it, middle and spread of the logarithm, for every measure of the building.
BUILDING = {
    "APARTMENTS": (0.507, -2.4, 0.7),
    "BASEMENTAREA": (0.585, -2.7, 0.8),
    "YEARS_BEGINEXPLUATATION": (0.488, -0.02, 0.008),
    "YEARS_BUILD": (0.665, -0.29, 0.13),
    "COMMONAREA": (0.699, -3.9, 1.1),
    "ELEVATORS": (0.533, -2.9, 1.0),
    "ENTRANCES": (0.503, -2.1, 0.6),
    "FLOORSMAX": (0.498, -1.6, 0.5),
    "FLOORSMIN": (0.678, -1.6, 0.55),
    "LANDAREA": (0.594, -3.1, 0.9),
    "LIVINGAPARTMENTS": (0.684, -2.6, 0.75),
    "LIVINGAREA": (0.502, -2.6, 0.8),
    "NONLIVINGAPARTMENTS": (0.694, -5.5, 1.2),
    "NONLIVINGAREA": (0.552, -4.5, 1.3),
}
FLAT_OF_ZERO = {"ELEVATORS": 0.55, "NONLIVINGAPARTMENTS": 0.58, "NONLIVINGAREA": 0.42, "BASEMENTAREA": 0.11}


def draw_request(rng: np.random.Generator, clients: Clients, income: Floats) -> dict[str, Column]:
    """Draw the loan: price, credit with its insurance, term, rate and the instalment that follows.

    Parameters
    ----------
    rng : Generator
        The request's generator.
    clients : Clients
        Who applies.
    income : array
        Declared income of each client.

    Returns
    -------
    dict of str to Column
        ``NAME_CONTRACT_TYPE``, the four amounts and who came along.
    """
    size = len(clients)
    revolving = chance(rng, np.where(clients.train, 0.095, 0.009), size)
    log = 13.08 + 0.25 * np.log(np.minimum(income, 1e6) / 150_000.0) + 0.55 * rng.standard_normal(size)
    coarse = np.where(chance(rng, 0.65, size), 45_000.0, 4_500.0)
    price = np.clip(np.maximum(np.round(np.exp(log) / coarse), 1.0) * coarse, 45_000.0, 4_050_000.0)
    extra = np.where(chance(rng, 0.3, size), 0.0, rng.beta(1.7, 4.5, size) * 0.5 + 0.03 * (clients.traits.need > 0.5))
    months = pick(rng, {12: 0.13, 18: 0.12, 24: 0.2, 30: 0.16, 36: 0.19, 48: 0.12, 60: 0.08}, size)
    rate = np.clip(0.2 + 0.06 * rng.standard_normal(size) - 0.02 * clients.traits.safety, 0.05, 0.45)
    credit = np.where(revolving, rounded(price / 2.0, 45_000.0), np.round(price * (1.0 + extra) / 4.5) * 4.5)
    monthly = np.where(revolving, credit / 20.0, np.round(annuity(credit, rate, months) / 4.5) * 4.5)
    return {
        "NAME_CONTRACT_TYPE": Choice(("Cash loans", "Revolving loans"), revolving.astype(np.int64)),
        "AMT_CREDIT": credit,
        "AMT_ANNUITY": emptied(cents(monthly), chance(rng, 0.00008, size)),
        "AMT_GOODS_PRICE": emptied(np.where(revolving, credit, price), revolving & chance(rng, 0.0095, size)),
        "NAME_TYPE_SUITE": choose(rng, levels.SUITE, size).put(chance(rng, 0.0045, size), None),
    }


def draw_documents(rng: np.random.Generator, clients: Clients, personal: Mapping[str, Column]) -> dict[str, Column]:
    """Draw the twenty papers: number 3 is the usual one, 6 the pensioner's, 8 an alternative to 3."""
    size = len(clients)
    person_rows = Rows(clients.ids, dict(personal))
    card = person_rows.choice("NAME_CONTRACT_TYPE").among("Revolving loans")
    pensioner = person_rows.choice("NAME_INCOME_TYPE").among("Pensioner")
    sixth = pensioner & chance(rng, 0.48, size)
    third = ~card & ~sixth & chance(rng, 0.87, size)
    papers: dict[int, Bools] = {3: third, 6: sixth, 8: ~third & ~sixth & chance(rng, 0.4, size)}
    for number, rate in levels.DOCUMENTS.items():
        papers[number] = chance(rng, rate, size) & (clients.train | (number not in levels.ONLY_IN_TRAIN))
    return {f"FLAG_DOCUMENT_{number}": papers[number] for number in sorted(papers)}


def draw_building(rng: np.random.Generator, clients: Clients) -> dict[str, Column]:
    """Draw the building: three statistics of fourteen measures, which are missing together."""
    size = len(clients)
    unknown = rng.random(size)
    standing = 0.6 * rng.standard_normal(size) + 0.15 * clients.traits.solvency
    columns: dict[str, Column] = {}
    for stem, (rate, middle, spread) in BUILDING.items():
        noise = np.exp(middle + spread * (standing + 0.75 * rng.standard_normal(size)))
        value = np.where(chance(rng, FLAT_OF_ZERO.get(stem, 0.005), size), 0.0, np.minimum(noise, 1.0))
        missing = unknown < rate + 0.004 * rng.standard_normal(size)
        mode = value * np.where(chance(rng, 0.4, size), 1.02, 0.96)
        for suffix, each in (("AVG", value), ("MODE", mode), ("MEDI", value * 1.002)):
            columns[f"{stem}_{suffix}"] = emptied(np.round(np.minimum(each, 1.0), 4), missing)
    return columns | _draw_walls(rng, unknown, standing)


def _draw_walls(rng: np.random.Generator, unknown: Floats, standing: Floats) -> dict[str, Column]:
    size = len(unknown)
    funds = {
        "reg oper account": 0.76,
        "reg oper spec account": 0.125,
        "not specified": 0.059,
        "org spec account": 0.058,
    }
    houses = {"block of flats": 0.982, "specific housing": 0.01, "terraced house": 0.008}
    walls = {
        "Panel": 0.437, "Stone, brick": 0.429, "Block": 0.061, "Wooden": 0.035, "Mixed": 0.015, "Monolithic": 0.012,
        "Others": 0.011,
    }  # fmt: skip
    area = np.minimum(np.exp(-2.65 + 0.8 * standing + 0.4 * rng.standard_normal(size)), 1.0)
    return {
        "FONDKAPREMONT_MODE": choose(rng, funds, size).put(unknown < 0.684, None),
        "HOUSETYPE_MODE": choose(rng, houses, size).put(unknown < 0.502, None),
        "TOTALAREA_MODE": emptied(np.round(area, 4), unknown < 0.483),
        "WALLSMATERIAL_MODE": choose(rng, walls, size).put(unknown < 0.508, None),
        "EMERGENCYSTATE_MODE": choose(rng, {"No": 0.986, "Yes": 0.014}, size).put(unknown < 0.474, None),
    }
