"""A model folder of another version, or one that was changed, is refused in a sentence; nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scoring.files import current, read_json, write_json

TRAIN_AGAIN = "Train again with 'scoring train'."
Harm = Callable[[Path], None]


def manifest_with(**changes: Any) -> Harm:
    def harm(folder: Path) -> None:
        write_json(folder / "manifest.json", read_json(folder / "manifest.json") | changes)

    return harm


def manifest_without(key: str) -> Harm:
    def harm(folder: Path) -> None:
        content = read_json(folder / "manifest.json")
        del content[key]
        write_json(folder / "manifest.json", content)

    return harm


def with_feature(name: str, kind: Any) -> Harm:
    def harm(folder: Path) -> None:
        content = read_json(folder / "manifest.json")
        content["features"][name] = kind
        write_json(folder / "manifest.json", content)

    return harm


def flipped(file: str) -> Harm:
    """One bit in the middle."""

    def harm(folder: Path) -> None:
        content = bytearray((folder / file).read_bytes())
        content[len(content) // 2] ^= 1
        (folder / file).write_bytes(content)

    return harm


def cut(file: str) -> Harm:
    def harm(folder: Path) -> None:
        whole = (folder / file).read_bytes()
        (folder / file).write_bytes(whole[: len(whole) // 2])

    return harm


def gone(file: str) -> Harm:
    return lambda folder: (folder / file).unlink()


def swapped(one: str, other: str) -> Harm:
    def harm(folder: Path) -> None:
        first, second = (folder / one).read_bytes(), (folder / other).read_bytes()
        (folder / one).write_bytes(second)
        (folder / other).write_bytes(first)

    return harm


HARMS: dict[str, tuple[Harm, tuple[str, ...]]] = {
    "older format": (manifest_with(format=1), ("expected a model folder of format 2, got format 1",)),
    "newer format": (manifest_with(format=3), ("expected a model folder of format 2, got format 3",)),
    "no format": (manifest_without("format"), ("expected a model folder of format 2, got format None",)),
    "no policy": (manifest_without("policy"), ("manifest.json: policy: expected an object, got none",)),
    **{
        f"{name} {mistake}": (
            manifest_with(**{name: changed}),
            (f"manifest.json: {name}{mistake}",),
        )
        for name, changed, mistake in (
            ("scorers", [], ": expected an object, got []"),
            ("scorers", {}, ": expected 6, got 0"),
            ("learner", "oracle", ": expected one of rate, scorecard, logistic, lightgbm, blend, got 'oracle'"),
            ("features", {}, "."),
            ("reference", "x", ": expected an object, got 'x'"),
            ("settings", {"folds": 2.5}, ": folds: expected a whole number between 2 and 20 or nothing, got 2.5"),
            ("metrics", {}, ".target_rate: expected a number, got none"),
            ("metrics", {"auc": "high"}, ".auc: expected a number, got 'high'"),
            ("files", 1, ": expected an object, got 1"),
            ("calibration", {"slope": -1.0, "intercept": 0.0}, ".slope: expected a number above 0, got -1.0"),
            ("policy", {"threshold": float("nan"), "review_low": 0, "review_high": 1}, ".threshold: expected a number"),
            ("source_importance", None, ": expected an object, got None"),
        )
    },
    "surplus entry": (manifest_with(surplus=1), ("manifest.json: surplus: expected one of format, version",)),
    "half a manifest": (cut("manifest.json"), ("manifest.json",)),
    "no manifest": (gone("manifest.json"), ("expected a model folder, got none (manifest.json is missing)",)),
    "a feature we do not make": (
        with_feature("application_star_sign", "number"),
        ("the model reads application_star_sign, which this version does not make",),
    ),
    "another kind of feature": (
        with_feature("application_days_birth", ["young", "old"]),
        ("application_days_birth is another kind of feature in this version",),
    ),
    "other texts of a category": (
        with_feature("application_name_income_type", ["Working"]),
        ("application_name_income_type is another kind of feature in this version",),
    ),
    "a scorer changed": (flipped("fold_1.zip"), ("file was changed after training",)),
    "the served scorer cut": (cut("served.zip"), ("file was changed after training",)),
    "scorers swapped": (swapped("fold_0.zip", "fold_1.zip"), ("file was changed after training",)),
    "a scorer gone": (gone("fold_2.zip"), ("expected 6 scorers, fold_2.zip is missing",)),
    "the served scorer gone": (gone("served.zip"), ("expected 6 scorers, served.zip is missing",)),
    "recognition gone": (gone("recognition.parquet"), ("recognition.parquet is missing",)),
    "half the recognition": (cut("recognition.parquet"), ("recognition.parquet",)),
    "comparable clients gone": (gone("comparable.parquet"), ("comparable.parquet is missing",)),
}


@pytest.mark.parametrize("what", HARMS)
def test_a_model_folder_that_does_not_fit_is_refused(own_world, run_cli, snapshot, tiny_archive, tmp_path, what):
    harm, words = HARMS[what]
    harm(current(own_world.models))
    archive, before = tiny_archive(tmp_path / "archive"), snapshot(own_world.root)
    output = tmp_path / "scores.csv"
    ran = run_cli("--home", own_world.root, "score", "--input", archive, "--output", output)
    assert ran.status == 2
    assert [word for word in (*words, TRAIN_AGAIN) if word not in ran.err] == [], ran.err
    assert not output.exists()
    assert snapshot(own_world.root) == before


@pytest.mark.parametrize("what", ["newer format", "a scorer changed", "a scorer gone"])
def test_evaluation_refuses_it_too(own_world, run_cli, what):
    HARMS[what][0](current(own_world.models))
    ran = run_cli("--home", own_world.root, "evaluate")
    assert ran.status == 2
    assert TRAIN_AGAIN in ran.err


@pytest.mark.slow
@pytest.mark.parametrize("what", ["newer format", "a scorer gone"])
def test_the_remedy_works(own_world, run_cli, what):
    """What the sentence tells to do mends the folder: training again replaces what does not fit."""
    HARMS[what][0](current(own_world.models))
    assert run_cli("--home", own_world.root, "train").status == 0
    assert run_cli("--home", own_world.root, "evaluate").status == 0


def test_a_client_whom_nobody_knows(world):
    from scoring.errors import UserError
    from scoring.portfolio import Portfolio

    portfolio = Portfolio.open(world)
    for client in (1, portfolio.clients[-1] + 1, -5):
        with pytest.raises(UserError, match=rf"No client has the number {client}\. Numbers go from \d+ to \d+\."):
            portfolio.assess(int(client))
