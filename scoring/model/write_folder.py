"""The model folder, written whole: scorers, manifest, card, how training clients are recognised, comparable clients."""

from __future__ import annotations

import dataclasses
import importlib.metadata
import platform
from pathlib import Path

import numpy as np
import polars as pl

from scoring import __version__
from scoring.features.catalogue import catalogue
from scoring.files import seal, write_json, write_text
from scoring.model.manifest import (
    COMPARABLE,
    FORMAT,
    MANIFEST,
    RECOGNITION,
    Manifest,
    ReferenceStats,
    feature_kinds,
    fingerprints,
    scorer_files,
)
from scoring.model.model_card import model_card
from scoring.model.recognition import recognition_table, salt_of
from scoring.model.scorer import Scorer
from scoring.model.source_importance import source_importance
from scoring.model.train import TrainingResult
from scoring.settings import Training

STUDY = "study.json"
PACKAGES = ("lightgbm", "polars", "narwhals", "numpy", "scikit-learn")


def save_model(
    folder: Path,
    result: TrainingResult,
    rows: pl.DataFrame,
    *,
    version: str,
    settings: Training,
    data_fingerprint: str,
    absent_sources: tuple[str, ...],
) -> Manifest:
    """Write everything that a model folder holds into an empty folder; the seal last.

    Parameters
    ----------
    folder : Path
        Where.
    result : TrainingResult
        What training left.
    rows : DataFrame
        The feature matrix it was trained on.
    version, settings, data_fingerprint, absent_sources
        As the manifest tells them.
    """
    scorers = dict(
        zip(scorer_files(len(result.folds), result.served.suffix), (result.served, *result.folds), strict=True)
    )
    for name, scorer in scorers.items():
        scorer.save(folder / name)
    studies = [STUDY] if result.studies else []
    if studies:
        write_json(folder / STUDY, {"studies": [study.as_json() for study in result.studies]})
    salt = salt_of(version, data_fingerprint)
    recognition_table(result.clients, salt).write_parquet(folder / RECOGNITION, compression="zstd")
    result.comparable.write_parquet(folder / COMPARABLE, compression="zstd")
    manifest = Manifest(
        format=FORMAT,
        version=version,
        features=feature_kinds(result.features),
        learner=result.served.name,
        scorers={name: scorer.features for name, scorer in scorers.items()},
        calibration=result.calibration,
        fold_calibrations=result.fold_calibrations,
        policy=result.policy,
        reference=reference_stats(rows, rows["TARGET"].is_not_null()),
        importance=mean_contributions(result.served, rows),
        metrics=dataclasses.asdict(result.metrics),
        metrics_uncalibrated=dataclasses.asdict(result.metrics_uncalibrated),
        absent_sources=absent_sources,
        settings=dataclasses.asdict(settings),
        versions=_versions(),
        data_fingerprint=data_fingerprint,
        files=fingerprints([folder / name for name in (*scorers, RECOGNITION, COMPARABLE, *studies)]),
        source_importance=source_importance(result.served, rows),
        salt=salt,
        numbers_below=_next_round_number(result.clients["SK_ID_CURR"]),
    )
    write_json(folder / MANIFEST, manifest.as_json())
    write_text(folder / "card.md", model_card(manifest))
    seal(folder)
    return manifest


def reference_stats(rows: pl.DataFrame, of: pl.Series) -> dict[str, ReferenceStats]:
    """What is usual for each feature, used or not: median or most frequent text, the range seen, how often empty.

    ``of`` says which of the rows; no more than one column of them is copied at a time.
    """
    usual = {}
    for name, entry in catalogue().items():
        values = rows[name].filter(of)
        share = values.null_count() / len(values) if len(values) else None
        usual[name] = dataclasses.replace(_usual(values.drop_nulls(), entry.feature.unit), empty=share)
    return usual


def mean_contributions(scorer: Scorer, rows: pl.DataFrame, sample: int = 2_000) -> dict[str, float]:
    """What matters for everyone: mean absolute contribution of each feature, the largest first."""
    values, _ = scorer.contributions(rows.sample(min(sample, rows.height), seed=0))
    mean = np.mean(np.abs(values), axis=0)
    order = np.argsort(-mean, kind="stable")
    return {scorer.features[place]: float(mean[place]) for place in order}


def _usual(values: pl.Series, unit: str) -> ReferenceStats:
    if values.is_empty():
        return ReferenceStats(None, None, None, None, ())
    if values.dtype == pl.String:
        counts = values.value_counts(sort=True)
        top = counts.sort(["count", values.name], descending=[True, False]).row(0)
        return ReferenceStats(top[0], top[1] / len(values), None, None, tuple(sorted(values.unique().to_list())))
    typical = float(values.median())  # type: ignore[arg-type]
    share = float((values == typical).mean()) if unit == "flag" else None  # type: ignore[arg-type]
    return ReferenceStats(typical, share, float(values.min()), float(values.max()), ())  # type: ignore[arg-type]


def _next_round_number(numbers: pl.Series) -> int:
    """The next multiple of 1,000 above all numbers: it says where free ones begin, and nobody's number."""
    return 1_000 * (int(numbers.max() or 0) // 1_000 + 1)  # type: ignore[arg-type]


def _versions() -> dict[str, str]:
    packages = {name: importlib.metadata.version(name) for name in PACKAGES}
    return {"scoring": __version__, "python": platform.python_version(), **packages}
