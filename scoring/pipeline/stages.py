"""The stages of a run, each skipped while nothing it depends on has changed and nothing in it was damaged.

Only what is needed to tell whether a stage is stale is imported here: a run with nothing to do is over in
a moment. :mod:`scoring.pipeline.versions` says what each depends on, :mod:`scoring.pipeline.work` does the work.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scoring.files import clean_up, current, damage, require_current, verify
from scoring.model.current_model import model_folder
from scoring.pipeline.versions import (
    KEPT,
    candidates_version,
    features_version,
    model_version,
    older_tables,
    portfolio_version,
)
from scoring.progress import Progress, silent
from scoring.settings import Home, Training
from scoring.tables.current_tables import verified_tables

if TYPE_CHECKING:
    from scoring.spark.session import Cluster


def make_features(
    home: Home, progress: Progress = silent, *, budget: int | None = None, cluster: Cluster | None = None
) -> bool:
    """Compute the feature matrix; False where it was up to date.

    Parameters
    ----------
    home : Home
        With tables.
    progress : callable
        Told what is being done.
    budget : int, optional
        Bytes of memory to take at most.
    cluster : Cluster, optional
        Where Spark does it instead of this machine.

    Raises
    ------
    UserError
        When there are no tables yet, they are damaged, the budget is too small, or the cluster cannot do it.
    """
    verified_tables(home)
    version = features_version(home)
    why = version.mismatch(current(home.features))
    if not why:
        return False
    progress(f"features: {why}")
    if cluster is not None:
        from scoring.pipeline.on_spark import write_features_on_spark

        write_features_on_spark(home, version, progress, cluster)
        return True
    from scoring.pipeline.work import write_features

    write_features(home, version, progress, budget)
    return True


def make_model(
    home: Home, settings: Training, progress: Progress = silent, *, aside: bool = False, budget: int | None = None
) -> bool:
    """Train; False where the current model is what would come out.

    Parameters
    ----------
    home : Home
        With features.
    settings : Training
        What is trained.
    progress : callable
        Told what is being done.
    aside : bool
        Only put the new model beside the current one, which is still served; False where it lies there already.
    budget : int, optional
        Bytes of memory to take at most.

    Raises
    ------
    UserError
        When there are no features yet, training cannot succeed, or the budget is too small for it.
    """
    features = features_folder(home)
    version = model_version(features, settings)
    beside = home.models / version.name
    why = version.mismatch(beside if aside and beside.is_dir() else current(home.models))
    if not why:
        return False
    if not aside and not version.mismatch(beside if beside.is_dir() else None):
        from scoring.model.shelf import serve_again

        progress("model: trained already, and kept")
        serve_again(home, version.name)
        clean_up(home.models, KEPT["models"])
        return True
    progress(f"model: {why}")
    candidate = kept_candidate(home, version.name)
    if candidate is not None:
        from scoring.pipeline.compare_candidates import serve_candidate

        serve_candidate(home, candidate, version, progress, aside=aside)
        return True
    from scoring.pipeline.work import write_model

    write_model(home, features, version, settings, progress, aside=aside, budget=budget)
    return True


def promotion_stands(home: Home, settings: Training) -> str:
    """What to say where a promoted model is served instead of today's; empty where there is none, or it was damaged."""
    from scoring.model.shelf import promoted

    version = promoted(home)
    if not version or damage(home.models / version):
        return ""
    if version == model_version(features_folder(home), settings).name:
        return ""
    return f"model: {version} was promoted and is still served; 'scoring train' trains today's"


def make_candidates(home: Home, settings: Training, progress: Progress = silent) -> bool:
    """Train every candidate on the same folds; False where what is kept is what would come out.

    Which of them ``settings`` names makes no difference.
    """
    features = features_folder(home)
    version = candidates_version(features, settings)
    why = version.mismatch(current(home.candidates))
    if not why:
        return False
    from scoring.pipeline.compare_candidates import write_candidates

    progress(f"candidates: {why}")
    write_candidates(home, features, version, settings, progress)
    return True


def kept_candidate(home: Home, version: str) -> Path | None:
    """The unharmed folder of a candidate that was trained to be compared and is this very model, or None."""
    candidates = current(home.candidates)
    folder = candidates / version if candidates is not None else None
    return folder if folder is not None and folder.is_dir() and not damage(folder) else None


def make_portfolio(
    home: Home, progress: Progress = silent, *, budget: int | None = None, cluster: Cluster | None = None
) -> bool:
    """Score every client; False where the portfolio is up to date.

    Parameters
    ----------
    home : Home
        With features and a model.
    progress : callable
        Told what is being done.
    budget : int, optional
        Bytes of memory to take at most.
    cluster : Cluster, optional
        Where Spark does it instead of this machine.

    Raises
    ------
    UserError
        When there are no features or no model yet, the model does not fit, the budget is too small, or the cluster
        cannot do it.
    """
    features, model = features_folder(home), model_folder(home)
    verify(model, "Run 'scoring train' or 'scoring run'.")
    verified_tables(home)
    version = portfolio_version(home, features, model)
    why = version.mismatch(current(home.portfolio))
    if not why:
        return False
    progress(f"portfolio: {why}")
    if cluster is not None:
        from scoring.pipeline.on_spark import write_portfolio_on_spark

        write_portfolio_on_spark(home, features, model, version, progress, cluster)
        return True
    from scoring.pipeline.work import write_portfolio

    write_portfolio(home, features, model, version, progress, budget)
    return True


def run_stale(home: Home, settings: Training, progress: Progress = silent, *, budget: int | None = None) -> list[str]:
    """Run every stage that is out of date or damaged, in order; the names of those that ran.

    With a ``budget`` in bytes, what is too small for any stage is said before the first of them begins.

    What killed runs left in any stage goes first. Tables that today's code would make otherwise are told, and kept:
    only their owner has the archive.

    Parameters
    ----------
    home : Home
        With tables in it.
    settings : Training
        How a model is trained where it is stale.
    progress : callable
        Is given a line a step.
    budget : int, optional
        Bytes of memory to take at most.
    """
    for stage in (home.tables, home.features, home.candidates, home.models, home.portfolio):
        clean_up(stage, KEPT[stage.name])
    verified_tables(home)
    notice = older_tables(home)
    if notice:
        progress(notice)
    if budget is not None and features_version(home).mismatch(current(home.features)):
        from scoring.pipeline.work import refuse_small_budget

        refuse_small_budget(home, settings, budget)
    done = []
    for name, stage_is_made in (
        ("features", lambda: make_features(home, progress, budget=budget)),
        ("model", lambda: _make_or_keep_model(home, settings, progress, budget)),
        ("portfolio", lambda: make_portfolio(home, progress, budget=budget)),
    ):
        if stage_is_made():
            done.append(name)
    return done


def _make_or_keep_model(home: Home, settings: Training, progress: Progress, budget: int | None) -> bool:
    """Train where the model is stale, unless another one was promoted."""
    standing = promotion_stands(home, settings)
    if standing:
        progress(standing)
        return False
    return make_model(home, settings, progress, budget=budget)


def features_folder(home: Home) -> Path:
    """The folder of the home's feature matrix, as it was written.

    Raises
    ------
    UserError
        When there is none yet, or it is damaged.
    """
    remedy = "Run 'scoring features' or 'scoring run'."
    folder = require_current(home.features, "features", remedy)
    verify(folder, remedy)
    return folder
