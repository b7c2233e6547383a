"""Notebooks in CI: all of them executed in order, and a failing cell told by its message."""

import subprocess

import nbformat
import pytest

from scoring.documents.run_notebooks import WAVES, notebooks_folder
from scripts import nbval
from scripts.nbval import main


def notebook(path, source):
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    made.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(made, path)


def test_every_notebook_has_its_place_in_the_order():
    there = {path.stem for path in notebooks_folder().glob("[0-9]*.ipynb")}
    assert there == {name for wave in WAVES for name in wave}


@pytest.mark.slow
def test_a_failing_cell_fails_with_its_message_and_later_waves_are_not_run(tmp_path, capfd):
    notebook(tmp_path / "01_exploration.ipynb", "1 + 1")
    notebook(tmp_path / "02_features.ipynb", "raise ValueError('the tables are upside down')")
    notebook(tmp_path / "03_model_selection.ipynb", "raise SystemExit")
    assert main(str(tmp_path), str(tmp_path), "none.ipynb") == 1
    said = capfd.readouterr().out
    assert "01_exploration.ipynb: passed" in said
    assert "02_features.ipynb: FAILED" in said
    assert "the tables are upside down" in said
    assert "03_model_selection" not in said


@pytest.mark.parametrize(("kernels", "status", "asked"), [(0, 0, 1), (1, 0, 2), (2, 1, 2)])
def test_a_notebook_whose_kernel_could_not_start_is_tried_once_more(tmp_path, monkeypatch, kernels, status, asked):
    notebook(tmp_path / "07_new.ipynb", "1 + 1")
    said = iter([nbval.NO_KERNEL] * kernels + [""])
    runs = []

    def run(*command, **_):
        runs.append(command)
        words = next(said)
        return subprocess.CompletedProcess(command, int(bool(words)), words, "")

    monkeypatch.setattr(nbval.subprocess, "run", run)
    assert main(str(tmp_path), str(tmp_path), "none.ipynb") == status
    assert len(runs) == asked


@pytest.mark.slow
def test_the_home_is_the_world_that_is_named(tmp_path, capfd):
    notebook(tmp_path / "07_new.ipynb", f"import os; assert os.environ['SCORING_HOME'] == {str(tmp_path / 'w')!r}")
    assert main(str(tmp_path / "w"), str(tmp_path), "none.ipynb") == 0
    assert "07_new.ipynb: passed" in capfd.readouterr().out
