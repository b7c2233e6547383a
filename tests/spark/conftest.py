"""A Spark cluster of processes of its own on loopback: a master and two workers, stopped with the tests."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from benchmarks.spark_cluster import ClusterStartError, LocalCluster, local_cluster
from scoring.errors import UserError
from scoring.spark.requirements import refuse_without_java, refuse_without_pyspark

# Small enough for a test: heaps, tasks, and how long lost processes are waited for.
SETTINGS = """
spark.driver.memory 1g
spark.executor.memory 1g
spark.sql.shuffle.partitions 4
spark.shuffle.io.retryWait 1s
spark.master.rest.enabled false
"""


@pytest.fixture(scope="session")
def needs_spark() -> None:
    """Skip, with the sentence that a user gets, where Spark cannot run."""
    try:
        refuse_without_pyspark()
        refuse_without_java()
    except UserError as lack:
        pytest.skip(str(lack))


@pytest.fixture(scope="session")
def spark_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Spark's own place for settings, as on a real cluster."""
    folder = tmp_path_factory.mktemp("spark-conf")
    (folder / "spark-defaults.conf").write_text(SETTINGS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_CONF_DIR", str(folder))
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        yield


@pytest.fixture(scope="module")
def cluster(
    needs_spark: None, spark_settings: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LocalCluster]:
    """A master and two workers of one core each."""
    try:
        with local_cluster(tmp_path_factory.mktemp("cluster") / "processes") as running:
            yield running
    except ClusterStartError as lack:
        pytest.skip(str(lack))
