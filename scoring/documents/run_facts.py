"""What the methodology note and the presentation say of one run: read once from its home, never typed by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd
import polars as pl

from scoring.analysis.bootstrap import Interval, decision_intervals
from scoring.analysis.candidate_rule import Recommendation
from scoring.analysis.candidates import compared_candidates, compared_with, recommended_candidate
from scoring.analysis.costs import cost_by_ratio, rule_costs
from scoring.analysis.drift import stability
from scoring.analysis.fairness import measured_clients
from scoring.analysis.quality import tables_overview
from scoring.arrays import Floats, Ints
from scoring.documents.comparison_facts import auc_by_fold, effects, read_answers, steps_of
from scoring.documents.swarm import Swarm, read_swarm
from scoring.features.catalogue import allowed_features, catalogue
from scoring.features.sources import source_of
from scoring.files import require_current
from scoring.model.folder import Model, load_model
from scoring.model.manifest import TRAIN_AGAIN, Manifest
from scoring.model.points import log_odds_of, probability_of
from scoring.pipeline.matrix import FEATURES
from scoring.portfolio.client_records import scored_tables
from scoring.portfolio.current_portfolio import MODEL
from scoring.portfolio.decision_costs import Confusion, cost_of
from scoring.portfolio.read import Portfolio
from scoring.settings import Costs, Home, Switches, Training
from scoring.validation import parse

STRONGEST = 12


@dataclass(frozen=True)
class Facts:
    """One run: its home, the portfolio that the page serves, and the model inside it."""

    home: Home
    portfolio: Portfolio

    @property
    def manifest(self) -> Manifest:
        """What the served model says of itself."""
        return self.portfolio.manifest

    @property
    def costs(self) -> Costs:
        """What the two mistakes cost, as the model was told."""
        return Costs(**self.manifest.settings["costs"])

    @property
    def training(self) -> Training:
        """How the served model was made."""
        return parse(Training, self.manifest.settings, TRAIN_AGAIN)

    @cached_property
    def model(self) -> Model:
        """The scorers themselves."""
        return load_model(self.portfolio.folder / MODEL)

    @property
    def made_on(self) -> date:
        """The day on which the served model was written."""
        return self.portfolio.trained_on

    @cached_property
    def clients(self) -> pl.DataFrame:
        """Every client's answer and groups, as :func:`scoring.analysis.fairness.measured_clients` gives them."""
        return measured_clients(self.home)

    @cached_property
    def tables(self) -> pd.DataFrame:
        """The tables of the contract, and what the home holds of them."""
        return tables_overview(self.home)

    @property
    def known(self) -> pl.DataFrame:
        """Clients whose outcome is known."""
        return self.clients.filter(pl.col("target").is_not_null())

    @property
    def target(self) -> Ints:
        """Their outcomes."""
        return self.known["target"].to_numpy().astype(np.int64)

    @property
    def probability(self) -> Floats:
        """Their probabilities, out of sample."""
        return self.known["probability"].to_numpy().astype(np.float64)

    @cached_property
    def rules(self) -> pd.DataFrame:
        """The model's rule beside simple ones: :func:`scoring.analysis.costs.rule_costs`."""
        return rule_costs(self.target, self.probability, self.costs)

    def rule(self, name: str) -> dict[str, float]:
        """One of the rules: threshold, refused, caught, wrongly_refused, cost."""
        row = self.rules[self.rules["rule"] == name].iloc[0]
        return {key: float(row[key]) for key in ("threshold", "refused", "caught", "wrongly_refused", "cost")}

    @cached_property
    def confusion(self) -> Confusion:
        """Who was decided how at the threshold, among clients whose outcome is known."""
        return Confusion.of(self.target, self.known["refused"].to_numpy())

    @cached_property
    def intervals(self) -> Mapping[str, Interval]:
        """Cost, saving, difficulties caught, wrong refusals and the refused who had a difficulty, with intervals."""
        return decision_intervals(self.confusion, self.costs, seed=int(self.manifest.settings["seed"]))

    @property
    def cost_if_granted(self) -> float:
        """What decisions cost for 100 applications if people granted every case that they study."""
        refused = (self.known["refused"] & (self.known["zone"] != "review")).to_numpy()
        return cost_of(self.target, refused, self.costs)

    @property
    def absent_read(self) -> tuple[str, ...]:
        """Histories whose table is absent and that the model reads all the same: it was trained with them."""
        read = {source_of(catalogue()[name].feature) for name in self.manifest.features}
        return tuple(source for source in self.portfolio.about.absent_sources if source in read)

    @cached_property
    def ratios(self) -> pd.DataFrame:
        """What other weights would decide."""
        return cost_by_ratio(self.target, self.probability)

    @cached_property
    def compared(self) -> pd.DataFrame:
        """The candidates on the same folds, held against the served one; empty where it was not among them."""
        if not compared_with(self.home, self.manifest):
            return pd.DataFrame()
        return compared_candidates(self.home, self.manifest.settings["candidate"], self.costs)

    @cached_property
    def recommended(self) -> Recommendation:
        """What the stated rule names: the simplest candidate that costs no more than the cheapest beyond chance."""
        return recommended_candidate(self.home, self.costs)

    @cached_property
    def effects(self) -> dict[str, dict[str, float]]:
        """What each change did to the AUC (difference, low, high); empty where candidates were not compared."""
        return {} if self.compared.empty else effects(read_answers(self.home))

    @cached_property
    def ladder(self) -> pd.DataFrame:
        """The AUC from the kernel's recipe to the served model, step by step: candidate, auc, difference, low, high."""
        return steps_of(read_answers(self.home), self.manifest.settings["candidate"])

    @cached_property
    def by_fold(self) -> pd.DataFrame:
        """The AUC fold by fold: :func:`~scoring.documents.comparison_facts.auc_by_fold`."""
        return auc_by_fold(self.portfolio)

    @cached_property
    def swarm(self) -> Swarm:
        """Contributions and values of a sample of clients, for the strongest features."""
        return read_swarm(self.home, self.portfolio, self.strongest)

    @property
    def strongest(self) -> tuple[str, ...]:
        """The features that weigh most for everyone, largest first."""
        return tuple(self.manifest.importance)[:STRONGEST]

    @property
    def n_allowed_features(self) -> int:
        """How many features the model was allowed to look at."""
        return len(allowed_features(Switches(**self.manifest.settings["switches"])))

    @property
    def n_features(self) -> int:
        """How many features are computed."""
        return len(catalogue())

    @cached_property
    def moved(self) -> pd.DataFrame:
        """How far the score and the strongest features of new clients are from those of training.

        Empty where no client's outcome is unknown: then nobody is new.
        """
        folder = require_current(self.home.features, "features", "Run 'scoring run' first.")
        rows = pl.read_parquet(folder / FEATURES, columns=["SK_ID_CURR", *self.strongest], glob=False)
        both = rows.join(self.clients.select("SK_ID_CURR", "target", "score"), on="SK_ID_CURR")
        new = pl.col("target").is_null()
        return stability(both.filter(~new), both.filter(new), ["score", *self.strongest])

    @property
    def balanced_mean(self) -> float:
        """The mean probability that weighting both outcomes alike would announce, to first order.

        Weights multiply the odds of every client by the odds of repayment in training.
        """
        rate = float(self.manifest.metrics["target_rate"])
        shift = np.log((1 - rate) / rate)
        return float(np.mean(probability_of(log_odds_of(self.probability) + shift)))

    @cached_property
    def example(self) -> int:
        """The client whose case is told: refused, and in the middle of those who are."""
        ordered = self.clients.filter(pl.col("refused")).sort("probability", "SK_ID_CURR")
        candidates = ordered if ordered.height else self.clients.sort("probability", "SK_ID_CURR")
        return int(candidates["SK_ID_CURR"][candidates.height // 2])


def facts_of(home: Home) -> Facts:
    """The facts of a home's current portfolio.

    Raises
    ------
    UserError
        When there is no portfolio yet, or the home's tables are not those that were scored: the document would count
        and group the clients of other tables.
    """
    portfolio = Portfolio.open(home)
    scored_tables(portfolio.folder)
    return Facts(home, portfolio)
