"""Write numbers for people: French or English, rounded as one says them, never with a currency."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal, localcontext
from types import MappingProxyType

from scoring.texts.load import Language

NBSP = "\u00a0"  # espace insécable: between a number and its unit
THIN = "\u202f"  # espace fine insécable: between thousands in French
MINUS = "\u2212"
LONGEST = 330  # digits: no float has more before its decimals

DAYS_IN_YEAR = 365.25
DAYS_IN_MONTH = DAYS_IN_YEAR / 12
FROM_MONTHS = 60
FROM_YEARS = 730

_UNITS = MappingProxyType(
    {
        "day": {"fr": ("jour", "jours"), "en": ("day", "days")},
        "month": {"fr": ("mois", "mois"), "en": ("month", "months")},
        "year": {"fr": ("an", "ans"), "en": ("year", "years")},
    }
)


def format_value(value: float | str | None, unit: str, language: Language) -> str:
    """A value as one reads it aloud.

    Parameters
    ----------
    value : float, str or None
        The number; a text (a category, already translated) passes through; None, NaN and infinity are not known.
    unit : str
        amount, days (positive before the application), days_ahead (positive after it), age (days since birth,
        said in completed years), months, count, years, ratio (1 is 100 %), score, flag, hour, category or key.
    language : {"fr", "en"}
        Language of the words and of the marks in numbers.

    Returns
    -------
    str
        Ready to show; spaces inside it do not break.

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
    if unit not in _WRITERS:
        raise ValueError(f"Unit {unit!r} is not one of {', '.join(_WRITERS)}.")
    if value is None or (not isinstance(value, str) and not math.isfinite(value)):
        return "non renseigné" if language == "fr" else "not known"
    return value if isinstance(value, str) else _WRITERS[unit](float(value), language)


def age_in_years(days: float) -> int:
    """Completed years since birth.

    Parameters
    ----------
    days : float
        Days since birth.

    Examples
    --------
    >>> age_in_years(15487)
    42
    """
    return math.floor(days / DAYS_IN_YEAR)


def per_hundred(p: float, language: Language) -> str:
    """A probability as so many files out of a hundred.

    Examples
    --------
    >>> per_hundred(0.081, "en").replace(NBSP, " ")
    'about 8 applications in 100'
    """
    if not 0 <= p <= 1:
        raise ValueError(f"A probability lies between 0 and 1, got {p!r}.")
    whole = int(_rounded(100 * p, 0))
    if p < 0.005:
        how, whole = ("moins de", "less than"), 1
    elif p >= 0.995:
        how, whole = ("plus de", "more than"), 99
    else:
        how = ("environ", "about")
    if language == "fr":
        return f"{how[0]} {whole}{NBSP}{'dossier' if whole == 1 else 'dossiers'} sur{NBSP}100"
    return f"{how[1]} {whole}{NBSP}{'application' if whole == 1 else 'applications'} in{NBSP}100"


def format_number(value: float, language: Language, decimals: int = 0, *, trim: bool = True) -> str:
    """A bare number with the language's marks; halves round away from zero.

    Parameters
    ----------
    value : float
        The number.
    language : {"fr", "en"}
        Decimal comma and thin spaces, or decimal point and commas.
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
    rounded = _rounded(value, decimals)
    text = f"{abs(rounded):,.{decimals}f}"
    if trim and decimals:
        text = text.rstrip("0").rstrip(".")
    if language == "fr":
        text = text.replace(",", THIN).replace(".", ",")
    return (MINUS if rounded < 0 else "") + text


def _rounded(value: float, decimals: int) -> Decimal:
    with localcontext(prec=LONGEST):
        return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def _with_unit(value: float, name: str, language: Language, decimals: int = 0) -> str:
    shown = abs(_rounded(value, decimals))
    plural = shown >= 2 if language == "fr" else shown != 1
    return f"{format_number(value, language, decimals)}{NBSP}{_UNITS[name][language][plural]}"


def _amount(value: float, language: Language) -> str:
    return format_number(value, language)


def _days(value: float, language: Language) -> str:
    if abs(value) >= FROM_YEARS:
        return _with_unit(value / DAYS_IN_YEAR, "year", language, 1)
    if abs(value) >= FROM_MONTHS:
        return _with_unit(value / DAYS_IN_MONTH, "month", language)
    return _with_unit(value, "day", language, 0 if abs(value) >= 10 else 1)


def _days_ahead(value: float, language: Language) -> str:
    if _rounded(value, 0) == 0:
        return "le jour même" if language == "fr" else "on the day"
    span = _days(abs(value), language)
    if language == "fr":
        return f"dans {span}" if value > 0 else f"il y a {span}"
    return f"in {span}" if value > 0 else f"{span} ago"


def _age(value: float, language: Language) -> str:
    """Completed years, as people say their age."""
    return _with_unit(age_in_years(value), "year", language)


def _months(value: float, language: Language) -> str:
    return _with_unit(value, "month", language, 0 if abs(value) >= 10 else 1)


def _count(value: float, language: Language) -> str:
    return format_number(value, language, 0 if abs(value) >= 100 else 1)


def _years(value: float, language: Language) -> str:
    return _with_unit(value, "year", language, 1)


def _ratio(value: float, language: Language) -> str:
    percent = 100 * value
    decimals = 1 if abs(percent) < 10 else 0
    return f"{format_number(percent, language, decimals)}{f'{NBSP}%' if language == 'fr' else '%'}"


def _score(value: float, language: Language) -> str:
    return format_number(value, language, 2, trim=False)


def _flag(value: float, language: Language) -> str:
    """Yes or no; a mean of them is a share."""
    if value not in (0, 1):
        return _ratio(value, language)
    return ("oui" if value else "non") if language == "fr" else ("yes" if value else "no")


def _hour(value: float, language: Language) -> str:
    whole = int(_rounded(value, 0))
    return f"{whole}{NBSP}h" if language == "fr" else f"{whole:02d}:00"


def _plain(value: float, language: Language) -> str:
    """An identifier, or a number that stands for a category: its digits, nothing between them."""
    return str(int(value)) if value == int(value) else format_number(value, language, 2)


_WRITERS: MappingProxyType[str, Callable[[float, Language], str]] = MappingProxyType(
    {
        "amount": _amount,
        "days": _days,
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
