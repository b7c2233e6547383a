"""Numbers as people type them, in either language."""

from __future__ import annotations

import re

from scoring.texts import Language

SPACES = re.compile(r"[\s\u00a0\u202f'’]")
UNITS = re.compile(r"(?i)(ans?|years?|points?|%)$")
NUMBER = re.compile(r"-?(\d+(\.\d*)?|\.\d+)")


def number_of(text: str, language: Language) -> float | None:
    """What was typed as a number; None for an empty field, NaN for what is no number.

    Spaces between thousands, a unit behind the number and the language's own marks are understood.

    Examples
    --------
    >>> number_of("1 200,5", "fr"), number_of("1,200.5", "en"), number_of("40 ans", "fr"), number_of("", "fr")
    (1200.5, 1200.5, 40.0, None)
    """
    close = SPACES.sub("", text).replace("\u2212", "-")
    if not close:
        return None
    bare = UNITS.sub("", close)
    plain = bare.replace(",", ".") if language == "fr" else bare.replace(",", "")
    return float(plain) if NUMBER.fullmatch(plain) else float("nan")
