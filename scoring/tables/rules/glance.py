"""A few rows looked over value by value: which of their columns the rule book has anything to say of.

To ask Polars the several hundred questions of :mod:`scoring.tables.rules.survey` of one applicant's rows takes fifty
times as long as to answer them. Here the same rules are asked of plain numbers; the columns that they may touch are
named, and :func:`scoring.tables.clean.clean_table` looks at those alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scoring.tables.rules.amounts import OUT_OF_SCALE, usual_amounts, usual_of
from scoring.tables.rules.column_rule import ColumnRule, column_rules
from scoring.tables.rules.history_units import bounds_of
from scoring.tables.rules.refusal import ROWS_TO_JUDGE_A_HISTORY
from scoring.tables.rules.signs import witness_of
from scoring.tables.rules.survey import DAYS_THAT_COULD_BE_YEARS, anomalies_of
from scoring.tables.rules.texts import NOT_AVAILABLE
from scoring.tables.rules.together import TOGETHER, none_known
from scoring.tables.schema import TableContract

Value = int | float | str | None
Columns = Mapping[str, Sequence[Value]]


@dataclass(frozen=True)
class Glance:
    """What cleaning would do to a few rows.

    Parameters
    ----------
    emptied : mapping of str to list
        Columns without the values that say that nothing is there (365243 days, XNA), which flag nobody.
    suspects : tuple of str
        Columns that a rule may touch in any other way, or refuse. Where there is none, the rows with the columns of
        ``emptied`` in place of their own are the cleaned rows, without a flag, and no column is refused.
    """

    emptied: Mapping[str, list[Value]]
    suspects: tuple[str, ...]

    @property
    def touched(self) -> tuple[str, ...]:
        """Every column that cleaning may change."""
        return (*self.emptied, *self.suspects)


def glance(columns: Columns, table: TableContract) -> Glance:
    """Look over a few rows, each value by itself.

    Parameters
    ----------
    columns : mapping of str to sequence
        The rows' values by column, of the contract's types, not yet cleaned.
    table : TableContract
        Which table.

    Examples
    --------
    >>> from scoring.tables.schema import CONTRACT
    >>> columns = {"DAYS_BIRTH": [-12000.0], "DAYS_EMPLOYED": [365243.0], "CODE_GENDER": ["Homme"]}
    >>> seen = glance(columns, CONTRACT["application_test"])
    >>> dict(seen.emptied), seen.suspects
    ({'DAYS_EMPLOYED': [None]}, ('CODE_GENDER',))
    """
    rules = {name: rule for name, rule in column_rules(table).items() if name in columns}
    emptied: dict[str, list[Value]] = {}
    for name, rule in rules.items():
        nothing = {value for value in set(columns[name]) if _says_nothing(rule, value)}
        if nothing:
            emptied[name] = [None if value in nothing else value for value in columns[name]]
    suspects = [name for name, rule in rules.items() if _is_suspect(rule, columns, emptied.get(name, columns[name]))]
    return Glance(emptied, tuple(suspects))


def _says_nothing(rule: ColumnRule, value: Value) -> bool:
    """Whether a value is one of those that fill any share of Kaggle's own columns and stand for none."""
    if value is None:
        return False
    if isinstance(value, str):
        return bool(rule.levels) and value in NOT_AVAILABLE
    return any(anomaly.is_frequent and anomaly.broken(value) for anomaly in anomalies_of(rule))


def _is_suspect(rule: ColumnRule, columns: Columns, left: Sequence[Value]) -> bool:
    """Whether a rule has anything to say of the values that are left of a column."""
    if rule.always and None in left:
        return True
    if rule.kind == "a text":
        return bool(rule.levels) and not set(left) <= {*rule.levels, None}
    numbers = [value for value in left if isinstance(value, int | float)]
    return (
        any(_is_doubtful(rule, value) for value in set(numbers))
        or _is_contrary(rule, columns)
        or _is_disproportionate(rule, columns)
        or any(set(row) == {None} for row in _scores(rule, columns))
        or _is_of_other_unit(rule, numbers)
        or (len(numbers) >= ROWS_TO_JUDGE_A_HISTORY and _may_be_in_another_unit(rule, numbers))
    )


def _is_doubtful(rule: ColumnRule, value: float) -> bool:
    """Whether a number cannot be true, has a sign that is rare, or is an amount far beyond the usual."""
    if rule.out_of_range(value) or any(anomaly.broken(value) for anomaly in anomalies_of(rule)):
        return True
    if rule.unit == "amount" and (rule.low or 0) < 0 and value < 0:
        return True
    bounds = usual_amounts(rule)
    return bounds is not None and not bounds[0] <= value <= bounds[1]


def _is_contrary(rule: ColumnRule, columns: Columns) -> bool:
    """Whether another column of the same row contradicts a value's sign."""
    witness = witness_of(rule)
    if witness is None or witness.witness not in columns:
        return witness is not None
    return any(witness.is_turned(*pair) for pair in _known_pairs(columns, rule.name, witness.witness))


def _is_disproportionate(rule: ColumnRule, columns: Columns) -> bool:
    """Whether an amount of an application does not fit another one."""
    for fit in usual_of(rule):
        if not {fit.column, fit.part} <= set(columns):
            return True
        for whole, part in _known_pairs(columns, fit.column, fit.part):
            if part == 0 or not fit.is_kept(whole, part):
                return True
    return False


def _scores(rule: ColumnRule, columns: Columns) -> Iterator[tuple[Value, ...]]:
    """What each row tells of the columns of which one is told nearly always, where the rule's is one of them."""
    if none_known(rule) is not None:
        yield from zip(*(columns[name] for name in TOGETHER if name in columns), strict=True)


def _is_of_other_unit(rule: ColumnRule, numbers: Sequence[float]) -> bool:
    """Whether all amounts of a history are too small or too large."""
    bounds, amounts = bounds_of(rule), [number for number in numbers if number > 0]
    return bounds is not None and bool(amounts) and bounds.are_crossed(min(amounts), max(amounts))


def _known_pairs(columns: Columns, first: str, second: str) -> Iterator[tuple[float, float]]:
    for value, other in zip(columns[first], columns[second], strict=True):
        if isinstance(value, int | float) and isinstance(other, int | float):
            yield value, other


def _may_be_in_another_unit(rule: ColumnRule, numbers: Sequence[float]) -> bool:
    """Whether most amounts are in thousands or hundredths, or all days within those that could be years."""
    if rule.unit == "days" and all(abs(number) <= DAYS_THAT_COULD_BE_YEARS[1] for number in numbers):
        return True
    if rule.typical is None:
        return False
    small, large = rule.typical / OUT_OF_SCALE, rule.typical * OUT_OF_SCALE
    return any(2 * sum(far) > len(numbers) for far in _far(numbers, small, large))


def _far(numbers: Sequence[float], small: float, large: float) -> tuple[list[bool], list[bool]]:
    return [0 < number < small for number in numbers], [number > large for number in numbers]
