"""Relations between the columns of an application."""

from __future__ import annotations

import polars as pl

from scoring.days import DAYS_IN_YEAR
from scoring.tables.witnesses.relation import Relation, relation, within

col = pl.col
APPLICATION_TABLE = "application_train"
EMPLOYED = col("DAYS_EMPLOYED").is_not_null()
COUPLE = col("NAME_FAMILY_STATUS").is_in(["Married", "Civil marriage"])
MEASURES = (
    "APARTMENTS", "BASEMENTAREA", "YEARS_BEGINEXPLUATATION", "YEARS_BUILD", "COMMONAREA", "ELEVATORS", "ENTRANCES",
    "FLOORSMAX", "FLOORSMIN", "LANDAREA", "LIVINGAPARTMENTS", "LIVINGAREA", "NONLIVINGAPARTMENTS", "NONLIVINGAREA",
)  # fmt: skip


def _building(measure: str, other: str) -> Relation:
    """The mean of a building's measure beside its median, or its most frequent value."""
    mean, beside = col(f"{measure}_AVG"), col(f"{measure}_{other}")
    near = (mean - beside).abs() <= 0.25 * pl.max_horizontal(mean, beside) + 0.02
    return relation(APPLICATION_TABLE, f"{measure}_{other}", f"{measure}_AVG near {measure}_{other}", near, 0.9)


APPLICATION = (
    relation(
        APPLICATION_TABLE,
        "TARGET",
        "no payment difficulty (TARGET 0)",
        col("TARGET") == 0,
        0.4,
        refused=0.3,
        means="the outcomes look turned round, where 1 is a payment difficulty and 0 is none",
    ),
    relation(APPLICATION_TABLE,
        "DAYS_EMPLOYED",
        "DAYS_EMPLOYED told where FLAG_EMP_PHONE is 1, and only there",
        (col("FLAG_EMP_PHONE") == 1) == EMPLOYED,
        0.98,
    ),
    relation(APPLICATION_TABLE,
        "ORGANIZATION_TYPE",
        "ORGANIZATION_TYPE told where DAYS_EMPLOYED is, and only there",
        col("ORGANIZATION_TYPE").is_not_null() == EMPLOYED,
        0.98,
    ),
    relation(APPLICATION_TABLE,
        "NAME_INCOME_TYPE",
        "no DAYS_EMPLOYED where NAME_INCOME_TYPE is Pensioner, and only there",
        (col("NAME_INCOME_TYPE") != "Pensioner") == EMPLOYED,
        0.98,
    ),
    relation(APPLICATION_TABLE,
        "DAYS_BIRTH",
        "DAYS_EMPLOYED told before the age of 45",
        EMPLOYED,
        0.96,
        when=col("DAYS_BIRTH") > -45 * DAYS_IN_YEAR,
    ),
    relation(APPLICATION_TABLE,
        "DAYS_BIRTH",
        "no DAYS_EMPLOYED after the age of 62",
        ~EMPLOYED,
        0.78,
        refused=0.5,
        when=col("DAYS_BIRTH") < -62 * DAYS_IN_YEAR,
    ),
    relation(APPLICATION_TABLE,
        "CNT_CHILDREN", "no children after the age of 57", col("CNT_CHILDREN") == 0, 0.92, refused=0.8,
        when=col("DAYS_BIRTH") < -57 * DAYS_IN_YEAR,
    ),
    relation(APPLICATION_TABLE,
        "DAYS_EMPLOYED",
        "DAYS_EMPLOYED after the age of 15",
        col("DAYS_EMPLOYED") >= col("DAYS_BIRTH") + 15 * DAYS_IN_YEAR,
        0.99,
        refused=0.9,
    ),
    relation(APPLICATION_TABLE,
        "DAYS_REGISTRATION", "DAYS_REGISTRATION after DAYS_BIRTH", col("DAYS_REGISTRATION") >= col("DAYS_BIRTH"), 0.99,
        refused=0.9,
    ),
    relation(APPLICATION_TABLE,
        "OWN_CAR_AGE",
        "OWN_CAR_AGE told where FLAG_OWN_CAR is Y, and only there",
        (col("FLAG_OWN_CAR") == "Y") == col("OWN_CAR_AGE").is_not_null(),
        0.98,
    ),
    relation(APPLICATION_TABLE,
        "CNT_FAM_MEMBERS",
        "CNT_FAM_MEMBERS to be the client, who shares their life with them, and CNT_CHILDREN",
        col("CNT_FAM_MEMBERS") == 1 + col("CNT_CHILDREN") + COUPLE,
        0.97,
    ),
    relation(APPLICATION_TABLE,
        "REGION_RATING_CLIENT",
        "REGION_RATING_CLIENT as REGION_RATING_CLIENT_W_CITY",
        col("REGION_RATING_CLIENT") == col("REGION_RATING_CLIENT_W_CITY"),
        0.92,
        refused=0.8,
    ),
    relation(APPLICATION_TABLE,
        "OBS_30_CNT_SOCIAL_CIRCLE",
        "OBS_30_CNT_SOCIAL_CIRCLE near OBS_60_CNT_SOCIAL_CIRCLE",
        (col("OBS_30_CNT_SOCIAL_CIRCLE") - col("OBS_60_CNT_SOCIAL_CIRCLE")).abs() <= 1,
        0.97,
    ),
    relation(APPLICATION_TABLE,
        "DEF_30_CNT_SOCIAL_CIRCLE",
        "DEF_60_CNT_SOCIAL_CIRCLE up to DEF_30_CNT_SOCIAL_CIRCLE, and that up to OBS_30_CNT_SOCIAL_CIRCLE",
        (col("DEF_60_CNT_SOCIAL_CIRCLE") <= col("DEF_30_CNT_SOCIAL_CIRCLE"))
        & (col("DEF_30_CNT_SOCIAL_CIRCLE") <= col("OBS_30_CNT_SOCIAL_CIRCLE")),
        0.98,
        refused=0.9,
    ),
    relation(APPLICATION_TABLE,
        "AMT_GOODS_PRICE",
        "AMT_CREDIT from AMT_GOODS_PRICE to 1.6 times it",
        within("AMT_CREDIT", "AMT_GOODS_PRICE", 0.99, 1.6),
        0.97,
        refused=0.8,
    ),
    relation(APPLICATION_TABLE,
        "AMT_ANNUITY",
        "AMT_CREDIT from 8 to 47 times AMT_ANNUITY",
        within("AMT_CREDIT", "AMT_ANNUITY", 8, 47),
        0.97,
        refused=0.8,
    ),
    relation(APPLICATION_TABLE,
        "AMT_ANNUITY",
        "a twentieth of AMT_CREDIT as AMT_ANNUITY of revolving loans",
        within("AMT_ANNUITY", "AMT_CREDIT", 0.044, 0.056),
        0.95,
        when=col("NAME_CONTRACT_TYPE") == "Revolving loans",
    ),
    *(_building(measure, other) for measure in MEASURES for other in ("MEDI", "MODE")),
)  # fmt: skip
