"""What a portfolio can say beyond its scores: the clients' own rows, effects of variables, the run before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from scoring.cohorts.dependence import Effect
from scoring.errors import refuse_no_text
from scoring.files import written_at
from scoring.portfolio.changes import Changes, changes_since_last
from scoring.portfolio.client_records import ClientRecords, read_client_records, tables_of
from scoring.portfolio.client_rows import refuse_no_number
from scoring.portfolio.current_portfolio import MODEL
from scoring.portfolio.dependence import read_dependence
from scoring.portfolio.evaluation import Evaluation, KnownAnswers, read_evaluation, read_known_answers
from scoring.portfolio.model_history import ModelHistory, model_history

VARIABLES_HELD = 8  # of the next clients the strongest reason is often the same


class BesideScores:
    """Read from a portfolio's folder, and from what lies around it, when asked for."""

    folder: Path

    def records(self, client: int) -> ClientRecords | None:
        """The client's rows of the tables; None where these are not in the home, or are others than were scored.

        Parameters
        ----------
        client : int
            SK_ID_CURR; nobody's rows are no rows.

        Raises
        ------
        UserError
            When it is no whole number.
        """
        refuse_no_number(client)
        tables = tables_of(self.folder)  # looked for each time: they may be replaced while a page is open
        return None if tables is None else read_client_records(tables, client)

    def dependence(self, feature: str) -> tuple[Effect, ...] | None:
        """What a feature does to the score; empty where the model does not read it, None where it was not counted.

        Parameters
        ----------
        feature : str
            A name of the catalogue.

        Raises
        ------
        UserError
            When it is no text.
        """
        refuse_no_text("feature", feature, "Choose one of Portfolio.variables().")
        return self._dependence(feature)

    @cached_property
    def _dependence(self) -> Callable[[str], tuple[Effect, ...] | None]:
        folder = self.folder
        return lru_cache(maxsize=VARIABLES_HELD)(lambda feature: read_dependence(folder, feature))

    @cached_property
    def trained_on(self) -> date:
        """The day on which the model behind the scores was trained."""
        return written_at(self.folder / MODEL).astimezone().date()

    def since_last_run(self) -> Changes:
        """Since when it serves, and what differs from the run before."""
        return changes_since_last(self.folder)

    def evaluation(self) -> Evaluation | None:
        """What was evaluated of the model on these clients; None where nothing was."""
        return read_evaluation(self.folder)

    def known_answers(self) -> KnownAnswers | None:
        """Outcome, probability and groups behind the evaluation, without anybody's number; None where there is none."""
        return read_known_answers(self.folder)

    def model_history(self) -> ModelHistory:
        """Since when the model serves, and which ones are kept beside it."""
        return model_history(self.folder)
