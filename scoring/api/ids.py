"""A client's number as it may be written in an address: the digits of the number itself, and nothing else."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import Path
from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from scoring.tables.records import LARGEST_KEY

_CANONICAL = re.compile(r"[1-9][0-9]{0,18}")


def canonical(text: object) -> int:
    """The number that a text writes.

    Raises
    ------
    PydanticCustomError
        For every other way of writing it: a sign, blanks, zeros in front, a point, an exponent, groups of digits,
        digits of another script. One number has one address.

    Examples
    --------
    >>> canonical("900017")
    900017
    """
    number = str(text)
    if not _CANONICAL.fullmatch(number) or int(number) > LARGEST_KEY:
        raise PydanticCustomError("no_number", "the digits of a client's number")
    return int(number)


ClientId = Annotated[
    int,
    BeforeValidator(canonical),
    Path(description="The client's number (SK_ID_CURR), in plain digits.", ge=1, le=LARGEST_KEY, examples=[900017]),
]
