"""Archives that are not imported: scored and evaluated with the home's model, nothing kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from scoring.errors import UserError
from scoring.features.build import absent_sources, build
from scoring.features.identity import identity
from scoring.files import atomic_write, refuse_destination
from scoring.inference.frame import scored_frame
from scoring.model.current_model import model_folder
from scoring.model.evaluate import Metrics, evaluate
from scoring.model.folder import Model, open_model
from scoring.model.manifest import read_manifest
from scoring.model.score import join_scores, score
from scoring.model.scores import NOT_SEEN, Scores
from scoring.progress import Progress, silent
from scoring.settings import Home
from scoring.tables.ingest import ImportReport, read_archive
from scoring.tables.store import TableSet

SCORES = (".csv", ".parquet")


@dataclass(frozen=True)
class Scored:
    """An archive's clients, scored: the scores, and the outcomes where the archive tells them."""

    scores: Scores
    target: pl.Series
    absent_sources: tuple[str, ...]
    frame: pl.DataFrame


def score_archive(
    home: Home,
    archive: Path,
    progress: Progress = silent,
    approve: Callable[[ImportReport], None] = lambda _: None,
) -> Scored:
    """Score an archive that is not imported, with the home's model.

    Parameters
    ----------
    home : Home
        Whose model.
    archive : Path
        As the import takes it; outcomes may lack.
    progress : callable
        Told in a few words what is being done.
    approve : callable
        Given what the import of it would say, before anything is scored; what it raises ends the scoring.

    Raises
    ------
    UserError
        When the archive does not keep the contract, or the home has no model.
    """
    model = open_model(home)
    with TemporaryDirectory(prefix="scoring-") as folder:
        tables = read_archive(archive, Path(folder), progress, approve)
        return score_tables(model, tables, progress)


def archive_frame(
    home: Home,
    archive: Path,
    progress: Progress = silent,
    approve: Callable[[ImportReport], None] = lambda _: None,
) -> pl.DataFrame:
    """What :func:`score_archive` says of each client in its ``frame``, in the memory of one range of clients.

    Raises
    ------
    UserError
        As :func:`score_archive`.
    """
    model = open_model(home)
    with TemporaryDirectory(prefix="scoring-") as folder:
        tables = read_archive(archive, Path(folder), progress, approve)
        return pl.concat(part.frame for part in _in_ranges(model, tables, progress))


def score_tables(model: Model, tables: TableSet, progress: Progress = silent) -> Scored:
    """Score whatever clients a set of tables holds, range by range of clients."""
    parts = list(_in_ranges(model, tables, progress))
    scores = join_scores([part.scores for part in parts])
    target, frame = pl.concat(part.target for part in parts), pl.concat(part.frame for part in parts)
    return Scored(scores, target, absent_sources(tables), frame)


def _in_ranges(model: Model, tables: TableSet, progress: Progress) -> Iterator[Scored]:
    progress("computing features and scoring")
    absent, done, total = absent_sources(tables), 0, tables.clients
    for part in tables.in_ranges():
        rows = build(part)
        scores = score(model, rows, identity(part).collect(), absent, silent, tables.flags)
        done += rows.height
        progress(f"{done:,} of {total:,} clients scored")
        yield Scored(scores, rows["TARGET"], absent, scored_frame(scores, rows, model))
        del rows, scores


def evaluate_archive(home: Home, archive: Path, progress: Progress = silent) -> tuple[Metrics, int]:
    """Quality of the current model on an archive; and how many of its clients were in training.

    Those are scored by the fold that did not see them.

    Raises
    ------
    UserError
        When the archive tells no outcome, or only one.
    """
    scored = score_archive(home, archive, progress)
    known = scored.target.is_not_null()
    target = scored.target.filter(known)
    if target.n_unique() < 2:
        raise UserError(
            f"{archive.name}: expected clients with and without payment difficulty (TARGET), got {target.n_unique()} "
            "of the two.",
            "Evaluate on an archive with application_train and its TARGET.",
        )
    mask = known.to_numpy()
    metrics = evaluate(target.to_numpy(), scored.scores.probability[mask])
    return metrics, int((scored.scores.fold[mask] != NOT_SEEN).sum())


def write_scores(frame: pl.DataFrame, output: Path) -> None:
    """Write scores as CSV or Parquet, by the file's ending; whole or not at all.

    Raises
    ------
    UserError
        When the ending is another, or no file can be written there.
    """
    refuse_destination("--output", output, SCORES)
    with atomic_write(output) as temporary:
        if output.suffix.lower() == ".csv":
            frame.write_csv(temporary)
        else:
            frame.write_parquet(temporary)


def evaluate_home(home: Home) -> tuple[Metrics, int]:
    """Quality of the current model on the clients it was trained on, measured out of fold in training; and how many."""
    measured = read_manifest(model_folder(home)).metrics
    metrics = Metrics(**measured)  # type: ignore[arg-type]
    return metrics, metrics.n
