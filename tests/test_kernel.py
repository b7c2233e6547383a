"""The kernel that everything is measured against: its arithmetic as it was published, its defects too."""

from __future__ import annotations

import pandas as pd
import pytest

from benchmarks.kernel import installments_payments


def payments(table: str) -> pd.DataFrame:
    assert table == "installments_payments"
    return pd.DataFrame(
        {
            "SK_ID_PREV": [1, 1, 1],
            "SK_ID_CURR": [7, 7, 7],
            "NUM_INSTALMENT_VERSION": [1.0, 1.0, 2.0],
            "DAYS_INSTALMENT": [-90.0, -60.0, -30.0],
            "DAYS_ENTRY_PAYMENT": [-100.0, -57.0, None],
            "AMT_INSTALMENT": [10.0, 10.0, 10.0],
            "AMT_PAYMENT": [10.0, 5.0, None],
        }
    )


def test_what_was_never_paid_is_neither_late_nor_early_to_the_kernel() -> None:
    """Asked row by row whether it is above zero, an empty number is not: it counts as no day, not as unknown."""
    row = installments_payments(payments).loc[7]
    assert row["INSTAL_DPD_MAX"] == 3.0
    assert row["INSTAL_DPD_MEAN"] == pytest.approx(1.0)  # (0 + 3 + 0) / 3
    assert row["INSTAL_DBD_MEAN"] == pytest.approx(10 / 3)
    assert row["INSTAL_PAYMENT_PERC_MEAN"] == 0.75  # of the two that were paid
    assert row["INSTAL_NUM_INSTALMENT_VERSION_NUNIQUE"] == 2
    assert row["INSTAL_COUNT"] == 3
