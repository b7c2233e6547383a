"""What an import met: written beside the tables, read again for whoever asks."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scoring.errors import UserError
from scoring.files import read_json
from scoring.settings import Home
from scoring.tables.check import Finding
from scoring.tables.clean import CleanedValues, usual_rules
from scoring.tables.current_tables import IMPORT_AGAIN, REPORT, tables_folder
from scoring.tables.notices import Notice
from scoring.validation import Checked, Count, parse


@dataclass(frozen=True)
class ImportReport(Checked):
    """What an import found: rows a table, tables that are absent, values cleaned, things that do not agree.

    ``notices`` tell in what form the files came and which were left aside; ``flagged`` is how many clients have a
    value that was emptied as impossible, or a text that nobody knows.
    """

    source: str
    rows: Mapping[str, Count]
    absent: tuple[str, ...]
    cleaned: tuple[CleanedValues, ...]
    findings: tuple[Finding, ...]
    fingerprint: str
    flagged: Count = 0
    notices: tuple[Notice, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether there is nothing to say: no table absent, no other form, nothing cleaned but what is usual."""
        notices = [notice for notice in self.notices if notice.rule != "companion"]
        return not (self.absent or self.unusual_changes or self.findings or notices)

    @property
    def unusual_changes(self) -> tuple[CleanedValues, ...]:
        """What was cleaned that Kaggle's own tables do not hold."""
        return tuple(change for change in self.cleaned if change.rule not in usual_rules())

    def as_json(self) -> dict[str, Any]:
        """The report as plain objects."""
        return dataclasses.asdict(self)


def read_report(home: Home) -> ImportReport:
    """What the import of the home's tables found.

    Raises
    ------
    UserError
        When there are no tables yet, or their report is damaged.
    """
    path = tables_folder(home) / REPORT
    try:
        content = read_json(path)
    except UserError as mistake:
        raise UserError(mistake.got, IMPORT_AGAIN) from mistake
    return parse(ImportReport, content, IMPORT_AGAIN, REPORT)
