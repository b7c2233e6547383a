"""Findings in words: what the note says of fairness, drift and families depends on what the run found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import pandas as pd

from scoring.analysis.fairness import gaps, group_calibration, group_rates
from scoring.analysis.rates import NOT_KNOWN
from scoring.documents.conclusions import cost_verdict, law_price, stability_written
from scoring.documents.run_facts import Facts
from scoring.features.catalogue import catalogue
from scoring.texts.load import levels
from scoring.texts.numbers import format_number, format_signed
from scoring.texts.reports import report_words, words
from scoring.texts.words import Language

# What is measured: the column of the measured clients, and the key of its name.
TRAITS = {"sex": "note.fairness.sex", "age": "note.fairness.age", "family status": "note.fairness.family"}
WRONG = "wrongly refused"
DUMMY, UNRESTRICTED = "dummy", "unrestricted"
DIFFERENCE_DECIMALS = 4  # of AUCs: candidates differ by a few thousandths


def compared(facts: Facts, language: Language) -> str:
    """What was compared before this model was chosen, and how far the others are from it."""
    if facts.compared.empty:
        return words("note.choice.not_compared", language)
    each = [
        words(
            "note.choice.one",
            language,
            candidate=candidate_name(row["candidate"], language),
            difference=between(row, ("difference", "difference_low", "difference_high"), language),
        )
        for row in _others(facts)
    ]
    differences = words("note.choice.next", language).join(each)
    comparison = words("note.choice.found", language, count=len(facts.compared), differences=differences)
    served = facts.manifest.settings["candidate"]
    rule = "rule_serves" if facts.recommended == served else "rule_names_another"
    conclusion = words(f"note.choice.{rule}", language, candidate=candidate_name(facts.recommended, language))
    return f"{comparison} {cost_verdict(cheaper_candidates(facts, language), language)} {conclusion}"


def cheaper_candidates(facts: Facts, language: Language) -> list[tuple[str, float, float, float]]:
    """Candidates that could be served and cost less than the served one: name, difference, low, high."""
    return [
        (
            candidate_name(row["candidate"], language),
            *(float(row[name]) for name in ("cost_difference", "cost_low", "cost_high")),
        )  # type: ignore[misc]
        for row in _others(facts)
        if row["candidate"] != UNRESTRICTED and row["cost_difference"] < 0
    ]


def compared_short(facts: Facts, language: Language) -> str:
    """The same for a slide: how many there were, and how near the nearest is."""
    if facts.compared.empty:
        return words("note.choice.not_compared", language)
    nearest = min(_others(facts), key=lambda row: abs(float(row["difference"])))
    differences = between(nearest, ("difference", "difference_low", "difference_high"), language)
    named = candidate_name(nearest["candidate"], language)
    return words("note.choice.short", language, count=len(facts.compared), nearest=named, difference=differences)


def candidate_name(name: str, language: Language) -> str:
    """What a candidate is called in the note; its own name where nobody wrote another."""
    return words(f"note.candidate.{name}", language) if f"note.candidate.{name}" in report_words() else name


def _others(facts: Facts) -> list[dict[Any, Any]]:
    """The candidates that are not served and know something."""
    served = facts.manifest.settings["candidate"]
    return [row for row in facts.compared.to_dict("records") if row["candidate"] not in (served, DUMMY)]


def between(row: Mapping[Any, Any], names: tuple[str, str, str], language: Language) -> str:
    """A difference and its interval, four decimals each, with their signs; what rounds to nothing has none.

    Examples
    --------
    >>> between({"a": 0.01, "b": -0.0003, "c": 0.03}, ("a", "b", "c"), "en")
    '+0.0100 (−0.0003 to +0.0300)'
    """
    value, low, high = (format_signed(float(row[name]), language, DIFFERENCE_DECIMALS) for name in names)
    return words("note.choice.between", language, value=value, low=low, high=high)


def quoted(label: str) -> str:
    r"""A label for a text that puts it between quotes: its own quotes become those of the second rank.

    Examples
    --------
    >>> quoted("Type de crédit, part «\u00a0Carte\u00a0»")
    'Type de crédit, part “Carte”'
    """
    return label.replace("“", "‘").replace("”", "’").replace("«\u00a0", "“").replace("\u00a0»", "”")


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


def points(value: float, language: Language) -> str:
    """A difference of shares in points, always with its sign; 0.0 where it rounds to nothing.

    Examples
    --------
    >>> points(0.051, "fr"), points(-0.02, "en"), points(-0.0001, "en")
    ('+5,1', '−2.0', '0.0')
    """
    return format_signed(100 * value, language, 1)


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


def unrestricted_price(facts: Facts, language: Language) -> str:
    """What the law's limits cost, from the candidate that keeps to none; that it was not measured where it was not."""
    rows = [row for row in facts.compared.to_dict("records") if row["candidate"] == UNRESTRICTED]
    if not rows:
        return words("note.fairness.price_unknown", language)
    price, low, high = (float(rows[0][name]) for name in ("difference", "difference_low", "difference_high"))
    return law_price(price, low, high, language)


def drift_found(facts: Facts, language: Language) -> str:
    """What the stability of the score and of the strongest features says."""
    moved = facts.moved
    if moved.empty:
        return words("note.drift.none", language)
    score, others = moved[moved["name"] == "score"].iloc[0], moved[moved["name"] != "score"]
    counts = others["reading"].value_counts()
    return words(
        "note.drift.found",
        language,
        n=format_number(facts.known.height, language),
        new=format_number(facts.clients.height - facts.known.height, language),
        score_index=stability_written(float(score["index"]), language),
        score_reading=reading(score["reading"], language),
        looked=len(others),
        moved=int(counts.get("moved", 0)),
        watch=int(counts.get("watch", 0)),
    )


def reading(read: str, language: Language) -> str:
    """A reading of the stability index in words."""
    return words(f"note.reading.{'chance' if read == 'as by chance' else read}", language)


def theme_shares(importance: Mapping[str, float]) -> list[tuple[str, float]]:
    """Each family's share of all that weighs, largest first."""
    weights: dict[str, float] = defaultdict(float)
    for name, weight in importance.items():
        weights[catalogue()[name].theme] += weight
    whole = sum(weights.values())
    return sorted(((name, weight / whole) for name, weight in weights.items()), key=lambda pair: -pair[1])
