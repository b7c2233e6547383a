"""Simulated changes: one client's application changed, its features computed anew, scored by the same model.

The learner (LightGBM, where the model has trees) is imported when the first answer is asked for, not before: a
visitor's kernel stays small.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from scoring.errors import UserError
from scoring.explain.assess import assessments
from scoring.explain.assessment import Assessment
from scoring.features.catalogue import catalogue
from scoring.portfolio.current_portfolio import APPLICATIONS, MODEL
from scoring.portfolio.read import Portfolio
from scoring.what_if.change import (
    COLUMNS,
    Problem,
    Request,
    Simulation,
    changed_applications,
    moved,
    problems,
    request_of,
)

if TYPE_CHECKING:
    from scoring.features.plan import ApplicationPlan
    from scoring.model.folder import Model
    from scoring.model.scores import Scores

RUN_AGAIN = "Run 'scoring run' again."


@dataclass(frozen=True)
class Start:
    """A client as they are: cleaned application, features, fold, request."""

    client: int
    application: pl.DataFrame
    rows: pl.DataFrame
    fold: int
    request: Request


class Simulator:
    """Answers for changed applications of a portfolio's clients.

    Parameters
    ----------
    portfolio : Portfolio
        Whose copy of the model answers, so that it is the one behind the portfolio's scores.
    """

    def __init__(self, portfolio: Portfolio) -> None:
        self.portfolio = portfolio
        self._application_plan: ApplicationPlan | None = None

    @property
    def is_ready(self) -> bool:
        """Whether the model is in memory: an answer is there at once."""
        return "model" in self.__dict__

    @cached_property
    def model(self) -> Model:
        """The portfolio's own copy of the model, with its scorers."""
        from scoring.light_kernel.lightgbm_import import without_training_libraries
        from scoring.model.folder import load_model

        with without_training_libraries():
            return load_model(self.portfolio.folder / MODEL)

    @cached_property
    def _applications(self) -> pl.LazyFrame:
        """The clients' cleaned applications; asked of one and the same frame, Polars reads the file's layout once."""
        return pl.scan_parquet(self.portfolio.folder / APPLICATIONS, glob=False)

    def start(self, client: int) -> Start:
        """Where a client's simulation begins.

        Raises
        ------
        UserError
            When nobody has this number, or the portfolio holds another application in this place.
        """
        application = self._applications.slice(self.portfolio.place(client), 1).collect()
        if application["SK_ID_CURR"].to_list() != [client]:
            raise UserError(f"{APPLICATIONS}: expected the application of client {client} in its place.", RUN_AGAIN)
        values, fold = self.portfolio.values(client), self.portfolio.fold(client)
        return Start(
            client, application, _feature_rows(client, values), fold, request_of(application.row(0, named=True))
        )

    def problems(self, start: Start, request: Request) -> tuple[Problem, ...]:
        """Why a request cannot be simulated; none where it can."""
        return problems(request, start.request, self.portfolio.manifest.reference)

    def answer(self, start: Start, request: Request) -> Simulation:
        """The application as it is and as it would be; exactly what scoring it in batch gives (tested)."""
        before = self.portfolio.assess(start.client)
        after = self._assess(start, request)
        return Simulation(before, after, moved(before, after))

    def rows(self, start: Start, requests: Sequence[Request]) -> pl.DataFrame:
        """The client's features as each request would make them, one row a request."""
        applications = changed_applications(start.application, requests, start.request)
        return self._plan(start).rows(pl.concat([start.rows] * len(requests)), applications)

    def rows_of(self, start: Start, applications: pl.DataFrame) -> pl.DataFrame:
        """The client's features as other cleaned applications would make them, one row an application."""
        return self._plan(start).rows(pl.concat([start.rows] * applications.height), applications)

    def assess_rows(self, start: Start, rows: pl.DataFrame, restated: Collection[str]) -> Assessment:
        """The answer to one feature row that the client might have; ``restated`` are the columns that it says anew."""
        from scoring.model.score import score_rows

        flags = self.portfolio.flags(start.client).filter(~pl.col("column").is_in(list(restated)))
        absent = self.portfolio.about.absent_sources
        scores = score_rows(self.model, rows, np.full(rows.height, start.fold), absent, flags)
        return assessments(scores, rows, self.portfolio.manifest, self.portfolio.comparable, absent)[0]

    def scores(self, start: Start, rows: pl.DataFrame, request: Request | None = None) -> Scores:
        """The scores of feature rows that one client might have; ``request`` is what they state anew."""
        from scoring.model.score import score_rows

        flags = self._flags(start, request or start.request)
        fold = np.full(rows.height, start.fold)
        return score_rows(self.model, rows, fold, self.portfolio.about.absent_sources, flags)

    def _assess(self, start: Start, request: Request) -> Assessment:
        rows, absent = self.rows(start, [request]), self.portfolio.about.absent_sources
        scores = self.scores(start, rows, request)
        return assessments(scores, rows, self.portfolio.manifest, self.portfolio.comparable, absent)[0]

    def _plan(self, start: Start) -> ApplicationPlan:
        """The feature code's expressions, built once: every portfolio has one kind of application."""
        from scoring.features.plan import ApplicationPlan

        if self._application_plan is None:
            self._application_plan = ApplicationPlan(start.application.schema)
        return self._application_plan

    def _flags(self, start: Start, request: Request) -> pl.DataFrame:
        """What cleaning could not use of the client, but for what the request states anew."""
        restated = [
            column for field, column in COLUMNS.items() if getattr(request, field) != getattr(start.request, field)
        ]
        return self.portfolio.flags(start.client).filter(~pl.col("column").is_in(restated))


def _feature_rows(client: int, values: dict[str, Any]) -> pl.DataFrame:
    """A client's stored features as the feature code would give them."""
    kinds = {name: pl.String if catalogue()[name].feature.is_category else pl.Float64 for name in values}
    return pl.DataFrame([{"SK_ID_CURR": client, **values}], schema={"SK_ID_CURR": pl.Int64, **kinds})
