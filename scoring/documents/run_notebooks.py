"""Run the notebooks in order, by Papermill: those that do not need each other side by side."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from time import monotonic
from typing import Any

from scoring.documents.parameters import Value, fit_parameters
from scoring.errors import UserError
from scoring.files import write_errors_as_user_errors
from scoring.progress import Progress, silent
from scoring.settings import Home, repository
from scoring.texts.sentences import notebook_words
from scoring.texts.words import Language

# A kernel warns of its own sockets on this machine, which says nothing to who runs notebooks; errors still come.
QUIET = ["--IPKernelApp.log_level=40"]
MANAGER = "scoring.kernel_client.LookingManager"  # with Jupyter's own, notebooks with widgets did not always end

# How a cell shows a part of a notebook's prose, by its key.
PROSE = re.compile(r'text\.prose\("(\w+)"\)')

# Notebooks of one wave do not need each other: 03 reads what 02 writes, the last ones read 03's model.
WAVES: tuple[tuple[str, ...], ...] = (
    ("01_exploration", "02_features"),
    ("03_model_selection",),
    ("04_fairness_and_drift", "05_methodology_note", "06_presentation"),
    ("07_tuning_and_learning",),
)


@dataclass(frozen=True)
class Outcome:
    """How one notebook ended: ``failure`` is the failing cell's message, empty when all cells ran.

    ``lacking`` says what could not be made beside it, as the PDF of a document where there is no browser.
    """

    name: str
    seconds: float
    executed: Path
    failure: str = ""
    lacking: str = ""


def run_notebooks(
    home: Home,
    only: str | None = None,
    parameters: Sequence[tuple[str, str]] = (),
    progress: Progress = silent,
    folder: Path | None = None,
) -> list[Outcome]:
    """Execute the notebooks; what they leave lies under ``reports/<run>/`` of the home.

    Parameters
    ----------
    home : Home
        The world they read and write.
    only : str, optional
        One of them: its name, or the beginning of it (``03``).
    parameters : sequence of (name, value)
        As typed; given to every notebook that knows the name.
    progress : callable
        Told of every notebook that starts or ends.
    folder : Path, optional
        Where the notebooks lie; ``notebooks/`` of the repository, or those of the wheel, by default.

    Returns
    -------
    list of Outcome
        In the order in which they ended; the waves after a failure are not run.

    Raises
    ------
    UserError
        When there are no notebooks, a name or parameter is none of theirs, or the disk is full or may not be written.
    """
    sources = choose_notebooks(folder or notebooks_folder(), only)
    given = fit_parameters(sources, parameters, home)
    run = home.reports / datetime.now().strftime("%Y-%m-%d-%H%M%S")
    with write_errors_as_user_errors("reports"):
        run.mkdir(parents=True, exist_ok=True)
        return list(_run_waves(sources, given, run, progress))


def _run_waves(
    sources: Sequence[Path], given: Mapping[Path, Mapping[str, Value]], run: Path, progress: Progress
) -> Iterator[Outcome]:
    """Wave by wave, each notebook's outcome as it ends; the waves after a failure are not run."""
    for wave in waves_of(sources):
        progress(f"running {', '.join(source.stem for source in wave)}")
        has_failed = False
        for outcome in _side_by_side(wave, given, run, progress):
            progress(_outcome_line(outcome))
            has_failed |= bool(outcome.failure)
            yield outcome
        if has_failed:
            return


def notebooks_folder() -> Path:
    """The notebooks of the repository this package is imported from; those inside it where it is an installed wheel.

    Raises
    ------
    UserError
        When there are none in either place.
    """
    root = repository()
    folder = Path(str(files("scoring.documents"))) / "notebooks" if root is None else root / "notebooks"
    if not folder.is_dir():
        raise UserError(f"Expected notebooks in {folder}, got none.", "Install the package again, or use a checkout.")
    return folder


def choose_notebooks(folder: Path, only: str | None) -> list[Path]:
    """All notebooks of a folder in their order, or the one that begins as said.

    Raises
    ------
    UserError
        When the folder holds none, or the name fits none or several.
    """
    every = sorted(folder.glob("[0-9]*.ipynb"))
    if not every:
        raise UserError(f"Expected notebooks in {folder}, got none.", "Run this in a checkout of the repository.")
    if only is None:
        return every
    wanted = Path(only).stem if only.endswith(".ipynb") else only
    matching = [path for path in every if path.stem == wanted] or [
        path for path in every if path.stem.startswith(wanted)
    ]
    if len(matching) != 1:
        names = ", ".join(path.stem for path in every)
        raise UserError(f"Expected the name of one notebook after --only, got {only}.", f"Name one of {names}.")
    return matching


def waves_of(sources: Sequence[Path]) -> Iterator[list[Path]]:
    """The notebooks wave by wave; those that no wave knows come last, one after the other."""
    known = {name for wave in WAVES for name in wave}
    for wave in WAVES:
        if members := [source for source in sources if source.stem in wave]:
            yield members
    yield from ([source] for source in sources if source.stem not in known)


def _side_by_side(
    wave: list[Path], given: Mapping[Path, Mapping[str, Value]], run: Path, progress: Progress
) -> Iterator[Outcome]:
    """One thread a notebook: each starts a kernel of its own and waits for it."""
    import joblib

    if len(wave) == 1:
        yield execute(wave[0], given[wave[0]], run, progress)
        return
    work = (joblib.delayed(execute)(source, given[source], run, progress) for source in wave)
    workers = min(len(wave), joblib.cpu_count())
    yield from joblib.Parallel(n_jobs=workers, prefer="threads", return_as="generator_unordered")(work)


def execute(source: Path, parameters: Mapping[str, Value], run: Path, progress: Progress) -> Outcome:
    """Run one notebook and write its HTML; a failing cell is an outcome, not an exception.

    Parameters
    ----------
    source : Path
        The notebook.
    parameters : mapping of str to value
        Its own, by name; those that are not given keep what stands in it.
    run : Path
        Folder of the executed copy and its pages.
    progress : Progress
        Told of every heading.
    """
    import papermill
    from papermill.exceptions import PapermillExecutionError

    from scoring.documents.html import write_pages

    start, executed, failure = monotonic(), run / source.name, ""
    try:
        papermill.execute_notebook(
            source,
            executed,
            parameters=dict(parameters),
            cwd=source.parent,
            progress_bar=False,
            log_output=False,
            extra_arguments=QUIET,
            kernel_manager_class=MANAGER,
            on_cell_start=_announce_headings(source, str(parameters.get("language", "")), progress),
        )
    except PapermillExecutionError as error:
        failure = f"cell {error.exec_count}: {error.ename}: {error.evalue}"
    lacking = write_pages(executed, whole=not failure)
    return Outcome(source.stem, monotonic() - start, executed, failure, lacking)


def _announce_headings(source: Path, language: Language, progress: Progress) -> Callable[..., None]:
    """What is called at every cell: says under which heading the notebook is, once a heading."""
    import nbformat

    from scoring.documents.html import language_of

    heading, under = "", {}
    notebook = nbformat.read(source, as_version=4)
    for cell in notebook.cells:
        heading = _heading_of(cell, source.stem, language or language_of(notebook)) or heading
        if cell.cell_type == "code":
            under[cell.id] = heading
    announced = {""}

    def say(cell: Any, **_: object) -> None:
        asked = under.get(cell.id, "")
        if asked not in announced:
            announced.add(asked)
            progress(f"{source.stem}: {asked}")

    return say


def _heading_of(cell: Any, stem: str, language: Language) -> str:
    """The last heading of a cell of Markdown, or of the texts that a cell of code shows; empty where it has none."""
    source = str(cell.source)
    if cell.cell_type == "code":
        named = PROSE.match(source)
        key = f"{stem.partition('_')[2]}.{named[1]}" if named else ""
        text = notebook_words.all().get(key)
        source = "" if text is None else text.say(language)
    lines = [line.lstrip("# ") for line in source.splitlines() if line.startswith("#")]
    return lines[-1] if lines else ""


def _outcome_line(outcome: Outcome) -> str:
    lacking = f" ({outcome.lacking})" if outcome.lacking else ""
    return f"{outcome.name}: {'failed' if outcome.failure else 'done'} after {outcome.seconds:.0f} s{lacking}"
