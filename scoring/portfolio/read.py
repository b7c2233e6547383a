"""The portfolio, read: one client at a time, or one column, in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import polars as pl

from scoring.arrays import Bools
from scoring.cohorts.column import Column
from scoring.cohorts.compare import Comparison, ComparisonRow, compare, comparison_rows
from scoring.cohorts.criteria import Criterion, matching
from scoring.cohorts.group_cache import Groups, Kind
from scoring.cohorts.groups import THEMES, Group, Observed, observed
from scoring.cohorts.pair import Pair, pair
from scoring.cohorts.variables import for_table, worth_comparing
from scoring.errors import UserError
from scoring.explain.assess import ScoredClient, assessment
from scoring.explain.assessment import Assessment
from scoring.features.catalogue import catalogue
from scoring.features.revolving import lacks
from scoring.files import current, damage, read_json, require_current
from scoring.model.manifest import COMPARABLE, Manifest, read_manifest
from scoring.portfolio.beside_scores import BesideScores
from scoring.portfolio.columns import read_column, read_values
from scoring.portfolio.current_portfolio import ABOUT, COLUMNS, MODEL, ROWS, About, theme_column
from scoring.portfolio.describe import Datum, as_frame, describe
from scoring.portfolio.search import clients_with
from scoring.settings import Home
from scoring.tables.flags import SCHEMA
from scoring.texts import Language
from scoring.validation import parse, rebuild

if TYPE_CHECKING:
    import pandas as pd

RUN_FIRST = "Run 'scoring run' first."
CLIENTS_HELD, HELD = 4, 8  # rows, as assessment, data and letter are of one; columns, 1.4 MB each at 356,255 clients


@dataclass(frozen=True)
class Portfolio(BesideScores):
    """All clients known to the firm, opened for reading; nothing but the index is held in memory."""

    folder: Path
    manifest: Manifest
    comparable: pl.DataFrame
    about: About

    @classmethod
    def open(cls, home: Home) -> Portfolio:
        """The home's portfolio.

        Raises
        ------
        UserError
            When there is none yet, or it is damaged or of another version.
        """
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

    @cached_property
    def index(self) -> pl.DataFrame:
        """One row a client: number, target, score, probability, zone."""
        columns = ["SK_ID_CURR", "target", "score", "probability", "zone"]
        return pl.read_parquet(self.folder / ROWS, columns=columns, glob=False)

    @cached_property
    def clients(self) -> npt.NDArray[np.int64]:
        """Every client's number, ascending."""
        return read_values(self.folder / COLUMNS, "SK_ID_CURR")

    def place(self, client: int) -> int:
        """The client's place in every column.

        Raises
        ------
        UserError
            When nobody has this number.
        """
        index = int(np.searchsorted(self.clients, client))
        if index == len(self.clients) or self.clients[index] != client:
            raise UserError(
                f"No client has the number {client}.", f"Numbers go from {self.clients[0]} to {self.clients[-1]}."
            )
        return index

    def search(self, text: str, limit: int = 20) -> list[int]:
        """Clients whose number contains the text, those that begin with it first."""
        return clients_with(self.clients, text, limit)

    def assess(self, client: int) -> Assessment:
        """The one answer about one client.

        Raises
        ------
        UserError
            When nobody has this number.
        """
        row = self._row(client)
        scored = ScoredClient(
            client=client,
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

    def values(self, client: int) -> dict[str, float | str | None]:
        """The client's features by name, categories as Kaggle's text."""
        return self._values(self._row(client))

    def flags(self, client: int) -> pl.DataFrame:
        """The client's values that cleaning could not use and that count (:mod:`scoring.tables.flags`)."""
        stated = [{"SK_ID_CURR": client, **flag, "rows": 1} for flag in self._row(client)["flags"]]
        return pl.DataFrame(stated, schema=SCHEMA)

    def fold(self, client: int) -> int:
        """The fold whose booster did not see the client; -1 where no booster did."""
        return int(self._row(client)["fold"])

    def column(self, feature: str) -> Column:
        """One feature of every client, or their ``score`` or ``zone``; the last few asked for are held.

        Raises
        ------
        UserError
            When the portfolio does not hold this feature.
        """
        if feature not in ("score", "zone") and feature not in self.about.variables:
            raise UserError(f"The portfolio holds no variable {feature}.", "Choose one of Portfolio.variables().")
        return self._held(feature)

    def find(self, criteria: Sequence[Criterion]) -> Bools:
        """Which clients meet every criterion, in the portfolio's order; only the columns needed are read.

        Raises
        ------
        UserError
            When a criterion cannot be met or is not understood, as :func:`scoring.cohorts.criteria.check` says.
        """
        return matching(criteria, self.column, len(self.clients))

    def variables(self) -> list[str]:
        """Features worth comparing, theme by theme, what a manager asks first before the rest."""
        return list(self._offered)

    def group(self, kind: Kind, client: int, criteria: Sequence[Criterion] = ()) -> Group:
        """Whom to compare a client with; ``criteria`` count for the kind "own" only.

        Raises
        ------
        UserError
            When a criterion is not understood, as :func:`scoring.cohorts.criteria.check` says.
        """
        return self._groups.of(kind, self.place(client), criteria)

    def observed(self, group: Group) -> Observed:
        """What happened to a group."""
        return observed(group, self._target, self.manifest.interval_level)

    def compare(self, client: int, feature: str, group: Group) -> Comparison:
        """The client's place among a group for one feature."""
        return compare(self.column(feature), self.values(client)[feature], group, self._target)

    def pair(self, client: int, first: str, second: str, group: Group) -> Pair:
        """Two features of a group together, the second a number."""
        values = self.values(client)
        return pair(self.column(first), self.column(second), (values[first], values[second]), group, self._target)

    def comparison_rows(self, client: int, group: Group, reasons: Iterable[str] = ()) -> tuple[ComparisonRow, ...]:
        """Twelve features of the client beside the group's middle: those of the reasons, then the basics."""
        values = self.values(client)
        names = for_table(reasons, (name for name in self.about.variables if not lacks(name, values)))
        return comparison_rows(names, values, lambda name: self._groups.middle(name, group))

    def data_of(self, client: int, language: Language) -> tuple[Datum, ...]:
        """The client's data, ready to read; one entry a variable."""
        return describe(self.values(client), self.manifest, language)

    def describe(self, client: int, language: Language) -> pd.DataFrame:
        """The same as a frame: theme, label, value, usual, source, used by the model; one row a variable."""
        return as_frame(self.data_of(client, language))

    @cached_property
    def _rows(self) -> pl.LazyFrame:
        """The clients' rows; asked of one and the same frame, Polars reads the file's layout once."""
        return pl.scan_parquet(self.folder / ROWS, glob=False)

    @cached_property
    def _groups(self) -> Groups:
        return Groups(self.column, self._themes, len(self.clients))

    @cached_property
    def _target(self) -> npt.NDArray[Any]:
        return read_values(self.folder / COLUMNS, "target")

    def _themes(self) -> Iterator[npt.NDArray[np.float32]]:
        """Read anew for each group: held, the six weigh 8.5 MB of a visitor's kernel at 356,255 clients."""
        return (read_values(self.folder / COLUMNS, theme_column(theme)) for theme in THEMES)

    @cached_property
    def _offered(self) -> tuple[str, ...]:
        return tuple(worth_comparing(self.about.variables, self.manifest.importance))

    @cached_property
    def _held(self) -> Callable[[str], Column]:
        folder, levels = self.folder / COLUMNS, self.about.levels
        return lru_cache(maxsize=HELD)(lambda name: read_column(folder, name, levels.get(name, ())))

    def _row(self, client: int) -> Mapping[str, Any]:
        """The client's row; only the group of rows that holds it is read, once for all that is asked of the client."""
        return self._row_at(self.place(client))

    @cached_property
    def _row_at(self) -> Callable[[int], Mapping[str, Any]]:
        rows = self._rows
        return lru_cache(maxsize=CLIENTS_HELD)(lambda place: rows.slice(place, 1).collect().row(0, named=True))

    def _values(self, row: Mapping[str, Any]) -> dict[str, float | str | None]:
        pairs = zip(self.about.variables, row["values"], strict=True)
        return {name: self._text_of(name, number) for name, number in pairs}

    def _text_of(self, name: str, number: float | None) -> float | str | None:
        """What a stored number stands for: itself, or a category's text as the portfolio's own levels tell."""
        levels = self.about.levels.get(name)
        return levels[int(number)] if levels and number is not None else number
