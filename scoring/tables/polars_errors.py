"""What Polars raises over a file that is damaged, or no table, as a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import polars as pl

from scoring.errors import UserError
from scoring.tables.unpack import short


@contextmanager
def polars_in_words(file: str, remedy: str) -> Iterator[None]:
    """Say in a sentence that a file cannot be read as a table.

    Parameters
    ----------
    file : str
        As sentences call it.
    remedy : str
        What to do.

    Raises
    ------
    UserError
        In place of what Polars raises; of a damaged Parquet file some bytes make it panic.
    """
    try:
        yield
    except pl.exceptions.PolarsError as error:
        raise UserError(f"{file}: cannot be read as a table ({short(error)}).", remedy) from error
    except pl.exceptions.PanicException as error:
        raise UserError(f"{file}: cannot be read as a table (it is damaged inside).", remedy) from error
