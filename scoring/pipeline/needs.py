"""What each command of the pipeline needs of memory: measured peaks with a margin, told before it starts.

Measured on two cores (``docs/scale.md``); more cores hold more at once.
"""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Final

from scoring.memory import Need

SIMULATE: Final = Need("simulate", 0.6e9, 11_000, 1_400, 20_000)
IMPORT: Final = Need("import", 0.5e9, 1_800_000, 50_000, 600, unit="megabytes of tables")
FEATURES: Final = Need("features", 0.35e9, 25_000, 400, 20_000, adapts=True)
TRAIN: Final = Need(
    "train",
    0.6e9,
    0,
    5_500,
    0,
    per_client_each_core=3_000,  # a fold each: its clients' numbers and their bins
    most_cores=20,
)
SCORE: Final = Need("score", 0.5e9, 25_000, 500, 20_000, adapts=True)
CLIENTS_STEP: Final = 1_000
PACKED: Final = 8
"""Bytes of a table as text for each byte of it packed or as Parquet, about."""


def refuse_small_import(archive: Path, budget: int | None) -> None:
    """Refuse a budget in bytes that is too small for an archive; without one the archive is not looked at.

    Raises
    ------
    UserError
        With what is needed.
    """
    if budget is not None:
        IMPORT.clients_at_once(megabytes_of(archive), budget)


def refuse_small_training(clients: int, most: int | None, budget: int | None) -> None:
    """Refuse a budget in bytes that is too small to train on a home's clients, or on so many of them at most.

    Raises
    ------
    UserError
        With what is needed, and how many clients the budget would do for.
    """
    learned = clients if most is None else min(clients, most)
    per_client = TRAIN.bytes(2) - TRAIN.bytes(1)
    enough = int(max((budget or 0) - TRAIN.fixed, 0) / per_client) // CLIENTS_STEP * CLIENTS_STEP
    remedy = f"For this budget: 'scoring train --clients {enough}'; everyone is scored by that model." if enough else ""
    replace(TRAIN, remedy=remedy).clients_at_once(learned, budget)


def megabytes_of(archive: Path) -> int:
    """How large an archive's tables are about, as text; 0 for what cannot be read, which the import says better."""
    try:
        if archive.is_dir():
            sizes = (_text_bytes(path.name, path.stat().st_size) for path in archive.rglob("*") if path.is_file())
            return sum(sizes) // 1_000_000
        with zipfile.ZipFile(archive) as packed:
            return sum(_text_bytes(entry.filename, entry.file_size) for entry in packed.infolist()) // 1_000_000
    except (OSError, zipfile.BadZipFile):
        return 0


def _text_bytes(name: str, size: int) -> int:
    return size if name.lower().endswith((".csv", ".tsv", ".txt")) else PACKED * size
