"""What lacks before Spark starts, and what Spark says when something fails: each a sentence with what to do."""

from __future__ import annotations

import importlib.util
import socket
from pathlib import Path

import polars as pl
import pytest

from scoring.cli.engine import cluster_of
from scoring.errors import UserError
from scoring.features.build import SOURCES
from scoring.spark.failures import sentence_of
from scoring.spark.requirements import refuse_unreachable, refuse_without_java
from scoring.spark.tables import SPARK_TYPES, read_parquet, read_pieces
from scoring.tables.schema import CONTRACT


@pytest.fixture
def java(tmp_path, monkeypatch):
    """A Java of one's own, which says a version."""

    def make(says: str) -> None:
        (tmp_path / "bin").mkdir()
        (tmp_path / "bin/java").write_text(f"#!/bin/sh\necho '{says}' >&2\n")
        (tmp_path / "bin/java").chmod(0o755)
        monkeypatch.setenv("JAVA_HOME", str(tmp_path))

    return make


@pytest.mark.parametrize(
    ("says", "got"),
    [
        ('openjdk version "11.0.2" 2019-01-15', "got Java 11"),
        ('java version "1.8.0_392"', "got Java 8"),
        ("hello", "got one that does not say its version"),
    ],
)
def test_an_older_java_is_refused(java, says, got):
    java(says)
    with pytest.raises(UserError, match="Expected Java 17 or newer") as mistake:
        refuse_without_java()
    assert got in mistake.value.got
    assert "apt-get install openjdk-17" in mistake.value.remedy


@pytest.mark.parametrize("version", ["17.0.15", "21.0.1", "25"])
def test_a_java_that_spark_runs_on_is_taken(java, version):
    java(f'openjdk version "{version}"')
    refuse_without_java()


def test_no_java_is_refused(monkeypatch, tmp_path):
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UserError, match="got none on the PATH"):
        refuse_without_java()
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(UserError, match="got none under JAVA_HOME"):
        refuse_without_java()


def test_no_pyspark_is_refused_by_the_command(run_cli, imported, monkeypatch, snapshot):
    find_spec = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *of: None if name == "pyspark" else find_spec(name))
    before = snapshot(imported.root)
    ran = run_cli("--home", imported.root, "features", "--engine", "spark")
    assert ran.status == 2
    assert (
        "Expected PySpark for --engine spark, got none in this environment. Install the extra: pip install" in ran.err
    )
    assert {path for path in snapshot(imported.root) if path not in before} <= {"data/features"}


@pytest.mark.parametrize(
    "master",
    ["", "spark://", "spark://host", "http://host:7077", "local[x]", "spark://a:1/b", "localhost:7077", "mesos"],
)
def test_an_address_that_is_none_is_refused(master):
    with pytest.raises(UserError, match="Expected --master as"):
        refuse_unreachable(master)


@pytest.mark.parametrize("master", ["local", "local[4]", "local[*]", "yarn", "k8s://https://host:443"])
def test_addresses_that_need_no_look_are_taken(master):
    refuse_unreachable(master)


def test_a_master_that_is_not_there_is_named_and_one_of_two_is_enough():
    with socket.socket() as unused, socket.socket() as listening:
        unused.bind(("127.0.0.1", 0))
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        silent, open_ = unused.getsockname()[1], listening.getsockname()[1]
        with pytest.raises(UserError) as mistake:
            refuse_unreachable(f"spark://127.0.0.1:{silent}")
        refuse_unreachable(f"spark://127.0.0.1:{silent},127.0.0.1:{open_}")
    assert mistake.value.got.startswith(f"Expected a Spark master at spark://127.0.0.1:{silent}, got no answer (")
    with pytest.raises(UserError, match="got no answer"):
        refuse_unreachable("spark://127.0.0.1:99999")


@pytest.mark.parametrize(
    ("text", "got"),
    [
        ("x.PySparkRuntimeError: [PYTHON_VERSION_MISMATCH] Python in worker", "the same version of Python"),
        ("ModuleNotFoundError: No module named 'polars'\n at java", "the package polars on every worker"),
        ('java.io.IOException: Cannot run program "/env/python": error=2', "Python on every worker at /env/python,"),
        (
            "[FAILED_READ_FILE.FILE_NOT_EXIST] reading file file:///home/a b.parquet. File file:/x",
            "to see /home/a b.parquet, got",
        ),
        ("java.io.FileNotFoundException: File file:/shared/x.parquet does not exist", "to see /shared/x.parquet, got"),
        (
            "Mkdirs failed to create file:/shared/features/_temporary (exists=",
            "write into /shared/features/_temporary,",
        ),
        ("java.io.IOException: No space left on device", "disk is full"),
        ("java.lang.OutOfMemoryError: Java heap space", "out of memory"),
        ("All masters are unresponsive! Giving up.", "connection to Spark's master was lost"),
        ("Job 3 cancelled because SparkContext was shut down", "connection to Spark's master was lost"),
        ("[JAVA_GATEWAY_EXITED] Java gateway process exited", "Java process ended"),
        ('UnsupportedFileSystemException: No FileSystem for scheme "gs"', "a Spark that reads gs, got"),
        ("ClassNotFoundException: Class org.apache.hadoop.fs.s3a.S3AFileSystem not found", "a Spark that reads s3a,"),
        (
            "[PATH_NOT_FOUND] Path does not exist: hdfs://lender:9000/tables/bureau.parquet. SQLSTATE: 42K03",
            "at hdfs://lender:9000/tables/bureau.parquet, got nothing",
        ),
    ],
)
def test_failures_have_a_sentence(text, got):
    mistake = sentence_of(text)
    assert mistake is not None
    assert got in mistake.got
    assert mistake.remedy.endswith(".")


@pytest.mark.parametrize("address", ["", "/shared/tables", "tables", "S3A://x", "s3a:/bucket", "://x"])
def test_an_address_says_how_it_is_read(address):
    with pytest.raises(UserError, match="Expected an address as Spark reads it after --tables") as mistake:
        cluster_of("spark", None, tables=address)
    assert mistake.value.got.endswith(f"got {address!r}.")


def test_an_address_goes_with_spark():
    assert cluster_of("spark", "local[1]", tables="s3a://lender/tables//").tables == "s3a://lender/tables"
    assert cluster_of("spark", None).tables is None
    with pytest.raises(UserError, match="--tables goes with --engine spark"):
        cluster_of("polars", None, tables="s3a://lender/tables")


def test_what_is_not_known_has_none():
    assert sentence_of("[DIVIDE_BY_ZERO] Division by zero") is None


def test_rows_that_a_worker_wrote_elsewhere_are_missed(tmp_path):
    (tmp_path / "features.pieces").mkdir()
    with pytest.raises(UserError, match=r"Expected 3 rows from the workers in .*, got 0"):
        read_pieces(tmp_path / "features.pieces", 3)
    pl.DataFrame({"SK_ID_CURR": [1, 2]}).write_parquet(tmp_path / "features.pieces/part-0.parquet")
    with pytest.raises(UserError, match=r"Expected 3 rows from the workers in .*, got 2"):
        read_pieces(tmp_path / "features.pieces", 3)
    assert read_pieces(tmp_path / "features.pieces", 2).collect().height == 2


def test_a_path_that_cannot_be_said_to_spark_is_refused():
    with pytest.raises(UserError, match="without a colon"):
        read_parquet(None, Path("/shared/a:b/x.parquet"))


def test_spark_has_a_type_for_every_column_of_an_absent_table():
    tables = {file for files in SOURCES.values() for file in files}
    kinds = {type(kind.dtype) for table in tables for kind in CONTRACT[table].schema.columns().values()}
    assert kinds <= set(SPARK_TYPES)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("features", "--engine", "dask"), "Expected --engine polars or spark, got 'dask'."),
        (("features", "--master", "local"), "--master goes with --engine spark."),
        (("features", "--engine", "spark", "--memory", "2GB"), "--memory (or SCORING_MEMORY) speaks of this machine"),
        (("score", "--engine", "spark", "--input", "x.zip", "--output", "y.csv"), "--engine spark scores the home's"),
        (("features", "--engine", "spark", "--master", "spark://host"), "Expected --master as local[2]"),
    ],
)
def test_options_that_do_not_go_together_are_refused(run_cli, imported, arguments, sentence, needs_spark):
    ran = run_cli("--home", imported.root, *arguments)
    assert ran.status == 2
    assert sentence in ran.err
