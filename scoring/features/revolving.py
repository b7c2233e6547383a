"""Revolving credit: what its application cannot say, since it has neither an end nor goods that it pays for.

Kaggle's rows hold a twentieth of the amount as its annuity and the amount as its price; what is computed of them is the
same for all, and is told as what it comes from: the kind of loan.
"""

from __future__ import annotations

from collections.abc import Mapping

CONTRACT, REVOLVING = "application_name_contract_type", "Revolving loans"
LACKING = frozenset({"application_implied_term", "application_amt_goods_price", "application_credit_goods_ratio"})


def is_revolving(values: Mapping[str, float | str | None]) -> bool:
    """Whether a client asks for revolving credit, by their features.

    Examples
    --------
    >>> is_revolving({"application_name_contract_type": "Revolving loans"}), is_revolving({})
    (True, False)
    """
    return values.get(CONTRACT) == REVOLVING


def lacks(feature: str, values: Mapping[str, float | str | None]) -> bool:
    """Whether a feature says nothing of this client, whatever stands in it.

    Examples
    --------
    >>> lacks("application_implied_term", {"application_name_contract_type": "Revolving loans"})
    True
    >>> lacks("application_implied_term", {"application_name_contract_type": "Cash loans"})
    False
    """
    return feature in LACKING and is_revolving(values)
