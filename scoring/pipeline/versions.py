"""What every result depends on, in one place.

A result's name is the fingerprint of all of it, and its seal keeps it part by part, so that a run can say what has
changed. Files are looked at, nothing heavy is imported: a run with nothing to do is over in a moment.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from scoring.features.governance import governance_fingerprint
from scoring.files import content_fingerprint, current, damage, fingerprint, made_from
from scoring.files.source_code import code_of
from scoring.settings import Home, Training
from scoring.tables.current_tables import import_code, is_simulated, tables_fingerprint, tables_folder
from scoring.texts.load import levels

SOURCE = "application"
CODE: Mapping[str, tuple[str, ...]] = {
    "world": ("scoring.synthetic", "scoring.tables.ingest"),
    "features": ("scoring.features.build", "scoring.features.identity"),
    "model": ("scoring.model",),
    "candidates": ("scoring.model", "scoring.pipeline.compare_candidates"),
    "portfolio": ("scoring.model", "scoring.portfolio.write", "scoring.portfolio.columns"),
    "evaluation": ("scoring.documents.model_evaluation",),
}
GROUPED_BY = ("CODE_GENDER", "NAME_FAMILY_STATUS")  # columns whose levels' English names stand in an evaluation
# How many results a stage keeps, the current one included. A page that is open reads the portfolio before.
KEPT = {"tables": 1, "features": 1, "candidates": 1, "models": 3, "portfolio": 2}
SAID = {
    "tables": "the tables are others",
    "features": "the features are others",
    "model": "the model is another",
    "portfolio": "the portfolio is another",
    "settings": "the settings are others",
    "governance": "what a lender may use, or which theme it belongs to, is stated otherwise",
    "labels": "groups of clients are called otherwise",
    "demonstration": "the clients are simulated, or no longer are",
    "code": "the code that makes it has changed",
    "libraries": "libraries have other versions",
}


@dataclass(frozen=True)
class Version:
    """What one result would be made from now: a short text for each thing it depends on."""

    stage: str
    made_from: Mapping[str, str]

    @property
    def name(self) -> str:
        """The name of the result's folder."""
        return fingerprint(self.stage, dict(self.made_from))

    def mismatch(self, folder: Path | None) -> str:
        """Why a folder is not this result, in words; empty where it is, whole and unchanged.

        Parameters
        ----------
        folder : Path or None
            The stage's current result, or that there is none.
        """
        if folder is None:
            return "there is none yet"
        mistake = damage(folder)
        if mistake:
            return f"what is there is damaged ({mistake})"
        if _name(folder) == self.name:
            return ""
        return self.changed_since(folder) or "what is there has another name"

    def changed_since(self, folder: Path) -> str:
        """What of all this was otherwise when a folder was written, in words; empty where nothing was."""
        before = made_from(folder)
        return "; ".join(SAID.get(name, name) for name, text in self.made_from.items() if before.get(name) != text)


def world_version(clients: int, seed: int) -> Version:
    """A simulated world: how many clients, which seed, the code that draws and cleans them."""
    return Version("world", {"clients": str(clients), "seed": str(seed), **_code("world")})


def features_version(home: Home) -> Version:
    """The feature matrix: the tables, and the code that computes it.

    Raises
    ------
    UserError
        When there are no tables yet.
    """
    return Version("features", {"tables": tables_fingerprint(tables_folder(home)), **_code("features")})


def model_version(features: Path, settings: Training) -> Version:
    """A model: the features it is trained on, their tables, the settings, what a lender may use, the code."""
    return Version("model", _training(features, settings, "model"))


def candidates_version(features: Path, settings: Training) -> Version:
    """A comparison of candidates: as a model, whichever of them the settings name."""
    return Version("candidates", _training(features, replace(settings, candidate=""), "candidates"))


def portfolio_version(home: Home, features: Path, model: Path) -> Version:
    """The portfolio: features, tables, the model with its rule, whether clients are simulated, themes, the code.

    Raises
    ------
    UserError
        When there are no tables yet.
    """
    return Version(
        "portfolio",
        {
            "tables": tables_fingerprint(tables_folder(home)),
            "features": _name(features),
            "model": content_fingerprint(model),
            "demonstration": str(is_simulated(home)),
            "governance": governance_fingerprint(),
            **_code("portfolio"),
        },
    )


def evaluation_version(portfolio: Path) -> Version:
    """What page and API tell of a model: the portfolio's folder, what groups of clients are called, the code."""
    named = {column: [(name, words.en) for name, words in levels()[SOURCE][column].items()] for column in GROUPED_BY}
    return Version("evaluation", {"portfolio": portfolio.name, "labels": fingerprint(named), **_code("evaluation")})


def older_tables(home: Home) -> str:
    """What to say of tables that today's code would check, clean or draw otherwise; empty where it would not.

    No run can make them anew: the archive, or the wish for a simulated world, is the user's.
    """
    folder = current(home.tables)
    before = made_from(folder) if folder is not None else {}
    simulated = "clients" in before
    if before.get("code") == (_code("world")["code"] if simulated else import_code()):
        return ""
    if simulated:
        how = f"'scoring simulate --clients {before['clients']} --seed {before['seed']}'"
        return f"the tables were simulated by an older version of the code; {how} draws them anew"
    return "the tables were imported under an older contract; 'scoring import' checks and cleans the archive by today's"


def _training(features: Path, settings: Training, stage: str) -> dict[str, str]:
    return {
        "tables": made_from(features).get("tables", ""),
        "features": _name(features),
        "settings": fingerprint(dataclasses.asdict(settings)),
        "governance": governance_fingerprint(),
        **_code(stage),
    }


def _name(folder: Path) -> str:
    """A result's name; Spark may compute from the same other last digits of sums."""
    return folder.name.removesuffix(".previous")


def _code(stage: str) -> dict[str, str]:
    code = code_of(*CODE[stage])
    return {"code": code.fingerprint, "libraries": code.versions()}
