"""The evaluation that page and API tell of: the numbers of note and card, put on disk where they are light to read."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
import polars as pl

from scoring.analysis.bootstrap import Interval as Measured
from scoring.analysis.fairness import gaps, group_calibration, group_rates
from scoring.documents.curves import calibration_table
from scoring.documents.run_facts import Facts, facts_of
from scoring.files import publish, write_json
from scoring.portfolio.evaluation import (
    ANSWERS,
    CAUGHT,
    CONTENT,
    WRONG,
    CalibrationPart,
    Evaluation,
    GroupCalibration,
    GroupGap,
    GroupRate,
    Interval,
    evaluations,
)
from scoring.settings import Home
from scoring.texts.group_names import TRAITS

PARTS = 5  # few enough to be read one by one
MEASURES = (WRONG, CAUGHT)
KEPT = 2  # as many as portfolios: a page that is open reads the one before


def write_evaluation(home: Home, made_from: Mapping[str, str]) -> bool:
    """Evaluate the model on the home's current portfolio; False where no two outcomes are known.

    Parameters
    ----------
    home : Home
        With a portfolio, and the tables that it was made from.
    made_from : mapping of str to str
        What it depends on, for the seal.

    Raises
    ------
    UserError
        When there is no portfolio or no table, or the disk is full.
    """
    facts = facts_of(home)
    if facts.known["target"].n_unique() < len(("difficulty", "none")):
        return False
    name = facts.portfolio.folder.name
    answers = facts.known.select("target", "probability", *TRAITS).sort("probability", "target", *TRAITS)
    with publish(evaluations(home), name, keep=KEPT, made_from=made_from) as folder:
        write_json(folder / CONTENT, dataclasses.asdict(evaluation_of(facts)))
        answers.write_parquet(folder / ANSWERS, compression="zstd")
    return True


def evaluation_of(facts: Facts) -> Evaluation:
    """The evaluation of a run, from its facts; at least two outcomes are known."""
    zones = facts.clients["zone"].value_counts().sort("zone")
    rates = {trait: group_rates(facts.known, trait) for trait in TRAITS}
    return Evaluation(
        portfolio=facts.portfolio.folder.name,
        model=facts.manifest.version,
        clients=facts.clients.height,
        zones={str(zone): int(count) for zone, count in zip(zones["zone"], zones["count"], strict=True)},
        confusion=facts.confusion,
        intervals={name: _written(value) for name, value in facts.intervals.items() if math.isfinite(value.value)},
        calibration=tuple(_parts(facts)),
        groups=tuple(group for trait in TRAITS for group in _calibrations(facts.known, trait)),
        rates=tuple(rate for trait in TRAITS for rate in _rates(rates[trait], trait)),
        gaps=tuple(gap for trait in TRAITS for gap in _gaps(rates[trait], trait)),
    )


def _written(measured: Measured) -> Interval:
    return Interval(float(measured.value), float(measured.low), float(measured.high))


def _parts(facts: Facts) -> list[CalibrationPart]:
    table = calibration_table(facts.target, facts.probability, parts=PARTS)
    return [CalibrationPart(**row) for row in _rows(table, ("n", "announced", "observed", "low", "high"))]


def _calibrations(known: pl.DataFrame, trait: str) -> list[GroupCalibration]:
    table = group_calibration(known, trait).rename(columns={"predicted": "announced"})
    names = ("group", "n", "announced", "observed", "low", "high", "fits")
    return [GroupCalibration(trait=trait, **row) for row in _rows(table, names)]


def _rates(rates: pd.DataFrame, trait: str) -> list[GroupRate]:
    table = rates[rates["measure"].isin(MEASURES)]
    names = ("group", "measure", "n", "rate", "low", "high")
    return [GroupRate(trait=trait, **row) for row in _rows(table, names)]


def _gaps(rates: pd.DataFrame, trait: str) -> list[GroupGap]:
    table = gaps(rates)
    names = ("group", "reference", "gap", "low", "high", "clear")
    return [GroupGap(trait=trait, **row) for row in _rows(table[table["measure"] == WRONG], names)]


def _rows(table: pd.DataFrame, names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """Some columns of a table, row by row, as Python's own numbers and texts."""
    return ({str(name): value for name, value in row.items()} for row in table[list(names)].to_dict("records"))
