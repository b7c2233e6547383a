"""The model folder, written whole: boosters, manifest, card, the clients of training, comparable clients."""

from __future__ import annotations

import dataclasses
import importlib.metadata
import platform
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from scoring import __version__
from scoring.features.catalogue import catalogue
from scoring.files import write_json, write_text
from scoring.model import boosters
from scoring.model.boosters import Booster
from scoring.model.manifest import (
    CLIENTS,
    COMPARABLE,
    FORMAT,
    MANIFEST,
    SERVED,
    Manifest,
    ReferenceStats,
    feature_kinds,
    fingerprints,
    fold_file,
    model_files,
)
from scoring.model.model_card import model_card
from scoring.model.source_importance import source_importance
from scoring.model.train import Trained
from scoring.settings import Training


def save_model(
    folder: Path,
    trained: Trained,
    rows: pl.DataFrame,
    *,
    version: str,
    settings: Training,
    data_fingerprint: str,
    absent_sources: tuple[str, ...],
) -> Manifest:
    """Write everything that a model folder holds into an empty folder; the manifest last.

    Parameters
    ----------
    folder : Path
        Where.
    trained : Trained
        What training left.
    rows : DataFrame
        The feature matrix it was trained on.
    version, settings, data_fingerprint, absent_sources
        As the manifest tells them.
    """
    boosters.save(trained.served, folder / SERVED)
    for number, model in enumerate(trained.folds):
        boosters.save(model, folder / fold_file(number))
    trained.clients.write_parquet(folder / CLIENTS, compression="zstd")
    trained.comparable.write_parquet(folder / COMPARABLE, compression="zstd")
    manifest = Manifest(
        format=FORMAT,
        version=version,
        features=feature_kinds(trained.features),
        boosters=_booster_features(trained),
        calibration=trained.calibration,
        fold_calibrations=trained.fold_calibrations,
        policy=trained.policy,
        reference=reference_stats(rows.filter(pl.col("TARGET").is_not_null())),
        importance=mean_contributions(trained.served, rows),
        metrics=dataclasses.asdict(trained.metrics),
        metrics_uncalibrated=dataclasses.asdict(trained.metrics_uncalibrated),
        absent_sources=absent_sources,
        settings=dataclasses.asdict(settings),
        versions=_versions(),
        data_fingerprint=data_fingerprint,
        files=fingerprints(model_files(folder, len(trained.folds))),
        evidence=source_importance(trained.served, rows),
    )
    write_json(folder / MANIFEST, manifest.as_json())
    write_text(folder / "card.md", model_card(manifest))
    return manifest


def reference_stats(rows: pl.DataFrame) -> dict[str, ReferenceStats]:
    """What is usual for each feature, used or not: median or most frequent text, and the range seen."""
    return {name: _usual(rows[name].drop_nulls(), entry.feature.unit) for name, entry in catalogue().items()}


def mean_contributions(booster: Booster, rows: pl.DataFrame, sample: int = 2_000) -> dict[str, float]:
    """What matters for everyone: mean absolute contribution of each feature, the largest first."""
    some = rows.sample(min(sample, rows.height), seed=0)
    values, _ = booster.contributions(some)
    mean = np.mean(np.abs(values), axis=0)
    order = np.argsort(-mean, kind="stable")
    return {booster.features[i]: float(mean[i]) for i in order}


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


def _booster_features(trained: Trained) -> dict[str, tuple[str, ...]]:
    names = {SERVED: trained.served.features}
    return names | {fold_file(number): model.features for number, model in enumerate(trained.folds)}


def _versions() -> dict[str, str]:
    packages: tuple[str, ...] = ("polars", "narwhals", "numpy", "scikit-learn")
    found: dict[str, Any] = {name: importlib.metadata.version(name) for name in packages}
    return {"scoring": __version__, "python": platform.python_version(), "lightgbm": boosters.version(), **found}
