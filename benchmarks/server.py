"""The page as people start it, and what its kernels weigh; read from /proc, so on Linux only."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from scoring.dashboard.serve.launch import command, environment
from scoring.ports import HOST, bind
from scoring.settings import Home

CALM_SECONDS, PATIENCE_SECONDS = 1.5, 90.0


@dataclass(frozen=True)
class Memory:
    """Megabytes (of 1,048,576 bytes): resident, and the process's fair share of pages that several map."""

    rss: float
    pss: float


@dataclass(frozen=True)
class Server:
    """A running page: its process and its address."""

    pid: int
    address: str

    def kernels(self) -> list[int]:
        """Processes of the kernels, the one kept ready included."""
        return [process.pid for process in kernel_processes(self.pid)]

    def wait_until_calm(self, kernels: int = 1) -> None:
        """Until so many kernels are there and no process of the page has worked for a while."""
        deadline, calm_since, before = time.monotonic() + PATIENCE_SECONDS, time.monotonic(), -1.0
        while time.monotonic() < deadline:
            work = sum(map(_cpu, family_of(self.pid)))
            if work - before > 0.03 or len(self.kernels()) < kernels:
                before, calm_since = work, time.monotonic()
            elif time.monotonic() - calm_since > CALM_SECONDS:
                return
            time.sleep(0.2)
        raise TimeoutError(f"The page's processes did not come to rest within {PATIENCE_SECONDS:.0f} s.")


@contextmanager
def running(home: Home, port: int | None = None, notebook: Path | None = None) -> Iterator[Server]:
    """``scoring dashboard`` until the block ends.

    With a notebook, that one behind the page's own server, with kernels as Voilà starts them.
    """
    process, address = _page(home, port) if notebook is None else _other(home, notebook)
    try:
        yield Server(process.pid, address)
    finally:
        process.terminate()
        process.wait(30)


def _page(home: Home, port: int | None) -> tuple[subprocess.Popen[str], str]:
    chosen = [] if port is None else ["--port", str(port)]
    line = [sys.executable, "-m", "scoring.cli", "--home", str(home.root), "dashboard", *chosen]
    process = subprocess.Popen(line, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    return process, address_of(process)


def _other(home: Home, notebook: Path) -> tuple[subprocess.Popen[str], str]:
    with bind(None) as probe:
        port = probe.getsockname()[1]
    python, _, _, *options = (str(notebook) if part.endswith(".ipynb") else part for part in command(port))
    options += ["--KernelProvisionerFactory.default_provisioner_name=local-provisioner"]
    line = [python, "-c", "from scoring.dashboard.serve.app import main; main()", *options]
    process = subprocess.Popen(line, stderr=subprocess.DEVNULL, text=True, env=environment(home))
    address, deadline = f"http://{HOST}:{port}/", time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f"{address}voila/static/voila.js", timeout=2).close()
        except urllib.error.HTTPError:
            return process, address
        except OSError:
            time.sleep(0.1)
        else:
            return process, address
    raise RuntimeError(f"The server did not answer at {address} within {PATIENCE_SECONDS:.0f} s.")


def memory(pid: int) -> Memory:
    """What a process holds now."""
    found = dict(re.findall(r"^(\w+):\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE))
    return Memory(rss=int(found["Rss"]) / 1024, pss=int(found["Pss"]) / 1024)


def kernel_processes(pid: int) -> list[psutil.Process]:
    """The kernels that run below a server; what ends while it is looked at is none."""
    return list(filter(_is_kernel, _descendants(pid)))


def address_of(process: subprocess.Popen[str]) -> str:
    """The address on this machine that a command prints once it answers."""
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(r"http://127\.0\.0\.1:\d+/", line):
            return found[0]
    raise RuntimeError(f"{process.args!r} ended before it printed an address.")


def family_of(pid: int) -> list[psutil.Process]:
    """A process and all that it started, theirs too.

    Raises
    ------
    psutil.NoSuchProcess
        When it has ended.
    """
    return [psutil.Process(pid), *_descendants(pid)]


def _descendants(pid: int) -> list[psutil.Process]:
    children: list[psutil.Process] = psutil.Process(pid).children(recursive=True)
    return children


def _is_kernel(child: psutil.Process) -> bool:
    try:
        return child.status() != psutil.STATUS_ZOMBIE and "ipykernel_launcher" in " ".join(child.cmdline())
    except psutil.NoSuchProcess:
        return False


def _cpu(process: psutil.Process) -> float:
    """Seconds of work so far."""
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system)
