"""Names of what lies in a portfolio's folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from annotated_types import MinLen

from scoring.validation import Checked

ABOUT = "portfolio.json"
MODEL = "model"
ROWS = "scores.parquet"
COLUMNS = "columns"  # a folder: one file a variable
APPLICATIONS = "applications.parquet"


@dataclass(frozen=True)
class About(Checked):
    """What a portfolio says of itself.

    ``variables`` are held of each client, in this order; ``levels`` are the texts of each category, in the order of
    their codes; ``absent_sources`` the histories whose table is missing; ``demonstration`` whether the clients are
    simulated.
    """

    variables: Annotated[tuple[str, ...], MinLen(1)]
    levels: Mapping[str, tuple[str, ...]]
    absent_sources: tuple[str, ...]
    demonstration: bool


def theme_column(theme: str) -> str:
    """The column that holds what a theme adds to every client's log-odds."""
    return f"theme_{theme}"
