"""The numbers of a run as the note and the slides write them: one place, so that both always agree."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from scoring.analysis.discrimination import no_skill, ranking_curves
from scoring.documents.conclusions import absent_tables, tables_in_words
from scoring.documents.findings import (
    age_price,
    age_price_short,
    age_verdict,
    chosen_title,
    compared,
    compared_short,
    drift_finding,
    law_price_short,
    theme_shares,
    unrestricted_price,
)
from scoring.documents.group_findings import fairness_finding, groups_outside
from scoring.documents.numbers_decision import decision_numbers, review_finding
from scoring.documents.numbers_making import fold_numbers, making_numbers
from scoring.documents.quality_sentences import calibration_gap, groups_apart
from scoring.documents.run_facts import STRONGEST, Facts
from scoring.documents.written_numbers import complement, decimals, share
from scoring.features.catalogue import catalogue
from scoring.model.calibration_error import BINS
from scoring.model.points import probability_of
from scoring.texts.dates import long_date
from scoring.texts.load import theme
from scoring.texts.numbers import format_number, per_hundred
from scoring.texts.sentences import words
from scoring.texts.words import Language


def numbers(facts: Facts, language: Language) -> dict[str, str]:
    """Every number and conditional phrase of the texts, ready to be put into them.

    Parameters
    ----------
    facts : Facts
        The run.
    language : {"fr", "en"}
        Language of the marks and words.
    """
    parts = (_data, _quality, decision_numbers, making_numbers, fold_numbers, _weights, _case, _phrases)
    texts: dict[str, str] = {}
    for part in parts:
        texts |= part(facts, language)
    return texts


def _data(facts: Facts, language: Language) -> dict[str, str]:
    manifest = facts.manifest
    present = facts.tables[facts.tables["state"] == "here"]
    sample = {
        "n": format_number(manifest.metrics["n"], language),
        "known": format_number(facts.known.height, language),
        "rate": share(manifest.metrics["target_rate"], language),
    }
    drawn = "drawn" if manifest.metrics["n"] < facts.known.height else "all"
    return sample | {
        "sample": words(f"note.sample.{drawn}", language, **sample),
        "sample_of": words(f"note.sample_of.{drawn}", language, **sample),
        "version": manifest.version,
        "made_on": long_date(facts.made_on, language),
        "package": manifest.versions["scoring"],
        "new": format_number(facts.clients.height - facts.known.height, language),
        "rate_hundred": format_number(100 * manifest.metrics["target_rate"], language),
        "repaid": complement(manifest.metrics["target_rate"], language),
        "cleaned": format_number(present["cleaned"].sum(), language),
        "rows": format_number(present["rows"].sum(), language),
        "tables_here": str(len(present)),
        "made": format_number(facts.n_features, language),
        "lawful": format_number(facts.n_allowed_features, language),
        "used": format_number(len(manifest.served_features), language),
        "max_features": format_number(manifest.settings["max_features"], language),
        "seed": str(manifest.settings["seed"]),
        "fingerprint": manifest.data_fingerprint,
        "lightgbm": manifest.versions["lightgbm"],
        "polars": manifest.versions["polars"],
        "sklearn": manifest.versions["scikit-learn"],
        "python": manifest.versions["python"],
    }


def riskiest_tenth(facts: Facts) -> float:
    """The share of the difficulties that the tenth of riskiest clients holds."""
    curve = ranking_curves(facts.target, facts.probability)
    return float(np.interp(0.1, curve["refused"], curve["caught"]))


def _quality(facts: Facts, language: Language) -> dict[str, str]:
    measures = facts.manifest.metrics
    three = {
        name: decimals(measures[name], language, 3)
        for name in ("auc", "auc_low", "auc_high", "ks", "average_precision")
    }
    four = {name: decimals(measures[name], language, 4) for name in ("log_loss", "brier", "ece", "ece_floor")}
    return (
        three
        | four
        | {
            "parts": str(BINS),
            "calibration_gap": calibration_gap(measures, language),
            "auc_percent": share(measures["auc"], language),
            "auc_reach": decimals((measures["auc_high"] - measures["auc_low"]) / 2, language, 3),
            "log_loss_without": decimals(no_skill(measures["target_rate"])["log_loss"], language, 4),
            "brier_without": decimals(no_skill(measures["target_rate"])["brier"], language, 4),
            "riskiest_tenth": share(riskiest_tenth(facts), language),
            "mean_probability": share(measures["mean_probability"], language),
            "balanced_mean": share(facts.balanced_mean, language),
            "slope": decimals(facts.manifest.calibration.slope, language, 3),
            "intercept": decimals(facts.manifest.calibration.intercept, language, 3),
        }
    )


def _weights(facts: Facts, language: Language) -> dict[str, str]:
    importance = facts.manifest.importance
    whole = sum(importance.values())
    first, second, third = (catalogue()[name].label.say(language) for name in facts.strongest[:3])
    family, weight = theme_shares(importance)[0]
    return {
        "first": first,
        "second": second,
        "third": third,
        "first_share": share(importance[facts.strongest[0]] / whole, language),
        "strongest": str(min(STRONGEST, len(importance))),
        "strongest_share": share(sum(importance[name] for name in facts.strongest) / whole, language),
        "theme": theme(family, language),
        "theme_share": share(weight, language),
    }


def _case(facts: Facts, language: Language) -> dict[str, str]:
    answer = facts.portfolio.assess(facts.example)
    return {
        "case_probability": share(answer.probability, language),
        "case_base": share(float(probability_of(np.array([answer.base_value]))[0]), language),
        "case_comparable": per_hundred(answer.comparable.rate, language),
        "case_low": share(answer.comparable.low, language),
        "case_high": share(answer.comparable.high, language),
        "case_first": answer.raises[0].sentence[language] if answer.raises else "–",
    }


def _phrases(facts: Facts, language: Language) -> dict[str, str]:
    """Sentences that depend on what the run found."""
    manifest = facts.manifest
    slope_kept = manifest.calibration.slope == 1.0
    figures: Mapping[str, str] = _quality(facts, language)
    absent, present = (list(facts.tables[facts.tables["state"] == state]["table"]) for state in ("absent", "here"))
    of_tables, in_words = tables_in_words(present, language)
    switches = manifest.settings["switches"]
    return {
        "origin": words("note.origin.simulated" if facts.portfolio.demonstration else "note.origin.real", language),
        "world": words("note.world.simulated" if facts.portfolio.demonstration else "note.world.real", language),
        "absent": (lacking := absent_tables(absent, facts.absent_read, language)),
        "lacking": lacking if absent else "",
        "of_tables": of_tables,
        "tables_in_words": in_words,
        "switches": ", ".join(
            words(f"note.switch.{name}_{'on' if on else 'off'}", language) for name, on in switches.items()
        ),
        "calibrated": words(
            "note.calibration.not_needed" if slope_kept else "note.calibration.needed", language, **figures
        ),
        "compared": compared(facts, language),
        "compared_short": compared_short(facts, language),
        "chosen_title": chosen_title(facts, language),
        "fairness_finding": fairness_finding(facts, language),
        "groups_apart": groups_apart(*groups_outside(facts, language), language),
        "law_price": unrestricted_price(facts, language),
        "age_price": age_price(facts, language),
        "age_verdict": age_verdict(facts, language),
        "law_price_short": law_price_short(facts, language),
        "age_price_short": age_price_short(facts, language),
        "social": words(f"note.switch.social_circle_{'on' if switches['social_circle'] else 'off'}", language),
        "review_shares": review_finding(facts, language),
        "drift_finding": drift_finding(facts, language),
        "portfolio": format_number(facts.clients.select(pl.len()).item(), language),
    }
