"""One row an earlier application of the client to us, granted or not."""

import dataframely as dy

from scoring.tables.columns import amount, category, count, days, days_ahead, flag, hour, key, never_empty, ratio, score


class Previous(dy.Schema):
    """One row an earlier application of the client to us, granted or not."""

    SK_ID_PREV = key(primary=True)
    SK_ID_CURR = key()
    NAME_CONTRACT_TYPE = category("Cash loans", "Consumer loans", "Revolving loans")
    AMT_ANNUITY = amount(typical=11_250)
    AMT_APPLICATION = never_empty(amount())
    AMT_CREDIT = amount(typical=80_541)
    AMT_DOWN_PAYMENT = amount()
    AMT_GOODS_PRICE = amount(typical=112_320)
    WEEKDAY_APPR_PROCESS_START = category("FRIDAY", "MONDAY", "SATURDAY", "SUNDAY", "THURSDAY", "TUESDAY", "WEDNESDAY")
    HOUR_APPR_PROCESS_START = hour()
    FLAG_LAST_APPL_PER_CONTRACT = category("N", "Y", codes=("N", "Y"))
    NFLAG_LAST_APPL_IN_DAY = flag()
    RATE_DOWN_PAYMENT = ratio()
    RATE_INTEREST_PRIMARY = score()
    RATE_INTEREST_PRIVILEGED = score()
    NAME_CASH_LOAN_PURPOSE = category(
        "Building a house or an annex",
        "Business development",
        "Buying a garage",
        "Buying a holiday home / land",
        "Buying a home",
        "Buying a new car",
        "Buying a used car",
        "Car repairs",
        "Education",
        "Everyday expenses",
        "Furniture",
        "Gasification / water supply",
        "Hobby",
        "Journey",
        "Medicine",
        "Money for a third person",
        "Other",
        "Payments on other loans",
        "Purchase of electronic equipment",
        "Refusal to name the goal",
        "Repairs",
        "Urgent needs",
        "Wedding / gift / holiday",
    )
    NAME_CONTRACT_STATUS = never_empty(category("Approved", "Canceled", "Refused", "Unused offer"))
    DAYS_DECISION = days(nullable=False)
    NAME_PAYMENT_TYPE = category(
        "Cash through the bank", "Cashless from the account of the employer", "Non-cash from your account"
    )
    CODE_REJECT_REASON = category("CLIENT", "HC", "LIMIT", "SCO", "SCOFR", "SYSTEM", "VERIF")
    NAME_TYPE_SUITE = category(
        "Children", "Family", "Group of people", "Other_A", "Other_B", "Spouse, partner", "Unaccompanied"
    )
    NAME_CLIENT_TYPE = category("New", "Refreshed", "Repeater")
    NAME_GOODS_CATEGORY = category(
        "Additional Service",
        "Animals",
        "Audio/Video",
        "Auto Accessories",
        "Clothing and Accessories",
        "Computers",
        "Construction Materials",
        "Consumer Electronics",
        "Direct Sales",
        "Education",
        "Fitness",
        "Furniture",
        "Gardening",
        "Homewares",
        "House Construction",
        "Insurance",
        "Jewelry",
        "Medical Supplies",
        "Medicine",
        "Mobile",
        "Office Appliances",
        "Other",
        "Photo / Cinema Equipment",
        "Sport and Leisure",
        "Tourism",
        "Vehicles",
        "Weapon",
    )
    NAME_PORTFOLIO = category("Cards", "Cars", "Cash", "POS")
    NAME_PRODUCT_TYPE = category("walk-in", "x-sell")
    CHANNEL_TYPE = category(
        "AP+ (Cash loan)",
        "Car dealer",
        "Channel of corporate sales",
        "Contact center",
        "Country-wide",
        "Credit and cash offices",
        "Regional / Local",
        "Stone",
    )
    SELLERPLACE_AREA = count(high=4_000_000)
    NAME_SELLER_INDUSTRY = category(
        "Auto technology",
        "Clothing",
        "Connectivity",
        "Construction",
        "Consumer electronics",
        "Furniture",
        "Industry",
        "Jewelry",
        "MLM partners",
        "Tourism",
    )
    CNT_PAYMENT = count()
    NAME_YIELD_GROUP = category("high", "low_action", "low_normal", "middle")
    PRODUCT_COMBINATION = category(
        "Card Street",
        "Card X-Sell",
        "Cash",
        "Cash Street: high",
        "Cash Street: low",
        "Cash Street: middle",
        "Cash X-Sell: high",
        "Cash X-Sell: low",
        "Cash X-Sell: middle",
        "POS household with interest",
        "POS household without interest",
        "POS industry with interest",
        "POS industry without interest",
        "POS mobile with interest",
        "POS mobile without interest",
        "POS other with interest",
        "POS others without interest",
    )
    # What lies ahead of the application is 365243 there; the last due of the first version alone may be ahead.
    DAYS_FIRST_DRAWING = days()
    DAYS_FIRST_DUE = days()
    DAYS_LAST_DUE_1ST_VERSION = days_ahead()
    DAYS_LAST_DUE = days()
    DAYS_TERMINATION = days()
    NFLAG_INSURED_ON_APPROVAL = flag()
