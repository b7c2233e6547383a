"""One application given as plain objects, held against the import's contract: each mistake names its field."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

import dataframely as dy

from scoring.tables.clean import clean_table
from scoring.tables.header import plain_letters
from scoring.tables.numbers import flag_of, may_be_words
from scoring.tables.record_frames import as_frame, typed_columns
from scoring.tables.rules.column_rule import kind_of
from scoring.tables.rules.glance import glance
from scoring.tables.rules.refusal import REFUSED_ROWS
from scoring.tables.schema import CONTRACT, LEAST_KEY, TABLES, TableContract, column_unit

APPLICATION = "application"
CONTRACT_OF_APPLICATION = "application_test"
HISTORIES = tuple(name for name in TABLES if CONTRACT[name].source != APPLICATION)
MOST_SOUGHT = 100  # mistyped names: to look for one takes a millisecond and more
LARGEST_KEY = 2**63 - 1
LONGEST_TEXT = 200  # Kaggle's longest has 44 characters; looking at one of 3 million takes two seconds (measured)


@dataclass(frozen=True)
class FieldMistake:
    """What is wrong with one field: its place in the caller's object, what was expected, what was found."""

    field: str
    expected: str
    got: str

    @property
    def sentence(self) -> str:
        """The mistake as it is read aloud."""
        return f"{self.field}: expected {self.expected}, got {self.got}."


def contract_of(name: str) -> TableContract:
    """The contract of a part of the caller's object: ``application``, or a history's table."""
    return CONTRACT[CONTRACT_OF_APPLICATION if name == APPLICATION else name]


def mistakes(given: Any) -> Iterator[FieldMistake]:
    """Everything in which an application and its histories break the contract.

    A value of the right kind that cannot be true, or a text that nobody knows, is no mistake: as at the import,
    it is emptied or left unread by rule, and sends the client to review. Where a whole column of a history is
    wrong, it is refused as a file's would be.

    Parameters
    ----------
    given : object
        What a caller sent: ``{"application": {column: value}, "bureau": [{column: value}, ...], ...}``. A history
        that is left out is unknown; an empty list says that the client has none.
    """
    is_sound = True
    for mistake in _mistakes_of_kind(given):
        is_sound = False
        yield mistake
    if is_sound:
        yield from _refused_columns(given)


def _mistakes_of_kind(given: Any) -> Iterator[FieldMistake]:
    """Names that nobody knows, values of another kind, rows of somebody else."""
    if not isinstance(given, Mapping):
        yield FieldMistake("body", "an object with the key application", shown(given))
        return
    sought = iter(range(MOST_SOUGHT))
    yield from _unknown(given, "", (APPLICATION, *HISTORIES), sought)
    application = given.get(APPLICATION)
    if not isinstance(application, Mapping):
        got = shown(application) if APPLICATION in given else "none"
        yield FieldMistake(APPLICATION, "an object with the application's columns", got)
        return
    yield from _row_mistakes(application, APPLICATION, contract_of(APPLICATION), sought)
    for name in HISTORIES:
        if name in given:
            yield from _history_mistakes(given[name], name, application.get("SK_ID_CURR"), sought)
    yield from _credit_mistakes(given)


def shown(value: object) -> str:
    """A value as a sentence quotes it: short, and never such that it cannot be sent."""
    if isinstance(value, Mapping):
        return "an object"
    if isinstance(value, list):
        return "a list"
    names = {None: "nothing", True: "true", False: "false"}
    if value is None or isinstance(value, bool):
        return names[value]
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "infinity"
    if isinstance(value, int) and abs(value) > LARGEST_KEY:
        return "a number too large to be read"
    text = str(value)[:61].encode("utf-8", "replace").decode()
    text = text if len(text) <= 60 else f"{text[:60]}…"
    return f"the text '{text}'" if isinstance(value, str) else text


def _history_mistakes(rows: object, name: str, client: object, sought: Iterator[int]) -> Iterator[FieldMistake]:
    if not isinstance(rows, list):
        yield FieldMistake(name, "a list of rows (empty where the client has none)", shown(rows))
        return
    table = contract_of(name)
    for number, row in enumerate(rows):
        place = f"{name}[{number}]"
        if not isinstance(row, Mapping):
            yield FieldMistake(place, "an object with the table's columns", shown(row))
            continue
        yield from _row_mistakes(row, place, table, sought)
        yield from _other_client(row, place, client)
    yield from _twice(rows, name, table)


def _row_mistakes(
    row: Mapping[str, Any], place: str, table: TableContract, sought: Iterator[int]
) -> Iterator[FieldMistake]:
    """Columns that the table does not have, columns that must be there, values of another kind."""
    yield from _unknown(row, f"{place}.", tuple(table.columns), sought)
    for name, (column, takes_any_number) in _columns_of(table).items():
        value = row.get(name)
        if type(value) is float and takes_any_number and math.isfinite(value):
            continue
        if name == "SK_ID_CURR" and value is None:
            continue  # a caller may leave the number out: whose rows these are is clear
        if value is None:
            if not column.nullable:
                yield FieldMistake(f"{place}.{name}", f"{kind_of(column)} (it may never be empty)", "none")
        elif (wrong := _wrong_value(value, column)) is not None:
            yield FieldMistake(f"{place}.{name}", *wrong)


@cache
def _columns_of(table: TableContract) -> Mapping[str, tuple[dy.Column, bool]]:
    """Each column, and whether any finite number is of its kind, as nearly all of an application's are."""
    return {
        name: (column, column.dtype.is_float() and column_unit(column) != "key")
        for name, column in table.columns.items()
    }


def _wrong_value(value: object, column: dy.Column) -> tuple[str, str] | None:
    """What was expected and found, or None for a value of the column's kind."""
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        return f"a text of at most {LONGEST_TEXT} characters", shown(value)
    if not column.dtype.is_numeric():
        return None if _is_text(value, column) else (kind_of(column), shown(value))
    if may_be_words(column) and flag_of(value) is not None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return kind_of(column), shown(value)
    whole = column.dtype.is_integer()
    if abs(value) > LARGEST_KEY if whole or isinstance(value, int) else not math.isfinite(value):
        return kind_of(column), shown(value)
    if whole and not float(value).is_integer():
        return kind_of(column), shown(value)
    if column_unit(column) == "key" and (isinstance(value, float) or value < LEAST_KEY):
        return f"{kind_of(column)} from {LEAST_KEY}, without point or exponent", shown(value)
    return None


def _is_text(value: object, column: dy.Column) -> bool:
    """Whether it is a text that can be stored, or what stands for one of two: true, false, 1, 0."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode() == value
    return bool((column.metadata or {}).get("codes")) and isinstance(value, int | float) and value in (0, 1)


def _refused_columns(given: Mapping[str, Any]) -> Iterator[FieldMistake]:
    """Columns of histories that are wrong as a whole, as the import says it of a file; fewer rows never are."""
    for name in HISTORIES:
        objects, table = given.get(name, ()), contract_of(name)
        if len(objects) < REFUSED_ROWS:
            continue
        columns = typed_columns(objects, table, 0)
        suspects = glance(columns, table).suspects
        if not suspects:
            continue
        for refusal in clean_table(as_frame(columns, table).lazy(), table, only=suspects).refusals:
            field = f"{name}.{refusal.column}"
            yield FieldMistake(field, refusal.expected, f"a column that is refused as a whole ({refusal.got})")


def _unknown(row: Mapping[str, Any], place: str, known: Sequence[str], sought: Iterator[int]) -> Iterator[FieldMistake]:
    """Names that are none of the contract's; when ``sought`` ends, no more are looked for among those that are."""
    for name in row:
        if name not in known:
            near = None if next(sought, None) is None else nearest(name[:100], known)
            expected = f"a name of the contract (did you mean {near}?)" if near else "a name of the contract"
            yield FieldMistake(
                f"{place}{quotable(name) if name.strip() else repr(name[:60])}", expected, "an unknown one"
            )


def nearest(name: str, known: Sequence[str]) -> str | None:
    """The known name that one stands for: the same but for capitals and marks, or the likest; None where none is like.

    Examples
    --------
    >>> nearest("pos-cash_balance", ("credit_card_balance", "POS_CASH_balance"))
    'POS_CASH_balance'
    """
    letters = plain_letters(name)
    return next((one for one in known if plain_letters(one) == letters), None) or next(
        iter(difflib.get_close_matches(name, known, n=1)), None
    )


def quotable(name: str) -> str:
    """A caller's key as a sentence can quote it."""
    return name[:60].encode("utf-8", "replace").decode()


def _other_client(row: Mapping[str, Any], place: str, client: object) -> Iterator[FieldMistake]:
    """Rows of somebody else, or of a number that the application does not have."""
    owner = row.get("SK_ID_CURR")
    if owner is not None and owner != client:
        expected = "no number, as the application has none" if client is None else f"{shown(client)}, the application's"
        yield FieldMistake(f"{place}.SK_ID_CURR", expected, shown(owner))


def _twice(rows: list[Any], name: str, table: TableContract) -> Iterator[FieldMistake]:
    """Keys that name two rows; months told twice are no mistake here, as at the import."""
    if not table.primary_key or table.parent is not None:
        return
    first: dict[object, int] = {}
    (key,) = table.primary_key
    for number, row in enumerate(rows):
        value = row.get(key) if isinstance(row, Mapping) else None
        if isinstance(value, int | float) and first.setdefault(value, number) != number:
            expected = f"a number of its own, as {name}[{first[value]}] has this one"
            yield FieldMistake(f"{name}[{number}].{key}", expected, shown(value))


def _credit_mistakes(given: Mapping[str, Any]) -> Iterator[FieldMistake]:
    """Months of credits that ``bureau`` does not list: whose they are cannot be told."""
    months, credits = given.get("bureau_balance"), given.get("bureau")
    if not isinstance(months, list):
        return
    if not isinstance(credits, list):
        if credits is None and "bureau" not in given:
            yield FieldMistake("bureau", "the credits whose months bureau_balance tells", "none")
        return
    listed = {row.get("SK_ID_BUREAU") for row in credits if isinstance(row, Mapping) and _is_number(row)}
    for number, row in enumerate(months):
        if isinstance(row, Mapping) and _is_number(row) and row["SK_ID_BUREAU"] not in listed:
            field = f"bureau_balance[{number}].SK_ID_BUREAU"
            yield FieldMistake(field, "a credit listed in bureau", shown(row["SK_ID_BUREAU"]))


def _is_number(row: Mapping[str, Any]) -> bool:
    return isinstance(cast(object, row.get("SK_ID_BUREAU")), int | float)
