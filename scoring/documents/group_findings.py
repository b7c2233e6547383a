"""Findings about groups of clients in words: who is refused wrongly, and for whom the probability is another."""

from __future__ import annotations

import pandas as pd

from scoring.analysis.fairness import gaps, group_calibration, group_rates
from scoring.analysis.rates import NOT_KNOWN
from scoring.documents.findings import points
from scoring.documents.run_facts import Facts
from scoring.texts.load import levels
from scoring.texts.sentences import words
from scoring.texts.words import Language

# What is measured: the column of the measured clients, and the key of its name.
TRAITS = {"sex": "note.fairness.sex", "age": "note.fairness.age", "family status": "note.fairness.family"}
WRONG = "wrongly refused"


def group_name(group: str, language: Language) -> str:
    """A group's name as a reader of the language knows it.

    Examples
    --------
    >>> group_name("30 to 40", "fr"), group_name("Woman", "fr")
    ('De 30 à 40 ans', 'Femme')
    """
    known = (level for column in levels()["application"].values() for level in column.values())
    named = next((level for level in known if level.en == group), None)
    if named is not None:
        return named.say(language)
    if group == NOT_KNOWN:
        return words("note.age.unknown", language)
    return _age(group, language)


def _age(band: str, language: Language) -> str:
    part = band.lower().split()
    if part[0] == "under":
        return words("note.age.under", language, high=part[1])
    if part[-1] == "over":
        return words("note.age.over", language, low=part[0])
    return words("note.age.between", language, low=part[0], high=part[2]) if "to" in part else band


def wrong_refusals(facts: Facts, language: Language) -> pd.DataFrame:
    """The share refused of those who repaid, group by group: trait, group, n, rate, low, high."""
    parts = []
    for trait, key in TRAITS.items():
        rates = group_rates(facts.known, trait)
        rates = rates[rates["measure"] == WRONG].assign(trait=words(key, language))
        parts.append(rates.assign(group=[group_name(str(group), language) for group in rates["group"]]))
    return pd.concat(parts, ignore_index=True)[["trait", "group", "n", "rate", "low", "high"]]


def wrong_refusal_gaps(facts: Facts, language: Language) -> pd.DataFrame:
    """How far each group's share is from the largest group's: trait, group, reference, gap, low, high, clear."""
    parts = []
    for trait, key in TRAITS.items():
        group_gaps = gaps(group_rates(facts.known, trait))
        group_gaps = group_gaps[group_gaps["measure"] == WRONG].assign(trait=words(key, language))
        for column in ("group", "reference"):
            group_gaps[column] = [group_name(str(group), language) for group in group_gaps[column]]
        parts.append(group_gaps)
    return pd.concat(parts, ignore_index=True)[["trait", "group", "reference", "gap", "low", "high", "clear"]]


def fairness_found(facts: Facts, language: Language) -> str:
    """What the gaps of wrong refusals say."""
    group_gaps = wrong_refusal_gaps(facts, language)
    clear = group_gaps[group_gaps["clear"].astype(bool)]
    if clear.empty:
        return words("note.fairness.none", language)
    worst = clear.sort_values("gap", key=abs, kind="stable").iloc[-1]
    key = "note.fairness.one" if len(clear) == 1 else "note.fairness.some"
    named = {"group": worst["group"], "reference": worst["reference"], "gap": points(worst["gap"], language)}
    return words(key, language, clear=len(clear), measured=len(group_gaps), **named)


def groups_outside(facts: Facts, language: Language) -> tuple[list[str], int]:
    """Groups whose observed rate leaves the announced probability outside its interval; and how many were measured."""
    outside: list[str] = []
    measured = 0
    for trait in TRAITS:
        calibration = group_calibration(facts.known, trait)
        measured += len(calibration)
        apart = calibration[~calibration["fits"].astype(bool)]["group"]
        outside += [group_name(str(group), language) for group in apart]
    return outside, measured


def calibration_by_group(facts: Facts, language: Language) -> pd.DataFrame:
    """Whether the probability means the same in each group: trait, group, n, predicted, observed, low, high, fits."""
    parts = []
    for trait, key in TRAITS.items():
        calibration = group_calibration(facts.known, trait).assign(trait=words(key, language))
        parts.append(calibration.assign(group=[group_name(str(group), language) for group in calibration["group"]]))
    columns = ["trait", "group", "n", "predicted", "observed", "low", "high", "fits"]
    return pd.concat(parts, ignore_index=True)[columns]
