"""Changes to a known client's application: what is simulated on the page, answered to a program."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from typing import Any

from scoring.api.problem import ProblemError, wrong_fields
from scoring.errors import UserError
from scoring.tables.records import LARGEST_KEY, FieldMistake, quotable, shown
from scoring.what_if.change import COLUMNS, Request, Simulation, restated
from scoring.what_if.simulate import Simulator

KEYS = ("client", "changes")
FROM_WHOLE, MOST_DIGITS = 1000.0, 1e15
FIELDS = {column: field for field, column in COLUMNS.items()}
# What follows from the changes, as it is reckoned.
FOLLOWING = {
    "duration": "AMT_CREDIT / AMT_ANNUITY",
    "burden": "AMT_ANNUITY / AMT_INCOME_TOTAL",
    "financed": "AMT_CREDIT / AMT_GOODS_PRICE",
}


def are_changes(given: Any) -> bool:
    """Whether a body speaks of a known client instead of holding an application."""
    return isinstance(given, Mapping) and any(key in given for key in KEYS)


def simulate(simulator: Simulator, given: Mapping[str, Any]) -> Simulation:
    """The answer for the client as they are, and with the changes.

    Parameters
    ----------
    simulator : Simulator
        Simulator of the portfolio.
    given : mapping
        ``{"client": 900017, "changes": {"AMT_CREDIT": 300000}}``.

    Raises
    ------
    ProblemError
        404 when nobody has the number, 422 that names each change that cannot be made.
    """
    client = client_of(given)
    try:
        start = simulator.start(client)
    except UserError as nobody:
        raise ProblemError(404, str(nobody)) from nobody
    values = changes_of(given.get("changes"))
    if start.request.revolving and "goods_price" in values:
        expected = "none: revolving credit buys no goods"
        raise wrong_fields([FieldMistake("changes.AMT_GOODS_PRICE", expected, shown(values["goods_price"]))])
    request = restated(start.request, values)
    problems = simulator.problems(start, request)
    if problems:
        raise wrong_fields([impossible(problem.field, problem.low, problem.high, request) for problem in problems])
    return simulator.answer(start, request)


def client_of(given: Mapping[str, Any]) -> int:
    """The number of the client that a body speaks of.

    Raises
    ------
    ProblemError
        422 where there is none, or another key beside it.
    """
    mistakes = [
        FieldMistake(quotable(name), f"one of {', '.join(KEYS)}", "an unknown one")
        for name in given
        if name not in KEYS
    ]
    number: Any = given.get("client")
    if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= LARGEST_KEY:
        mistakes.append(FieldMistake("client", "a whole number from 1, without point or exponent", shown(number)))
    if mistakes:
        raise wrong_fields(mistakes)
    return int(number)


def changes_of(changes: Any) -> dict[str, float]:
    """The new values, by their field of a request.

    Raises
    ------
    ProblemError
        422 that names each that is none.
    """
    if not isinstance(changes, Mapping) or not changes:
        expected = f"an object with one of {', '.join(FIELDS)}"
        got = "none" if changes is None else "an empty object" if changes == {} else shown(changes)
        raise wrong_fields([FieldMistake("changes", expected, got)])
    mistakes: list[FieldMistake] = []
    values: dict[str, float] = {}
    for name, value in changes.items():
        field = f"changes.{quotable(name)}"
        if name not in FIELDS:
            mistakes.append(FieldMistake(field, f"one of {', '.join(FIELDS)}", "an unknown one"))
        elif isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= sys.float_info.max:
            mistakes.append(FieldMistake(field, "a number above 0", shown(value)))
        else:
            values[FIELDS[name]] = float(value)
    if mistakes:
        raise wrong_fields(mistakes)
    return values


def impossible(field: str, low: float, high: float, request: Request) -> FieldMistake:
    """What is said of a value that no client of the model had; duration and shares follow from the changes.

    Parameters
    ----------
    field : str
        Field of a request, or what follows from its fields.
    low, high : float
        Between which it may be.
    request : Request
        As it would be.
    """
    column = COLUMNS.get(field)  # type: ignore[call-overload]
    place = f"changes.{column}" if column else f"changes ({FOLLOWING.get(field, field)})"
    lowest, highest = (math.ceil(low), math.floor(high)) if low >= FROM_WHOLE else (low, high)
    return FieldMistake(
        place, f"a value between {_plain(lowest)} and {_plain(highest)}", _plain(getattr(request, field))
    )


def _plain(number: float) -> str:
    """A number that can be sent again as it is told: amounts in full, shares to six digits."""
    return f"{number:.0f}" if FROM_WHOLE <= number < MOST_DIGITS else f"{number:.6g}"
