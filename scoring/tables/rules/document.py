"""The rules as ``docs/data.md`` prints them: ``python -m scoring.tables.rules.document docs/data.md`` renews them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from scoring.tables.clean import rules, usual_rules
from scoring.tables.empty_histories import WITHOUT_ANY, most_without
from scoring.tables.histories import AT_LEAST, MOST, expectations
from scoring.tables.notices import FORM_RULES
from scoring.tables.rules.column_rule import ColumnRule, column_rules
from scoring.tables.rules.survey import anomalies_of
from scoring.tables.schema import CONTRACT
from scoring.tables.spreadsheet_rows import SHEETS
from scoring.tables.witnesses.relation_lines import relation_lines

BEGIN = "<!-- from the contract: begin -->"
END = "<!-- from the contract: end -->"


def contract_pages() -> str:
    """Cleaning rules, forms understood, what tables let expect of each other, every raw column: as Markdown."""
    return "\n".join([*_cleaning(), "", *_forms(), "", *_histories(), "", *relation_lines(), "", *_columns()])


def renewed(page: str) -> str:
    """A page with what stands between the two marks drawn again from the contract."""
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n\n{contract_pages()}\n\n{END}{after}"


def _histories() -> Iterator[str]:
    yield "## Rows that other tables call for"
    yield ""
    yield "| Short of rows | What is counted | Named above | Refused above |"
    yield "|---|---|---|---|"
    for expected in expectations():
        named = "0 %, row by row" if expected.named_above == 1.0 else f"{expected.named_above:.0%}".replace("%", " %")
        refused = f"{expected.refused_above:.0%}".replace("%", " %")
        yield f"| {expected.table} | {expected.words} | {named} | {refused} |"
    yield f"| application_train | clients of any history have no application | 0 % | {MOST:.0%} |".replace("0%", "0 %")
    yield ""
    yield f"Fewer than {AT_LEAST} loans or clients are never refused. The last row is not refused in files to score."
    yield ""
    with_usual = [expected for expected in expectations() if expected.usual]
    usual = ", ".join(f"{expected.usual:.1%} ({expected.name} of {expected.table})" for expected in with_usual)
    yield (
        f"Of what clean archives hold too, {usual.replace('%', ' %')}, as many as chance has in one of a hundred are "
        "not named: of one client's three credits elsewhere one is a third."
    )
    yield ""
    most = ", ".join(f"{most_without(name)} ({name})" for name in WITHOUT_ANY)
    yield (
        "A history without a row is refused in an import. In a file to score it is taken as none, and named "
        f"(`empty_history`), where all of its clients may have none, as in one archive of a million: "
        f"up to {most} clients."
    )
    yield ""
    sheets = ", ".join(f"{lines:,} lines ({ending})" for lines, ending in SHEETS.items())
    yield (
        f"A table of exactly as many rows as a spreadsheet holds, with the header or without, {sheets}, is named "
        "(`spreadsheet_rows`), in whatever form it comes: a longer one is cut off there."
    )


def _cleaning() -> Iterator[str]:
    yield "## Cleaning rules"
    yield ""
    yield "| Rule | Why | A finding |"
    yield "|---|---|---|"
    for rule in rules():
        finding = "no: Kaggle's own tables hold it" if rule.name in usual_rules() else "yes"
        yield f"| `{rule.name}` | {rule.why} | {finding} |"


def _forms() -> Iterator[str]:
    yield "## Forms understood"
    yield ""
    yield "| Rule | What it does |"
    yield "|---|---|"
    for name, what in FORM_RULES.items():
        yield f"| `{name}` | {what} |"


def _columns() -> Iterator[str]:
    yield "## Every raw column"
    for table in CONTRACT.values():
        if table.absent:
            continue  # application_test: the same columns without TARGET
        yield ""
        yield f"### {table.file}"
        yield ""
        yield "| Column | Unit | May hold | May be empty | Known anomalies, emptied |"
        yield "|---|---|---|---|---|"
        for rule in column_rules(table).values():
            yield _row(rule)


def _row(rule: ColumnRule) -> str:
    anomalies = ", ".join(f"`{anomaly.name}`" for anomaly in anomalies_of(rule))
    texts = "`not_available`" if rule.levels else ""
    expected = rule.expected.replace("|", "\\|") + ("; essential" if rule.essential else "")
    empty = ("to review" if rule.always else "yes") if rule.nullable else "no"
    return f"| `{rule.name}` | {rule.unit} | {expected} | {empty} | {anomalies or texts} |"


if __name__ == "__main__":
    path = Path(sys.argv[1])
    path.write_text(renewed(path.read_text(encoding="utf-8")), encoding="utf-8")
