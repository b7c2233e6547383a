"""What changed since the run before: clients who came, went, or are in another zone now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt

from scoring.cohorts.column import Column
from scoring.errors import UserError
from scoring.files import read_json, written_at
from scoring.portfolio.columns import read_column, read_values
from scoring.portfolio.current_portfolio import ABOUT, COLUMNS


@dataclass(frozen=True)
class Changes:
    """Since when a portfolio serves, and what differs from the one before; None for all that cannot be compared.

    ``stricter`` and ``milder`` count the clients known to both whose zone is nearer to a refusal or to a grant now.
    """

    since: date
    new: int | None = None
    gone: int | None = None
    stricter: int | None = None
    milder: int | None = None


def changes_since_last(folder: Path) -> Changes:
    """A portfolio beside the one before it, where that still lies there.

    Parameters
    ----------
    folder : Path
        The portfolio's; older ones lie beside it.
    """
    made = written_at(folder)
    since = made.astimezone().date()
    others = (other for other in folder.parent.iterdir() if other != folder and (other / ABOUT).is_file())
    older = [(at, other) for other in others if (at := written_at(other)) < made]
    if not older:
        return Changes(since)
    _, before = max(older)
    try:
        return _compare(since, _zones(before), _zones(folder))
    except (UserError, OSError, ValueError, KeyError):  # of a version that kept its clients otherwise
        return Changes(since)


def _zones(folder: Path) -> tuple[npt.NDArray[np.int64], Column]:
    """Every client's number and zone."""
    levels = tuple(read_json(folder / ABOUT)["levels"]["zone"])
    return read_values(folder / COLUMNS, "SK_ID_CURR"), read_column(folder / COLUMNS, "zone", levels)


def _compare(
    since: date, before: tuple[npt.NDArray[np.int64], Column], now: tuple[npt.NDArray[np.int64], Column]
) -> Changes:
    common, old, new = np.intersect1d(before[0], now[0], assume_unique=True, return_indices=True)
    if before[1].levels != now[1].levels:
        raise ValueError("zones of another order")
    moved = now[1].values[new].astype(int) - before[1].values[old].astype(int)  # zones go from grant to refusal
    return Changes(
        since,
        new=len(now[0]) - len(common),
        gone=len(before[0]) - len(common),
        stricter=int(np.count_nonzero(moved > 0)),
        milder=int(np.count_nonzero(moved < 0)),
    )
