"""How the decision falls on groups of clients: refusals, errors, ranking and calibration, with intervals.

Sex is never an input of the model. It is measured here, as nobody can see an effect that is not measured.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import polars as pl

from scoring.analysis.rates import AGES, age_band, band_names, difference
from scoring.arrays import Floats
from scoring.model.comparable import wilson_interval
from scoring.model.evaluate import auc_interval
from scoring.portfolio.client_records import scored_tables
from scoring.portfolio.current_portfolio import ROWS
from scoring.portfolio.evaluation import FEWEST
from scoring.portfolio.read import Portfolio
from scoring.settings import Home
from scoring.tables.store import open_tables
from scoring.texts import level as level_words
from scoring.texts.group_names import NOT_KNOWN

# What a gap is measured of: the name, and which clients it is a share of.
SHARES = {
    "refused": "everyone",
    "sent to review": "everyone",
    "wrongly refused": "those who repaid",
    "caught": "those who had a difficulty",
    "difficulty": "those whose outcome is known",
}
# Columns of the frames: one that holds nobody has the types of the others, so that they can be put together.
INTERVAL = {"low": float, "high": float}
RATES = {"group": str, "measure": str, "hits": int, "n": int, "rate": float, **INTERVAL}
GAPS = {"group": str, "reference": str, "measure": str, "gap": float, **INTERVAL, "clear": bool}
RANKING = {"group": str, "n": int, "difficulties": int, "auc": float, **INTERVAL}
CALIBRATION = {"group": str, "n": int, "predicted": float, "observed": float, **INTERVAL, "fits": bool}


def measured_clients(home: Home) -> pl.DataFrame:
    """Every client's answer, out of sample, and the groups that they belong to.

    Returns
    -------
    DataFrame
        SK_ID_CURR, target (empty where not known), probability, score, zone, refused, sex, age, family status.

    Raises
    ------
    UserError
        When there is no portfolio yet, or the home's tables are not those that were scored.
    """
    portfolio = Portfolio.open(home)
    scored_tables(portfolio.folder)
    wanted = ["SK_ID_CURR", "target", "probability", "score", "zone", "refused"]
    answers = pl.read_parquet(portfolio.folder / ROWS, columns=wanted, glob=False)
    return answers.join(groups_of_clients(home), on="SK_ID_CURR", how="left", maintain_order="left")


def groups_of_clients(home: Home) -> pl.DataFrame:
    """The groups that every client of a home belongs to, in words.

    Returns
    -------
    DataFrame
        SK_ID_CURR, sex, age, family status.

    Raises
    ------
    UserError
        When there are no tables yet.
    """
    of_people = ("SK_ID_CURR", "CODE_GENDER", "DAYS_BIRTH", "NAME_FAMILY_STATUS")
    people = open_tables(home).application().select(of_people).collect()
    return people.select(
        "SK_ID_CURR",
        _in_words(people, "CODE_GENDER").alias("sex"),
        age_band(people["DAYS_BIRTH"]).fill_null(NOT_KNOWN).alias("age"),
        _in_words(people, "NAME_FAMILY_STATUS").alias("family status"),
    )


def group_rates(clients: pl.DataFrame, by: str, level: float = 0.95) -> pd.DataFrame:
    """What happens to each group.

    Parameters
    ----------
    clients : DataFrame
        As :func:`measured_clients` gives them.
    by : str
        The column that names the group.
    level : float
        Confidence level of the intervals.

    Returns
    -------
    DataFrame
        group, measure, hits, n, rate, low, high; one row a group and measure, largest group first, ages from the
        youngest. Measures are ``refused`` and ``sent to review`` of everyone; ``wrongly refused`` of those who
        repaid (equal opportunity asks that it is the same for all groups); ``caught``, refused of those who had a
        difficulty; and ``difficulty``, the observed rate. A measure that is a share of fewer than 30 is left out.
    """
    rows = []
    for group, members in _groups(clients, by):
        for measure, (hits, n) in _counts(members).items():
            if n >= FEWEST:
                low, high = wilson_interval(hits, n, level)
                rows.append((group, measure, hits, n, hits / n, float(low), float(high)))
    return _frame(rows, RATES)


def gaps(rates: pd.DataFrame, reference: str | None = None, level: float = 0.95) -> pd.DataFrame:
    """How far each group is from the reference group, measure by measure.

    Parameters
    ----------
    rates : DataFrame
        As :func:`group_rates` gives them.
    reference : str, optional
        The group that others are compared with; the largest by default.
    level : float
        Confidence level of Newcombe's interval.

    Returns
    -------
    DataFrame
        group, reference, measure, gap (in rates: 0.05 is five points), low, high, clear (whether the interval
        leaves out zero).
    """
    if rates.empty:
        return _frame([], GAPS)
    base = reference or str(rates["group"].iloc[rates["n"].argmax()])
    named = zip(rates["group"], rates["measure"], rates["hits"], rates["n"], strict=True)
    counted = {(group, measure): (hits, n) for group, measure, hits, n in named}
    rows = []
    for (group, measure), (hits, n) in counted.items():
        if group != base and (base, measure) in counted:
            gap, low, high = difference(hits, n, *counted[base, measure], level)
            rows.append((group, base, measure, gap, low, high, low > 0 or high < 0))
    return _frame(rows, GAPS)


def group_ranking(clients: pl.DataFrame, by: str, level: float = 0.95) -> pd.DataFrame:
    """How well the model ranks within each group: group, n, difficulties, auc, low, high.

    Groups with fewer than 30 clients of either outcome are left out: their interval would say nothing.
    """
    rows = []
    for group, members in _groups(_known(clients), by):
        target = members["target"].to_numpy().astype(np.int64)
        if min(target.sum(), len(target) - target.sum()) >= FEWEST:
            rows.append((group, len(target), int(target.sum()), *auc_interval(target, _probability(members), level)))
    return _frame(rows, RANKING)


def group_calibration(clients: pl.DataFrame, by: str, level: float = 0.95) -> pd.DataFrame:
    """Whether the probability means the same in each group: mean predicted beside observed.

    Returns
    -------
    DataFrame
        group, n, predicted, observed, low, high, fits (whether the observed rate's interval holds the prediction).
    """
    rows = []
    for group, members in _groups(_known(clients), by):
        if members.height < FEWEST:
            continue
        hits, predicted = int(members["target"].sum()), float(np.mean(_probability(members)))
        low, high = (float(bound) for bound in wilson_interval(hits, members.height, level))
        rows.append((group, members.height, predicted, hits / members.height, low, high, low <= predicted <= high))
    return _frame(rows, CALIBRATION)


def proxy_auc(
    rows: pl.DataFrame, features: Sequence[str], group: pl.Series, seed: int = 0
) -> tuple[float, float, float]:
    """How well the model's own inputs foretell a group that it is not told: the AUC, out of fold, with its interval.

    One half says that nothing of the group shows through; the nearer to one, the more an input stands for it.

    Parameters
    ----------
    rows : DataFrame
        The feature matrix.
    features : sequence of str
        What the model reads.
    group : Series of bool
        Whether each client belongs; clients of whom it is empty are left out.
    seed : int
        For the folds.
    """
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    from scoring.model.matrix import to_matrix

    known = group.is_not_null()
    X, y = to_matrix(rows.filter(known), features), group.filter(known).to_numpy().astype(np.int64)
    folds = StratifiedKFold(3, shuffle=True, random_state=seed)
    learner = HistGradientBoostingClassifier(max_iter=60, max_leaf_nodes=15, random_state=seed)
    answers = cross_val_predict(learner, X, y, cv=folds, method="predict_proba")[:, 1]
    return auc_interval(y, answers)


def _frame(rows: list[tuple[Any, ...]], columns: Mapping[str, type]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)


def _counts(members: pl.DataFrame) -> dict[str, tuple[int, int]]:
    """Hits and size of every measure in one group."""
    refused, target = pl.col("refused"), pl.col("target")
    row = members.select(
        refused.sum().alias("refused"),
        (pl.col("zone") == "review").sum().alias("sent to review"),
        (refused & (target == 0)).sum().alias("wrongly refused"),
        (refused & (target == 1)).sum().alias("caught"),
        target.sum().alias("difficulty"),
        pl.len().alias("everyone"),
        (target == 0).sum().alias("those who repaid"),
        (target == 1).sum().alias("those who had a difficulty"),
        target.count().alias("those whose outcome is known"),
    ).row(0, named=True)
    return {measure: (int(row[measure]), int(row[whole])) for measure, whole in SHARES.items()}


def _groups(clients: pl.DataFrame, by: str) -> list[tuple[str, pl.DataFrame]]:
    """The clients of each group, largest first; bands of age from the youngest."""
    parts = {str(group): members for (group,), members in clients.group_by(by)}
    ages = band_names(AGES)

    def order(group: str) -> tuple[int, int, str]:
        return (ages.index(group) if group in ages else len(ages)), -parts[group].height, group

    return [(group, parts[group]) for group in sorted(parts, key=order)]


def _known(clients: pl.DataFrame) -> pl.DataFrame:
    return clients.filter(pl.col("target").is_not_null())


def _probability(members: pl.DataFrame) -> Floats:
    return members["probability"].to_numpy()


def _in_words(people: pl.DataFrame, column: str) -> pl.Series:
    known = {text: level_words("application", column, text, "en") for text in people[column].drop_nulls().unique()}
    return people[column].replace(known).fill_null(NOT_KNOWN)
