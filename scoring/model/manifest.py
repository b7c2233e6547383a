"""The manifest: what a model folder says of itself, readable without the learner."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from scoring.errors import UserError
from scoring.features.catalogue import catalogue
from scoring.files import damage, fingerprint_files, read_json
from scoring.model.calibration import Calibration
from scoring.model.policy import Policy
from scoring.model.registry import learners
from scoring.settings import Training
from scoring.validation import Checked, parse, rebuild

FORMAT = 2
MANIFEST = "manifest.json"
SERVED = "served"
RECOGNITION = "recognition.parquet"
COMPARABLE = "comparable.parquet"
TRAIN_AGAIN = "Train again with 'scoring train'."
MARGIN = 0.10
FeatureKind = Literal["number"] | tuple[str, ...]


@dataclass(frozen=True)
class ReferenceStats:
    """What is usual for a feature among the clients the model was trained on.

    ``typical`` is the median, or the most frequent text; ``share`` how many clients have it (categories
    and yes/no). ``low`` and ``high`` bound the numbers seen; ``levels`` are the texts seen. ``empty`` is how many
    had none (a folder written before it was counted does not say).
    """

    typical: float | str | None
    share: float | None
    low: float | None
    high: float | None
    levels: tuple[str, ...]
    empty: float | None = None

    @cached_property
    def limits(self) -> tuple[float, float] | None:
        """How far a number may go and still be near what was seen: a tenth of the range beyond it.

        Examples
        --------
        >>> ReferenceStats(typical=5.0, share=None, low=0.0, high=10.0, levels=()).limits
        (-1.0, 11.0)
        """
        if self.low is None or self.high is None:
            return None
        reach = MARGIN * (self.high - self.low)
        return self.low - reach, self.high + reach

    def holds(self, value: float | str | None) -> bool:
        """Whether training held such a value; what is empty is nowhere outside."""
        if value is None:
            return True
        if self.levels:
            return value in self.levels
        if self.limits is None or isinstance(value, str):
            return True
        low, high = self.limits
        return not (value < low or value > high)


@dataclass(frozen=True)
class Manifest(Checked):
    """Everything about a model but its scorers.

    ``learner`` is the kind of scorer, a name of the registry; ``scorers`` maps the file of each, the served one
    first, to the features it reads. ``features`` maps each feature of any scorer to its kind
    ("number" or the list of its texts);
    ``absent_sources`` are the histories that were missing in training; ``files`` the fingerprints of the
    scorers and tables beside it; ``settings`` and ``versions`` as they were. ``source_importance`` says how far
    each source of information moves the log-odds of those who have it. With ``salt`` the training clients are
    recognised; their numbers are all below ``numbers_below``, a round number.
    """

    format: int
    version: str
    features: Mapping[str, FeatureKind]
    learner: str
    scorers: Mapping[str, tuple[str, ...]]
    calibration: Calibration
    fold_calibrations: tuple[Calibration, ...]
    policy: Policy
    reference: Mapping[str, ReferenceStats]
    importance: Mapping[str, float]
    metrics: Mapping[str, int | float]
    metrics_uncalibrated: Mapping[str, int | float]
    absent_sources: tuple[str, ...]
    settings: Mapping[str, Any]
    versions: Mapping[str, str]
    data_fingerprint: str
    files: Mapping[str, str]
    source_importance: Mapping[str, float]
    salt: str
    numbers_below: int

    def as_json(self) -> dict[str, Any]:
        """The manifest as plain objects."""
        return dataclasses.asdict(self)

    @property
    def served_features(self) -> tuple[str, ...]:
        """What the served scorer reads; ``features`` also holds what only a fold's scorer does."""
        return tuple(next(iter(self.scorers.values())))

    @property
    def interval_level(self) -> float:
        """Level of the interval of the observed rate."""
        return float(self.settings["interval_level"])


def feature_kinds(features: tuple[str, ...]) -> dict[str, FeatureKind]:
    """What each feature is: "number", or the texts a category may hold, in their order."""
    return {name: catalogue()[name].feature.levels or "number" for name in features}


def read_manifest(folder: Path, *, same_features: bool = True) -> Manifest:
    """The manifest of a model folder whose files are as they were written.

    Parameters
    ----------
    folder : Path
        Folder of the model.
    same_features : bool, default True
        Refuse features that this version of the code makes otherwise: whoever computes features for the model needs
        it, whoever reads what was computed does not.

    Raises
    ------
    UserError
        When the folder is of another format, speaks of features that this version of the code does not
        make or makes differently, or its files were changed.
    """
    path = folder / MANIFEST
    if not path.exists():
        raise UserError(f"{folder}: expected a model folder, got none ({MANIFEST} is missing).", TRAIN_AGAIN)
    try:
        content = read_json(path)
    except UserError as mistake:
        raise UserError(f"{folder.name}: {mistake.got}", TRAIN_AGAIN) from mistake
    if content.get("format") != FORMAT:
        raise UserError(
            f"{folder.name}: expected a model folder of format {FORMAT}, got format {content.get('format')}.",
            TRAIN_AGAIN,
        )
    harm = damage(folder)
    manifest = _from_json(folder, content, is_as_written=not harm)
    if same_features:
        _refuse_other_features(folder, manifest)
    _refuse_changed_files(folder, manifest)
    if harm:
        raise UserError(f"{folder.name}: {harm}.", TRAIN_AGAIN)
    return manifest


def scorer_files(folds: int, suffix: str) -> list[str]:
    """Names of the scorers' files: the served one, then one a fold.

    Examples
    --------
    >>> scorer_files(2, ".json")
    ['served.json', 'fold_0.json', 'fold_1.json']
    """
    return [f"{stem}{suffix}" for stem in (SERVED, *(f"fold_{number}" for number in range(folds)))]


def fingerprints(files: list[Path]) -> dict[str, str]:
    """What names the content of each file."""
    return {file.name: fingerprint_files([file]) for file in files}


def _refuse_changed_files(folder: Path, manifest: Manifest) -> None:
    scorers = len(manifest.scorers)
    for name, expected in manifest.files.items():
        if not (folder / name).exists():
            what = f"expected {scorers} scorers, {name}" if name in manifest.scorers else name
            raise UserError(f"{folder.name}: {what} is missing.", TRAIN_AGAIN)
        if fingerprint_files([folder / name]) != expected:
            raise UserError(f"{folder.name}: {name}: the file was changed after training.", TRAIN_AGAIN)


def _refuse_other_features(folder: Path, manifest: Manifest) -> None:
    for name, kind in manifest.features.items():
        if name not in catalogue():
            raise UserError(f"{folder.name}: the model reads {name}, which this version does not make.", TRAIN_AGAIN)
        if feature_kinds((name,))[name] != kind:
            raise UserError(f"{folder.name}: {name} is another kind of feature in this version.", TRAIN_AGAIN)


def _from_json(folder: Path, content: dict[str, Any], *, is_as_written: bool) -> Manifest:
    name = f"{folder.name}: {MANIFEST}"
    if is_as_written:
        return rebuild(Manifest, content, TRAIN_AGAIN, name)
    manifest = parse(Manifest, content, TRAIN_AGAIN, name)
    parse(Training, manifest.settings, TRAIN_AGAIN, f"{name}: settings")
    _refuse_missing(name, manifest)
    return manifest


def _refuse_missing(name: str, manifest: Manifest) -> None:
    """Refuse a manifest whose parts do not speak of each other."""
    if manifest.learner not in learners():
        raise UserError(
            f"{name}: learner: expected one of {', '.join(learners())}, got {manifest.learner!r}.", TRAIN_AGAIN
        )
    expected, got = 1 + len(manifest.fold_calibrations), len(manifest.scorers)
    if got != expected:
        raise UserError(f"{name}: scorers: expected {expected}, got {got}.", TRAIN_AGAIN)
    for features in manifest.scorers.values():
        for feature in features:
            if feature not in manifest.features or feature not in manifest.reference:
                raise UserError(
                    f"{name}: features.{feature}: expected its kind and what is usual, got none.", TRAIN_AGAIN
                )
    if "target_rate" not in manifest.metrics:
        raise UserError(f"{name}: metrics.target_rate: expected a number, got none.", TRAIN_AGAIN)
