"""Where tables come from: a zip or a folder, in any form in which the eight tables are handed on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from scoring.errors import UserError
from scoring.tables.choose import NAME_IT, choose_files
from scoring.tables.content import PACKED, REMEDIES, UNPACK, Content, content_of, refuse_content
from scoring.tables.listing import Entry, file_entry, folder_entries, zip_entries
from scoring.tables.names import PARQUET_ENDINGS, TEXT_ENDINGS, may_hold_rows, shown_name, table_of
from scoring.tables.notices import Notice
from scoring.tables.plain import TableFile, copy_entry, plain_file, workbook_of
from scoring.tables.raw import has_header_of
from scoring.tables.schema import CONTRACT
from scoring.tables.unpack import GET_KAGGLE, Budget, damage_in_words

ZIPS_IN_ZIPS = 3


@dataclass(frozen=True)
class Source:
    """The tables' files, by Kaggle's file name without ending, and what was met while they were looked for."""

    name: str
    files: Mapping[str, TableFile]
    notices: tuple[Notice, ...] = ()


@contextmanager
def open_source(path: Path, workspace: Path) -> Iterator[Source]:
    """Give the tables' files that a zip or a folder holds.

    Parameters
    ----------
    path : Path
        A zip, a folder, or the file of one table.
    workspace : Path
        Where packed files may be unpacked; what is unpacked goes when the context ends.

    Raises
    ------
    UserError
        When the path does not exist, is no archive, is cut off or damaged, unpacks beyond the bounds, or holds
        a member or a link that points outside, or two files for one table.
    """
    _refuse_no_archive(path)
    workspace.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".unpacked-", dir=workspace) as unpacked, ExitStack() as stack:
        folder = Path(unpacked)
        budget = Budget(folder)
        entries = list(_entries(path, folder, budget, stack))
        chosen = choose_files(entries)
        files = {table: plain_file(name, parts, folder, budget) for table, (name, parts) in chosen.files.items()}
        unfit = {table for table in chosen.doubtful if not has_header_of(CONTRACT[table], files[table])}
        yield Source(
            shown_name(path.name),
            {table: file for table, file in files.items() if table not in unfit},
            chosen.notices(unfit),
        )


def _refuse_no_archive(path: Path) -> None:
    try:
        there = path.exists()
    except OSError as error:
        raise UserError(
            f"Expected a zip or a folder, got a path that cannot be: {shown_name(str(path))[:80]}….", GET_KAGGLE
        ) from error
    if not there:
        raise UserError(
            f"Expected a zip or a folder, got {shown_name(str(path))[:500]}, which does not exist.", GET_KAGGLE
        )
    if not path.is_dir() and not path.is_file():
        raise UserError(f"Expected a zip or a folder, got {shown_name(path.name)}, which is neither.", GET_KAGGLE)


def _entries(path: Path, folder: Path, budget: Budget, stack: ExitStack) -> Iterator[Entry]:
    if path.is_dir():
        entries = folder_entries(path)
    elif (content := _content_of_archive(path)) is Content.ZIP:
        entries = zip_entries(path, shown_name(path.name), stack)
    elif table_of(path.name):
        entries = iter([file_entry(shown_name(path.name), path)])
    elif content in (Content.TEXT, Content.PARQUET) and path.name.lower().endswith((*TEXT_ENDINGS, *PARQUET_ENDINGS)):
        raise UserError(
            f"{shown_name(path.name)}: expected a table's name, such as application_test.csv, got another.", NAME_IT
        )
    else:
        what = "a file that is not a zip" if content in (Content.TEXT, Content.EMPTY) else content.value
        remedy = UNPACK if content in PACKED else REMEDIES.get(content, GET_KAGGLE)
        raise UserError(f"{shown_name(path.name)}: expected a whole zip archive, got {what}.", remedy)
    yield from _with_inner_zips(entries, folder, budget, stack, ZIPS_IN_ZIPS)


def _content_of_archive(path: Path) -> Content:
    with damage_in_words(shown_name(path.name)), path.open("rb") as stream:
        head = stream.read(1024)
    content = content_of(head)
    if table_of(path.name):
        refuse_content(shown_name(path.name), content)
    return content


def _with_inner_zips(
    entries: Iterator[Entry], folder: Path, budget: Budget, stack: ExitStack, depth: int
) -> Iterator[Entry]:
    """The entries, those that are zips replaced by what is in them."""
    for entry in entries:
        candidate = may_hold_rows(entry.base) or table_of(entry.base)
        if entry.is_empty or not candidate or content_of(entry.head()) is not Content.ZIP:
            yield entry
            continue
        if depth == 0:
            raise UserError(f"{entry.name}: expected tables, got a zip in a zip in a zip.", UNPACK)
        path = entry.path or copy_entry(entry, folder, budget)
        workbook = workbook_of(path)
        if workbook is not None:
            refuse_content(entry.name, workbook)
        members = list(zip_entries(path, entry.name, stack))
        inner = (replace(member, name=f"{entry.name}/{member.name}", path=None) for member in members)
        if not members and table_of(entry.base):
            yield replace(entry, is_empty=True)
        yield from _with_inner_zips(inner, folder, budget, stack, depth - 1)
