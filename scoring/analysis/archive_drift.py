"""Whether an archive's clients are still those that the model learned from: a verdict against stated limits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import polars as pl

from scoring.analysis.drift import stability
from scoring.analysis.joint_drift import JointDrift, joint_drift
from scoring.arrays import Floats
from scoring.errors import UserError
from scoring.features.build import absent_sources, build
from scoring.features.catalogue import catalogue
from scoring.features.identity import identity
from scoring.features.sources import source_of
from scoring.model.comparable import z_value
from scoring.model.folder import load_model
from scoring.model.points import points_of
from scoring.model.score import score
from scoring.pipeline.matrix import read_matrix
from scoring.pipeline.stages import features_folder
from scoring.portfolio.current_portfolio import MODEL, ROWS
from scoring.portfolio.read import Portfolio
from scoring.progress import Progress, silent
from scoring.settings import DriftLimits, Home
from scoring.tables.ingest import ImportReport, read_archive

FEWEST = 30
SCORE = "score"


@dataclass(frozen=True)
class ArchiveDrift:
    """How an archive's clients differ from those the model learned from.

    Parameters
    ----------
    before, now : int
        How many clients of both.
    columns : DataFrame
        As :func:`scoring.analysis.drift.stability` gives it: the score and every feature that the served model reads.
    shift, by_chance : float
        Mean score now less the mean score before, in points, and what 95 of 100 shifts by chance stay below.
    absent : tuple of str
        Sources whose table training had and the archive lacks; their features are not among ``columns``.
    joint : JointDrift
        How well both groups can be told apart by all features together.
    limits : DriftLimits
        What is held against them.
    """

    before: int
    now: int
    columns: pd.DataFrame
    shift: float
    by_chance: float
    absent: tuple[str, ...]
    joint: JointDrift
    limits: DriftLimits

    @property
    def moved(self) -> tuple[str, ...]:
        """The score and the features whose index is past its limit, beyond chance; the furthest first."""
        return tuple(self.columns.loc[self.columns["reading"] == "moved", "name"])

    @property
    def score_has_shifted(self) -> bool:
        """Whether the mean score moved further than its limit, and than chance alone would move it."""
        return abs(self.shift) >= self.limits.score_points and abs(self.shift) > self.by_chance

    @property
    def past_limit(self) -> bool:
        """Whether anything is past a limit: a table is gone, the score or a feature moved."""
        return bool(self.absent or self.moved or self.score_has_shifted)


def archive_drift(
    home: Home,
    archive: Path,
    limits: DriftLimits,
    progress: Progress = silent,
    approve: Callable[[ImportReport], None] = lambda _: None,
) -> ArchiveDrift:
    """Compare an archive's clients with the home's clients of known outcome, by the model that the portfolio is of.

    Every score is out of sample on both sides.

    Parameters
    ----------
    home : Home
        With a portfolio.
    archive : Path
        As the import takes it; outcomes may lack.
    limits : DriftLimits
        From where on a change counts.
    progress, approve : callable
        As :func:`scoring.inference.archive.score_archive` takes them.

    Raises
    ------
    UserError
        When there is no portfolio, the archive does not keep the contract, or it holds fewer than 30 clients.
    """
    portfolio = Portfolio.open(home)
    model = load_model(portfolio.folder / MODEL)
    with TemporaryDirectory(prefix="scoring-") as folder:
        tables = read_archive(archive, Path(folder), progress, approve)
        progress("computing features")
        rows, who, absent = build(tables), identity(tables).collect(), absent_sources(tables)
        _refuse_few(archive, rows.height)
        now = score(model, rows, who, absent, progress, tables.flags).log_odds
    reference, _ = read_matrix(features_folder(home))
    answers = pl.read_parquet(portfolio.folder / ROWS, columns=["SK_ID_CURR", "target", "log_odds"], glob=False)
    known = answers.filter(pl.col("target").is_not_null())
    before_rows = known.select("SK_ID_CURR").join(reference, on="SK_ID_CURR", how="inner", maintain_order="left")
    gone = tuple(sorted(set(absent) - set(model.manifest.absent_sources)))
    names = [name for name in model.served.features if source_of(catalogue()[name].feature) not in gone]
    return compare_clients(before_rows, known["log_odds"].to_numpy(), rows, now, names, gone, limits)


def compare_clients(
    before_rows: pl.DataFrame,
    before: Floats,
    now_rows: pl.DataFrame,
    now: Floats,
    names: Sequence[str],
    absent: tuple[str, ...],
    limits: DriftLimits,
) -> ArchiveDrift:
    """The drift of clients whose features and log-odds are known.

    Parameters
    ----------
    before_rows, now_rows : DataFrame
        Features of both groups.
    before, now : array of float
        Their log-odds, out of sample.
    names : sequence of str
        Features that are compared.
    absent, limits
        As :class:`ArchiveDrift` holds them.
    """
    points = [points_of(log_odds).astype(np.float64) for log_odds in (before, now)]
    both = [
        rows.select(names).with_columns(pl.Series(SCORE, values))
        for rows, values in zip((before_rows, now_rows), points, strict=True)
    ]
    error = float(np.sqrt(sum(np.var(values, ddof=1) / len(values) for values in points)))
    return ArchiveDrift(
        before=len(before),
        now=len(now),
        columns=stability(both[0], both[1], [SCORE, *names], moved=limits.moved),
        shift=float(np.mean(points[1]) - np.mean(points[0])),
        by_chance=z_value(0.95) * error,
        absent=absent,
        joint=joint_drift(before_rows, now_rows, names),
        limits=limits,
    )


def _refuse_few(archive: Path, clients: int) -> None:
    if clients < FEWEST:
        raise UserError(
            f"{archive.name}: expected at least {FEWEST} clients to tell drift from chance, got {clients}.",
            "Name an archive with more of them.",
        )
