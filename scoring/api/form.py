"""Bodies in another form than ours, told as what they are: one mistake for one mistake, the real one first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scoring.tables.records import APPLICATION, HISTORIES, FieldMistake, contract_of, quotable, shown
from scoring.tables.rules.one_hot import one_hot_columns, one_hot_words

WANTED = "an object with the key application"
WRITE = 'write {"application": {...}, "bureau": [...], ...}'
FEW = 3  # columns that make a form recognisable
_UNREAD_CREDIT = re.compile(r"bureau|bureau\[\d+\](\.SK_ID_BUREAU)?")
_NEAREST = re.compile(r"did you mean (?P<name>\w+)\?")


def wrong_form(given: Any) -> FieldMistake | None:
    """What a body is instead of an application with its histories; None where it has the right form.

    Parameters
    ----------
    given : object
        The JSON value of a body.

    Examples
    --------
    >>> print(wrong_form({"AMT_CREDIT": 1, "AMT_ANNUITY": 2, "AMT_INCOME_TOTAL": 3}).got)
    the application's columns themselves (write {"application": {...}, "bureau": [...], ...})
    """
    if not isinstance(given, Mapping):
        return _not_an_object(given)
    if APPLICATION not in given:
        return _without_application(given)
    mistake = _application_form(given[APPLICATION])
    for name in HISTORIES:
        if mistake is None and name in given:
            mistake = _history_form(given[name], name)
    return mistake


def independent(mistakes: Sequence[FieldMistake]) -> list[FieldMistake]:
    """The mistakes without those that follow from another one.

    Of one field one thing is told. A column under a mistyped name is not missing too, months do not lack a credit
    whose number could not be read, and rows do not belong to another client when it is the application's number that
    is wrong.
    """
    first: dict[str, FieldMistake] = {}
    for mistake in mistakes:
        first.setdefault(mistake.field, mistake)
    meant = {_meant(mistake) for mistake in first.values()}
    no_credits = any(_UNREAD_CREDIT.fullmatch(name) for name in (*first, *meant))
    no_number = f"{APPLICATION}.SK_ID_CURR" in first

    def follows(mistake: FieldMistake) -> bool:
        renamed = mistake.got == "none" and mistake.field in meant
        months = mistake.expected == "a credit listed in bureau" and no_credits
        return renamed or months or (no_number and mistake.field.endswith("].SK_ID_CURR"))

    return [mistake for mistake in first.values() if not follows(mistake)]


def _not_an_object(given: Any) -> FieldMistake:
    if isinstance(given, list) and given and all(isinstance(row, Mapping) for row in given):
        rows = "1 object" if len(given) == 1 else f"{len(given)} objects"
        return FieldMistake("body", WANTED, f"a list of {rows} (send one application a request, and {WRITE})")
    return FieldMistake("body", WANTED, shown(given))


def _without_application(given: Mapping[str, Any]) -> FieldMistake | None:
    if _is_pandas_split(given):
        return FieldMistake("body", WANTED, f"a table of columns and data, as pandas writes it ({WRITE})")
    if _are_columns(given, APPLICATION):
        return _flat(given)
    for name, value in given.items():
        if name.strip().lower() == APPLICATION:
            return FieldMistake(quotable(name), f"the key {APPLICATION}", "another spelling of it")
        if name not in HISTORIES and _is_application(value):
            return FieldMistake("body", WANTED, f"it inside {quotable(name)} ({WRITE})")
    return None


def _flat(given: Mapping[str, Any]) -> FieldMistake:
    values = [value for name, value in given.items() if name not in HISTORIES]
    if all(isinstance(value, Mapping | list) for value in values):
        return FieldMistake("body", WANTED, f"columns that hold rows, as pandas writes a table ({WRITE})")
    return FieldMistake("body", WANTED, f"the application's columns themselves ({WRITE})")


def _is_application(value: Any) -> bool:
    """Whether a value under another key is what we wait for: an application, flat or not, one or in a list."""
    if isinstance(value, list):
        return bool(value) and all(isinstance(row, Mapping) and _is_application(row) for row in value)
    return isinstance(value, Mapping) and (
        APPLICATION in value or _is_pandas_split(value) or _are_columns(value, APPLICATION)
    )


def _application_form(application: Any) -> FieldMistake | None:
    wanted = "an object with the application's columns"
    if isinstance(application, list):
        rows = "1 row" if len(application) == 1 else f"{len(application)} rows"
        held = f"a list of {rows} (leave the brackets out)" if application else "a list"
        return FieldMistake(APPLICATION, wanted, held)
    if not isinstance(application, Mapping):
        return None
    if APPLICATION in application:
        return FieldMistake(APPLICATION, wanted, "an application inside the application (leave one of the two out)")
    return (
        _table_form(application, APPLICATION, wanted)
        or _one_hot(application, APPLICATION, APPLICATION)
        or _other_case(application, APPLICATION, APPLICATION)
    )


def _one_hot(row: Mapping[str, Any], table: str, place: str) -> FieldMistake | None:
    """Texts spread over keys of 1 and 0: the first such column, since one encoding has done it to all."""
    spread = one_hot_columns(row, contract_of(table))
    for name, keys in spread.items():
        return FieldMistake(f"{place}.{name}", "the text itself", f"none; {one_hot_words(map(quotable, keys))}")
    return None


def _history_form(rows: Any, name: str) -> FieldMistake | None:
    wanted = "a list of rows (empty where the client has none)"
    if isinstance(rows, Mapping):
        if _are_columns(rows, name, few=1) and all(not isinstance(value, Mapping | list) for value in rows.values()):
            return FieldMistake(name, wanted, "one row without brackets (write [{...}])")
        return _table_form(rows, name, wanted)
    if not isinstance(rows, list):
        return None
    for number, row in enumerate(rows):
        place = f"{name}[{number}]"
        if isinstance(row, Mapping) and (mistake := _one_hot(row, name, place) or _other_case(row, name, place)):
            return mistake
    return None


def _table_form(value: Mapping[str, Any], table: str, wanted: str) -> FieldMistake | None:
    """A whole table where a row, or a list of rows, is meant: as pandas writes it column by column or split."""
    if _is_pandas_split(value):
        return FieldMistake(table, wanted, "a table of columns and data (in pandas, write orient='records')")
    if _are_columns(value, table, few=1) and all(isinstance(rows, Mapping | list) for rows in value.values()):
        return FieldMistake(table, wanted, "columns that hold rows (in pandas, write orient='records')")
    return None


def _other_case(row: Mapping[str, Any], table: str, place: str) -> FieldMistake | None:
    """Names that are Kaggle's but for upper and lower case, or blanks around them, told once for the whole row."""
    columns = {name.lower(): name for name in contract_of(table).columns}
    spelled = set(columns.values())
    others = [name for name in row if name not in spelled and name.strip().lower() in columns]
    if not others or len(others) < min(FEW, len(row)):
        return None
    example = columns[others[0].strip().lower()]
    got = f"{len(others)} names in another spelling, such as {quotable(others[0])}"
    return FieldMistake(place, f"the contract's names, such as {example}", got)


def _is_pandas_split(value: Mapping[str, Any]) -> bool:
    return set(value) in ({"columns", "data"}, {"columns", "index", "data"}, {"schema", "data"})


def _are_columns(value: Iterable[str], table: str, few: int = FEW) -> bool:
    """Whether keys are a table's columns, in whatever case: several of them, and no less than half of all."""
    columns = {name.lower() for name in contract_of(table).columns}
    keys = [name for name in value if name not in HISTORIES]
    met = sum(name.strip().lower() in columns for name in keys)
    return met >= few and 2 * met >= len(keys)


def _meant(mistake: FieldMistake) -> str:
    """The field that a mistyped name stands for."""
    nearest = _NEAREST.search(mistake.expected)
    place = mistake.field.rpartition(".")[0]
    return f"{place}.{nearest['name']}".lstrip(".") if nearest else ""
