"""Who is behind a loan: the same person may apply again under another number.

About 8,500 people of the full data appear twice, and an earlier difficulty foretells the next. Folds must
keep them together, or a model is rewarded for recognising people.
"""

from __future__ import annotations

import polars as pl

from scoring.tables.store import TableSet


def identity(tables: TableSet) -> pl.LazyFrame:
    """One row a client: SK_ID_CURR, born (DAYS_BIRTH) and person.

    ``person`` is the same for loans of one person: same sex, and the dates of birth, of registration and of
    the identity document shifted by the same number of days, so that their differences agree. A client
    whose dates are not all known is a person of their own: nobody else is, not even under the same number,
    as an application that is scored alone may carry any number.
    """
    registered = pl.col("DAYS_BIRTH") - pl.col("DAYS_REGISTRATION")
    published = pl.col("DAYS_BIRTH") - pl.col("DAYS_ID_PUBLISH")
    known = pl.concat_str(
        pl.col("CODE_GENDER"), registered.cast(pl.Int64), published.cast(pl.Int64), separator="/", ignore_nulls=False
    )
    born = pl.col("DAYS_BIRTH").cast(pl.Int64).cast(pl.String).fill_null("unknown")
    client_key = pl.format("client/{}/{}", pl.col("SK_ID_CURR"), born)
    return tables.application().select(
        "SK_ID_CURR", pl.col("DAYS_BIRTH").alias("born"), pl.coalesce(known, client_key).alias("person")
    )
