"""One row a credit at another lender, as the credit bureau reports it."""

import dataframely as dy

from scoring.tables.columns import amount, category, count, days, days_ahead, days_late, key, never_empty


class Bureau(dy.Schema):
    """One row a credit at another lender, as the credit bureau reports it."""

    SK_ID_CURR = key()
    SK_ID_BUREAU = key(primary=True)
    CREDIT_ACTIVE = never_empty(category("Active", "Bad debt", "Closed", "Sold"))
    CREDIT_CURRENCY = category("currency 1", "currency 2", "currency 3", "currency 4")
    DAYS_CREDIT = days(nullable=False)
    CREDIT_DAY_OVERDUE = days_late()
    DAYS_CREDIT_ENDDATE = days_ahead()
    DAYS_ENDDATE_FACT = days()
    AMT_CREDIT_MAX_OVERDUE = amount()
    CNT_CREDIT_PROLONG = count()
    AMT_CREDIT_SUM = amount(typical=125_519)
    AMT_CREDIT_SUM_DEBT = amount()
    AMT_CREDIT_SUM_LIMIT = amount()
    AMT_CREDIT_SUM_OVERDUE = amount()
    CREDIT_TYPE = never_empty(
        category(
            "Another type of loan",
            "Car loan",
            "Cash loan (non-earmarked)",
            "Consumer credit",
            "Credit card",
            "Interbank credit",
            "Loan for business development",
            "Loan for purchase of shares (margin lending)",
            "Loan for the purchase of equipment",
            "Loan for working capital replenishment",
            "Microloan",
            "Mobile operator loan",
            "Mortgage",
            "Real estate loan",
            "Unknown type of loan",
        )
    )
    DAYS_CREDIT_UPDATE = never_empty(days())
    AMT_ANNUITY = amount()
