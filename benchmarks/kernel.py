"""The Kaggle kernel that the product adapts, written afresh in plain pandas: the baseline for speed and for AUC.

"LightGBM with Simple Features" by Aguiar, kaggle.com/jsaguiar/lightgbm-with-simple-features, 2018; its title told of
0.785, later of 0.792 on the public leaderboard. Every block, aggregate and setting is the kernel's, its defects too
(``docs/adr/0003-features.md``); only what pandas 3 no longer does is written in today's words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

Read = Callable[[str], pd.DataFrame]
Aggregates = Mapping[str, list[str]]

SETTINGS: Mapping[str, Any] = {
    "learning_rate": 0.02,
    "num_leaves": 34,
    "colsample_bytree": 0.9497036,
    "subsample": 0.8715623,
    "max_depth": 8,
    "reg_alpha": 0.041545473,
    "reg_lambda": 0.0735294,
    "min_split_gain": 0.0222415,
    "min_child_weight": 39.3259775,
}
SENTINEL = 365243
BUREAU: Aggregates = {
    "DAYS_CREDIT": ["min", "max", "mean", "var"],
    "DAYS_CREDIT_ENDDATE": ["min", "max", "mean"],
    "DAYS_CREDIT_UPDATE": ["mean"],
    "CREDIT_DAY_OVERDUE": ["max", "mean"],
    "AMT_CREDIT_MAX_OVERDUE": ["mean"],
    "AMT_CREDIT_SUM": ["max", "mean", "sum"],
    "AMT_CREDIT_SUM_DEBT": ["max", "mean", "sum"],
    "AMT_CREDIT_SUM_OVERDUE": ["mean"],
    "AMT_CREDIT_SUM_LIMIT": ["mean", "sum"],
    "AMT_ANNUITY": ["max", "mean"],
    "CNT_CREDIT_PROLONG": ["sum"],
    "MONTHS_BALANCE_MIN": ["min"],
    "MONTHS_BALANCE_MAX": ["max"],
    "MONTHS_BALANCE_SIZE": ["mean", "sum"],
}
_SPAN = ["min", "max", "mean"]
PREVIOUS: Aggregates = {
    "AMT_ANNUITY": _SPAN,
    "AMT_APPLICATION": _SPAN,
    "AMT_CREDIT": _SPAN,
    "APP_CREDIT_PERC": [*_SPAN, "var"],
    "AMT_DOWN_PAYMENT": _SPAN,
    "AMT_GOODS_PRICE": _SPAN,
    "HOUR_APPR_PROCESS_START": _SPAN,
    "RATE_DOWN_PAYMENT": _SPAN,
    "DAYS_DECISION": _SPAN,
    "CNT_PAYMENT": ["mean", "sum"],
}
POS: Aggregates = {
    "MONTHS_BALANCE": ["max", "mean", "size"],
    "SK_DPD": ["max", "mean"],
    "SK_DPD_DEF": ["max", "mean"],
}
INSTALMENTS: Aggregates = {
    "NUM_INSTALMENT_VERSION": ["nunique"],
    "DPD": ["max", "mean", "sum"],
    "DBD": ["max", "mean", "sum"],
    "PAYMENT_PERC": ["max", "mean", "sum", "var"],
    "PAYMENT_DIFF": ["max", "mean", "sum", "var"],
    "AMT_INSTALMENT": ["max", "mean", "sum"],
    "AMT_PAYMENT": ["min", "max", "mean", "sum"],
    "DAYS_ENTRY_PAYMENT": ["max", "mean", "sum"],
}


def kernel_features(read: Read) -> pd.DataFrame:
    """The kernel's matrix: one row a client, TARGET and SK_ID_CURR first among some 790 columns.

    Parameters
    ----------
    read : callable
        Gives a table by its file's name without ending, as pandas reads it from CSV or Parquet; an empty frame with
        the table's columns where it is absent.

    Returns
    -------
    DataFrame
        Indexed by SK_ID_CURR, TARGET missing for new clients; column names hold letters, digits and underscores only.
    """
    rows = application(read)
    for block in (bureau_and_balance, previous_applications, pos_cash, installments_payments, credit_card_balance):
        rows = rows.join(block(read), how="left", on="SK_ID_CURR")
    return rows.set_index("SK_ID_CURR").rename(columns=_plain_name)


def reader(folder: Path) -> Read:
    """A :data:`Read` for a folder of CSV or Parquet files."""

    def read(table: str) -> pd.DataFrame:
        parquet = folder / f"{table}.parquet"
        return pd.read_parquet(parquet) if parquet.exists() else pd.read_csv(folder / f"{table}.csv")

    return read


def application(read: Read) -> pd.DataFrame:
    """Both application tables, with five ratios."""
    rows = pd.concat([read("application_train"), read("application_test")], ignore_index=True)
    rows = rows[rows["CODE_GENDER"] != "XNA"].copy()
    for column in ("CODE_GENDER", "FLAG_OWN_CAR", "FLAG_OWN_REALTY"):
        rows[column] = pd.factorize(rows[column])[0]
    rows, _ = _one_hot(rows, with_missing=False)
    rows["DAYS_EMPLOYED"] = rows["DAYS_EMPLOYED"].replace(SENTINEL, np.nan)
    rows["DAYS_EMPLOYED_PERC"] = rows["DAYS_EMPLOYED"] / rows["DAYS_BIRTH"]
    rows["INCOME_CREDIT_PERC"] = rows["AMT_INCOME_TOTAL"] / rows["AMT_CREDIT"]
    rows["INCOME_PER_PERSON"] = rows["AMT_INCOME_TOTAL"] / rows["CNT_FAM_MEMBERS"]
    rows["ANNUITY_INCOME_PERC"] = rows["AMT_ANNUITY"] / rows["AMT_INCOME_TOTAL"]
    rows["PAYMENT_RATE"] = rows["AMT_ANNUITY"] / rows["AMT_CREDIT"]
    return rows


def bureau_and_balance(read: Read) -> pd.DataFrame:
    """Credits elsewhere: all of them, the active, the closed."""
    months, statuses = _one_hot(read("bureau_balance"))
    span = {"MONTHS_BALANCE": ["min", "max", "size"], **{key: ["mean"] for key in statuses}}
    credits_, categories = _one_hot(read("bureau"))
    credits_ = credits_.join(_flat(months.groupby("SK_ID_BUREAU").agg(span)), how="left", on="SK_ID_BUREAU")
    shares = {**{key: ["mean"] for key in categories}, **{f"{status}_MEAN": ["mean"] for status in statuses}}
    whole = _flat(credits_.groupby("SK_ID_CURR").agg({**BUREAU, **shares}), "BURO")
    for status in ("Active", "Closed"):
        chosen = (
            credits_[credits_[f"CREDIT_ACTIVE_{status}"] == 1]
            if f"CREDIT_ACTIVE_{status}" in credits_
            else credits_[:0]
        )
        whole = whole.join(_flat(chosen.groupby("SK_ID_CURR").agg(dict(BUREAU)), status.upper()), how="left")
    return whole


def previous_applications(read: Read) -> pd.DataFrame:
    """Earlier applications: all of them, the approved, the refused."""
    rows, categories = _one_hot(read("previous_application"))
    for column in ("FIRST_DRAWING", "FIRST_DUE", "LAST_DUE_1ST_VERSION", "LAST_DUE", "TERMINATION"):
        rows[f"DAYS_{column}"] = rows[f"DAYS_{column}"].replace(SENTINEL, np.nan)
    rows["APP_CREDIT_PERC"] = rows["AMT_APPLICATION"] / rows["AMT_CREDIT"]
    shares = {key: ["mean"] for key in categories}
    whole = _flat(rows.groupby("SK_ID_CURR").agg({**PREVIOUS, **shares}), "PREV")
    for status in ("Approved", "Refused"):
        chosen = _where(rows, f"NAME_CONTRACT_STATUS_{status}")
        whole = whole.join(_flat(chosen.groupby("SK_ID_CURR").agg(dict(PREVIOUS)), status.upper()), how="left")
    return whole


def pos_cash(read: Read) -> pd.DataFrame:
    """Months of instalment loans with the lender."""
    rows, categories = _one_hot(read("POS_CASH_balance"))
    groups = rows.groupby("SK_ID_CURR")
    return _flat(groups.agg({**POS, **{key: ["mean"] for key in categories}}), "POS").assign(POS_COUNT=groups.size())


def installments_payments(read: Read) -> pd.DataFrame:
    """Instalments due and paid."""
    rows, categories = _one_hot(read("installments_payments"))
    rows["PAYMENT_PERC"] = rows["AMT_PAYMENT"] / rows["AMT_INSTALMENT"]
    rows["PAYMENT_DIFF"] = rows["AMT_INSTALMENT"] - rows["AMT_PAYMENT"]
    gap = rows["DAYS_ENTRY_PAYMENT"] - rows["DAYS_INSTALMENT"]
    rows["DPD"], rows["DBD"] = gap.apply(_positive_or_zero), (-gap).apply(_positive_or_zero)
    groups = rows.groupby("SK_ID_CURR")
    wide = groups.agg({**INSTALMENTS, **{key: ["mean"] for key in categories}})
    return _flat(wide, "INSTAL").assign(INSTAL_COUNT=groups.size())


def credit_card_balance(read: Read) -> pd.DataFrame:
    """Months of cards: five statistics of every column, dummies too."""
    rows, _ = _one_hot(read("credit_card_balance"))
    groups = rows.drop(columns="SK_ID_PREV").groupby("SK_ID_CURR")
    return _flat(groups.agg(["min", "max", "mean", "sum", "var"]), "CC").assign(CC_COUNT=groups.size())


def _one_hot(rows: pd.DataFrame, *, with_missing: bool = True) -> tuple[pd.DataFrame, list[str]]:
    """Dummies in place of texts, and their names; pandas 3 no longer calls texts ``object``."""
    texts = [column for column in rows.columns if not pd.api.types.is_numeric_dtype(rows[column])]
    wide = pd.get_dummies(rows, columns=texts, dummy_na=with_missing)
    return wide, [column for column in wide.columns if column not in rows.columns]


def _positive_or_zero(days: float) -> float:
    """Days late or early, asked row by row as the kernel does; of what was never paid it makes no day late."""
    return days if days > 0 else 0


def _where(rows: pd.DataFrame, flag: str) -> pd.DataFrame:
    """The rows whose dummy is set; none where no row ever had that text."""
    return rows[rows[flag] == 1] if flag in rows else rows[:0]


def _flat(wide: pd.DataFrame, prefix: str = "") -> pd.DataFrame:
    """One level of names: ``PREFIX_COLUMN_STATISTIC``."""
    names = wide.columns.map(lambda pair: f"{pair[0]}_{pair[1].upper()}")
    return wide.set_axis([f"{prefix}_{name}" if prefix else name for name in names], axis=1)


def _plain_name(name: str) -> str:
    """A name that LightGBM takes."""
    return "".join(letter if letter.isalnum() or letter == "_" else "_" for letter in name)
