"""A contested value: what follows from it follows, the answer is the one scoring code's, nothing else moves."""

import polars as pl
import pytest

from scoring.features.catalogue import catalogue
from scoring.features.combined import EVERY, is_combined
from scoring.model.manifest import ReferenceStats
from scoring.portfolio import Portfolio
from scoring.texts import read_number
from scoring.what_if.change import Request
from scoring.what_if.contest import (
    bounds,
    can_be_contested,
    choices,
    corrected_application,
    reassess,
    typed_range,
    typed_unit,
    why_impossible,
    written_end,
)
from scoring.what_if.simulate import Simulator

INCOME, AGE = "application_amt_income_total", "application_days_birth"


@pytest.fixture(scope="module")
def simulator(world):
    return Simulator(Portfolio.open(world))


@pytest.fixture(scope="module")
def client(simulator):
    return int(simulator.portfolio.clients[3])


def test_a_corrected_income_is_answered_as_a_simulated_one(simulator, client):
    start = simulator.start(client)
    request = Request(**{**vars(start.request), "income": 2 * start.request.income})
    contested = reassess(simulator, client, INCOME, request.income)
    simulated = simulator.answer(start, request)
    assert contested.after == simulated.after
    assert contested.before == simulated.before == simulator.portfolio.assess(client)
    assert contested.after.log_odds != contested.before.log_odds


def test_the_values_own_self_changes_nothing(simulator, client):
    values = simulator.portfolio.values(client)
    for feature in (INCOME, AGE, "application_name_income_type", "application_flag_own_car"):
        anew = reassess(simulator, client, feature, values[feature]).after
        assert anew.log_odds == pytest.approx(simulator.portfolio.assess(client).log_odds, abs=1e-9)


@pytest.mark.slow
def test_every_piece_of_information_of_the_application_is_corrected_as_the_feature_code_reads_it(simulator, client):
    start, portfolio = simulator.start(client), simulator.portfolio
    tried = 0
    for feature in portfolio.about.variables:
        entry = catalogue()[feature]
        if entry.feature.source != "application" or not can_be_contested(feature):
            continue
        options = choices(feature, portfolio.about.levels.get(feature, ()))
        limits = bounds(portfolio.manifest.reference.get(feature))
        value = options[-1] if options else float(round(sum(limits) / 2, 2) if limits else 3.0)
        rows = simulator.rows_of(start, corrected_application(start, entry, value))
        read = rows[feature][0]
        if isinstance(value, str):
            assert read == value, feature
        else:
            whole = 0.5 if entry.feature.unit in ("days", "age", "count", "flag", "hour") else 1e-3 * abs(value)
            assert read == pytest.approx(value, abs=whole + 1e-9), feature
        others = [name for name in rows.columns if not name.startswith("application_") and not is_combined(name)]
        assert rows.select(others).equals(start.rows.select(others)), feature
        tried += 1
    assert tried > 60


def test_of_a_history_only_the_number_itself_is_replaced(simulator, client):
    read = {item.feature: item.value for item in simulator.portfolio.assess(client).contributions}
    of_others = {part for quotient in EVERY for part in (quotient.numerator, quotient.denominator)}
    name = next(
        name for name, value in read.items()
        if name.startswith("installments_") and value != 1.0 and can_be_contested(name) and name not in of_others
    )  # fmt: skip
    contested = reassess(simulator, client, name, 1.0)
    values = {item.feature: item.value for item in contested.after.contributions}
    assert values == {**read, name: 1.0}
    assert contested.before == simulator.portfolio.assess(client)


def test_what_is_made_from_a_corrected_number_of_a_history_follows(simulator):
    """The request was held against the largest loan as it was before it was corrected."""
    portfolio = simulator.portfolio
    asked = portfolio.about.variables
    quotient = next(one for one in EVERY if {one.feature.name, one.numerator, one.denominator} <= {*asked})
    client = next(int(one) for one in portfolio.clients if portfolio.values(int(one))[quotient.feature.name])
    held = portfolio.values(client)
    corrected = next(part for part in (quotient.denominator, quotient.numerator) if not part.startswith("application_"))
    contested = reassess(simulator, client, corrected, 2 * held[corrected])
    share = 0.5 if corrected == quotient.denominator else 2.0
    after = {item.feature: item.value for item in contested.after.contributions}
    assert after[quotient.feature.name] == pytest.approx(share * held[quotient.feature.name])
    assert not can_be_contested(quotient.feature.name)


def test_what_is_computed_from_the_application_is_corrected_at_its_source():
    names = [name for name in catalogue() if name.startswith("application_") and not can_be_contested(name)]
    assert {"application_annuity_income_ratio", "application_implied_term", "application_external_mean"} <= set(names)
    assert can_be_contested("bureau_rows_count")


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        (None, None),
        (ReferenceStats(5.0, None, None, None, ()), None),
        (ReferenceStats(5.0, None, 0.0, 10.0, ()), (0.0, 11.0)),
        (ReferenceStats(5.0, None, 4.0, 24.0, ()), (2.0, 26.0)),
        (ReferenceStats(-5.0, None, -10.0, 0.0, ()), (-11.0, 1.0)),
    ],
)
def test_a_possible_value_is_near_what_was_seen_and_no_amount_is_negative(reference, expected):
    assert bounds(reference) == expected


@pytest.mark.parametrize(
    ("feature", "expected"),
    [(INCOME, ("amount", 1.0)), (AGE, ("years", 365.25)), ("bureau_rows_count", ("count", 1.0))],
)
def test_people_type_in_the_unit_they_speak_in(feature, expected):
    assert typed_unit(feature) == expected


def test_a_text_and_a_yes_or_no_are_chosen():
    assert choices("application_flag_own_car") == (1.0, 0.0)
    assert choices("application_name_income_type", ("a", "b")) == ("a", "b")
    assert choices(INCOME) == ()
    assert pl.Series(choices("application_name_income_type")).len() > 3


def test_people_are_counted_in_whole_numbers():
    seen = ReferenceStats(1.0, None, 0.0, 3.0, ())
    low, high = bounds(seen, whole=True)
    assert (low, high) == (round(low), round(high))
    assert high <= bounds(seen)[1]
    assert why_impossible("application_cnt_fam_members", 2.5) == "whole"
    assert why_impossible("bureau_rows_count", 2.5) == ""


ENDS = [(0.0, 37.123), (1.23456, 4.56789), (-0.5, 0.98765), (0.04567, 0.91234), (3_000.4, 9_876_543.6), (700.0, 9461.0)]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(("low", "high"), ENDS)
def test_a_range_that_is_told_is_the_range_that_is_accepted(low, high, language):
    """A form said "entre 0 et 5 000 000" and refused 0; an end that was rounded outwards was refused as well."""
    seen = ReferenceStats((low + high) / 2, None, low, high, ())
    for feature in filter(can_be_contested, catalogue()):
        if choices(feature) or catalogue()[feature].feature.is_category:
            continue
        kind, per = typed_unit(feature)
        limits = typed_range(feature, seen)
        for end in (limits.low, limits.high):
            text = written_end(end, kind, language).replace("\u2212", "-")
            number = read_number(text, language, kind)
            assert limits.holds(number) is not (limits.above and number <= 0), (feature, text)
            assert not (limits.holds(number) and why_impossible(feature, number * per)), (feature, text)
        assert limits.above == (limits.low <= 0 and why_impossible(feature, 0.0) == "above_zero"), feature
