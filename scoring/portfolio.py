"""The portfolio: every client scored, on disk; one client at a time, or one column, in memory."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
import polars as pl

from scoring.errors import UserError
from scoring.explain.assess import ScoredClient, assessment
from scoring.explain.assessment import Assessment, Language
from scoring.explain.similar import Comparison, Group, compare, everyone, similar
from scoring.explain.sources import EVIDENCE
from scoring.features.catalogue import catalogue
from scoring.files import current, publish, read_json, write_json
from scoring.model.manifest import COMPARABLE, Manifest, read_manifest
from scoring.model.matrix import number_of, value_of
from scoring.model.scores import REVIEW_CAUSES, Scores
from scoring.settings import Home
from scoring.texts import source, theme

ABOUT = "portfolio.json"
MODEL = "model"
ROWS = "scores.parquet"
COLUMNS = "columns.parquet"
ROWS_A_GROUP = 1024
RUN_FIRST = "Run 'scoring run' first."
WORTH_COMPARING = 40


@dataclass(frozen=True)
class Portfolio:
    """All clients known to the firm, opened for reading; nothing but the index is held in memory."""

    folder: Path
    manifest: Manifest
    comparable: pl.DataFrame
    about: dict[str, Any]

    @classmethod
    def open(cls, home: Home) -> Portfolio:
        """The home's portfolio.

        Raises
        ------
        UserError
            When there is none yet, or its model is gone.
        """
        folder = current(home.portfolio)
        if folder is None:
            raise UserError(f"Expected a portfolio in {home.portfolio}, got none.", RUN_FIRST)
        about = read_json(folder / ABOUT)
        manifest = read_manifest(folder / MODEL)
        return cls(folder, manifest, pl.read_parquet(folder / MODEL / COMPARABLE), about)

    @property
    def demonstration(self) -> bool:
        """Whether these are simulated clients."""
        return bool(self.about["demonstration"])

    @cached_property
    def index(self) -> pl.DataFrame:
        """One row a client: number, target, score, probability, zone."""
        wanted = ["SK_ID_CURR", "target", "score", "probability", "zone"]
        return pl.read_parquet(self.folder / ROWS, columns=wanted)

    @cached_property
    def clients(self) -> npt.NDArray[np.int64]:
        """Every client's number, ascending."""
        return self.index["SK_ID_CURR"].to_numpy()

    def place(self, client: int) -> int:
        """The client's place in every column.

        Raises
        ------
        UserError
            When nobody has this number.
        """
        at = int(np.searchsorted(self.clients, client))
        if at == len(self.clients) or self.clients[at] != client:
            raise UserError(
                f"No client has the number {client}.", f"Numbers go from {self.clients[0]} to {self.clients[-1]}."
            )
        return at

    def search(self, text: str, limit: int = 20) -> list[int]:
        """Clients whose number contains the text, those that begin with it first."""
        wanted = text.strip()
        if not wanted.isdigit():
            return []
        numbers = self.index["SK_ID_CURR"].cast(pl.String)
        found = self.index.select("SK_ID_CURR", begins=numbers.str.starts_with(wanted)).filter(
            numbers.str.contains(wanted, literal=True)
        )
        return found.sort("begins", "SK_ID_CURR", descending=[True, False])["SK_ID_CURR"].head(limit).to_list()

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
            refused=row["refused"],
            seen_in_training=row["fold"] >= 0,
        )
        return assessment(scored, self.manifest, self.comparable, self.about["absent_rooms"])

    def values(self, client: int) -> dict[str, float | str | None]:
        """The client's features by name, categories as Kaggle's text."""
        return self._values(self._row(client))

    def column(self, feature: str) -> npt.NDArray[Any]:
        """One feature of every client: floats with NaN, or texts with None.

        Raises
        ------
        UserError
            When the portfolio does not hold this feature.
        """
        if feature not in self.about["variables"]:
            raise UserError(f"The portfolio holds no variable {feature}.", "Choose one of Portfolio.variables().")
        values = pl.read_parquet(self.folder / COLUMNS, columns=[feature])[feature]
        return values.to_numpy() if values.dtype != pl.String else np.array(values.to_list(), dtype=object)

    def variables(self) -> list[str]:
        """Features worth comparing: those that weigh most for everyone, then what the application says."""
        strongest = list(self.manifest.importance)[:WORTH_COMPARING]
        asked = [name for name in self.about["variables"] if _is_asked(name)]
        return list(dict.fromkeys((*strongest, *asked)))

    def group(self, kind: Literal["all", "similar"], client: int) -> Group:
        """Whom to compare a client with."""
        if kind == "all":
            return everyone(len(self.clients))
        return similar(
            self.column("application_name_income_type"),
            self.column("application_days_birth"),
            self.column("application_amt_credit"),
            self.place(client),
        )

    def compare(self, client: int, feature: str, group: Group) -> Comparison:
        """The client's place among a group for one feature."""
        target = self.index["target"].cast(pl.Float64).to_numpy()
        return compare(feature, self.column(feature), self.place(client), group, target, self.manifest.interval_level)

    def describe(self, client: int, language: Language) -> pd.DataFrame:
        """The client's data, ready to read: theme, label, value, usual, source; one row a variable."""
        values = self.values(client)
        return pd.DataFrame(
            [self._datum(name, values[name], language) for name in values if _is_own(name)],
            columns=["theme", "label", "value", "usual", "source"],
        )

    def _datum(self, name: str, value: float | str | None, language: Language) -> tuple[str, ...]:
        entry, seen = catalogue()[name], self.manifest.usual.get(name)
        usual = entry.show(seen.typical, language) if seen is not None and seen.typical is not None else ""
        origin = source(entry.feature.room, language)
        return theme(entry.theme, language), entry.label.say(language), entry.show(value, language), usual, origin

    def _row(self, client: int) -> dict[str, Any]:
        """The client's row; only the group of rows that holds it is read."""
        return pl.scan_parquet(self.folder / ROWS).slice(self.place(client), 1).collect().row(0, named=True)

    def _values(self, row: dict[str, Any]) -> dict[str, float | str | None]:
        variables = self.about["variables"]
        return {name: value_of(name, number) for name, number in zip(variables, row["values"], strict=True)}


def save_portfolio(
    home: Home,
    model_folder: Path,
    scores: Scores,
    rows: pl.DataFrame,
    *,
    version: str,
    absent_rooms: Sequence[str],
    demonstration: bool,
) -> None:
    """Write every client's scores, contributions and values; the old portfolio stays until all is written.

    Parameters
    ----------
    home : Home
        Where.
    model_folder : Path
        The model's; its manifest and comparable clients go along, so that a page that is open keeps
        answering while a new model is trained.
    scores : Scores
        Of every client.
    rows : DataFrame
        The feature matrix of the same clients, in the same order.
    version : str
        Name of the portfolio's folder.
    absent_rooms : sequence of str
        Histories whose table is missing.
    demonstration : bool
        Whether the clients are simulated.
    """
    variables = portfolio_variables(scores.features)
    with publish(home.portfolio, version, keep=2) as folder:
        _client_rows(scores, rows, variables).write_parquet(
            folder / ROWS, compression="zstd", row_group_size=ROWS_A_GROUP, statistics=True
        )
        rows.select(variables).write_parquet(folder / COLUMNS, compression="zstd")
        shutil.copytree(model_folder, folder / MODEL)
        about = {"variables": variables, "absent_rooms": list(absent_rooms), "demonstration": demonstration}
        write_json(folder / ABOUT, about)


def portfolio_variables(model_features: Sequence[str]) -> list[str]:
    """What the portfolio holds of each client: the application, what the model reads, how much history there is."""
    kept = {*model_features, *EVIDENCE.values()}
    return [name for name, entry in catalogue().items() if name in kept or entry.feature.room == "application"]


def _client_rows(scores: Scores, rows: pl.DataFrame, variables: list[str]) -> pl.DataFrame:
    """Scalars, and contributions and values as one list a client, so that a row is read in one piece."""
    codes = rows.select(number_of(name).alias(name) for name in variables)
    causes = [[name for name, holds in zip(REVIEW_CAUSES, row, strict=True) if holds] for row in scores.causes.tolist()]
    return scores.frame().select(
        "SK_ID_CURR",
        rows["TARGET"].alias("target"),
        pl.Series("fold", scores.fold),
        "score",
        "probability",
        "zone",
        pl.Series("log_odds", scores.log_odds),
        pl.Series("base_value", scores.base_value),
        pl.Series("refused", scores.refused),
        pl.Series("causes", causes, dtype=pl.List(pl.String)),
        pl.Series("contributions", scores.contributions, dtype=pl.Array(pl.Float64, scores.contributions.shape[1])),
        codes.select(pl.concat_arr(variables).alias("values")).to_series(),
    )


def _is_own(name: str) -> bool:
    """Whether a variable speaks of the client, and not of other people around them."""
    return catalogue()[name].protected != "social"


def _is_asked(name: str) -> bool:
    """Whether a manager asks the client for it: the application's money, work and household, not its building."""
    entry = catalogue()[name]
    return entry.feature.room == "application" and entry.basis in ("economic", "stability")
