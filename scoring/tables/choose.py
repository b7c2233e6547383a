"""Which of an archive's files is which table; what is left aside and why."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from scoring.errors import UserError
from scoring.tables.listing import PUT_A_FILE, Entry
from scoring.tables.names import Likeness, NamedTable, is_beside_tables, is_numbered_part, may_hold_rows, table_of
from scoring.tables.notices import Notice, listed

KEEP_ONE = (
    "Keep one of the two; where they are parts of one table, call them {table}_1 and {table}_2 in a folder {table}."
)
# Formats in which a folder holds rows that are no longer valid: what lies in it, and what it is.
OF_A_LAKE = {"_delta_log": "a Delta table", ".hoodie": "a Hudi table", "metadata": "an Iceberg table"}
NAME_IT = "Name a table's file as Kaggle does, for instance bureau.csv."


@dataclass(frozen=True)
class Candidate:
    """A file or a folder of parts that may be a table."""

    named: NamedTable
    name: str
    parts: tuple[Entry, ...]


@dataclass(frozen=True)
class Choice:
    """Files by table, and whatever is left aside."""

    files: Mapping[str, tuple[str, tuple[Entry, ...]]]
    doubtful: Mapping[str, str]
    variants: Mapping[str, str]
    aside: tuple[Notice, ...]

    def notices(self, unfit: Collection[str]) -> tuple[Notice, ...]:
        """What was read under another name, and what was left aside; ``unfit`` names tables whose header forbade it."""
        read = [
            Notice("file_name", name, f"{name} is read as {table}, the table that its name and its header mean.")
            for table, name in (*self.variants.items(), *self.doubtful.items())
            if table not in unfit
        ]
        unread = [_aside(self.doubtful[table], table, "its header is not that table's") for table in sorted(unfit)]
        return (*read, *unread, *self.aside)


def choose_files(entries: Sequence[Entry]) -> Choice:
    """One file, or one folder of parts, a table.

    Raises
    ------
    UserError
        When two are there for one table, or a folder is of a format that keeps old rows beside the valid ones.
    """
    _refuse_lakes(entries)
    candidates, others = _candidates([entry for entry in entries if not entry.is_empty])
    files: dict[str, tuple[str, tuple[Entry, ...]]] = {}
    doubtful: dict[str, str] = {}
    variants: dict[str, str] = {}
    aside: list[Notice] = []
    for table in sorted({candidate.named.table for candidate in candidates}):
        same = [candidate for candidate in candidates if candidate.named.table == table]
        sure = [candidate for candidate in same if candidate.named.likeness > Likeness.NEAR]
        near = [candidate for candidate in same if candidate.named.likeness is Likeness.NEAR]
        _refuse_two(table, sure)
        if sure or len(near) == 1:
            taken = (sure or near)[0]
            files[table] = (taken.name, taken.parts)
            if not sure:
                doubtful[table] = taken.name
            elif taken.named.likeness is Likeness.VARIANT:
                variants[table] = taken.name
        reason = f"{files[table][0]} is read" if sure else "two names are as near"
        aside += [_aside(candidate.name, table, reason) for candidate in near if sure or len(near) > 1]
    aside += _empty([entry.name for entry in entries if entry.is_empty])
    return Choice(files, doubtful, variants, (*aside, *_other_files(others)))


def _candidates(entries: Sequence[Entry]) -> tuple[list[Candidate], list[Entry]]:
    """What may be a table by its own name, or by the folder that it is a part in; and the rest."""
    candidates: list[Candidate] = []
    parts: dict[tuple[str, NamedTable], list[Entry]] = {}
    others: list[Entry] = []
    whole = {_folder_of_parts(entry) for entry in entries if table_of(entry.base)}
    for entry in entries:
        named = table_of(entry.base)
        folder = _folder_of_parts(entry)
        if named and not (folder and _is_part(entry.base, named, folder[1].table)):
            candidates.append(Candidate(named, entry.name, (entry,)))
        elif folder and folder in whole and entry.base.lower().endswith(".txt"):
            others.append(entry)  # a note beside the table
        elif folder and (may_hold_rows(entry.base) or entry.base.startswith("part-")):
            parts.setdefault(folder, []).append(entry)
        else:
            others.append(entry)
    candidates += [Candidate(named, name, tuple(files)) for (name, named), files in parts.items()]
    return candidates, others


def _is_part(base: str, named: NamedTable, table: str) -> bool:
    """Whether a file is called like a part of the table in whose folder it lies: with a number, or with a word."""
    is_copy = named.likeness is Likeness.VARIANT and not is_numbered_part(base)
    return named.table == table and named.likeness < Likeness.EXACT and not is_copy


def _folder_of_parts(entry: Entry) -> tuple[str, NamedTable] | None:
    """The nearest folder, or zip in the archive, that bears a table's name."""
    for parent in PurePosixPath(entry.name).parents:
        named = table_of(parent.name)
        if named and named.likeness > Likeness.NEAR:
            return parent.as_posix(), named
    return None


def _refuse_lakes(entries: Sequence[Entry]) -> None:
    for entry in entries:
        place = PurePosixPath(entry.name).parent
        kind = OF_A_LAKE.get(place.name, "")
        if kind and table_of(place.parent.name) and (place.name != "metadata" or entry.base.endswith(".metadata.json")):
            raise UserError(
                f"{place.parent.as_posix()}: expected the parts of one table, got {kind}, in whose folder rows stay "
                "that are no longer valid.",
                "Export the table as CSV or Parquet.",
            )


def _refuse_two(table: str, candidates: Sequence[Candidate]) -> None:
    if len(candidates) > 1:
        first, second = sorted(candidate.name for candidate in candidates)[:2]
        raise UserError(
            f"Expected one file for {table}, got {first[:200]} and {second[:200]}.", KEEP_ONE.format(table=table)
        )


def _aside(name: str, table: str, reason: str) -> Notice:
    return Notice(
        "left_aside", name, f"{name} is left aside: {reason}. If it is the table {table}, name it {table}.csv alone."
    )


def _empty(names: Sequence[str]) -> list[Notice]:
    sentence = f"{listed(names)} left aside: an empty folder or archive. {PUT_A_FILE}"
    return [Notice("left_aside", names[0], sentence, len(names))] if names else []


def _other_files(entries: Sequence[Entry]) -> list[Notice]:
    """Files that are no tables: known companions, what may yet be meant as one, and the rest together in one notice."""
    companions = [entry.name for entry in entries if is_beside_tables(entry.base)]
    others = [entry for entry in entries if not is_beside_tables(entry.base)]
    meant = [entry.name for entry in others if table_of(PurePosixPath(entry.base).stem)]
    unnamed = [entry.name for entry in others if may_hold_rows(entry.base) and entry.name not in meant]
    rest = [entry.name for entry in others if entry.name not in (*meant, *unnamed)]
    groups = (
        ("left_aside", meant, "the ending is none that is read", " Write the table as CSV or Parquet."),
        (
            "left_aside",
            unnamed,
            "the name is no table's",
            f" {NAME_IT}",
        ),
        ("companion", rest, "no table", ""),
    )
    known = [
        Notice("companion", name, f"{name} is left aside: it belongs to Kaggle's archive and is none of the tables.")
        for name in companions
    ]
    return known + [
        Notice(rule, names[0], f"{listed(names)} left aside: {reason}.{remedy}", len(names))
        for rule, names, reason, remedy in groups
        if names
    ]
