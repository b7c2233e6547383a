"""Who may import whom: the rule of the rooms is kept, and a wrong import would be caught."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# As `lint-imports` does it, on the package in the current folder.
LINT = """
import sys
sys.path.insert(0, "")
from importlinter.cli import lint_imports
sys.exit(lint_imports(no_cache=True))
"""


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LINT], cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The package and its contracts, where a test may spoil them."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "scoring", tmp_path / "scoring", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def test_the_rooms_import_downwards_only():
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "0 broken" in result.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("scoring/tables/spoiled.py", "import scoring.explain", "Rooms import downwards only"),
        ("scoring/errors.py", "def late():\n    import scoring.settings", "Rooms import downwards only"),
        ("scoring/tables/spoiled.py", "import bqplot", "Widgets only in dashboard"),
        ("scoring/explain/spoiled.py", "from ipywidgets import HTML", "Widgets only in dashboard"),
        ("scoring/tables/spoiled.py", "import fastapi", "HTTP only in api"),
        ("scoring/explain/spoiled.py", "def late():\n    import lightgbm", "LightGBM only in model"),
        ("scoring/new_room.py", "", "Rooms import downwards only"),
    ],
)
def test_a_wrong_import_is_caught(copy, module, line, contract):
    with (copy / module).open("a", encoding="utf-8") as stream:
        stream.write(f"\n{line}\n")
    result = lint(copy)
    assert result.returncode == 1, result.stdout + result.stderr
    assert f"{contract} BROKEN" in result.stdout
    assert "1 broken" in result.stdout


def test_tests_import_no_private_name():
    private = [
        f"{file.relative_to(ROOT)}: {alias.name}"
        for file in sorted((ROOT / "tests").rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("scoring")
        for alias in node.names
        if alias.name.startswith("_") and not alias.name.startswith("__")
    ]
    assert private == []
