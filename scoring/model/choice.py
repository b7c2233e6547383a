"""The choice that a home keeps: which candidate is trained, with which settings, by whatever command comes next."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from scoring.errors import UserError
from scoring.files import read_json, write_json
from scoring.model.candidates import served_candidate
from scoring.model.shelf import forget_promotion
from scoring.settings import Home, Training
from scoring.validation import parse

CHOSEN = "chosen.json"
REMEDY = "Delete it to train as by default, or choose again in notebooks/03_model_selection.ipynb."


def choose(home: Home, settings: Training) -> None:
    """Keep these settings: ``scoring run`` and ``scoring train`` use them from now on, whatever was promoted.

    Raises
    ------
    UserError
        When the candidate is none that can be served, or the blend has parts that are no learners.
    """
    served_candidate(settings)
    home.models.mkdir(parents=True, exist_ok=True)
    write_json(chosen_file(home), dataclasses.asdict(settings))
    forget_promotion(home)


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
    settings = parse(Training, content, REMEDY, path.name)
    served_candidate(settings)
    return settings


def chosen_file(home: Home) -> Path:
    """Where the choice is kept."""
    return home.models / CHOSEN
