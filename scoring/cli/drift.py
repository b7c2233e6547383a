"""``scoring drift``: whether an archive's clients are still those that the model learned from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scoring.cli.commands import Strict, app, progress_lines
from scoring.settings import DriftLimits, Home

PAST_LIMIT = 3
DEFAULT = DriftLimits()


@app.command()
def drift(
    context: typer.Context,
    archive: Annotated[Path, typer.Option("--input", help="Kaggle's zip, or a folder: the clients to look at.")],
    report: Annotated[Path | None, typer.Option("--report", help="File for all figures, as JSON.")] = None,
    moved: Annotated[float, typer.Option(help="Stability index from which a feature or the score moved.")] = (
        DEFAULT.moved
    ),
    score_points: Annotated[float, typer.Option(help="Shift of the mean score that is too far, in points.")] = (
        DEFAULT.score_points
    ),
    strict: Strict = False,
) -> None:
    """Compare an archive's clients with those the model learned from: exit status 3 past a limit, for a scheduler."""
    from scoring.analysis.archive_drift import archive_drift
    from scoring.analysis.drift_words import drift_json, drift_lines
    from scoring.files import refuse_destination, write_json
    from scoring.tables.report_lines import approval, refuse_overwriting

    home: Home = context.obj
    refuse_destination("--report", report)
    refuse_overwriting(archive, report)
    limits = DriftLimits(moved=moved, score_points=score_points)
    result = archive_drift(home, archive, limits, progress_lines(), approval(strict, None))
    for line in drift_lines(result):
        typer.echo(line)
    if report is not None:
        write_json(report, drift_json(result))
    raise typer.Exit(PAST_LIMIT if result.past_limit else 0)
