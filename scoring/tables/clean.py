"""Cleaning by rule: each has a name, a reason, a condition; each is counted and reported.

Nothing is imputed: a value that cannot be true becomes empty, a text is taken for the level it stands for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

import polars as pl

from scoring.errors import UserError
from scoring.tables.check import Finding
from scoring.tables.flags import IMPOSSIBLE_VALUE, NEVER_EMPTY, UNKNOWN_TEXT, UNLIKELY_AMOUNT, flag, gather
from scoring.tables.meant import as_meant
from scoring.tables.rules.amounts import is_unlikely
from scoring.tables.rules.column_rule import ColumnRule, column_rules
from scoring.tables.rules.history_units import bounds_of, of_other_unit
from scoring.tables.rules.known import known_anomalies
from scoring.tables.rules.refusal import ColumnRefusal, refusals
from scoring.tables.rules.signs import SEVERAL, mostly_turned, witness_of
from scoring.tables.rules.survey import Survey, anomalies_of, is_broken, is_empty, is_strange, survey
from scoring.tables.rules.texts import NOT_AVAILABLE
from scoring.tables.rules.together import none_known
from scoring.tables.schema import CONTRACT, TableContract
from scoring.tables.value_findings import value_findings
from scoring.validation import Count

CONTRARY_SIGN = "contrary_sign"
UNLIKELY = (
    "expected an amount as clients have, by itself and beside their others, got one hardly ever seen so. Give amounts "
    "in the unit that Kaggle's tables have."
)


@dataclass(frozen=True)
class Rule:
    """A cleaning rule's name, and one sentence for the reader of the report."""

    name: str
    why: str


@dataclass(frozen=True)
class CleanedValues:
    """How many values one rule changed in one column."""

    table: str
    column: str
    rule: str
    rows: Count


@dataclass(frozen=True)
class CleanedTable:
    """A table as it is kept, and everything that cleaning did or noticed.

    Parameters
    ----------
    frame : LazyFrame
        The cleaned rows.
    cleaned : tuple of CleanedValues
        What each rule changed.
    findings : tuple of Finding
        Texts that nobody knows, amounts that are hardly possible.
    flags : DataFrame
        Whose value was emptied as impossible, or is a text that nobody knows (:mod:`scoring.tables.flags`).
    refusals : tuple of ColumnRefusal
        Columns that are wrong as a whole. The rows of a table with any are not to be used.
    """

    frame: pl.LazyFrame
    cleaned: tuple[CleanedValues, ...]
    findings: tuple[Finding, ...]
    flags: pl.DataFrame
    refusals: tuple[ColumnRefusal, ...]


@cache
def rules() -> tuple[Rule, ...]:
    """Every cleaning rule, in the order in which they are reported."""
    known = tuple(Rule(anomaly.name, anomaly.why) for anomaly in known_anomalies())
    texts = (
        Rule("not_available", "XNA and XAP say that nothing was recorded."),
        Rule("coded_text", "Some copies carry 0 and 1 instead of a two-level text."),
        Rule("yes_no_text", "True and False, yes and no, oui and non stand for the two levels of a yes/no text."),
        Rule("spelt_out", "Male and Female, homme and femme stand for M and F."),
        Rule("other_spelling", "Another case, accents, blanks, dashes or underscores do not change what a text says."),
        Rule("whole_number_text", "1.0 is 1 where the levels are digits."),
        Rule("empty_text", r"NaN, null, none, n/a, \N, - and ? are how programs write that nothing is there."),
    )
    units = dict.fromkeys(
        rule.breach
        for table in CONTRACT.values()
        for rule in column_rules(table).values()
        if is_broken(rule) is not None
    )
    contrary = Rule(
        CONTRARY_SIGN, "An end before its own beginning, work or papers before the birth: the sign was turned round."
    )
    ranges = (Rule(name, "The value lies outside what the column's rule holds.") for name in units)
    return (*known, *texts, contrary, *ranges)


@cache
def usual_rules() -> frozenset[str]:
    """Rules that Kaggle's own tables meet: what they change is no finding."""
    return frozenset({"not_available", *(anomaly.name for anomaly in known_anomalies())})


def clean_table(
    frame: pl.LazyFrame,
    table: TableContract,
    owners: pl.LazyFrame | None = None,
    seen: Survey | None = None,
    only: Collection[str] | None = None,
) -> CleanedTable:
    """Look over a typed table, and clean it by the rule book.

    Parameters
    ----------
    frame : LazyFrame
        With the contract's types; columns that are not there (TARGET in files to score) are left out.
    table : TableContract
        Which one.
    owners : LazyFrame, optional
        The parent table, where a row's client is looked up that the table itself does not name.
    seen : Survey, optional
        Survey of the same rows, where they were looked over already.
    only : collection of str, optional
        The columns to look at, where :mod:`scoring.tables.rules.glance` says that the others are as they should be.
    """
    names = set(frame.collect_schema().names()) & set(column_rules(table) if only is None else only)
    looked_at = {name: rule for name, rule in column_rules(table).items() if name in names}
    seen = survey(frame, looked_at) if seen is None else seen
    flags = _flags(frame, table, seen, owners)
    expressions = [_cleaned(rule, seen).alias(name) for name, rule in looked_at.items() if _is_touched(rule, seen)]
    return CleanedTable(
        frame.with_columns(expressions),
        tuple(_changes(table, seen)),
        (*value_findings(table, seen), *_unlikely_amounts(table, flags)),
        flags,
        tuple(refusals(frame, seen)),
    )


def refuse_columns(file: str, refused: tuple[ColumnRefusal, ...]) -> None:
    """Refuse a file of which columns are wrong as a whole.

    Raises
    ------
    UserError
        Naming the first in full, and the others.
    """
    if refused:
        others = ", ".join(refusal.column for refusal in refused[1:6])
        more = f" (and {len(refused) - 1} more columns are refused: {others})" if others else ""
        more = more.replace("1 more columns are", "1 more column is") if len(refused) == 2 else more
        raise UserError(f"{file}: {refused[0].sentence[:-1]}{more}.", refused[0].remedy)


def _is_touched(rule: ColumnRule, seen: Survey) -> bool:
    counts = [rows for (_, column), rows in seen.anomalies.items() if column == rule.name]
    return bool(sum(counts) or seen.broken.get(rule.name) or seen.texts.get(rule.name) or _contrary(rule, seen))


def _contrary(rule: ColumnRule, seen: Survey) -> int:
    """How many values another column contradicts, of columns in which a single one cannot be true."""
    witness = witness_of(rule)
    return seen.contrary[rule.name] if witness is not None and witness.never else 0


def _cleaned(rule: ColumnRule, seen: Survey) -> pl.Expr:
    """A column without what cannot be true, its texts as the contract writes them."""
    value = pl.col(rule.name)
    if rule.levels:
        meanings = {text: level for text, (level, _) in seen.meanings(rule.name).items()}
        meanings |= dict.fromkeys(NOT_AVAILABLE)
        return as_meant(value, meanings).alias(rule.name)
    conditions = [anomaly.broken(value) for anomaly in anomalies_of(rule)]
    broken, witness = is_broken(rule), witness_of(rule)
    conditions += [] if broken is None else [broken]
    conditions += [] if witness is None or not witness.never else [witness.turned(rule)]
    return pl.when(pl.any_horizontal(conditions)).then(None).otherwise(value)


def _changes(table: TableContract, seen: Survey) -> Iterator[CleanedValues]:
    order = {rule.name: place for place, rule in enumerate(rules())}
    counts: dict[tuple[str, str], int] = dict(seen.anomalies)
    counts |= {(seen.rules[column].breach, column): rows for column, rows in seen.broken.items()}
    counts |= {(CONTRARY_SIGN, column): _contrary(rule, seen) for column, rule in seen.rules.items()}
    for column, texts in seen.texts.items():
        for text, (_, rule) in seen.meanings(column).items():
            counts[rule, column] = counts.get((rule, column), 0) + texts[text]
    for (rule, column), rows in sorted(counts.items(), key=lambda entry: order[entry[0][0]]):
        if rows:
            yield CleanedValues(table.file, column, rule, rows)


def _unlikely_amounts(table: TableContract, flags: pl.DataFrame) -> Iterator[Finding]:
    unlikely = flags.filter(pl.col("cause") == UNLIKELY_AMOUNT).group_by("column", maintain_order=True)
    for column, rows, example in unlikely.agg(pl.col("rows").sum(), pl.col("value").first()).iter_rows():
        yield Finding(UNLIKELY_AMOUNT, table.file, column, rows, example, UNLIKELY)


def _flags(frame: pl.LazyFrame, table: TableContract, seen: Survey, owners: pl.LazyFrame | None) -> pl.DataFrame:
    """Whose values could not be used; nothing is read again where all could."""
    rows = _with_owner(frame, table, owners)
    parts = [
        flag(rows, condition, table.file, column, cause)
        for column, rule in seen.rules.items()
        for condition, cause in _doubts(rule, seen)
    ]
    for column, rule in seen.rules.items():
        if seen.unlikely.get(("history", column)) and (bounds := bounds_of(rule)) is not None:
            clients = of_other_unit(rows, rule, bounds)
            parts.append(flag(clients, pl.lit(True), table.file, column, UNLIKELY_AMOUNT))
    return gather(pl.collect_all(parts, engine="streaming"))


def _doubts(rule: ColumnRule, seen: Survey) -> Iterator[tuple[pl.Expr, str]]:
    """Which values of a column send their client to review, and why; nothing for a column in which there are none."""
    broken, witness, turned = is_broken(rule), witness_of(rule), mostly_turned(rule)
    if seen.broken.get(rule.name) and broken is not None:
        yield broken, IMPOSSIBLE_VALUE
    if _contrary(rule, seen) and witness is not None:
        yield witness.turned(rule), IMPOSSIBLE_VALUE
    if seen.doubtful.get(rule.name, 0) >= SEVERAL and turned is not None:
        yield turned, UNLIKELY_AMOUNT
    unlikely = is_unlikely(rule)
    if seen.unlikely.get(("beyond", rule.name)) and unlikely is not None:
        yield unlikely, UNLIKELY_AMOUNT
    if seen.lacking(rule.name):
        nothing = [text for text, (level, _) in seen.meanings(rule.name).items() if level is None]
        yield (is_empty(rule) | pl.col(rule.name).is_in(nothing) if nothing else is_empty(rule)), NEVER_EMPTY
    if seen.together.get(rule.name) and (untold := none_known(rule)) is not None:
        yield untold, NEVER_EMPTY
    if seen.unknown(rule.name):
        yield is_strange(rule) & ~pl.col(rule.name).is_in(list(seen.meanings(rule.name))), UNKNOWN_TEXT


def _with_owner(frame: pl.LazyFrame, table: TableContract, owners: pl.LazyFrame | None) -> pl.LazyFrame:
    if "SK_ID_CURR" in table.columns:
        return frame
    if owners is None or table.parent_key is None:
        return frame.with_columns(pl.lit(None, pl.Int64).alias("SK_ID_CURR"))
    return frame.join(owners.select(table.parent_key, "SK_ID_CURR"), on=table.parent_key, how="left")
