"""What the product promises of whole worlds: one of 20,000 simulated clients, and the competition's own rows."""

import re
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from scoring.analysis.bootstrap import decision_intervals
from scoring.files import current
from scoring.inference.archive import evaluate_home, score_archive
from scoring.model.evaluate import auc_interval
from scoring.model.folder import open_model
from scoring.model.score import score
from scoring.pipeline.matrix import read_matrix
from scoring.pipeline.stages import make_features, make_model, run_stale
from scoring.pipeline.work import simulate_tables
from scoring.portfolio import Portfolio
from scoring.portfolio.current_portfolio import ROWS
from scoring.portfolio.decision_costs import Confusion
from scoring.settings import Costs, Home, Training
from scoring.tables.ingest import import_tables

pytestmark = pytest.mark.slow
LEAST_SHARE = 0.85
README = Path(__file__).resolve().parents[1] / "README.md"


def results_of_the_readme():
    """The numbers of each row of the table of results, in their order; by the row's name."""
    table = README.read_text(encoding="utf-8").split("## Results")[1].split("##")[0]
    rows = (line.strip("|").split("|") for line in table.splitlines() if line.startswith("| "))
    return {
        name.strip(): [float(number.replace(",", "")) for number in re.findall(r"\d+(?:[.,]\d+)*", " ".join(others))]
        for name, *others in rows
    }


def decisions_of(portfolio):
    """What the README tells of decisions: its row on cost, and its row on difficulties avoided, in its order."""
    rows = pl.read_parquet(portfolio.folder / ROWS).filter(pl.col("target").is_not_null())
    target, refused = rows["target"].to_numpy(), rows["refused"].to_numpy()
    measured = decision_intervals(Confusion.of(target, refused), Costs(), seed=Training().seed)
    saved, cost = measured["saved"], measured["cost"].value
    less = [100 * share for share in (saved.value, saved.low, saved.high)]
    granting = 100 * Costs().missed_difficulty * target.mean()
    avoided = [100 * measured["caught"].value, 100 * refused.mean()]
    return [less[0], 95, *less[1:], cost, granting, 100], avoided


def test_the_model_reaches_85_percent_of_what_can_be_known(tmp_path):
    """Out-of-fold Gini against the Gini of the true probabilities, on the same outcomes."""
    home = Home(tmp_path / "home")
    simulate_tables(home, 20_000, 42)
    make_features(home)
    make_model(home, Training())
    rows, who = read_matrix(current(home.features))
    scores = score(open_model(home), rows, who)
    truth = rows.select("SK_ID_CURR").join(pl.read_parquet(current(home.tables) / "truth.parquet"), on="SK_ID_CURR")
    known = rows["TARGET"].is_not_null().to_numpy()
    target = rows["TARGET"].to_numpy()[known].astype(np.int64)
    best, auc = (
        auc_interval(target, values[known])[0] for values in (truth["probability"].to_numpy(), scores.log_odds)
    )
    assert LEAST_SHARE <= (2 * auc - 1) / (2 * best - 1) < 1.0


@pytest.mark.real
def test_the_real_sample_goes_the_whole_walk(real_data, tmp_path):
    home = Home(tmp_path / "home")
    report = import_tables(home, real_data("home-credit-sample.zip"))
    assert report.absent == ("installments_payments",)
    assert run_stale(home, Training()) == ["features", "model", "portfolio"]
    metrics, seen = evaluate_home(home)
    assert metrics.n == seen == report.rows["application_train"]
    assert metrics.auc_low > 0.65
    stated = results_of_the_readme()
    measured = [metrics.auc, 95, metrics.auc_low, metrics.auc_high, metrics.n]
    assert stated["AUC"][:5] == pytest.approx(measured, abs=0.002)  # the fourth digit varies with threads
    portfolio = Portfolio.open(home)
    assert stated["AUC"][5] == len(portfolio.clients)
    cost, avoided = decisions_of(portfolio)
    assert stated["Cost of wrong decisions, below granting everyone"][:7] == pytest.approx(cost, abs=2)
    assert stated["Difficulties avoided, by refusing"] == pytest.approx(avoided, abs=2)
    shown = portfolio.assess(100002)
    assert shown.out_of_sample == "fold"
    assert "installments" in shown.missing
    assert not portfolio.demonstration


@pytest.mark.real
def test_real_clients_are_scored_by_a_model_trained_elsewhere(real_data, world):
    scored = score_archive(world, real_data("home-credit-200.zip"))
    assert scored.absent_sources == ("balance",)
    assert len(scored.scores.clients) == 200
    assert set(scored.scores.fold) == {-1}
    assert scored.scores.frame()["probability"].is_between(0, 1).all()
