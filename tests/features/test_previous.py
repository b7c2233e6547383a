"""Earlier applications to us, by hand."""

APPLICATIONS = [
    {
        "SK_ID_PREV": 1,
        "NAME_CONTRACT_STATUS": "Approved",
        "NAME_CONTRACT_TYPE": "Consumer loans",
        "AMT_APPLICATION": 100,
        "AMT_CREDIT": 80,
        "AMT_ANNUITY": 20,
        "AMT_DOWN_PAYMENT": 30,
        "AMT_GOODS_PRICE": 120,
        "DAYS_DECISION": -300,
        "CNT_PAYMENT": 6,
        "DAYS_FIRST_DUE": -270,
        "DAYS_LAST_DUE": -120,
        "DAYS_LAST_DUE_1ST_VERSION": 30,
        "NFLAG_INSURED_ON_APPROVAL": 1,
        "CODE_REJECT_REASON": None,
    },
    {
        "SK_ID_PREV": 2,
        "NAME_CONTRACT_STATUS": "Refused",
        "NAME_CONTRACT_TYPE": "Cash loans",
        "AMT_APPLICATION": 0,
        "AMT_CREDIT": 0,
        "AMT_ANNUITY": 10,
        "AMT_DOWN_PAYMENT": 5,
        "AMT_GOODS_PRICE": 0,
        "DAYS_DECISION": -100,
        "CODE_REJECT_REASON": "HC",
        "NFLAG_INSURED_ON_APPROVAL": 0,
    },
    {
        "SK_ID_PREV": 3,
        "NAME_CONTRACT_STATUS": "Approved",
        "NAME_CONTRACT_TYPE": "Cash loans",
        "AMT_APPLICATION": 50,
        "AMT_CREDIT": 100,
        "DAYS_DECISION": -500,
        "CNT_PAYMENT": 12,
        "DAYS_FIRST_DUE": -470,
    },
    {"SK_ID_PREV": 4, "DAYS_DECISION": -900},
    {"SK_ID_CURR": 2, "SK_ID_PREV": 5, "DAYS_DECISION": -1, "AMT_CREDIT": 1e9},
]


def test_all_applications(features_of, has):
    has(
        features_of(previous_application=APPLICATIONS),
        "previous",
        rows_count=4.0,
        amt_application_min=50.0,  # the refused one's 0 is an amount that was never stated
        amt_application_max=100.0,
        amt_application_mean=75.0,  # (100 + 50) / 2
        amt_credit_mean=90.0,  # (80 + 100) / 2
        amt_goods_price_mean=120.0,
        amt_annuity_min=10.0,
        application_credit_ratio_min=0.5,  # 50 / 100
        application_credit_ratio_max=1.25,  # 100 / 80; nothing is divided by the refused one's 0
        application_credit_ratio_mean=0.875,
        application_credit_ratio_std=(2 * 0.375**2) ** 0.5,  # deviations of 0.375, divided by 2 - 1
        annuity_credit_ratio_mean=0.25,  # 20 / 80 alone
        down_payment_share_max=0.25,  # 30 / 120 alone
        amt_down_payment_mean=17.5,
        days_decision_min=100.0,
        days_decision_max=900.0,
        days_decision_mean=450.0,  # (300 + 100 + 500 + 900) / 4
        cnt_payment_sum=18.0,
        cnt_payment_mean=9.0,
        nflag_insured_on_approval_mean=0.5,
        rate_interest_primary_mean=None,
    )


def test_shares_of_all_applications(features_of, has):
    has(
        features_of(previous_application=APPLICATIONS),
        "previous",
        name_contract_status_approved_share=0.5,
        name_contract_status_refused_share=0.25,
        name_contract_status_canceled_share=0.0,
        name_contract_type_cash_loans_share=0.5,
        code_reject_reason_hc_share=0.25,
    )


def test_granted_and_refused_applications(features_of, has):
    row = features_of(previous_application=APPLICATIONS)
    has(
        row,
        "previous_approved",
        rows_count=2.0,
        amt_credit_mean=90.0,  # (80 + 100) / 2
        days_decision_min=300.0,
        days_first_due_max=470.0,  # the first instalment lies behind: days before
        days_last_due_max=-120.0,  # ends are days ahead
        days_last_due_1st_version_max=30.0,
        days_termination_max=None,
    )
    has(
        row,
        "previous_refused",
        rows_count=1.0,
        amt_credit_max=None,
        amt_application_mean=None,
        amt_goods_price_max=None,
        application_credit_ratio_mean=None,
        down_payment_share_mean=None,
        cnt_payment_sum=None,
    )


def test_a_client_who_never_applied_has_only_empty_features(features_of):
    row = features_of(previous_application=APPLICATIONS[4:])
    assert {value for name, value in row.items() if name.startswith("previous_")} == {None}
