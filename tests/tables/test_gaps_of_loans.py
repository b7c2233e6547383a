"""Gaps that were filled in where no loan was granted, a number in its version's place, a score that half have lost."""

from __future__ import annotations

import polars as pl
import pytest

from scoring.errors import UserError
from scoring.tables.shares import PAYMENTS, PREVIOUS
from scoring.tables.witnesses.judge import judge
from scoring.tables.witnesses.relations_usual import APPLICATION_USUAL
from scoring.tables.witnesses.within import check_within

col = pl.col
TRAIN = "application_train"
DAYS = ("DAYS_FIRST_DRAWING", "DAYS_FIRST_DUE", "DAYS_LAST_DUE_1ST_VERSION", "DAYS_LAST_DUE", "DAYS_TERMINATION")


def applications(status, **days):
    """Twenty clients with one application each."""
    rows = pl.DataFrame({"SK_ID_CURR": range(20), "NAME_CONTRACT_STATUS": [status] * 20})
    return rows.with_columns(pl.lit(days.get(name)).cast(pl.Float64).alias(name) for name in DAYS).lazy()


@pytest.mark.parametrize("status", ["Canceled", "Refused", "Unused offer"])
@pytest.mark.parametrize("name", DAYS)
def test_a_loan_that_was_not_granted_has_no_day_of_its_payments(status, name):
    assert list(check_within(PREVIOUS, applications(status))) == []
    expected = (
        rf"column {name}: expected no {name} where NAME_CONTRACT_STATUS is Canceled, .+ got 0 of 20: gaps were fil"
    )
    with pytest.raises(UserError, match=expected):
        list(check_within(PREVIOUS, applications(status, **{name: 0.0})))


def test_a_loan_that_was_granted_may_have_all_of_them():
    days = dict(zip(DAYS, (-900.0, -870.0, -300.0, -330.0, -320.0), strict=True))
    sentences = [one.sentence for one in check_within(PREVIOUS, applications("Approved", **days))]
    assert [sentence for sentence in sentences if "Unused offer" in sentence] == []


def test_a_filled_gap_of_a_file_is_refused_though_loans_that_run_on_have_gaps_too(simulated):
    raw = simulated(60, 3).tables[PREVIOUS].select("SK_ID_CURR", "NAME_CONTRACT_STATUS", *DAYS)
    rows = raw.with_columns(pl.when(col(name) < 365_243).then(col(name)).alias(name) for name in DAYS)  # as cleaned
    assert list(check_within(PREVIOUS, rows.lazy())) == []
    with pytest.raises(UserError, match="column DAYS_TERMINATION: expected no DAYS_TERMINATION where"):
        list(check_within(PREVIOUS, rows.with_columns(col("DAYS_TERMINATION").fill_null(0)).lazy()))


def test_numbers_of_instalments_in_their_versions_place_are_refused(simulated):
    rows = simulated(60, 3).tables[PAYMENTS]
    assert list(check_within(PAYMENTS, rows.lazy())) == []
    number, version = col("NUM_INSTALMENT_NUMBER"), col("NUM_INSTALMENT_VERSION")
    exchanged = rows.with_columns(NUM_INSTALMENT_NUMBER=version, NUM_INSTALMENT_VERSION=number)
    with pytest.raises(UserError, match="expected NUM_INSTALMENT_VERSION up to NUM_INSTALMENT_NUMBER for 96% of"):
        list(check_within(PAYMENTS, exchanged.lazy()))


@pytest.mark.parametrize(("known", "is_named"), [(21, True), (22, False)])
def test_a_score_that_few_of_52_clients_have_is_named(known, is_named):
    """exp(-52 * KL(p, 0.75)) is 8.8e-7 at 21 of 52 and 3.8e-6 at 22: one in a million lies between them."""
    (third,) = (one for one in APPLICATION_USUAL if one.name == "scores_told" and one.column == "EXT_SOURCE_3")
    findings = list(judge(third, TRAIN, known, 52, "900001"))
    assert [finding.check for finding in findings] == ["scores_told"] * is_named
