"""What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

import re
from enum import Enum

from scoring.errors import UserError

HEAD_BYTES = 1024


class Content(Enum):
    """Kinds of content; the value says it in a sentence."""

    EMPTY = "an empty file"
    TEXT = "text"
    PARQUET = "Parquet"
    ENCRYPTED_PARQUET = "an encrypted Parquet file"
    ZIP = "a zip archive"
    GZIP = "gzip"
    ZSTANDARD = "Zstandard"
    BZIP2 = "bzip2"
    XZ = "xz"
    LFS = "a Git LFS pointer in place of the file"
    HTML = "a web page (HTML)"
    XML = "an XML file"
    EXCEL = "an Excel workbook"
    OTHER_WORKBOOK = "a workbook of a spreadsheet (OpenDocument or Numbers)"
    TAR = "a tar archive"
    SEVEN_ZIP = "a 7z archive"
    RAR = "a RAR archive"
    PDF = "a PDF document"
    ARROW = "an Arrow (Feather) file"
    SQLITE = "an SQLite database"
    AVRO = "an Avro file"
    ORC = "an ORC file"
    HDF5 = "an HDF5 file"
    NUMPY = "a NumPy array"
    IMAGE = "an image"
    JSON = "JSON"
    RTF = "a text document (RTF)"
    STATA = "a Stata file"
    SPSS = "an SPSS file"
    SAS = "a SAS file"
    R = "an R file"
    LZ4 = "an LZ4 file"
    ACCESS = "an Access database"
    POSTGRES = "a PostgreSQL dump"
    PICKLE = "a Python pickle"
    DUCKDB = "a DuckDB database"
    MATLAB = "a MATLAB file"


MAGIC: tuple[tuple[bytes, Content], ...] = (
    (b"PAR1", Content.PARQUET),
    (b"PARE", Content.ENCRYPTED_PARQUET),
    (b"PK\x03\x04", Content.ZIP),
    (b"PK\x05\x06", Content.ZIP),
    (b"\x1f\x8b", Content.GZIP),
    (b"\x28\xb5\x2f\xfd", Content.ZSTANDARD),
    (b"BZh", Content.BZIP2),
    (b"\xfd7zXZ\x00", Content.XZ),
    (b"version https://git-lfs", Content.LFS),
    (b"\xd0\xcf\x11\xe0", Content.EXCEL),
    (b"7z\xbc\xaf\x27\x1c", Content.SEVEN_ZIP),
    (b"Rar!", Content.RAR),
    (b"%PDF", Content.PDF),
    (b"ARROW1", Content.ARROW),
    (b"SQLite format 3", Content.SQLITE),
    (b"Obj\x01", Content.AVRO),
    (b"ORC", Content.ORC),
    (b"\x89HDF", Content.HDF5),
    (b"\x93NUMPY", Content.NUMPY),
    (b"\x89PNG", Content.IMAGE),
    (b"\xff\xd8\xff", Content.IMAGE),
    (b"<?xml", Content.XML),
    (b"{\\rtf", Content.RTF),
    (b"<stata_dta", Content.STATA),
    (b"$FL2", Content.SPSS),
    (b"$FL3", Content.SPSS),
    (b"RDX", Content.R),
    (b"RDA", Content.R),
    (b"\x04\x22\x4d\x18", Content.LZ4),
    (b"PGDMP", Content.POSTGRES),
    (b"\xff\xff\xff\xff", Content.ARROW),
    *((bytes([0x80, protocol]), Content.PICKLE) for protocol in range(2, 6)),
    (b"MATLAB 5.0", Content.MATLAB),
)
# Where these stand, and what they tell.
INSIDE = (
    (257, b"ustar", Content.TAR),
    (8, b"DUCK", Content.DUCKDB),
    (4, b"Standard Jet DB", Content.ACCESS),
    (4, b"Standard ACE DB", Content.ACCESS),
    (12, b"\xc2\xea\x81\x60\xb3\x14\x11\xcf\xbd\x92\x08\x00\x09\xc7\x31\x8c", Content.SAS),
)
JSON_BEGINS = re.compile(rb"\{\s*[\"}]|\[\s*([\[\]{\"\d-]|true|false|null)")
UNPACK = "Unpack it and name the folder."
REMEDIES = {
    Content.LFS: "Run 'git lfs pull' where it came from, or download the file itself.",
    Content.HTML: "The download gave a page, perhaps one to log in: log in and download the file again.",
    Content.EXCEL: "Save the sheet as CSV (UTF-8) and name it after the table.",
    Content.OTHER_WORKBOOK: "Save the sheet as CSV (UTF-8) and name it after the table.",
    Content.RTF: "Save it as plain text (UTF-8), or export the table as CSV.",
    Content.LZ4: "Unpack it, or pack it by gzip or Zstandard.",
    Content.TAR: UNPACK,
    Content.SEVEN_ZIP: UNPACK,
    Content.RAR: UNPACK,
}
PACKED = (Content.GZIP, Content.ZSTANDARD, Content.BZIP2, Content.XZ)


def content_of(head: bytes) -> Content:
    """What a file is.

    Examples
    --------
    >>> content_of(b"PAR1...").value
    'Parquet'
    >>> content_of(b" <!DOCTYPE html><html>").value
    'a web page (HTML)'
    """
    if not head:
        return Content.EMPTY
    for magic, content in MAGIC:
        if head.startswith(magic):
            return content
    for place, magic, content in INSIDE:
        if head.startswith(magic, place):
            return content
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:15].lower().startswith((b"<!doctype html", b"<html", b"<head")):
        return Content.HTML
    if re.match(rb"<[A-Za-z][\w.:-]*[\s>/]", start):
        return Content.XML
    return Content.JSON if JSON_BEGINS.match(start) else Content.TEXT


def refuse_content(file: str, content: Content) -> None:
    """Refuse what cannot be a table, by its name.

    Raises
    ------
    UserError
        For anything but text, Parquet and what can be unpacked.
    """
    if content in (Content.TEXT, Content.PARQUET, Content.ZIP, *PACKED):
        return
    if content is Content.EMPTY:
        raise UserError(
            f"{file}: expected a header and rows, got an empty file.", "Export the table again from Kaggle's archive."
        )
    remedy = REMEDIES.get(content, "Export the table as CSV or Parquet.")
    raise UserError(f"{file}: expected a CSV or Parquet file, got {content.value}.", remedy)
