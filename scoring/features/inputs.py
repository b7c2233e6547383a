"""Which raw columns a feature is made from: what an unreadable value of a column touches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType

from scoring.features.build import definitions, derived_columns
from scoring.features.definition import Feature, RawColumn

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
    columns = {(source, column)} if column.isupper() else set(_derived()[source, column])
    if (source, feature.subset) in _SUBSETS:
        columns.add((source, _SUBSETS[source, feature.subset]))
    if source == "installments":
        columns.update((source, name) for name in _NAMES_AN_INSTALMENT)
    return frozenset(columns)


def columns_read(features: Iterable[str]) -> frozenset[RawColumn]:
    """The raw columns that the named features are made from."""
    by_name = _by_name()
    return frozenset(column for name in features for column in raw_columns(by_name[name]))


@cache
def _by_name() -> Mapping[str, Feature]:
    return {feature.name: feature for feature in definitions()}


@cache
def _derived() -> Mapping[RawColumn, tuple[RawColumn, ...]]:
    return {(derived.source, derived.column): derived.raw_columns for derived in derived_columns()}
