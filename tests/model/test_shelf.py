"""Which model is served: promoting, rolling back, and what is refused."""

from __future__ import annotations

import shutil
import time

import pytest

from scoring.errors import UserError
from scoring.files import POINTER, current, seal, write_text
from scoring.model.manifest import MANIFEST
from scoring.model.shelf import (
    HISTORY,
    forget_promotion,
    history,
    promote,
    promoted,
    roll_back,
    version_named,
    versions,
)
from scoring.settings import Home

OTHER = "feed0123feed0123"


@pytest.fixture
def home(world, tmp_path) -> Home:
    """The world's model under two versions, of which its own is served."""
    home = Home(tmp_path / "home")
    shutil.copytree(world.models, home.models)
    (home.models / HISTORY).unlink(missing_ok=True)
    shutil.copytree(current(home.models), home.models / OTHER)
    seal(home.models / OTHER)
    return home


def content(folder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_promoting_moves_the_name_and_changes_no_folder(home):
    before = {folder.name: content(folder) for folder in versions(home)}
    promote(home, OTHER)
    assert current(home.models).name == promoted(home) == OTHER
    assert {folder.name: content(folder) for folder in versions(home)} == before


def test_rolling_back_gives_the_model_before_and_back_again(home):
    first = current(home.models).name
    promote(home, OTHER)
    assert [turn.version for turn in history(home)] == [first, OTHER]
    roll_back(home)
    assert current(home.models).name == promoted(home) == first
    assert [turn.why for turn in history(home)] == ["trained", "promoted", "rolled back"]


def test_a_choice_or_a_training_ends_a_promotion(home):
    promote(home, OTHER)
    forget_promotion(home)
    assert promoted(home) == ""
    assert current(home.models).name == OTHER


def test_a_promotion_is_of_the_current_model_only(home):
    first = current(home.models).name
    promote(home, OTHER)
    write_text(home.models / POINTER, first)
    assert promoted(home) == ""


@pytest.mark.parametrize("harm", ["changed", "removed", "added"])
def test_a_damaged_model_is_not_promoted(home, harm):
    live, scorer = current(home.models), next((home.models / OTHER).glob("served.*"))
    if harm == "changed":
        scorer.write_bytes(scorer.read_bytes() + b" ")
    elif harm == "removed":
        scorer.unlink()
    else:
        (home.models / OTHER / "more.txt").write_text("x", encoding="utf-8")
    with pytest.raises(UserError, match=f"{OTHER} is damaged"):
        promote(home, OTHER)
    assert current(home.models) == live
    assert promoted(home) == ""


@pytest.mark.parametrize("name", ["", "fee", "nothing-like-it", "../tables", "."])
def test_no_such_model(home, name):
    with pytest.raises(UserError, match="Expected a model's version"):
        version_named(home, name)


def test_first_letters_are_enough_where_one_model_has_them(home):
    assert version_named(home, OTHER[:4]).name == OTHER
    shutil.copytree(home.models / OTHER, home.models / (OTHER[:8] + "ffffffff"))
    with pytest.raises(UserError, match="begins the names of 2 models"):
        version_named(home, OTHER[:4])
    assert version_named(home, OTHER).name == OTHER


def test_no_model_spoke_before(home):
    with pytest.raises(UserError, match="Expected a model that was served before"):
        roll_back(home)


def test_what_is_damaged_is_passed_over_on_the_way_back(home):
    third = "beef0123beef0123"
    shutil.copytree(home.models / OTHER, home.models / third)
    first = current(home.models).name
    seal(home.models / third)
    promote(home, OTHER)
    promote(home, third)
    (home.models / OTHER / MANIFEST).write_text("{}", encoding="utf-8")
    roll_back(home)
    assert current(home.models).name == first


@pytest.mark.parametrize("text", ["", "[]", '{"turns": [1]}', '{"turns": [{"version": 3}]}'])
def test_a_damaged_history_is_a_sentence(home, text):
    (home.models / HISTORY).write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=HISTORY):
        history(home)


def test_versions_are_listed_the_newest_first(home):
    time.sleep(0.01)
    seal(home.models / OTHER)
    assert next(folder.name for folder in versions(home)) == OTHER
    assert [folder.name for folder in versions(Home(home.root / "nothing"))] == []
