"""One row a month of an earlier credit card with us."""

import dataframely as dy

from scoring.tables.columns import amount, category, count, key, months


class Card(dy.Schema):
    """One row a month of an earlier credit card with us."""

    SK_ID_PREV = key(primary=True)
    SK_ID_CURR = key()
    MONTHS_BALANCE = months(primary=True)
    AMT_BALANCE = amount()
    AMT_CREDIT_LIMIT_ACTUAL = amount()
    AMT_DRAWINGS_ATM_CURRENT = amount()
    AMT_DRAWINGS_CURRENT = amount()
    AMT_DRAWINGS_OTHER_CURRENT = amount()
    AMT_DRAWINGS_POS_CURRENT = amount()
    AMT_INST_MIN_REGULARITY = amount()
    AMT_PAYMENT_CURRENT = amount()
    AMT_PAYMENT_TOTAL_CURRENT = amount()
    AMT_RECEIVABLE_PRINCIPAL = amount()
    AMT_RECIVABLE = amount()
    AMT_TOTAL_RECEIVABLE = amount()
    CNT_DRAWINGS_ATM_CURRENT = count()
    CNT_DRAWINGS_CURRENT = count()
    CNT_DRAWINGS_OTHER_CURRENT = count()
    CNT_DRAWINGS_POS_CURRENT = count()
    CNT_INSTALMENT_MATURE_CUM = count()
    NAME_CONTRACT_STATUS = category("Active", "Approved", "Completed", "Demand", "Refused", "Sent proposal", "Signed")
    SK_DPD = count()
    SK_DPD_DEF = count()
