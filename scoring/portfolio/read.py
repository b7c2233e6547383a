"""The portfolio, read: one client at a time, or one column, in memory."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from scoring.errors import UserError, refuse_other_kind
from scoring.explain.assess import ScoredClient, assessment
from scoring.explain.assessment import Assessment
from scoring.features.catalogue import catalogue
from scoring.files import current, damage, read_json, require_current
from scoring.model.manifest import COMPARABLE, Manifest, read_manifest
from scoring.portfolio.beside_scores import BesideScores
from scoring.portfolio.client_groups import ClientGroups
from scoring.portfolio.current_portfolio import ABOUT, COLUMNS, MODEL, About
from scoring.portfolio.describe import Datum, as_frame, describe
from scoring.settings import HOME_REMEDY, Home
from scoring.texts import Language, refuse_unknown_language
from scoring.validation import parse, rebuild

if TYPE_CHECKING:
    import pandas as pd

RUN_FIRST = "Run 'scoring run' first."


@dataclass(frozen=True)
class Portfolio(ClientGroups, BesideScores):
    """All clients known to the firm, opened for reading; nothing but the index is held in memory.

    :meth:`open` gives one.

    Attributes
    ----------
    folder : Path
        Where it lies.
    manifest : Manifest
        Manifest of the model that answers: threshold, zones, calibration, what is usual, metrics.
    comparable : DataFrame
        What happened at each score, out of fold: what "environ 8 dossiers sur 100" speaks of.
    about : About
        The features that it holds, the levels that decode them, histories whose table is absent.
    groups_held : int
        How many groups of rows are held for those who ask for many clients (:mod:`scoring.portfolio.row_groups`).
    """

    folder: Path
    manifest: Manifest
    comparable: pl.DataFrame
    about: About
    groups_held: int = 0

    @classmethod
    def open(cls, home: Home) -> Portfolio:
        """The home's portfolio.

        Parameters
        ----------
        home : Home
            With a portfolio in it: ``scoring run``, or :func:`scoring.train`, makes one.

        Raises
        ------
        UserError
            When there is none yet, or it is damaged or of another version, or ``home`` is no Home.
        """
        refuse_other_kind("home", home, Home, HOME_REMEDY)
        folder = require_current(home.portfolio, "a portfolio", RUN_FIRST)
        if not (folder / COLUMNS).is_dir():
            raise UserError("Expected a portfolio of this version, got another one.", RUN_FIRST)
        mistake = damage(folder)
        about = (parse if mistake else rebuild)(About, read_json(folder / ABOUT), RUN_FIRST, ABOUT)
        if mistake:
            raise UserError(f"The portfolio is damaged: {mistake}.", RUN_FIRST)
        unknown = sorted(set(about.variables) - set(catalogue()))
        if unknown:
            raise UserError(f"The portfolio holds {unknown[0]}, which this version does not make.", RUN_FIRST)
        manifest = read_manifest(folder / MODEL, same_features=False)
        return cls(folder, manifest, pl.read_parquet(folder / MODEL / COMPARABLE, glob=False), about)

    @property
    def demonstration(self) -> bool:
        """Whether these are simulated clients."""
        return self.about.demonstration

    @property
    def replaced(self) -> bool:
        """Whether a run has made another portfolio since this one was opened."""
        return current(self.folder.parent) not in (None, self.folder)

    def assess(self, client: int) -> Assessment:
        """The one answer about one client.

        Parameters
        ----------
        client : int
            SK_ID_CURR.

        Raises
        ------
        UserError
            When nobody has this number.
        """
        row = self._row(client)
        scored = ScoredClient(
            client=int(client),
            log_odds=row["log_odds"],
            base_value=row["base_value"],
            contributions=row["contributions"],
            values=self._values(row),
            causes=tuple(row["causes"]),
            flags=tuple(row["flags"]),
            refused=row["refused"],
            seen_in_training=row["fold"] >= 0,
        )
        return assessment(scored, self.manifest, self.comparable, self.about.absent_sources)

    def data_of(self, client: int, language: Language) -> tuple[Datum, ...]:
        """The client's data, ready to read; one entry a variable.

        Parameters
        ----------
        client : int
            SK_ID_CURR.
        language : str
            Language of the words: "fr", "en", or another that has texts.

        Raises
        ------
        UserError
            When nobody has this number, or the language has no texts.
        """
        refuse_unknown_language(language)
        return describe(self.values(client), self.manifest, language, self.about.absent_sources)

    def describe(self, client: int, language: Language) -> pd.DataFrame:
        """What :meth:`data_of` gives, as a frame, with the same errors.

        Parameters
        ----------
        client : int
            SK_ID_CURR.
        language : str
            Language of the words: "fr", "en", or another that has texts.

        Returns
        -------
        DataFrame
            Columns theme, label, value, usual, source, used (by the model); one row a variable.
        """
        return as_frame(self.data_of(client, language))
