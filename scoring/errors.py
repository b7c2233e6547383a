"""The one error a user's mistake raises: what was expected, what was found, what to do."""

from numbers import Integral
from typing import Any


class UserError(Exception):
    """A mistake that the caller can mend; shown as one sentence, never as a traceback.

    Parameters
    ----------
    got : str
        What was found, in the caller's words, with what was expected.
    remedy : str
        What to do next, as an instruction.

    Examples
    --------
    >>> print(UserError("bureau.csv: column CREDIT_ACTIVE is missing.", "Export the table again."))
    bureau.csv: column CREDIT_ACTIVE is missing. Export the table again.
    """

    def __init__(self, got: str, remedy: str) -> None:
        super().__init__(f"{got} {remedy}")
        self.got = got
        self.remedy = remedy


def refuse_other_kind(name: str, value: Any, kind: type, remedy: str) -> None:
    """Refuse an object of another class than the one that is asked for.

    Parameters
    ----------
    name : str
        What the caller calls it.
    value : Any
        As given.
    kind : type
        Kind of what is expected.
    remedy : str
        What to do, as an instruction.

    Raises
    ------
    UserError
        When it is none.
    """
    if not isinstance(value, kind):
        raise UserError(f"{name}: expected a {kind.__name__}, got {value!r:.60}.", remedy)


def refuse_no_count(name: str, value: Any, remedy: str) -> None:
    """Refuse what is no whole number from 0 on; those of numpy are some too, true and false are none.

    Parameters
    ----------
    name : str
        What the caller calls it.
    value : Any
        As given.
    remedy : str
        What to do, as an instruction.

    Raises
    ------
    UserError
        When it is none.
    """
    if isinstance(value, bool) or not isinstance(value, Integral) or value < 0:
        raise UserError(f"{name}: expected a whole number from 0, got {value!r:.60}.", remedy)


def refuse_no_text(name: str, value: Any, remedy: str) -> None:
    """Refuse what is no text; parameters as those of :func:`refuse_no_count`.

    Raises
    ------
    UserError
        When it is none.
    """
    if not isinstance(value, str):
        raise UserError(f"{name}: expected a text, got {value!r:.60}.", remedy)
