"""Where a home's tables lie, and their fingerprint; light, so that asking whether a run is stale is quick."""

from __future__ import annotations

from pathlib import Path

from scoring.errors import UserError
from scoring.files import SEAL, damage, read_json, require_current
from scoring.files.source_code import code_of
from scoring.settings import Home

REPORT = "tables.json"
TRUTH = "truth.parquet"
IMPORT_AGAIN = "Import the archive again with 'scoring import', or simulate anew with 'scoring simulate'."


def tables_folder(home: Home) -> Path:
    """The folder of the home's tables.

    Raises
    ------
    UserError
        When there are none yet.
    """
    return require_current(home.tables, "tables", "Run 'scoring import ARCHIVE' or 'scoring simulate' first.")


def verified_tables(home: Home) -> Path:
    """The folder of the home's tables, as they were written; those that an older version wrote have no seal.

    Raises
    ------
    UserError
        When there are none yet, or they are damaged.
    """
    folder = tables_folder(home)
    mistake = damage(folder)
    if mistake and (folder / SEAL).exists():
        raise UserError(f"The tables are damaged: {mistake}.", IMPORT_AGAIN)
    return folder


def tables_fingerprint(folder: Path) -> str:
    """What names the content of a folder of tables.

    Raises
    ------
    UserError
        When the import's report is damaged or of another version.
    """
    try:
        return str(read_json(folder / REPORT)["fingerprint"])
    except KeyError as error:
        raise UserError(f"{REPORT}: fingerprint: expected a text, got none.", IMPORT_AGAIN) from error
    except UserError as mistake:
        raise UserError(mistake.got, IMPORT_AGAIN) from mistake


def contract_version() -> str:
    """What names the contract of the columns: their kinds, bounds and texts."""
    return code_of("scoring.tables.schema").fingerprint


def import_code() -> str:
    """What names the code that checks and cleans an archive."""
    return code_of("scoring.tables.ingest").fingerprint


def is_simulated(home: Home) -> bool:
    """Whether the home's clients are simulated: only then is the truth known."""
    return (tables_folder(home) / TRUTH).exists()
