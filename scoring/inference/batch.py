"""One archive of a batch, scored by a process of its own: what it takes is not taken from who answers others.

``python -m scoring.inference.batch HOME ARCHIVE FOLDER`` writes ``result.parquet`` and ``report.json`` into the folder
and says what it does as JSON, a line a step.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from scoring.errors import UserError
from scoring.files.atomic import write_errors_as_user_errors
from scoring.inference.score_file import score_file
from scoring.settings import Home

RESULT, REPORT, ARCHIVE = "result.parquet", "report.json", "archive.zip"
REFUSED = 2


def run(home: Path, archive: Path, folder: Path) -> int:
    """Score an archive as ``scoring score --input`` does.

    Returns
    -------
    int
        0 when the result is there, 2 when the archive was refused; the last line says why.
    """
    try:
        with write_errors_as_user_errors(RESULT):
            for _ in score_file(Home(home), archive, folder / RESULT, _progress, report=folder / REPORT):
                pass  # the report holds what it says
    except UserError as refused:
        _say(error=str(refused))
        return REFUSED
    return 0


def _progress(line: str) -> None:
    _say(doing=line)


def _say(**words: str) -> None:
    print(json.dumps(words), flush=True)


if __name__ == "__main__":
    sys.exit(run(*map(Path, sys.argv[1:4])))
