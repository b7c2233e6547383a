"""Committed notebooks hold no outputs: those may show people's data, and make every diff unreadable."""

import subprocess
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parent.parent


def notebooks() -> list[Path]:
    """Every notebook that git tracks or would track."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.ipynb"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    except (FileNotFoundError, subprocess.CalledProcessError):  # not a checkout
        listed = ["dashboard.ipynb", *(str(path.relative_to(ROOT)) for path in ROOT.glob("notebooks/**/*.ipynb"))]
    return [ROOT / name for name in sorted(listed) if (ROOT / name).exists()]


@pytest.mark.parametrize("path", notebooks(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_notebook_has_no_outputs(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    used = [number for number, cell in enumerate(code, 1) if cell.outputs or cell.execution_count is not None]
    assert not used, f"cells {used} hold outputs; clear them (Edit > Clear Outputs of All Cells) and save"
    assert "widgets" not in notebook.metadata, "saved widget state: clear the outputs and save"
