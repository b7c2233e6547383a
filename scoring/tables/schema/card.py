"""One row a month of an earlier credit card with us."""

import dataframely as dy

from scoring.tables.columns import always, amount, category, count, days_late, key, months


class Card(dy.Schema):
    """One row a month of an earlier credit card with us."""

    SK_ID_PREV = key(primary=True)
    SK_ID_CURR = key()
    MONTHS_BALANCE = months(primary=True)
    AMT_BALANCE = always(amount(signed=True))
    AMT_CREDIT_LIMIT_ACTUAL = always(amount(typical=112_500))
    AMT_DRAWINGS_ATM_CURRENT = amount()
    AMT_DRAWINGS_CURRENT = always(amount())
    AMT_DRAWINGS_OTHER_CURRENT = amount()
    AMT_DRAWINGS_POS_CURRENT = amount()
    AMT_INST_MIN_REGULARITY = amount()
    AMT_PAYMENT_CURRENT = amount()
    AMT_PAYMENT_TOTAL_CURRENT = always(amount())
    AMT_RECEIVABLE_PRINCIPAL = always(amount(signed=True))
    AMT_RECIVABLE = always(amount(signed=True))
    AMT_TOTAL_RECEIVABLE = always(amount(signed=True))
    CNT_DRAWINGS_ATM_CURRENT = count()
    CNT_DRAWINGS_CURRENT = always(count())
    CNT_DRAWINGS_OTHER_CURRENT = count()
    CNT_DRAWINGS_POS_CURRENT = count()
    CNT_INSTALMENT_MATURE_CUM = count()
    NAME_CONTRACT_STATUS = always(
        category("Active", "Approved", "Completed", "Demand", "Refused", "Sent proposal", "Signed")
    )
    SK_DPD = always(days_late())
    SK_DPD_DEF = always(days_late())
