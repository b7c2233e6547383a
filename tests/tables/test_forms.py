"""Every form in which the tables are handed on gives the same tables, to the last bit, and says what was met."""

from __future__ import annotations

import bz2
import gzip
import lzma
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
import zstandard

from scoring.settings import Home
from scoring.tables.decimal_comma import with_decimal_points
from scoring.tables.ingest import ImportReport, import_tables
from scoring.tables.schema import CONTRACT, TABLES

Form = Callable[[Path], object]


@pytest.fixture(scope="module")
def files(tiny_archive, tmp_path_factory) -> Path:
    """Sixty clients in all eight tables, as Kaggle writes them; to be read, not changed."""
    return tiny_archive(tmp_path_factory.mktemp("plain") / "files")


@pytest.fixture(scope="module")
def plain(files, tmp_path_factory) -> ImportReport:
    return import_tables(Home(tmp_path_factory.mktemp("plain") / "home"), files)


@pytest.fixture
def forms(files, tmp_path) -> Callable[[Form], Path]:
    """``(form) -> folder``: every table of the archive, each given another form by ``form(file)``."""

    def change(form: Form) -> Path:
        folder = tmp_path / "archive"
        folder.mkdir()
        for table in TABLES:
            file = folder / f"{table}.csv"
            file.write_bytes((files / file.name).read_bytes())
            form(file)
        return folder

    return change


def text(change: Callable[[str], str]) -> Form:
    return lambda file: file.write_text(change(file.read_text()), newline="")


def encoded(encoding: str) -> Form:
    return lambda file: file.write_bytes(file.read_text().encode(encoding))


def packed(ending: str, pack: Callable[[bytes], bytes]) -> Form:
    def change(file: Path) -> None:
        file.with_name(file.name + ending).write_bytes(pack(file.read_bytes()))
        file.unlink()

    return change


def renamed(name: Callable[[str], str]) -> Form:
    return lambda file: file.rename(file.with_name(name(file.stem)))


def separated(separator: str, *, comma: bool = False, quote: str = "necessary") -> Form:
    def change(file: Path) -> None:
        rows = pl.read_csv(file, infer_schema=False)
        if comma:
            numbers = [name for name, column in CONTRACT[file.stem].columns.items() if column.dtype.is_numeric()]
            rows = rows.with_columns(pl.col(numbers).str.replace(".", ",", literal=True))
        rows.write_csv(file, separator=separator, quote_style=quote)  # type: ignore[arg-type]

    return change


def header(change: Callable[[str], str]) -> Form:
    return text(lambda content: change(content.split("\n", 1)[0]) + "\n" + content.split("\n", 1)[1])


def indexed(content: str) -> str:
    lines = content.splitlines()
    return "\n".join([f",{lines[0]}", *(f"{row},{line}" for row, line in enumerate(lines[1:]))]) + "\n"


def in_the_middle(content: str, *, line: str) -> str:
    lines = content.splitlines()
    return "\n".join([*lines[:3], line, *lines[3:]]) + "\n"


def header_again(content: str, mark: str = "", *, small: bool = False) -> str:
    header = content.split("\n", 1)[0]
    return in_the_middle(content, line=mark + (header.lower() if small else header))


def zipped_alone(file: Path) -> None:
    with zipfile.ZipFile(file.with_name(file.name + ".zip"), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(file, file.name)
    file.unlink()


def zipped_under_another_name(file: Path) -> None:
    with zipfile.ZipFile(file.with_name(file.name + ".zip"), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(file, "data.csv")
    file.unlink()


def by_spark(ending: str) -> Form:
    """A folder of parts, the last of them without rows, with what Spark leaves beside them."""

    def change(file: Path) -> None:
        rows = pl.read_csv(file, infer_schema=False)
        folder = file.with_name(file.stem)
        folder.mkdir()
        half = rows.height // 2
        for number, part in enumerate((rows.head(half), rows.tail(rows.height - half))):
            target = folder / f"part-0000{number}-c000.snappy{ending}"
            part.write_parquet(target) if ending == ".parquet" else part.write_csv(target)
            (folder / f".{target.name}.crc").write_bytes(b"crc")
        (folder / "_SUCCESS").touch()
        file.unlink()

    return change


def by_hive(file: Path) -> None:
    """Parts in folders that tell a column's value."""
    rows = pl.read_csv(file, infer_schema=False)
    column = next(name for name in rows.columns if rows[name].n_unique() < 12)
    for (value,), part in rows.group_by(column, maintain_order=True):
        shown = "__HIVE_DEFAULT_PARTITION__" if value is None else str(value).replace(" ", "%20").replace("/", "%2F")
        folder = file.with_name(file.stem) / f"{column}={shown}"
        folder.mkdir(parents=True)
        part.drop(column).write_parquet(folder / "part-0.parquet")
    file.unlink()


def as_parquet(change: Callable[[pl.DataFrame], pl.DataFrame], ending: str = ".parquet") -> Form:
    def write(file: Path) -> None:
        change(pl.read_csv(file, infer_schema_length=None)).write_parquet(file.with_name(file.stem + ending))
        file.unlink()

    return write


def parquet_called_csv(file: Path) -> None:
    pl.read_csv(file, infer_schema_length=None).write_parquet(file)


def stated_semicolon(file: Path) -> None:
    separated(";")(file)
    file.write_text('"sep=;"\n' + file.read_text())


def in_folder(file: Path) -> None:
    folder = file.with_name("export") / "2026"
    folder.mkdir(parents=True, exist_ok=True)
    file.rename(folder / file.name)


def with_litter(file: Path) -> None:
    for name in (".DS_Store", "Thumbs.db", "desktop.ini", f"~${file.name}", f"._{file.name}", "_SUCCESS"):
        (file.parent / name).write_bytes(b"\0\1\2")
    (file.parent / "__MACOSX").mkdir(exist_ok=True)
    (file.parent / "__MACOSX" / f"._{file.name}").write_bytes(b"\0")


def categories(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(pl.col(pl.String).cast(pl.Categorical))


def decimals(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(pl.col("^AMT_.*$").cast(pl.Decimal(38, 10)))


def wide(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(pl.col("^SK_ID.*$").cast(pl.UInt64))


def widest(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(pl.col("^SK_ID.*$").cast(pl.Int128))


def as_floats(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(pl.col("^SK_ID.*$").cast(pl.Float64))


# What is done to every table, and the rules under which it is said; none where it is one of the plain forms.
FORMS: dict[str, tuple[Form, set[str]]] = {
    "zst": (packed(".zst", lambda data: zstandard.compress(data)), set()),
    "bz2": (packed(".bz2", bz2.compress), set()),
    "xz": (packed(".xz", lzma.compress), set()),
    "gz in two members": (packed(".gz", lambda data: gzip.compress(data[:500]) + gzip.compress(data[500:])), set()),
    "zst in two frames": (packed(".zst", lambda d: zstandard.compress(d[:500]) + zstandard.compress(d[500:])), set()),
    "txt": (renamed(lambda stem: f"{stem}.txt"), set()),
    "upper case": (renamed(lambda stem: f"{stem.upper()}.CSV"), set()),
    "pq": (as_parquet(lambda rows: rows, ".pq"), set()),
    "parq": (as_parquet(lambda rows: rows, ".parq"), set()),
    "snappy": (as_parquet(lambda rows: rows, ".snappy.parquet"), set()),
    "copy in brackets": (renamed(lambda stem: f"{stem} (1).csv"), {"file_name"}),
    "copy": (renamed(lambda stem: f"{stem} - Copy.csv"), {"file_name"}),
    "copie": (renamed(lambda stem: f"Copie de {stem}.csv"), {"file_name"}),
    "numbered": (renamed(lambda stem: f"{stem}.csv.1"), {"file_name"}),
    "twice": (renamed(lambda stem: f"{stem}.csv.csv"), {"file_name"}),
    "blanks": (renamed(lambda stem: f"{stem.replace('_', ' ')}.csv"), {"file_name"}),
    "a slip": (renamed(lambda stem: f"{stem[0]}{stem}.csv"), {"file_name"}),
    "zips": (zipped_alone, set()),
    "zips with other names": (zipped_under_another_name, set()),
    "folder in a folder": (in_folder, set()),
    "litter": (with_litter, set()),
    "Spark, Parquet": (by_spark(".parquet"), {"parts"}),
    "Spark, CSV": (by_spark(".csv"), {"parts"}),
    "Hive": (by_hive, {"parts"}),
    "gz called csv": (lambda file: file.write_bytes(gzip.compress(file.read_bytes())), {"content_type"}),
    "csv called gz": (renamed(lambda stem: f"{stem}.csv.gz"), {"content_type"}),
    "zip called csv": (lambda file: (zipped_alone(file), file.with_name(file.name + ".zip").rename(file)), set()),
    "parquet called csv": (parquet_called_csv, {"content_type"}),
    "tab": (separated("\t"), {"separator"}),
    "semicolon": (separated(";"), {"separator"}),
    "bar": (separated("|"), {"separator"}),
    "semicolon, decimal comma": (separated(";", comma=True), {"separator", "decimal_comma"}),
    "quoted": (separated(",", quote="always"), set()),
    "quoted decimal commas": (separated(",", comma=True), {"decimal_comma"}),
    "sep=": (text(lambda content: "sep=,\n" + content), set()),
    "sep=;": (stated_semicolon, {"separator"}),
    "CRLF": (text(lambda content: content.replace("\n", "\r\n")), set()),
    "CR": (text(lambda content: content.replace("\n", "\r")), {"encoding"}),
    "UTF-8 with mark": (encoded("utf-8-sig"), set()),
    "UTF-16": (encoded("utf-16"), {"encoding"}),
    "UTF-16 BE": (encoded("utf-16-be"), {"encoding"}),
    "UTF-32": (encoded("utf-32"), {"encoding"}),
    "lower case header": (header(str.lower), {"column_names"}),
    "blanks around names": (header(lambda line: line.replace(",", " , ")), {"column_names"}),
    "quoted header": (header(lambda line: '"' + line.replace(",", '","') + '"'), set()),
    "Hive's header": (header(lambda line: re.sub("(^|,)", r"\1t.", line.lower())), {"column_names"}),
    "separators at ends": (text(lambda content: content.replace("\n", ",\n")), {"extra_columns"}),
    "index": (text(indexed), {"extra_columns"}),
    "blank lines at the end": (text(lambda content: content + "\n\n \n"), {"blank_lines"}),
    "blank line in the middle": (text(lambda content: in_the_middle(content, line="")), {"blank_lines"}),
    "separators only": (
        text(lambda content: in_the_middle(content, line="," * content.split("\n")[0].count(","))),
        {"blank_lines"},
    ),
    "header again": (text(header_again), {"repeated_header"}),
    "header again, in small letters": (text(lambda content: header_again(content, small=True)), {"repeated_header"}),
    "header again, with its mark": (text(lambda content: header_again(content, "\ufeff")), {"repeated_header"}),
    "CR in a few lines": (text(lambda content: content.replace("\n", "\r", 3)), {"encoding"}),
    "categories": (as_parquet(categories), set()),
    "decimals": (as_parquet(decimals), set()),
    "uint64": (as_parquet(wide), set()),
    "int128": (as_parquet(widest), set()),
    "float ids": (as_parquet(as_floats), set()),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_every_form_of_every_table_gives_the_same_tables(forms, plain, tmp_path, name):
    form, rules = FORMS[name]
    report = import_tables(Home(tmp_path / "home"), forms(form))
    assert report.rows == plain.rows
    assert report.fingerprint == plain.fingerprint
    assert {notice.rule for notice in report.notices} == rules
    assert [notice.sentence for notice in report.notices if not notice.sentence.endswith(".")] == []
    assert [
        n.sentence for n in report.notices if re.search(r"\b1 ([a-z]+ )?(lines|names|columns|numbers)\b", n.sentence)
    ] == []


def test_one_number_with_a_decimal_comma_is_said_in_the_singular():
    rows = pl.LazyFrame({"AMT_CREDIT": ["1,5", "2"]})
    _, (notice,) = with_decimal_points("x.csv", rows, CONTRACT["application_train"])
    assert notice.sentence == "x.csv: 1 number is written with a decimal comma."


def test_what_is_read_is_told_as_what_it_is(forms, tmp_path):
    """A separator at each end of line leaves no index column; UTF-8 with carriage returns is no other encoding."""
    changed = forms(text(lambda content: content.replace("\n", ",\r")))
    sentences = {notice.sentence for notice in import_tables(Home(tmp_path / "home"), changed).notices}
    assert "bureau.csv: 1 unknown column left aside (without a name)." in sentences
    assert "bureau.csv: carriage returns alone are read as ends of lines." in sentences


def test_ids_with_a_point_are_understood(forms, plain, tmp_path):
    def change(file: Path) -> None:
        rows = pl.read_csv(file, infer_schema=False)
        rows.with_columns(pl.col("^SK_ID.*$") + ".0").write_csv(file)

    report = import_tables(Home(tmp_path / "home"), forms(change))
    assert report.fingerprint == plain.fingerprint
    assert [notice.rule for notice in report.notices] == ["decimal_keys"] * len(TABLES)


def test_latin_1_is_read_as_what_it_is(forms, tmp_path):
    def change(file: Path) -> None:
        file.write_bytes(file.read_text().replace("Consumer", "Consommé", 1).encode("latin-1"))

    report = import_tables(Home(tmp_path / "home"), forms(change))
    assert {notice.file for notice in report.notices if notice.rule == "encoding"} >= {"bureau.csv"}
    assert "Consommé credit" in {finding.example for finding in report.findings}
