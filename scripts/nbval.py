"""Execute every notebook by nbval on a small world: in the order of ``scoring notebooks``, two side by side."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from scoring.documents.run_notebooks import WAVES

SIDE_BY_SIDE = 2
CELL_SECONDS = 600
PAGE = "dashboard.ipynb"
NO_KERNEL = "Kernel died before replying to kernel_info"


@dataclass(frozen=True)
class Tried:
    """One notebook: what pytest said, and whether every cell ran."""

    path: Path
    seconds: float
    said: str
    passed: bool


def main(world: str, folder: str = "notebooks", page: str = PAGE) -> int:
    """Try all notebooks of a folder on a world; 0 when every cell of every one ran.

    Parameters
    ----------
    world : str
        The home that they read and write.
    folder, page : str
        Where the notebooks lie, and the dashboard's, tried beside the last ones.
    """
    for wave in _waves(Path(folder), Path(page)):
        with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            tried = list(pool.map(lambda path: _try(path, world), wave))
        for one in tried:
            print(f"{one.path}: {'passed' if one.passed else 'FAILED'} after {one.seconds:.0f} s", flush=True)
        if failed := [one for one in tried if not one.passed]:
            print("\n".join(one.said for one in failed))
            return 1
    return 0


def _waves(folder: Path, page: Path) -> list[list[Path]]:
    """The notebooks that are there, wave by wave; a new one that no wave knows is tried with the last."""
    every = sorted(folder.glob("[0-9]*.ipynb"))
    known = {name for wave in WAVES for name in wave}
    waves = [[path for path in every if path.stem in wave] for wave in WAVES]
    waves[-1] += [path for path in every if path.stem not in known] + ([page] if page.exists() else [])
    return waves


def _try(path: Path, world: str) -> Tried:
    """Try a notebook; anew where its kernel could not start: two that begin at once may choose the same ports."""
    tried = _once(path, world)
    return _once(path, world) if not tried.passed and NO_KERNEL in tried.said else tried


def _once(path: Path, world: str) -> Tried:
    start = monotonic()
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval-lax", "--nbval-current-env"]
    ended = subprocess.run(
        [*command, f"--nbval-cell-timeout={CELL_SECONDS}", str(path)],
        env=os.environ | {"SCORING_HOME": str(Path(world).resolve())},
        capture_output=True,
        text=True,
        check=False,
    )
    return Tried(path, monotonic() - start, ended.stdout + ended.stderr, ended.returncode == 0)


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
