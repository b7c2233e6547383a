"""A Spark cluster of processes of its own on loopback: a master and two workers, stopped with the tests."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from scoring.errors import UserError
from scoring.spark.requirements import refuse_without_java, refuse_without_pyspark

SECONDS_TO_START = 180
# Small enough for a test: heaps, tasks, and how long lost processes are waited for.
SETTINGS = """
spark.driver.memory 1g
spark.executor.memory 1g
spark.sql.shuffle.partitions 4
spark.shuffle.io.retryWait 1s
spark.master.rest.enabled false
"""


@dataclass
class LocalCluster:
    """A standalone master and its workers, each in a group of processes of its own."""

    folder: Path
    master: str
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, name: str, *arguments: str) -> None:
        from pyspark.find_spark_home import _find_spark_home

        place = self.folder / name
        place.mkdir(parents=True)
        environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_LOCAL_DIRS": str(place / "local")}
        with (place / "log").open("wb") as log:
            command = [f"{_find_spark_home()}/bin/spark-class", *arguments]
            process = subprocess.Popen(command, stdout=log, stderr=log, env=environment, start_new_session=True)
        self.processes.append(process)

    def start_worker(self, name: str) -> None:
        work = str(self.folder / name / "work")
        options = ("--host", "127.0.0.1", "--cores", "1", "--memory", "1g", "--webui-port", "0", "--work-dir", work)
        self.start(name, "org.apache.spark.deploy.worker.Worker", *options, self.master)
        self.wait_for_log(name, "Successfully registered with master")

    def wait_for_log(self, name: str, text: str) -> None:
        end = time.monotonic() + SECONDS_TO_START
        while text not in (self.folder / name / "log").read_text(errors="replace"):
            if time.monotonic() > end:
                pytest.skip(f"Spark's {name} did not start in {SECONDS_TO_START} s: the machine is too busy")
            time.sleep(0.2)

    def kill(self, number: int) -> None:
        """A worker and what it started, gone at once: 1 and 2 are workers."""
        os.killpg(self.processes[number].pid, signal.SIGKILL)
        self.processes[number].wait()

    def stop(self) -> None:
        for number, process in enumerate(self.processes):
            if process.poll() is None:
                self.kill(number)


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
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("cluster")
    running = LocalCluster(folder, f"spark://127.0.0.1:{port}")
    options = ("--host", "127.0.0.1", "--port", str(port), "--webui-port", "0")
    try:
        running.start("master", "org.apache.spark.deploy.master.Master", *options)
        running.wait_for_log("master", "I have been elected leader")
        for name in ("worker1", "worker2"):
            running.start_worker(name)
        yield running
    finally:
        running.stop()
        shutil.rmtree(folder, ignore_errors=True)
