"""From an archive to checked, cleaned tables on disk: the whole import, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from scoring.errors import UserError
from scoring.files import fingerprint, fingerprint_files, publish, write_json
from scoring.progress import Progress, silent
from scoring.settings import Home
from scoring.tables.alike import check_alike
from scoring.tables.before_birth import check_birth
from scoring.tables.check import check_set
from scoring.tables.clean import CleanedTable, clean_table, refuse_columns
from scoring.tables.current_tables import REPORT, contract_version, import_code
from scoring.tables.empty_histories import check_empty
from scoring.tables.flags import FLAGS, gather
from scoring.tables.histories import check_histories, refuse_unknown_clients
from scoring.tables.in_ranges import sorted_in_ranges
from scoring.tables.notices import Notice, listed
from scoring.tables.plain import TableFile
from scoring.tables.polars_errors import polars_in_words
from scoring.tables.read import read_table, refuse_duplicates
from scoring.tables.report import ImportReport, read_report
from scoring.tables.runs import check_runs
from scoring.tables.schema import CONTRACT, TableContract
from scoring.tables.source import Source, open_source
from scoring.tables.spreadsheet_rows import check_spreadsheet
from scoring.tables.store import TableSet, open_folder
from scoring.tables.unpack import GET_KAGGLE, damage_in_words
from scoring.tables.witnesses.check_witnesses import check_witnesses

__all__ = ["ImportReport", "arranged", "check_archive", "import_tables", "read_archive", "read_report", "write_tables"]

ROWS_A_GROUP = 65_536


def import_tables(
    home: Home,
    path: Path,
    progress: Progress = silent,
    approve: Callable[[ImportReport], None] = lambda _: None,
) -> ImportReport:
    """Import an archive into a home; the home's old tables stay until all of it has passed.

    Parameters
    ----------
    home : Home
        Where the tables go.
    path : Path
        A zip or a folder with CSV, CSV.gz or Parquet files under Kaggle's names.
    progress : callable
        Told in a few words what is being done.
    approve : callable
        Given the report before anything is kept; what it raises ends the import.

    Returns
    -------
    ImportReport
        Also written beside the tables as ``tables.json``.

    Raises
    ------
    UserError
        When anything in the archive does not keep the contract.
    """
    with publish(home.tables, made_from={"code": import_code()}) as folder, open_source(path, folder) as source:
        _require_application(source, ("application_train",))
        report = write_tables(source, folder, progress)
        approve(report)
        return report


def check_archive(path: Path, progress: Progress = silent, *, to_score: bool = False) -> ImportReport:
    """Everything that the import of an archive would say; nothing is kept.

    Parameters
    ----------
    path : Path
        As :func:`import_tables` takes it.
    progress : callable
        Told in a few words what is being done.
    to_score : bool
        Whether it is to be scored only, so that outcomes, or the training clients, may lack.

    Raises
    ------
    UserError
        As :func:`import_tables`.
    """
    with TemporaryDirectory(prefix="scoring-") as folder, open_source(path, Path(folder)) as source:
        names = ("application_train", "application_test") if to_score else ("application_train",)
        _require_application(source, names)
        return write_tables(source, Path(folder), progress, target_required=not to_score)


def read_archive(
    path: Path,
    folder: Path,
    progress: Progress = silent,
    approve: Callable[[ImportReport], None] = lambda _: None,
) -> TableSet:
    """Tables of an archive to be scored, cleaned into a folder that the caller owns.

    ``application_train`` may lack TARGET, or be absent where ``application_test`` is there.

    Raises
    ------
    UserError
        As :func:`import_tables`.
    """
    with open_source(path, folder) as source:
        _require_application(source, ("application_train", "application_test"))
        approve(write_tables(source, folder, progress, target_required=False))
    return open_folder(folder)


def write_tables(
    source: Source, folder: Path, progress: Progress = silent, *, target_required: bool = True
) -> ImportReport:
    """Check, clean and write every table of a source into a folder, one after the other.

    Parameters
    ----------
    source : Source
        The archive's files.
    folder : Path
        Where the tables go; the caller owns it.
    progress : callable
        Is given a line a table.
    target_required : bool, default True
        Whether the outcome must be known of some clients, as an import for training needs it.
    """
    rows: dict[str, int] = {}
    tables: list[CleanedTable] = []
    notices = list(source.notices)
    for table in CONTRACT.values():
        if table.file in source.files:
            progress(f"{table.file}: reading, checking, cleaning")
            rows[table.file], cleaned, met = _write_table(source.files[table.file], table, folder, target_required)
            tables.append(cleaned)
            notices += met
    written = {name: pl.scan_parquet(folder / f"{name}.parquet", glob=False) for name in rows}
    progress("checking that the tables agree with each other")
    _refuse_client_in_train_and_test(written)
    if target_required:
        refuse_unknown_clients(written)
    empty = check_empty(rows, {name: source.files[name].name for name in rows})
    flagged = _write_flags(folder, tables)
    files = [folder / f"{name}.parquet" for name in rows] + ([folder / FLAGS] if flagged else [])
    result = ImportReport(
        source=source.name,
        rows=rows,
        absent=TableSet(written).absent,
        cleaned=tuple(change for table in tables for change in table.cleaned),
        findings=(
            *empty,
            *check_spreadsheet(rows),
            *(finding for table in tables for finding in table.findings),
            *check_set(written),
            *(finding for name, frame in written.items() for finding in check_alike(CONTRACT[name], frame)),
            *check_histories(written),
            *check_runs(written),
            *check_birth(written),
            *check_witnesses(written),
        ),
        fingerprint=fingerprint(contract_version(), fingerprint_files(files)),
        flagged=flagged,
        notices=tuple(notices),
    )
    write_json(folder / REPORT, result.as_json())
    return result


def _write_table(
    file: TableFile, table: TableContract, folder: Path, target_required: bool
) -> tuple[int, CleanedTable, tuple[Notice, ...]]:
    bureau, target = _scanned(folder / "bureau.parquet"), folder / f"{table.file}.parquet"
    with (
        TemporaryDirectory(prefix=".rewritten-", dir=folder) as workspace,
        damage_in_words(file.name),
        polars_in_words(file.name, GET_KAGGLE),
    ):
        typed = read_table(file, table, Path(workspace), target_required=target_required)
        cleaned = clean_table(typed.frame, table, bureau, typed.survey)
        refuse_columns(file.name, cleaned.refusals)
        frame = with_client(cleaned.frame, table, bureau)
        is_held = typed.is_held and frame is cleaned.frame  # a join is not made once a range
        order = _order_of(frame, table)
        ordered = sorted_in_ranges(frame, order, Path(workspace), typed.rows, is_held=is_held)
        ordered.sink_parquet(target, compression="zstd", row_group_size=ROWS_A_GROUP)
    if table.primary_key and table.parent is None:
        refuse_duplicates(file.name, pl.scan_parquet(target, glob=False), table.primary_key)
    return typed.rows, cleaned, typed.notices


def _write_flags(folder: Path, tables: list[CleanedTable]) -> int:
    """Write whose values could not be used, where there are any, and give how many clients they are."""
    flags = gather(table.flags for table in tables)
    if flags.height:
        flags.write_parquet(folder / FLAGS, compression="zstd")
    return flags["SK_ID_CURR"].n_unique()


def arranged(cleaned: pl.LazyFrame, table: TableContract, bureau: pl.LazyFrame | None) -> pl.LazyFrame:
    """A cleaned table as it is kept: sorted by client; months of credits with the client whose credit it is.

    Parameters
    ----------
    cleaned : LazyFrame
        Cleaned rows of any table.
    table : TableContract
        Which one.
    bureau : LazyFrame or None
        Where a credit's client is looked up; without it, or for a credit it does not hold, the client is empty.
    """
    frame = with_client(cleaned, table, bureau)
    return frame.sort(_order_of(frame, table), nulls_last=True, maintain_order=True)


def with_client(cleaned: pl.LazyFrame, table: TableContract, bureau: pl.LazyFrame | None) -> pl.LazyFrame:
    """The same rows; months of credits with the client whose credit it is, as :func:`arranged` says."""
    if table.file != "bureau_balance":
        return cleaned
    if bureau is None:
        return cleaned.with_columns(pl.lit(None, pl.Int64).alias("SK_ID_CURR"))
    return cleaned.join(bureau.select("SK_ID_BUREAU", "SK_ID_CURR"), on="SK_ID_BUREAU", how="left")


def _order_of(frame: pl.LazyFrame, table: TableContract) -> list[str]:
    return [column for column in table.order if column in frame.collect_schema().names()]


def _scanned(file: Path) -> pl.LazyFrame | None:
    return pl.scan_parquet(file, glob=False) if file.exists() else None


def _require_application(source: Source, names: tuple[str, ...]) -> None:
    if not any(name in source.files for name in names):
        files = listed(sorted(file.name for file in source.files.values()), 8) or "none of the eight tables"
        aside = " ".join(notice.sentence for notice in source.notices if notice.rule == "left_aside")[:500]
        expected = " or ".join(f"{name}.csv" for name in names)
        raise UserError(f"{source.name}: expected {expected}, got {files}. {aside}".strip(), GET_KAGGLE)


def _refuse_client_in_train_and_test(written: Mapping[str, pl.LazyFrame]) -> None:
    parts = [frame for name, frame in written.items() if CONTRACT[name].source == "application"]
    if len(parts) > 1:
        columns = [frame.collect_schema().names() for frame in parts]
        common = [name for name in columns[0] if name in columns[1] and name != "TARGET"]
        both = pl.concat(frame.select(common) for frame in parts)
        refuse_duplicates("application_train and application_test", both, ["SK_ID_CURR"])
