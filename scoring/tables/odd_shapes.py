"""A file whose columns are not where a table has them: lines that are numbered, rows and columns exchanged."""

from __future__ import annotations

import re
from itertools import islice

from scoring.errors import UserError
from scoring.tables.csv_form import CsvForm
from scoring.tables.header import canonical_names
from scoring.tables.notices import listed, quoted
from scoring.tables.schema import TableContract

NUMBERED = re.compile(r"^\s*1\s*[\t:.)]?\s*(?=\D)")


def shape_in_words(form: CsvForm, missing: list[str], table: TableContract) -> UserError | None:
    """What to say of a file in which columns are missing for the shape that it has; None where it has a table's.

    Parameters
    ----------
    form : CsvForm
        How the file is read.
    missing : list of str
        Columns of the contract that were not found.
    table : TableContract
        What it should hold.
    """
    first = form.raw_header[0]
    bare = NUMBERED.sub("", first)
    if bare != first and canonical_names([bare], table)[0] in missing:
        return UserError(
            f"{form.name}: expected the header in the first line, got a number before it ({quoted(first)}): its lines "
            "are numbered.",
            "Export the table without numbers before its lines.",
        )
    turned = set(canonical_names(_first_values(form, len(table.columns) + 1), table)) & set(missing)
    if 2 * len(turned) <= len(table.columns):
        return None
    names = listed([name for name in table.columns if name in turned], 3)
    return UserError(
        f"{form.name}: expected names of columns in the first line, got them one below the other ({names}): rows and "
        "columns are exchanged.",
        "Export the table with a row a line.",
    )


def _first_values(form: CsvForm, lines: int) -> list[str]:
    """What stands first in each of the first lines."""
    with form.path.open(encoding="utf-8", errors="replace") as stream:
        return [line.partition(form.separator)[0].strip(' "\n') for line in islice(stream, lines)]
