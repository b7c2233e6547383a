"""A session on a Spark cluster, from the first look to the last process stopped."""

from __future__ import annotations

import os
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scoring.errors import UserError
from scoring.spark.failures import spark_errors_as_user_errors
from scoring.spark.requirements import (
    is_on_this_machine,
    refuse_unreachable,
    refuse_without_java,
    refuse_without_pyspark,
)

QUIET = Path(__file__).with_name("log4j2.properties")  # failures are said by the command, not by Java's log
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Cluster:
    """Where Spark runs; everything else is as ``spark-defaults.conf`` says.

    Parameters
    ----------
    master : str
        As Spark has it: ``local[*]``, ``spark://HOST:PORT``, ``yarn``, ``k8s://...``
    seconds_for_workers : float
        How long a standalone master may take to find a worker that takes the work.
    tables : str, optional
        Address of a folder that Spark reads, with a copy of the home's tables; the home's own disk by default.
    """

    master: str = "local[*]"
    seconds_for_workers: float = 60.0
    tables: str | None = None

    def settings(self) -> dict[str, str]:
        """What the results depend on, and what keeps a cluster of this machine from being seen by others."""
        settings = {
            "spark.app.name": "scoring",
            "spark.master": self.master,
            "spark.sql.caseSensitive": "true",  # derived columns are lower case, raw ones upper case
            "spark.sql.session.timeZone": "UTC",
            "spark.ui.showConsoleProgress": "false",
            "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile=file://{QUIET}",
            # Some 15,000 expressions are made: noting the line of each costs as much again, writing them out more.
            "spark.python.sql.dataFrameDebugging.enabled": "false",
            "spark.sql.maxPlanStringLength": "1000",
            # Generated methods that Java would never compile are slower than none.
            "spark.sql.codegen.hugeMethodLimit": "8000",
            # A task has a core: what computes in Python takes no more threads than that.
            "spark.executorEnv.POLARS_MAX_THREADS": "1",
            "spark.executorEnv.OMP_NUM_THREADS": "1",
        }
        if is_on_this_machine(self.master):
            settings |= {
                "spark.driver.host": LOOPBACK,
                "spark.driver.bindAddress": LOOPBACK,
                "spark.ui.enabled": "false",
            }
        return settings


@contextmanager
def open_session(cluster: Cluster) -> Iterator[Any]:
    """A Spark session, stopped at the end.

    Raises
    ------
    UserError
        When Spark cannot start, no worker takes the work, or the work fails for a known reason.
    """
    refuse_without_pyspark()
    refuse_without_java()
    refuse_unreachable(cluster.master)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    with spark_errors_as_user_errors(), warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # about pandas, of which nothing is used here
        from pyspark import SparkConf
        from pyspark.sql import SparkSession

        session = SparkSession.builder.config(conf=SparkConf().setAll(cluster.settings().items())).getOrCreate()
        try:
            _wait_for_workers(session, cluster)
            yield session
        finally:
            session.stop()


def _wait_for_workers(session: Any, cluster: Cluster) -> None:
    """Wait until a standalone master has given a worker; without one, a job would wait for ever."""
    context = session.sparkContext
    elastic = context.getConf().get("spark.dynamicAllocation.enabled", "false") == "true"
    if not cluster.master.startswith("spark://") or elastic:
        return
    end = time.monotonic() + cluster.seconds_for_workers
    while context._jsc.sc().getExecutorMemoryStatus().size() < 2:  # the driver counts as one
        if time.monotonic() > end:
            raise UserError(
                f"Expected a worker of {cluster.master} to take the work, got none "
                f"in {cluster.seconds_for_workers:g} s.",
                "Start workers, wait until they are free, or ask for less: spark.executor.memory and .cores.",
            )
        time.sleep(0.2)
