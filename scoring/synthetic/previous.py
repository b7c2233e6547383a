"""Earlier applications to us: what was asked for and what became of it."""

from __future__ import annotations

import numpy as np

from scoring.arrays import Bools, Floats, Ints
from scoring.synthetic import levels
from scoring.synthetic.draws import (
    Choice,
    Column,
    Rows,
    annuity,
    cents,
    chance,
    choose,
    choose_by,
    emptied,
    pick,
    rounded,
    sigmoid,
)
from scoring.synthetic.life import draw_life
from scoring.synthetic.people import Clients

FIRST_PREVIOUS = 3_000_001
CASH, CONSUMER, REVOLVING, UNTOLD = range(4)
TYPES = ("Cash loans", "Consumer loans", "Revolving loans", "XNA")
APPROVED, CANCELED, REFUSED, UNUSED = range(4)
STATUSES = ("Approved", "Canceled", "Refused", "Unused offer")
YIELDS = ("high", "middle", "low_normal", "low_action")


def draw_previous(rng: np.random.Generator, clients: Clients, income: Floats, first_loan: int = FIRST_PREVIOUS) -> Rows:
    """Draw the earlier applications; the first of a client is a loan at a shop's till.

    Parameters
    ----------
    rng : Generator
        The previous applications' generator.
    clients : Clients
        Whose applications they are; 5 % have none.
    income : array
        Declared income of each client.
    first_loan : int
        The lowest of their numbers.

    Returns
    -------
    Rows
        The previous_application table, by client and oldest first.
    """
    client, decision, first = _draw_times(rng, clients)
    kind = choose_by(rng, [{"0": 0.545, "1": 0.305, "2": 0.15, "3": 0.0003}, {"1": 1.0}], first.astype(np.int64))
    product = np.array([int(level) for level in kind.levels])[kind.codes]
    status = _draw_status(rng, clients, client, product, first)
    rows = Rows(client, {"SK_ID_CURR": clients.ids[client], "DAYS_DECISION": decision.astype(np.int64)})
    rows.columns["SK_ID_PREV"] = first_loan + rng.permutation(len(client))
    rows.columns["NAME_CONTRACT_TYPE"] = Choice(TYPES, product)
    rows.columns["NAME_CONTRACT_STATUS"] = Choice(STATUSES, status)
    empty = _draw_empty(rng, product, status)
    rows.columns.update(_draw_amounts(rng, income[client], product, empty))
    rows.columns.update(_draw_product(rng, product, status, empty, rows.choice("NAME_YIELD_GROUP")))
    rows.columns.update(_draw_circumstances(rng, product, status, first))
    rows.columns.update(draw_life(rng, clients, rows, status == APPROVED, product == REVOLVING))
    return rows


def _draw_times(rng: np.random.Generator, clients: Clients) -> tuple[Ints, Floats, Bools]:
    """Whose and when, and which is the client's first."""
    size = len(clients)
    pace = 3.85 * rng.gamma(1.4, 1 / 1.4, size) * np.exp(0.2 * clients.traits.need - 0.02)
    counts = np.where(chance(rng, 0.052, size), 0, 1 + rng.poisson(pace)).clip(max=75)
    client = np.repeat(np.arange(size), counts)
    decision = -1.0 - np.floor(2921.0 * rng.beta(0.9, 2.05, len(client)))
    order = np.lexsort((decision, client))
    decision = decision[order]
    first = np.concatenate([[True], client[1:] != client[:-1]])[: len(client)]
    return client, decision, first


def _draw_status(rng: np.random.Generator, clients: Clients, client: Ints, product: Ints, first: Bools) -> Ints:
    """Refusals follow the client's risk, which the lender saw then too."""
    base = np.array([-1.5, -1.75, -1.7, -9.0])[product]
    refused = chance(
        rng, sigmoid(base - 0.75 * clients.traits.safety[client] + 0.2 * clients.traits.need[client]), len(product)
    )
    rest: list[dict[str, float]] = [
        {"0": 0.54, "1": 0.46},
        {"0": 0.9, "1": 0.02, "3": 0.08},
        {"0": 0.88, "1": 0.12},
        {"1": 1.0},
    ]
    others = choose_by(rng, rest, product)
    status = np.array([int(level) for level in others.levels])[others.codes]
    status = np.where(first & ~chance(rng, 0.01, len(first)), APPROVED, np.where(refused, REFUSED, status))
    return np.where(_second_card(client, (status == APPROVED) & (product == REVOLVING)), CANCELED, status)


def _second_card(client: Ints, card: Bools) -> Bools:
    """Cards of a client after the first: hardly anybody has two."""
    before: Ints = np.cumsum(card) - card
    second: Bools = card & (before > before[np.searchsorted(client, client)])
    return second


def _draw_empty(rng: np.random.Generator, product: Ints, status: Ints) -> Bools:
    """Applications that ended before an amount was agreed: zero credit, no instalment."""
    left = (status == CANCELED) & chance(rng, 0.95, len(status))
    stopped = (status == REFUSED) & (product != CONSUMER) & chance(rng, 0.25, len(status))
    empty: Bools = left | stopped | (product == UNTOLD)
    return empty


def _draw_amounts(rng: np.random.Generator, income: Floats, product: Ints, empty: Bools) -> dict[str, Column]:
    """Price, down payment, credit, term, rate and the instalment that follows."""
    size = len(product)
    price = _draw_prices(rng, income, product)
    paid = np.where(chance(rng, 0.55, size), 0.0, np.round(rng.beta(1.3, 7.0, size), 2))
    down = np.where(product == CONSUMER, np.round(price * paid / 4.5) * 4.5, 0.0)
    insured = np.where((product == REVOLVING) | chance(rng, 0.45, size), 0.0, rng.beta(2.0, 8.0, size) * 0.5)
    credit = np.round((price - down) * (1.0 + insured) / 4.5) * 4.5
    level = rng.choice(4, size=size, p=[0.31, 0.33, 0.28, 0.08])
    rate = np.array([0.5, 0.3, 0.18, 0.07])[level] * np.exp(0.1 * rng.standard_normal(size))
    months = _draw_terms(rng, product)
    monthly = np.where(product == REVOLVING, credit / 20.0, annuity(credit, rate, months))
    groups = Choice((*YIELDS, "XNA"), np.where(empty | (product == REVOLVING), 4, level))
    stated = (product == CONSUMER) & ~empty
    odd = stated & chance(rng, 0.00001, size)
    odd[np.flatnonzero(stated)[:1]] = True
    columns: dict[str, Column] = {
        "AMT_APPLICATION": np.where(empty, 0.0, price),
        "AMT_CREDIT": np.where(empty, 0.0, credit),
        "AMT_GOODS_PRICE": emptied(price, empty),
        "AMT_ANNUITY": emptied(cents(monthly), empty),
        "AMT_DOWN_PAYMENT": np.where(odd, -0.9, emptied(down, ~stated | chance(rng, 0.05, size))),
        "RATE_DOWN_PAYMENT": np.where(odd, -0.9 / price, emptied(down / price * 1.0891, ~stated)),
        "CNT_PAYMENT": emptied(months, empty),
        "NAME_YIELD_GROUP": groups,
    }
    return columns | _draw_interest(rng, stated, rate)


def _draw_prices(rng: np.random.Generator, income: Floats, product: Ints) -> Floats:
    """What the goods cost or how much cash is wanted; who earns more asks for more."""
    size = len(product)
    log = np.array([12.45, 11.2, 12.0, 11.0])[product] + np.array([0.75, 0.7, 0.7, 0.1])[product] * rng.standard_normal(
        size
    )
    price = np.exp(log + 0.3 * np.log(np.minimum(income, 1e6) / 150_000.0))
    step = np.array([22_500.0, 4.5, 45_000.0, 45_000.0])[product]
    price = np.clip(rounded(price, 1.0), 9_000.0, 5_850_000.0)
    result: Floats = np.maximum(np.round(price / step), 1.0) * step
    return result


def _draw_terms(rng: np.random.Generator, product: Ints) -> Floats:
    size = len(product)
    cash = pick(rng, {12: 0.38, 18: 0.1, 24: 0.2, 36: 0.14, 48: 0.1, 60: 0.08}, size)
    shop = pick(rng, {4: 0.05, 6: 0.25, 8: 0.06, 10: 0.23, 12: 0.29, 18: 0.06, 24: 0.06}, size)
    return np.where(product == REVOLVING, 0.0, np.where(product == CASH, cash, shop))


def _draw_interest(rng: np.random.Generator, stated: Bools, rate: Floats) -> dict[str, Column]:
    """Rates that are told for three applications in a thousand."""
    known = stated & chance(rng, 0.0075, len(stated))
    return {
        "RATE_INTEREST_PRIMARY": emptied(np.clip(rate * 0.6, 0.0348, 1.0), ~known),
        "RATE_INTEREST_PRIVILEGED": emptied(np.clip(0.77 + 0.1 * rng.standard_normal(len(stated)), 0.373, 1.0), ~known),
    }


def _draw_product(
    rng: np.random.Generator, product: Ints, status: Ints, empty: Bools, group: Choice
) -> dict[str, Column]:
    """Words that follow from the product: portfolio, combination, goods, seller."""
    size = len(product)
    crossed = chance(rng, np.where(product == REVOLVING, 0.6, 0.78), size)
    sale = np.where((product == CONSUMER) | empty, 0, np.where(crossed, 1, 2))
    goods = choose(rng, levels.GOODS, size).put((product != CONSUMER) | chance(rng, 0.015, size), "XNA")
    portfolio = np.where(empty, 4, np.array([0, 1, 2, 4])[product])
    portfolio = np.where((product == CONSUMER) & goods.among("Vehicles") & ~empty, 3, portfolio)
    purpose = choose(rng, levels.PURPOSE, size).put(product != CASH, "XAP")
    shop = choose(rng, levels.SELLER, size).put((product != CONSUMER) & chance(rng, 0.92, size), "XNA")
    area = np.where(shop.among("XNA"), -1.0, np.floor(rng.lognormal(4.3, 1.4, size)))
    area[np.flatnonzero(area > 0)[:1]] = 4_000_000.0
    return {
        "NAME_PRODUCT_TYPE": Choice(("XNA", "x-sell", "walk-in"), sale),
        "NAME_GOODS_CATEGORY": goods,
        "NAME_PORTFOLIO": Choice(("Cash", "POS", "Cards", "Cars", "XNA"), portfolio),
        "NAME_CASH_LOAN_PURPOSE": purpose,
        "NAME_SELLER_INDUSTRY": shop,
        "SELLERPLACE_AREA": area.astype(np.int64),
        "CHANNEL_TYPE": choose_by(rng, levels.CHANNEL, np.minimum(product, REVOLVING)),
        "PRODUCT_COMBINATION": _combine(product, empty, crossed, group, goods),
    }


def _combine(product: Ints, empty: Bools, crossed: Bools, group: Choice, goods: Choice) -> Choice:
    """Kaggle's seventeen names: product, street or cross-sell, dear or cheap."""
    tone = np.clip(group.codes, 0, 2)
    cash = [f"Cash {sale}: {level}" for sale in ("Street", "X-Sell") for level in ("high", "middle", "low")]
    kinds = ("household", "mobile", "industry", "other")
    shop = [
        f"POS {'others' if kind == 'other' and not w else kind} with{'' if w else 'out'} interest"
        for kind in kinds
        for w in (1, 0)
    ]
    names = (*cash, *shop, "Card Street", "Card X-Sell", "Cash")
    industry = goods.among("Furniture", "Construction Materials", "Clothing and Accessories", "Medicine", "Jewelry")
    kind = np.where(goods.among("Mobile"), 1, np.where(industry, 2, np.where(goods.among("XNA", "Other"), 3, 0)))
    cash_code = np.where(empty, 16, 3 * crossed + tone)
    code = np.select(
        [product == CASH, product == CONSUMER, product == REVOLVING],
        [cash_code, 6 + 2 * kind + (group.codes == 3), 14 + crossed],
        default=-1,
    )
    return Choice(names, code.astype(np.int64))


def _draw_circumstances(rng: np.random.Generator, product: Ints, status: Ints, first: Bools) -> dict[str, Column]:
    """When, by which way, with whom, and why refused."""
    size = len(product)
    known = (
        choose(rng, {"Repeater": 0.9, "Refreshed": 0.1}, size).put(first, "New").put(chance(rng, 0.001, size), "XNA")
    )
    paid = choose(rng, {"Cash through the bank": 0.95, "XNA": 0.04, "Non-cash from your account": 0.008,
                        "Cashless from the account of the employer": 0.001}, size)  # fmt: skip
    reject = choose(rng, levels.REJECT, size).put(status != REFUSED, "XAP").put(status == UNUSED, "CLIENT")
    alone = (product == CASH) & (status != APPROVED) | chance(rng, 0.35, size)
    hour = np.clip(np.round(12.48 + 3.33 * rng.standard_normal(size)), 0, 23)
    return {
        "WEEKDAY_APPR_PROCESS_START": choose(rng, dict.fromkeys(levels.WEEKDAY, 1.0), size),
        "HOUR_APPR_PROCESS_START": hour.astype(np.int64),
        "FLAG_LAST_APPL_PER_CONTRACT": choose(rng, {"N": 0.0052, "Y": 0.9948}, size),
        "NFLAG_LAST_APPL_IN_DAY": chance(rng, 0.9964, size),
        "NAME_CLIENT_TYPE": known,
        "NAME_PAYMENT_TYPE": paid.put((status == CANCELED) | (product == REVOLVING), "XNA"),
        "CODE_REJECT_REASON": reject,
        "NAME_TYPE_SUITE": choose(rng, levels.SUITE, size).put(alone, None),
    }
