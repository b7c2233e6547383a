"""The set of tables: Kaggle's file names, our words for them, keys, and who belongs to whom."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import dataframely as dy

from scoring.tables.schema.application import Application
from scoring.tables.schema.bureau import Bureau
from scoring.tables.schema.bureau_balance import BureauBalance
from scoring.tables.schema.card import Card
from scoring.tables.schema.installments import Installments
from scoring.tables.schema.pos import Pos
from scoring.tables.schema.previous import Previous

LEAST_KEY = 1  # 0 and -1 are what programs write where no number is known


@dataclass(frozen=True)
class TableContract:
    """What is promised of one table.

    Parameters
    ----------
    file : str
        Kaggle's file name without ending; also the name of our Parquet file.
    schema : type of dataframely Schema
        Columns with type, nullability, key, unit and levels.
    source : str
        Our short word for it, the first part of its features' names and of its catalogue entries.
    required : bool
        Whether a set without it is refused.
    parent : str, optional
        File of the table its rows belong to, and
    parent_key : str, optional
        the column that says to which row.
    order : tuple of str
        Columns its rows are sorted by, the client first.
    """

    file: str
    schema: type[dy.Schema]
    source: str
    order: tuple[str, ...]
    required: bool = False
    parent: str | None = None
    parent_key: str | None = None
    absent: tuple[str, ...] = ()

    @cached_property
    def columns(self) -> dict[str, dy.Column]:
        """Columns that a file of this table must have, by name."""
        every = self.schema.columns()
        return {
            name: column
            for name, column in every.items()
            if name not in self.absent and not (column.metadata or {}).get("derived")
        }

    @property
    def primary_key(self) -> list[str]:
        """Columns that name a row; empty when nothing does."""
        return list(self.schema.primary_key())


CONTRACT: MappingProxyType[str, TableContract] = MappingProxyType(
    {
        table.file: table
        for table in (
            TableContract("application_train", Application, "application", ("SK_ID_CURR",), required=True),
            TableContract("application_test", Application, "application", ("SK_ID_CURR",), absent=("TARGET",)),
            TableContract("bureau", Bureau, "bureau", ("SK_ID_CURR", "DAYS_CREDIT", "SK_ID_BUREAU")),
            TableContract(
                "bureau_balance",
                BureauBalance,
                "balance",
                ("SK_ID_CURR", "SK_ID_BUREAU", "MONTHS_BALANCE"),
                parent="bureau",
                parent_key="SK_ID_BUREAU",
            ),
            TableContract("previous_application", Previous, "previous", ("SK_ID_CURR", "DAYS_DECISION", "SK_ID_PREV")),
            TableContract(
                "POS_CASH_balance",
                Pos,
                "pos",
                ("SK_ID_CURR", "SK_ID_PREV", "MONTHS_BALANCE"),
                parent="previous_application",
                parent_key="SK_ID_PREV",
            ),
            TableContract(
                "installments_payments",
                Installments,
                "installments",
                (
                    "SK_ID_CURR",
                    "SK_ID_PREV",
                    "NUM_INSTALMENT_NUMBER",
                    "NUM_INSTALMENT_VERSION",
                    "DAYS_INSTALMENT",
                    "DAYS_ENTRY_PAYMENT",
                    "AMT_PAYMENT",
                ),
                parent="previous_application",
                parent_key="SK_ID_PREV",
            ),
            TableContract(
                "credit_card_balance",
                Card,
                "card",
                ("SK_ID_CURR", "SK_ID_PREV", "MONTHS_BALANCE"),
                parent="previous_application",
                parent_key="SK_ID_PREV",
            ),
        )
    }
)
TABLES: tuple[str, ...] = tuple(CONTRACT)


def column_unit(column: dy.Column) -> str:
    """The unit a column was declared with."""
    return str((column.metadata or {})["unit"])


def known_levels(column: dy.Column) -> tuple[str, ...]:
    """The texts a category column is known to hold; empty for other columns."""
    return tuple((column.metadata or {}).get("levels", ()))
