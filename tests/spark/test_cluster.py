"""A master and two workers as processes of their own: the same features, the same scores, also when a worker dies."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

from scoring.errors import UserError
from scoring.features.build import build, definitions
from scoring.features.combined import EVERY
from scoring.features.identity import identity
from scoring.files import current
from scoring.pipeline.matrix import FEATURES, IDENTITY
from scoring.pipeline.work import simulate_tables
from scoring.portfolio.current_portfolio import ROWS
from scoring.settings import Home
from scoring.spark.session import Cluster, open_session
from scoring.spark.tables import SparkTables, read_parquet
from scoring.tables.ingest import import_tables
from scoring.tables.store import open_tables

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("cluster")]
EXACT = ("value", "count", "distinct", "min", "max", "last")
SECONDS = 540


def scoring(home: Home, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "scoring.cli", "--home", str(home.root), *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def ends(process: subprocess.Popen[str]) -> tuple[int, str]:
    out, err = process.communicate(timeout=SECONDS)
    return process.returncode, out + err


def assert_same_matrix(spark: pl.DataFrame, polars: pl.DataFrame) -> None:
    """Texts, counts, minima and maxima exactly; what is summed to 1e-9 relative; empty where empty."""
    assert spark.schema == polars.schema
    known = {feature.name: feature for feature in definitions()}
    exact = {name for name, feature in known.items() if feature.statistic in EXACT and "mean" not in feature.column}
    exact -= {made.feature.name for made in EVERY if not {made.numerator, made.denominator} <= exact}
    for name in polars.columns:
        if name in exact or name in ("SK_ID_CURR", "TARGET"):
            assert spark[name].equals(polars[name]), name
        else:
            assert spark[name].is_null().equals(polars[name].is_null()), name
            largest = pl.select(pl.max_horizontal(spark[name].abs(), polars[name].abs())).to_series()
            difference = (spark[name] - polars[name]).abs()
            assert ((difference <= 1e-9 * largest) | difference.is_null()).all(), name


def assert_same_features(home: Home) -> None:
    folder = current(home.features)
    assert folder is not None
    assert_same_matrix(pl.read_parquet(folder / FEATURES, glob=False), build(open_tables(home)))
    assert pl.read_parquet(folder / IDENTITY, glob=False).equals(identity(open_tables(home)).collect())
    assert sorted(path.name for path in folder.iterdir()) == ["checksums.json", FEATURES, IDENTITY]


def test_scores_and_contributions_are_the_same(cluster, own_world):
    folder = current(own_world.portfolio)
    here = pl.read_parquet(folder / ROWS, glob=False)
    shutil.rmtree(own_world.portfolio)
    status, text = ends(scoring(own_world, "score", "--engine", "spark", "--master", cluster.master))
    assert status == 0, text
    there = pl.read_parquet(current(own_world.portfolio) / ROWS, glob=False)
    assert there.schema == here.schema
    numbers = ("score", "probability", "log_odds", "base_value")
    for name in numbers:
        assert (there[name] - here[name]).abs().max() <= 1e-9, name
    gap = there["contributions"].to_numpy() - here["contributions"].to_numpy()
    assert abs(gap).max() <= 1e-9
    others = [name for name in here.columns if name not in (*numbers, "contributions")]
    assert there.select(others).equals(here.select(others))
    assert [*own_world.portfolio.glob(".*"), *own_world.features.glob(".*")] == []


def test_features_are_the_same_on_real_rows(cluster, real_data, tmp_path):
    home = Home(tmp_path / "home [1]")  # what Spark would take for a pattern
    import_tables(home, real_data("home-credit-sample.zip"))
    status, text = ends(scoring(home, "features", "--engine", "spark", "--master", cluster.master))
    assert status == 0, text
    assert_same_features(home)


def test_features_are_the_same_when_a_worker_dies_in_the_middle(cluster, tmp_path):
    home = Home(tmp_path / "home")
    simulate_tables(home, 2_000, 11)
    running = scoring(home, "features", "--engine", "spark", "--master", cluster.master)
    first = cluster.folder / "worker1" / "local"
    end = time.monotonic() + SECONDS
    while not list(first.rglob("shuffle_*.data")):  # until the worker holds what others will ask for
        assert running.poll() is None, running.communicate()
        assert time.monotonic() < end, "the worker was given nothing"
        time.sleep(0.05)
    cluster.kill(1)
    status, text = ends(running)
    assert status == 0, text
    assert_same_features(home)
    cluster.start_worker("worker3")  # for whoever comes after


def test_a_path_that_workers_do_not_see_is_named(cluster, imported, tmp_path: Path):
    """The disk of the driver: the file is there while the plan is made, and gone when a worker asks for it."""
    file = tmp_path / "bureau.parquet"
    shutil.copy(current(imported.tables) / file.name, file)

    def copy() -> None:
        with open_session(Cluster(cluster.master)) as session:
            rows = read_parquet(session, file)
            file.unlink()
            rows.write.parquet(f"file://{tmp_path}/copy")

    with pytest.raises(UserError) as mistake:
        copy()
    assert mistake.value.got == f"Expected every worker to see {file}, got a worker that does not."


def test_tables_are_read_where_their_copy_lies(cluster, imported, tmp_path):
    """A copy at another address in place of the home's files; one that lacks rows or columns is none."""
    folder, copy = current(imported.tables), tmp_path / "copy"
    shutil.copytree(folder, copy)
    bureau = pl.read_parquet(copy / "bureau.parquet", glob=False)
    with open_session(Cluster(cluster.master)) as session:
        tables = SparkTables(session, folder, f"file://{copy}")
        tables.refuse_other_tables()
        assert Path(tables.frame("bureau").inputFiles()[0].removeprefix("file://")) == copy / "bureau.parquet"
        assert tables.frame("bureau").count() == bureau.height
        for other, got in (
            (bureau.head(-3), rf"Expected {bureau.height:,} rows of bureau in .*, got {bureau.height - 3:,}"),
            (bureau.drop("AMT_ANNUITY"), "Expected the home's columns of bureau in .*, got others"),
        ):
            other.write_parquet(copy / "bureau.parquet")
            with pytest.raises(UserError, match=got):
                tables.refuse_other_tables()


@pytest.mark.parametrize(
    ("address", "got"),
    [
        ("s3a://lender/tables", "Expected a Spark that reads s3a, got one without what reads it."),
        ("file:///nowhere", "Expected every worker to see /nowhere/application_train.parquet, got a worker"),
    ],
)
def test_an_address_that_cannot_be_read_is_named(cluster, imported, address, got):
    with pytest.raises(UserError) as mistake, open_session(Cluster(cluster.master)) as session:
        SparkTables(session, current(imported.tables), address).refuse_other_tables()
    assert got in mistake.value.got


def test_workers_without_the_package_are_named(cluster, own_world, tmp_path, monkeypatch):
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "bare")], check=True)
    monkeypatch.setenv("PYSPARK_PYTHON", str(tmp_path / "bare/bin/python"))
    shutil.rmtree(own_world.portfolio)
    status, text = ends(scoring(own_world, "score", "--engine", "spark", "--master", cluster.master))
    assert status == 2, text
    assert "on every worker, got a worker without it. Install the same environment on every worker" in text
    assert "Traceback" not in text
    assert current(own_world.portfolio) is None
