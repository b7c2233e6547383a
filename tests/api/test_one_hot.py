"""Texts spread over keys of 1 and 0 in a body: one sentence, for every text of the application and of every history."""

import pytest

from scoring.api.form import wrong_form
from scoring.tables.records import APPLICATION, HISTORIES, contract_of
from scoring.tables.rules.column_rule import column_rules

PLACES = [(APPLICATION, APPLICATION), *((name, f"{name}[0]") for name in HISTORIES)]
TEXTS = [
    (table, place, rule) for table, place in PLACES for rule in column_rules(contract_of(table)).values() if rule.levels
]


def body_with(table, row):
    """A body whose only application, or only row of a history, this is."""
    return {APPLICATION: row} if table == APPLICATION else {APPLICATION: {"SK_ID_CURR": 1}, table: [row]}


def spread(rule):
    """A text of the column's as pandas and scikit-learn spread it."""
    return {f"{rule.name}_{level}": float(level == rule.levels[0]) for level in rule.levels}


@pytest.mark.parametrize(("table", "place", "rule"), TEXTS, ids=lambda part: getattr(part, "name", part))
def test_a_text_spread_over_keys_is_told_where_it_stands(table, place, rule):
    mistake = wrong_form(body_with(table, {"SK_ID_CURR": 1, **spread(rule)}))
    assert (mistake.field, mistake.expected) == (f"{place}.{rule.name}", "the text itself")
    first, others = f"{rule.name}_{rule.levels[0]}", len(rule.levels) - 1
    assert mistake.got.startswith("none; it looks one-hot encoded into ")
    assert first[:20] in mistake.got
    assert mistake.got.endswith(f" and {others} more")


@pytest.mark.parametrize(("table", "place", "rule"), TEXTS, ids=lambda part: getattr(part, "name", part))
def test_the_text_itself_beside_such_keys_is_no_other_form(table, place, rule):
    assert wrong_form(body_with(table, {"SK_ID_CURR": 1, rule.name: rule.levels[0], **spread(rule)})) is None


@pytest.mark.slow
def test_the_answer_is_that_one_sentence(ask, request_body):
    application = request_body[APPLICATION]
    text = application.pop("NAME_EDUCATION_TYPE")
    application[f"NAME_EDUCATION_TYPE_{text}"] = 1
    answer = ask.post("/assess", json=request_body)
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith(
        "application.NAME_EDUCATION_TYPE: expected the text itself, got none; it looks one-hot encoded into "
    )
