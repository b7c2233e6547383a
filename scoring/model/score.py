"""Scoring: every client out of sample, with contributions, decision, zone and why a person should look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from scoring.arrays import Bools
from scoring.features.catalogue import catalogue
from scoring.features.sources import source_of
from scoring.model.folder import Model
from scoring.model.manifest import ReferenceStats
from scoring.model.matrix import FeatureMatrix
from scoring.model.points import probability_of
from scoring.model.recognition import recognised_folds
from scoring.model.review import causes_of_data, flags_that_count
from scoring.model.scorer import Scorer
from scoring.model.scores import NOT_SEEN, Scores
from scoring.model.stable_reasons import explain, is_unsure
from scoring.progress import Progress, silent
from scoring.tables.flags import no_flags

ROWS_AT_ONCE = 20_000
MOST_ASKED = 5  # other folds, whether they find the same reasons: more would only take longer


def score(
    model: Model,
    rows: pl.DataFrame,
    identity: pl.DataFrame,
    absent_sources: Sequence[str] = (),
    progress: Progress = silent,
    flags: pl.DataFrame | None = None,
) -> Scores:
    """Score clients, each by a scorer that never saw them.

    Parameters
    ----------
    model : Model
        A loaded model folder.
    rows : DataFrame
        The feature matrix of the clients.
    identity : DataFrame
        SK_ID_CURR, born and person of the same clients.
    absent_sources : sequence of str
        Histories whose table is missing.
    progress : callable
        Told how far it is.
    flags : DataFrame, optional
        Whose values cleaning could not use (:mod:`scoring.tables.flags`).
    """
    fold = folds_of(model, rows, identity)
    parts = []
    for start in range(0, rows.height, ROWS_AT_ONCE):
        part = slice(start, min(start + ROWS_AT_ONCE, rows.height))
        parts.append(score_rows(model, rows[part.start : part.stop], fold[part], absent_sources, flags))
        progress(f"{part.stop:,} of {rows.height:,} clients scored")
    return join_scores(parts)


def folds_of(model: Model, rows: pl.DataFrame, identity: pl.DataFrame) -> npt.NDArray[np.int64]:
    """The fold whose scorer did not see each client; -1 for those who were not in training.

    A client was in training when their number and date of birth were, or when the person behind the loan
    was, under whatever number: the same person's other loan says much of this one.
    """
    asked = identity
    if not rows["SK_ID_CURR"].equals(identity["SK_ID_CURR"]):
        asked = rows.select("SK_ID_CURR").join(identity, on="SK_ID_CURR", how="left", maintain_order="left")
    return recognised_folds(model.recognition, asked, model.manifest.salt)


def score_rows(
    model: Model,
    rows: pl.DataFrame,
    fold: npt.NDArray[np.int64],
    absent: Sequence[str],
    flags: pl.DataFrame | None = None,
) -> Scores:
    """Score clients of whom it is known which scorer never saw them.

    Parameters
    ----------
    model : Model
        A loaded model folder.
    rows : DataFrame
        The feature matrix of the clients.
    fold : array of int
        As :func:`folds_of` gives it.
    absent : sequence of str
        Histories whose table is missing.
    flags : DataFrame, optional
        Whose values cleaning could not use.
    """
    features = tuple(model.manifest.features)
    log_odds, base = np.empty(rows.height), np.empty(rows.height)
    contributions = np.zeros((rows.height, len(features)))
    unstable, missing = np.zeros(rows.height, dtype=np.bool_), np.zeros(rows.height, dtype=np.bool_)
    numbers, asked = FeatureMatrix.of(rows, features), []
    for number in np.unique(fold):
        in_fold = fold == number
        scorer, others = scorers_for(model, int(number))
        fold_rows = numbers.take(in_fold)
        calibration = model.manifest.calibration if number == NOT_SEEN else model.manifest.fold_calibrations[number]
        values, start = explain(scorer, fold_rows, features)
        log_odds[in_fold] = calibration.apply(scorer.log_odds(fold_rows))
        base[in_fold] = calibration.apply(start)
        contributions[in_fold] = values * calibration.slope
        missing[in_fold] = bool(_sources_of(scorer) & set(absent))
        asked.append((in_fold, values, others))
    for in_fold, values, others in asked:  # once each scorer has spoken: what it made for that serves again
        unstable[in_fold] = is_unsure(values, others, numbers.take(in_fold), features)
    probability = probability_of(log_odds)
    policy = model.manifest.policy
    reference = {name: model.manifest.reference[name] for name in features}
    beyond = out_of_range(rows, reference)
    counting = flags_that_count(no_flags() if flags is None else flags, features)
    of_data = causes_of_data(rows, reference, absent, counting)
    return Scores(
        clients=rows["SK_ID_CURR"].to_numpy().astype(np.int64),
        fold=fold,
        features=features,
        log_odds=log_odds,
        base_value=base,
        contributions=contributions,
        causes=np.column_stack([policy.near_threshold(probability), missing, beyond, unstable, *of_data]),
        refused=policy.refused(probability),
        flags=counting,
    )


def out_of_range(rows: pl.DataFrame, reference: Mapping[str, ReferenceStats]) -> Bools:
    """Clients with a value well outside what training held: a tenth of the range beyond it, or an unknown text."""
    if rows.height == 1:  # an applicant waits: making 150 expressions takes a hundred times as long as comparing
        row = rows.row(0, named=True)
        return np.array([not all(stats.holds(row[name]) for name, stats in reference.items())])
    tests = [test for name, stats in reference.items() if (test := _is_out_of_range(name, stats)) is not None]
    return rows.select(pl.any_horizontal(tests).fill_null(False)).to_series().to_numpy().astype(np.bool_)


def _is_out_of_range(name: str, stats: ReferenceStats) -> pl.Expr | None:
    """``ReferenceStats.holds`` for a whole column, the other way round (that they agree is tested)."""
    if stats.levels:
        return ~pl.col(name).is_in(list(stats.levels))
    if stats.limits is None:
        return None
    low, high = stats.limits
    return (pl.col(name) < low) | (pl.col(name) > high)


def scorers_for(model: Model, fold: int) -> tuple[Scorer, tuple[Scorer, ...]]:
    """Who speaks for these clients, and who is asked whether the reasons hold: scorers of other folds, at most five."""
    if fold == NOT_SEEN:
        return model.served, model.folds[:MOST_ASKED]
    others = (*model.folds[fold + 1 :], *model.folds[:fold])
    return model.folds[fold], others[:MOST_ASKED]


def _sources_of(scorer: Scorer) -> set[str]:
    """Histories that a scorer reads; a credit's months belong to the months."""
    return {source_of(catalogue()[name].feature) for name in scorer.features}


def join_scores(parts: Sequence[Scores]) -> Scores:
    """Scores of the same model, one after the other; their flags are those of the first."""

    def column(name: str) -> npt.NDArray[np.generic]:
        return np.concatenate([getattr(part, name) for part in parts])

    names = ("clients", "fold", "log_odds", "base_value", "contributions", "causes", "refused")
    return Scores(features=parts[0].features, flags=parts[0].flags, **{name: column(name) for name in names})  # type: ignore[arg-type]
