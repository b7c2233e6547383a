"""A Spark cluster of processes of its own on loopback: a standalone master and workers, stopped at the end."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from scoring.ports import HOST, bind

SECONDS_TO_START = 180


class ClusterStartError(RuntimeError):
    """A process of the cluster did not start in time: the machine is too busy."""


@dataclass
class LocalCluster:
    """A standalone master and its workers, each in a group of processes of its own.

    Parameters
    ----------
    folder : Path
        For logs and whatever the processes write.
    master : str
        Its address, ``spark://HOST:PORT``.
    memory : str
        Of each worker, as Spark writes it: ``1g``.
    """

    folder: Path
    master: str
    memory: str = "1g"
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, name: str, *arguments: str) -> None:
        """Start one of Spark's own classes; its log and its disk lie in a folder of this name."""
        from pyspark.find_spark_home import _find_spark_home

        place = self.folder / name
        place.mkdir(parents=True)
        environment = {**os.environ, "SPARK_LOCAL_IP": HOST, "SPARK_LOCAL_DIRS": str(place / "local")}
        with (place / "log").open("wb") as log:
            command = [f"{_find_spark_home()}/bin/spark-class", *arguments]
            process = subprocess.Popen(command, stdout=log, stderr=log, env=environment, start_new_session=True)
        self.processes.append(process)

    def start_worker(self, name: str) -> None:
        """Start a worker of one core and wait until the master knows it."""
        work = str(self.folder / name / "work")
        options = ("--host", HOST, "--cores", "1", "--memory", self.memory, "--webui-port", "0", "--work-dir", work)
        self.start(name, "org.apache.spark.deploy.worker.Worker", *options, self.master)
        self.wait_for_log(name, "Successfully registered with master")

    def wait_for_log(self, name: str, text: str) -> None:
        """Wait until a process has logged this.

        Raises
        ------
        ClusterStartError
            When it does not in three minutes.
        """
        end = time.monotonic() + SECONDS_TO_START
        while text not in (self.folder / name / "log").read_text(errors="replace"):
            if time.monotonic() > end:
                raise ClusterStartError(
                    f"Spark's {name} did not start in {SECONDS_TO_START} s: the machine is too busy."
                )
            time.sleep(0.2)

    def kill(self, number: int) -> None:
        """A worker and what it started, gone at once: 1 and 2 are workers."""
        os.killpg(self.processes[number].pid, signal.SIGKILL)
        self.processes[number].wait()

    def stop(self) -> None:
        """End every process that still runs."""
        for number, process in enumerate(self.processes):
            if process.poll() is None:
                self.kill(number)


@contextmanager
def local_cluster(folder: Path, memory: str = "1g") -> Iterator[LocalCluster]:
    """A master and two workers of one core each; the folder is gone afterwards."""
    with bind() as free:
        port = free.getsockname()[1]
    running = LocalCluster(folder, f"spark://{HOST}:{port}", memory)
    options = ("--host", HOST, "--port", str(port), "--webui-port", "0")
    try:
        running.start("master", "org.apache.spark.deploy.master.Master", *options)
        running.wait_for_log("master", "I have been elected leader")
        for name in ("worker1", "worker2"):
            running.start_worker(name)
        yield running
    finally:
        running.stop()
        shutil.rmtree(folder, ignore_errors=True)
