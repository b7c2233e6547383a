"""An archive scored into a file, with everything there is to say of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from scoring.files import refuse_destination, write_json
from scoring.inference.archive import SCORES, archive_frame, write_scores
from scoring.inference.frame import zone_counts
from scoring.progress import Progress
from scoring.settings import Home
from scoring.tables.ingest import ImportReport
from scoring.tables.notices import counted
from scoring.tables.report_lines import approval, refuse_overwriting, report_json, report_lines


def score_file(
    home: Home, archive: Path, output: Path, progress: Progress, *, strict: bool = False, report: Path | None = None
) -> Iterator[str]:
    """Score an archive into a file, and give what the import of it would say, then how many are in each zone.

    Parameters
    ----------
    home : Home
        Whose model.
    archive, output : Path
        What is scored, and where the scores go (.csv or .parquet).
    progress : callable
        Told in a few words what is being done.
    strict : bool
        Whether anything to say is an error; nothing is written then but the report.
    report : Path, optional
        Where all of it goes, as JSON.

    Raises
    ------
    UserError
        When the archive does not keep the contract, there is no model, or the output cannot be written.
    """
    refuse_results(archive, output, report)
    approve, reports = approval(strict, report), list[ImportReport]()

    def hear(met: ImportReport) -> None:
        reports.append(met)
        approve(met)

    frame = archive_frame(home, archive, progress, hear)
    write_scores(frame, output)
    zones = zone_counts(frame)
    (met,) = reports
    if report is not None:
        content = {"clients": frame.height, "zones": zones, "output": str(output)}
        write_json(report, {**report_json(met), **content})
    counts = ", ".join(f"{zone} {count:,}" for zone, count in zones.items())
    return iter([*report_lines(met), f"{counted(frame.height, 'client')} scored: {output}", counts])


def refuse_results(archive: Path, output: Path, report: Path | None) -> None:
    """Refuse files for the scores and the report that cannot be written, or that the scores are made from.

    Raises
    ------
    UserError
        As said; before anything is read.
    """
    refuse_destination("--output", output, SCORES)
    refuse_destination("--report", report)
    refuse_overwriting(archive, output, report)
