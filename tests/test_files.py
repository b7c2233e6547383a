"""Results on disk are whole or not there, whatever ends the work on them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import datetime
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest

from scoring.errors import UserError
from scoring.files import checksums, current, fingerprint_files, publish, read_json, write_json, write_text


@pytest.fixture
def stage(tmp_path: Path) -> Path:
    return tmp_path / "data" / "stage"


def make(stage: Path, version: str | None, text: str = "whole", *, keep: int = 1) -> None:
    with publish(stage, version, keep=keep) as folder:
        (folder / "result.txt").write_text(text)


def interrupted(folder: Path, error: BaseException) -> None:
    (folder / "result.txt").write_text("half")
    raise error


def names(stage: Path) -> set[str]:
    return {path.name for path in stage.iterdir()}


def content(stage: Path) -> str:
    folder = current(stage)
    assert folder is not None
    return (folder / "result.txt").read_text()


def test_there_is_no_result_before_the_first(stage):
    assert current(stage) is None


def test_a_clean_exit_makes_the_result_current(stage):
    make(stage, "one")
    assert content(stage) == "whole"
    assert names(stage) == {"one", "current"}


def test_a_result_without_a_name_gets_one(stage):
    make(stage, None)
    assert content(stage) == "whole"


def test_nothing_is_current_while_it_is_being_written(stage):
    make(stage, "one")
    with publish(stage, "two") as folder:
        (folder / "result.txt").write_text("half")
        assert content(stage) == "whole"


@pytest.mark.parametrize("error", [ValueError("bad"), KeyboardInterrupt(), SystemExit(3)])
def test_an_error_leaves_the_old_result_and_nothing_else(stage, snapshot, error):
    make(stage, "one")
    before = snapshot(stage)
    with pytest.raises(type(error)), publish(stage, "two") as folder:
        interrupted(folder, error)
    assert snapshot(stage) == before


@pytest.mark.parametrize("number", [28, 122], ids=["no space left", "quota"])
def test_a_full_disk_is_said_in_a_sentence(stage, number):
    make(stage, "one")
    with (
        pytest.raises(
            UserError,
            match=r"The disk is full: stage could not be written; what was there before is unchanged\. Free some",
        ),
        publish(stage, "two"),
    ):
        raise OSError(number, os.strerror(number))
    assert content(stage) == "whole"


def test_a_full_disk_that_a_library_tells_in_its_own_words_is_said_too(stage):
    with pytest.raises(UserError, match="disk is full"), publish(stage):
        raise RuntimeError("IO error: No space left on device (os error 28)")


def test_a_full_disk_at_the_last_step_leaves_the_old_result(stage, snapshot, monkeypatch):
    make(stage, "one")
    before = snapshot(stage)

    def full(path: Path, *_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(UserError, match="disk is full"), publish(stage, "two"):
        pass
    assert snapshot(stage) == before


def test_a_stage_keeps_as_many_results_as_asked(stage):
    for version in ("one", "two", "three", "four"):
        make(stage, version, keep=3)
        time.sleep(0.02)
    assert names(stage) == {"two", "three", "four", "current"}


def test_the_oldest_results_go_by_when_they_were_written_whatever_times_a_copy_of_the_home_gave_them(stage):
    for version in ("one", "two", "three"):
        make(stage, version, keep=3)
    for seconds, version in enumerate(("three", "two", "one")):
        os.utime(stage / version, (seconds, seconds))
        os.utime(stage / version / "checksums.json", (seconds, seconds))
    make(stage, "four", keep=3)
    assert names(stage) == {"two", "three", "four", "current"}


def test_what_was_current_goes_last_whatever_the_clock_said_when_it_was_written(stage, monkeypatch):
    """An open page reads the portfolio before: after a clock was set back it was taken away under it."""
    for version, day in (("old", 5), ("before", 1), ("new", 2)):
        clock = SimpleNamespace(now=partial(datetime, 2026, 11, day, 12, 0, 0, 0), fromisoformat=datetime.fromisoformat)
        monkeypatch.setattr(checksums, "datetime", clock)
        make(stage, version, keep=2)
    assert names(stage) == {"before", "new", "current"}


def test_results_put_aside_count_among_those_that_are_kept(stage):
    make(stage, "served", keep=2)
    for version in ("first", "second", "third"):
        with publish(stage, version, keep=2, aside=True) as folder:
            (folder / "result.txt").write_text(version)
    assert current(stage) == stage / "served"
    assert {folder.name for folder in stage.iterdir() if folder.is_dir()} == {"served", "third"}


def test_a_stage_keeps_one_result_by_default(stage):
    make(stage, "one")
    make(stage, "two")
    assert names(stage) == {"two", "current"}


def test_a_stage_keeps_all_results_when_asked_for_0(stage):
    for version in ("one", "two", "three"):
        make(stage, version, keep=0)
    assert names(stage) == {"one", "two", "three", "current"}


def test_a_version_that_was_kept_may_become_current_again(stage):
    for version, text in (("one", "first"), ("two", "second"), ("one", "first again")):
        make(stage, version, text, keep=3)
    assert current(stage) == stage / "one"
    assert content(stage) == "first again"
    assert names(stage) == {"one", "two", "current"}


def test_the_current_version_may_be_made_again(stage):
    make(stage, "one", "first")
    make(stage, "one", "mended")
    assert content(stage) == "mended"
    assert names(stage) == {"one", "current"}


def test_a_version_whose_name_was_not_yet_told_is_made_again(stage):
    """A kill between the new folder's name and the pointer leaves a whole folder that nobody points to."""
    make(stage, "one")
    (stage / "two").mkdir()
    (stage / "two" / "result.txt").write_text("left over")
    make(stage, "two", "new")
    assert content(stage) == "new"
    assert names(stage) == {"two", "current"}


def dead_process() -> int:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


def test_what_a_killed_process_left_is_removed_by_the_next_run(stage):
    make(stage, "one")
    dead = dead_process()
    (stage / f".writing-{dead}-two").mkdir()
    (stage / f".writing-{dead}-two" / "half.parquet").write_bytes(b"PAR1")
    (stage / f".current.{dead}").write_text("tw")
    make(stage, "three")
    assert names(stage) == {"three", "current"}


def test_what_a_living_process_writes_is_left_alone(stage):
    living = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        (stage / f".writing-{living.pid}-two").mkdir(parents=True)
        make(stage, "three")
        assert (stage / f".writing-{living.pid}-two").exists()
    finally:
        living.communicate(b"\n")


def test_a_pointer_to_a_folder_that_is_gone_points_to_nothing(stage):
    make(stage, "one")
    write_text(stage / "current", "gone")
    assert current(stage) is None


def test_an_empty_pointer_points_to_nothing(stage):
    make(stage, "one")
    (stage / "current").write_text("")
    assert current(stage) is None


def test_json_is_read_as_it_was_written(tmp_path):
    write_json(tmp_path / "one.json", {"é": [1, None, 0.1]})
    assert read_json(tmp_path / "one.json") == {"é": [1, None, 0.1]}
    assert names(tmp_path) == {"one.json"}


def test_a_files_fingerprint_follows_its_name_and_content_and_not_its_folder(tmp_path):
    def written(folder: str, name: str, text: str) -> Path:
        path = tmp_path / folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        return path

    first = fingerprint_files([written("a", "x", "1"), written("a", "y", "2")])
    assert fingerprint_files([written("b", "y", "2"), written("b", "x", "1")]) == first
    assert fingerprint_files([written("c", "x", "1"), written("c", "y", "3")]) != first
    assert fingerprint_files([written("d", "x", "1"), written("d", "z", "2")]) != first
