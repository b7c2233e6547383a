"""One archive of a batch, scored by a process of its own: what it takes is not taken from who answers others.

``python -m scoring.inference.batch HOME ARCHIVE FOLDER`` writes ``result.parquet`` and ``report.json`` into the folder
and says what it does as JSON, a line a step.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TextIO

from scoring.errors import UserError
from scoring.files.atomic import write_errors_as_user_errors
from scoring.inference.score_file import score_file
from scoring.settings import Home

RESULT, REPORT, ARCHIVE = "result.parquet", "report.json", "archive.zip"
REFUSED = 2


def main(arguments: Sequence[str]) -> int:
    """Do what the command line asks; only the steps are on standard output.

    What a library prints there stands with the errors, in the log of the API: a caller reads each line as a step.

    Returns
    -------
    int
        As :func:`run` returns it.
    """
    home, archive, folder = map(Path, arguments[:3])
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as steps:
        os.dup2(2, 1)
        return run(home, archive, folder, steps)


def run(home: Path, archive: Path, folder: Path, steps: TextIO) -> int:
    """Score an archive as ``scoring score --input`` does.

    Parameters
    ----------
    home : Path
        Whose current model scores.
    archive : Path
        The zip archive.
    folder : Path
        Where result and report are written.
    steps : TextIO
        Takes a line a step.

    Returns
    -------
    int
        0 when the result is there, 2 when the archive was refused; the last line says why.
    """
    say = partial(_say, steps)
    try:
        with write_errors_as_user_errors(RESULT):
            for _ in score_file(
                Home(home), archive, folder / RESULT, lambda line: say(doing=line), report=folder / REPORT
            ):
                pass  # the report holds what it says
    except UserError as refused:
        say(error=str(refused))
        return REFUSED
    return 0


def _say(steps: TextIO, **words: str) -> None:
    print(json.dumps(words), file=steps, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
