"""The stages that a cluster can take over: features and scores, with the results that one machine leaves."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import narwhals as nw
import polars as pl

from scoring.features.build import absent_sources, matrix
from scoring.features.identity import identities
from scoring.files import publish
from scoring.files.publish import WRITING
from scoring.model.manifest import read_manifest
from scoring.pipeline.matrix import FEATURES, IDENTITY
from scoring.pipeline.versions import Version
from scoring.pipeline.work import write_portfolio
from scoring.progress import Progress
from scoring.settings import Home
from scoring.spark.scores import read_scores, score_on_spark
from scoring.spark.session import Cluster, open_session
from scoring.spark.tables import SparkTables, write_whole
from scoring.tables.current_tables import tables_folder
from scoring.tables.store import open_tables


def write_features_on_spark(home: Home, version: Version, progress: Progress, cluster: Cluster) -> None:
    """Compute the feature matrix, and who is behind each loan, on a cluster; both are written as one file each.

    Parameters
    ----------
    home : Home
        With tables in it.
    version : Version
        Names the features, and what they were made from.
    progress : callable
        Is given a line a step.
    cluster : Cluster
        Where, and with how much memory.
    """
    clients = int(open_tables(home).application().select(pl.len()).collect().item())
    progress(f"asking Spark at {cluster.master}")
    with (
        publish(home.features, version.name, made_from=version.made_from) as folder,
        open_session(cluster) as session,
    ):
        tables = SparkTables(session, tables_folder(home), cluster.tables)
        tables.refuse_other_tables()
        progress(f"computing features of {clients:,} clients on Spark")
        write_whole(matrix(tables).to_native(), folder / FEATURES, rows=clients)
        who = identities(nw.from_native(tables.application())).sort("SK_ID_CURR")
        write_whole(who.to_native(), folder / IDENTITY, rows=clients)


def write_portfolio_on_spark(
    home: Home, features: Path, model: Path, version: Version, progress: Progress, cluster: Cluster
) -> None:
    """Score every client of the home on a cluster; the portfolio is written here, from the workers' scores.

    Parameters
    ----------
    home : Home
        With tables in it.
    features, model : Path
        Folders of the feature matrix and of the model.
    version : Version
        Names the portfolio, and what it was made from.
    progress : callable
        Is given a line a step.
    cluster : Cluster
        Where, and with how much memory.
    """
    tables, flags = open_tables(home), open_tables(home).flags
    # Beside the features: where the portfolio is published, what this process left behind is cleared away first.
    scratch = home.features / f"{WRITING}{os.getpid()}-spark"
    progress(f"asking Spark at {cluster.master}")
    try:
        with open_session(cluster) as session:
            progress("scoring every client on Spark")
            score_on_spark(
                session, features / FEATURES, features / IDENTITY, model, absent_sources(tables), flags, scratch
            )
        names = tuple(read_manifest(model).features)
        write_portfolio(
            home,
            features,
            model,
            version,
            progress,
            score_range=lambda rows, _: read_scores(scratch, rows["SK_ID_CURR"], names, flags),
        )
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
