"""Where a home's keys are; apart from what reads them, so that a visitor's kernel can ask whether there are any."""

from __future__ import annotations

from pathlib import Path

from scoring.settings import Home

FOLDER, FILE = "access", "keys.json"


def keys_file(home: Home) -> Path:
    """Where a home's keys are; once one was made the file is there, whatever became of the key."""
    return home.root / FOLDER / FILE


def has_keys(home: Home) -> bool:
    """Whether a key was ever made here: people are known by their keys then, whatever became of them."""
    return keys_file(home).exists()
