"""One row a payment of an instalment of an earlier loan with us, or an instalment not paid."""

import dataframely as dy

from scoring.tables.columns import amount, count, days, key, never_empty


class Installments(dy.Schema):
    """One row a payment of an instalment of an earlier loan with us, or an instalment not paid."""

    SK_ID_PREV = key()
    SK_ID_CURR = key()
    NUM_INSTALMENT_VERSION = never_empty(count())
    NUM_INSTALMENT_NUMBER = never_empty(count())
    DAYS_INSTALMENT = days(nullable=False)
    DAYS_ENTRY_PAYMENT = days()
    AMT_INSTALMENT = amount(nullable=False, typical=8_884)
    AMT_PAYMENT = amount(typical=8_126)
