"""One range of a simulated world: its eight tables, and what is true of its clients."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from scoring.arrays import Floats
from scoring.progress import Progress
from scoring.synthetic import application, request, truth
from scoring.synthetic.agree import enquiries_of_the_known, phone_of_the_first_loan
from scoring.synthetic.bureau import draw_balance, draw_bureau
from scoring.synthetic.card import draw_cards
from scoring.synthetic.draws import Column, Rows, frame, generators, sigmoid
from scoring.synthetic.life import plan_loans
from scoring.synthetic.payments import card_payments, draw_dues, draw_installments, draw_months, joined
from scoring.synthetic.people import Clients, draw_clients
from scoring.synthetic.previous import draw_previous
from scoring.synthetic.ranges import ClientRange, FirstNumbers

STREAMS = (
    "people", "person", "place", "scores", "circle", "request", "documents", "building", "bureau", "balance",
    "previous", "card", "dues", "payments", "months", "own", "outcome",
)  # fmt: skip
Generators = dict[str, np.random.Generator]


@dataclass(frozen=True)
class World:
    """A simulated set of tables and what is true of its clients.

    Parameters
    ----------
    tables : dict of str to DataFrame
        Raw tables by Kaggle's file names, anomalies included.
    truth : DataFrame
        ``SK_ID_CURR``, the true ``probability`` of difficulty, the ``person`` behind the application, and each term of
        the true log-odds by name (:mod:`scoring.synthetic.truth`), but for the intercept.
    """

    tables: dict[str, pl.DataFrame]
    truth: pl.DataFrame


@dataclass(frozen=True)
class DrawnRange:
    """A range's part of the world, the intercept of its true log-odds, and the next range's first numbers."""

    world: World
    intercept: float
    next_numbers: FirstNumbers


def draw_range(
    seed: int, part: ClientRange, first: FirstNumbers, intercept: float | None, progress: Progress
) -> DrawnRange:
    """Draw the clients of one range with all their histories.

    Parameters
    ----------
    seed : int
        The world's.
    part : ClientRange
        Which of the world's clients.
    first : FirstNumbers
        The lowest numbers to give.
    intercept : float or None
        Of the true log-odds, as the first range had it; None for the first, whose mean probability is the base rate.
    progress : callable
        Told the file name of each table before it is drawn.
    """
    rng = generators(seed, STREAMS, part.number)
    progress("application_train")
    people = draw_clients(
        rng["people"],
        len(part),
        train=part.train,
        n_second=part.n_second,
        first_client=first.client,
    )
    columns = _draw_application(rng, people)
    tables: dict[str, pl.DataFrame] = {}
    terms = _draw_elsewhere(rng, people, first.bureau, tables, progress)
    income = Rows(people.ids, columns).number("AMT_INCOME_TOTAL")
    terms |= _draw_ours(rng, people, income, first.previous, tables, progress)
    columns |= enquiries_of_the_known(rng["circle"], people, columns, tables["bureau"])
    columns |= phone_of_the_first_loan(rng["person"], people, columns, tables["previous_application"])
    terms |= truth.scores_terms(columns) | truth.application_terms(columns) | truth.unobserved_terms(rng["own"], people)
    points = truth.log_odds(terms)
    intercept = truth.intercept_of(points) if intercept is None else intercept
    probability = sigmoid(points + intercept)
    columns["TARGET"] = truth.outcomes(rng["outcome"], probability)
    tables = _applications(people, columns) | tables
    person = people.person + first.person
    facts = {"SK_ID_CURR": people.ids, "probability": probability, "person": person, **terms}
    world = World(tables, pl.DataFrame(facts).sort("SK_ID_CURR"))
    rows = (tables[name].height for name in ("bureau", "previous_application"))
    return DrawnRange(world, intercept, first.after(len(part), len(part) - part.n_second, *rows))


def _draw_application(rng: Generators, people: Clients) -> dict[str, Column]:
    columns = application.draw_person(rng["person"], people)
    income = Rows(people.ids, columns).number("AMT_INCOME_TOTAL")
    columns |= application.draw_place(rng["place"], people)
    columns |= application.draw_scores(rng["scores"], people)
    columns |= application.draw_circle(rng["circle"], people)
    columns |= request.draw_request(rng["request"], people, income)
    columns |= request.draw_documents(rng["documents"], people, columns)
    return columns | request.draw_building(rng["building"], people)


def _draw_elsewhere(
    rng: Generators, people: Clients, first_credit: int, tables: dict[str, pl.DataFrame], progress: Progress
) -> truth.Terms:
    """Draw the bureau's two tables; return what they say of the risk."""
    progress("bureau")
    bureau = draw_bureau(rng["bureau"], people, first_credit)
    tables["bureau"] = frame("bureau", bureau.columns)
    progress("bureau_balance")
    balance, late = draw_balance(rng["balance"], people, bureau)
    tables["bureau_balance"] = frame("bureau_balance", balance.columns)
    return truth.bureau_terms(bureau, balance, late, len(people))


def _draw_ours(
    rng: Generators,
    people: Clients,
    income: Floats,
    first_loan: int,
    tables: dict[str, pl.DataFrame],
    progress: Progress,
) -> truth.Terms:
    """Draw our own four tables of earlier loans; return what they say of the risk."""
    progress("previous_application")
    previous = draw_previous(rng["previous"], people, income, first_loan)
    tables["previous_application"] = frame("previous_application", previous.columns)
    progress("POS_CASH_balance")
    plan = plan_loans(previous)
    dues = draw_dues(rng["dues"], people, plan)
    months = draw_months(rng["months"], people, plan, dues)
    tables["POS_CASH_balance"] = frame("POS_CASH_balance", months.columns)
    progress("credit_card_balance")
    card = draw_cards(rng["card"], people, previous)
    progress("installments_payments")
    payments = draw_installments(rng["payments"], people, plan, dues)
    payments = joined(payments, card_payments(rng["payments"], people, card))
    tables["installments_payments"] = frame("installments_payments", payments.columns)
    tables["credit_card_balance"] = frame("credit_card_balance", card.columns)
    terms = truth.previous_terms(previous, len(people)) | truth.card_terms(card, len(people))
    return terms | truth.payments_terms(payments, months, len(people))


def _applications(people: Clients, columns: dict[str, Column]) -> dict[str, pl.DataFrame]:
    """Training and test clients, sorted by their id, the test clients without TARGET."""
    train = pl.Series(people.train)
    both = frame("application_train", columns)
    return {
        "application_train": both.filter(train).sort("SK_ID_CURR"),
        "application_test": both.filter(~train).drop("TARGET").sort("SK_ID_CURR"),
    }
