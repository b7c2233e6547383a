"""A path is a place, not a pattern: brackets, stars and question marks in a folder's name mean themselves."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import scoring
from scoring.settings import Home
from scoring.tables.ingest import import_tables
from scoring.tables.store import open_tables

READERS = ("scan_parquet", "read_parquet", "scan_csv", "read_csv")


def patterns(folder: Path) -> Iterator[str]:
    """Where Polars is given a path that it takes for a pattern."""
    for file in sorted(folder.rglob("*.py")):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func) in {f"pl.{name}" for name in READERS}:
                plain = any(
                    keyword.arg == "glob" and ast.unparse(keyword.value) == "False" for keyword in call.keywords
                )
                if not plain:
                    yield f"{file.relative_to(folder)}:{call.lineno}"


def test_no_path_is_read_as_a_pattern():
    assert list(patterns(Path(scoring.__file__).parent)) == []


def test_a_path_read_as_a_pattern_is_seen(tmp_path):
    (tmp_path / "a.py").write_text("pl.read_parquet(path)\npl.scan_csv(path, glob=False)\n", encoding="utf-8")
    assert list(patterns(tmp_path)) == ["a.py:1"]


def test_a_home_and_an_archive_may_have_brackets_in_their_names(imported, tiny_archive, tmp_path):
    home = Home(tmp_path / "home [1]*")
    report = import_tables(home, tiny_archive(tmp_path / "archive [a-z]?"))
    assert report.fingerprint == open_tables(imported).fingerprint
    assert open_tables(home).application().collect().equals(open_tables(imported).application().collect())


def test_a_world_answers_from_a_folder_with_brackets(own_world, tmp_path):
    from scoring import Portfolio, assess

    moved = Home(own_world.root.rename(tmp_path / "world [2]"))
    client = int(Portfolio.open(moved).clients[0])
    assert assess(moved, client).client == client
