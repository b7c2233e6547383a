"""The portfolio and its model, held open between requests, and opened again when a run has made new ones."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import TYPE_CHECKING

import polars as pl

from scoring.api.schema import example
from scoring.errors import UserError
from scoring.files import POINTER, current
from scoring.portfolio import Portfolio
from scoring.portfolio.current_portfolio import MODEL
from scoring.settings import Home
from scoring.tables.records import APPLICATION

if TYPE_CHECKING:
    from scoring.inference.applicant import ApplicantScorer
    from scoring.journal.room import JournalRoom
    from scoring.what_if.simulate import Simulator

GROUPS_HELD = 16  # 20 MB: callers who go through clients in order read each group once
RUN = "Run 'scoring run' again."


class NotReadyError(UserError):
    """There is nothing to answer from yet."""


@contextmanager
def answered() -> Iterator[None]:
    """Say that there is nothing to answer from where files of the portfolio turn out to be damaged.

    Raises
    ------
    NotReadyError
        In place of what reading raises.
    """
    try:
        yield
    except NotReadyError:
        raise
    except UserError as mistake:
        raise NotReadyError(mistake.got, mistake.remedy) from mistake
    except (pl.exceptions.PolarsError, OSError, ValueError, IndexError) as error:
        raise NotReadyError("Expected a whole portfolio, got a damaged one.", RUN) from error


def refuse_damaged(portfolio: Portfolio) -> None:
    """Have a portfolio answer for its first and last client.

    Raises
    ------
    NotReadyError
        When it does not.
    """
    with answered():
        for place in (0, -1):
            portfolio.assess(int(portfolio.clients[place]))
        if portfolio.index.height != len(portfolio.clients):
            raise NotReadyError("Expected a whole portfolio, got a damaged one.", RUN)


@dataclass
class PortfolioHandle:
    """A home's current portfolio, and the model it was scored with: all answers come from these two.

    ``journal_room`` tells whether what is shown and decided can be put on record, where it is.
    """

    home: Home
    journal_room: JournalRoom | None = None
    _portfolio: Portfolio | None = None
    _scorer: ApplicantScorer | None = None
    _simulator: Simulator | None = None
    _lock: Lock = field(default_factory=Lock)
    _stamp: tuple[int, int] | None = None

    def portfolio(self) -> Portfolio:
        """The current portfolio.

        Raises
        ------
        NotReadyError
            When there is none, or it does not fit this version of the code.
        """
        with self._lock:
            return self._current()

    def scorer(self) -> ApplicantScorer:
        """The model that scored the current portfolio, ready for applicants; its trees are read when first asked for.

        Raises
        ------
        NotReadyError
            As :meth:`portfolio`.
        """
        with self._lock:
            return self._scorer_of(self._current())

    def simulator(self) -> Simulator:
        """Answers for changes to a client's application, by the same model in memory.

        Raises
        ------
        NotReadyError
            As :meth:`portfolio`.
        """
        from scoring.what_if.simulate import Simulator

        with self._lock:  # once: a run may make another portfolio current between two looks
            portfolio = self._current()
            scorer = self._scorer_of(portfolio)
            if self._simulator is None:
                self._simulator = Simulator(portfolio)
                self._simulator.model = scorer.model
            return self._simulator

    def checked(self) -> Portfolio:
        """The current portfolio, once it has answered for a client of it and the journal can be written.

        Raises
        ------
        NotReadyError
            When it does not, as after a cut in one of its files, or cannot be, as on a full disk.
        """
        portfolio = self.portfolio()
        refuse_damaged(portfolio)
        if self.journal_room is not None:
            with answered():
                self.journal_room.require()
        return portfolio

    def warm(self) -> None:
        """Make what first answers would wait for: feature plans for all histories, and for an application alone.

        Nothing happens, and nothing is said, where there is no portfolio yet: its first caller is told.
        """
        with suppress(NotReadyError):
            scorer = self.scorer()
            body = example("request")
            scorer.assess(body)
            scorer.assess({APPLICATION: body[APPLICATION]})

    def _scorer_of(self, portfolio: Portfolio) -> ApplicantScorer:
        if self._scorer is None:
            from scoring.inference.applicant import ApplicantScorer
            from scoring.light_kernel.lightgbm_import import without_training_libraries
            from scoring.model.folder import load_model

            try:
                with without_training_libraries():
                    model = load_model(portfolio.folder / MODEL)
            except UserError as mistake:
                raise NotReadyError(mistake.got, mistake.remedy) from mistake
            self._scorer = ApplicantScorer.of(model, portfolio.clients)
        return self._scorer

    def _current(self) -> Portfolio:
        stamp = self._stamp_of_pointer()
        if self._portfolio is not None and stamp is not None and stamp == self._stamp:
            return self._portfolio
        folder = current(self.home.portfolio)
        if folder is None:
            raise NotReadyError("Expected a portfolio to answer from, got none.", "Run 'scoring run' first.")
        if self._portfolio is None or self._portfolio.folder != folder:
            with answered():
                opened = replace(Portfolio.open(self.home), groups_held=GROUPS_HELD)
                refuse_damaged(opened)
            self._portfolio, self._scorer, self._simulator = opened, None, None
        self._stamp = stamp
        return self._portfolio

    def _stamp_of_pointer(self) -> tuple[int, int] | None:
        """What changes whenever a run makes another portfolio current; cheaper than to read which one is."""
        try:
            status = self.home.portfolio.joinpath(POINTER).stat()
        except OSError:
            return None
        return status.st_ino, status.st_mtime_ns
