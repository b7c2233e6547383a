"""What a data scientist calls on a home: features as pandas, training, evaluation, the answer for one client."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from scoring.errors import refuse_other_kind
from scoring.features.catalogue import allowed_features, catalogue
from scoring.pipeline.stages import features_folder, make_features, make_model, make_portfolio
from scoring.progress import Progress, silent
from scoring.settings import HOME_REMEDY, Home, Switches, Training
from scoring.validation import check

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

    from scoring.explain.assessment import Assessment
    from scoring.model.evaluate import Metrics
    from scoring.model.folder import Model


class TrainingFrames(NamedTuple):
    """What scikit-learn takes: features, outcome, and who is behind each loan; SK_ID_CURR is the index of all three."""

    X: pd.DataFrame
    y: pd.Series
    groups: pd.Series


def simulate(home: Home, clients: int = 20_000, seed: int = 42, progress: Progress = silent) -> None:
    """Put a simulated world in place of the home's tables.

    Parameters
    ----------
    home : Home
        Where to; the folder is made if it does not exist.
    clients : int, default 20000
        How many, with and without a known outcome.
    seed : int, default 42
        The same seed gives the same world.
    progress : callable
        Is given a line a step.

    Raises
    ------
    UserError
        When the clients are too few or too many to make a world, or one of the two is no whole number.
    """
    from scoring.pipeline.work import simulate_tables

    refuse_other_kind("home", home, Home, HOME_REMEDY)
    clients, seed = (
        check(name, value, int, "Take a whole number.") for name, value in (("clients", clients), ("seed", seed))
    )
    simulate_tables(home, clients, seed, progress)


def build_features(
    home: Home,
    switches: Switches | None = None,
    *,
    labelled: bool = True,
    progress: Progress = silent,
) -> TrainingFrames:
    """The home's feature matrix as scikit-learn takes it; computed first where it is stale.

    Parameters
    ----------
    home : Home
        With tables in it.
    switches : Switches, optional
        Which debatable inputs are given; the default switches where left out. ``X`` holds only what a lender may use
        under them: sex is never in it, nor what has no lawful basis (:func:`scoring.catalogue` names all features).
    labelled : bool, default True
        Only clients whose outcome is known; otherwise everyone, with an empty ``y`` for the others.
    progress : callable
        Is given a line a step.

    Returns
    -------
    TrainingFrames
        ``X``: numbers as float64, empty as NaN; categories as pandas categoricals with the catalogue's fixed levels.
        ``y``: 1 payment difficulty, 0 none (int64; Int8 with empty ones where not only labelled clients are given).
        ``groups``: one number a person, for splitters that keep a person's loans together. Index SK_ID_CURR, ascending.

    Raises
    ------
    UserError
        When the home has no tables, ``home`` is no Home, or ``switches`` are no Switches.
    """
    from scoring.pipeline.matrix import read_matrix

    switches = Switches() if switches is None else switches
    refuse_other_kind("home", home, Home, HOME_REMEDY)
    refuse_other_kind("switches", switches, Switches, "Write for instance Switches(age=False).")
    make_features(home, progress)
    rows, identity = read_matrix(features_folder(home))
    if labelled:
        rows = rows.drop_nulls("TARGET")
    rows = rows.join(identity.select("SK_ID_CURR", "person"), on="SK_ID_CURR", how="left", maintain_order="left")
    return _frames(rows, allowed_features(switches))


def train(home: Home, settings: Training | None = None, progress: Progress = silent) -> Model:
    """Train on the home's clients, make the model the current one, and score every client with it.

    Parameters
    ----------
    home : Home
        With tables in it.
    settings : Training, optional
        How; the home's kept choice where left out. Given settings are kept as the home's choice, so that
        ``scoring run`` does not undo them.
    progress : callable
        Is given a line a step.

    Returns
    -------
    Model
        Read from its folder; ``model.manifest.metrics`` are out of fold.

    Raises
    ------
    UserError
        When there are no tables, too few clients, or the settings name no model that can be served; when ``home`` is
        no Home, or ``settings`` are no Training.
    """
    from scoring.model.choice import choose, chosen
    from scoring.model.folder import open_model

    refuse_other_kind("home", home, Home, HOME_REMEDY)
    if settings is not None:
        refuse_other_kind("settings", settings, Training, "Write for instance Training(folds=5).")
        choose(home, settings)
    make_features(home, progress)
    make_model(home, chosen(home), progress)
    make_portfolio(home, progress)
    return open_model(home)


def evaluate(home: Home, archive: Path | str | None = None, progress: Progress = silent) -> Metrics:
    """How good the home's current model is, out of sample.

    Parameters
    ----------
    home : Home
        With a model in it.
    archive : path, optional
        Kaggle's zip or a folder of tables with TARGET; the home's own clients, out of fold, where left out.
    progress : callable
        Is given a line a step.

    Returns
    -------
    Metrics
        AUC with its interval, calibration error, losses: each from probabilities of clients that were not learned from.

    Raises
    ------
    UserError
        When there is no model, or the archive does not keep the contract or holds one outcome only.
    """
    from scoring.inference.archive import evaluate_archive, evaluate_home

    refuse_other_kind("home", home, Home, HOME_REMEDY)
    metrics, _ = evaluate_home(home) if archive is None else evaluate_archive(home, Path(archive), progress)
    return metrics


def assess(home: Home, client: int) -> Assessment:
    """The one answer about one client: what the page, the API and the letters show.

    Parameters
    ----------
    home : Home
        With a portfolio in it (:func:`train` makes one).
    client : int
        SK_ID_CURR. For many clients open the portfolio once: ``Portfolio.open(home).assess(client)``.

    Raises
    ------
    UserError
        When there is no portfolio, or nobody has this number, or it is no whole number.
    """
    from scoring.portfolio.read import Portfolio

    return Portfolio.open(home).assess(check("client", client, int, "Take a client's number, such as 100002."))


def _frames(rows: pl.DataFrame, features: tuple[str, ...]) -> TrainingFrames:
    """Rows with TARGET and person as three pandas objects with one index."""
    import pandas as pd

    index = pd.Index(rows["SK_ID_CURR"].to_numpy(), name="SK_ID_CURR")
    levels = {name: catalogue()[name].feature.levels for name in features}
    columns = {
        name: pd.Categorical(rows[name].to_list(), categories=list(known)) if known else rows[name].to_numpy()
        for name, known in levels.items()
    }
    persons = rows["person"].rank("dense").to_numpy()
    return TrainingFrames(
        X=pd.DataFrame(columns, index=index),
        y=pd.Series(
            rows["TARGET"].to_list(),
            index=index,
            name="TARGET",
            dtype="Int8" if rows["TARGET"].has_nulls() else "int64",
        ),
        groups=pd.Series(persons, index=index, name="person"),
    )
