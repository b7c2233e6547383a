"""What is wrong with a column as a whole: refused in a sentence that says what the column looks like."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import polars as pl

from scoring.tables.rules.amounts import OUT_OF_SCALE, at_fault, proportions_of
from scoring.tables.rules.column_rule import ColumnRule
from scoring.tables.rules.known import SENTINEL
from scoring.tables.rules.signs import witness_of
from scoring.tables.rules.survey import Survey, anomalies_of, is_broken
from scoring.tables.rules.texts import looks_like, nearest

# A column is refused when more than one known value in twenty is wrong, and at least five are:
# fewer are cleaned or kept by rule, and their clients go to review.
REFUSED_SHARE = 0.05
REFUSED_ROWS = 5
# Half of a column in another unit; few rows may be so by chance, and a history's rows are one person's.
ROWS_TO_JUDGE_A_UNIT = 20
ROWS_TO_JUDGE_A_HISTORY = 100
DISTINCT_TO_JUDGE_DAYS = 5
# A spreadsheet's 13 September 2018 is 43356: birthdays, too, lie higher than any age in days; the end is the year 2119.
NOBODYS_AGE, SPREADSHEET_DAYS = 30_000, 80_000
CALENDAR_YEARS = (1900, 2100)

KAGGLE = "Export the table again from Kaggle's archive."
TURN_SIGNS = "Turn the signs of the column, or export the table again from Kaggle's archive."
IN_DAYS = "Give days relative to the application: negative before it, -365 for a year ago."
ONE_NUMBER = f"Export the column again in days, with {SENTINEL} or nothing where there is no date."
SAME_UNIT = "Give amounts in the unit that Kaggle's tables have."
OUT_OF = {"small": "below", "large": "above"}


@dataclass(frozen=True)
class ColumnRefusal:
    """Why a column is refused: what was expected, what it looks like, what to do."""

    column: str
    expected: str
    got: str
    remedy: str

    @property
    def sentence(self) -> str:
        """The refusal without the file's name, as it is read aloud."""
        return f"column {self.column}: {self.got}; expected {self.expected}."


def refusals(frame: pl.LazyFrame, seen: Survey) -> Iterator[ColumnRefusal]:
    """Every column that is wrong as a whole, in the contract's order; amounts that do not fit each other come last.

    Parameters
    ----------
    frame : LazyFrame
        Typed, not yet cleaned; read again only for columns that look wrong.
    seen : Survey
        Survey of the same rows.
    """
    alone = {
        rule.name: _text_refusal(rule, seen) if rule.levels else _number_refusal(frame, rule, seen)
        for rule in seen.rules.values()
    }
    refused = {name for name, refusal in alone.items() if refusal is not None}
    for rule in seen.rules.values():
        refusal = alone[rule.name] or _contrary_refusal(rule, seen, refused)
        if refusal is not None:
            yield refusal
    yield from _unfit_refusals(frame, seen, refused)


def _too_many(rows: int, known: int) -> bool:
    return rows >= REFUSED_ROWS and rows > REFUSED_SHARE * known


def _text_refusal(rule: ColumnRule, seen: Survey) -> ColumnRefusal | None:
    unknown = seen.unknown(rule.name)
    rows, known = sum(unknown.values()), seen.known[rule.name]
    if not _too_many(rows, known):
        return None
    text, look = next(iter(unknown)), looks_like(unknown, rule)
    near = "" if look.startswith(("numbers", "hashes")) else f" (the nearest known one is '{nearest(text, rule)}')"
    return ColumnRefusal(
        rule.name,
        rule.expected,
        f"{_share(rows, known)} known to nobody, for instance '{text[:60]}'{near}: it looks like {look}",
        "Export the table again with Kaggle's own texts.",
    )


def _number_refusal(frame: pl.LazyFrame, rule: ColumnRule, seen: Survey) -> ColumnRefusal | None:
    known, frequent = seen.known[rule.name], 0
    broken = is_broken(rule)
    conditions = [] if broken is None else [(seen.broken[rule.name], broken)]
    for anomaly in anomalies_of(rule):
        rows = seen.anomalies[anomaly.name, rule.name]
        if anomaly.is_frequent:
            frequent += rows
        else:
            conditions.append((rows, anomaly.broken(pl.col(rule.name))))
    known -= frequent
    wrong = sum(rows for rows, _ in conditions)
    if _too_many(wrong, known):
        any_wrong = pl.any_horizontal([condition for _, condition in conditions])
        values = frame.filter(any_wrong.fill_null(False)).select(rule.name).collect(engine="streaming").to_series()
        look, remedy = _look(rule, values.cast(pl.Float64))
        return ColumnRefusal(
            rule.name, rule.expected, f"{look} {_which(wrong, known)} (for instance {values[0]:g})", remedy
        )
    return _mostly_negative(rule, seen) or _other_unit(frame, rule, seen, known)


def _contrary_refusal(rule: ColumnRule, seen: Survey, refused: Collection[str]) -> ColumnRefusal | None:
    """What another column contradicts, where that one is not refused itself."""
    witness, known = witness_of(rule), seen.known[rule.name]
    if witness is not None and witness.witness not in refused:
        rows = seen.contrary[rule.name]
        if _too_many(rows, known):
            got = f"{witness.look}: {rule.name} {witness.words} in {_which(rows, known)}"
            remedy = KAGGLE if rule.is_before else TURN_SIGNS
            return ColumnRefusal(rule.name, f"a value that agrees with {witness.witness}", got, remedy)
    return None


def _unfit_refusals(frame: pl.LazyFrame, seen: Survey, refused: Collection[str]) -> Iterator[ColumnRefusal]:
    """Amounts of the application that do not fit others which are not refused themselves: those at fault."""
    met = {rule.name: _unfit(rule, seen, refused) for rule in seen.rules.values() if rule.name not in refused}
    unfit = {name: refusal for name, refusal in met.items() if refusal is not None}
    for name in at_fault(frame, [seen.rules[name] for name in unfit]) if unfit else ():
        yield unfit[name]


def _mostly_negative(rule: ColumnRule, seen: Survey) -> ColumnRefusal | None:
    """Signs turned round where either may stand: most are below zero."""
    below, above = (seen.signs.get((side, rule.name), 0) for side in ("below", "above"))
    if below > above and below + above >= ROWS_TO_JUDGE_A_HISTORY:
        got = f"signs are turned round: {rule.name} is below zero in {_which(below, below + above)} that are not zero"
        return ColumnRefusal(rule.name, "amounts that are seldom below zero", got, TURN_SIGNS)
    return None


def _look(rule: ColumnRule, values: pl.Series) -> tuple[str, str]:
    """What wrong values look like, and what to do."""
    low, high = float(values.min()), float(values.max())  # type: ignore[arg-type]
    size_low, size_high = float(values.abs().min()), float(values.abs().max())  # type: ignore[arg-type]
    unit = rule.unit
    if rule.essential and unit == "days" and size_low >= 15 and size_high <= 120:
        return f"years in place of days: {rule.name} is between {low:g} and {high:g} in", IN_DAYS
    if rule.essential and unit == "days" and size_low >= 15 * 12 and size_high <= 120 * 12:
        return f"months in place of days: {rule.name} is between {low:g} and {high:g} in", IN_DAYS
    if unit == "days" and CALENDAR_YEARS[0] <= low and high <= CALENDAR_YEARS[1] and (values == values.floor()).all():
        return f"calendar years in place of days: {rule.name} is between {low:g} and {high:g} in", IN_DAYS
    if unit == "days" and 120 < low == high and rule.is_before and not rule.essential:
        return f"one number in place of {SENTINEL} ('none'), which no date is: {rule.name} is {low:g} in", ONE_NUMBER
    if unit == "days" and low > 0 and NOBODYS_AGE < high < SPREADSHEET_DAYS:
        return f"a spreadsheet's dates (days since 1900) in place of days: {rule.name} cannot be true in", IN_DAYS
    if rule.is_before and low > 0 and high <= -(rule.low or 0):
        return f"signs are turned round: {rule.name} is positive in", TURN_SIGNS
    if unit in ("amount", "count", "ratio", "hour", "years") and high < 0:
        return f"signs are turned round: {rule.name} is negative in", TURN_SIGNS
    if unit in ("score", "ratio") and low > 1 and high <= 100:
        return f"percents in place of shares: {rule.name} is above 1 in", "Divide the column by 100."
    if unit in ("score", "ratio"):
        return f"a number that is scaled otherwise (standardised?): {rule.name} is not within 0 and 1 in", KAGGLE
    if unit == "months" and high <= 0:
        return f"days in place of months: {rule.name} is below {rule.low:g} in", KAGGLE
    if unit in ("days", "months") and abs(high) > 1e6:
        return f"a calendar date in place of {unit} before the application: {rule.name} cannot be true in", IN_DAYS
    if unit == "flag":
        return f"codes other than 0 and 1: {rule.name} is neither in", KAGGLE
    return f"values that cannot be true: {rule.name} is wrong in", KAGGLE


def _other_unit(frame: pl.LazyFrame, rule: ColumnRule, seen: Survey, known: int) -> ColumnRefusal | None:
    """Amounts in thousands or hundredths, days that are years or months: nothing is impossible, all is far off."""
    least = ROWS_TO_JUDGE_A_UNIT if rule.source == "application" else ROWS_TO_JUDGE_A_HISTORY
    if known < least:
        return None
    for which, unit in (
        ("small", "thousands"),
        ("large", "hundredths"),
    ):
        if 2 * seen.out_of_scale.get((which, rule.name), 0) > known:
            return ColumnRefusal(
                rule.name,
                f"amounts near {rule.typical:,.0f}",
                f"it looks like amounts in {unit}, or in another currency: "
                f"most are {OUT_OF[which]} {_bound(rule, which):,.0f}",
                SAME_UNIT,
            )
    if seen.out_of_scale.get(("near", rule.name), 0) == known and 2 * seen.out_of_scale["years", rule.name] > known:
        values = frame.select(pl.col(rule.name)).collect(engine="streaming").to_series()
        if values.n_unique() >= DISTINCT_TO_JUDGE_DAYS:
            got = f"it looks like years or months in place of days: all {known:,} values are within 120"
            return ColumnRefusal(rule.name, "days relative to the application", got, IN_DAYS)
    return None


def _unfit(rule: ColumnRule, seen: Survey, refused: Collection[str]) -> ColumnRefusal | None:
    """Amounts of the application in one another's columns, or one of them in another unit."""
    others = {name for fit in proportions_of(rule) for name in (fit.column, fit.part)} - {rule.name}
    rows, known = seen.unlikely.get(("unfit", rule.name), 0), seen.known[rule.name]
    if others & set(refused) or not _too_many(rows, known):
        return None
    where = f"{' and '.join(sorted(others))} in {_which(rows, known)}"
    got = f"it does not fit {where}: it looks like another column or another unit"
    return ColumnRefusal(rule.name, "amounts that fit each other", got, SAME_UNIT)


def _bound(rule: ColumnRule, which: str) -> float:
    typical = rule.typical or 0.0
    return typical / OUT_OF_SCALE if which == "small" else typical * OUT_OF_SCALE


def _which(rows: int, known: int) -> str:
    return f"all {known:,} rows" if rows >= known else f"{rows:,} of {known:,} rows"


def _share(rows: int, known: int) -> str:
    return f"all {known:,} texts are" if rows >= known else f"{rows:,} of {known:,} texts are"
