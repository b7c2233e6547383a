"""Credits at other lenders and their months, by hand."""

CREDITS = [
    {
        "SK_ID_BUREAU": 11,
        "CREDIT_ACTIVE": "Active",
        "CREDIT_TYPE": "Credit card",
        "DAYS_CREDIT": -100,
        "DAYS_CREDIT_ENDDATE": 400,
        "DAYS_CREDIT_UPDATE": -10,
        "CREDIT_DAY_OVERDUE": 0,
        "CNT_CREDIT_PROLONG": 0,
        "AMT_CREDIT_SUM": 1000,
        "AMT_CREDIT_SUM_DEBT": 250,
        "AMT_CREDIT_SUM_LIMIT": 80,
        "AMT_ANNUITY": 30,
    },
    {
        "SK_ID_BUREAU": 12,
        "CREDIT_ACTIVE": "Closed",
        "CREDIT_TYPE": "Consumer credit",
        "DAYS_CREDIT": -700,
        "DAYS_CREDIT_ENDDATE": -200,
        "DAYS_ENDDATE_FACT": -220,
        "DAYS_CREDIT_UPDATE": -210,
        "CREDIT_DAY_OVERDUE": 6,
        "CNT_CREDIT_PROLONG": 2,
        "AMT_CREDIT_MAX_OVERDUE": 50,
        "AMT_CREDIT_SUM": 500,
        "AMT_CREDIT_SUM_DEBT": 0,
    },
    {
        "SK_ID_BUREAU": 13,
        "CREDIT_ACTIVE": "Active",
        "CREDIT_TYPE": "Consumer credit",
        "DAYS_CREDIT": -400,
        "CREDIT_DAY_OVERDUE": 3,
        "CNT_CREDIT_PROLONG": 1,
        "AMT_CREDIT_SUM": 0,
        "AMT_CREDIT_SUM_DEBT": 40,
    },
    {"SK_ID_BUREAU": 14, "DAYS_CREDIT": -800},
    {"SK_ID_CURR": 2, "SK_ID_BUREAU": 15, "DAYS_CREDIT": -1, "AMT_CREDIT_SUM": 9e9},
]


def test_all_credits(features_of, has):
    has(
        features_of(bureau=CREDITS),
        "bureau",
        rows_count=4.0,
        days_credit_min=100.0,
        days_credit_max=800.0,
        days_credit_mean=500.0,  # (100 + 700 + 400 + 800) / 4
        # deviations -400, 200, -100, 300: squares 160,000 + 40,000 + 10,000 + 90,000 = 300,000; / 3 = 100,000
        days_credit_std=100_000**0.5,
        days_credit_enddate_min=-200.0,  # ends ahead are positive
        days_credit_enddate_max=400.0,
        days_credit_enddate_mean=100.0,  # (400 - 200) / 2
        days_enddate_fact_min=220.0,
        days_credit_update_min=10.0,
        days_credit_update_mean=110.0,  # (10 + 210) / 2
        credit_day_overdue_max=6.0,
        credit_day_overdue_mean=3.0,  # (0 + 6 + 3) / 3: the fourth is not known
        amt_credit_max_overdue_max=50.0,
        cnt_credit_prolong_sum=3.0,  # 0 + 2 + 1
        amt_credit_sum_max=1000.0,
        amt_credit_sum_mean=500.0,  # (1000 + 500 + 0) / 3
        amt_credit_sum_sum=1500.0,
        amt_credit_sum_debt_sum=290.0,  # 250 + 0 + 40
        amt_credit_sum_limit_sum=80.0,
        amt_credit_sum_overdue_max=None,
        debt_ratio_mean=0.125,  # (250/1000 + 0/500) / 2: nothing is divided by the third's 0
        debt_ratio_max=0.25,
    )


def test_shares_are_of_all_credits(features_of, has):
    has(
        features_of(bureau=CREDITS),
        "bureau",
        credit_active_active_share=0.5,  # 2 of 4
        credit_active_closed_share=0.25,
        credit_active_sold_share=0.0,
        credit_type_consumer_credit_share=0.5,
        credit_type_credit_card_share=0.25,
        credit_type_mortgage_share=0.0,
    )


def test_running_and_closed_credits(features_of, has):
    row = features_of(bureau=CREDITS)
    has(
        row,
        "bureau_active",
        rows_count=2.0,
        days_credit_mean=250.0,  # (100 + 400) / 2
        days_credit_enddate_max=400.0,
        amt_credit_sum_sum=1000.0,
        amt_credit_sum_debt_mean=145.0,  # (250 + 40) / 2
        debt_ratio_mean=0.25,
        amt_annuity_max=30.0,
        amt_credit_max_overdue_max=None,
    )
    has(row, "bureau_closed", rows_count=1.0, amt_credit_sum_debt_sum=0.0, amt_annuity_max=None, debt_ratio_mean=0.0)


def test_no_closed_credit_counts_zero_and_sums_nothing(features_of, has):
    row = features_of(bureau=CREDITS[:1])
    has(row, "bureau_closed", rows_count=0.0, amt_credit_sum_sum=None, days_credit_mean=None)


def test_the_spread_of_one_credit_is_not_known_and_of_equal_ones_is_none(features_of, has):
    has(features_of(bureau=CREDITS[:1]), "bureau", days_credit_std=None)
    has(features_of(bureau=[CREDITS[0], {**CREDITS[0], "SK_ID_BUREAU": 16}]), "bureau", days_credit_std=0.0)
    a_day_apart = [
        {**CREDITS[0], "SK_ID_BUREAU": number, "DAYS_CREDIT": days} for number, days in ((16, -2000), (17, -2001))
    ]
    has(features_of(bureau=a_day_apart), "bureau", days_credit_std=0.5**0.5)  # small, and no rounding


MONTHS = [
    {"SK_ID_BUREAU": 11, "MONTHS_BALANCE": -1, "STATUS": "0"},
    {"SK_ID_BUREAU": 11, "MONTHS_BALANCE": -12, "STATUS": "2"},
    {"SK_ID_BUREAU": 11, "MONTHS_BALANCE": -13, "STATUS": "5"},
    {"SK_ID_BUREAU": 11, "MONTHS_BALANCE": -14, "STATUS": "X"},
    {"SK_ID_BUREAU": 12, "MONTHS_BALANCE": -3, "STATUS": "C"},
    {"SK_ID_BUREAU": 12, "MONTHS_BALANCE": -4, "STATUS": None},
    {"SK_ID_CURR": None, "SK_ID_BUREAU": 99, "MONTHS_BALANCE": -1, "STATUS": "5"},
]


def test_months_weigh_the_same_whatever_their_credit(features_of, has):
    has(
        features_of(bureau=CREDITS, bureau_balance=MONTHS),
        "balance",
        rows_count=6.0,  # the month of nobody's credit is not counted
        loans_distinct=2.0,
        late_mean=0.4,  # "2" and "5" of the five months whose status is known
        closed_mean=0.2,
        unknown_mean=0.2,
        dpd_grade_mean=7 / 3,  # (0 + 2 + 5) / 3: C and X are no grades
        dpd_grade_max=5.0,
        recent_late_mean=1 / 3,  # months -1, -12 and -3; -4 is not known
        recent_dpd_grade_max=2.0,
    )


def test_months_by_credit(features_of, has):
    has(
        features_of(bureau=CREDITS, bureau_balance=MONTHS),
        "bureau",
        balance_rows_sum=6.0,  # 4 of credit 11, 2 of credit 12
        balance_rows_mean=3.0,  # of the two credits that are followed
        balance_late_share_mean=0.25,  # 11: 2 of 4; 12: 0 of 1
        balance_late_share_max=0.5,
        balance_worst_max=5.0,
    )


def test_followed_months_of_running_credits(features_of, has):
    row = features_of(bureau=CREDITS, bureau_balance=MONTHS)
    has(row, "bureau_active", balance_late_share_mean=0.5)
    has(row, "bureau_closed", balance_late_share_mean=0.0)


def test_a_client_without_credits_has_only_empty_features(features_of):
    row = features_of(bureau=CREDITS[4:], bureau_balance=MONTHS[6:])
    assert {value for name, value in row.items() if name.startswith(("bureau_", "balance_"))} == {None}
