"""The served answers as SHAP's own library takes them, for its own plots: the contributions are those of every door."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
import shap

from scoring.features.catalogue import catalogue
from scoring.portfolio.current_portfolio import ROWS
from scoring.portfolio.read import Portfolio
from scoring.texts import Language


def explanation(portfolio: Portfolio, clients: Sequence[int], language: Language = "en") -> shap.Explanation:
    """Contributions of some clients as a :class:`shap.Explanation`.

    Parameters
    ----------
    portfolio : Portfolio
        Whose clients they are.
    clients : sequence of int
        Their numbers.
    language : {"fr", "en"}
        Language of the features' names and values.

    Returns
    -------
    shap.Explanation
        ``values`` in log-odds of a difficulty, a row a client and a column a feature of the served model;
        ``base_values`` by client, as a known client is answered by a fold's model. A row's values and its base add up
        to the client's log-odds. ``data`` are numbers, NaN for a text and for what is not known; ``display_data`` are
        all values as the page writes them.

    Raises
    ------
    UserError
        When the portfolio does not know a client.
    """
    known = [portfolio.values(client) for client in clients]
    features = list(portfolio.manifest.features)
    entries = [catalogue()[name] for name in features]
    values = [[by_name.get(name) for name in features] for by_name in known]
    texts = [[entry.show(value, language) for entry, value in zip(entries, row, strict=True)] for row in values]
    numbers = [[value if isinstance(value, int | float) else np.nan for value in row] for row in values]
    answers = _answers(portfolio, clients)
    shape = (len(clients), len(features))
    return shap.Explanation(
        values=answers["contributions"].to_numpy().reshape(shape),
        base_values=answers["base_value"].to_numpy(),
        data=np.array(numbers, dtype=float).reshape(shape),
        display_data=np.array(texts, dtype=object).reshape(shape),
        feature_names=[entry.label.say(language) for entry in entries],
    )


def _answers(portfolio: Portfolio, clients: Sequence[int]) -> pl.DataFrame:
    """Base and contributions in the order of the clients."""
    asked = pl.DataFrame({"SK_ID_CURR": pl.Series(clients, dtype=pl.Int64)})
    rows = pl.scan_parquet(portfolio.folder / ROWS, glob=False).select("SK_ID_CURR", "base_value", "contributions")
    answers = rows.filter(pl.col("SK_ID_CURR").is_in(asked["SK_ID_CURR"].implode())).collect()
    return asked.join(answers.with_columns(pl.col("SK_ID_CURR").cast(pl.Int64)), on="SK_ID_CURR", maintain_order="left")
