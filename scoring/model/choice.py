"""The choice that a home keeps: which candidate is trained, with which settings, by whatever command comes next."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from scoring.errors import UserError
from scoring.files import read_json, write_json
from scoring.model.candidates import servable
from scoring.settings import Costs, Home, Switches, Training

CHOSEN = "chosen.json"
REMEDY = "Delete it to train as by default, or choose again in notebooks/03_model_selection.ipynb."


def choose(home: Home, settings: Training) -> None:
    """Keep these settings: ``scoring run`` and ``scoring train`` use them from now on.

    Raises
    ------
    UserError
        When the candidate is none that can be served.
    """
    servable(settings.candidate)
    home.models.mkdir(parents=True, exist_ok=True)
    write_json(chosen_file(home), dataclasses.asdict(settings))


def chosen(home: Home) -> Training:
    """What was chosen for a home; the defaults where nothing was.

    Raises
    ------
    UserError
        When the file is damaged, or holds what this version does not know.
    """
    path = chosen_file(home)
    if not path.exists():
        return Training()
    try:
        content = read_json(path)
    except UserError as mistake:
        raise UserError(mistake.got, REMEDY) from mistake
    settings = _as_settings(path, content)
    servable(settings.candidate)
    return settings


def chosen_file(home: Home) -> Path:
    """Where the choice is kept."""
    return home.models / CHOSEN


def _as_settings(path: Path, content: dict[str, Any]) -> Training:
    """The settings, each of the kind that its default has."""
    try:
        settings = Training(
            **{**content, "costs": Costs(**content["costs"]), "switches": Switches(**content["switches"])}
        )
    except (KeyError, TypeError) as error:
        raise UserError(f"{path.name}: expected the settings of a training, got others ({error}).", REMEDY) from error
    except UserError as mistake:
        raise UserError(f"{path.name}: {mistake.got}", REMEDY) from mistake
    _refuse_other_kinds(path, Training(), settings)
    return settings


def _refuse_other_kinds(path: Path, default: Any, given: Any) -> None:
    for field in dataclasses.fields(default):
        expected, got = getattr(default, field.name), getattr(given, field.name)
        if dataclasses.is_dataclass(expected):
            _refuse_other_kinds(path, expected, got)
        elif type(expected) is not type(got) and not (type(expected) is float and type(got) is int):
            raise UserError(f"{path.name}: {field.name}: expected a value like {expected!r}, got {got!r}.", REMEDY)
