"""Which raw columns a feature is made from: what an unreadable value of a column touches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType

from scoring.features.build import definitions
from scoring.features.definition import Feature

RawColumn = tuple[str, str]  # our word for the table, the column

_DERIVED: Mapping[RawColumn, tuple[str, ...]] = MappingProxyType(
    {
        ("application", "employed_share"): ("DAYS_EMPLOYED", "DAYS_BIRTH"),
        ("application", "income_credit_ratio"): ("AMT_INCOME_TOTAL", "AMT_CREDIT"),
        ("application", "income_per_person"): ("AMT_INCOME_TOTAL", "CNT_FAM_MEMBERS"),
        ("application", "annuity_income_ratio"): ("AMT_ANNUITY", "AMT_INCOME_TOTAL"),
        ("application", "credit_goods_ratio"): ("AMT_CREDIT", "AMT_GOODS_PRICE"),
        ("application", "implied_term"): ("AMT_CREDIT", "AMT_ANNUITY"),
        ("application", "external_mean"): ("EXT_SOURCE_1", "EXT_SOURCE_2", "EXT_SOURCE_3"),
        ("application", "external_min"): ("EXT_SOURCE_1", "EXT_SOURCE_2", "EXT_SOURCE_3"),
        ("application", "external_count"): ("EXT_SOURCE_1", "EXT_SOURCE_2", "EXT_SOURCE_3"),
        ("bureau", "debt_ratio"): ("AMT_CREDIT_SUM_DEBT", "AMT_CREDIT_SUM"),
        ("balance", "late"): ("STATUS",),
        ("balance", "closed"): ("STATUS",),
        ("balance", "unknown"): ("STATUS",),
        ("balance", "dpd_grade"): ("STATUS",),
        ("previous", "application_credit_ratio"): ("AMT_APPLICATION", "AMT_CREDIT"),
        ("previous", "annuity_credit_ratio"): ("AMT_ANNUITY", "AMT_CREDIT"),
        ("previous", "down_payment_share"): ("AMT_DOWN_PAYMENT", "AMT_GOODS_PRICE"),
        ("previous", "refused"): ("NAME_CONTRACT_STATUS",),
        ("pos", "remaining_share"): ("CNT_INSTALMENT_FUTURE", "CNT_INSTALMENT"),
        ("pos", "late"): ("SK_DPD",),
        ("installments", "paid_ratio"): ("AMT_PAYMENT", "AMT_INSTALMENT"),
        ("installments", "gap"): ("AMT_PAYMENT", "AMT_INSTALMENT"),
        ("installments", "underpaid"): ("AMT_PAYMENT", "AMT_INSTALMENT"),
        ("installments", "days_late"): ("DAYS_ENTRY_PAYMENT",),
        ("installments", "days_early"): ("DAYS_ENTRY_PAYMENT",),
        ("installments", "late"): ("DAYS_ENTRY_PAYMENT",),
        ("card", "utilisation"): ("AMT_BALANCE", "AMT_CREDIT_LIMIT_ACTUAL"),
        ("card", "payment_ratio"): ("AMT_PAYMENT_CURRENT", "AMT_INST_MIN_REGULARITY"),
        ("card", "drawings_atm_share"): ("AMT_DRAWINGS_ATM_CURRENT", "AMT_DRAWINGS_CURRENT"),
        ("card", "late"): ("SK_DPD",),
    }
)
_SUBSETS: Mapping[RawColumn, str] = MappingProxyType(
    {
        ("bureau", "active"): "CREDIT_ACTIVE",
        ("bureau", "closed"): "CREDIT_ACTIVE",
        ("balance", "recent"): "MONTHS_BALANCE",
        ("previous", "approved"): "NAME_CONTRACT_STATUS",
        ("previous", "refused"): "NAME_CONTRACT_STATUS",
        ("pos", "recent"): "MONTHS_BALANCE",
        ("card", "recent"): "MONTHS_BALANCE",
    }
)
# Partial payments are added by instalment: what names an instalment touches every feature of the table.
_NAMES_AN_INSTALMENT = ("NUM_INSTALMENT_VERSION", "NUM_INSTALMENT_NUMBER", "DAYS_INSTALMENT")


def raw_columns(feature: Feature) -> frozenset[RawColumn]:
    """The raw columns that a feature is made from.

    Examples
    --------
    >>> sorted(raw_columns(Feature("bureau", "debt_ratio", "mean", "ratio", subset="active")))
    [('bureau', 'AMT_CREDIT_SUM'), ('bureau', 'AMT_CREDIT_SUM_DEBT'), ('bureau', 'CREDIT_ACTIVE')]
    """
    source, column = feature.source, feature.column
    names = set(_DERIVED.get((source, column), (column,) if column.isupper() else ()))
    if (source, feature.subset) in _SUBSETS:
        names.add(_SUBSETS[source, feature.subset])
    if source == "installments":
        names.update(_NAMES_AN_INSTALMENT)
    months = {("balance", "STATUS")} if column.startswith("balance_") else set()
    return frozenset({(source, name) for name in names} | months)


def columns_read(features: Iterable[str]) -> frozenset[RawColumn]:
    """The raw columns that the named features are made from."""
    by_name = _by_name()
    return frozenset(column for name in features for column in raw_columns(by_name[name]))


@cache
def _by_name() -> Mapping[str, Feature]:
    return {feature.name: feature for feature in definitions()}
