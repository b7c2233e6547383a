"""External scores that are turned round (1 - score): high for those who were low.

Each score lies near a curve of its own: below a ceiling, its middle above half of it, and the first one higher for the
old. Turned round it lies near that curve's mirror image. Which of the two the values are nearer to, added up over the
clients, is a ratio of likelihoods: where nothing is wrong it passes the limit of a refusal once in a million archives
at most, that of a name once in ten thousand.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from scoring.arrays import Floats
from scoring.days import DAYS_IN_YEAR
from scoring.errors import UserError
from scoring.tables.check import Finding
from scoring.tables.witnesses.judge import CHANCE, FEWEST_REFUSED, is_gone

MIDDLE_AGE = 43.0
# A name costs less than a refusal: a hundred times as likely by chance.
CHANCE_OF_A_NAME = 100 * CHANCE
# One score in fifty may be anywhere: no single client weighs more than this lets them.
ANYWHERE = 0.02
ABOVE, HUNDREDTH = "score_above_ceiling", "score_in_hundredths"
# A score of less is more likely a hundredth of one, or a percentage that was divided twice.
LEAST, ONE_OF_A_HUNDRED = 0.01, 0.01
FROM_LEAST = f"expected scores from {LEAST:g} on, as nearly all of Kaggle's"
AS_IT_IS = "Give the score as its sender does, not a hundredth of it."
REMEDY = "Give the score as its sender does: high for those who repay; 1 - score turns it back."


@dataclass(frozen=True)
class Curve:
    """Where an external score lies, as measured on 7,999 of Kaggle's clients.

    Parameters
    ----------
    column : str
    ceiling : float
        No client of Kaggle's 356,255 has more.
    middle, spread : float
        Of the log-odds of the score as a share of its ceiling, at the age of 43.
    by_age : float
        How much higher these log-odds are for a year more.
    below_least : float
        Share of the clients with a score below 0.01, as measured on 17,261 of Kaggle's at the most.
    """

    column: str
    ceiling: float
    middle: float
    spread: float
    by_age: float = 0.0
    below_least: float = 0.004

    def density(self, scores: Floats, age: Floats) -> Floats:
        """How likely each score is."""
        share = np.clip(scores / self.ceiling, 1e-6, 1 - 1e-6)
        center = self.middle + self.by_age * (age - MIDDLE_AGE)
        away = (np.log(share / (1 - share)) - center) / self.spread
        height = np.exp(-0.5 * away**2) / (self.spread * math.sqrt(2 * math.pi) * share * (1 - share) * self.ceiling)
        likely: Floats = ANYWHERE + (1 - ANYWHERE) * np.where(scores < self.ceiling, height, 0.0)
        return likely


CURVES = (
    Curve("EXT_SOURCE_1", 0.9627, 0.1, 0.85, by_age=0.045, below_least=0.0),
    Curve("EXT_SOURCE_2", 0.855, 0.46, 1.15),
    Curve("EXT_SOURCE_3", 0.8961, 0.27, 1.12),
)


def check_scores(name: str, frame: pl.LazyFrame) -> Iterator[Finding]:
    """Findings of external scores that are nearer to the mirror image of what they should be, or above their ceiling.

    Parameters
    ----------
    name : str
        Kaggle's file name of an application's table.
    frame : LazyFrame
        Cleaned.

    Raises
    ------
    UserError
        When a score is nearer to its mirror image beyond doubt, and the clients are ten or more.
    """
    there = frame.collect_schema().names()
    curves = [curve for curve in CURVES if curve.column in there]
    rows = frame.select("SK_ID_CURR", "DAYS_BIRTH", *(curve.column for curve in curves)).collect(engine="streaming")
    for curve in curves:
        yield from _check(name, curve, rows.drop_nulls(["DAYS_BIRTH", curve.column]))


def unlikely_scores(application: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Name and sentence of each external score of one application that is above all of Kaggle's, or below 0.01.

    Parameters
    ----------
    application : mapping
        Raw columns, in which nothing is impossible.
    """
    for curve in CURVES:
        score = application.get(curve.column)
        if score is not None and score > curve.ceiling:
            expected = f"expected scores up to {curve.ceiling:g}, as all of Kaggle's, got {score:g}"
            yield ABOVE, f"{curve.column}: {expected}. {REMEDY}"
        elif score is not None and 0 < score < LEAST:
            yield HUNDREDTH, f"{curve.column}: {FROM_LEAST}, got {score:g}. {AS_IT_IS}"


def turned_by(curve: Curve, scores: Floats, age: Floats) -> float:
    """How much more likely the scores are as mirror images than as they are, as a logarithm."""
    as_given, mirrored = curve.density(scores, age), curve.density(1 - scores, age)
    return float(np.sum(np.log(mirrored) - np.log(as_given)))


def falls_with(age: Floats, scores: Floats) -> bool:
    """Whether scores are lower for the old, by twice what chance gives; low scores of everybody are risky clients'."""
    if len(scores) < 5 or np.ptp(age) == 0 or np.ptp(scores) == 0:
        return False
    correlation = float(np.corrcoef(age, scores)[0, 1])
    return correlation * math.sqrt(len(scores) - 3) < -2


def _check(name: str, curve: Curve, rows: pl.DataFrame) -> Iterator[Finding]:
    scores, age = rows[curve.column].to_numpy(), -rows["DAYS_BIRTH"].to_numpy() / DAYS_IN_YEAR
    above = rows.filter(pl.col(curve.column) > curve.ceiling)
    example = str(above["SK_ID_CURR"][0]) if above.height else ""
    surprise = turned_by(curve, scores, age)
    if surprise > -math.log(CHANCE_OF_A_NAME) and (not curve.by_age or falls_with(age, scores)):
        where = "higher for the old" if curve.by_age else "most of them in the upper half"
        got = f"got scores that look turned round (1 - score), {above.height:,} of {len(scores):,} above that"
        sentence = f"expected scores from 0 to {curve.ceiling:g}, {where}, {got}."
        # Many low scores may be those of risky clients; many low ones and one above the ceiling are not.
        is_certain = surprise > -math.log(CHANCE) and len(scores) >= FEWEST_REFUSED
        if is_certain and (curve.by_age or above.height):
            raise UserError(f"{name}: column {curve.column}: {sentence}", REMEDY)
        yield Finding("score_turned", name, curve.column, len(scores), example, f"{sentence} {REMEDY}")
    elif above.height:
        sentence = f"expected scores up to {curve.ceiling:g}, as all of Kaggle's, got {above.height:,} above."
        yield Finding(ABOVE, name, curve.column, above.height, example, f"{sentence} {REMEDY}")
    yield from _hundredths(name, curve, rows)


def _hundredths(name: str, curve: Curve, rows: pl.DataFrame) -> Iterator[Finding]:
    """The finding of scores below 0.01, where clean archives have as many less often than once in a hundred."""
    low = rows.filter(pl.col(curve.column) < LEAST)
    if low.height and is_gone(rows.height - low.height, rows.height, 1 - curve.below_least, ONE_OF_A_HUNDRED):
        sentence = f"{FROM_LEAST}, got {low.height:,} of {rows.height:,} below. {AS_IT_IS}"
        yield Finding(HUNDREDTH, name, curve.column, low.height, str(low["SK_ID_CURR"][0]), sentence)
