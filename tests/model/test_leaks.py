"""What a leak looks like: answers of clients who were seen, order where there is none, more skill than can be."""

from typing import ClassVar

import numpy as np
import polars as pl
import pytest

from scoring.model.evaluate import auc_difference, auc_interval
from scoring.model.points import probability_of
from scoring.model.rate import Rate
from scoring.model.train import train
from scoring.settings import Costs

pytestmark = pytest.mark.usefixtures("only_known_features")
SERVED = ("lightgbm", "scorecard", "blend")


class Spy(Rate):
    """Everybody's rate; writes down which clients it is fitted on and asked about."""

    seen: ClassVar[list] = []
    asked: ClassVar[list] = []

    @classmethod
    def fit(cls, train_set, features, settings, *, seed, folds=()):
        scorer = super().fit(train_set, features, settings, seed=seed)
        cls.seen.append((id(scorer), set(train_set.rows["SK_ID_CURR"]), set(train_set.person), scorer))
        return scorer

    def log_odds(self, rows):
        if "SK_ID_CURR" in rows.columns:
            self.asked.append((id(self), set(rows["SK_ID_CURR"])))
        return super().log_odds(rows)


def test_nobody_is_scored_by_a_scorer_that_saw_them(known, quick, monkeypatch):
    monkeypatch.setattr(Spy, "seen", [])
    monkeypatch.setattr(Spy, "asked", [])
    monkeypatch.setattr("scoring.model.train.learner", lambda _: Spy)
    train(known.rows, known.identity, quick("lightgbm"))
    person = dict(known.identity.select("SK_ID_CURR", "person").iter_rows())
    fitted = {key: (clients, people) for key, clients, people, _ in Spy.seen}
    for key, clients in Spy.asked:
        seen_clients, seen_people = fitted[key]
        assert not clients & seen_clients
        assert not {person[client] for client in clients} & seen_people
    assert sorted(client for _, clients in Spy.asked for client in clients) == sorted(person)
    assert [len(clients) for _, clients, *_ in Spy.seen][-1] == len(person)


@pytest.mark.parametrize("candidate", SERVED)
def test_without_anything_to_know_the_ranking_is_a_coin(known, quick, candidate):
    """A permuted outcome: 0.5 within what chance allows, on either side."""
    permuted = known.with_target(np.random.default_rng(0).permutation(known.target))
    result = train(permuted.rows, permuted.identity, quick(candidate))
    auc, low, high = auc_interval(permuted.target, result.clients["log_odds"].to_numpy(), level=0.999)
    assert low < 0.5 < high
    assert auc == pytest.approx(result.metrics.auc)


@pytest.mark.parametrize("candidate", SERVED)
def test_no_model_knows_more_than_the_true_probabilities(known, quick, candidate):
    log_odds = train(known.rows, known.identity, quick(candidate)).clients["log_odds"].to_numpy()
    _, low, high = auc_difference(known.target, log_odds, known.log_odds, level=0.999)
    assert low < 0.0
    assert high < 0.01
    best, auc = (auc_interval(known.target, answers)[0] for answers in (known.log_odds, log_odds))
    assert 0.75 * (best - 0.5) < auc - 0.5 < best - 0.5


def test_costs_move_the_threshold_where_theory_says(known, quick):
    """Ten to one refuses from 1/11, twenty to one from 1/21; nothing else of the answers changes."""
    first, second = (
        train(known.rows, known.identity, quick("scorecard", costs=Costs(missed_difficulty=cost)))
        for cost in (10.0, 20.0)
    )
    assert (first.policy.threshold, second.policy.threshold) == (pytest.approx(1 / 11), pytest.approx(1 / 21))
    assert first.clients["log_odds"].equals(second.clients["log_odds"])
    probability = probability_of(first.clients["log_odds"].to_numpy())
    refused = [result.policy.refused(probability) for result in (first, second)]
    assert refused[0].mean() == pytest.approx(np.mean(probability >= 1 / 11))
    assert refused[1].mean() == pytest.approx(np.mean(probability >= 1 / 21))
    assert refused[0].sum() < refused[1].sum()


def test_a_sources_importance_is_how_far_it_moves_not_where_to():
    """Half the clients are pushed up by the source, half as far down: the mean is 0, the importance is not."""
    from scoring.model.source_importance import source_importance

    class Pushes:
        def log_odds(self, rows: pl.DataFrame) -> np.ndarray:
            return rows["card_rows_count"].fill_null(0.0).to_numpy()

    sources = ["application_ext_source_1", "application_ext_source_2", "application_ext_source_3"]
    empty = {name: pl.Series([None] * 4, dtype=pl.Float64) for name in sources}
    counts = {f"{name}_rows_count": [None] * 4 for name in ("bureau", "balance", "previous", "pos", "installments")}
    rows = pl.DataFrame({**empty, **counts, "card_rows_count": [0.5, -0.5, 0.5, -0.5]})
    assert source_importance(Pushes(), rows) == {"card": pytest.approx(0.5)}
