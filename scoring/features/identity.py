"""Who is behind a loan: the same person may apply again under another number.

About 8,500 people of the full data appear twice, and an earlier difficulty foretells the next. Folds must
keep them together, or a model is rewarded for recognising people.
"""

from __future__ import annotations

import narwhals as nw
import polars as pl

from scoring.features.order import Frame
from scoring.tables.store import TableSet


def identity(tables: TableSet) -> pl.LazyFrame:
    """One row a client: SK_ID_CURR, born (DAYS_BIRTH) and person.

    ``person`` is the same for loans of one person: same sex, and the dates of birth, of registration and of
    the identity document shifted by the same number of days, so that their differences agree. A client
    whose dates are not all known is a person of their own: nobody else is, not even under the same number,
    as an application that is scored alone may carry any number.
    """
    native: pl.LazyFrame = identities(nw.from_native(tables.application())).to_native()
    return native


def identities(application: Frame) -> Frame:
    """What :func:`identity` returns, on the engine of the applications' frame."""

    def whole(days: nw.Expr) -> nw.Expr:
        return days.cast(nw.Int64()).cast(nw.String())

    born = nw.col("DAYS_BIRTH")
    known = nw.concat_str(
        nw.col("CODE_GENDER"),
        whole(born - nw.col("DAYS_REGISTRATION")),
        whole(born - nw.col("DAYS_ID_PUBLISH")),
        separator="/",
        ignore_nulls=False,
    )
    number = nw.col("SK_ID_CURR").cast(nw.String())
    alone = nw.concat_str(nw.lit("client"), number, nw.coalesce(whole(born), nw.lit("unknown")), separator="/")
    return application.select("SK_ID_CURR", born.alias("born"), nw.coalesce(known, alone).alias("person"))
