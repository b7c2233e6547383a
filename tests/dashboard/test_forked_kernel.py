"""A kernel that is copied from a process which has imported the page is a kernel like any other, only sooner there."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from enum import StrEnum
from importlib.metadata import entry_points
from pathlib import Path

import psutil
import pytest
from jupyter_client import AsyncKernelManager, BlockingKernelClient
from jupyter_client.connect import write_connection_file
from jupyter_client.kernelspec import KernelSpec

from scoring.dashboard.serve import forked_kernel
from scoring.dashboard.serve.configuration import server_settings
from scoring.dashboard.serve.forked_kernel import ForkedKernel, can_copy
from scoring.dashboard.serve.provisioner import ForkedProvisioner, started

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not can_copy(), reason="processes are not copied here")]
SECONDS = 60
MODULES = "' '.join(__import__('sys').modules)"


class Name(StrEnum):
    """As Voilà names its variables."""

    PLACE = "VOILA_PLACE"


def until(true, seconds=SECONDS):
    deadline = time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:
        time.sleep(0.05)
    return true()


@contextmanager
def kernel_in(folder, **variables):
    """A copied kernel in a folder, and a client that can ask it."""
    file, _ = write_connection_file(str(folder / "kernel.json"))
    env = {"PATH": os.environ["PATH"], "HOME": str(folder), "IPYTHONDIR": str(folder), **variables}
    kernel = ForkedKernel([sys.executable, "-m", "ipykernel_launcher", "-f", file], env, str(folder))
    kernel.start()
    client = BlockingKernelClient(connection_file=file)
    client.load_connection_file()
    client.start_channels(hb=False)  # a heart that starts late on a busy machine is not dead
    try:
        client.wait_for_ready(timeout=SECONDS)
        yield kernel, client
    finally:
        client.stop_channels()
        kernel.kill()
        kernel.wait(SECONDS)


def ask(client, expression):
    """What an expression is in the kernel."""
    reply = client.execute("", user_expressions={"it": expression}, reply=True, timeout=SECONDS)
    return eval(reply["content"]["user_expressions"]["it"]["data"]["text/plain"])


def test_it_has_imported_the_page_and_nothing_heavy_and_is_called_a_kernel(tmp_path):
    with kernel_in(tmp_path) as (kernel, client):
        modules = set(ask(client, MODULES).split())
        name = psutil.Process(kernel.pid).cmdline()[0]
    assert {"scoring.dashboard.page", "bqplot", "polars"} <= modules
    assert not modules & {"voila", "pandas", "pyarrow", "sklearn", "lightgbm", "jupyter_server", "pytest"}
    assert name == f"{sys.executable} -m ipykernel_launcher -f {tmp_path / 'kernel.json'}"


def test_a_browser_can_ask_it_for_all_its_widgets_at_once(tmp_path):
    """Without it a page asks for one after the other, a second and a half for ours."""
    with kernel_in(tmp_path) as (_, client):
        targets = ask(client, "list(get_ipython().kernel.comm_manager.targets)")
    assert {"jupyter.widget", "jupyter.widget.control"} <= set(targets)


def test_its_environment_and_folder_are_those_that_were_given(tmp_path, monkeypatch):
    monkeypatch.setenv("OF_THE_SERVER", "1")
    with kernel_in(tmp_path, SCORING_HOME="/somewhere", **{Name.PLACE: "é"}) as (_, client):
        environment = ask(client, "dict(__import__('os').environ)")
        folder = ask(client, "__import__('os').getcwd()")
        modules = ask(client, MODULES).split()
    assert (environment["SCORING_HOME"], environment["VOILA_PLACE"], folder) == ("/somewhere", "é", str(tmp_path))
    assert "OF_THE_SERVER" not in environment
    # A variable's name brings the module that it was made in along, unless it is sent as plain text.
    assert not [name for name in modules if "test_forked_kernel" in name]


def test_two_of_them_share_nothing_that_they_change(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    with kernel_in(tmp_path / "a") as (one, first), kernel_in(tmp_path / "b") as (two, second):
        ask(first, "setattr(__import__('scoring.dashboard.page').dashboard.page, 'STYLES', ())")
        assert ask(first, "len(__import__('scoring.dashboard.page').dashboard.page.STYLES)") == 0
        assert ask(second, "len(__import__('scoring.dashboard.page').dashboard.page.STYLES)") > 0
        token = "__import__('uuid').uuid4().hex + str(__import__('random').random())"
        assert ask(first, token) != ask(second, token)
        assert os.getpgid(one.pid) == one.pid != os.getpgid(two.pid)


def test_one_that_is_killed_is_told_as_ended_and_signals_to_it_go_nowhere(tmp_path):
    with kernel_in(tmp_path) as (kernel, _):
        assert kernel.poll() is None
        os.kill(kernel.pid, signal.SIGKILL)
        assert kernel.wait(SECONDS) == -signal.SIGKILL == kernel.poll()
        kernel.terminate()
        kernel.kill()


def test_one_that_is_asked_to_end_does(tmp_path):
    with kernel_in(tmp_path) as (kernel, client):
        client.shutdown()
        assert kernel.wait(SECONDS) == 0


def test_when_what_they_are_copied_from_is_killed_they_end_and_the_next_is_copied_all_the_same(tmp_path):
    (tmp_path / "next").mkdir()
    with kernel_in(tmp_path) as (kernel, _):
        source = psutil.Process(kernel.pid).parent()
        assert source is not None
        source.kill()
        assert until(lambda: not psutil.pid_exists(kernel.pid))
        assert kernel.wait(SECONDS) == 255
    with kernel_in(tmp_path / "next") as (_, client):
        assert ask(client, "'scoring.dashboard.page' in __import__('sys').modules")


SERVER = """
import os, sys, time
from scoring.dashboard.serve.forked_kernel import ForkedKernel
kernel = ForkedKernel([sys.executable, "-m", "ipykernel_launcher", "-f", sys.argv[1]], dict(os.environ))
kernel.start()
print(kernel.pid, os.getppid(), flush=True)
time.sleep(600)
"""


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGINT])
def test_they_end_with_the_server_however_it_ends(tmp_path, sent):
    file, _ = write_connection_file(str(tmp_path / "kernel.json"))
    server = subprocess.Popen([sys.executable, "-c", SERVER, file], stdout=subprocess.PIPE, text=True)
    kernel = psutil.Process(int(server.stdout.readline().split()[0]))
    source = kernel.parent()
    server.send_signal(sent)
    server.wait(SECONDS)
    assert until(lambda: not kernel.is_running() and not source.is_running())


def managed(tmp_path, monkeypatch, argv):
    """What Jupyter's own manager makes of a kernel with our provisioner: whether it lived, and its provisioner."""
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("JUPYTER_DEFAULT_PROVISIONER_NAME", "scoring-forked")

    async def live():
        manager = AsyncKernelManager(connection_file=str(tmp_path / "managed.json"))
        manager._kernel_spec = KernelSpec(argv=argv, language="python", display_name="Python")
        await manager.start_kernel(cwd=str(tmp_path))
        lived, provisioner = await manager.is_alive(), manager.provisioner
        process = provisioner.process
        await manager.shutdown_kernel(now=True)
        return lived, provisioner, process

    return asyncio.run(live())


def test_jupyters_manager_starts_and_ends_it(tmp_path, monkeypatch):
    argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    lived, provisioner, process = managed(tmp_path, monkeypatch, argv)
    assert (lived, type(provisioner), type(process)) == (True, ForkedProvisioner, ForkedKernel)
    assert process.poll() is not None


def test_what_is_no_python_kernel_is_started_as_jupyter_does(tmp_path, monkeypatch):
    argv = [sys.executable, "-c", "import time; time.sleep(600)", "{connection_file}"]
    lived, _, process = managed(tmp_path, monkeypatch, argv)
    assert (lived, type(process)) == (True, subprocess.Popen)


def test_where_no_process_can_be_copied_from_a_kernel_is_started_as_jupyter_does(tmp_path, monkeypatch):
    def refuse(_):
        raise EOFError("it ended")

    monkeypatch.setattr(ForkedKernel, "start", refuse)
    argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    lived, _, process = managed(tmp_path, monkeypatch, argv)
    assert (lived, type(process)) == (True, subprocess.Popen)


def test_one_that_nobody_waits_for_any_more_is_ended(monkeypatch):
    begun, go_on, ended = asyncio.Event(), threading.Event(), threading.Event()

    class Slow(ForkedKernel):
        def start(self):
            loop.call_soon_threadsafe(begun.set)
            go_on.wait(SECONDS)

        def kill(self):
            ended.set()

    async def leave():
        waiting = asyncio.ensure_future(started(Slow(["python"], {})))
        await begun.wait()
        waiting.cancel()
        await asyncio.sleep(0)
        assert not ended.is_set()
        go_on.set()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        return await asyncio.to_thread(ended.wait, SECONDS)

    loop = asyncio.new_event_loop()
    assert loop.run_until_complete(leave())
    loop.close()


def test_a_fork_server_that_cannot_be_started_is_a_line_in_the_log(monkeypatch, caplog):
    def refuse():
        raise OSError("AF_UNIX path too long")

    monkeypatch.setattr(forked_kernel.forkserver, "ensure_running", refuse)
    forked_kernel.start_fork_server()
    assert caplog.messages == [
        "No process to copy kernels from (AF_UNIX path too long): every kernel imports for itself."
    ]


def test_the_pages_server_copies_them_where_that_is_possible(monkeypatch):
    name = "default_provisioner_name"
    provisioners = entry_points(group="jupyter_client.kernel_provisioners", name="scoring-forked")
    assert [entry.load() for entry in provisioners] == [ForkedProvisioner]
    assert server_settings()["KernelProvisionerFactory"][name] == "scoring-forked"
    monkeypatch.setattr("scoring.dashboard.serve.forked_kernel.sys.platform", "darwin")
    assert server_settings()["KernelProvisionerFactory"][name] == "local-provisioner"
    metadata = json.loads(Path("dashboard.ipynb").read_text())["metadata"]
    assert metadata["kernelspec"]["name"] == "python3"
