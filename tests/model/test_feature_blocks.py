"""Blocks of features: which there are, a model that does without some, and which of them pay."""

from __future__ import annotations

from collections import Counter

import numpy as np
import polars as pl
import pytest

from scoring.analysis.feature_blocks import compare_blocks
from scoring.errors import UserError
from scoring.features.catalogue import allowed_features, catalogue
from scoring.model.candidates import candidate_named
from scoring.model.choice import choose, chosen
from scoring.model.feature_blocks import BLOCKS, block_of, outside_blocks
from scoring.model.train import allowed_features_of
from scoring.model.train_set import TrainSet
from scoring.settings import Home, Switches, Training

LAWFUL = allowed_features(Switches())
TELLING, NOISE = "card_utilisation_max", "bureau_debt_ratio_mean"


def test_each_feature_beyond_the_kernels_is_in_one_block_and_none_of_the_kernels_in_any():
    counts = Counter(block_of(entry) for entry in catalogue().values())
    assert set(counts) == {"", *BLOCKS}
    assert {name: counts[name] for name in ("external", "ratios", "card")} == {"external": 3, "ratios": 14, "card": 7}
    kernel = candidate_named("kernel").features(Switches())
    assert outside_blocks(kernel, BLOCKS) == kernel
    assert set(outside_blocks(LAWFUL, BLOCKS)) == set(kernel)


@pytest.mark.parametrize("block", BLOCKS)
def test_a_model_does_without_the_blocks_that_are_left_out_and_reads_all_others(block):
    fewer = outside_blocks(LAWFUL, (block,))
    assert [name for name in LAWFUL if name not in fewer] == [
        name for name in LAWFUL if block_of(catalogue()[name]) == block
    ]
    rows = clients(40)
    assert TELLING in allowed_features_of(rows.rows, Training())
    assert TELLING not in allowed_features_of(rows.rows, Training(without_blocks=("card",)))


def test_a_block_that_there_is_not_is_refused_and_one_that_there_is_is_kept(tmp_path):
    home = Home(tmp_path)
    with pytest.raises(UserError, match=r"expected blocks of features, got 'cards'.*Name some of external, ratios"):
        choose(home, Training(without_blocks=("cards",)))
    with pytest.raises(UserError, match="got 'cards'"):
        allowed_features_of(clients(40).rows, Training(without_blocks=("cards",)))
    choose(home, Training(without_blocks=("card", "windows")))
    assert chosen(home).without_blocks == ("card", "windows")


def test_a_block_that_tells_difficulties_is_kept_and_noise_is_left_out():
    comparison = compare_blocks(clients(1200), Training(candidate="logistic", max_features=20))
    assert comparison.left_out == ("ratios",)
    alone = comparison.table.set_index("without")
    assert alone.loc["card", "cost_low"] > 0 > alone.loc["card", "auc_high"]
    assert alone.loc["ratios", "cost_low"] <= 0
    assert list(alone.index[:2]) == ["ratios", "card"]
    assert "ratios, card" in alone.index  # the next step, which costs more beyond chance, and ends the walk


def test_what_is_left_out_already_is_not_compared():
    settings = Training(candidate="logistic", max_features=20, without_blocks=("ratios",))
    assert list(compare_blocks(clients(1200), settings).table["without"]) == ["card"]


def test_a_model_that_reads_of_no_block_has_none_to_leave_out():
    nothing = compare_blocks(clients(300), Training(candidate="scorecard", without_blocks=BLOCKS))
    assert (nothing.left_out, len(nothing.table)) == ((), 0)
    assert "cost_difference" in nothing.table


def clients(n: int) -> TrainSet:
    """Clients of whom only a card's use tells anything; whatever else is known of them is noise, or empty."""
    drawn = np.random.default_rng(5)
    use = drawn.uniform(0, 1, n)
    target = (drawn.uniform(0, 1, n) < 0.02 + 0.5 * use**3).astype(np.int64)
    known = {TELLING: use, NOISE: drawn.normal(size=n), "application_amt_credit": drawn.normal(size=n)}
    rows = pl.DataFrame({name: pl.Series(known.get(name, [None] * n), dtype=kind_of(name)) for name in LAWFUL})
    return TrainSet(rows, target, pl.Series("person", range(n)), np.arange(n) % 3)


def kind_of(name: str) -> pl.DataType:
    return pl.String() if catalogue()[name].feature.is_category else pl.Float64()
