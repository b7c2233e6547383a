"""Criteria: which clients to look for or to compare with, as ranges and levels that people can state."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from scoring.arrays import Bools
from scoring.cohorts.column import Column
from scoring.days import DAYS_IN_YEAR
from scoring.errors import UserError
from scoring.features.catalogue import catalogue
from scoring.texts import Language, NumberKind, Words, criteria_words, format_number, level

ZONES = ("accept", "review", "refuse")
WITHOUT_MEANING = frozenset({"Unknown", "XNA", "XAP"})


@dataclass(frozen=True)
class Criterion:
    """One condition on a client: a range (both ends belong to it), or a set of levels.

    ``low`` and ``high`` are in the unit in which people state them (:attr:`FilterField.unit`): years, per cent,
    points. Without bounds and levels everyone is let through.
    """

    feature: str
    low: float | None = None
    high: float | None = None
    levels: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """Whether it lets everyone through."""
        return self.low is None and self.high is None and not self.levels


@dataclass(frozen=True)
class FilterField:
    """A variable that people may filter by.

    ``unit`` is what they type; one of it is ``per`` of what the portfolio stores: the one place where days
    become years and shares become per cent. ``whole`` where people count what is completed: whoever is 40 years
    and 5 months old is 40.
    """

    feature: str
    unit: NumberKind = ""
    per: float = 1.0
    whole: bool = False

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels to choose from; none for numbers."""
        if self.unit:
            return ()
        known = ZONES if self.feature == "zone" else catalogue()[self.feature].feature.levels
        return tuple(name for name in known if name not in WITHOUT_MEANING)

    def label(self, language: Language) -> str:
        """What the variable is called."""
        label = criteria_words().get(self.feature)
        return label.say(language) if label else catalogue()[self.feature].label.say(language)

    def show(self, value: float | str, language: Language) -> str:
        """A bound or a level as one reads it aloud."""
        if isinstance(value, str):
            return _level(self.feature, value, language)
        if self.unit == "points":
            return criteria_words()["points"].say(language).format(n=format_number(value, language))
        return catalogue()[self.feature].show(value * self.per, language)

    def show_bounds(self, bounds: Mapping[str, float], language: Language) -> dict[str, str]:
        """Bounds as one reads them aloud together: in one unit."""
        if self.unit == "points":
            return {name: self.show(bound, language) for name, bound in bounds.items()}
        values = [bound * self.per for bound in bounds.values()]
        return dict(zip(bounds, catalogue()[self.feature].show_bounds(values, language), strict=True))


#: What clients are looked for and compared by. Sex is not, and never will be, among them.
CRITERIA = (
    FilterField("zone"),
    FilterField("score", "points"),
    FilterField("application_name_contract_type"),
    FilterField("application_amt_credit", "amount"),
    FilterField("application_amt_annuity", "amount"),
    FilterField("application_annuity_income_ratio", "percent", 0.01),
    FilterField("application_amt_income_total", "amount"),
    FilterField("application_name_income_type"),
    FilterField("application_days_birth", "years", DAYS_IN_YEAR, whole=True),
    FilterField("application_days_employed", "years", DAYS_IN_YEAR),
    FilterField("application_name_family_status"),
    FilterField("application_name_housing_type"),
    FilterField("application_name_education_type"),
    FilterField("bureau_rows_count", "count"),
    FilterField("previous_rows_count", "count"),
)


class CriterionError(UserError):
    """A criterion that cannot be met or is not understood; ``words`` say it in either language."""

    def __init__(self, key: str, **values: Words) -> None:
        def say(part: str, language: Language) -> str:
            words = {name: value.say(language) for name, value in values.items()}
            return criteria_words()[part].say(language).format(**words)

        remedy = f"{key}_remedy"
        super().__init__(say(key, "en"), say(remedy, "en"))
        self.words = Words.each(lambda language: f"{say(key, language)} {say(remedy, language)}")


def filter_field(feature: str) -> FilterField:
    """What people may say of a variable.

    Raises
    ------
    CriterionError
        When nobody may filter by it.
    """
    for field in CRITERIA:
        if field.feature == feature:
            return field
    offered = (Words.each(field.label) for field in CRITERIA)
    raise CriterionError("unknown_variable", feature=_same(feature), offered=_listed(offered))


def check(criterion: Criterion) -> FilterField:
    """The variable a criterion speaks of, once it is sure that the criterion can be met.

    Raises
    ------
    CriterionError
        Unknown variable or level, bounds on levels or levels on numbers, a bound that is no finite number,
        a lower bound above the upper one.
    """
    about = filter_field(criterion.feature)
    label = Words.each(about.label)
    bounds = [bound for bound in (criterion.low, criterion.high) if bound is not None]
    if (about.unit and criterion.levels) or (bounds and not about.unit):
        raise CriterionError("wrong_kind_number" if about.unit else "wrong_kind_level", label=label)
    for name in criterion.levels:
        if name not in about.levels:
            offered = (Words.each(partial(about.show, known)) for known in about.levels)
            raise CriterionError("unknown_level", label=label, level=_same(name), offered=_listed(offered))
    for bound in bounds:
        if not math.isfinite(bound):
            raise CriterionError("not_a_number", label=label, value=_same(str(bound)))
    if criterion.low is not None and criterion.high is not None and criterion.low > criterion.high:
        low, high = (Words.each(partial(about.show, bound)) for bound in (criterion.low, criterion.high))
        raise CriterionError("inverted", label=label, low=low, high=high)
    return about


def matching(criteria: Sequence[Criterion], columns: Callable[[str], Column], n: int) -> Bools:
    """Which clients meet every criterion; whose value is not known meets none about it.

    Parameters
    ----------
    criteria : sequence of Criterion
        None of them lets everyone through.
    columns : callable
        Gives a variable's column; asked for those only that a criterion needs.
    n : int
        How many clients there are.

    Returns
    -------
    array of bool
        One a client, in the portfolio's order.

    Raises
    ------
    CriterionError
        As :func:`check` says; before any column is read.
    """
    checked = [(criterion, check(criterion)) for criterion in criteria]
    mask = np.ones(n, dtype=np.bool_)
    for criterion, about in checked:
        if not criterion.open:
            mask &= _holds(criterion, about, columns(criterion.feature))
    return mask


def in_words(criteria: Sequence[Criterion], language: Language) -> list[str]:
    """Each criterion as one reads it aloud; those that let everyone through are not said.

    Examples
    --------
    >>> in_words([Criterion("application_amt_credit", high=5e5), Criterion("zone", levels=("review",))], "en")
    ['Loan amount requested: at most 500,000', 'Decision zone: to be reviewed']
    """
    words = criteria_words()["criterion"].say(language)
    return [
        words.format(label=check(criterion).label(language), values=_values(criterion, language))
        for criterion in criteria
        if not criterion.open
    ]


def _holds(criterion: Criterion, about: FilterField, column: Column) -> Bools:
    if criterion.levels:
        codes = [column.levels.index(name) for name in criterion.levels if name in column.levels]
        return np.asarray(np.isin(column.values, codes))
    holds = column.known
    if criterion.low is not None:
        holds &= column.values >= np.float32(criterion.low * about.per)
    if criterion.high is not None and about.whole:
        holds &= column.values < np.float32((math.floor(criterion.high) + 1) * about.per)
    elif criterion.high is not None:
        holds &= column.values <= np.float32(criterion.high * about.per)
    return holds


def _values(criterion: Criterion, language: Language) -> str:
    """The bounds or the levels in words."""
    about, words = filter_field(criterion.feature), criteria_words()
    if criterion.levels:
        names = [about.show(name, language) for name in criterion.levels]
        last = words["or"].say(language).join(names[-2:])
        return ", ".join([*names[:-2], last])
    ends = {"low": criterion.low, "high": criterion.high}
    bound_texts = about.show_bounds({name: bound for name, bound in ends.items() if bound is not None}, language)
    key = "at_most" if criterion.low is None else "at_least" if criterion.high is None else "between"
    same = bound_texts.get("low") == bound_texts.get("high")  # two bounds that read the same are one
    return words["exactly" if same else key].say(language).format(**bound_texts)


def _level(feature: str, name: str, language: Language) -> str:
    if feature == "zone":
        return criteria_words()[f"zone_{name}"].say(language)
    about = catalogue()[feature].feature
    return level(about.source, about.column, name, language)


def _same(text: str) -> Words:
    return Words.each(lambda _: text)


def _listed(names: Iterable[Words]) -> Words:
    every = list(names)
    return Words.each(lambda language: ", ".join(name.say(language) for name in every))
