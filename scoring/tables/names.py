"""Which table a file's name stands for; which files are no tables and known as such."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from difflib import get_close_matches
from enum import IntEnum

from scoring.tables.schema import TABLES

TEXT_ENDINGS = (".csv", ".tsv", ".txt", ".psv", ".tab", ".dat", ".data")
PARQUET_ENDINGS = (".parquet", ".parq", ".pq")
PACKED_ENDINGS = (".gz", ".gzip", ".zst", ".zstd", ".bz2", ".xz", ".zip")
OTHER_ENDING = re.compile(r"\.[a-z]\w*$")  # .xlsx, .feather, .bak: no slip of the pen, and no table to be read
CODEC = re.compile(r"\.(snappy|brotli|lz4|lzo)(?=\.(parquet|parq|pq)$)|\.tar(?=\.(gz|gzip|zst|zstd|bz2|xz)$)")
ENDINGS = (*TEXT_ENDINGS, *PARQUET_ENDINGS, *PACKED_ENDINGS)
# How alike two names must be for one to be taken for a slip of the other, from 0 to 1.
ALIKE = 0.85
# Letters by which a name that is cut short tells its table, its first word whole: install.txt is a note.
FEWEST_LETTERS = 7
# What a file manager or a careful person adds to a copy's name.
ADDITIONS = (
    r"^(copy of|copie de) +",
    r" *[\(\[]\d+[\)\]]$",
    r"( *[-–] *| +|_)(copy|copie)$",
    r"[ ._-]+(v?\d{1,3}|\d{4}-?\d{2}-?\d{2})$",
)
# A part of a table by its number: bureau_1.csv, bureau-0002.parquet, bureau_part_3.csv; no copy, no version, no day.
NUMBERED_PART = re.compile(r"^[a-z_]+?[._-](part[._-]?)?\d{1,5}$")
BESIDE_TABLES = ("homecredit_columns_description", "sample_submission")
LITTER = re.compile(
    r"(^|/)(__MACOSX(/|$)|\.(?!hoodie(/|$))[^/]*|~\$[^/]*|_[a-z_]*metadata|_SUCCESS|_temporary(/|$)"
    r"|_committed_[^/]*|_started_[^/]*"
    r"|thumbs\.db|desktop\.ini|[^/]*\.crc)",
    re.IGNORECASE,
)


class Likeness(IntEnum):
    """How sure a name is of its table."""

    NEAR = 1  # a slip of the pen away, or a table's name and a word
    VARIANT = 2  # the name of a copy
    EXACT = 3


@dataclass(frozen=True)
class NamedTable:
    """The table that a name stands for, and how surely."""

    table: str
    likeness: Likeness


def table_of(name: str) -> NamedTable | None:
    """The table that the name of a file or folder stands for.

    Examples
    --------
    >>> table_of("Bureau.CSV.gz")
    NamedTable(table='bureau', likeness=<Likeness.EXACT: 3>)
    >>> table_of("bureau (1).csv")
    NamedTable(table='bureau', likeness=<Likeness.VARIANT: 2>)
    >>> table_of("instalments_payments.csv")
    NamedTable(table='installments_payments', likeness=<Likeness.NEAR: 1>)
    >>> table_of("bureau_bal.csv")
    NamedTable(table='bureau_balance', likeness=<Likeness.NEAR: 1>)
    >>> table_of("dbo.bureau_final.csv")
    NamedTable(table='bureau', likeness=<Likeness.NEAR: 1>)
    >>> table_of("bureau.tar.gz").likeness  # its content says that it is no table yet
    <Likeness.EXACT: 3>
    >>> table_of("readme.csv")
    >>> table_of("application.csv")
    >>> table_of("credit_card_balance.xlsx")
    """
    stem, doubled = _without_endings(CODEC.sub("", name.lower()))
    exact = {table.lower(): table for table in TABLES}
    if stem in exact:
        return NamedTable(exact[stem], Likeness.VARIANT if doubled else Likeness.EXACT)
    plain = {_letters(table): table for table in TABLES}
    letters = _letters(_bare(stem))
    if letters in plain:
        return NamedTable(plain[letters], Likeness.VARIANT)
    if OTHER_ENDING.search(name.lower()) and not may_hold_rows(name):
        return None
    close = get_close_matches(letters, plain, n=1, cutoff=ALIKE)
    near = plain[close[0]] if close else _cut_short(letters) or _among_words(stem)
    return NamedTable(near, Likeness.NEAR) if near else None


def is_litter(path: str) -> bool:
    """Whether a file is what an operating system, a spreadsheet or Spark leaves beside the data.

    Examples
    --------
    >>> [is_litter(path) for path in ("__MACOSX/._bureau.csv", "a/.DS_Store", "~$bureau.xlsx", "bureau.csv")]
    [True, True, True, False]
    """
    return bool(LITTER.search(path))


def shown_name(path: str) -> str:
    r"""A file's name as sentences and reports tell it: what in it is no UTF-8 is replaced, and it stays in one line.

    Examples
    --------
    >>> shown_name("bureau.csv"), shown_name("caf\udce9.csv"), shown_name("a\nb.csv")
    ('bureau.csv', 'caf\ufffd.csv', 'a b.csv')
    """
    return " ".join(os.fsencode(path).decode("utf-8", "replace").splitlines())


def is_numbered_part(name: str) -> bool:
    """Whether a file is called like one of the numbered parts of a table.

    Examples
    --------
    >>> [is_numbered_part(name) for name in ("bureau_2.csv.gz", "bureau (2).csv", "bureau_2018-01-01.csv")]
    [True, False, False]
    """
    return bool(NUMBERED_PART.match(_without_endings(name.lower())[0]))


def is_beside_tables(name: str) -> bool:
    """Whether a file belongs to Kaggle's archive and is none of the eight tables."""
    return _without_endings(name.lower())[0] in BESIDE_TABLES


def may_hold_rows(name: str) -> bool:
    """Whether a file's ending is one that a table may have."""
    return name.lower().endswith(ENDINGS)


def _without_endings(name: str) -> tuple[str, bool]:
    """A name without its endings, and whether one was there twice (``.csv.csv``)."""
    endings: list[str] = []
    while ending := next((e for e in ENDINGS if name.endswith(e) and len(name) > len(e)), None):
        endings.append(ending)
        name = name.removesuffix(ending)
    return name, len(endings) != len(set(endings))


def _bare(stem: str) -> str:
    """A name without what copies add to it, before or behind its ending."""
    before = ""
    while before != stem:
        before = stem
        for addition in ADDITIONS:
            stem = re.sub(addition, "", stem).strip()
        stem = _without_endings(stem)[0]
    return stem


def _cut_short(letters: str) -> str | None:
    """The one table whose name begins so (``bureau_bal``, ``pos_cash``), if any."""
    begun = [table for table in TABLES if _letters(table).startswith(letters)]
    is_told = len(begun) == 1 and len(letters) >= max(FEWEST_LETTERS, len(begun[0].split("_")[0]))
    return begun[0] if is_told else None


def _among_words(stem: str) -> str | None:
    """The table whose name stands in a longer one, beside a word before and a word behind at the most."""
    words = [word for word in re.split(r"[^a-z0-9]+", stem) if word]
    for table in sorted(TABLES, key=len, reverse=True):
        name = table.lower().split("_")
        for start in range(len(words) - len(name) + 1):
            behind = len(words) - len(name) - start
            if words[start : start + len(name)] == name and start <= 1 and behind <= 1:
                return table
    return None


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())
