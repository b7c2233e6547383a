"""Findings about groups of clients in words: who is refused wrongly, and for whom the probability is another."""

from __future__ import annotations

import pandas as pd

from scoring.analysis.fairness import gaps, group_calibration, group_rates
from scoring.documents.quality_sentences import gaps_finding
from scoring.documents.run_facts import Facts
from scoring.portfolio.evaluation import WRONG
from scoring.texts.group_names import TRAITS, group_name
from scoring.texts.sentences import words
from scoring.texts.words import Language


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


def fairness_finding(facts: Facts, language: Language) -> str:
    """What the gaps of wrong refusals say."""
    table = wrong_refusal_gaps(facts, language)
    named = zip(*(table[name] for name in ("group", "reference", "gap", "clear")), strict=True)
    return gaps_finding(
        [(group, reference, float(gap), bool(clear)) for group, reference, gap, clear in named], language
    )


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
