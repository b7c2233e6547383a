"""Write numbers for people, with their language's marks (``marks.toml``), rounded as said, never with a currency."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from types import MappingProxyType

from scoring.days import DAYS_IN_YEAR
from scoring.texts.digits import LONGEST as LONGEST
from scoring.texts.digits import MINUS as MINUS
from scoring.texts.digits import NBSP as NBSP
from scoring.texts.digits import format_number as format_number
from scoring.texts.digits import plural_form as plural_form
from scoring.texts.digits import round_half_up as round_half_up
from scoring.texts.digits import with_unit as with_unit
from scoring.texts.spans import WHOLE_MONTHS, span_in_words, years_and_months
from scoring.texts.words import Language, mark


def format_value(value: float | str | None, unit: str, language: Language) -> str:
    """A value as one reads it aloud.

    Parameters
    ----------
    value : float, str or None
        The number; a text (a category, already translated) passes through; None, NaN and infinity are not known.
    unit : str
        amount, days (positive before the application), days_ahead (positive after it), age (days since birth,
        said in completed years), months, count, years, ratio (1 is 100 %), score, flag, hour, category or key.
    language : str
        Language of the words and of the marks in numbers.

    Returns
    -------
    str
        Ready to show; spaces inside it do not break, but those around the word between two units.

    Raises
    ------
    ValueError
        When nobody knows the unit.

    Examples
    --------
    >>> format_value(382500, "amount", "en")
    '382,500'
    >>> format_value(0.31, "ratio", "en")
    '31%'
    >>> format_value(None, "amount", "fr")
    'non renseigné'
    """
    if unit not in WRITERS:
        raise ValueError(f"Unit {unit!r} is not one of {', '.join(WRITERS)}.")
    if value is None or (not isinstance(value, str) and not math.isfinite(value)):
        return mark("not_known", language)
    return value if isinstance(value, str) else _written(float(value), unit, language)


LARGEST = 1e300  # nobody reads three hundred digits


@lru_cache(maxsize=16_384)
def _written(number: float, unit: str, language: Language) -> str:
    """A number in words; one answer writes each value several times, and what is usual is the same for all clients."""
    within = math.copysign(min(abs(number), LARGEST), number)  # per cent of the largest floats is infinite
    return WRITERS[unit](within, language)


def age_in_years(days: float) -> int:
    """Completed years since birth, which was so many ``days`` ago.

    Examples
    --------
    >>> age_in_years(15487)
    42
    """
    return math.floor(days / DAYS_IN_YEAR)


def per_hundred(p: float, language: Language) -> str:
    """A probability as so many files out of a hundred.

    Raises
    ------
    ValueError
        When it is no probability.

    Examples
    --------
    >>> per_hundred(0.081, "en").replace(NBSP, " ")
    'about 8 applications in 100'
    """
    if not 0 <= p <= 1:
        raise ValueError(f"A probability lies between 0 and 1, got {p!r}.")
    about = ("about", int(round_half_up(100 * p, 0)))
    how, n = ("less", 1) if p < 0.005 else ("more", 99) if p >= 0.995 else about
    return mark(f"per_hundred.{how}.{plural_form(n, language)}", language, n=n)


def format_signed(value: float, language: Language, decimals: int = 0, *, trim: bool = False) -> str:
    """A difference: always with its sign, and none where it rounds to nothing.

    Parameters
    ----------
    value, language, decimals, trim
        As :func:`format_number` takes them.

    Examples
    --------
    >>> format_signed(0.0117, "fr", 3), format_signed(-0.0003, "en", 3), format_signed(-0.0006, "en", 3)
    ('+0,012', '0.000', '−0.001')
    """
    text = format_number(value, language, decimals, trim=trim)
    return f"+{text}" if round_half_up(value, decimals) > 0 else text


def format_percent(share: float, language: Language, decimals: int = 0, *, trim: bool = False) -> str:
    """A share in hundredths, with the language's percent sign.

    Parameters
    ----------
    share : float
        1 is 100 %.
    language, decimals, trim
        As :func:`format_number` takes them.

    Examples
    --------
    >>> format_percent(0.0523, "en", 1)
    '5.2%'
    """
    return format_number(100 * share, language, decimals, trim=trim) + mark("percent", language)


def _days_ahead(value: float, language: Language) -> str:
    if round_half_up(value, 0) == 0:
        return mark("same_day", language)
    return mark("later" if value > 0 else "earlier", language, span=span_in_words(abs(value), language))


def _age(value: float, language: Language) -> str:
    """Completed years, as people say their age."""
    return with_unit(age_in_years(value), "year", language)


def _months(value: float, language: Language) -> str:
    return with_unit(value, "month", language, 0 if abs(value) >= WHOLE_MONTHS else 1)


def _count(value: float, language: Language) -> str:
    return format_number(value, language, 0 if abs(value) >= 100 else 1)


def _years(value: float, language: Language) -> str:
    return years_and_months(value * DAYS_IN_YEAR, language) if value else mark("under_a_year", language)


def _ratio(value: float, language: Language) -> str:
    return format_percent(value, language, 1 if abs(100 * value) < 10 else 0, trim=True)


def _score(value: float, language: Language) -> str:
    return format_number(value, language, 2, trim=False)


def _flag(value: float, language: Language) -> str:
    """Yes or no; a mean of them is a share."""
    if value not in (0, 1):
        return _ratio(value, language)
    return mark("yes" if value else "no", language)


def _hour(value: float, language: Language) -> str:
    return mark("hour", language, hour=int(round_half_up(value, 0)))


def _plain(value: float, language: Language) -> str:
    """An identifier, or a number that stands for a category: its digits, nothing between them."""
    return str(int(value)) if value == int(value) else format_number(value, language, 2)


# How a value of each unit is written.
WRITERS: MappingProxyType[str, Callable[[float, Language], str]] = MappingProxyType(
    {
        "amount": format_number,
        "days": span_in_words,
        "days_ahead": _days_ahead,
        "age": _age,
        "months": _months,
        "count": _count,
        "years": _years,
        "ratio": _ratio,
        "score": _score,
        "flag": _flag,
        "hour": _hour,
        "category": _plain,
        "key": _plain,
    }
)
