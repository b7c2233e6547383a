"""Whether the reasons told are the true ones: possible on a simulated world, which keeps every term of its truth."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
import pandas as pd
import polars as pl

from scoring.explain.assessment import Assessment
from scoring.explain.elements import Reason
from scoring.explain.reasons import MOST
from scoring.features.catalogue import catalogue
from scoring.model.comparable import wilson_interval

# Each term of the truth that a lender may use (scoring.synthetic.truth), and the stories of the catalogue that tell it.
FACTORS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "external": frozenset({"application.external"}),
        "age": frozenset({"application.DAYS_BIRTH"}),
        "employment": frozenset({"application.DAYS_EMPLOYED"}),
        "above_price": frozenset({"application.credit_goods_ratio"}),
        "duration": frozenset({"application.implied_term"}),
        "burden": frozenset({"application.annuity_income_ratio"}),
        "region": frozenset({"application.REGION_RATING_CLIENT", "application.REGION_RATING_CLIENT_W_CITY"}),
        "telephone": frozenset({"application.DAYS_LAST_PHONE_CHANGE"}),
        "education": frozenset({"application.NAME_EDUCATION_TYPE"}),
        "income_type": frozenset({"application.DAYS_EMPLOYED"}),
        "occupation": frozenset({"application.OCCUPATION_TYPE"}),
        "housing": frozenset({"application.NAME_HOUSING_TYPE"}),
        "car": frozenset({"application.FLAG_OWN_CAR", "application.OWN_CAR_AGE"}),
        "contract": frozenset({"application.NAME_CONTRACT_TYPE"}),
        "bureau_running": frozenset({"bureau.CREDIT_ACTIVE"}),
        "bureau_debt": frozenset({"bureau.AMT_CREDIT_SUM_DEBT"}),
        "bureau_last": frozenset({"bureau.DAYS_CREDIT"}),
        "bureau_overdue": frozenset({"bureau.AMT_CREDIT_MAX_OVERDUE"}),
        "bureau_arrears": frozenset({"balance.late", "bureau.balance_late_share"}),
        "refused": frozenset({"previous.NAME_CONTRACT_STATUS", "previous.CODE_REJECT_REASON"}),
        "asked": frozenset({"previous.DAYS_DECISION"}),
        "late": frozenset({"installments.late"}),
        "arrears": frozenset({"pos.late"}),
        "card": frozenset({"card.utilisation"}),
    }
)


def strongest_factors(assessments: Sequence[Assessment], truth: pl.DataFrame) -> pd.DataFrame:
    """For each client the true factor that moves their risk most, and whether it was told.

    Parameters
    ----------
    assessments : sequence of Assessment
        Assessments of clients of the world.
    truth : DataFrame
        SK_ID_CURR and the terms of the true log-odds, of all its clients: a term's effect is what it adds to the
        mean client's.

    Returns
    -------
    DataFrame
        client, factor, effect (log-odds), first (whether the first reason on its side speaks of it), named (whether
        one of the first four does), refused.
    """
    effects = _effects(truth, [answer.client for answer in assessments])
    names, values = list(FACTORS), effects.to_numpy()
    rows = []
    for answer, effect_values in zip(assessments, values, strict=True):
        place = int(np.argmax(np.abs(effect_values)))
        reasons = answer.raises if effect_values[place] > 0 else answer.lowers
        speaks = [_speaks_of(reason, names[place]) for reason in reasons[:MOST]]
        rows.append(
            (
                answer.client,
                names[place],
                effect_values[place],
                bool(speaks[:1] == [True]),
                any(speaks),
                answer.decision == "refused",
            )
        )
    return pd.DataFrame(rows, columns=["client", "factor", "effect", "first", "named", "refused"])


def signs_of_reasons(assessments: Sequence[Assessment], truth: pl.DataFrame) -> pd.DataFrame:
    """How often a reason that is told has the side of the true effect of all that it tells.

    A reason may tell several factors at once: a history that is not there tells whatever it would have told, and the
    client is given one side for all of it.

    Returns
    -------
    DataFrame
        factor, told (how many reasons among the first four of either side speak of it), right (share of them whose
        side is that of the summed effects of their factors); the most told first.
    """
    effects = _effects(truth, [answer.client for answer in assessments])
    reasons: list[tuple[str, bool]] = []
    for answer, effect_values in zip(assessments, effects.iter_rows(named=True), strict=True):
        for reason in (*answer.raises[:MOST], *answer.lowers[:MOST]):
            factors = [name for name in FACTORS if _speaks_of(reason, name)]
            together = math.fsum(effect_values[name] for name in factors)
            reasons += [(name, (together > 0) == (reason.contribution > 0)) for name in factors]
    frame = pd.DataFrame(reasons, columns=["factor", "right"])
    counts = frame.groupby("factor")["right"].agg(["size", "mean"]).rename(columns={"size": "told", "mean": "right"})
    return counts.sort_values("told", ascending=False).reset_index()


def share_with_interval(holds: Sequence[bool], level: float = 0.95) -> tuple[float, float, float]:
    """A share of clients, and the bounds of Wilson's interval.

    Examples
    --------
    >>> [round(value, 3) for value in share_with_interval([True] * 90 + [False] * 10)]
    [0.9, 0.826, 0.945]
    """
    low, high = wilson_interval(int(np.sum(holds)), len(holds), level)
    return float(np.mean(holds)), float(low), float(high)


def _effects(truth: pl.DataFrame, clients: Sequence[int]) -> pl.DataFrame:
    """The effect of each factor for these clients, in their order: its term less the mean of all."""
    centred = truth.select("SK_ID_CURR", *(pl.col(name) - pl.col(name).mean() for name in FACTORS))
    asked = pl.DataFrame({"SK_ID_CURR": clients}, schema={"SK_ID_CURR": pl.Int64})
    return asked.join(centred, on="SK_ID_CURR", how="left", maintain_order="left").drop("SK_ID_CURR")


def _speaks_of(reason: Reason, factor: str) -> bool:
    """Whether a feature of the reason tells this factor; a history that is not there speaks of all it would tell."""
    return any(catalogue()[name].story in FACTORS[factor] for name in reason.family)
