"""A kernel as a copy of a process that has imported what the page is made of: half of a kernel's start is imports.

Python's own fork server (``multiprocessing``) keeps that process and copies it. What differs from a kernel that Jupyter
starts is told here: its environment and folder are set in the copy, its name among the processes is a kernel's, and
it ends with the server that asked for it.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Mapping, Sequence
from multiprocessing import forkserver

PRELOADED = "scoring.dashboard.serve.preloaded"
LAUNCHER = ("-m", "ipykernel_launcher")

log = logging.getLogger(__name__)


def can_copy() -> bool:
    """Whether processes can be copied here once they have threads: on Linux; on macOS, system libraries forbid it."""
    return sys.platform == "linux"


def start_fork_server() -> None:
    """Have the process that kernels are copied from import what they need; it does so beside whoever asks."""
    multiprocessing.get_context("forkserver").set_forkserver_preload([PRELOADED])
    try:
        forkserver.ensure_running()
    except OSError as refused:
        log.warning("No process to copy kernels from (%s): every kernel imports for itself.", refused)


class ForkedKernel:
    """One kernel, with the part of ``subprocess.Popen`` that Jupyter's provisioners ask for.

    Parameters
    ----------
    command : sequence of str
        As Jupyter would run it: Python, ``-m ipykernel_launcher``, and the kernel's own options.
    env : mapping
        Its whole environment.
    cwd : str, optional
        The folder that it works in.
    """

    stdin = stdout = stderr = None

    def __init__(self, command: Sequence[str], env: Mapping[str, str], cwd: str | None = None) -> None:
        # Voilà's names of variables are members of a class of its own: sent as such, they would bring Voilà along.
        plain = {os.fsdecode(os.fsencode(name)): os.fsdecode(os.fsencode(value)) for name, value in env.items()}
        arguments = (list(command), plain, cwd)
        forking = multiprocessing.get_context("forkserver")
        # A daemon is ended with the server, also where Jupyter had no time to.
        self._process = forking.Process(target=run_kernel, args=arguments, daemon=True)

    def start(self) -> None:
        """Copy the process; this waits while it still imports."""
        start_fork_server()
        self._process.start()

    @property
    def pid(self) -> int | None:
        """The kernel's number among the processes."""
        return self._process.pid

    def poll(self) -> int | None:
        """The code it ended with; None while it lives."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int | None:
        """The code it ended with, once it has."""
        self._process.join(timeout)
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        """Send it a signal, if it lives."""
        if self.poll() is None and self.pid is not None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)


def run_kernel(command: list[str], env: dict[str, str], cwd: str | None) -> None:
    """Be a kernel until told to end.

    Parameters
    ----------
    command : list of str
        As Jupyter would run it.
    env : dict
        In place of the environment that was copied.
    cwd : str, optional
        Where to work.
    """
    from ipykernel.kernelapp import IPKernelApp
    from setproctitle import setproctitle

    os.setsid()  # of its own group, as Jupyter's are: Ctrl-C in the server's terminal is not meant for it
    setproctitle(" ".join(command))
    os.environ.clear()
    os.environ.update(env)
    if cwd:
        os.chdir(cwd)
    threading.Thread(target=_end_with_server, name="end-with-server", daemon=True).start()
    # Of its parent it would read from the environment, which it did before it was copied.
    parent = f"--IPKernelApp.parent_handle={os.getppid()}"
    # Imported before there was a kernel, ipywidgets has told none how a browser asks for all widgets at once.
    widgets = "--InteractiveShellApp.extra_extensions=ipywidgets"
    IPKernelApp.launch_instance([*command[command.index(LAUNCHER[1]) + 1 :], parent, widgets])


def _end_with_server() -> None:
    """End at once when the server has: the process that kernels are copied from lives as long as one of its copies."""
    server = multiprocessing.parent_process()
    if server is not None:
        server.join()
        os._exit(1)
