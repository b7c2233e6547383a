"""One row a month of an earlier point-of-sale or cash loan with us."""

import dataframely as dy

from scoring.tables.columns import category, count, days_late, key, months, never_empty


class Pos(dy.Schema):
    """One row a month of an earlier point-of-sale or cash loan with us."""

    SK_ID_PREV = key(primary=True)
    SK_ID_CURR = key()
    MONTHS_BALANCE = months(primary=True)
    CNT_INSTALMENT = count()
    CNT_INSTALMENT_FUTURE = count()
    NAME_CONTRACT_STATUS = category(
        "Active", "Amortized debt", "Approved", "Canceled", "Completed", "Demand", "Returned to the store", "Signed"
    )
    SK_DPD = never_empty(days_late())
    SK_DPD_DEF = never_empty(days_late())
