"""The numbers of a run as the note and the slides write them: one place, so that both always agree."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from scoring.documents.conclusions import absent_tables, calibration_gap, groups_apart, review_shares
from scoring.documents.findings import (
    compared,
    compared_short,
    drift_found,
    fairness_found,
    groups_outside,
    theme_shares,
    unrestricted_price,
)
from scoring.documents.run_facts import STRONGEST, Facts
from scoring.features.catalogue import catalogue
from scoring.model.candidates import candidate_named
from scoring.model.evaluate import BINS
from scoring.model.points import probability_of
from scoring.texts.load import theme
from scoring.texts.numbers import format_number, format_value, per_hundred
from scoring.texts.reports import report_words, words
from scoring.texts.words import Language


def numbers(facts: Facts, language: Language) -> dict[str, str]:
    """Every number and conditional phrase of the texts, ready to be put into them.

    Parameters
    ----------
    facts : Facts
        The run.
    language : {"fr", "en"}
        Of the marks and words.
    """
    parts = (_data, _quality, _decision, _making, _weights, _case, _phrases)
    texts: dict[str, str] = {}
    for part in parts:
        texts |= part(facts, language)
    return texts


def share(value: float, language: Language) -> str:
    """A share as people read it."""
    return format_value(float(value), "ratio", language)


def decimals(value: float, language: Language, places: int) -> str:
    """A number with exactly so many decimals."""
    return format_number(float(value), language, places, trim=False)


def _data(facts: Facts, language: Language) -> dict[str, str]:
    manifest = facts.manifest
    present = facts.tables[facts.tables["state"] == "here"]
    return {
        "version": manifest.version,
        "n": format_number(manifest.metrics["n"], language),
        "new": format_number(facts.clients.height - facts.known.height, language),
        "rate": share(manifest.metrics["target_rate"], language),
        "rate_hundred": format_number(100 * manifest.metrics["target_rate"], language),
        "repaid": share(1 - manifest.metrics["target_rate"], language),
        "cleaned": format_number(present["cleaned"].sum(), language),
        "rows": format_number(present["rows"].sum(), language),
        "tables_here": str(len(present)),
        "made": format_number(facts.made, language),
        "lawful": format_number(facts.lawful, language),
        "used": format_number(len(manifest.features), language),
        "max_features": format_number(manifest.settings["max_features"], language),
        "seed": str(manifest.settings["seed"]),
        "fingerprint": manifest.data_fingerprint,
        "lightgbm": manifest.versions["lightgbm"],
        "polars": manifest.versions["polars"],
    }


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
            "calibration_gap": calibration_gap(measures["ece"], measures["ece_floor"], language),
            "auc_percent": share(measures["auc"], language),
            "auc_reach": decimals((measures["auc_high"] - measures["auc_low"]) / 2, language, 3),
            "mean_probability": share(measures["mean_probability"], language),
            "balanced_mean": share(facts.balanced_mean, language),
            "slope": decimals(facts.manifest.calibration.slope, language, 3),
            "intercept": decimals(facts.manifest.calibration.intercept, language, 3),
        }
    )


def _decision(facts: Facts, language: Language) -> dict[str, str]:
    policy, costs = facts.manifest.policy, facts.costs
    here, granting, half = (facts.rule(name) for name in ("threshold", "grant_all", "half"))
    without = min(granting["cost"], facts.rule("refuse_all")["cost"])
    zones = facts.clients["zone"].value_counts(normalize=True)
    shares = dict(zip(zones["zone"], zones["proportion"], strict=True))
    return {
        "threshold": share(policy.threshold, language),
        "review_low": share(policy.review_low, language),
        "review_high": share(policy.review_high, language),
        "missed": format_number(costs.missed_difficulty, language, 2),
        "wrong": format_number(costs.wrong_refusal, language, 2),
        "ratio": format_number(costs.missed_difficulty / costs.wrong_refusal, language, 2),
        "cost_model": format_number(here["cost"], language),
        "cost_grant": format_number(granting["cost"], language),
        "cost_half": format_number(half["cost"], language),
        "saved": share(1 - here["cost"] / without, language),
        "saved_if_granted": share(1 - facts.cost_if_granted / without, language),
        "caught": share(here["caught"], language),
        "refused": share(here["refused"], language),
        "wrongly": share(here["wrongly_refused"], language),
        "capacity": share(facts.manifest.settings["review_capacity"], language),
        "level": share(facts.manifest.interval_level, language),
        **{zone: share(shares.get(zone, 0.0), language) for zone in ("accept", "review", "refuse")},
    }


def _review(facts: Facts, language: Language) -> str:
    clients, policy = facts.clients, facts.manifest.policy
    refused, reviewed = clients["refused"], clients["zone"] == "review"
    return review_shares(
        band=float(policy.near_threshold(clients["probability"].to_numpy()).mean()),
        reviewed=float(reviewed.mean()),  # type: ignore[arg-type]
        refused=float(refused.mean()),  # type: ignore[arg-type]
        refused_unseen=float((refused & ~reviewed).mean()),  # type: ignore[arg-type]
        capacity=facts.training.review_capacity,
        language=language,
    )


def _making(facts: Facts, language: Language) -> dict[str, str]:
    candidate = candidate_named(facts.manifest.settings["candidate"])
    settings = candidate.settings(facts.training)
    trees = settings.blend.trees if candidate.learner == "blend" else settings.trees
    making = {
        "folds": str(settings.folds),
        "stopping": share(settings.stopping_share, language),
        "max_features": str(settings.max_features),
        "learning_rate": format_number(trees.learning_rate, language, 3),
        "leaves": str(trees.num_leaves),
        "depth": str(trees.max_depth),
        "columns": share(trees.feature_fraction, language),
        "bagging": share(trees.bagging_fraction, language),
        "l2": format_number(trees.lambda_l2, language, 2),
        "leaf": str(trees.smallest_leaf(int(facts.manifest.metrics["n"]))),
        "bins": str(settings.scorecard.bins),
        "most_read": str(settings.scorecard.max_features),
        "learner": candidate.learner,
        "ranking_seeds": str(trees.ranking_seeds),
        "weights": "\u00a0: ".join(format_number(weight, language, 2) for weight in settings.blend.weights.values()),
        "shrinkage": format_number(settings.scorecard.shrinkage, language, 2),
        **_outcomes(facts, language),
    }
    for key, name in (
        ("kind", candidate.learner),
        ("reading", candidate.name),
        ("outcome", candidate.learner),
        ("settings", candidate.name),
        ("outcome_short", candidate.learner),
    ):
        making[key] = _words_or_other(f"note.choice.{key}", name, language, making)
    return making


def _words_or_other(stem: str, name: str, language: Language, values: Mapping[str, str]) -> str:
    """The text of one learner or candidate, or what holds for any: a new learner needs no text."""
    key = f"{stem}.{name}" if f"{stem}.{name}" in report_words() else f"{stem}.other"
    return words(key, language, **values)


def _outcomes(facts: Facts, language: Language) -> dict[str, str]:
    """What came out of the fits: each number of the served scorer, and its range over the folds."""
    outcomes: dict[str, str] = {}
    for name, value in facts.model.served.summary.items():
        folds = [scorer.summary[name] for scorer in facts.model.folds]
        figures = {name: value, f"{name}_low": min(folds), f"{name}_high": max(folds)}
        outcomes |= {key: format_number(number, language) for key, number in figures.items()}
    return outcomes


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
    absent = list(facts.tables[facts.tables["state"] == "absent"]["table"])
    switches = manifest.settings["switches"].items()
    return {
        "world": words("note.world.simulated" if facts.portfolio.demonstration else "note.world.real", language),
        "absent": absent_tables(absent, facts.absent_read, language),
        "switches": ", ".join(words(f"note.switch.{name}_{'on' if on else 'off'}", language) for name, on in switches),
        "calibrated": words(
            "note.calibration.not_needed" if slope_kept else "note.calibration.needed", language, **figures
        ),
        "compared": compared(facts, language),
        "compared_short": compared_short(facts, language),
        "fairness_found": fairness_found(facts, language),
        "groups_apart": groups_apart(*groups_outside(facts, language), language),
        "law_price": unrestricted_price(facts, language),
        "review_shares": _review(facts, language),
        "drift_found": drift_found(facts, language),
        "portfolio": format_number(facts.clients.select(pl.len()).item(), language),
    }
