"""One row a month of an earlier credit card with us."""

import dataframely as dy

from scoring.tables.columns import amount, category, count, days_late, key, months, never_empty


class Card(dy.Schema):
    """One row a month of an earlier credit card with us."""

    SK_ID_PREV = key(primary=True)
    SK_ID_CURR = key()
    MONTHS_BALANCE = months(primary=True)
    AMT_BALANCE = never_empty(amount(signed=True))
    AMT_CREDIT_LIMIT_ACTUAL = never_empty(amount(typical=112_500))
    AMT_DRAWINGS_ATM_CURRENT = amount()
    AMT_DRAWINGS_CURRENT = never_empty(amount())
    AMT_DRAWINGS_OTHER_CURRENT = amount()
    AMT_DRAWINGS_POS_CURRENT = amount()
    AMT_INST_MIN_REGULARITY = amount()
    AMT_PAYMENT_CURRENT = amount()
    AMT_PAYMENT_TOTAL_CURRENT = never_empty(amount())
    AMT_RECEIVABLE_PRINCIPAL = never_empty(amount(signed=True))
    AMT_RECIVABLE = never_empty(amount(signed=True))
    AMT_TOTAL_RECEIVABLE = never_empty(amount(signed=True))
    CNT_DRAWINGS_ATM_CURRENT = count()
    CNT_DRAWINGS_CURRENT = never_empty(count())
    CNT_DRAWINGS_OTHER_CURRENT = count()
    CNT_DRAWINGS_POS_CURRENT = count()
    CNT_INSTALMENT_MATURE_CUM = count()
    NAME_CONTRACT_STATUS = never_empty(
        category("Active", "Approved", "Completed", "Demand", "Refused", "Sent proposal", "Signed")
    )
    SK_DPD = never_empty(days_late())
    SK_DPD_DEF = never_empty(days_late())
