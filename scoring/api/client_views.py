"""Views of one client beside the Assessment: similar clients, and the client's own data as a table."""

from __future__ import annotations

import csv
import io

from pydantic import TypeAdapter

from scoring.api.v1_answers import Compared, DatumAnswer, Similar, SimilarGroup
from scoring.cohorts.group_cache import Kind
from scoring.files.csv_cells import escape_formula
from scoring.portfolio import Portfolio
from scoring.texts import languages

DATA: TypeAdapter[list[DatumAnswer]] = TypeAdapter(list[DatumAnswer])


def similar_to(portfolio: Portfolio, client: int, kind: Kind) -> Similar:
    """A client beside a group: what happened to it, and twelve variables."""
    group = portfolio.group(kind, client)
    happened = portfolio.observed(group)
    assessment = portfolio.assess(client)
    reasons = [reason.feature for reason in (*assessment.raises, *assessment.lowers)]
    return Similar(
        client=client,
        group=SimilarGroup(
            kind=kind,
            rule={language: group.rule.say(language) for language in languages()},
            relaxed=group.relaxed,
            n=group.n,
            known=happened.known,
            difficulties=happened.difficulties,
            rate=happened.rate,
            low=happened.low,
            high=happened.high,
        ),
        variables=[
            Compared(feature=row.feature, value=row.value, median=row.median, share=row.share)
            for row in portfolio.comparison_rows(client, group, reasons)
        ],
    )


def as_csv(entries: list[DatumAnswer]) -> str:
    """One line a variable; a text that a spreadsheet would take for a formula is set apart by an apostrophe."""
    written = io.StringIO()
    names = list(DatumAnswer.model_fields)
    writer = csv.writer(written)
    writer.writerow(names)
    for entry in entries:
        writer.writerow([escape_formula(getattr(entry, name)) for name in names])
    return written.getvalue()
