"""What a run's evaluation says of the served model: small, on disk, read by page and API without any library.

:mod:`scoring.documents.model_evaluation` writes it, from the very numbers of the methodology note.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import polars as pl

from scoring.errors import UserError
from scoring.files import damage, read_json
from scoring.portfolio.decision_costs import Confusion, Outcomes
from scoring.settings import Home
from scoring.validation import Checked, Count, rebuild

CONTENT, ANSWERS = "evaluation.json", "answers.parquet"
COMMAND = "scoring evaluate"
EVALUATE = f"Run '{COMMAND}'."
WRONG, CAUGHT = "wrongly refused", "caught"  # measures of a group's rates
FEWEST = 30  # people that a group, or a share of one, must count


@dataclass(frozen=True)
class Interval(Checked):
    """A number and between which values it lies, at 95 %.

    Attributes
    ----------
    value : float
        What was measured, in the unit of what is measured.
    low : float
        Lower end of the 95 % interval, in the unit of what is measured.
    high : float
        Upper end of the 95 % interval, in the unit of what is measured.
    """

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class CalibrationPart(Checked):
    """A part of the clients, safest first: what was announced on average, how often a difficulty came, its interval.

    Attributes
    ----------
    n : int
        How many clients it counts.
    announced : float
        Mean probability of difficulty that was announced to them, 0 to 1.
    observed : float
        Share of them who had a difficulty, 0 to 1.
    low : float
        Lower end of the 95 % interval of that share, 0 to 1.
    high : float
        Upper end of the 95 % interval of that share, 0 to 1.
    """

    n: Count
    announced: float
    observed: float
    low: float
    high: float


@dataclass(frozen=True)
class GroupCalibration(Checked):
    """One group: how many with a known outcome, what was announced and observed, whether the interval holds it.

    Attributes
    ----------
    trait : str
        What the clients are grouped by.
    group : str
        Which group of it.
    n : int
        How many clients with a known outcome it counts.
    announced : float
        Mean probability of difficulty that was announced to them, 0 to 1.
    observed : float
        Share of them who had a difficulty, 0 to 1.
    low : float
        Lower end of the 95 % interval of that share, 0 to 1.
    high : float
        Upper end of the 95 % interval of that share, 0 to 1.
    fits : bool
        Whether the interval holds the announced mean.
    """

    trait: str
    group: str
    n: Count
    announced: float
    observed: float
    low: float
    high: float
    fits: bool


@dataclass(frozen=True)
class GroupRate(Checked):
    """The share of ``n`` people of a group to whom something happened (``measure``), with its interval.

    Attributes
    ----------
    trait : str
        What the clients are grouped by.
    group : str
        Which group of it.
    measure : str
        What happened: `wrongly refused` of those who repaid, `caught` of those who had a difficulty.
    n : int
        How many people the share is of.
    rate : float
        Share to whom it happened, 0 to 1.
    low : float
        Lower end of its 95 % interval, 0 to 1.
    high : float
        Upper end of its 95 % interval, 0 to 1.
    """

    trait: str
    group: str
    measure: str
    n: Count
    rate: float
    low: float
    high: float


@dataclass(frozen=True)
class GroupGap(Checked):
    """How far a group's wrong refusals are from the largest group's; ``clear`` where chance alone is unlikely.

    Attributes
    ----------
    trait : str
        What the clients are grouped by.
    group : str
        Which group of it.
    reference : str
        The largest group of the trait, which it is compared with.
    gap : float
        Its share of wrong refusals less that of the largest group, -1 to 1.
    low : float
        Lower end of the 95 % interval of that difference of shares.
    high : float
        Upper end of the 95 % interval of that difference of shares.
    clear : bool
        Whether chance alone is unlikely to make the difference.
    """

    trait: str
    group: str
    reference: str
    gap: float
    low: float
    high: float
    clear: bool


@dataclass(frozen=True)
class Evaluation(Checked):
    """A model on the clients of a portfolio, out of sample.

    ``portfolio`` and ``model`` name what it speaks of; ``zones`` counts every client, the others those whose outcome
    is known; ``intervals`` holds what :func:`scoring.analysis.bootstrap.decision_intervals` measures, as far as it can.

    Attributes
    ----------
    portfolio : str
        Version of the portfolio that it speaks of.
    model : str
        Version of the model that it speaks of.
    clients : int
        How many clients the portfolio holds.
    zones : dict of str to int
        How many clients are in each zone.
    confusion : Confusion
        Who was decided how, of those whose outcome is known.
    intervals : dict of str to Interval
        What ranking and decisions come to, each with its interval.
    calibration : list of CalibrationPart
        Whether so many in a hundred means so many, from the safest part of the clients on.
    groups : list of GroupCalibration
        The same for groups of clients.
    rates : list of GroupRate
        How often each group is decided on wrongly.
    gaps : list of GroupGap
        How far groups are from the largest one.
    """

    portfolio: str
    model: str
    clients: Count
    zones: Mapping[str, Count]
    confusion: Confusion
    intervals: Mapping[str, Interval]
    calibration: tuple[CalibrationPart, ...]
    groups: tuple[GroupCalibration, ...]
    rates: tuple[GroupRate, ...]
    gaps: tuple[GroupGap, ...]


@dataclass(frozen=True)
class KnownAnswers:
    """Outcome, probability and groups of every client whose outcome is known; nobody's number is among them."""

    rows: pl.DataFrame

    @cached_property
    def everyone(self) -> Outcomes:
        """All of them."""
        return _outcomes(self.rows)

    def by(self, trait: str) -> dict[str, Outcomes]:
        """The groups of a trait that count enough people, largest first."""
        parts = {str(group): part for (group,), part in self.rows.group_by(trait) if part.height >= FEWEST}
        return {group: _outcomes(parts[group]) for group in sorted(parts, key=lambda name: (-parts[name].height, name))}


def evaluations(home: Home) -> Path:
    """Where a home's evaluations are, a folder each, called like the portfolio it speaks of."""
    return home.root / "data" / "evaluation"


def evaluation_folder(portfolio: Path) -> Path | None:
    """The whole and unharmed evaluation of a portfolio's folder, or None."""
    folder = evaluations(Home(portfolio.parents[2])) / portfolio.name
    return folder if (folder / CONTENT).is_file() and not damage(folder) else None


def read_evaluation(portfolio: Path) -> Evaluation | None:
    """What was evaluated of a portfolio; None where nothing was, or it was harmed or written by another version."""
    folder = evaluation_folder(portfolio)
    if folder is None:
        return None
    try:
        return rebuild(Evaluation, read_json(folder / CONTENT), EVALUATE, CONTENT)
    except UserError:
        return None


def read_known_answers(portfolio: Path) -> KnownAnswers | None:
    """Outcomes and groups behind an evaluation; None where there is none."""
    folder = evaluation_folder(portfolio)
    return None if folder is None else KnownAnswers(pl.read_parquet(folder / ANSWERS, glob=False))


def _outcomes(rows: pl.DataFrame) -> Outcomes:
    return Outcomes(rows["target"].to_numpy().astype(np.int64), rows["probability"].to_numpy())
