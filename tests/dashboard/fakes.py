"""A portfolio of five clients, made by hand: the page's views need no model to be tested."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import numpy as np

from scoring.cohorts.column import Column, texts
from scoring.cohorts.compare import Comparison, ComparisonRow, centre_of, compare, comparison_rows
from scoring.cohorts.criteria import matching
from scoring.cohorts.dependence import Effect
from scoring.cohorts.groups import Group, Observed
from scoring.cohorts.pair import Pair, pair
from scoring.errors import UserError
from scoring.explain.assessment import Assessment
from scoring.explain.elements import Comparable, Contribution, Family, Outside, Reason, Source
from scoring.explain.families import family_of, in_points, stories, whole_points
from scoring.features.catalogue import catalogue
from scoring.model.manifest import ReferenceStats
from scoring.portfolio.changes import Changes
from scoring.portfolio.client_records import ClientRecords
from scoring.portfolio.describe import Datum
from scoring.portfolio.evaluation import Evaluation, KnownAnswers
from scoring.portfolio.model_history import ModelHistory
from scoring.texts import Words
from scoring.what_if.change import Problem, Request, Simulation, moved

CLIENTS = np.array([100002, 100003, 100010, 210000, 910002])
TARGET = np.array([0.0, 1.0, 0.0, np.nan, 0.0])
REFERENCE = {"application_amt_credit": ReferenceStats(500000.0, None, 45000.0, 4050000.0, ())}
AMOUNT, INCOME, EXTERNAL = "application_amt_credit", "application_name_income_type", "application_ext_source_3"


def reason(side: str, share: float, weight: str, label: str) -> Reason:
    value, reference = {"fr": "0,18", "en": "0.18"}, {"fr": "0,54", "en": "0.54"}
    sentence = {"fr": f"{label}\u00a0: 0,18.", "en": f"{label}: 0.18."}
    headline = {"fr": label, "en": label}
    points = whole_points(in_points(share))
    return Reason(EXTERNAL, (EXTERNAL,), side, share, points, weight, "external", headline, value, reference, sentence)


def families_of(contributions: tuple[Contribution, ...]) -> tuple[Family, ...]:
    return tuple(family_of(story) for story in stories(contributions, REFERENCE, ()))


def assessment(client: int = 100002, **changes: object) -> Assessment:
    """An application just below the threshold; contributions add up to its log-odds."""
    contributions = (
        Contribution(EXTERNAL, 0.18, 0.5),
        Contribution(AMOUNT, 382500.0, -0.2),
        Contribution(INCOME, "Working", 0.1),
    )
    base = -2.3
    log_odds = base + sum(c.contribution for c in contributions)
    probability = float(1 / (1 + np.exp(-log_odds)))
    described = Assessment(
        client=client,
        probability=probability,
        repayment_probability=1 - probability,
        comparable=Comparable(n=400, difficulties=56, rate=0.14, low=0.12, high=0.16, level=0.9),
        average_rate=0.081,
        score=465,
        threshold=1 / 11,
        threshold_score=500,
        decision="refused",
        zone="review",
        review_because=("near_threshold",),
        review_scores=(472, 528),
        base_value=base,
        log_odds=log_odds,
        contributions=contributions,
        raises=(reason("raises", 0.5, "strong", "Score externe <3>"),),
        lowers=(),
        sources=(Source("bureau", "known"), Source("card", "none"), Source("installments", "absent")),
        thin_file=False,
        out_of_sample="fold",
        model="m1",
        families=families_of(contributions),
    )
    if "contributions" in changes:
        changes["families"] = families_of(changes["contributions"])
    return dataclasses.replace(described, **changes)


class FakePortfolio:
    """As much of ``scoring.portfolio.Portfolio`` as the page asks for."""

    def __init__(self, **changes: object) -> None:
        self.clients, self.demonstration, self.replaced = CLIENTS, True, False
        self.changes, self.asked = changes, []
        self.manifest = SimpleNamespace(
            reference=REFERENCE,
            features=(EXTERNAL, AMOUNT),
            importance={EXTERNAL: 0.3, AMOUNT: 0.2, "application_days_birth": 0.1},
        )
        self.outcomes: Observed | None = None
        self.effects = (Effect(0.0, 250.0, 40, 0.1, 0.2, 0.3), Effect(251.0, 500000.0, 60, -0.2, -0.1, 0.0))
        self.since_last = Changes(date(2026, 11, 25))
        self.client_records: ClientRecords | None = None
        self.folder = Path("/nowhere/data/portfolio/of-five")
        self.evaluated: Evaluation | None = None
        self.answers: KnownAnswers | None = None
        self.models = ModelHistory((), (), "")

    def search(self, text: str, limit: int = 20) -> list[int]:
        found = [int(c) for c in self.clients if text in str(c)]
        return sorted(found, key=lambda c: (not str(c).startswith(text), c))[:limit]

    def assess(self, client: int) -> Assessment:
        self.asked.append(client)
        if client == 210000:
            raise UserError("broken.", "Mend it.")
        return assessment(client, **self.changes)

    def values(self, client: int) -> dict[str, float | str | None]:
        return {AMOUNT: 382500.0, INCOME: "Working", EXTERNAL: None, "bureau_rows_count": None}

    def data_of(self, client: int, language: str) -> tuple[Datum, ...]:
        """An amount and an unknown age that the application states, then one computed and one barred piece."""
        words = {"fr": ("ce crédit", "situation", "historique"), "en": ("this loan", "situation", "history")}[language]
        shares = ("application_days_birth", "bureau_active_rows_count", "application_flag_document_3")
        labels = [catalogue()[name].label.say(language) for name in (AMOUNT, *shares)]
        amount, unknown = catalogue()[AMOUNT].show(382500.0, language), catalogue()[AMOUNT].show(None, language)
        return (
            Datum(words[0], labels[0], amount, "", "la demande", feature=AMOUNT, raw=382500.0),
            Datum(words[1], labels[1], unknown, "44 ans", "la demande", feature=shares[0]),
            Datum(words[2], labels[2], "2", "1", "crédits ailleurs", feature=shares[1], raw=2.0),
            Datum(words[1], labels[3], unknown, "", "la demande", used=False, barred=True, feature=shares[2]),
        )

    def records(self, client: int) -> ClientRecords | None:
        return self.client_records

    def variables(self) -> list[str]:
        return [AMOUNT, INCOME, EXTERNAL]

    def column(self, feature: str) -> Column:
        if feature == INCOME:
            return texts(INCOME, ["Working", "Working", "Pensioner", "Student", "Working"])
        if feature == "zone":
            return texts("zone", ["review", "accept", "accept", "refuse", "accept"])
        numbers = {AMOUNT: [382500.0, 100.0, 200.0, 300.0, 400.0], EXTERNAL: [np.nan] * 5}
        values = numbers.get(feature, [1.0, 2.0, 3.0, np.nan, 5.0])
        return Column(feature, np.array(values, dtype=np.float32))

    def find(self, criteria: tuple) -> np.ndarray:
        return matching(criteria, self.column, len(self.clients))

    def group(self, kind: str, client: int, criteria: tuple = ()) -> Group:
        mask = self.find(criteria if kind == "own" else ())
        return Group(mask, int(mask.sum()), Words(fr=f"Règle {kind}.", en=f"Rule {kind}."), relaxed=False)

    def observed(self, group: Group) -> Observed:
        return self.outcomes or Observed(5, 1, 0.1, 0.05, 0.2)

    def compare(self, client: int, feature: str, group: Group) -> Comparison:
        column = self.column(feature)
        return compare(column, column.at(self.place(client)), group, TARGET)

    def dependence(self, feature: str) -> tuple[Effect, ...]:
        return self.effects if feature == AMOUNT else ()

    @property
    def trained_on(self) -> date:
        return date(2026, 11, 4)

    def since_last_run(self) -> Changes:
        return self.since_last

    def evaluation(self) -> Evaluation | None:
        return self.evaluated

    def known_answers(self) -> KnownAnswers | None:
        return self.answers

    def model_history(self) -> ModelHistory:
        return self.models

    def pair(self, client: int, first: str, second: str, group: Group) -> Pair:
        columns = self.column(first), self.column(second)
        values = columns[0].at(self.place(client)), columns[1].at(self.place(client))
        return pair(*columns, values, group, TARGET)

    def comparison_rows(self, client: int, group: Group, reasons: tuple = ()) -> tuple[ComparisonRow, ...]:
        return comparison_rows(
            names := (AMOUNT, INCOME, EXTERNAL),
            {name: self.column(name).at(self.place(client)) for name in names},
            lambda name: centre_of(self.column(name), group),
        )

    def place(self, client: int) -> int:
        return int(np.searchsorted(self.clients, client))


class FakeSimulator:
    """As much of ``scoring.what_if.simulate.Simulator`` as the page asks for: a smaller instalment helps."""

    asked = Request(credit=240_000.0, annuity=20_000.0, goods_price=240_000.0, income=100_000.0)

    def __init__(self, *, broken: bool = False, outside: tuple[Outside, ...] = ()) -> None:
        self.is_ready, self.broken, self.outside, self.answers = False, broken, outside, 0

    def start(self, client: int) -> SimpleNamespace:
        if client == 210000:
            raise UserError("gone.", "Run again.")
        return SimpleNamespace(client=client, request=self.asked)

    def problems(self, start: SimpleNamespace, request: Request) -> tuple[Problem, ...]:
        return (Problem("burden", 0.0, 1.0),) if request.burden > 1 else ()

    def answer(self, start: SimpleNamespace, request: Request) -> Simulation:
        self.answers += 1
        if self.broken:
            raise ZeroDivisionError
        self.is_ready = True
        share = (request.annuity - start.request.annuity) / 100_000.0
        before = assessment(start.client)
        parts = (
            *before.contributions[:1],
            Contribution(AMOUNT, request.credit, -0.2 + share),
            *before.contributions[2:],
        )
        helped = {"zone": "accept", "decision": "granted", "review_because": ()} if share < -0.05 else {}
        if self.outside:
            helped = {"zone": "review", "review_because": ("out_of_range",)}
        after = assessment(
            start.client, contributions=parts, score=465 - round(1000 * share), outside=self.outside, **helped
        )
        return Simulation(before, after, moved(before, after))
