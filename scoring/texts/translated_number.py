"""A number that somebody has typed, when the language of the page changes under it."""

from __future__ import annotations

from scoring.texts.numbers import format_number
from scoring.texts.typed_numbers import MOST_DECIMALS, NumberKind, TypedNumberError, read_number
from scoring.texts.words import Language


def translated_number(text: str, before: Language, language: Language, kind: NumberKind = "") -> str:
    """The same number with another language's marks; a text that is no number stays.

    Parameters
    ----------
    text : str
        As it was typed.
    before, language : str
        The language it was typed in, and the one that is spoken now.
    kind : str
        What the field asks for, as :func:`scoring.texts.read_number` has it.

    Examples
    --------
    >>> translated_number("12,5", "fr", "en"), translated_number("200.5", "en", "fr")
    ('12.5', '200,5')
    """
    try:
        number = read_number(text, before, kind) if language != before else None
    except TypedNumberError:
        return text
    return text if number is None else format_number(number, language, MOST_DECIMALS)
