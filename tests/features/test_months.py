"""Months of earlier loans and cards with us, by hand."""

POS = [
    {"MONTHS_BALANCE": -1, "CNT_INSTALMENT": 10, "CNT_INSTALMENT_FUTURE": 4, "SK_DPD": 0, "SK_DPD_DEF": 0},
    {"MONTHS_BALANCE": -12, "CNT_INSTALMENT": 10, "CNT_INSTALMENT_FUTURE": 6, "SK_DPD": 8, "SK_DPD_DEF": 2},
    {"MONTHS_BALANCE": -13, "CNT_INSTALMENT": 10, "CNT_INSTALMENT_FUTURE": 8, "SK_DPD": 20, "SK_DPD_DEF": 0},
    {"MONTHS_BALANCE": -14, "SK_ID_PREV": 2, "CNT_INSTALMENT": 0, "CNT_INSTALMENT_FUTURE": 0, "SK_DPD": 0},
    {"MONTHS_BALANCE": -15, "SK_ID_PREV": 2},
]
POS = [{"SK_ID_PREV": 1, "NAME_CONTRACT_STATUS": "Active"} | row for row in POS]
POS[3]["NAME_CONTRACT_STATUS"] = "Completed"
POS[4]["NAME_CONTRACT_STATUS"] = None


def test_months_of_loans(features_of, has):
    has(
        features_of(POS_CASH_balance=POS),
        "pos",
        rows_count=5.0,
        loans_distinct=2.0,
        months_balance_min=1.0,
        months_balance_max=15.0,
        months_balance_mean=11.0,  # (1 + 12 + 13 + 14 + 15) / 5
        cnt_instalment_max=10.0,
        cnt_instalment_mean=7.5,  # (10 + 10 + 10 + 0) / 4
        cnt_instalment_future_min=0.0,
        cnt_instalment_future_mean=4.5,  # (4 + 6 + 8 + 0) / 4
        remaining_share_mean=0.6,  # (0.4 + 0.6 + 0.8) / 3: nothing is divided by 0
        sk_dpd_max=20.0,
        sk_dpd_mean=7.0,  # (0 + 8 + 20 + 0) / 4
        sk_dpd_def_mean=2 / 3,
        late_mean=0.5,  # 2 of 4 that are known
        name_contract_status_active_share=0.6,  # 3 of 5
        name_contract_status_completed_share=0.2,
        name_contract_status_demand_share=0.0,
    )


def test_the_last_twelve_months_of_loans(features_of, has):
    has(
        features_of(POS_CASH_balance=POS),
        "pos_recent",
        rows_count=2.0,  # months -1 and -12
        sk_dpd_max=8.0,
        sk_dpd_mean=4.0,
        late_mean=0.5,
        cnt_instalment_future_mean=5.0,
    )


def test_no_recent_month_counts_zero(features_of, has):
    has(features_of(POS_CASH_balance=POS[2:]), "pos_recent", rows_count=0.0, sk_dpd_max=None, late_mean=None)


CARDS = [
    {
        "MONTHS_BALANCE": -2,
        "AMT_BALANCE": 300,
        "AMT_CREDIT_LIMIT_ACTUAL": 1000,
        "AMT_DRAWINGS_CURRENT": 200,
        "AMT_DRAWINGS_ATM_CURRENT": 50,
        "AMT_PAYMENT_CURRENT": 60,
        "AMT_INST_MIN_REGULARITY": 30,
        "CNT_DRAWINGS_CURRENT": 3,
        "SK_DPD": 0,
    },
    {
        "MONTHS_BALANCE": -12,
        "AMT_BALANCE": 500,
        "AMT_CREDIT_LIMIT_ACTUAL": 1000,
        "AMT_DRAWINGS_CURRENT": 0,
        "AMT_DRAWINGS_ATM_CURRENT": 0,
        "AMT_PAYMENT_CURRENT": 15,
        "AMT_INST_MIN_REGULARITY": 30,
        "CNT_DRAWINGS_CURRENT": 0,
        "SK_DPD": 4,
    },
    {
        "MONTHS_BALANCE": -40,
        "AMT_BALANCE": -100,
        "AMT_CREDIT_LIMIT_ACTUAL": 0,
        "AMT_PAYMENT_CURRENT": 15,
        "AMT_INST_MIN_REGULARITY": 0,
        "SK_DPD": 0,
    },
    {"MONTHS_BALANCE": -41, "SK_ID_PREV": 2},
    {"MONTHS_BALANCE": -1, "SK_ID_CURR": 2, "AMT_BALANCE": 9e9},
]
CARDS = [{"SK_ID_PREV": 1, "NAME_CONTRACT_STATUS": "Active"} | row for row in CARDS]


def test_months_of_cards(features_of, has):
    has(
        features_of(credit_card_balance=CARDS),
        "card",
        rows_count=4.0,
        cards_distinct=2.0,
        months_balance_min=2.0,
        months_balance_max=41.0,
        months_balance_mean=23.75,  # (2 + 12 + 40 + 41) / 4
        amt_balance_min=-100.0,
        amt_balance_max=500.0,
        amt_balance_mean=700 / 3,  # (300 + 500 - 100) / 3
        # deviations from 700/3 are 200/3, 800/3, -1000/3: squares 4 + 64 + 100 = 168, * 10,000 / 9; / 2
        amt_balance_std=(168 * 10_000 / 9 / 2) ** 0.5,
        amt_drawings_current_sum=200.0,
        cnt_drawings_current_sum=3.0,
        cnt_drawings_current_mean=1.5,
        utilisation_mean=0.4,  # (0.3 + 0.5) / 2: no limit, no utilisation
        utilisation_max=0.5,
        utilisation_std=0.02**0.5,  # deviations of 0.1, divided by 2 - 1
        payment_ratio_mean=1.25,  # (60/30 + 15/30) / 2
        payment_ratio_min=0.5,
        drawings_atm_share_mean=0.25,  # 50 / 200 alone
        sk_dpd_max=4.0,
        late_mean=1 / 3,
        name_contract_status_active_share=1.0,
        amt_receivable_principal_max=None,
    )


def test_the_last_twelve_months_of_cards(features_of, has):
    has(
        features_of(credit_card_balance=CARDS),
        "card_recent",
        amt_balance_mean=400.0,  # (300 + 500) / 2
        amt_drawings_current_mean=100.0,
        utilisation_max=0.5,
        late_mean=0.5,
    )


def test_a_client_without_loans_or_cards_has_only_empty_features(features_of):
    row = features_of(credit_card_balance=CARDS[4:], POS_CASH_balance=[{**POS[0], "SK_ID_CURR": 2}])
    assert {value for name, value in row.items() if name.startswith(("card_", "pos_"))} == {None}
