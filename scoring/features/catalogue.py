"""The catalogue: for every feature its words, unit, theme, source, direction, and what allows its use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, partial
from types import MappingProxyType

from scoring.features.build import definitions
from scoring.features.definition import Feature
from scoring.features.governance import governance
from scoring.settings import Switches
from scoring.texts import (
    Language,
    Words,
    columns,
    format_beside,
    format_bounds,
    format_value,
    level,
    spoken,
    statistics,
    subsets,
)


@dataclass(frozen=True)
class Entry:
    """What is known of one feature, composed from its column's and its statistic's entries.

    Attributes
    ----------
    feature : Feature
        Source, column, statistic, unit and levels.
    label, meaning : Words
        What it is called aloud, and exactly which column and statistic it is; one and the same for the application's.
    theme, protected, basis : str
        The group of information it is shown in; the trait it tells of, empty for none; what allows its use, or "none".
    direction, actionable : int, bool
        The effect expected of a higher value (1 raises the risk, -1 lowers it, 0 unknown); if a client could change it.
    """

    feature: Feature
    label: Words
    meaning: Words
    theme: str
    direction: int
    actionable: bool
    protected: str
    basis: str

    @property
    def name(self) -> str:
        """The feature's name."""
        return self.feature.name

    @cached_property
    def family(self) -> str:
        """Source table and column, or the story that several columns tell together.

        The building's indices come as average, mode and median: one story each.

        Examples
        --------
        >>> catalogue()["application_landarea_medi"].family
        'application.LANDAREA'
        """
        column = self.feature.column
        building = column.removesuffix("_AVG").removesuffix("_MODE").removesuffix("_MEDI")
        return f"{self.feature.source}.{_STORIES.get(column, building)}"

    @cached_property
    def story(self) -> str:
        """The family, with others that say the same of a client: reasons speak of stories.

        Examples
        --------
        >>> catalogue()["application_ext_source_3"].story
        'application.external'
        """
        return _JOINED.get(self.family, self.family)

    @property
    def expected_side(self) -> int:
        """Which way a higher value moves the risk for whoever hears of it: 1 up, -1 down, 0 where nobody could say.

        What is stated of the column, to which training is held, and of a few counts and shares, where it is not.

        Examples
        --------
        >>> known = catalogue()["previous_name_contract_status_refused_share"]
        >>> known.expected_side, known.direction
        (1, 0)
        """
        return self.direction or _SIDES.get(self.name, 0)

    def show(self, value: float | str | None, language: Language) -> str:
        """A value of this feature as it is read aloud.

        Parameters
        ----------
        value : float, str or None
            In the feature's unit, or a level as Kaggle writes it; None where not known.
        language : str
            Language of the words.

        Examples
        --------
        >>> catalogue()["application_annuity_income_ratio"].show(0.31, "en")
        '31%'
        """
        if isinstance(value, str):
            return level(self.feature.source, self.feature.column, value, language)
        return format_value(value, self.feature.unit, language)

    def show_beside(self, values: Sequence[float | str | None], language: Language) -> tuple[str, ...]:
        """Values of this feature that are read beside one another: each as it is alone.

        Parameters
        ----------
        values : sequence of float, str or None
            In the feature's unit, or levels as Kaggle writes them; None where not known.
        language : str
            Language of the words.

        Examples
        --------
        >>> in_words = catalogue()["application_days_employed"].show_beside([1461.0, 540.0], "en")
        >>> [" ".join(text.split()) for text in in_words]
        ['4 years', '1 year and 6 months']
        """
        if any(isinstance(value, str) for value in values):
            return tuple(self.show(value, language) for value in values)
        return format_beside(values, self.feature.unit, language)

    def show_bounds(self, values: Sequence[float | str | None], language: Language) -> tuple[str, ...]:
        """Ends of a range, or an axis's ticks: as beside one another, but a nought of time is a bare 0.

        Parameters
        ----------
        values : sequence of float, str or None
            In the feature's unit, or levels as Kaggle writes them; None where not known.
        language : str
            Language of the words.
        """
        if any(isinstance(value, str) for value in values):
            return tuple(self.show(value, language) for value in values)
        return format_bounds(values, self.feature.unit, language)

    def allowed(self, switches: Switches) -> bool:
        """Whether the model may use it: a lawful basis, and no protected trait that is switched off.

        Parameters
        ----------
        switches : Switches
            Which debatable inputs may be used.
        """
        if self.basis == "none" and not (self.protected == "social" and switches.social_circle):
            return False
        off = {
            "": False,
            "sex": True,
            "age": not switches.age,
            "family": not switches.family_status,
            "social": not switches.social_circle,
        }
        return not off[self.protected]


@cache
def catalogue() -> Mapping[str, Entry]:
    """Every feature's entry by name, in the matrix's order.

    Examples
    --------
    >>> catalogue()["bureau_active_amt_credit_sum_max"].label.en
    'Largest running loan elsewhere'
    """
    return MappingProxyType({feature.name: _entry(feature) for feature in definitions()})


def allowed_features(switches: Switches) -> tuple[str, ...]:
    """Names of the features that the model may use, in the matrix's order.

    Parameters
    ----------
    switches : Switches
        Which debatable inputs may be used.
    """
    return tuple(name for name, entry in catalogue().items() if entry.allowed(switches))


def _entry(feature: Feature) -> Entry:
    column, stated = columns()[feature.source][feature.column], governance()[feature.source][feature.column]
    same_story = feature.statistic in ("value", "mean", "min", "max", "sum", "last")
    composed = Words.each(partial(_label, feature, column))
    return Entry(
        feature=feature,
        label=spoken().get(feature.name, composed),
        meaning=composed,
        theme=stated.theme,
        direction=stated.direction if same_story else 0,
        actionable=stated.actionable,
        protected=stated.protected,
        basis=stated.basis,
    )


def _label(feature: Feature, column: Words, language: Language) -> str:
    """``column, statistic, subset``, an order that needs no agreement in French."""
    is_rate = feature.statistic == "mean" and feature.unit == "ratio" and feature.of_flag
    statistic = statistics()["rate" if is_rate else feature.statistic].say(language)
    if feature.level:
        statistic = statistic.format(level=level(feature.source, feature.column, feature.level, language))
    subset = subsets()[feature.source][feature.subset].say(language) if feature.subset else ""
    return ", ".join(part for part in (column.say(language), statistic, subset) if part)


EXTERNAL_STORY = "application.external"
# Families that reasons join: the external scores; how many credits elsewhere run, as numbers and as shares.
_JOINED: Mapping[str, str] = MappingProxyType(
    {
        **{f"application.EXT_SOURCE_{number}": EXTERNAL_STORY for number in (1, 2, 3)},
        "bureau.rows": "bureau.CREDIT_ACTIVE",
        "application.NAME_INCOME_TYPE": "application.DAYS_EMPLOYED",  # a pensioner is in no employment
    }
)

_SIDES: Mapping[str, int] = MappingProxyType(
    {
        "bureau_active_rows_count": 1,
        "bureau_credit_active_active_share": 1,
        "bureau_credit_active_closed_share": -1,
        "previous_name_contract_status_approved_share": -1,
        "previous_name_contract_status_refused_share": 1,
        "previous_refused_rows_count": 1,
    }
)

_STORIES: Mapping[str, str] = MappingProxyType(
    {
        "external_mean": "external",
        "external_min": "external",
        "external_count": "external",
        "employed_share": "DAYS_EMPLOYED",
        **dict.fromkeys(("days_late", "days_early", "SK_DPD", "SK_DPD_DEF", "dpd_grade"), "late"),
        "debt_ratio": "AMT_CREDIT_SUM_DEBT",
        "balance_worst": "balance_late_share",
        "gap": "paid_ratio",
        "underpaid": "paid_ratio",
        **dict.fromkeys(("late_trend", "days_early_trend"), "late"),
        "balance_trend": "AMT_BALANCE",
        "drawings_trend": "AMT_DRAWINGS_CURRENT",
        "debt_income_ratio": "AMT_CREDIT_SUM_DEBT",
    }
)
