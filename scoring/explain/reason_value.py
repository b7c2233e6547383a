"""A reason's value beside what is usual, as page, client mode and letters write it."""

from __future__ import annotations

from collections.abc import Callable

from scoring.explain.elements import Reason
from scoring.texts import Language
from scoring.texts.sentences import page


def value_beside_usual(reason: Reason, language: Language, address: Callable[[str], str] = str) -> str:
    """The value in words, with the usual one behind it where there is one.

    Parameters
    ----------
    reason : Reason
        Reason of an Assessment.
    language : str
        Language of the words.
    address : callable
        Puts a text about the client into the words of whoever is spoken to; as it is by default.
    """
    value, usual = address(reason.value[language]), address(reason.usual[language])
    return page("reasons.value", language, value=value, usual=usual) if usual else value
