"""What a feature is: which column of which table, which statistic, over which rows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:  # the words' room would count among the code that computes features
    from scoring.texts.words import Theme

RawColumn = tuple[str, str]  # our word for the table, the column
Direction = Literal[-1, 0, 1]
Basis = Literal["economic", "history", "external", "housing", "stability", "none"]
Statistic = Literal["value", "mean", "min", "max", "sum", "std", "count", "distinct", "share", "last"]


@dataclass(frozen=True)
class Feature:
    """One named column of the training matrix.

    Parameters
    ----------
    source : str
        The table it speaks of: application, bureau, balance, previous, pos, installments or card.
    column : str
        Raw column (upper case) or column that we derive (lower case).
    statistic : str
        How a client's rows become one number; "value" for the application's columns and what two features make.
    unit : str
        How the result is read aloud.
    subset : str
        Which rows: a name of ``texts/subsets.toml``, or all of them.
    level : str
        For shares: the category's text that is counted.
    levels : tuple of str
        For categories: the texts known, in a fixed order.
    of_flag : bool
        Whether it is a statistic of a yes or no: its mean is a share.
    """

    source: str
    column: str
    statistic: Statistic
    unit: str
    subset: str = ""
    level: str = ""
    levels: tuple[str, ...] = ()
    of_flag: bool = False

    @cached_property
    def name(self) -> str:
        """``table_column_statistic`` in lower case, unique in the catalogue.

        Examples
        --------
        >>> Feature("bureau", "AMT_CREDIT_SUM", "max", "amount", subset="active").name
        'bureau_active_amt_credit_sum_max'
        >>> Feature("application", "AMT_CREDIT", "value", "amount").name
        'application_amt_credit'
        """
        statistic = "" if self.statistic == "value" else self.statistic
        parts = (self.source, self.subset, self.column, self.level, statistic)
        return "_".join(slug(part) for part in parts if part)

    @property
    def is_category(self) -> bool:
        """Whether the value is one of a few texts."""
        return self.unit == "category"


@dataclass(frozen=True)
class DerivedColumn:
    """A column that we compute from raw ones, and what it stands for where they do not say it.

    Whether a client can change it, which protected trait it tells of and what allows its use follow from what it is
    made from (:mod:`scoring.features.governance`).

    Parameters
    ----------
    source : str
        The table whose rows have it.
    column : str
        Its name, in lower case.
    unit : str
        How a value is read aloud.
    made_from : tuple of str
        The raw columns of the table that it is computed from, as ``balance.STATUS`` where they are of another one;
        empty for what counts rows.
    direction : int
        Expected effect of a higher value on the risk: 1 raises, -1 lowers, 0 not known.
    theme : str
        Family of reasons; left out where that is what it is made from.
    basis : str
        What allows a lender to rely on it; left out where that is what it is made from.
    """

    source: str
    column: str
    unit: str
    made_from: tuple[str, ...] = ()
    direction: Direction = 0
    theme: Theme | None = None
    basis: Basis | None = None

    @property
    def raw_columns(self) -> tuple[RawColumn, ...]:
        """What it is made from, with the table's name.

        Examples
        --------
        >>> DerivedColumn("bureau", "balance_worst", "count", ("balance.STATUS",)).raw_columns
        (('balance', 'STATUS'),)
        """
        named = (name.rpartition(".") for name in self.made_from)
        return tuple((source or self.source, column) for source, _, column in named)

    def statistics(self, *statistics: Statistic, subset: str = "") -> tuple[Feature, ...]:
        """Several statistics of it, as :func:`statistics_of`.

        Parameters
        ----------
        *statistics : str
            Which ones.
        subset : str
            Subset of the rows, such as "active"; all of them where empty.

        Examples
        --------
        >>> [f.name for f in DerivedColumn("pos", "late", "flag", ("SK_DPD",)).statistics("mean", subset="recent")]
        ['pos_recent_late_mean']
        """
        return statistics_of(self.source, self.column, self.unit, statistics, subset)


def slug(text: str) -> str:
    """Lower case letters, digits and underscores; what LightGBM and file formats accept as a name.

    Examples
    --------
    >>> slug("Stone, brick")
    'stone_brick'
    """
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")


def statistics_of(
    source: str, column: str, unit: str, statistics: Iterable[Statistic], subset: str = ""
) -> tuple[Feature, ...]:
    """Several statistics of one column; counts are counts whatever the column's unit.

    Parameters
    ----------
    source : str
        The history that the rows are of, such as "bureau".
    column : str
        Kaggle's name of it, or that of a number derived from a row.
    unit : str
        Unit of the column: how a value is said.
    statistics : iterable of str
        Which ones.
    subset : str
        Subset of the rows, such as "active"; all of them where empty.

    Examples
    --------
    >>> [f.name for f in statistics_of("pos", "SK_DPD", "count", ("max", "mean"))]
    ['pos_sk_dpd_max', 'pos_sk_dpd_mean']
    """
    of_flag = unit == "flag"
    of_values = "ratio" if of_flag else unit  # the mean, sum or extreme of yes and no is a share or a number
    return tuple(
        Feature(
            source,
            column,
            statistic,
            "count" if statistic in ("count", "distinct") else of_values,
            subset,
            of_flag=of_flag,
        )
        for statistic in statistics
    )


def shares_of(source: str, column: str, levels: Iterable[str], subset: str = "") -> tuple[Feature, ...]:
    """The share of a client's rows that carry each of these texts.

    Parameters
    ----------
    source : str
        The history that the rows are of, such as "bureau".
    column : str
        Kaggle's name of a column of texts.
    levels : iterable of str
        The texts, as Kaggle writes them.
    subset : str
        Subset of the rows, such as "active"; all of them where empty.
    """
    return tuple(Feature(source, column, "share", "ratio", subset, level) for level in levels)
