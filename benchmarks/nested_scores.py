"""Would scores of past loans help? Learned loan by loan inside each fold, they join the served model's features.

A past loan has no outcome of its own here: it is labelled with its client's. What a loan foretells is therefore learned
on clients whom neither the loan's client nor the scored fold belongs to, and the model reads a client's mean, worst
and latest loan. Nothing of this is served; ADR 0016 says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import lightgbm
import numpy as np
import polars as pl
import polars.selectors as cs

from benchmarks.pieces import Figures, say, with_bounds
from scoring.analysis.candidate_rule import cost_difference
from scoring.arrays import Floats, Ints
from scoring.features.bureau import LATE
from scoring.model.evaluate import auc_difference
from scoring.model.registry import learner
from scoring.model.train import allowed_features_of, calibrated_out_of_fold
from scoring.model.train_set import TrainSet
from scoring.settings import Costs, Training

PARTS = 5  # of the clients that a fold's scorer sees; each part's loans are scored by the others
ROUNDS = 150
LOAN_TREES = {
    "objective": "binary", "learning_rate": 0.05, "num_leaves": 8, "max_depth": 3, "min_data_in_leaf": 100,
    "feature_fraction": 0.3, "lambda_l2": 20.0, "verbosity": -1, "deterministic": True, "force_row_wise": True,
}  # fmt: skip


@dataclass(frozen=True)
class PastLoans:
    """The past loans of the labelled clients, one row each, the latest of a client first.

    Parameters
    ----------
    place : array of int
        Where the loan's client stands in the training set.
    values : array of float, shape (loans, columns)
        What is known of the loan; texts as places among the texts that there are.
    """

    place: Ints
    values: Floats


def nested_gain(train_set: TrainSet, tables: Path, served: Floats, name: str) -> Figures:
    """How much better the served model ranks and decides with scores of past loans, on the same clients and folds.

    Parameters
    ----------
    train_set : TrainSet
        Every labelled client, in the folds of the served model.
    tables : Path
        The home's cleaned tables.
    served : array of float
        The served model's calibrated log-odds out of fold.
    name : str
        What the figures' names begin with.
    """
    answers = out_of_fold_with(train_set, past_loans(tables, train_set), Training())
    return {
        **with_bounds(f"{name}_gain", auc_difference(train_set.target, answers, served)),
        **with_bounds(f"{name}_saved", cost_difference(train_set.target, served, answers, Costs())),
    }


def out_of_fold_with(train_set: TrainSet, loans: Mapping[str, PastLoans], settings: Training) -> Floats:
    """Calibrated log-odds of every client by the blend of a fold that did not see them, nor scored loans by them."""
    features, raw = allowed_features_of(train_set.rows, settings), np.empty(len(train_set))
    for number in range(train_set.n_folds):
        say(f"scores of past loans, fold {number + 1} of {train_set.n_folds}")
        scores = pl.concat(
            [client_scores(train_set, each, number, kind) for kind, each in loans.items()], how="horizontal"
        )
        wider = replace(train_set, shared=pl.concat([train_set.rows, scores], how="horizontal"))
        scorer = learner("blend").fit(
            wider.seen_by(number), (*features, *scores.columns), settings, seed=settings.seed + number
        )
        unseen = train_set.fold == number
        raw[unseen] = scorer.log_odds(wider.rows.filter(unseen))
    return calibrated_out_of_fold(raw, train_set)[0]


def client_scores(train_set: TrainSet, loans: PastLoans, fold: int, kind: str) -> pl.DataFrame:
    """Each client's mean, worst and latest loan, in log-odds, as the scorer of a fold may know them; empty for none.

    Parameters
    ----------
    train_set : TrainSet
        Every labelled client.
    loans : PastLoans
        Their loans.
    fold : int
        The fold that is scored: what its clients became is not looked at.
    kind : str
        What the columns' names begin with.
    """
    part = np.where(train_set.fold == fold, PARTS, train_set.fold % PARTS)[loans.place]
    label, score = train_set.target[loans.place], np.empty(len(loans.place))
    for held in np.unique(part):
        seen = (part != held) & (part != PARTS)
        data = lightgbm.Dataset(loans.values[seen], label[seen])
        trees = lightgbm.train(LOAN_TREES | {"seed": fold}, data, ROUNDS)
        score[part == held] = np.asarray(trees.predict(loans.values[part == held], raw_score=True))
    by_client = pl.DataFrame({"place": loans.place, "score": score}).group_by("place", maintain_order=True)
    summary = by_client.agg(mean=pl.col("score").mean(), worst=pl.col("score").max(), latest=pl.col("score").first())
    everyone = pl.DataFrame({"place": np.arange(len(train_set))})
    joined = everyone.join(summary, on="place", how="left", maintain_order="left").drop("place")
    return joined.rename({name: f"{kind}_score_{name}" for name in joined.columns})


def past_loans(tables: Path, train_set: TrainSet) -> dict[str, PastLoans]:
    """Earlier applications with how their instalments were paid, and credits elsewhere with how late their months were.

    Parameters
    ----------
    tables : Path
        The home's cleaned tables.
    train_set : TrainSet
        Whose loans.
    """
    delay = pl.col("DAYS_ENTRY_PAYMENT") - pl.col("DAYS_INSTALMENT")
    late = pl.col("STATUS").cast(pl.String).is_in(LATE)
    previous, bureau = (pl.scan_parquet(tables / f"{name}.parquet") for name in ("previous_application", "bureau"))
    paid = {"mean_delay": delay.mean(), "longest_delay": delay.max(), "instalments": pl.len()}
    previous = _with(previous, tables / "installments_payments.parquet", "SK_ID_PREV", paid)
    bureau = _with(
        bureau, tables / "bureau_balance.parquet", "SK_ID_BUREAU", {"late_share": late.mean(), "months": pl.len()}
    )
    return {
        "previous": _of_clients(previous, train_set, "DAYS_DECISION", "SK_ID_PREV"),
        "bureau": _of_clients(bureau, train_set, "DAYS_CREDIT", "SK_ID_BUREAU"),
    }


def _with(loans: pl.LazyFrame, history: Path, number: str, statistics: Mapping[str, pl.Expr]) -> pl.LazyFrame:
    """Loans with statistics of a table that has rows of each of them; as they are where the archive lacks it."""
    if not history.exists():
        return loans
    return loans.join(pl.scan_parquet(history).group_by(number).agg(**statistics), on=number, how="left")


def _of_clients(loans: pl.LazyFrame, train_set: TrainSet, day: str, number: str) -> PastLoans:
    """The clients' loans, the latest first; of one day by their number: every run learns in one order."""
    latest_first = loans.sort(day, number, descending=[True, False])
    clients = train_set.rows.select("SK_ID_CURR").with_row_index("place").lazy()
    joined = latest_first.join(clients, on="SK_ID_CURR", how="inner", maintain_order="left").collect()
    values = joined.drop("place", "SK_ID_CURR", number).with_columns(
        (cs.string() | cs.categorical() | cs.enum()).cast(pl.String).rank("dense"), cs.boolean().cast(pl.Float64)
    )
    return PastLoans(joined["place"].to_numpy().astype(np.int64), values.cast(pl.Float64).to_numpy())
