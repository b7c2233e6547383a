"""What the page asks of a portfolio: the real one gives it, and the tests' small one is held to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from scoring.arrays import Bools
from scoring.cohorts.column import Column
from scoring.cohorts.compare import Comparison, ComparisonRow
from scoring.cohorts.criteria import Criterion
from scoring.cohorts.dependence import Effect
from scoring.cohorts.group_cache import Kind
from scoring.cohorts.groups import Group, Observed
from scoring.cohorts.pair import Pair
from scoring.explain.assessment import Assessment
from scoring.model.manifest import Manifest
from scoring.portfolio.changes import Changes
from scoring.portfolio.client_records import ClientRecords
from scoring.portfolio.describe import Datum
from scoring.portfolio.evaluation import Evaluation, KnownAnswers
from scoring.portfolio.model_history import ModelHistory
from scoring.texts import Language


class PagePortfolio(Protocol):
    """As much of :class:`scoring.portfolio.Portfolio` as the page reads; what each member gives is told there."""

    @property
    def folder(self) -> Path:
        """Where it lies: two of one folder are the same."""

    @property
    def manifest(self) -> Manifest:
        """Of the model behind its scores."""

    @property
    def trained_on(self) -> date:
        """The day on which the model behind its scores was trained."""

    @property
    def clients(self) -> npt.NDArray[np.int64]:
        """Every client's number, ascending."""

    @property
    def demonstration(self) -> bool:
        """Whether these are simulated clients."""

    @property
    def replaced(self) -> bool:
        """Whether a run has made another portfolio since."""

    def place(self, client: int) -> int:
        """The client's place in every column."""

    def search(self, text: str, limit: int = 20) -> list[int]:
        """Clients whose number contains the text."""

    def assess(self, client: int) -> Assessment:
        """The one answer about one client."""

    def values(self, client: int) -> dict[str, float | str | None]:
        """The client's features by name."""

    def data_of(self, client: int, language: Language) -> tuple[Datum, ...]:
        """The client's data, ready to read."""

    def records(self, client: int) -> ClientRecords | None:
        """The client's rows of the tables; None where these are not here."""

    def variables(self) -> list[str]:
        """Features worth comparing."""

    def column(self, feature: str) -> Column:
        """One feature of every client."""

    def find(self, criteria: Sequence[Criterion]) -> Bools:
        """Which clients meet every criterion."""

    def group(self, kind: Kind, client: int, criteria: Sequence[Criterion] = ()) -> Group:
        """Whom to compare a client with."""

    def observed(self, group: Group) -> Observed:
        """What happened to a group."""

    def compare(self, client: int, feature: str, group: Group) -> Comparison:
        """The client's place among a group for one feature."""

    def dependence(self, feature: str) -> tuple[Effect, ...] | None:
        """What a feature does to the score."""

    def since_last_run(self) -> Changes:
        """What differs from the run before."""

    def evaluation(self) -> Evaluation | None:
        """What was evaluated of the model on these clients."""

    def known_answers(self) -> KnownAnswers | None:
        """Outcome, probability and groups behind the evaluation."""

    def model_history(self) -> ModelHistory:
        """Since when the model serves, and which ones are kept beside it."""

    def pair(self, client: int, first: str, second: str, group: Group) -> Pair:
        """Two features of a group together, as :meth:`scoring.portfolio.read.Portfolio.pair` says."""

    def comparison_rows(self, client: int, group: Group, reasons: Iterable[str] = ()) -> tuple[ComparisonRow, ...]:
        """The client beside the group's middle."""
