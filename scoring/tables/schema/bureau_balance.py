"""One row a month of a credit at another lender."""

import dataframely as dy

from scoring.tables.columns import category, client_of_parent, key, months, never_empty


class BureauBalance(dy.Schema):
    """One row a month of a credit at another lender."""

    SK_ID_CURR = client_of_parent()
    SK_ID_BUREAU = key(primary=True)
    MONTHS_BALANCE = months(primary=True)
    STATUS = never_empty(category("0", "1", "2", "3", "4", "5", "C", "X"))
