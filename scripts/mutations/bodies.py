"""Seeded spoilings of one applicant's request, as they come by POST /v1/assess."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from scoring.tables.records import APPLICATION, HISTORIES, contract_of
from scoring.tables.rules.column_rule import ColumnRule, column_rules

Body = dict[str, Any]
Cell = tuple[list[dict[str, Any]], ColumnRule]
"""The rows in which a column is spoiled, and the column."""
Spoiling = Callable[[Body, Body, random.Random], str]
NUMBERS = ("amount", "days", "count", "score", "ratio", "months")


@dataclass(frozen=True)
class SpoiledBody:
    """A spoiled request: which kind, what was done, in words."""

    kind: str
    words: str
    body: Body


def spoil_body(body: Mapping[str, Any], stranger: Mapping[str, Any], seed: int) -> SpoiledBody:
    """One spoiling; the same seed spoils alike.

    Parameters
    ----------
    body : mapping
        A sound request with all its histories.
    stranger : mapping
        Another client's.
    seed : int
        Which kind (in turn), and how.
    """
    kind = list(KINDS)[seed % len(KINDS)]
    spoiled = deepcopy(dict(body))
    return SpoiledBody(kind, KINDS[kind](spoiled, deepcopy(dict(stranger)), random.Random(seed)), spoiled)


def _re_type(body: Body, _: Body, chance: random.Random) -> str:
    """A value of another type: a number in quotation marks, a list, an object, true, a text."""
    rows, rule = _cell(body, chance)
    new = chance.choice((str, lambda value: [value], lambda value: {"value": value}, lambda _: True, lambda _: "n/a"))
    return _change(_one(rows, chance), rule, new)


def _sign(body: Body, _: Body, chance: random.Random) -> str:
    rows, rule = _cell(body, chance, "amount", "days", "months", "count")
    return _change(_some(rows, chance), rule, lambda value: -value)


def _unit(body: Body, _: Body, chance: random.Random) -> str:
    rows, rule = _cell(body, chance, *NUMBERS)
    factor = chance.choice((0.001, 0.01, 100, 1000))
    return _change(rows, rule, lambda value: round(value * factor, 6), f" x {factor}")


def _text(body: Body, _: Body, chance: random.Random) -> str:
    rows, rule = _cell(body, chance, "category")
    ways: tuple[Callable[[Any], Any], ...] = (
        lambda value: str(value).upper() + " ",
        lambda value: str(value)[::-1],
        lambda value: len(str(value)),
        lambda _: "Inconnu",
        lambda value: str(value)[:2] + "?",
    )
    return _change(_some(rows, chance), rule, chance.choice(ways))


def _years(body: Body, _: Body, chance: random.Random) -> str:
    """Days told in years, as a date, as a spreadsheet has them, or months as days."""
    rows, rule = _cell(body, chance, "days", "months")
    ways: tuple[Callable[[Any], Any], ...] = (
        lambda value: round(value / 365.25, 2),
        lambda value: round(-value / 365.25),
        lambda value: f"{2018 + int(value / 365.25)}-05-01",
        lambda value: 43356 + value,
        lambda value: value * 30,
        lambda _: 365243,
    )
    return _change(rows, rule, chance.choice(ways))


def _blank(body: Body, _: Body, chance: random.Random) -> str:
    rows, rule = _cell(body, chance)
    rows = _some(rows, chance)
    if chance.random() < 0.3:
        for row in rows:
            del row[rule.name]
        return f"{rule.name} left out of {len(rows)} rows"
    new = chance.choice((None, "", " ", "NaN", "null", "XNA", "-"))
    return _change(rows, rule, lambda _: new)


def _exchange(body: Body, _: Body, chance: random.Random) -> str:
    """Two columns of one unit in one another's places, in every row."""
    rows, rule = _cell(body, chance, "amount", "days", "count")
    others = [column for column in _rules(rows, rule) if column.unit == rule.unit and column.name != rule.name]
    other = chance.choice(others).name if others else rule.name
    for row in rows:
        row[rule.name], row[other] = row.get(other), row.get(rule.name)
    return f"{rule.name} and {other} exchanged"


def _stranger(body: Body, stranger: Body, chance: random.Random) -> str:
    """A history, or some of its rows, of another client."""
    name = chance.choice([history for history in HISTORIES if stranger[history]])
    rows = stranger[name]
    body[name] = rows if chance.random() < 0.5 else [*body[name], *rows[: 1 + len(rows) // 3]]
    return f"{name} of another client"


def _repeat(body: Body, _: Body, chance: random.Random) -> str:
    name = _history(body, chance)
    rows = body[name]
    again = rows if chance.random() < 0.5 else rows[: 1 + len(rows) // 4]
    body[name] = [*rows, *deepcopy(again)]
    return f"{len(again)} rows of {name} again"


def _lack(body: Body, _: Body, chance: random.Random) -> str:
    """A history left out, empty, or cut in two."""
    name = _history(body, chance)
    how = chance.choice(("left out", "null", "empty", "its first half", "its last half"))
    half = len(body[name]) // 2
    if how == "left out":
        del body[name]
    else:
        cut = {"null": None, "empty": [], "its first half": body[name][: half or 1]}
        body[name] = cut.get(how, body[name][half:])
    return f"{name}: {how}"


def _move(body: Body, _: Body, chance: random.Random) -> str:
    """A column of a history in the opposite order of its rows."""
    rows, rule = _cell(body, chance, *NUMBERS, "key")
    for row, value in zip(rows, [row.get(rule.name) for row in reversed(rows)], strict=True):
        row[rule.name] = value
    return f"{rule.name} in the opposite order of {len(rows)} rows"


def _rename(body: Body, _: Body, chance: random.Random) -> str:
    rows, rule = _cell(body, chance)
    new = chance.choice((rule.name.lower(), f" {rule.name}", f"{rule.name}_", rule.name[:-1]))
    for row in rows:
        row[new] = row.pop(rule.name)
    return f"{rule.name} called {new!r}"


def _cut(body: Body, _: Body, chance: random.Random) -> str:
    """The last digits of a number gone, or a digit more."""
    rows, rule = _cell(body, chance, *NUMBERS)
    ways: tuple[Callable[[Any], Any], ...] = (
        lambda value: int(value / 1000),
        lambda value: value * 10,
        lambda value: int(value / 100),
    )
    return _change(_one(rows, chance), rule, chance.choice(ways))


KINDS: Mapping[str, Spoiling] = {
    "re-type": _re_type,
    "sign": _sign,
    "unit": _unit,
    "text": _text,
    "years": _years,
    "blank": _blank,
    "exchange": _exchange,
    "stranger": _stranger,
    "repeat": _repeat,
    "lack": _lack,
    "move": _move,
    "rename": _rename,
    "cut": _cut,
}


def _history(body: Body, chance: random.Random) -> str:
    return chance.choice([name for name in HISTORIES if body[name]])


def _cell(body: Body, chance: random.Random, *units: str) -> Cell:
    """A column that has a value somewhere, half of the times one of the application."""
    places = [APPLICATION] if chance.random() < 0.5 else [name for name in HISTORIES if body[name]]
    cells = [cell for name in places for cell in _cells(body, name, units)]
    return chance.choice(cells or _cells(body, APPLICATION, units))


def _cells(body: Body, name: str, units: tuple[str, ...]) -> list[Cell]:
    rows = [body[APPLICATION]] if name == APPLICATION else body[name]
    rules = column_rules(contract_of(name)).values()
    fitting = [rule for rule in rules if not units or rule.unit in units]
    return [(rows, rule) for rule in fitting if any(row.get(rule.name) is not None for row in rows)]


def _rules(rows: list[dict[str, Any]], rule: ColumnRule) -> list[ColumnRule]:
    """The rules of the columns beside one, where they have values."""
    name = next(name for name in (APPLICATION, *HISTORIES) if rule in column_rules(contract_of(name)).values())
    return [other for other in column_rules(contract_of(name)).values() if rows[0].get(other.name) is not None]


def _one(rows: list[dict[str, Any]], chance: random.Random) -> list[dict[str, Any]]:
    return [chance.choice(rows)]


def _some(rows: list[dict[str, Any]], chance: random.Random) -> list[dict[str, Any]]:
    return rows if chance.random() < 0.6 else _one(rows, chance)


def _change(rows: list[dict[str, Any]], rule: ColumnRule, new: Callable[[Any], Any], words: str = "") -> str:
    filled = [row for row in rows if row.get(rule.name) is not None]
    before = filled[0][rule.name] if filled else None
    for row in filled:
        row[rule.name] = new(row[rule.name])
    after = filled[0][rule.name] if filled else None
    return f"{rule.table}.{rule.name}{words}: {before!r} to {after!r} in {len(filled)} of {len(rows)} rows"
