"""Causes for review that the data give: what could not be used, what nobody lacked, a file without history."""

import numpy as np
import polars as pl

from scoring.features.sources import EVIDENCE, HISTORIES
from scoring.model.manifest import ReferenceStats
from scoring.model.review import causes_of_data, flags_that_count, never_empty_names
from scoring.model.scores import FLAGGED, REVIEW_CAUSES, THIN_FILE
from scoring.tables.flags import IMPOSSIBLE_VALUE, NEVER_EMPTY, SCHEMA, UNKNOWN_TEXT, no_flags

CREDIT, CARD = "application_amt_credit", "card_sk_dpd_max"
ALWAYS = ReferenceStats(1.0, None, 0.0, 2.0, (), empty=0.0)


def flags_of(*rows):
    return pl.DataFrame([(*row, "x", 1) for row in rows], schema=SCHEMA, orient="row")


def rows_of(**columns):
    known = {EVIDENCE[source]: [1.0, 1.0, 1.0] for source in HISTORIES}
    return pl.DataFrame({"SK_ID_CURR": [1, 2, 3], CREDIT: [1.0, 1.0, 1.0]} | known | columns)


def causes(rows, reference, absent=(), flags=None):
    arrays = causes_of_data(rows, reference, absent, no_flags() if flags is None else flags)
    return dict(zip(REVIEW_CAUSES[-len(arrays) :], (array.tolist() for array in arrays), strict=True))


def test_the_causes_of_the_data_stand_at_the_end_of_all_causes():
    assert REVIEW_CAUSES[-2 - len(FLAGGED) :] == (*FLAGGED, NEVER_EMPTY, THIN_FILE)


def test_who_has_a_flag_goes_to_review_for_its_cause():
    flags = flags_of(
        (1, "application_train", "AMT_CREDIT", IMPOSSIBLE_VALUE), (3, "bureau", "CREDIT_TYPE", UNKNOWN_TEXT)
    )
    found = causes(rows_of(), {CREDIT: ALWAYS}, flags=flags)
    assert found[IMPOSSIBLE_VALUE] == [True, False, False]
    assert found[UNKNOWN_TEXT] == [False, False, True]


def test_a_flag_counts_where_the_model_reads_the_column_or_nothing_can_be_decided_without_it():
    flags = flags_of(
        (1, "application_test", "DAYS_BIRTH", IMPOSSIBLE_VALUE),
        (2, "application_test", "CODE_GENDER", UNKNOWN_TEXT),
        (3, "credit_card_balance", "SK_DPD", IMPOSSIBLE_VALUE),
    )
    assert flags_that_count(flags, [CREDIT])["SK_ID_CURR"].to_list() == [1]
    assert flags_that_count(flags, [CREDIT, CARD])["SK_ID_CURR"].to_list() == [1, 3]


def test_what_every_client_in_training_had_and_one_lacks_now_is_a_cause():
    rows = rows_of(**{CREDIT: [1.0, None, 1.0]})
    assert causes(rows, {CREDIT: ALWAYS})[NEVER_EMPTY] == [False, True, False]
    flags = flags_of((3, "bureau", "CREDIT_ACTIVE", NEVER_EMPTY))
    assert causes(rows, {CREDIT: ALWAYS}, flags=flags)[NEVER_EMPTY] == [False, True, True]
    sometimes = ReferenceStats(1.0, None, 0.0, 2.0, (), empty=0.01)
    assert causes(rows, {CREDIT: sometimes})[NEVER_EMPTY] == [False] * 3
    not_counted = ReferenceStats(1.0, None, 0.0, 2.0, ())
    assert causes(rows, {CREDIT: not_counted})[NEVER_EMPTY] == [False] * 3


def test_who_lost_a_value_by_cleaning_is_not_said_to_lack_it_too():
    flags = flags_of((2, "application_train", "AMT_CREDIT", IMPOSSIBLE_VALUE))
    found = causes(rows_of(**{CREDIT: [1.0, None, None]}), {CREDIT: ALWAYS}, flags=flags)
    assert (found[IMPOSSIBLE_VALUE], found[NEVER_EMPTY]) == ([False, True, False], [False, False, True])


def test_an_absent_table_is_a_cause_of_its_own():
    assert never_empty_names({CREDIT: ALWAYS, CARD: ALWAYS}, ["card"]) == [CREDIT]


def test_a_file_is_thin_when_no_history_says_anything():
    one_known = {EVIDENCE[source]: [None, None, 1.0] for source in HISTORIES}
    one_known[EVIDENCE[HISTORIES[0]]] = [1.0, None, None]
    assert causes(rows_of(**one_known), {})[THIN_FILE] == [False, True, False]
    assert np.sum(causes(rows_of(), {})[THIN_FILE]) == 0
