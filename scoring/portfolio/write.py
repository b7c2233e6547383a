"""The portfolio, written: every client's scores, contributions and values, whole or not at all."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from scoring.cohorts.criteria import ZONES
from scoring.cohorts.groups import THEMES
from scoring.errors import UserError
from scoring.features.catalogue import catalogue
from scoring.features.combined import inputs_of
from scoring.features.sources import EVIDENCE
from scoring.files import publish, write_json
from scoring.model.matrix import number_of
from scoring.model.scores import REVIEW_CAUSES, Scores
from scoring.portfolio.columns import ColumnFiles, read_column, read_values
from scoring.portfolio.current_portfolio import ABOUT, APPLICATIONS, COLUMNS, MODEL, ROWS, About, theme_column
from scoring.portfolio.dependence import save_dependence
from scoring.portfolio.row_groups import SCORES_A_GROUP
from scoring.progress import Progress, counted, silent
from scoring.settings import Home
from scoring.tables.parquet_parts import PartFiles

# One client's row is asked for at a time and a group is read whole, but every kernel holds the layout of all groups: of
# 356,255 clients' 122 columns of applications, in groups of 128, that took 177 MB and 0.4 s, and takes 16 MB and 12 ms.
APPLICATIONS_A_GROUP = 4_096
# What a client asks for: a simulated change starts from it.
REQUEST_COLUMNS = ("AMT_CREDIT", "AMT_ANNUITY", "AMT_GOODS_PRICE", "AMT_INCOME_TOTAL")
SAID_OF_EVERYONE = (
    "bureau_active_rows_count",
    "installments_late_mean",
)  # on the client's card, read by the model or not


@dataclass(frozen=True)
class ScoredRange:
    """Some of the clients: their scores, feature rows and cleaned applications, all in the same order."""

    scores: Scores
    rows: pl.DataFrame
    applications: pl.DataFrame


def save_portfolio(
    home: Home,
    model_folder: Path,
    ranges: Iterable[ScoredRange],
    clients: int,
    *,
    version: str,
    made_from: Mapping[str, str],
    absent_sources: Sequence[str],
    demonstration: bool,
    progress: Progress = silent,
) -> None:
    """Write every client's scores, contributions and values; the old portfolio stays until all is written.

    Parameters
    ----------
    home : Home
        Where.
    model_folder : Path
        The model's; its manifest and comparable clients go along, so that a page that is open keeps
        answering while a new model is trained.
    ranges : iterable of ScoredRange
        Every client, one range after the other; each is let go before the next is asked for.
    clients : int
        How many there are in all.
    version : str
        Name of the portfolio's folder.
    made_from : mapping of str to str
        What the portfolio depends on, for its seal.
    absent_sources : sequence of str
        Histories whose table is missing.
    demonstration : bool
        Whether the clients are simulated.
    progress : callable
        Is given a line a step of what is written once all have come.
    """
    with (
        publish(home.portfolio, version, keep=2, made_from=made_from) as folder,
        TemporaryDirectory(prefix=".ranges-", dir=folder) as workspace,
    ):
        files = _RangeFiles(folder, Path(workspace), clients)
        for part in ranges:
            files.add(part)
            del part  # before the next is scored
        files.finish(progress)
        shutil.copytree(model_folder, folder / MODEL)
        named = {name: tuple(texts) for name, texts in files.columns.levels.items()}
        about = About(tuple(files.variables), named, tuple(absent_sources), demonstration)
        write_json(folder / ABOUT, dataclasses.asdict(about))


class _RangeFiles:
    """A portfolio's files while its ranges come; contributions are kept by feature until all have come."""

    def __init__(self, folder: Path, workspace: Path, clients: int) -> None:
        self._folder, self._shares = folder, workspace / "shares"
        self.variables: list[str] = []
        self.columns = ColumnFiles(folder / COLUMNS, clients)
        self._contributions = ColumnFiles(self._shares, clients)
        self._rows, self._applications = PartFiles(workspace, "rows"), PartFiles(workspace, "applications")

    def add(self, part: ScoredRange) -> None:
        """Write what can be written of a range at once, and keep the rest."""
        scores, rows = part.scores, part.rows
        self.variables = portfolio_variables(scores.features)
        self._rows.add(_client_rows(scores, rows, self.variables))
        self._applications.add(part.applications)
        for column in _columns(scores, rows, self.variables):
            self.columns.add(column)
        for name, values in zip(scores.features, scores.contributions.T, strict=True):
            self._contributions.add_values(name, values)

    def finish(self, progress: Progress = silent) -> None:
        """Write what needs every client."""
        progress("putting the clients' rows together")
        self._rows.join(self._folder / ROWS, SCORES_A_GROUP)
        self._applications.join(self._folder / APPLICATIONS, APPLICATIONS_A_GROUP)
        levels, place = self.columns.levels, self._folder / COLUMNS
        explained = [name for name in self.variables if self._contributions.has(name)]
        save_dependence(
            self._folder,
            (
                (read_column(place, name, levels.get(name, ())), read_values(self._shares, name))
                for name in counted(explained, "what each variable does to the score", progress)
            ),
        )


def refuse_other_applications(applications: pl.DataFrame, rows: pl.DataFrame) -> None:
    """Refuse applications that the features were not computed from: a simulation would start from someone else's.

    Raises
    ------
    UserError
        When clients differ, or what they ask for.
    """
    asked = {column: f"application_{column.lower()}" for column in REQUEST_COLUMNS}
    application_values = applications.select(
        "SK_ID_CURR", *(pl.col(c).cast(pl.Float64).alias(name) for c, name in asked.items())
    )
    if not application_values.equals(rows.select("SK_ID_CURR", *asked.values())):
        raise other_applications()


def other_applications() -> UserError:
    """What to say of tables that the features are not of."""
    return UserError(
        "Expected the tables that the features were computed from, got others.",
        "Run 'scoring run': it computes the features anew.",
    )


def portfolio_variables(model_features: Sequence[str]) -> list[str]:
    """What the portfolio holds of each client: the application, what the model reads, how much history there is.

    A simulated change computes what the model reads anew, so what that is made from is held as well.
    """
    selected = {*model_features, *inputs_of(model_features), *EVIDENCE.values(), *SAID_OF_EVERYONE}
    return [name for name, entry in catalogue().items() if name in selected or entry.feature.source == "application"]


def theme_sums(scores: Scores) -> list[pl.Series]:
    """What each theme adds to every client's log-odds: six Float32 columns by which near clients are found."""
    themes = [catalogue()[name].theme for name in scores.features]
    shares = {
        key: scores.contributions[:, [index for index, theme in enumerate(themes) if theme == key]] for key in THEMES
    }
    return [pl.Series(theme_column(key), theme.sum(axis=1), dtype=pl.Float32) for key, theme in shares.items()]


def _columns(scores: Scores, rows: pl.DataFrame, variables: list[str]) -> Iterator[pl.Series]:
    """What is compared, found by or counted over all clients, one after the other."""
    known = scores.frame()
    yield known["SK_ID_CURR"].cast(pl.Int64)
    yield rows["TARGET"].cast(pl.Float32).alias("target")
    yield known["score"].cast(pl.Float32)
    yield known["zone"].cast(pl.Enum(ZONES))
    for name in variables:
        levels = catalogue()[name].feature.levels
        yield rows[name].cast(pl.Enum(levels), strict=False) if levels else rows[name].cast(pl.Float32)
    yield from theme_sums(scores)


def flags_of(scores: Scores) -> pl.Series:
    """Values behind the causes of each client, in the scores' order: lists of table, column, cause, value."""
    named = pl.struct("table", "column", "cause", "value").alias("flags")
    by_client = scores.flags.group_by("SK_ID_CURR", maintain_order=True).agg(named)
    clients = pl.DataFrame({"SK_ID_CURR": scores.clients})
    joined = clients.join(by_client, on="SK_ID_CURR", how="left", maintain_order="left")
    return joined["flags"].fill_null(pl.Series([[]], dtype=joined["flags"].dtype))


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
        flags_of(scores),
        pl.Series("contributions", scores.contributions, dtype=pl.Array(pl.Float64, scores.contributions.shape[1])),
        codes.select(pl.concat_arr(variables).alias("values")).to_series(),
    )
