"""Measurements in pieces: each is kept on disk, and made again only where what it depends on has changed."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from scoring.arrays import Floats
from scoring.files import fingerprint
from scoring.files.source_code import code_of, read_module

START = time.monotonic()
HERE = Path(__file__).parent
MEASURING = (
    *("features", "feature_tasks", "kernel", "kernel_model", "measured_home", "nested_scores", "interval_coverage"),
)
Figures = dict[str, Any]
Piece = Callable[[], Figures]


def figures_of(
    folder: Path, pieces: Mapping[str, Piece], depends_on: Mapping[str, Any], only: Collection[str] = ()
) -> Figures:
    """The figures of all pieces together, each from disk where it was measured with the same code and settings.

    Parameters
    ----------
    folder : Path
        Where they are kept, one JSON a piece.
    pieces : mapping of str to callable
        What measures each of them.
    depends_on : mapping
        What else the figures depend on, beside the code of the package and of the measurements.
    only : collection of str
        Which pieces may be measured; all by default. Of the others only what is kept is read.
    """
    key = fingerprint(code_fingerprint(), dict(depends_on))
    figures: Figures = {}
    for name, measure in pieces.items():
        kept = _read(folder / f"{name}.json", key)
        if kept is None and (not only or name in only):
            say(f"measuring {name}")
            kept = measure()
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{name}.json").write_text(json.dumps({"key": key, "figures": kept}), encoding="utf-8")
        if kept is not None:
            say(f"{name}: {json.dumps(kept)}")
        figures |= kept or {}
    return figures


def with_bounds(name: str, interval: tuple[float, float, float]) -> Figures:
    """A figure and its bounds under their names.

    Examples
    --------
    >>> with_bounds("gain", (0.2, 0.1, 0.3))
    {'gain': 0.2, 'gain_low': 0.1, 'gain_high': 0.3}
    """
    return dict(zip((name, f"{name}_low", f"{name}_high"), interval, strict=True))


def array_of(path: Path, measure: Callable[[], Floats]) -> Floats:
    """An array that takes minutes to compute, from disk where the same code computed it for the same path."""
    kept = path.with_name(f"{path.stem}-{code_fingerprint()}.npy")
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        values = measure()
        np.save(kept, values)
    return np.asarray(np.load(kept), dtype=np.float64)


def code_fingerprint() -> str:
    """Names the code whose figures these are: models, features, the simulated world, the measurements themselves."""
    here = {name: read_module((HERE / f"{name}.py").read_text(encoding="utf-8")).essence for name in MEASURING}
    measured = (
        "scoring.model",
        "scoring.features.build",
        "scoring.synthetic",
        "scoring.tables.ingest",
        "scoring.explain",
    )
    return fingerprint(code_of(*measured).fingerprint, here)


def real_archive() -> Path:
    """Where Kaggle's own rows are, if they are at hand."""
    return Path(os.environ.get("SCORING_REAL_DATA") or "../shared/data") / "home-credit-sample.zip"


def say(what: str) -> None:
    """A line of progress on the error stream, with the seconds since the start."""
    print(f"{time.monotonic() - START:7.1f} s  {what}", file=sys.stderr, flush=True)


def _read(path: Path, key: str) -> Figures | None:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return None
    figures: Figures = content["figures"]
    return figures if content.get("key") == key else None
