"""The form of the reports' notebooks: one cell of parameters, short cells, prose that asks before code answers."""

import ast
from pathlib import Path

import nbformat
import pytest

import scoring
from scoring.documents.parameters import defaults_of

NOTEBOOKS = sorted((Path(__file__).resolve().parent.parent / "notebooks").glob("[0-9]*.ipynb"))
LONGEST = 15


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def path(request) -> Path:
    return request.param


def cells(path: Path) -> list:
    return nbformat.read(path, as_version=4).cells


def test_one_cell_holds_the_parameters_and_the_home_is_one_of_them(path):
    tagged = [cell for cell in cells(path) if "parameters" in cell.metadata.get("tags", [])]
    assert len(tagged) == 1
    assert defaults_of(path)["home"] == ""


def test_no_cell_is_longer_than_a_screen(path):
    code = {cell.id: len(cell.source.splitlines()) for cell in cells(path) if cell.cell_type == "code"}
    assert {key: lines for key, lines in code.items() if lines > LONGEST} == {}


def test_no_function_is_defined_that_belongs_in_the_package(path):
    defining = [cell.id for cell in cells(path) if cell.cell_type == "code" and "\ndef " in f"\n{cell.source}"]
    assert defining == []


def test_a_title_comes_first(path):
    assert cells(path)[0].cell_type == "markdown"
    assert cells(path)[0].source.startswith("# ")


def test_what_is_public_is_imported_from_the_front_door(path):
    """A name that ``scoring`` gives is taken from there, not from the module that holds it."""
    lines = [line for cell in cells(path) if cell.cell_type == "code" for line in cell.source.splitlines()]
    imports = [ast.parse(line).body[0] for line in lines if line.startswith("from scoring") and line[-1] != "("]
    assert any(node.module == "scoring" for node in imports)
    inner = [alias.name for node in imports if node.module != "scoring" for alias in node.names]
    assert [name for name in inner if name in scoring.__all__] == []
