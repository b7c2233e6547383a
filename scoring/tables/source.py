"""Where tables come from: Kaggle's zip, or a folder, of CSV, CSV.gz or Parquet files."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from scoring.errors import UserError
from scoring.tables.schema import TABLES

ENDINGS = (".csv", ".csv.gz", ".parquet")
GET_KAGGLE = "Download home-credit-default-risk.zip from Kaggle again, or name a folder with its files."


@dataclass(frozen=True)
class Source:
    """The tables' files, by Kaggle's file name without ending."""

    name: str
    files: dict[str, Path]


@contextmanager
def open_source(path: Path, workspace: Path) -> Iterator[Source]:
    """Give the tables' files that a zip or a folder holds.

    Parameters
    ----------
    path : Path
        A zip, or a folder.
    workspace : Path
        Where a zip may be unpacked; what is unpacked goes when the context ends.

    Raises
    ------
    UserError
        When the path does not exist, is no zip, is cut off, or holds a member that points outside.
    """
    if not path.exists():
        raise UserError(f"Expected a zip or a folder, got {path}, which does not exist.", GET_KAGGLE)
    if path.is_dir():
        yield Source(path.name, _tables_in(path))
        return
    workspace.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".unpacked-", dir=workspace) as unpacked:
        _unpack(path, Path(unpacked))
        yield Source(path.name, _tables_in(Path(unpacked)))


def _tables_in(folder: Path) -> dict[str, Path]:
    """Files whose name without ending is a table's, whatever their case."""
    found: dict[str, Path] = {}
    for file in sorted(folder.iterdir()):
        table = _table_of(file.name)
        if table is None or not file.is_file():
            continue
        if table in found:
            raise UserError(
                f"Expected one file for {table}, got {found[table].name} and {file.name}.", "Keep one of the two."
            )
        found[table] = file
    return found


def _table_of(name: str) -> str | None:
    """The table that a file's name stands for, whatever its case."""
    named = {f"{table}{ending}".lower(): table for table in TABLES for ending in ENDINGS}
    return named.get(name.lower())


def _unpack(path: Path, folder: Path) -> None:
    """Copy the tables' members of a zip into a folder, flat, one at a time."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            for member in members:
                _refuse_outside(member.filename, path)
            for member in members:
                name = PurePosixPath(member.filename.replace("\\", "/")).name
                if _table_of(name) is None or member.is_dir():
                    continue
                with archive.open(member) as packed, (folder / name).open("xb") as plain:
                    shutil.copyfileobj(packed, plain, 1 << 20)
    except FileExistsError as error:
        raise UserError(
            f"{path.name}: two members are called {Path(error.filename).name}.", "Keep one file a table."
        ) from error
    except zipfile.BadZipFile as error:
        raise UserError(
            f"{path.name}: expected a whole zip archive, got {_damage(path, error)}.", GET_KAGGLE
        ) from error
    except (EOFError, zipfile.zlib.error) as error:  # type: ignore[attr-defined]
        raise UserError(f"{path.name}: expected a whole zip archive, got a cut-off one.", GET_KAGGLE) from error
    except (NotImplementedError, RuntimeError) as error:
        raise UserError(f"{path.name}: cannot be unpacked ({error}).", GET_KAGGLE) from error


def _damage(path: Path, error: zipfile.BadZipFile) -> str:
    with path.open("rb") as stream:
        starts_like_zip = stream.read(2) == b"PK"
    return f"a cut-off or damaged one ({error})" if starts_like_zip else "a file that is not a zip"


def _refuse_outside(member: str, path: Path) -> None:
    """Refuse names that would leave the folder: absolute, with a drive, or climbing by ``..``."""
    inside = PurePosixPath(member.replace("\\", "/"))
    if inside.is_absolute() or ".." in inside.parts or ":" in "".join(inside.parts[:1]):
        raise UserError(f"{path.name}: the member {member} points outside the archive.", "Do not trust this archive.")
