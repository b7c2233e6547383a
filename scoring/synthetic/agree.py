"""What an application says that other tables know too, as in Kaggle's rows: who the bureau knows, the phone's day."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from scoring.arrays import Floats
from scoring.synthetic.draws import Column, Rows, chance, emptied
from scoring.synthetic.people import Clients

ENQUIRIES = tuple(f"AMT_REQ_CREDIT_BUREAU_{when}" for when in ("HOUR", "DAY", "WEEK", "MON", "QRT", "YEAR"))
ASKED_IN_VAIN = 0.05
"""Share of the clients without credits elsewhere on whom the bureau was asked; of the others, all were."""
OLDEST_PHONE = 3_500.0


def enquiries_of_the_known(
    rng: np.random.Generator, clients: Clients, columns: Mapping[str, Column], bureau: pl.DataFrame
) -> dict[str, Column]:
    """The enquiries, empty for clients whom the bureau does not know, but for one in twenty of them.

    Parameters
    ----------
    rng : Generator
        Generator that draws about whom the bureau was asked in vain.
    clients : Clients
        Clients of one range.
    columns : mapping
        The application's columns by name.
    bureau : DataFrame
        The credits elsewhere of these clients.
    """
    known = np.isin(clients.ids, bureau["SK_ID_CURR"].to_numpy())
    asked = known | chance(rng, ASKED_IN_VAIN, len(clients))
    rows = Rows(clients.ids, dict(columns))
    return {name: emptied(rows.number(name), ~asked) for name in ENQUIRIES}


def phone_of_the_first_loan(
    rng: np.random.Generator, clients: Clients, columns: Mapping[str, Column], previous: pl.DataFrame
) -> dict[str, Column]:
    """The last change of phone: for about half of the clients the day of their first application here.

    The longer ago that was, the seldomer; who changed phones on the day of the application stays.

    Parameters
    ----------
    rng : Generator
        Generator that draws who keeps the phone of then.
    clients : Clients
        Clients of one range.
    columns : mapping
        The application's columns by name.
    previous : DataFrame
        The earlier applications of these clients.
    """
    phone = Rows(clients.ids, dict(columns)).number("DAYS_LAST_PHONE_CHANGE")
    first = _first_days(clients, previous)
    likely = np.clip(1.05 + np.nan_to_num(first) / OLDEST_PHONE, 0.0, 1.0)
    same = chance(rng, likely, len(clients)) & ~np.isnan(first) & (phone < 0.0)
    return {"DAYS_LAST_PHONE_CHANGE": np.where(same, first, phone)}


def _first_days(clients: Clients, previous: pl.DataFrame) -> Floats:
    """The day of each client's first application here; NaN for who has none."""
    first = previous.group_by("SK_ID_CURR").agg(pl.col("DAYS_DECISION").min())
    days = pl.DataFrame({"SK_ID_CURR": clients.ids}).join(first, on="SK_ID_CURR", how="left", maintain_order="left")
    return days["DAYS_DECISION"].cast(pl.Float64).fill_null(np.nan).to_numpy()
