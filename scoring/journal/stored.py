"""A stored row read as the entry it was written from; whoever changed it may have left anything in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from scoring.errors import UserError
from scoring.journal.entry import Entry, row_of

FIELDS = tuple(Entry.__dataclass_fields__)
TEXTS = ("at", "kind", "who", "model", "shown", "decided", "why", "previous")


def read_row(row: Mapping[str, Any]) -> Entry:
    """The entry of a row.

    Parameters
    ----------
    row : mapping
        The journal's columns.

    Raises
    ------
    UserError
        Where something stands in it that no version of the doors wrote.
    """
    try:
        values = {name: row[name] for name in FIELDS}
        shown = json.loads(values["shown"])
        is_text = all(isinstance(values[name], str) for name in TEXTS)
        if not (is_text and isinstance(shown, dict) and isinstance(values["client"], int | None)):
            raise TypeError
        return Entry(**{**values, "shown": shown})
    except (ValueError, TypeError) as error:
        got = f"The journal holds an entry that cannot be read ({row['number']})."
        raise UserError(got, "Find what was changed by 'scoring journal verify'.") from error


def as_stored(row: Mapping[str, Any]) -> tuple[Entry, str]:
    """The entry of a row and the hash stored beside it; none where the row is not written as an entry is."""
    try:
        entry = read_row(row)
    except UserError:
        texts = {name: str(row[name]) for name in TEXTS}
        return Entry(**{"number": row["number"], "client": None, **texts, "shown": {}}), ""
    return entry, row["hash"] if row_of(entry)["shown"] == row["shown"] else ""
