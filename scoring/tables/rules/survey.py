"""One look over a table before it is cleaned: how many values are known, broken, or texts that nobody knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, reduce
from operator import or_

import polars as pl

from scoring.tables.rules.amounts import OUT_OF_SCALE, disproportionate, is_unlikely
from scoring.tables.rules.column_rule import ColumnRule
from scoring.tables.rules.history_units import bounds_of
from scoring.tables.rules.known import KnownAnomaly, known_anomalies
from scoring.tables.rules.signs import may_be_turned, witness_of
from scoring.tables.rules.texts import NOT_AVAILABLE, understood
from scoring.tables.rules.together import none_known

DAYS_THAT_COULD_BE_YEARS = (1, 120)


@dataclass(frozen=True)
class Survey:
    """What a table holds, column by column.

    Parameters
    ----------
    rules : mapping of str to ColumnRule
        Rules of the columns that were looked at.
    known : mapping of str to int
        Values that are not empty.
    empty : mapping of str to int
        Rows without a value, of columns that have one in every row of Kaggle's.
    anomalies : mapping of (str, str) to int
        Values that a known anomaly (name, column) empties.
    broken : mapping of str to int
        Values that cannot be true and are no known anomaly.
    contrary : mapping of str to int
        Values that another column of their row contradicts, as signs turned round do.
    doubtful : mapping of str to int
        Values that may have the wrong sign.
    signs : mapping of (str, str) to int
        Of a column in which either sign may stand, values that are ``below`` and ``above`` zero, by (which, column).
    unlikely : mapping of (str, str) to int
        Amounts of applications that are ``beyond`` the usual, or ``unfit`` for each other, and of a ``history`` that
        may be in another unit, by (which, column).
    out_of_scale : mapping of (str, str) to int
        Values that are ``small`` or ``large`` for an amount, or ``near`` for days, by (which, column).
    together : mapping of str to int
        Rows in which none of some columns is told of which one nearly always is (:mod:`scoring.tables.rules.together`).
    texts : mapping of str to mapping of str to int
        Texts that are none of a column's levels, with how often they stand there.
    """

    rules: Mapping[str, ColumnRule]
    known: Mapping[str, int]
    empty: Mapping[str, int]
    anomalies: Mapping[tuple[str, str], int]
    broken: Mapping[str, int]
    contrary: Mapping[str, int]
    doubtful: Mapping[str, int]
    signs: Mapping[tuple[str, str], int]
    unlikely: Mapping[tuple[str, str], int]
    out_of_scale: Mapping[tuple[str, str], int]
    together: Mapping[str, int]
    texts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    _meanings: dict[str, Mapping[str, tuple[str | None, str]]] = field(default_factory=dict, init=False, compare=False)

    def meanings(self, column: str) -> Mapping[str, tuple[str | None, str]]:
        """Texts of a column that are understood: the level each stands for, and the rule that says so.

        Each text is looked at once, however often this is asked of a column: a history in a request may hold 18,000.
        """
        if column not in self._meanings:
            rule = self.rules[column]
            pairs = ((text, understood(text, rule)) for text in self.texts.get(column, {}))
            self._meanings[column] = {text: meaning for text, meaning in pairs if meaning is not None}
        return self._meanings[column]

    def lacking(self, column: str) -> int:
        """Rows of a column that is never empty in Kaggle's tables in which nothing is told, in whatever words."""
        if not self.rules[column].always:
            return 0
        texts = self.texts.get(column, {})
        in_words = sum(texts[text] for text, (level, _) in self.meanings(column).items() if level is None)
        return self.empty[column] + self.anomalies.get(("not_available", column), 0) + in_words

    def unknown(self, column: str) -> dict[str, int]:
        """Texts of a column that nobody knows, the most frequent first."""
        meanings = self.meanings(column)
        return {text: rows for text, rows in self.texts.get(column, {}).items() if text not in meanings}


def survey(frame: pl.LazyFrame, rules: Mapping[str, ColumnRule]) -> Survey:
    """Look over a table's columns in one pass, and a second time over texts that are none of the levels.

    Parameters
    ----------
    frame : LazyFrame
        Typed, not yet cleaned.
    rules : mapping of str to ColumnRule
        Rules of its columns.
    """
    counts = survey_counts(rules)
    row = frame.select(counts).collect(engine="streaming").row(0, named=True) if counts else {}
    return survey_of(row, frame, rules)


def survey_counts(rules: Mapping[str, ColumnRule]) -> list[pl.Expr]:
    """What is counted of a table's typed columns, for whoever counts more of them in the same pass."""
    return [count for rule in rules.values() for count in _counts(rule)]


def survey_of(row: Mapping[str, int], frame: pl.LazyFrame, rules: Mapping[str, ColumnRule]) -> Survey:
    """A survey from what was counted; the frame is read again only where texts are none of the levels.

    Parameters
    ----------
    row : mapping of str to int
        Row of :func:`survey_counts`, by the expressions' names; others are left aside.
    frame : LazyFrame
        The typed rows that were counted.
    rules : mapping of str to ColumnRule
        Rules of its columns.
    """
    split = {tuple(name.split("|")): int(rows or 0) for name, rows in row.items() if name.count("|") == 2}

    def of(kind: str) -> dict[str, int]:
        return {column: rows for (which, _, column), rows in split.items() if which == kind}

    def pairs(kind: str) -> dict[tuple[str, str], int]:
        return {(name, column): rows for (which, name, column), rows in split.items() if which == kind}

    strange = [column for column, rows in of("text").items() if rows]
    return Survey(
        rules,
        of("known"),
        of("empty"),
        pairs("anomaly"),
        of("broken"),
        of("contrary"),
        of("doubtful"),
        pairs("sign"),
        pairs("unlikely"),
        pairs("scale"),
        of("together"),
        _texts(frame, rules, strange),
    )


@cache
def is_broken(rule: ColumnRule) -> pl.Expr | None:
    """Which values of a number column cannot be true and are no known anomaly; None where any may be."""
    broken: pl.Expr | None = rule.out_of_range(pl.col(rule.name))
    if broken is None:
        return None
    known = [anomaly.broken(pl.col(rule.name)) for anomaly in anomalies_of(rule)]
    return broken & ~reduce(or_, known) if known else broken


@cache
def anomalies_of(rule: ColumnRule) -> tuple[KnownAnomaly, ...]:
    """Known anomalies that a column may hold."""
    return tuple(anomaly for anomaly in known_anomalies() if anomaly.applies(rule))


@cache
def is_empty(rule: ColumnRule) -> pl.Expr:
    """Which rows tell nothing of a column, before cleaning."""
    value = pl.col(rule.name)
    return value.is_null() | value.is_in(list(NOT_AVAILABLE)) if rule.levels else value.is_null()


@cache
def is_strange(rule: ColumnRule) -> pl.Expr:
    """Which texts are none of the levels, and do not say that nothing was recorded."""
    return pl.col(rule.name).is_in([*rule.levels, *NOT_AVAILABLE]).not_()


@cache
def _counts(rule: ColumnRule) -> tuple[pl.Expr, ...]:
    """What is counted of a column, each under the name ``kind|which|column``."""
    return tuple(count.alias(name) for name, count in _named_counts(rule))


def _named_counts(rule: ColumnRule) -> Iterator[tuple[str, pl.Expr]]:
    value = pl.col(rule.name)
    yield f"known||{rule.name}", value.count()
    if rule.always:
        yield f"empty||{rule.name}", value.null_count()
    if rule.levels:
        yield f"anomaly|not_available|{rule.name}", value.is_in(list(NOT_AVAILABLE)).sum()
        yield f"text||{rule.name}", is_strange(rule).sum()
        return
    for anomaly in anomalies_of(rule):
        yield f"anomaly|{anomaly.name}|{rule.name}", anomaly.broken(value).sum()
    broken = is_broken(rule)
    if broken is not None:
        yield f"broken||{rule.name}", broken.sum()
    if (is_untold := none_known(rule)) is not None:
        yield f"together||{rule.name}", is_untold.sum()
    yield from _sign_counts(rule)
    unlikely, unfit = is_unlikely(rule), disproportionate(rule)
    if unlikely is not None and unfit is not None:
        yield f"unlikely|beyond|{rule.name}", unlikely.sum()
        yield f"unlikely|unfit|{rule.name}", unfit.sum()
    if (bounds := bounds_of(rule)) is not None:
        yield f"unlikely|history|{rule.name}", bounds.may_be_crossed(value).sum()
    if rule.typical is not None:
        yield f"scale|small|{rule.name}", ((value > 0) & (value < rule.typical / OUT_OF_SCALE)).sum()
        yield f"scale|large|{rule.name}", (value > rule.typical * OUT_OF_SCALE).sum()
    if rule.unit == "days":
        nearest, farthest = DAYS_THAT_COULD_BE_YEARS
        yield f"scale|near|{rule.name}", (value.abs() <= farthest).sum()
        yield f"scale|years|{rule.name}", value.abs().is_between(nearest, farthest).sum()


def _sign_counts(rule: ColumnRule) -> Iterator[tuple[str, pl.Expr]]:
    witness, doubtful = witness_of(rule), may_be_turned(rule)
    if witness is not None:
        yield f"contrary||{rule.name}", witness.turned(rule).sum()
    if doubtful is not None:
        yield f"doubtful||{rule.name}", doubtful.sum()
    if rule.unit == "amount" and (rule.low or 0) < 0:
        yield f"sign|below|{rule.name}", (pl.col(rule.name) < 0).sum()
        yield f"sign|above|{rule.name}", (pl.col(rule.name) > 0).sum()


def _texts(frame: pl.LazyFrame, rules: Mapping[str, ColumnRule], columns: list[str]) -> dict[str, dict[str, int]]:
    counted = pl.collect_all(
        [
            frame.select(column).filter(is_strange(rules[column])).group_by(column).len()
            .sort("len", column, descending=[True, False])
            for column in columns
        ],
        engine="streaming",
    )  # fmt: skip
    return {column: dict(texts.iter_rows()) for column, texts in zip(columns, counted, strict=True)}
