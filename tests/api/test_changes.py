"""Changes to a known client: what cannot be is told so that it can be sent right."""

import pytest

from scoring.api.changes import are_changes, changes_of, client_of, impossible
from scoring.api.language import in_language
from scoring.api.problem import ProblemError
from scoring.what_if.change import Request

REQUEST = Request(credit=300000.0, annuity=15000.0, goods_price=180000.0, income=90000.0)


def test_changes_without_a_client_are_changes_all_the_same():
    given = {"changes": {"AMT_CREDIT": 300000}}
    assert are_changes(given)
    with pytest.raises(ProblemError, match=r"client: expected a whole number from 1, .* got nothing"):
        client_of(given)


def test_no_change_at_all_is_told_as_such():
    with pytest.raises(ProblemError) as refused:
        changes_of({})
    assert in_language(refused.value.problem.detail, "fr").endswith("reçu un objet vide.")


@pytest.mark.parametrize(
    ("field", "low", "high", "place", "told"),
    [
        ("financed", 0.0, 1.458151, " (AMT_CREDIT / AMT_GOODS_PRICE)", "between 0 and 1.45815, got 1.66667."),
        ("duration", 3.5, 48.25, " (AMT_CREDIT / AMT_ANNUITY)", "between 3.5 and 48.25, got 20."),
        ("burden", 0.01, 0.1, " (AMT_ANNUITY / AMT_INCOME_TOTAL)", "between 0.01 and 0.1, got 0.166667."),
        ("credit", 45000.4, 3620800.9, ".AMT_CREDIT", "between 45001 and 3620800, got 300000."),
    ],
)
def test_what_follows_from_changes_is_told_as_it_is_reckoned_and_amounts_in_full(field, low, high, place, told):
    """A bound that was rounded beyond itself would be refused again."""
    assert impossible(field, low, high, REQUEST).sentence == f"changes{place}: expected a value {told}"
