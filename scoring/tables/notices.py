"""What the reading of an archive met and dealt with by rule, or left aside: one notice each, for people to read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType

from scoring.validation import Count

# Name of the rule: what it does, for the report and for docs/data.md.
FORM_RULES: MappingProxyType[str, str] = MappingProxyType(
    {
        "file_name": "A file under another name is read when its name and its header leave one table only.",
        "left_aside": "A file that is not read is named, with what it seems to be.",
        "companion": "Kaggle's description of the columns, its sample submission, a README are no tables.",
        "content_type": "A file is read as what its content is, whatever its name ends in.",
        "separator": "Tabs, semicolons and bars are understood between values, as commas are.",
        "decimal_comma": "Decimal commas are understood where no number could mean thousands.",
        "encoding": "UTF-16 and Latin-1 are read as text, as UTF-8 is.",
        "column_names": "Other capitals, blanks or quotes around a column's name make it no other column.",
        "extra_columns": "Columns that the contract does not know are left aside.",
        "blank_lines": "Lines without any value are left aside.",
        "comment_lines": "Lines before the header that begin with # are left aside.",
        "repeated_header": "The header line met again among the rows, as in files put together, is left aside.",
        "last_line": "A last line without an end of line is taken when its last value is whole.",
        "decimal_keys": "Whole numbers written with a point and zeros are understood below 2 to the power of 53.",
        "yes_no_flag": "True and false, yes and no, oui and non, Y and N are understood in columns of 1 and 0.",
        "parts": "The parts of a table in a folder of its own are read as one.",
    }
)


@dataclass(frozen=True)
class Notice:
    """One thing that reading met.

    Parameters
    ----------
    rule : str
        A name in :data:`FORM_RULES`.
    file : str
        The file, as it is called in the archive.
    sentence : str
        What was met and what was done, in English.
    rows : int
        How many rows or columns it touched; 0 where it is the file as a whole.
    """

    rule: str
    file: str
    sentence: str
    rows: Count = 0


def quoted(text: object, limit: int = 60) -> str:
    """A value as a sentence quotes it: one line, cut after so many characters.

    Examples
    --------
    >>> quoted("abc")
    "'abc'"
    >>> quoted("a" * 100, limit=5)
    "'aaaaa…' (100 characters)"
    """
    whole = str(text)
    if len(whole) <= limit:
        return _in_quotes(whole)
    return f"{_in_quotes(whole[:limit] + '…')} ({len(whole):,} characters)"


def in_line(text: object, limit: int = 60) -> str:
    r"""A value as an example names it, without quotes: one line, cut after so many characters.

    Examples
    --------
    >>> in_line("Nobody knows"), in_line("a\nb"), in_line("a" * 100, limit=5)
    ('Nobody knows', 'a b', 'aaaaa… (100 characters)')
    """
    whole = str(text)
    line = " ".join(whole[:limit].splitlines())
    return line if len(whole) <= limit else f"{line}… ({len(whole):,} characters)"


def counted(number: int, noun: str) -> str:
    """A number with what it counts, in the singular where it is one.

    Examples
    --------
    >>> counted(1, "row"), counted(1200, "blank line")
    ('1 row', '1,200 blank lines')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _in_quotes(text: str) -> str:
    r"""A text between quotation marks, what nobody could see in it written out; a backslash stays one."""
    return repr(text).replace(r"\\", "\\")


def listed(names: Iterable[object], limit: int = 5) -> str:
    """Names in a row, cut after so many.

    Examples
    --------
    >>> listed(["a", "b", "c"], limit=2)
    'a, b and 1 more'
    """
    texts = [str(name)[:80] for name in names]
    more = len(texts) - limit
    return ", ".join(texts[:limit]) + (f" and {more} more" if more > 0 else "")
