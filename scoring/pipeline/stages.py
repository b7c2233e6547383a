"""The stages of a run, each skipped while nothing it depends on has changed.

Only what is needed to tell whether a stage is stale is imported here: a run with nothing to do is over in
a moment. :mod:`scoring.pipeline.work` does the work.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from scoring.errors import UserError
from scoring.files import current, fingerprint, require_current
from scoring.model.current_model import model_folder
from scoring.settings import Home, Training
from scoring.tables.current_tables import tables_fingerprint, tables_folder

Progress = Callable[[str], None]


def make_features(home: Home, progress: Progress = lambda _: None) -> bool:
    """Compute the feature matrix; False where it was up to date."""
    made_from = tables_fingerprint(tables_folder(home))
    version = fingerprint("features", made_from, code_of("tables/store.py", "features"))
    if _is_current(home.features, version):
        return False
    from scoring.pipeline.work import write_features

    write_features(home, version, progress)
    return True


def make_model(home: Home, settings: Training, progress: Progress = lambda _: None, *, verify: bool = False) -> bool:
    """Train; False where the current model is what would come out.

    With ``verify`` the current folder's files are checked too, and a damaged one is made again.
    """
    features = features_folder(home)
    version = model_version(features, settings)
    if _is_current(home.models, version) and not (verify and _is_damaged(model_folder(home))):
        return False
    kept = kept_candidate(home, version)
    if kept is not None and not _is_damaged(kept):
        from scoring.pipeline.compare_candidates import serve_candidate

        serve_candidate(home, kept, progress)
        return True
    from scoring.pipeline.work import write_model

    write_model(home, features, version, settings, progress)
    return True


def make_candidates(home: Home, settings: Training, progress: Progress = lambda _: None) -> bool:
    """Train every candidate on the same folds; False where what is kept is what would come out.

    Which of them ``settings`` names makes no difference.
    """
    features = features_folder(home)
    version = fingerprint("candidates", model_version(features, replace(settings, candidate="")))
    if _is_current(home.candidates, version):
        return False
    from scoring.pipeline.compare_candidates import write_candidates

    write_candidates(home, features, version, settings, progress)
    return True


def model_version(features: Path, settings: Training) -> str:
    """What names a model: the features it is trained on, its settings, the code that makes it."""
    return fingerprint("model", features.name, settings, code_of("model", "texts/columns.toml"))


def kept_candidate(home: Home, version: str) -> Path | None:
    """The folder of a candidate that was trained to be compared and is this very model, or None."""
    compared = current(home.candidates)
    return compared / version if compared is not None and (compared / version).is_dir() else None


def make_portfolio(home: Home, progress: Progress = lambda _: None) -> bool:
    """Score every client; False where the portfolio is up to date.

    Raises
    ------
    UserError
        When there are no features or no model yet, or the model does not fit.
    """
    features, model = features_folder(home), model_folder(home)
    version = fingerprint(
        "portfolio", features.name, model.name, code_of("model/score.py", "portfolio/write.py", "portfolio/columns.py")
    )
    if _is_current(home.portfolio, version):
        return False
    from scoring.pipeline.work import write_portfolio

    write_portfolio(home, features, model, version, progress)
    return True


def run_stale(home: Home, settings: Training, progress: Progress = lambda _: None) -> list[str]:
    """Run every stage that is out of date, in order; the names of those that ran."""
    done = []
    for name, stage in (
        ("features", lambda: make_features(home, progress)),
        ("model", lambda: make_model(home, settings, progress)),
        ("portfolio", lambda: make_portfolio(home, progress)),
    ):
        if stage():
            done.append(name)
    return done


def features_folder(home: Home) -> Path:
    """The folder of the home's feature matrix, or a sentence."""
    return require_current(home.features, "features", "Run 'scoring features' or 'scoring run'.")


@cache
def code_of(*parts: str) -> str:
    """A fingerprint of the package's own code, so that a change of code makes its results stale."""
    root = Path(str(files("scoring")))
    sources: list[Path] = []
    for part in parts:
        sources += [root / part] if (root / part).is_file() else (root / part).rglob("*.py")
    return fingerprint(*(file.read_text(encoding="utf-8") for file in sorted(sources)))


def _is_current(stage: Path, version: str) -> bool:
    folder = current(stage)
    return folder is not None and folder.name == version


def _is_damaged(model: Path) -> bool:
    from scoring.model.manifest import read_manifest

    try:
        read_manifest(model)
    except UserError:
        return True
    return False
