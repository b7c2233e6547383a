"""A table's file made plain: unpacked where it is packed, called by what it is, ready to be read in place."""

from __future__ import annotations

import re
import uuid
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from scoring.errors import UserError
from scoring.tables.content import HEAD_BYTES, PACKED, Content, content_of, refuse_content
from scoring.tables.listing import Entry
from scoring.tables.names import PARQUET_ENDINGS
from scoring.tables.notices import Notice, counted, listed
from scoring.tables.unpack import GET_KAGGLE, Budget, copy_bounded, damage_in_words, unpack_stream

LAYERS = 3
NUMBER_OF_ALL = re.compile(r"(\d+)[-_]?of[-_]?(\d+)", re.IGNORECASE)
PART_NUMBER = re.compile(r"^part-(\d{5})")
EXPORT_AGAIN = "Export the table again from Kaggle's archive."
ENDINGS_OF = {
    Content.GZIP: (".gz", ".gzip"),
    Content.ZSTANDARD: (".zst", ".zstd"),
    Content.BZIP2: (".bz2",),
    Content.XZ: (".xz",),
    Content.PARQUET: PARQUET_ENDINGS,
}


@dataclass(frozen=True)
class Part:
    """One plain file: CSV text, or Parquet.

    Parameters
    ----------
    name : str
        As the archive calls it, for sentences.
    path : Path
        Where it lies now.
    partitions : tuple of (str, str)
        Columns and values that its folders tell, as in ``CREDIT_ACTIVE=Closed``.
    """

    name: str
    path: Path
    partitions: tuple[tuple[str, str | None], ...] = ()

    @property
    def is_parquet(self) -> bool:
        """Whether it is Parquet, by content."""
        with self.path.open("rb") as stream:
            return content_of(stream.read(HEAD_BYTES)) is Content.PARQUET


@dataclass(frozen=True)
class TableFile:
    """The file of one table, in one part or several."""

    name: str
    parts: tuple[Part, ...]
    notices: tuple[Notice, ...] = ()


def plain_file(name: str, entries: Sequence[Entry], folder: Path, budget: Budget) -> TableFile:
    """A table's file, unpacked into a folder where it is packed.

    Parameters
    ----------
    name : str
        Name of the table, in messages.
    entries : sequence of Entry
        The file, or its parts.
    folder : Path
        Where it is unpacked to.
    budget : Budget
        How many bytes may still be unpacked.

    Raises
    ------
    UserError
        When it is neither CSV nor Parquet, is damaged, or unpacks beyond the bounds.
    """
    parts: list[Part] = []
    notices: list[Notice] = []
    for entry in entries:
        path, content = _plain_path(entry, folder, budget)
        if content is Content.EMPTY and len(entries) > 1:
            continue  # Spark writes such parts
        label = entry.base if len(entries) == 1 else entry.name
        parts.append(Part(label, path, _partitions(entry.name)))
        notices += _content_notice(label, entry.base, content)
    missing = missing_parts(name, [entry.base for entry in entries])
    if len(parts) > 1 or missing:
        sentence = f"{name} is read as one table from {counted(len(parts), 'part')}.{missing}"
        notices.append(Notice("parts", name, sentence, len(parts)))
    if not parts:
        raise UserError(f"{name}: expected parts with rows, got empty files.", EXPORT_AGAIN)
    return TableFile(parts[0].name if len(entries) == 1 else name, tuple(parts), tuple(notices))


def missing_parts(name: str, files: Sequence[str]) -> str:
    """What is said of the numbers that lack among a table's parts; nothing where none does.

    Parameters
    ----------
    name : str
        Name of the table.
    files : sequence of str
        What its parts are called.

    Raises
    ------
    UserError
        When their names tell how many they are, and they are fewer.

    Examples
    --------
    >>> missing_parts("bureau", ["part-00000-a.parquet", "part-00001-a.parquet"])
    ''
    >>> missing_parts("bureau", ["part-00000-a.parquet", "part-00003-a.parquet"])
    ' Of their numbers 1, 2 are not there: parts without rows may be left out, others would be missed.'
    """
    of_all = [(int(match[1]), int(match[2])) for file in files if (match := NUMBER_OF_ALL.search(file))]
    there, total = {number for number, _ in of_all}, max((total for _, total in of_all), default=0)
    if len(there) < total:
        raise UserError(
            f"{name}: expected {total:,} parts, as their names tell, got {len(there):,}.",
            "Put all parts into the folder.",
        )
    numbers = {int(match[1]) for file in files if (match := PART_NUMBER.match(file))}
    gone = sorted(set(range(max(numbers, default=0))) - numbers)
    if not gone:
        return ""
    return (
        f" Of their numbers {listed(gone)} {'is' if len(gone) == 1 else 'are'} not there: "
        "parts without rows may be left out, others would be missed."
    )


def copy_entry(entry: Entry, folder: Path, budget: Budget) -> Path:
    """An archive's file as it lies there, copied into a folder under a name of its own."""
    target = _fresh_path(folder)
    with damage_in_words(entry.name, entry.archive), entry.open() as stream:
        copy_bounded(entry.name, stream, target, entry.size, budget)
    return target


def workbook_of(path: Path) -> Content | None:
    """Which kind of workbook a zip is; None where it is an archive."""
    with damage_in_words(path.name, path.name), zipfile.ZipFile(path) as archive:
        members = set(archive.namelist())
    if "[Content_Types].xml" in members:
        return Content.EXCEL
    return Content.OTHER_WORKBOOK if members & {"mimetype", "Index/Document.iwa"} else None


def _plain_path(entry: Entry, folder: Path, budget: Budget) -> tuple[Path, Content]:
    """Where its plain content lies, and what the content was to begin with."""
    path, first = entry.path, content_of(entry.head())
    if first is not Content.EMPTY:
        refuse_content(entry.base, first)
    if path is not None and first not in PACKED:
        return path, first
    path = copy_entry(entry, folder, budget) if path is None else path
    content = _content(path)
    for _ in range(LAYERS):
        if content not in PACKED:
            break
        path = _unpack(entry, path, content, folder, budget)
        content = _content(path)
    if content is not Content.EMPTY:
        refuse_content(entry.base, content)
    if content is Content.ZIP or content in PACKED:
        raise UserError(f"{entry.name}: expected a table, got a file packed over and over.", GET_KAGGLE)
    return path, first


def _unpack(entry: Entry, packed: Path, content: Content, folder: Path, budget: Budget) -> Path:
    target = _fresh_path(folder)
    with damage_in_words(entry.base), packed.open("rb") as stream:  # an archive gave it whole, or copying it had failed
        copy_bounded(entry.base, unpack_stream(stream, content), target, packed.stat().st_size, budget)
    return target


def _content(path: Path) -> Content:
    with path.open("rb") as stream:
        return content_of(stream.read(HEAD_BYTES))


def _fresh_path(folder: Path) -> Path:
    return folder / uuid.uuid4().hex


def _partitions(name: str) -> tuple[tuple[str, str | None], ...]:
    """What the folders of a partitioned table tell.

    Examples
    --------
    >>> _partitions("bureau/CREDIT_ACTIVE=Bad%20debt/part-0.parquet")
    (('CREDIT_ACTIVE', 'Bad debt'),)
    """
    pairs = [part.split("=", 1) for part in PurePosixPath(name).parts[:-1] if "=" in part]
    return tuple((key, None if value == "__HIVE_DEFAULT_PARTITION__" else unquote(value)) for key, value in pairs)


def _content_notice(label: str, base: str, content: Content) -> Iterator[Notice]:
    named = {kind for kind, endings in ENDINGS_OF.items() if base.lower().endswith(endings)}
    if content is not Content.EMPTY and named != ({content} & ENDINGS_OF.keys()):
        yield Notice("content_type", label, f"{label} is read as what it is, {content.value}, whatever its name says.")
