"""The application's own columns and the ratios between them, by hand."""

import pytest


def test_days_become_positive_days_before_the_application(application_of, has):
    row = application_of({"DAYS_BIRTH": -9461, "DAYS_EMPLOYED": -637, "DAYS_LAST_PHONE_CHANGE": 0})
    has(row, "application", days_birth=9461.0, days_employed=637.0, days_last_phone_change=0.0, days_registration=None)


def test_ratios(application_of, has):
    row = application_of(
        {
            "AMT_INCOME_TOTAL": 2000,
            "AMT_CREDIT": 5000,
            "AMT_ANNUITY": 250,
            "AMT_GOODS_PRICE": 4000,
            "CNT_FAM_MEMBERS": 4,
            "DAYS_BIRTH": -10_000,
            "DAYS_EMPLOYED": -2500,
        }
    )
    has(
        row,
        "application",
        employed_share=0.25,  # 2500 / 10000
        income_credit_ratio=0.4,  # 2000 / 5000
        income_per_person=500.0,  # 2000 / 4
        annuity_income_ratio=0.125,  # 250 / 2000
        credit_goods_ratio=1.25,  # 5000 / 4000
        implied_term=20.0,  # 5000 / 250
    )


@pytest.mark.parametrize(
    ("zero", "feature"),
    [
        ("AMT_CREDIT", "income_credit_ratio"),
        ("CNT_FAM_MEMBERS", "income_per_person"),
        ("AMT_INCOME_TOTAL", "annuity_income_ratio"),
        ("AMT_GOODS_PRICE", "credit_goods_ratio"),
        ("AMT_ANNUITY", "implied_term"),
        ("DAYS_BIRTH", "employed_share"),
    ],
)
@pytest.mark.parametrize("value", [0, -0.0, 5])
def test_a_ratio_over_zero_or_less_is_empty(application_of, zero, feature, value):
    amounts = {"AMT_ANNUITY": 250, "AMT_GOODS_PRICE": 4000, "CNT_FAM_MEMBERS": 4, "DAYS_EMPLOYED": -5}
    below = value if zero == "DAYS_BIRTH" else -value  # days count backwards: 5 is after the application
    assert application_of({**amounts, zero: below})[f"application_{feature}"] is None


@pytest.mark.parametrize("empty", ["AMT_ANNUITY", "AMT_GOODS_PRICE", "CNT_FAM_MEMBERS", "DAYS_EMPLOYED"])
def test_a_ratio_with_an_empty_part_is_empty(application_of, empty):
    uses = {
        "AMT_ANNUITY": ("annuity_income_ratio", "implied_term"),
        "AMT_GOODS_PRICE": ("credit_goods_ratio",),
        "CNT_FAM_MEMBERS": ("income_per_person",),
        "DAYS_EMPLOYED": ("employed_share",),
    }
    row = application_of({})
    assert [row[f"application_{name}"] for name in uses[empty]] == [None] * len(uses[empty])


@pytest.mark.parametrize(
    ("scores", "mean", "least", "count"),
    [
        ((0.2, 0.4, 0.9), 0.5, 0.2, 3.0),  # (0.2 + 0.4 + 0.9) / 3
        ((None, 0.4, 0.8), 0.6, 0.4, 2.0),  # (0.4 + 0.8) / 2
        ((None, None, 0.3), 0.3, 0.3, 1.0),
        ((None, None, None), None, None, 0.0),
        ((0.0, None, 0.0), 0.0, 0.0, 2.0),
    ],
)
def test_external_scores_together(application_of, has, scores, mean, least, count):
    row = application_of(dict(zip(("EXT_SOURCE_1", "EXT_SOURCE_2", "EXT_SOURCE_3"), scores, strict=True)))
    has(row, "application", external_mean=mean, external_min=least, external_count=count)


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        ("FLAG_OWN_CAR", "Y", 1.0),
        ("FLAG_OWN_CAR", "N", 0.0),
        ("FLAG_OWN_CAR", None, None),
        ("FLAG_OWN_CAR", "maybe", None),
        ("EMERGENCYSTATE_MODE", "Yes", 1.0),
        ("EMERGENCYSTATE_MODE", "No", 0.0),
        ("NAME_HOUSING_TYPE", "With parents", "With parents"),
        ("NAME_HOUSING_TYPE", "Houseboat", None),
        ("NAME_HOUSING_TYPE", None, None),
    ],
)
def test_texts_become_yes_or_no_or_a_known_level(application_of, column, text, value):
    assert application_of({column: text})[f"application_{column.lower()}"] == value


def test_sex_is_no_feature(application_of):
    assert not [name for name in application_of({"CODE_GENDER": "F"}) if "gender" in name]


def test_the_target_goes_along_as_it_is(tables_of):
    from scoring.features.build import build

    tables = tables_of([{"SK_ID_CURR": 3, "TARGET": 1}, {"SK_ID_CURR": 1, "TARGET": 0}, {"SK_ID_CURR": 2}])
    rows = build(tables)
    assert rows["SK_ID_CURR"].to_list() == [1, 2, 3]
    assert rows["TARGET"].to_list() == [0, None, 1]
