"""Features and portfolio written in ranges of clients are what one range leaves."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from scoring.errors import UserError
from scoring.files import current, require_current
from scoring.model.current_model import model_folder
from scoring.pipeline import work
from scoring.pipeline.matrix import FEATURES as MATRIX
from scoring.pipeline.matrix import count_clients, matrix_in_ranges, read_matrix
from scoring.pipeline.needs import FEATURES, SCORE
from scoring.pipeline.versions import features_version, portfolio_version
from scoring.pipeline.work import write_features, write_portfolio
from scoring.portfolio.current_portfolio import ABOUT, APPLICATIONS, COLUMNS, ROWS
from scoring.progress import silent
from scoring.settings import Home


@pytest.fixture(scope="module")
def copy(copy_world: Callable[[Path], Home], tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The world again, its portfolio made 120 clients at a time from the same matrix."""
    home = copy_world(tmp_path_factory.mktemp("ranges") / "home")
    shutil.rmtree(home.portfolio)
    _score(home, 120)
    return home


def _score(home: Home, at_once: int) -> list[str]:
    features, model = require_current(home.features, "features", ""), model_folder(home)
    version, lines = portfolio_version(home, features, model), list[str]()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(work, "SCORE", replace(SCORE, at_once=at_once))
        write_portfolio(home, features, model, version, lines.append)
    return lines


def _folders(one: Path, other: Path) -> tuple[Path, Path]:
    return require_current(one, "result", ""), require_current(other, "result", "")


def test_the_matrix_is_the_same(world: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Home(tmp_path)
    monkeypatch.setattr(work, "FEATURES_NEED", replace(FEATURES, at_once=120))
    shutil.copytree(world.tables, home.tables)
    write_features(home, features_version(home), silent)
    for ranges, whole in zip(*map(read_matrix, _folders(home.features, world.features)), strict=True):
        assert_frame_equal(ranges, whole, rel_tol=1e-12, abs_tol=1e-12)


def test_scores_contributions_and_values_are_the_same(world: Home, copy: Home) -> None:
    ranges, whole = _folders(copy.portfolio, world.portfolio)
    for name in (ROWS, APPLICATIONS):
        assert_frame_equal(pl.read_parquet(ranges / name), pl.read_parquet(whole / name), check_exact=True)


def test_every_other_file_is_the_same_to_the_byte(world: Home, copy: Home) -> None:
    ranges, whole = _folders(copy.portfolio, world.portfolio)
    names = {path.relative_to(whole) for path in whole.rglob("*") if path.is_file()}
    assert {path.relative_to(ranges) for path in ranges.rglob("*") if path.is_file()} == names
    differing = {name.name for name in names if (ranges / name).read_bytes() != (whole / name).read_bytes()}
    assert differing <= {ROWS, APPLICATIONS, "checksums.json"}
    assert any(name.parts[0] == COLUMNS for name in names)
    assert np.load(ranges / COLUMNS / "SK_ID_CURR.npy").dtype == np.int64


def test_a_few_rows_lie_together(copy: Home) -> None:
    """A page reads one client: the groups of rows are small, whatever the ranges were."""
    folder = require_current(copy.portfolio, "portfolio", "")
    assert pl.read_parquet(folder / ROWS).height == 500
    assert (folder / ABOUT).exists()


def test_progress_counts_clients(copy: Home) -> None:
    lines = _score(copy, 240)
    assert lines[:4] == [
        "scoring every client",
        "240 of 500 clients scored",
        "480 of 500 clients scored",
        "500 of 500 clients scored",
    ]
    assert [line for line in lines[4:] if "scored" in line] == []


@pytest.mark.parametrize("at_once", [100, 120, 250, 499, 500])
def test_fewer_features_than_applications_are_refused(copy: Home, at_once: int) -> None:
    features, before = require_current(copy.features, "features", ""), current(copy.portfolio)
    rows = pl.read_parquet(features / MATRIX)
    rows.head(500 - min(at_once, 250)).write_parquet(features / MATRIX)
    try:
        with pytest.raises(UserError, match="the features were computed from"):
            _score(copy, at_once)
    finally:
        rows.write_parquet(features / MATRIX)
    assert current(copy.portfolio) == before


def test_the_matrix_in_ranges(copy: Home) -> None:
    folder = require_current(copy.features, "features", "")
    assert count_clients(folder) == 500
    parts = list(matrix_in_ranges(folder, 500, 200))
    assert [(rows.height, who.height) for rows, who in parts] == [(200, 200), (200, 200), (100, 100)]
    assert all(rows["SK_ID_CURR"].equals(who["SK_ID_CURR"]) for rows, who in parts)
