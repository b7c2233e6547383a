"""Whether a home's evaluation is up to date, and making it where it is not; only then is anything heavy imported."""

from __future__ import annotations

from scoring.files import current
from scoring.pipeline.versions import evaluation_version
from scoring.portfolio.client_records import tables_of
from scoring.portfolio.evaluation import evaluation_folder
from scoring.progress import Progress, silent
from scoring.settings import Home


def make_evaluation(home: Home, progress: Progress = silent) -> bool:
    """Evaluate the model on the home's portfolio, for page and API; False where that is done, or cannot be.

    It cannot without a portfolio, without the tables that it was made from, and where no two outcomes are known.

    Raises
    ------
    UserError
        When the portfolio does not fit, or the disk is full.
    """
    portfolio = current(home.portfolio)
    if portfolio is None:
        return False
    if tables_of(portfolio) is None:
        progress("evaluation: the tables are not those that were scored; 'scoring run' scores today's")
        return False
    folder, version = evaluation_folder(portfolio), evaluation_version(portfolio)
    why = version.changed_since(folder) if folder is not None else "there is none yet"
    if not why:
        return False
    from scoring.documents.model_evaluation import write_evaluation

    progress(f"evaluation: {why}")
    return write_evaluation(home, version.made_from)
