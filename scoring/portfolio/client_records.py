"""One client's own rows: loans elsewhere, applications with us and their instalments, card; read when asked for.

The tables are sorted by client, so that of each only the groups of rows that may hold the client are read.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from scoring.errors import UserError
from scoring.features.installments import ONE_INSTALMENT, whole_instalments
from scoring.files import current, made_from
from scoring.settings import Home
from scoring.tables.current_tables import tables_fingerprint

Row = dict[str, Any]

CREDIT = {
    "CREDIT_TYPE": "kind",
    "CREDIT_ACTIVE": "status",
    "CREDIT_CURRENCY": "currency",
    "DAYS_CREDIT": "opened",
    "DAYS_CREDIT_ENDDATE": "planned_end",
    "DAYS_ENDDATE_FACT": "ended",
    "AMT_CREDIT_SUM": "amount",
    "AMT_CREDIT_SUM_DEBT": "owed",
    "CREDIT_DAY_OVERDUE": "days_late",
}
APPLICATION = {
    "NAME_CONTRACT_TYPE": "kind",
    "NAME_GOODS_CATEGORY": "goods",
    "NAME_CONTRACT_STATUS": "status",
    "CODE_REJECT_REASON": "refused_for",
    "DAYS_DECISION": "decided",
    "AMT_APPLICATION": "asked",
    "AMT_CREDIT": "granted",
}
INSTALMENT = {"DAYS_INSTALMENT": "due", "DAYS_ENTRY_PAYMENT": "paid", "AMT_INSTALMENT": "amount"}
CARD = {"MONTHS_BALANCE": "month", "AMT_BALANCE": "balance", "AMT_CREDIT_LIMIT_ACTUAL": "limit", "SK_DPD": "days_late"}
PAYMENT = ("NUM_INSTALMENT_VERSION", "NUM_INSTALMENT_NUMBER", "AMT_PAYMENT")
COLUMNS_READ = {
    "bureau": tuple(CREDIT),
    "previous_application": ("SK_ID_PREV", *APPLICATION),
    "installments_payments": ("SK_ID_CURR", "SK_ID_PREV", *PAYMENT, *INSTALMENT),
    "credit_card_balance": tuple(CARD),
}


@dataclass(frozen=True)
class BureauCredit:
    """A loan at another lender; levels as Kaggle's text, days from this application (past ones are negative)."""

    kind: str | None
    status: str | None
    currency: str | None
    opened: float
    planned_end: float | None
    ended: float | None
    amount: float | None
    owed: float | None
    days_late: float | None

    @property
    def running(self) -> bool:
        """Whether it is still to be repaid."""
        return self.status == "Active"


@dataclass(frozen=True)
class Instalment:
    """An instalment of an earlier loan with us: days due and paid (from this application), amount due."""

    due: float
    paid: float | None
    amount: float | None

    @property
    def delay(self) -> float | None:
        """Days paid after the day due, negative for earlier; None where no payment is known."""
        return None if self.paid is None else self.paid - self.due


@dataclass(frozen=True)
class EarlierApplication:
    """An application with us before this one; all but the instalments empty where only these are known."""

    kind: str | None = None
    goods: str | None = None
    status: str | None = None
    refused_for: str | None = None
    decided: float | None = None
    asked: float | None = None
    granted: float | None = None
    instalments: tuple[Instalment, ...] = ()


@dataclass(frozen=True)
class CardMonth:
    """What is owed on the client's cards with us in a month (−1 is the last one), and their limit."""

    month: int
    balance: float | None
    limit: float | None
    days_late: float | None


@dataclass(frozen=True)
class ClientRecords:
    """A client's rows, the latest first (instalments and months: the earliest); None where the table is missing."""

    credits: tuple[BureauCredit, ...] | None
    applications: tuple[EarlierApplication, ...] | None
    instalments_known: bool
    card: tuple[CardMonth, ...] | None


def tables_of(portfolio: Path) -> Path | None:
    """The tables that a portfolio was made from; None where they are not here, or others have taken their place.

    Parameters
    ----------
    portfolio : Path
        The portfolio's folder in its home.
    """
    home = Home(portfolio.parents[2])
    folder = current(home.tables)
    if folder is None:
        return None
    try:
        same = tables_fingerprint(folder) == made_from(portfolio).get("tables")
    except (UserError, OSError):
        return None
    return folder if same else None


def scored_tables(portfolio: Path) -> Path:
    """The tables that a portfolio was made from, for what cannot be told without them.

    Parameters
    ----------
    portfolio : Path
        The portfolio's folder in its home.

    Raises
    ------
    UserError
        When they are not here, or others have taken their place.
    """
    folder = tables_of(portfolio)
    if folder is None:
        there = "others, imported since" if current(Home(portfolio.parents[2]).tables) else "none"
        raise UserError(f"Expected the tables that were scored, got {there}.", "Run 'scoring run' to score today's.")
    return folder


def read_client_records(tables: Path, client: int) -> ClientRecords:
    """A client's rows of the tables in a folder.

    Parameters
    ----------
    tables : Path
        As :func:`tables_of` finds it.
    client : int
        Whose; nobody's rows are no rows.
    """
    rows = _rows(tables, client)
    instalments = _instalments(rows.get("installments_payments"))
    return ClientRecords(
        credits=_credits(rows.get("bureau")),
        applications=_applications(rows.get("previous_application"), instalments),
        instalments_known=instalments is not None,
        card=_card(rows.get("credit_card_balance")),
    )


def _rows(tables: Path, client: int) -> dict[str, pl.DataFrame]:
    """The client's rows of each table that is there, read side by side."""
    files = {name: tables / f"{name}.parquet" for name in COLUMNS_READ}
    there = [name for name, file in files.items() if file.exists()]
    is_client = pl.col("SK_ID_CURR") == client
    plans = [pl.scan_parquet(files[name], glob=False).filter(is_client).select(COLUMNS_READ[name]) for name in there]
    return dict(zip(there, pl.collect_all(plans), strict=True))


def _credits(rows: pl.DataFrame | None) -> tuple[BureauCredit, ...] | None:
    if rows is None:
        return None
    return tuple(BureauCredit(**row) for row in rows.rename(CREDIT).sort("opened", descending=True).to_dicts())


def _applications(
    rows: pl.DataFrame | None, instalments: dict[int, tuple[Instalment, ...]] | None
) -> tuple[EarlierApplication, ...] | None:
    """Every application with its instalments; instalments of an application that is not known are not lost."""
    if rows is None and instalments is None:
        return None
    left, applications = dict(instalments or {}), []
    earlier = [] if rows is None else rows.rename(APPLICATION).sort("decided", descending=True).to_dicts()
    for row in earlier:
        applications.append(EarlierApplication(instalments=left.pop(row.pop("SK_ID_PREV"), ()), **row))
    return (*applications, *(EarlierApplication(instalments=rest) for rest in left.values()))


def _instalments(rows: pl.DataFrame | None) -> dict[int, tuple[Instalment, ...]] | None:
    """Whole instalments by application, as the features count them: partial payments are added up."""
    if rows is None:
        return None
    whole: pl.DataFrame = nw.to_native(whole_instalments(nw.from_native(rows.lazy()))).sort(*ONE_INSTALMENT).collect()
    by_loan: dict[int, list[Instalment]] = {}
    for row in whole.select("SK_ID_PREV", *INSTALMENT).rename(INSTALMENT).sort("due", maintain_order=True).to_dicts():
        by_loan.setdefault(row.pop("SK_ID_PREV"), []).append(Instalment(**row))
    return {loan: tuple(instalments) for loan, instalments in by_loan.items()}


def _card(rows: pl.DataFrame | None) -> tuple[CardMonth, ...] | None:
    """Several cards are one: what is owed and may be owed together, the longest delay."""
    if rows is None:
        return None
    sums = (pl.when(pl.col(name).count() > 0).then(pl.col(name).sum()).alias(name) for name in ("balance", "limit"))
    months = rows.rename(CARD).group_by("month").agg(*sums, pl.col("days_late").max()).sort("month")
    return tuple(CardMonth(**row) for row in months.to_dicts())
