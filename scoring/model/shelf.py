"""The model folders of a home: which there are, which one is served, since when and why; promoting one, rolling back.

A folder is never changed once it is written (its seal vouches for every file); only the name ``current`` moves.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from scoring.errors import UserError
from scoring.files import POINTER, SEAL, current, damage, read_json, write_json, write_text, written_at
from scoring.model.current_model import model_folder
from scoring.model.manifest import MANIFEST, Manifest, read_manifest
from scoring.settings import Home
from scoring.validation import Checked, parse

HISTORY = "history.json"
PROMOTED = "promoted.json"
CURRENT = "current"
FEWEST_LETTERS = 4
Why = Literal["trained", "promoted", "rolled back"]
LIST_THEM = "'scoring models list' names them."


@dataclass(frozen=True)
class Turn(Checked):
    """When a model began to be served (UTC, to the second), and why."""

    version: str
    since: str
    why: Why


def versions(home: Home) -> list[Path]:
    """Every model folder of a home, the newest first."""
    if not home.models.is_dir():
        return []
    folders = [folder for folder in home.models.iterdir() if not folder.name.startswith(".") and _is_model(folder)]
    return sorted(folders, key=lambda folder: (-trained_at(folder).timestamp(), folder.name))


def trained_at(folder: Path) -> datetime:
    """When a model folder was sealed (UTC)."""
    return written_at(folder)


def version_named(home: Home, name: str) -> Path:
    """One model folder, by its version, the first letters of it (four or more), or ``current``.

    Raises
    ------
    UserError
        When there is none of this name, or several.
    """
    if name == CURRENT:
        return model_folder(home)
    fitting = [folder for folder in versions(home) if folder.name.startswith(name)]
    exact = [folder for folder in fitting if folder.name == name]
    if exact:
        return exact[0]
    if len(name) < FEWEST_LETTERS or not fitting:
        there = ", ".join(folder.name for folder in versions(home)) or "none yet"
        raise UserError(
            f"Expected a model's version, or its first {FEWEST_LETTERS} letters, got {name[:40]!r}.",
            f"There are: {there}.",
        )
    if len(fitting) > 1:
        raise UserError(f"{name} begins the names of {len(fitting)} models.", f"Write more of it; {LIST_THEM}")
    return fitting[0]


def promote(home: Home, name: str, why: Why = "promoted") -> Manifest:
    """Serve a model from now on; ``scoring run`` keeps to it until the next training or another choice.

    Raises
    ------
    UserError
        When there is no such model, it was damaged, or this version of the code makes its features otherwise; the
        current model stays then.
    """
    folder = version_named(home, name)
    mistake = damage(folder)
    if mistake:
        raise UserError(f"{folder.name} is damaged: {mistake}.", "Promote another one, or train again.")
    manifest = read_manifest(folder)
    write_json(home.models / PROMOTED, {"version": folder.name})
    note_turn(home, folder.name, why)
    write_text(home.models / POINTER, folder.name)
    return manifest


def roll_back(home: Home) -> Manifest:
    """Serve the model that was served before the current one.

    Raises
    ------
    UserError
        When no earlier one is kept unharmed.
    """
    live = model_folder(home)
    there = {folder.name for folder in versions(home)}
    served = [turn.version for turn in reversed(history(home))]
    after = served[served.index(live.name) + 1 :] if live.name in served else served
    for version in after:
        if version != live.name and version in there and not damage(home.models / version):
            return promote(home, version, "rolled back")
    raise UserError("Expected a model that was served before, got none that is kept unharmed.", LIST_THEM)


def history(home: Home) -> list[Turn]:
    """Which model was served when, the first one first; what was trained before this was written down is not in it.

    Raises
    ------
    UserError
        When the file is damaged.
    """
    path = home.models / HISTORY
    if not path.exists():
        return []
    content = parse(dict[str, tuple[Turn, ...]], read_json(path), "Delete it: only the dates are lost.", path.name)
    return list(content.get("turns", ()))


def note_turn(home: Home, version: str, why: Why) -> None:
    """Write down that a model is served from now on; the one before it too, where nobody wrote it down."""
    turns, live = history(home), current(home.models)
    if not turns and live is not None and live.name != version:
        turns = [Turn(live.name, trained_at(live).isoformat(timespec="seconds"), "trained")]
    turns.append(Turn(version, datetime.now(UTC).isoformat(timespec="seconds"), why))
    write_json(home.models / HISTORY, {"turns": [asdict(each) for each in turns]})


def note_training(home: Home, version: str) -> None:
    """Write down that a model was trained and is served, where it is; no promotion stands any longer then."""
    live = current(home.models)
    if live is not None and live.name == version:
        forget_promotion(home)
        note_turn(home, version, "trained")


def serve_again(home: Home, version: str) -> None:
    """Serve a kept model that is what a training would give now."""
    write_text(home.models / POINTER, version)
    note_training(home, version)


def promoted(home: Home) -> str:
    """The version that was promoted and is still served; empty where the last trained one is."""
    path, live = home.models / PROMOTED, current(home.models)
    if live is None or not path.exists():
        return ""
    content = parse(dict[str, str], read_json(path), "Delete it: the last trained model is served then.", path.name)
    return live.name if content.get("version") == live.name else ""


def forget_promotion(home: Home) -> None:
    """Serve what the next training gives."""
    (home.models / PROMOTED).unlink(missing_ok=True)


def _is_model(folder: Path) -> bool:
    return (folder / MANIFEST).is_file() and (folder / SEAL).is_file()
