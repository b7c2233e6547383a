"""Digits with a language's marks, and a number with its unit: what every other way to write a number stands on."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext

from scoring.texts.words import Language, mark

NBSP = "\u00a0"  # espace insécable: between a number and its unit, and between thousands in French
MINUS = "\u2212"
LONGEST = 330  # digits: no float has more before its decimals


def format_number(value: float, language: Language, decimals: int = 0, *, trim: bool = True) -> str:
    """A bare number with the language's marks; halves round away from zero.

    Parameters
    ----------
    value : float
        The number.
    language : str
        Decimal comma and spaces that do not break, or decimal point and commas.
    decimals : int
        Most decimals shown.
    trim : bool
        Whether zeros at the end of the decimals go.

    Examples
    --------
    >>> format_number(2.0, "fr", 1), format_number(2.25, "fr", 1)
    ('2', '2,3')
    >>> len(format_number(1e308, "en"))  # 309 digits, 102 commas
    411
    """
    rounded = round_half_up(value, decimals)
    text = f"{abs(rounded):,.{decimals}f}"
    if trim and decimals:
        text = text.rstrip("0").rstrip(".")
    marks = str.maketrans({",": mark("thousands", language), ".": mark("decimal", language)})
    return (MINUS if rounded < 0 else "") + text.translate(marks)


def round_half_up(value: float, decimals: int) -> Decimal:
    """A number as it is shown: halves go away from zero."""
    with localcontext(prec=LONGEST):
        return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def with_unit(value: float, name: str, language: Language, decimals: int = 0) -> str:
    """A number and the unit (a name in ``marks.toml``) behind it, as :func:`format_number` writes the number."""
    unit = mark(f"unit.{name}.{plural_form(abs(round_half_up(value, decimals)), language)}", language)
    return f"{format_number(value, language, decimals)}{NBSP}{unit}"


def plural_form(number: Decimal | float, language: Language) -> str:
    """Whether a number takes the singular ("one") or the plural ("many"): 0 and 1 are singular in French.

    Examples
    --------
    >>> plural_form(1, "en"), plural_form(0, "fr"), plural_form(0, "en")
    ('one', 'one', 'many')
    """
    singular = number < 2 if mark("singular", language) == "under_two" else number == 1
    return "one" if singular else "many"
