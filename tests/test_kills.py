"""A process that is killed at any step of publishing leaves a whole result current, and nothing for good."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from scoring.files import clean_up, current, damage, publish

STEPS = ("mkdir", "rename", "replace", "link", "unlink", "rmdir")
KILLED = 9

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a forked process")


def make(stage: Path, version: str, text: str, *, keep: int = 1) -> None:
    with publish(stage, version, keep=keep) as folder:
        (folder / "below").mkdir()
        for name in ("result.txt", "below/other.txt"):
            (folder / name).write_text(text)


def killed_at(step: int, work: Callable[[], None]) -> bool:
    """Do some work in a process of its own that dies before its n-th step on disk; False where it has fewer steps."""
    child = os.fork()
    if child == 0:
        count = 0

        def before(name: str) -> Callable[..., object]:
            honest = getattr(os, name)

            def call(*arguments: object, **options: object) -> object:
                nonlocal count
                count += 1
                if count == step:
                    os._exit(KILLED)
                return honest(*arguments, **options)

            return call

        try:
            for name in STEPS:
                setattr(os, name, before(name))
            work()
            os._exit(0)
        finally:
            os._exit(1)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, KILLED)
    return status == KILLED


def names(stage: Path) -> set[str]:
    return {path.name for path in stage.iterdir()}


def text_of(stage: Path) -> str:
    folder = current(stage)
    assert folder is not None
    assert damage(folder) == ""
    return (folder / "result.txt").read_text()


@pytest.mark.parametrize("before", [("one",), ("two",), ("two", "one"), ("one", "two")], ids=str)
def test_a_kill_at_any_step_leaves_the_old_result_or_the_new_one(tmp_path, before):
    step, seen = 0, set()
    while True:
        step += 1
        stage = tmp_path / str(step)
        for version in before:
            make(stage, version, f"old {version}", keep=2)
        killed = killed_at(step, lambda stage=stage: make(stage, "two", "new", keep=2))
        seen.add(text_of(stage))
        clean_up(stage, 2)
        assert text_of(stage) in {f"old {before[-1]}", "new"}
        assert not [name for name in names(stage) if name.startswith(".")]
        clean_up(stage, 1)
        make(stage, "two", "newest")
        assert (text_of(stage), names(stage)) == ("newest", {"two", "current"})
        if not killed:
            break
    assert seen == {f"old {before[-1]}", "new"}
    assert step >= 7  # two folders, the name, two files replaced, two moved away: nothing was passed over


def test_a_failure_at_any_step_leaves_the_old_result_as_it_was(tmp_path, monkeypatch):
    """Not a kill but an error, as of a disk that fills up: what was there is untouched, nothing else is left."""
    for name in STEPS[:4]:
        stage = tmp_path / name
        make(stage, "two", "old")
        with monkeypatch.context() as patch:
            patch.setattr(os, name, _failing(getattr(os, name)))
            with pytest.raises(RuntimeError):
                make(stage, "two", "new")
        assert text_of(stage) == "old"
        assert names(stage) == {"two", "current"}


def _failing(honest: Callable[..., object]) -> Callable[..., object]:
    calls = iter([True])

    def call(*arguments: object, **options: object) -> object:
        if next(calls, False):
            raise RuntimeError
        return honest(*arguments, **options)

    return call


def test_nothing_is_forgotten_where_nobody_knows_what_is_current(tmp_path):
    make(tmp_path, "one", "first", keep=2)
    make(tmp_path, "two", "second", keep=2)
    (tmp_path / "current").write_text("")
    clean_up(tmp_path, 1)
    assert names(tmp_path) == {"one", "two", "current"}
