"""An answer whose arrival was not told is found all the same; notebooks end also where their cells hold widgets."""

import asyncio
import os
import subprocess
import sys
import time
from queue import Empty

import nbformat
import pytest
import zmq.asyncio
from jupyter_client.ioloop import AsyncIOLoopKernelManager
from jupyter_client.session import Session
from traitlets.config import Config

from scoring.dashboard.serve.configuration import server_settings, settings
from scoring.documents.run_notebooks import execute
from scoring.kernel_client import LookingChannel, LookingClient, LookingManager
from scoring.progress import silent


def test_who_waits_for_so_long_is_told_that_nothing_came():
    async def wait(seconds):
        socket = zmq.asyncio.Context.instance().socket(zmq.DEALER)
        try:
            with pytest.raises(Empty):
                await LookingChannel(socket, Session(key=b"")).get_msg(timeout=seconds)
        finally:
            socket.close(linger=0)

    start = time.monotonic()
    asyncio.run(wait(1.3))
    assert 1.2 < time.monotonic() - start < 30
    asyncio.run(wait(0))


def test_all_channels_of_a_managed_kernel_look():
    client = LookingManager().client()
    assert isinstance(client, LookingClient)
    for channel in ("shell", "iopub", "stdin", "control"):
        assert getattr(client, f"{channel}_channel_class") is LookingChannel


@pytest.mark.parametrize("settings", [settings, server_settings])
def test_so_do_those_of_the_page(settings):
    client = AsyncIOLoopKernelManager(config=Config(settings())).client()
    assert isinstance(client, LookingClient)


@pytest.mark.slow
def test_a_notebook_of_widgets_ends_also_on_a_busy_machine(tmp_path):
    """Of Jupyter's own clients three of three never ended here."""
    shown = "interact(lambda x: pd.DataFrame({'a': [x]}), x=FloatSlider(2.0, min=1.0, max=4.0));"
    cells = ["from ipywidgets import FloatSlider, interact", "import pandas as pd", *[shown] * 60]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    (source := tmp_path / "00_widgets.ipynb").write_text(nbformat.writes(notebook), encoding="utf-8")
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(os.cpu_count() or 1)]
    try:
        outcome = execute(source, {}, tmp_path, silent)
    finally:
        for process in busy:
            process.kill()
    assert outcome.failure == ""
