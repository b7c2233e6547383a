"""Settings hold plain numbers, however they were written; what no training could use is refused before it starts."""

from __future__ import annotations

import dataclasses
import json
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from scoring.errors import UserError
from scoring.files import fingerprint
from scoring.hyperparameters import BlendParams, TreeParams
from scoring.model.choice import choose, chosen
from scoring.settings import Costs, Home, Switches, Training
from scoring.validation import Checked, Count, OpenShare, Positive, Share, check

TWELVES = (12, 12.0, np.int64(12), np.float32(12), np.float64(12), Decimal(12), Fraction(12), np.array(12))


def test_a_number_is_kept_as_a_plain_one_whatever_it_was_written_as():
    kept = [Costs(missed_difficulty=twelve) for twelve in TWELVES]
    assert {type(costs.missed_difficulty) for costs in kept} == {float}
    assert {fingerprint(dataclasses.asdict(costs)) for costs in kept} == {fingerprint(dataclasses.asdict(kept[1]))}
    assert {costs.threshold for costs in kept} == {1 / 13}


def test_whole_numbers_and_switches_of_numpy_are_taken_as_pythons_own():
    settings = Training(
        seed=np.int64(7), folds=np.int32(4), max_features=np.uint8(30), trees=TreeParams(num_leaves=np.int64(5))
    )
    assert settings == Training(seed=7, folds=4, max_features=30, trees=TreeParams(num_leaves=5))
    assert Switches(age=np.bool_(False)).age is False
    assert json.dumps(dataclasses.asdict(settings)) == json.dumps(dataclasses.asdict(dataclasses.replace(settings)))
    with pytest.raises(UserError, match=r"folds: expected a whole number .* got 2.5"):
        Training(folds=np.float64(2.5))


def test_what_was_chosen_is_the_version_that_is_trained(tmp_path):
    home = Home(tmp_path)
    for twelve in TWELVES:
        settings = Training(costs=Costs(missed_difficulty=twelve))
        choose(home, settings)
        assert fingerprint(dataclasses.asdict(chosen(home))) == fingerprint(dataclasses.asdict(settings))


@pytest.mark.parametrize(("missed", "wrong"), [(1e-20, 1.0), (1e308, 1e308), (1e-300, 1e300), (1e300, 1e-300)], ids=str)
def test_costs_that_leave_no_threshold_between_nought_and_one_are_refused(missed, wrong):
    with pytest.raises(UserError, match=r"threshold.*Take for instance 10 and 1"):
        Costs(missed, wrong)


@pytest.mark.parametrize(
    ("weights", "got"),
    [({}, "weights: expected .* not empty"), ({"forest": 1.0}, "forest"), ({"blend": 1.0, "scorecard": 1.0}, "blend")],
    ids=["none", "unknown", "itself"],
)
def test_a_blend_of_nothing_of_itself_or_of_what_is_unknown_is_refused_before_it_is_kept(tmp_path, weights, got):
    with pytest.raises(UserError, match=got):
        choose(Home(tmp_path), Training(blend=BlendParams(weights=weights)))
    assert not (tmp_path / "models" / "chosen.json").exists()


@given(
    st.one_of(st.floats(), st.integers(), st.booleans(), st.text(max_size=3), st.none()),
    st.sampled_from((bool, int, float, str, Positive, OpenShare, Share, Count)),
)
def test_what_fits_as_it_stands_is_taken_as_pydantic_takes_it(value, kind):
    try:
        strict = TypeAdapter(kind, config=Checked.__pydantic_config__).validate_python(value)
    except ValidationError:
        with pytest.raises(UserError):
            check("value", value, kind, "Give another.")
    else:
        taken = check("value", value, kind, "Give another.")
        assert (type(taken), taken) == (type(strict), strict)
