"""Where things live and what a run is told: paths, seed, costs, switches. Nothing is read at import."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from annotated_types import Interval

from scoring.errors import UserError
from scoring.hyperparameters import BlendParams, LogisticParams, ScorecardParams, TreeParams
from scoring.validation import Checked, OpenShare, Positive, check_fields

HOME_REMEDY = "Write Home(Path('/your/folder')), or find_home()."


@dataclass(frozen=True)
class Home:
    """A folder with one world in it: ``data/`` and ``models/``.

    Two homes never share anything, so a simulated world and Kaggle's rows live side by side.

    Parameters
    ----------
    root : path
        The folder, a text or a Path; it need not exist.
    """

    root: Path

    def __post_init__(self) -> None:
        object.__setattr__(self, "root", Path(self.root))

    @property
    def tables(self) -> Path:
        """Checked and cleaned tables, one Parquet each."""
        return self.root / "data" / "tables"

    @property
    def features(self) -> Path:
        """One row a client, named columns."""
        return self.root / "data" / "features"

    @property
    def portfolio(self) -> Path:
        """Scores and contributions of every client."""
        return self.root / "data" / "portfolio"

    @property
    def candidates(self) -> Path:
        """Candidates trained on the same folds, to be compared; one of them may be served."""
        return self.root / "data" / "candidates"

    @property
    def reports(self) -> Path:
        """What the notebooks leave, one folder a run."""
        return self.root / "reports"

    @property
    def models(self) -> Path:
        """Versioned model folders; ``current`` names the one that is served."""
        return self.root / "models"


def find_home(given: Path | str | None = None) -> Home:
    """The home to work in.

    Parameters
    ----------
    given : path, optional
        What the caller asked for (``--home``). Without it, ``SCORING_HOME``; without that, the
        repository that holds this package; for an installed wheel, the current folder.

    Raises
    ------
    UserError
        When the path exists and is not a folder, or holds accents that the locale cannot read.
    """
    chosen = Path(given or os.environ.get("SCORING_HOME") or repository() or Path.cwd()).expanduser()
    if chosen.exists() and not chosen.is_dir():
        raise UserError(
            f"Expected a folder for --home, got the file {chosen}.", "Name a folder; it is made if it does not exist."
        )
    _refuse_unreadable(chosen.resolve())
    return Home(chosen.resolve())


def _refuse_unreadable(home: Path) -> None:
    """Refuse a name whose accents this process cannot read: libraries would not find its files."""
    try:
        str(home).encode("utf-8")
    except UnicodeEncodeError as error:
        raise UserError(
            f"Expected a folder whose name can be read, got {str(home)!a} (the locale knows no accents).",
            "Set PYTHONUTF8=1, or LC_ALL=C.UTF-8, and run the command again.",
        ) from error


def repository() -> Path | None:
    """The checkout this package is imported from, or None for an installed wheel."""
    root = Path(__file__).resolve().parent.parent
    return root if (root / "dashboard.ipynb").exists() and (root / "pyproject.toml").exists() else None


@dataclass(frozen=True)
class Costs(Checked):
    """What a wrong decision costs, in units of one wrong refusal.

    UserError where a cost is no number above 0, or one is so much larger that no threshold lies between 0 and 1.

    A missed difficulty costs the lender part of the capital and its recovery; a wrong refusal costs
    the margin of one loan. Ten to one is the weight the brief's assessors use; change it here, and
    the threshold follows.

    Parameters
    ----------
    missed_difficulty : float, default 10
        Cost of granting to a client who then has a payment difficulty, above 0.
    wrong_refusal : float, default 1
        Cost of refusing a client who would have paid, above 0.
    """

    missed_difficulty: Positive = 10.0
    wrong_refusal: Positive = 1.0

    def __post_init__(self) -> None:
        check_fields(self)
        if not 0.0 < self.threshold < 1.0:
            raise UserError(
                f"Expected costs with a threshold between 0 and 1, got {self.missed_difficulty:g} for a missed "
                f"difficulty and {self.wrong_refusal:g} for a wrong refusal.",
                "Take for instance 10 and 1, the defaults.",
            )

    @property
    def threshold(self) -> float:
        """Probability of difficulty at which granting and refusing cost the same.

        Granting costs ``p * missed_difficulty``, refusing ``(1 - p) * wrong_refusal``; both are equal at
        ``wrong_refusal / (wrong_refusal + missed_difficulty)``.

        Examples
        --------
        >>> round(Costs().threshold, 4)
        0.0909
        """
        return self.wrong_refusal / (self.wrong_refusal + self.missed_difficulty)


@dataclass(frozen=True)
class DriftLimits(Checked):
    """From where on new clients are no longer those the model learned from; UserError where a limit is not above 0.

    Parameters
    ----------
    moved : float, default 0.25
        Population stability index of the score or of a feature; 0.25 by custom.
    score_points : float, default 20
        How far the mean score may shift, in points: 20 change the odds by a quarter.
    """

    moved: Positive = 0.25
    score_points: Positive = 20.0

    def __post_init__(self) -> None:
        check_fields(self)


@dataclass(frozen=True)
class Switches(Checked):
    """Which debatable inputs the model may use. Sex never is, whatever stands here.

    Parameters
    ----------
    age : bool, default True
        The client's age, and the share of it in employment.
    family_status : bool, default False
        Whether the client is married, single, widowed or separated.
    social_circle : bool, default False
        Whether people around the client were late.
    """

    age: bool = True
    family_status: bool = False
    social_circle: bool = False

    def __post_init__(self) -> None:
        check_fields(self)


@dataclass(frozen=True)
class Training(Checked):
    """How a model is made. Every value is written into the model's manifest; UserError where one is impossible.

    Parameters
    ----------
    candidate : str, default "blend"
        One of :func:`scoring.model.candidates.candidates` that can be served.
    seed : int, default 20261123
        Seed of folds, trees and draws; from 0 on.
    folds : int, optional
        2 to 20; by the number of clients where left out (:func:`scoring.model.folds.number_of_folds`).
    max_features : int, default 150
        Most features that trees and logistic regression read; the strongest are chosen inside each fold.
    max_clients : int, optional
        Most clients to learn from, drawn by the seed among those whose outcome is known; all of them where left out.
    stopping_share : float, default 0.15
        Share of the training clients on whom early stopping listens, at most 0.5.
    review_capacity : float, default 0.20
        Share of the clients that people can look at, 0 to 1: bounds the zone of review.
    interval_level : float, default 0.90
        Level of the interval for the observed rate at a score.
    tuning_trials : int, default 0
        Sets of hyperparameters that Optuna tries for the trees of each fold and of the served model.
    costs : Costs
        They imply the threshold.
    switches : Switches
        Which debatable inputs may be used.
    without_blocks : tuple of str, default ()
        Blocks of features that the model does without (:data:`scoring.model.feature_blocks.BLOCKS`).
    trees, scorecard, logistic, blend : TreeParams, ScorecardParams, LogisticParams, BlendParams
        Hyperparameters of the learners.
    """

    candidate: str = "blend"
    seed: Annotated[int, Interval(ge=0, le=2**31 - 1)] = 20261123
    folds: Annotated[int, Interval(ge=2, le=20)] | None = None
    max_features: Annotated[int, Interval(ge=1)] = 150
    max_clients: Annotated[int, Interval(ge=1)] | None = None
    stopping_share: Annotated[float, Interval(gt=0, le=0.5)] = 0.15
    review_capacity: Annotated[float, Interval(ge=0, lt=1)] = 0.20
    interval_level: OpenShare = 0.90
    tuning_trials: Annotated[int, Interval(ge=0, le=1000)] = 0
    costs: Costs = field(default_factory=Costs)
    switches: Switches = field(default_factory=Switches)
    without_blocks: tuple[str, ...] = ()
    trees: TreeParams = field(default_factory=TreeParams)
    scorecard: ScorecardParams = field(default_factory=ScorecardParams)
    logistic: LogisticParams = field(default_factory=LogisticParams)
    blend: BlendParams = field(default_factory=BlendParams)

    def __post_init__(self) -> None:
        check_fields(self)
