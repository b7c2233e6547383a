"""A result knows its files: a cut, a changed byte, a missing or surplus file is noticed, wherever it is."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scoring.errors import UserError
from scoring.files import (
    SEAL,
    content_fingerprint,
    current,
    damage,
    fingerprint,
    made_from,
    publish,
    read_json,
    require_current,
    seal,
    verify,
    write_json,
    written_at,
)

HARMS = ("cut", "flipped", "deleted")


@pytest.fixture
def result(tmp_path: Path) -> Path:
    with publish(tmp_path / "stage", "one", made_from={"code": "1"}) as folder:
        (folder / "below").mkdir()
        for name in ("a.txt", "below/b.bin"):
            (folder / name).write_bytes(bytes(range(256)) * 10)
    return tmp_path / "stage" / "one"


@pytest.mark.parametrize("kind", HARMS)
@pytest.mark.parametrize("name", ["a.txt", "below/b.bin", SEAL])
def test_every_harm_to_every_file_is_noticed_and_named(result, harm, name, kind):
    assert damage(result) == ""
    harm(kind, result / name)
    assert damage(result).startswith(f"{name}: expected")
    with pytest.raises(UserError, match=rf"one: {name}: expected .+, got .+\. Make it anew\."):
        verify(result, "Make it anew.")


def test_a_surplus_file_is_noticed(result):
    (result / "below" / "c.txt").write_text("")
    assert damage(result) == "below/c.txt: expected no such file, got one"


def test_a_copy_is_whole_and_its_harm_is_noticed_too(result, harm, tmp_path):
    shutil.copytree(result, tmp_path / "copy")
    assert damage(tmp_path / "copy") == ""
    harm("flipped", tmp_path / "copy" / "a.txt")
    assert damage(tmp_path / "copy") == "a.txt: expected the file as it was written, got a changed one"


def test_a_change_whose_time_was_set_back_is_noticed(result, harm):
    state = (result / "a.txt").stat()
    harm("flipped", result / "a.txt")
    os.utime(result / "a.txt", ns=(state.st_atime_ns, state.st_mtime_ns))
    assert damage(result).startswith("a.txt: expected the file as it was written")


def test_what_it_was_made_from_and_what_it_holds_are_known_by_the_seal(result, harm, tmp_path):
    assert made_from(result) == {"code": "1"}
    shutil.copytree(result, tmp_path / "same")
    assert content_fingerprint(tmp_path / "same") == content_fingerprint(result) != ""
    harm("flipped", tmp_path / "same" / "a.txt")
    seal(tmp_path / "same")
    assert content_fingerprint(tmp_path / "same") != content_fingerprint(result)
    (result / SEAL).unlink()
    assert (made_from(result), content_fingerprint(result)) == ({}, "")


def test_when_it_was_written_is_in_the_seal_and_a_copy_of_today_says_the_same(result, tmp_path):
    written = written_at(result)
    assert abs((datetime.now(UTC) - written).total_seconds()) < 600
    copy = shutil.copytree(result, tmp_path / "copy", copy_function=shutil.copyfile)
    for path in (*copy.rglob("*"), copy):
        os.utime(path, (0, 0))
    assert written_at(copy) == written


def test_a_result_whose_seal_says_no_time_is_as_old_as_its_seal_and_one_without_seal_as_its_folder(result):
    content = read_json(result / SEAL)
    content = {name: content[name] for name in ("made_from", "files")}
    write_json(result / SEAL, {**content, "digest": fingerprint(content)})
    os.utime(result / SEAL, (86_400, 86_400))
    assert (damage(result), written_at(result)) == ("", datetime(1970, 1, 2, tzinfo=UTC))
    (result / SEAL).unlink()
    os.utime(result, (172_800, 172_800))
    assert written_at(result) == datetime(1970, 1, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"../one", b"/", b".", b"one\n\none", b"x" * 5000, b"current"]
)
def test_a_damaged_pointer_points_to_nothing_and_is_said(result, content):
    stage = result.parent
    (stage / "current").write_bytes(content)
    assert current(stage) is None
    with pytest.raises(UserError, match=r"current: expected the name of a model .+ Write .+ \(one\)\. Or: Train"):
        require_current(stage, "a model", "Train one.")
    with publish(stage, "two", keep=2):
        pass
    assert current(stage) == stage / "two"
    assert (stage / "one").is_dir()


def test_a_pointer_that_is_a_folder_is_said_and_left_alone(result):
    stage = result.parent
    (stage / "current").unlink()
    (stage / "current" / "mine").mkdir(parents=True)
    with pytest.raises(UserError, match="expected the name of a model"):
        require_current(stage, "a model", "Train one.")
    with pytest.raises(UserError, match=r"current: expected room for a file .+ Move it away"), publish(stage, "two"):
        pass
    assert {path.name for path in stage.iterdir()} == {"one", "current"}


@pytest.mark.parametrize("number", [13, 30], ids=["no permission", "read-only"])
def test_a_folder_that_may_not_be_written_is_said(tmp_path, monkeypatch, number):
    import os

    def refuse(path: object, *_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number), str(path))

    monkeypatch.setattr(os, "mkdir", refuse)
    with (
        pytest.raises(UserError, match=r"Expected a folder that may be written, .+stage.+ Change its permissions"),
        publish(tmp_path / "stage"),
    ):
        pass
