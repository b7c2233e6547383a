"""One row a loan application."""

import dataframely as dy

from scoring.tables.columns import (
    amount,
    birth,
    category,
    count,
    days,
    external_score,
    flag,
    hour,
    key,
    rating,
    score,
    target,
    years,
)


class Application(dy.Schema):
    """One row a loan application: what the client asks for and who they are.

    Both ``application_train`` and ``application_test``, which has no TARGET.
    """

    SK_ID_CURR = key(primary=True)
    TARGET = target()
    NAME_CONTRACT_TYPE = category("Cash loans", "Revolving loans", nullable=False)
    CODE_GENDER = category("F", "M", codes=("F", "M"))
    FLAG_OWN_CAR = category("N", "Y", codes=("N", "Y"))
    FLAG_OWN_REALTY = category("N", "Y", codes=("N", "Y"))
    CNT_CHILDREN = count(high=30)
    AMT_INCOME_TOTAL = amount(nullable=False, essential=True, typical=147_150)
    AMT_CREDIT = amount(nullable=False, essential=True, typical=513_531)
    AMT_ANNUITY = amount(essential=True, typical=24_903)
    AMT_GOODS_PRICE = amount(essential=True, typical=450_000)
    NAME_TYPE_SUITE = category(
        "Children", "Family", "Group of people", "Other_A", "Other_B", "Spouse, partner", "Unaccompanied"
    )
    NAME_INCOME_TYPE = category(
        "Businessman",
        "Commercial associate",
        "Maternity leave",
        "Pensioner",
        "State servant",
        "Student",
        "Unemployed",
        "Working",
    )
    NAME_EDUCATION_TYPE = category(
        "Academic degree", "Higher education", "Incomplete higher", "Lower secondary", "Secondary / secondary special"
    )
    NAME_FAMILY_STATUS = category("Civil marriage", "Married", "Separated", "Single / not married", "Unknown", "Widow")
    NAME_HOUSING_TYPE = category(
        "Co-op apartment",
        "House / apartment",
        "Municipal apartment",
        "Office apartment",
        "Rented apartment",
        "With parents",
    )
    REGION_POPULATION_RELATIVE = score()
    DAYS_BIRTH = birth()
    DAYS_EMPLOYED = days()
    DAYS_REGISTRATION = days()
    DAYS_ID_PUBLISH = days()
    OWN_CAR_AGE = years()
    FLAG_MOBIL = flag()
    FLAG_EMP_PHONE = flag()
    FLAG_WORK_PHONE = flag()
    FLAG_CONT_MOBILE = flag()
    FLAG_PHONE = flag()
    FLAG_EMAIL = flag()
    OCCUPATION_TYPE = category(
        "Accountants",
        "Cleaning staff",
        "Cooking staff",
        "Core staff",
        "Drivers",
        "HR staff",
        "High skill tech staff",
        "IT staff",
        "Laborers",
        "Low-skill Laborers",
        "Managers",
        "Medicine staff",
        "Private service staff",
        "Realty agents",
        "Sales staff",
        "Secretaries",
        "Security staff",
        "Waiters/barmen staff",
    )
    CNT_FAM_MEMBERS = count(low=1, high=40)
    REGION_RATING_CLIENT = rating()
    REGION_RATING_CLIENT_W_CITY = rating()
    WEEKDAY_APPR_PROCESS_START = category("FRIDAY", "MONDAY", "SATURDAY", "SUNDAY", "THURSDAY", "TUESDAY", "WEDNESDAY")
    HOUR_APPR_PROCESS_START = hour()
    REG_REGION_NOT_LIVE_REGION = flag()
    REG_REGION_NOT_WORK_REGION = flag()
    LIVE_REGION_NOT_WORK_REGION = flag()
    REG_CITY_NOT_LIVE_CITY = flag()
    REG_CITY_NOT_WORK_CITY = flag()
    LIVE_CITY_NOT_WORK_CITY = flag()
    ORGANIZATION_TYPE = category(
        "Advertising",
        "Agriculture",
        "Bank",
        "Business Entity Type 1",
        "Business Entity Type 2",
        "Business Entity Type 3",
        "Cleaning",
        "Construction",
        "Culture",
        "Electricity",
        "Emergency",
        "Government",
        "Hotel",
        "Housing",
        "Industry: type 1",
        "Industry: type 10",
        "Industry: type 11",
        "Industry: type 12",
        "Industry: type 13",
        "Industry: type 2",
        "Industry: type 3",
        "Industry: type 4",
        "Industry: type 5",
        "Industry: type 6",
        "Industry: type 7",
        "Industry: type 8",
        "Industry: type 9",
        "Insurance",
        "Kindergarten",
        "Legal Services",
        "Medicine",
        "Military",
        "Mobile",
        "Other",
        "Police",
        "Postal",
        "Realtor",
        "Religion",
        "Restaurant",
        "School",
        "Security",
        "Security Ministries",
        "Self-employed",
        "Services",
        "Telecom",
        "Trade: type 1",
        "Trade: type 2",
        "Trade: type 3",
        "Trade: type 4",
        "Trade: type 5",
        "Trade: type 6",
        "Trade: type 7",
        "Transport: type 1",
        "Transport: type 2",
        "Transport: type 3",
        "Transport: type 4",
        "University",
    )
    EXT_SOURCE_1 = external_score()
    EXT_SOURCE_2 = external_score()
    EXT_SOURCE_3 = external_score()
    APARTMENTS_AVG = score()
    BASEMENTAREA_AVG = score()
    YEARS_BEGINEXPLUATATION_AVG = score()
    YEARS_BUILD_AVG = score()
    COMMONAREA_AVG = score()
    ELEVATORS_AVG = score()
    ENTRANCES_AVG = score()
    FLOORSMAX_AVG = score()
    FLOORSMIN_AVG = score()
    LANDAREA_AVG = score()
    LIVINGAPARTMENTS_AVG = score()
    LIVINGAREA_AVG = score()
    NONLIVINGAPARTMENTS_AVG = score()
    NONLIVINGAREA_AVG = score()
    APARTMENTS_MODE = score()
    BASEMENTAREA_MODE = score()
    YEARS_BEGINEXPLUATATION_MODE = score()
    YEARS_BUILD_MODE = score()
    COMMONAREA_MODE = score()
    ELEVATORS_MODE = score()
    ENTRANCES_MODE = score()
    FLOORSMAX_MODE = score()
    FLOORSMIN_MODE = score()
    LANDAREA_MODE = score()
    LIVINGAPARTMENTS_MODE = score()
    LIVINGAREA_MODE = score()
    NONLIVINGAPARTMENTS_MODE = score()
    NONLIVINGAREA_MODE = score()
    APARTMENTS_MEDI = score()
    BASEMENTAREA_MEDI = score()
    YEARS_BEGINEXPLUATATION_MEDI = score()
    YEARS_BUILD_MEDI = score()
    COMMONAREA_MEDI = score()
    ELEVATORS_MEDI = score()
    ENTRANCES_MEDI = score()
    FLOORSMAX_MEDI = score()
    FLOORSMIN_MEDI = score()
    LANDAREA_MEDI = score()
    LIVINGAPARTMENTS_MEDI = score()
    LIVINGAREA_MEDI = score()
    NONLIVINGAPARTMENTS_MEDI = score()
    NONLIVINGAREA_MEDI = score()
    FONDKAPREMONT_MODE = category("not specified", "org spec account", "reg oper account", "reg oper spec account")
    HOUSETYPE_MODE = category("block of flats", "specific housing", "terraced house")
    TOTALAREA_MODE = score()
    WALLSMATERIAL_MODE = category("Block", "Mixed", "Monolithic", "Others", "Panel", "Stone, brick", "Wooden")
    EMERGENCYSTATE_MODE = category("No", "Yes", codes=("No", "Yes"))
    OBS_30_CNT_SOCIAL_CIRCLE = count()
    DEF_30_CNT_SOCIAL_CIRCLE = count()
    OBS_60_CNT_SOCIAL_CIRCLE = count()
    DEF_60_CNT_SOCIAL_CIRCLE = count()
    DAYS_LAST_PHONE_CHANGE = days()
    FLAG_DOCUMENT_2 = flag()
    FLAG_DOCUMENT_3 = flag()
    FLAG_DOCUMENT_4 = flag()
    FLAG_DOCUMENT_5 = flag()
    FLAG_DOCUMENT_6 = flag()
    FLAG_DOCUMENT_7 = flag()
    FLAG_DOCUMENT_8 = flag()
    FLAG_DOCUMENT_9 = flag()
    FLAG_DOCUMENT_10 = flag()
    FLAG_DOCUMENT_11 = flag()
    FLAG_DOCUMENT_12 = flag()
    FLAG_DOCUMENT_13 = flag()
    FLAG_DOCUMENT_14 = flag()
    FLAG_DOCUMENT_15 = flag()
    FLAG_DOCUMENT_16 = flag()
    FLAG_DOCUMENT_17 = flag()
    FLAG_DOCUMENT_18 = flag()
    FLAG_DOCUMENT_19 = flag()
    FLAG_DOCUMENT_20 = flag()
    FLAG_DOCUMENT_21 = flag()
    AMT_REQ_CREDIT_BUREAU_HOUR = count()
    AMT_REQ_CREDIT_BUREAU_DAY = count()
    AMT_REQ_CREDIT_BUREAU_WEEK = count()
    AMT_REQ_CREDIT_BUREAU_MON = count()
    AMT_REQ_CREDIT_BUREAU_QRT = count()
    AMT_REQ_CREDIT_BUREAU_YEAR = count()
