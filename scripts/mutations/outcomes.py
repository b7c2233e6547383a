"""What becomes of a spoiled archive: refused, understood, noticed, looked at, without effect, or silently wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from scoring.errors import UserError
from scoring.inference.archive import score_tables
from scoring.model.folder import Model
from scoring.tables.clean import usual_rules
from scoring.tables.ingest import write_tables
from scoring.tables.source import open_source
from scoring.tables.store import open_folder

REFUSED, SAME, NOTICED, REVIEWED, SILENT = "refused", "same decisions", "noticed", "to review", "SILENT"


@dataclass(frozen=True)
class Answer:
    """What scoring an archive says.

    Parameters
    ----------
    decisions : DataFrame
        SK_ID_CURR, decision, zone.
    entries : mapping of str to str
        Everything that its report says but for anomalies of Kaggle's own, with the name of the rule behind it.
    """

    decisions: pl.DataFrame
    entries: Mapping[str, str]


@dataclass(frozen=True)
class Outcome:
    """What became of one spoiling: the verdict, the refusal or the decisions changed, the rules that met it."""

    verdict: str
    words: str = ""
    rules: tuple[str, ...] = ()


def answer(model: Model, archive: Path) -> Answer:
    """Score an archive.

    Raises
    ------
    UserError
        When it is refused.
    """
    with TemporaryDirectory(prefix="mutation-") as work:
        folder = Path(work)
        with open_source(archive, folder) as source:
            report = write_tables(source, folder, target_required=False)
        scored = score_tables(model, open_folder(folder))
    entries = {
        **{f"absent {table}": "absent" for table in report.absent},
        **{str(notice): notice.rule for notice in report.notices},
        # What Kaggle's own tables hold is emptied without a finding, more of it too.
        **{str(change): change.rule for change in report.cleaned if change.rule not in usual_rules()},
        **{str(finding): finding.check for finding in report.findings},
    }
    decisions = scored.scores.frame().select("SK_ID_CURR", "decision", "zone")
    return Answer(decisions, entries)


def outcome(model: Model, files: Mapping[str, bytes], sound: Answer) -> Outcome:
    """What becomes of an archive, next to what the sound one gave."""
    with TemporaryDirectory(prefix="mutation-") as work:
        for name, content in files.items():
            (Path(work) / name).write_bytes(content)
        try:
            got = answer(model, Path(work))
        except UserError as error:
            return Outcome(REFUSED, str(error))
    both = sound.decisions.join(got.decisions, on="SK_ID_CURR", how="left", suffix="_now")
    changed = both.filter(pl.col("decision") != pl.col("decision_now").fill_null("not scored"))
    new = {rule for entry, rule in got.entries.items() if entry not in sound.entries}
    if new:
        return Outcome(NOTICED, f"{changed.height} decisions changed", tuple(sorted(new)))
    if not changed.height:
        return Outcome(SAME)
    if changed.filter(pl.col("zone_now") != "review").height:
        return Outcome(SILENT, f"{changed.height} decisions of {both.height}")
    return Outcome(REVIEWED)
