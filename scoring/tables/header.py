"""The names of a file's columns, whatever its form: the contract's where they differ by capitals and blanks alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from scoring.errors import UserError
from scoring.tables.notices import Notice, counted, listed
from scoring.tables.schema import TableContract

INDEX_COLUMN = re.compile(r"^(Unnamed: \d+|index|X|rownames)?$")


def canonical_names(raw: Iterable[str], table: TableContract) -> list[str]:
    """Column names as the contract writes them, where capitals, blanks, quotes or marks alone differ.

    One name and a point before every column, as Hive writes its table's, are passed over.

    Examples
    --------
    >>> from scoring.tables.schema import CONTRACT
    >>> canonical_names(["sk_id_bureau", " Months Balance ", "extra"], CONTRACT["bureau_balance"])
    ['SK_ID_BUREAU', 'MONTHS_BALANCE', 'extra']
    >>> canonical_names(["b.sk_id_bureau", "b.status"], CONTRACT["bureau_balance"])
    ['SK_ID_BUREAU', 'STATUS']
    """
    raw = list(raw)
    alike = {name.rpartition(".")[0] for name in raw}
    raw = [name.rpartition(".")[2] for name in raw] if len(alike) == 1 else raw
    exact = set(table.columns)
    plain = {plain_letters(column): column for column in table.columns}
    return [name if name in exact else plain.get(plain_letters(name), name) for name in raw]


def header_notices(name: str, raw: Sequence[str], header: Sequence[str], table: TableContract) -> list[Notice]:
    """Notices of names that are written otherwise, and of columns that the contract does not know.

    Parameters
    ----------
    name : str
        The file, as sentences call it.
    raw, header : sequence of str
        Its columns as they are written, and as the contract writes them.
    table : TableContract
        Which table.

    Raises
    ------
    UserError
        When a column of the contract is there twice.
    """
    twice = [column for column in table.columns if header.count(column) > 1]
    if twice:
        raise UserError(f"{name}: column {twice[0]} is there {header.count(twice[0])} times.", "Keep one of them.")
    notices = []
    others = [before for before, after in zip(raw, header, strict=True) if before.strip("\ufeff") != after]
    if others:
        are = f"{counted(len(others), 'column name')} {'is' if len(others) == 1 else 'are'}"
        sentence = f"{name}: {are} written otherwise than the contract's ({listed(others, 3)})."
        notices.append(Notice("column_names", name, sentence, len(others)))
    return [*notices, *_extra_columns(name, header, table)]


def _extra_columns(name: str, header: Sequence[str], table: TableContract) -> list[Notice]:
    extra = [column for column in header if column not in table.columns]
    if not extra:
        return []
    kind = "the index column" if _is_index(header, extra) else counted(len(extra), "unknown column")
    names = listed([*dict.fromkeys(column or "without a name" for column in extra)])
    sentence = f"{name}: {kind} left aside ({names})."
    return [Notice("extra_columns", name, sentence, len(extra))]


def _is_index(header: Sequence[str], extra: Sequence[str]) -> bool:
    """Whether the one column too many counts rows: a last one without a name is what a separator too many leaves."""
    return len(extra) == 1 and bool(INDEX_COLUMN.match(extra[0])) and (extra[0] != "" or header[0] == "")


def plain_letters(name: str) -> str:
    """What is left of a column's name without capitals, blanks and marks."""
    return re.sub(r"[^a-z0-9]", "", name.lower())
