"""Every option of every command that names a file to be written: what cannot be written is refused before the work."""

from __future__ import annotations

import os
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from scoring.cli import app
from scoring.errors import UserError
from scoring.files import refuse_destination

READ = {"path", "archive", "lender", "certificate", "private_key"}
WRITTEN = {"output", "report"}
# What each command with such an option needs beside it; none of it is there, so the work cannot begin.
BESIDE = {
    "import": ["none.zip"],
    "score": ["--input", "none.zip"],
    "drift": ["--input", "none.zip"],
    "letter": ["900001"],
    "export": ["900001"],
    "models compare": ["current", "current"],
}
ENDINGS = {("score", "output"): ".csv", ("letter", "output"): ".pdf", ("export", "output"): ".html"}
BAD = {
    "folder that is not there": ("nowhere/x{}", "expected a folder that is there, got nowhere. Make it first."),
    "folder": ("folder{}", "expected a file, got the folder folder{}. Name a file in it."),
    "file as folder": ("file/x{}", "expected a folder, got file, which is none. Name a folder that is one."),
    "pipe": ("pipe{}", "expected a file, got the device or pipe pipe{}. Name a file."),
    "device": ("null{}", "expected a file, got the device or pipe null{}. Name a file."),
    "name too long": (
        f"{300 * 'x'}{{}}",
        f"expected a file that can be written, got {300 * 'x'}{{}}: file name too long. "
        "Name a file in a folder that you may write in.",
    ),
}


def path_options(group=app, prefix=""):
    """``(command, option)`` of each parameter of the command line that is a path."""
    for command in group.registered_commands:
        kinds = get_type_hints(command.callback)
        name = command.name or command.callback.__name__
        yield from ((prefix + name, option) for option, kind in kinds.items() if Path in (kind, *get_args(kind)))
    for inner in group.registered_groups:
        yield from path_options(inner.typer_instance, f"{inner.name} ")


PLACES = sorted((command, option) for command, option in path_options() if option in WRITTEN)


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A folder to work in with everything in the way."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("kept")
    for ending in (".json", ".csv", ".pdf", ".html"):
        (tmp_path / f"folder{ending}").mkdir()
        os.mkfifo(tmp_path / f"pipe{ending}")
        (tmp_path / f"null{ending}").symlink_to(os.devnull)
    return tmp_path


def test_every_path_of_the_command_line_is_read_or_written():
    assert {option for _, option in path_options()} == READ | WRITTEN
    assert {command for command, _ in PLACES} == set(BESIDE)


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("place", PLACES, ids=" --".join)
def test_a_file_that_cannot_be_written_is_refused_before_anything_is_looked_at(run_cli, desk, place, bad):
    command, option = place
    ending = ENDINGS.get(place, ".json")
    path, words = (text.format(ending) if "{}" in text else text for text in BAD[bad])
    also = ["--output", "scores.csv"] if (command, option) == ("score", "report") else []
    before = sorted(desk.iterdir())
    ran = run_cli("--home", desk / "home", *command.split(), *BESIDE[command], *also, f"--{option}", path)
    assert (ran.status, ran.out, ran.err) == (2, "", f"--{option}: {words}\n")
    assert sorted(desk.iterdir()) == before


@pytest.mark.parametrize(("place", "ending"), ENDINGS.items(), ids=str)
def test_the_ending_says_the_form_and_capitals_do_not_matter(run_cli, desk, place, ending):
    command, option = place
    begin = ("--home", desk / "home", *command.split(), *BESIDE[command], f"--{option}")
    assert run_cli(*begin, "x.docx").err.startswith(f"--{option}: expected a name that ends in .")
    assert f"--{option}" not in run_cli(*begin, f"x{ending.upper()}").err


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="a folder in which nobody may write, not even root")
def test_a_folder_that_may_not_be_written_in_is_refused():
    with pytest.raises(UserError, match=r"^--report: expected a file that can be written, got /proc/x: "):
        refuse_destination("--report", Path("/proc/x"))


def test_what_is_there_stays_and_nothing_is_left(tmp_path):
    file = tmp_path / "report.json"
    file.write_text("an earlier one")
    refuse_destination("--report", file)
    refuse_destination("--report", tmp_path / "new.json")
    refuse_destination("--report", None, (".json",))
    assert ([path.name for path in tmp_path.iterdir()], file.read_text()) == (["report.json"], "an earlier one")
