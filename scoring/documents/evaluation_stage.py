"""Whether a home's evaluation is up to date, and making it where it is not; only then is anything heavy imported."""

from __future__ import annotations

from scoring.files import current, made_from
from scoring.files.source_code import code_of
from scoring.portfolio.client_records import tables_of
from scoring.portfolio.evaluation import evaluation_folder
from scoring.progress import Progress, silent
from scoring.settings import Home

CODE = ("scoring.analysis.bootstrap", "scoring.analysis.fairness", "scoring.portfolio.evaluation")


def make_evaluation(home: Home, progress: Progress = silent) -> bool:
    """Evaluate the model on the home's portfolio, for page and API; False where that is done, or cannot be.

    It cannot without a portfolio, without the tables that it was made from, and where no two outcomes are known.

    Raises
    ------
    UserError
        When the portfolio does not fit, or the disk is full.
    """
    portfolio, code = current(home.portfolio), code_of(*CODE).fingerprint
    if portfolio is None:
        return False
    if tables_of(portfolio) is None:
        progress("evaluation: the tables are not those that were scored; 'scoring run' scores today's")
        return False
    folder = evaluation_folder(portfolio)
    if folder is not None and made_from(folder).get("code") == code:
        return False
    from scoring.documents.model_evaluation import write_evaluation

    progress("evaluating the model, for the page")
    return write_evaluation(home, code)
