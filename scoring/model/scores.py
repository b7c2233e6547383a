"""Scores of many clients, as arrays; readable without the learner."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl

from scoring.arrays import Floats
from scoring.model.points import points_of, probability_of
from scoring.tables.flags import IMPOSSIBLE_VALUE, NEVER_EMPTY, UNKNOWN_TEXT, UNLIKELY_AMOUNT, no_flags

NOT_SEEN = -1
UNSTABLE = "unstable_reasons"
FLAGGED = (UNKNOWN_TEXT, IMPOSSIBLE_VALUE, UNLIKELY_AMOUNT)
THIN_FILE = "thin_file"
REVIEW_CAUSES = ("near_threshold", "absent_table", "out_of_range", UNSTABLE, *FLAGGED, NEVER_EMPTY, THIN_FILE)


@dataclass(frozen=True)
class Scores:
    """One entry a client, in the order of the rows scored.

    ``fold`` is the fold whose scorer did not see the client, or -1 where no scorer did and the served
    one speaks. ``contributions`` has one column a feature of ``features``, zero where the client's scorer
    does not read it. ``causes`` has one column a cause of :data:`REVIEW_CAUSES`; ``flags`` are the values behind
    the causes of :data:`FLAGGED`, and rows behind ``never_empty`` (:mod:`scoring.tables.flags`).
    """

    clients: npt.NDArray[np.int64]
    fold: npt.NDArray[np.int64]
    features: tuple[str, ...]
    log_odds: Floats
    base_value: Floats
    contributions: Floats
    causes: npt.NDArray[np.bool_]
    refused: npt.NDArray[np.bool_]
    flags: pl.DataFrame = field(default_factory=no_flags)

    @property
    def probability(self) -> Floats:
        """Probability of difficulty."""
        return probability_of(self.log_odds)

    def frame(self) -> pl.DataFrame:
        """The scores as they are written to a file: SK_ID_CURR, probability, ..., decision, zone."""
        refused, review = pl.Series(self.refused), pl.Series(self.causes.any(axis=1))
        probability = self.probability
        return pl.DataFrame(
            {
                "SK_ID_CURR": self.clients,
                "probability": probability,
                "repayment_probability": 1.0 - probability,
                "score": points_of(self.log_odds),
            }
        ).with_columns(
            pl.when(refused).then(pl.lit("refused")).otherwise(pl.lit("granted")).alias("decision"),
            pl.when(review).then(pl.lit("review"))
            .when(refused).then(pl.lit("refuse")).otherwise(pl.lit("accept")).alias("zone"),
        )  # fmt: skip
