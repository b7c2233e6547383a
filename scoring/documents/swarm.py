"""Contributions of a sample of clients beside the values that brought them: what a beeswarm is drawn from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
import polars as pl
from scipy import stats

from scoring.arrays import Floats
from scoring.features.catalogue import catalogue
from scoring.files import require_current
from scoring.pipeline.matrix import FEATURES
from scoring.portfolio.current_portfolio import ROWS
from scoring.portfolio.read import Portfolio
from scoring.settings import Home

MOST_CLIENTS = 2000
PARTS = 12
Direction = Literal["raises", "lowers", "unclear"]
TURN = 0.05
CLEAR = 0.5  # of a rank correlation: below, no direction is stated


@dataclass(frozen=True)
class Swarm:
    """For each feature, every sampled client's contribution (log-odds) and value (empty where it is a text)."""

    contributions: Mapping[str, Floats]
    values: Mapping[str, Floats]

    @property
    def features(self) -> tuple[str, ...]:
        """Their names, the heaviest first."""
        return tuple(self.contributions)

    def first(self, most: int) -> Swarm:
        """The swarm of the heaviest features alone."""
        features = self.features[:most]
        return Swarm(
            {name: self.contributions[name] for name in features}, {name: self.values[name] for name in features}
        )

    @property
    def clients(self) -> int:
        """How many were sampled."""
        return len(next(iter(self.contributions.values())))

    @property
    def strongest_number(self) -> str:
        """The heaviest feature that is a number with more than a handful of values."""
        numbers = [name for name in self.features if len(np.unique(self._known(name)[0])) > PARTS]
        return numbers[0] if numbers else self.features[0]

    def deciles(self, name: str) -> tuple[float, float, float]:
        """Tenth, half and nine tenths of the clients' contributions."""
        low, middle, high = np.percentile(self.contributions[name], [10, 50, 90])
        return float(low), float(middle), float(high)

    def along(self, name: str) -> pd.DataFrame:
        """The median contribution in parts of equal size, from the lowest values: value, contribution."""
        values, contributions = self._known(name)
        if not len(values):
            return pd.DataFrame({"value": [], "contribution": []})
        parts = np.array_split(np.argsort(values, kind="stable"), min(PARTS, len(values)))
        rows = [(float(np.median(values[part])), float(np.median(contributions[part]))) for part in parts]
        return pd.DataFrame(rows, columns=["value", "contribution"])

    def direction(self, name: str) -> Direction:
        """Whether higher values raise the risk, lower it, or neither clearly."""
        values, contributions = self._known(name)
        if len(np.unique(values)) < 2 or len(np.unique(contributions)) < 2:
            return "unclear"
        correlation = float(stats.spearmanr(values, contributions).statistic)
        return "raises" if correlation > CLEAR else "lowers" if correlation < -CLEAR else "unclear"

    def is_one_way(self, name: str) -> bool:
        """Whether the median contribution never turns back by more than a twentieth of its range."""
        steps = np.diff(self.along(name)["contribution"].to_numpy())
        turned = np.minimum(steps * np.sign(steps.sum()), 0.0)
        return bool(-turned.min(initial=0.0) <= TURN * np.abs(steps.sum()))

    def _known(self, name: str) -> tuple[Floats, Floats]:
        known = ~np.isnan(self.values[name])
        return self.values[name][known], self.contributions[name][known]


def read_swarm(home: Home, portfolio: Portfolio, features: Sequence[str], most: int = MOST_CLIENTS) -> Swarm:
    """The swarm of some features: clients evenly spaced in the portfolio, at most so many.

    Parameters
    ----------
    home : Home
        Whose features give the values.
    portfolio : Portfolio
        Whose scores give the contributions.
    features : sequence of str
        Which ones; the model reads each.
    most : int
        Clients.
    """
    whole = portfolio.index.height
    step = max(1, -(-whole // most))
    rows = (
        pl.scan_parquet(portfolio.folder / ROWS, glob=False)
        .select("SK_ID_CURR", "contributions")
        .gather_every(step)
        .collect()
    )
    every = rows["contributions"].to_numpy()
    places = {name: place for place, name in enumerate(portfolio.manifest.features)}
    folder = require_current(home.features, "features", "Run 'scoring run' first.")
    lazy = pl.scan_parquet(folder / FEATURES, glob=False).select("SK_ID_CURR", *features)
    matrix = lazy.filter(pl.col("SK_ID_CURR").is_in(rows["SK_ID_CURR"].implode())).collect()
    values = rows.select("SK_ID_CURR").join(matrix, on="SK_ID_CURR", how="left", maintain_order="left")
    return Swarm(
        {name: np.asarray(every[:, places[name]], dtype=np.float64) for name in features},
        {name: _numbers(values[name], name) for name in features},
    )


def _numbers(values: pl.Series, name: str) -> Floats:
    """A feature's values as numbers; of a category none is one."""
    if catalogue()[name].feature.levels:
        return np.full(len(values), np.nan)
    return np.asarray(values.cast(pl.Float64).fill_null(np.nan).to_numpy(), dtype=np.float64)
