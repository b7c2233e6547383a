"""Where a home's tables lie, and their fingerprint; light, so that asking whether a run is stale is quick."""

from __future__ import annotations

from pathlib import Path

from scoring.files import read_json, require_current
from scoring.settings import Home

REPORT = "tables.json"
TRUTH = "truth.parquet"


def tables_folder(home: Home) -> Path:
    """The folder of the home's tables.

    Raises
    ------
    UserError
        When there are none yet.
    """
    return require_current(home.tables, "tables", "Run 'scoring import ARCHIVE' or 'scoring simulate' first.")


def tables_fingerprint(folder: Path) -> str:
    """What names the content of a folder of tables."""
    return str(read_json(folder / REPORT)["fingerprint"])


def is_simulated(home: Home) -> bool:
    """Whether the home's clients are simulated: only then is the truth known."""
    return (tables_folder(home) / TRUTH).exists()
