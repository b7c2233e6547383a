"""The calibration map: affine in the log-odds, so that contributions stay additive."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.arrays import Floats
from scoring.validation import Positive


@dataclass(frozen=True)
class Calibration:
    """``calibrated = intercept + slope * log_odds``; slope above zero, so that the order of clients stays."""

    slope: Positive = 1.0
    intercept: float = 0.0

    def apply(self, log_odds: Floats) -> Floats:
        """Calibrated log-odds."""
        return np.asarray(self.intercept + self.slope * log_odds, dtype=np.float64)
