"""Payments of instalments, by hand: partial payments are added, the last of them is the day of payment."""

import pytest


def due(number, day, amount, paid_on=None, paid=None, **more):
    return {
        "SK_ID_PREV": 1,
        "NUM_INSTALMENT_VERSION": 1,
        "NUM_INSTALMENT_NUMBER": number,
        "DAYS_INSTALMENT": day,
        "DAYS_ENTRY_PAYMENT": paid_on,
        "AMT_INSTALMENT": amount,
        "AMT_PAYMENT": paid,
        **more,
    }


ROWS = [
    due(1, -400, 100, -410, 100),  # ten days early, in full
    due(2, -370, 100, -371, 40),  # in two parts: the first a day early,
    due(2, -370, 100, -364, 60),  # the second six days late
    due(3, -100, 100, -98, 50),  # two days late, half
    due(4, -70, 100),  # not paid
]


def test_partial_payments_are_one_instalment(features_of, has):
    has(
        features_of(installments_payments=ROWS),
        "installments",
        rows_count=4.0,
        loans_distinct=1.0,
        num_instalment_version_distinct=1.0,
        amt_instalment_sum=400.0,
        amt_payment_sum=250.0,  # 100 + (40 + 60) + 50
        amt_payment_min=50.0,
        amt_payment_max=100.0,
        amt_payment_mean=250 / 3,
        paid_ratio_min=0.5,
        paid_ratio_max=1.0,
        paid_ratio_mean=2.5 / 3,  # (1 + 1 + 0.5) / 3
        gap_max=50.0,
        gap_sum=50.0,  # 0 + 0 + 50; what is not paid has no amount
        underpaid_mean=1 / 3,
    )


def test_an_instalment_is_as_late_as_its_last_part(features_of, has):
    has(
        features_of(installments_payments=ROWS),
        "installments",
        days_late_max=6.0,
        days_late_sum=8.0,  # 0 + 6 + 2
        days_late_mean=8 / 3,
        days_early_max=10.0,
        days_early_sum=10.0,  # an instalment that ends late is not early
        late_mean=2 / 3,
        days_entry_payment_min=98.0,
        days_entry_payment_max=410.0,
        days_entry_payment_mean=872 / 3,  # (410 + 364 + 98) / 3
    )


def test_the_last_twelve_months_are_those_due_in_365_days(features_of, has):
    row = features_of(installments_payments=ROWS)
    has(row, "installments_recent", rows_count=2.0, paid_ratio_mean=0.5, days_late_max=2.0, late_mean=1.0)
    edge = features_of(installments_payments=[due(1, -365, 1), due(2, -366, 1)])
    has(edge, "installments_recent", rows_count=1.0)


def test_an_unpaid_instalment_is_counted_and_nothing_else_is_known_of_it(features_of, has):
    row = features_of(installments_payments=[due(1, -70, 100)])
    has(row, "installments", rows_count=1.0, amt_instalment_sum=100.0, amt_payment_sum=None, paid_ratio_mean=None)
    has(row, "installments", gap_sum=None, days_late_max=None, late_mean=None, underpaid_mean=None)


def test_an_instalment_of_zero_has_no_ratio(features_of, has):
    row = features_of(installments_payments=[due(1, -70, 0, -70, 20)])
    has(row, "installments", paid_ratio_mean=None, gap_max=-20.0, underpaid_mean=0.0, days_late_max=0.0, late_mean=0.0)


@pytest.mark.parametrize(("paid", "underpaid"), [(99.99, 1.0), (99.996, 0.0), (100.0, 0.0), (100.5, 0.0)])
def test_less_than_half_a_cent_is_not_underpaid(features_of, has, paid, underpaid):
    has(features_of(installments_payments=[due(1, -70, 100, -70, paid)]), "installments", underpaid_mean=underpaid)


def test_the_same_number_of_another_loan_or_version_is_another_instalment(features_of, has):
    rows = [due(1, -70, 10), due(1, -70, 10, SK_ID_PREV=2), due(1, -70, 10, NUM_INSTALMENT_VERSION=2)]
    row = features_of(installments_payments=rows)
    has(row, "installments", rows_count=3.0, loans_distinct=2.0, num_instalment_version_distinct=2.0)


def test_an_unknown_version_is_no_version(features_of, has):
    rows = [due(1, -70, 10), due(2, -40, 10, NUM_INSTALMENT_VERSION=None)]
    has(features_of(installments_payments=rows), "installments", num_instalment_version_distinct=1.0)


def test_a_client_without_instalments_has_only_empty_features(features_of):
    row = features_of(installments_payments=[due(1, -70, 10, SK_ID_CURR=2)])
    assert {value for name, value in row.items() if name.startswith("installments_")} == {None}
