"""A cleaned table is written as it is read: no step of its plan asks for all rows at once."""

import polars as pl
import pytest

from scoring.synthetic import simulate_in_ranges
from scoring.tables.clean import clean_table
from scoring.tables.meant import as_meant
from scoring.tables.schema import CONTRACT

HOLDS_ALL = ("columnar-function", "in-memory-map")


@pytest.fixture(scope="module")
def raw() -> dict[str, pl.DataFrame]:
    """Tables as they are drawn, with what cleaning takes out."""
    (world,) = simulate_in_ranges(60, seed=3)
    return dict(world.tables)


def steps(frame: pl.LazyFrame) -> str:
    """The steps by which the streaming engine makes a frame."""
    graph = frame.show_graph(engine="streaming", plan_stage="physical", raw_output=True, show=False)
    assert graph is not None
    return str(graph)


@pytest.mark.parametrize("table", sorted(CONTRACT))
def test_no_table_is_held_to_be_cleaned(raw: dict[str, pl.DataFrame], table: str) -> None:
    frame = clean_table(raw[table].lazy(), CONTRACT[table], raw["bureau"].lazy()).frame
    assert [step for step in HOLDS_ALL if step in steps(frame)] == []


def test_what_holds_all_rows_would_be_seen() -> None:
    """And comparisons do not: one text that means nothing, two that mean one, one that stays."""
    rows = pl.LazyFrame({"text": ["XNA", "f", "female", "M", None]})
    meanings = {"XNA": None, "f": "F", "female": "F"}
    replaced = rows.select(pl.col("text").replace(list(meanings), list(meanings.values())))
    compared = rows.select(as_meant(pl.col("text"), meanings).alias("text"))
    assert "columnar-function" in steps(replaced)
    assert "columnar-function" not in steps(compared)
    assert compared.collect()["text"].to_list() == replaced.collect()["text"].to_list() == [None, "F", "F", "M", None]
