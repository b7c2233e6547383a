"""The quality of a home's tables: what the contract promises, what cleaning did, what is missing."""

from __future__ import annotations

import pandas as pd
import polars as pl

from scoring.analysis.rates import rate_by
from scoring.settings import Home
from scoring.tables.clean import rules
from scoring.tables.ingest import read_report
from scoring.tables.schema import CONTRACT, TABLES, TableContract, column_unit
from scoring.tables.store import TableSet, open_tables
from scoring.texts import Language
from scoring.texts import columns as column_texts


def tables_overview(home: Home) -> pd.DataFrame:
    """Every table of the contract and what the home holds of it.

    Returns
    -------
    DataFrame
        table, state (``here`` or ``absent``), rows, columns, clients, rows_a_client, applicants_with (share of
        the applications that have a row), missing (share of its values), cleaned (values that cleaning changed)
        and noticed (rows that do not agree with other tables); numbers are empty for an absent table.
    """
    tables, report = open_tables(home), read_report(home)
    applicants = tables.application().select("SK_ID_CURR").collect().to_series()
    rows: list[dict[str, str | float]] = []
    for name in TABLES:
        if name not in tables.frames:
            rows.append({"table": name, "state": "absent"})
            continue
        cleaned = sum(entry.rows for entry in report.cleaned if entry.table == name)
        noticed = sum(entry.rows for entry in report.findings if entry.table == name)
        extent = _extent(tables, name, applicants)
        rows.append({"table": name, "state": "here", **extent, "cleaned": cleaned, "noticed": noticed})
    return pd.DataFrame(rows)


def cleaned_values(home: Home) -> pd.DataFrame:
    """What cleaning did: one row a rule and column that it changed, most values first.

    Returns
    -------
    DataFrame
        rule, table, column, rows, share (of the table's rows), why.
    """
    report = read_report(home)
    why = {rule.name: rule.why for rule in rules()}
    rows = [
        (
            entry.rule,
            entry.table,
            entry.column,
            entry.rows,
            entry.rows / report.rows[entry.table],
            why.get(entry.rule, ""),
        )
        for entry in sorted(report.cleaned, key=lambda entry: -entry.rows)
    ]
    return pd.DataFrame(rows, columns=["rule", "table", "column", "rows", "share", "why"])


def unmet_rules(home: Home) -> list[str]:
    """Cleaning rules that met nothing in these tables."""
    met = {entry.rule for entry in read_report(home).cleaned}
    return [rule.name for rule in rules() if rule.name not in met]


def noticed_rows(home: Home) -> pd.DataFrame:
    """What does not agree within the set of tables, and was kept: check, table, column, rows, share."""
    report = read_report(home)
    rows = [
        (entry.check, entry.table, entry.column, entry.rows, entry.rows / report.rows[entry.table])
        for entry in report.findings
    ]
    return pd.DataFrame(rows, columns=["check", "table", "column", "rows", "share"])


def missing_values(home: Home, language: Language = "en") -> pd.DataFrame:
    """The share of empty values in every column of every table that is here, largest first; labels in the language.

    Returns
    -------
    DataFrame
        table, column, label, unit, missing.
    """
    tables = open_tables(home)
    rows: list[tuple[str, str, str, str, float]] = []
    for name, frame in tables.frames.items():
        table = CONTRACT[name]
        row = frame.select(pl.col(list(table.columns)).null_count() / pl.len()).collect(engine="streaming")
        for column, share in row.row(0, named=True).items():
            unit = column_unit(table.columns[column])
            rows.append((name, column, label_of(table, column, language), unit, float(share)))
    frame_of = pd.DataFrame(rows, columns=["table", "column", "label", "unit", "missing"])
    return frame_of.sort_values("missing", ascending=False, kind="stable").reset_index(drop=True)


def difficulty_where_missing(
    application: pl.DataFrame, names: list[str], level: float = 0.95, language: Language = "en"
) -> pd.DataFrame:
    """Whether a missing value tells something: the difficulty rate of those without and of those with a value.

    Parameters
    ----------
    application : DataFrame
        Clients, with TARGET.
    names : list of str
        Columns that are empty for some and not for all.
    level : float
        Confidence level of the intervals.
    language : {"en", "fr"}
        Language of the labels.

    Returns
    -------
    DataFrame
        column, label, missing (share), then group (``missing`` or ``known``), n, hits, rate, low, high.
    """
    parts = []
    for name in names:
        group = application[name].is_null().replace_strict({True: "missing", False: "known"}, return_dtype=pl.String)
        rates = rate_by(group, application["TARGET"], level).sort_values("group")
        share = application[name].null_count() / application.height
        rates.insert(0, "column", name)
        rates.insert(1, "label", label_of(CONTRACT["application_train"], name, language))
        rates.insert(2, "missing", share)
        parts.append(rates)
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def label_of(table: TableContract, column: str, language: Language = "en") -> str:
    """What a column is called.

    Examples
    --------
    >>> label_of(CONTRACT["bureau"], "AMT_CREDIT_SUM")
    'Amount of a loan at another lender'
    """
    return column_texts()[table.source][column].say(language)


def _extent(tables: TableSet, name: str, applicants: pl.Series) -> dict[str, float]:
    frame, columns = tables.frames[name], list(CONTRACT[name].columns)
    counted = frame.select(
        pl.len().alias("rows"), pl.sum_horizontal(pl.col(columns).null_count().cast(pl.Int64)).alias("empty")
    ).collect(engine="streaming")
    rows, empty = counted.row(0)
    clients = frame.select(pl.col("SK_ID_CURR").drop_nulls().unique()).collect(engine="streaming").to_series()
    return {
        "rows": rows,
        "columns": len(columns),
        "clients": len(clients),
        "rows_a_client": rows / len(clients) if len(clients) else 0.0,
        "applicants_with": float(applicants.is_in(clients.implode()).mean()),  # type: ignore[arg-type]
        "missing": empty / (rows * len(columns)),
    }
