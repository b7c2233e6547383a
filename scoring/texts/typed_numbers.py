"""Read numbers that people type: one reader for every field, by the marks of the language on screen.

French groups thousands with spaces and has a decimal comma; English groups with commas or spaces and has a decimal
point; both know the apostrophe ("1'000"). Groups have three digits. What follows another habit is not guessed at:
it is refused with the number that it may have meant.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from scoring.errors import UserError
from scoring.texts.load import typed_number_words
from scoring.texts.numbers import format_number
from scoring.texts.words import Language, Words, mark

NumberKind = Literal["", "amount", "percent", "years", "months", "count", "points"]

LONGEST = 40  # characters of a text that are repeated in a sentence
MOST_DECIMALS = 12
MINUSES = str.maketrans(dict.fromkeys("\u2212\u2010\u2011\u2012\u2013\ufe63\uff0d", "-"))
APOSTROPHES = str.maketrans(dict.fromkeys("\u2019\u2018\u02bc\u2032`´", "'"))
# The marks of keyboards whose digits are read: full width, and Arabic, where one mark stands between thousands only.
OTHER_MARKS = str.maketrans(
    {"\uff0c": ",", "\uff0e": ".", "\uff05": "%", "\u066a": "%", "\u066b": ".", "\u066c": "'", "\uff07": "'"}
)
MARKS = ((" ", ","), ("'", ","), (" ", "."), ("'", "."), (",", "."), (".", ","))  # (between thousands, decimal)
SHAPE = re.compile(r"(?P<sign>[+-]?)\s*(?P<before>[^\d.,'+\-\s]*)\s*(?P<number>[\d.,' ]*[\d])(?P<after>\D*)")
SCIENTIFIC = re.compile(r"[+-]?\d+(?:[.,]\d+)?[eE][+-]?\d{1,3}")
EXAMPLE = 40.0
EXAMPLE_AMOUNT = 250_000.0

UNITS: dict[NumberKind, frozenset[str]] = {
    "amount": frozenset({"eur", "euro", "euros", "usd", "dollar", "dollars", "gbp", "pound", "pounds"}),
    "percent": frozenset({"%", "pourcent", "pourcents", "percent", "pct"}),
    "years": frozenset({"an", "ans", "année", "années", "annee", "annees", "year", "years", "yr", "yrs"}),
    "months": frozenset({"mois", "month", "months"}),
    "points": frozenset({"point", "points", "pt", "pts"}),
}
MULTIPLIERS = {"k": 1e3, "K": 1e3, "mille": 1e3, "thousand": 1e3, "M": 1e6, "million": 1e6, "millions": 1e6}
MONTHS_IN_YEAR = 12.0
NO_THOUSANDTHS: frozenset[NumberKind] = frozenset({"amount", "years", "months", "count", "points"})


class TypedNumberError(UserError):
    """A text that is not taken as a number; ``words`` say why, and what to type, in either language."""

    def __init__(self, got: Words, remedy: Words) -> None:
        super().__init__(got.en, remedy.en)
        self.words = Words.each(lambda language: f"{got.say(language)} {remedy.say(language)}")


@dataclass(frozen=True)
class _Field:
    """What is read, and where: for the sentence that refuses it."""

    text: str
    kind: NumberKind

    def refusal(self, key: str, *meanings: float) -> TypedNumberError:
        """What is wrong with this text, and what to do, by the key of the words."""
        got, remedy = (
            Words.each(lambda language, name=name: self._say(name, language, meanings))  # type: ignore[misc]
            for name in (key, f"{key}_remedy")
        )
        return TypedNumberError(got, remedy)

    def _say(self, key: str, language: Language, meanings: Sequence[float]) -> str:
        words = typed_number_words()
        text = " ".join(self.text.split())
        numbers = [_written(meaning, language) for meaning in meanings]
        example = format_number(EXAMPLE_AMOUNT if self.kind == "amount" else EXAMPLE, language)
        return words[key].say(language).format(
            text=text if len(text) <= LONGEST else f"{text[:LONGEST]}…",
            meaning=words["or"].say(language).join(numbers),
            expected=words[f"expected_{self.kind}" if self.kind else "expected"].say(language),
            example=example,
        )  # fmt: skip


def read_number(text: str, language: Language, kind: NumberKind = "") -> float | None:
    """The number that somebody typed.

    Parameters
    ----------
    text : str
        With any kind of space, a sign, a currency sign or a unit, "k" or "M" behind an amount.
    language : {"fr", "en"}
        Language of the page: which marks stand between thousands and before decimals.
    kind : str
        What the field asks for; a unit of another kind is refused, years and months are turned into each other.

    Returns
    -------
    float or None
        In the field's own unit (per cent, years, months, points); None for an empty field.

    Raises
    ------
    TypedNumberError
        When the text is no number, can be read in two ways, or has a unit of another kind.

    Examples
    --------
    >>> read_number("1 200,5", "fr"), read_number("1,200.5", "en"), read_number("40 ans", "fr", "years")
    (1200.5, 1200.5, 40.0)
    >>> read_number("250 k€", "fr", "amount"), read_number("2 ans", "fr", "months"), read_number(" ", "en")
    (250000.0, 24.0, None)
    """
    typed, field = _tidy(text), _Field(text, kind)
    if not typed:
        return None
    if SCIENTIFIC.fullmatch(typed):
        meaning = float(typed.replace(",", "."))
        raise field.refusal("meant", meaning) if math.isfinite(meaning) else field.refusal("too_large")
    parts = SHAPE.fullmatch(typed)
    if parts is None:
        raise field.refusal("not_a_number")
    factor = _factor([parts["before"], *parts["after"].split()], field)
    signed = -factor if parts["sign"] == "-" else factor
    value = _value(parts["number"], signed, language, field)
    if not math.isfinite(value):
        raise field.refusal("too_large")
    return value


def marks_of(language: Language) -> list[tuple[str, str]]:
    """What a language puts between thousands and before decimals: spaces, apostrophes and its own mark between them.

    Where the comma is the decimal mark, the point is understood as one too, as keyboards have it.

    Examples
    --------
    >>> marks_of("en")
    [(' ', '.'), ("'", '.'), (',', '.')]
    """
    decimal, thousands = mark("decimal", language), mark("thousands", language)
    decimals = (decimal, ".") if thousands not in ",." else (decimal,)
    pairs = [(group, before) for before in decimals for group in (" ", "'")]
    language_marks = (thousands, decimal)
    return list(dict.fromkeys([*pairs, language_marks] if thousands in ",." else pairs))


def read_digits(text: str, language: Language) -> str | None:
    """The digits of an identifier, or of its beginning or end; None for anything else.

    Spaces may stand anywhere, the language's marks between groups of three.

    Examples
    --------
    >>> read_digits("900 123", "fr"), read_digits("900,123", "en"), read_digits("002", "fr"), read_digits("9,1", "fr")
    ('900123', '900123', '002', None)
    """
    typed = _tidy(text)
    bare = typed.replace(" ", "")
    if bare.isdecimal():
        return bare
    grouped = [
        group for group, _ in marks_of(language) if re.fullmatch(rf"\d{{1,3}}(?:{re.escape(group)}\d{{3}})+", typed)
    ]
    return typed.replace(grouped[0], "") if grouped else None


def _tidy(text: str) -> str:
    """Plain digits, marks, spaces, minus signs and apostrophes, whatever their kind; nothing invisible."""
    plain = "".join(map(_plain, text)).translate(MINUSES).translate(APOSTROPHES).translate(OTHER_MARKS)
    return " ".join(plain.split())


def _plain(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind == "Nd":
        return str(unicodedata.decimal(letter))
    return " " if kind == "Zs" else "" if kind == "Cf" else letter


def _value(number: str, factor: float, language: Language, field: _Field) -> float:
    """The number by the language's marks, times what sign and unit make of it.

    Raises
    ------
    TypedNumberError
        When only other marks explain it, or both do, differ, and either may be meant; with all that it may mean.
    """
    meanings = _meanings(number, marks_of(language))
    every = _meanings(number, MARKS)
    if not every:
        raise field.refusal("not_a_number")
    if not meanings:
        raise field.refusal("meant", *(factor * meaning for meaning in every))
    # "1,234" is how others write thousands; few mean three decimals, and of an amount or of months nobody does.
    others_habit = mark("decimal", language) == "," or (field.kind in NO_THOUSANDTHS and meanings[0] < every[0])
    if others_habit and len(every) > 1:
        raise field.refusal("ambiguous", *(factor * meaning for meaning in every))
    return factor * meanings[0]


def _meanings(number: str, marks: Sequence[tuple[str, str]]) -> list[float]:
    """Every number that the text may be by some of these marks, none twice."""
    meanings: dict[float, None] = {}
    for group, decimal in marks:
        between, before = re.escape(group), re.escape(decimal)
        whole = rf"(?:\d+|[1-9]\d{{0,2}}(?:{between}\d{{3}})+)"
        if re.fullmatch(rf"{whole}(?:{before}\d+)?|{before}\d+", number):
            meanings[float(number.replace(group, "").replace(decimal, "."))] = None
    return sorted(meanings, reverse=True)


def _factor(words: Sequence[str], field: _Field) -> float:
    """What a unit or a "k" makes of the number.

    Raises
    ------
    TypedNumberError
        When one of the words is unknown, or a unit of another kind than the field's, or there are two of a kind.
    """
    factor, units = 1.0, _units(words)
    multipliers = sum(word in MULTIPLIERS for word in units)
    if multipliers > 1 or len(units) - multipliers > 1:
        raise field.refusal("not_a_number")
    for word in units:
        unit = word.casefold().rstrip(".")
        kind = next((kind for kind, names in UNITS.items() if unit in names), None)
        if word in MULTIPLIERS and field.kind in ("", "amount"):
            factor *= MULTIPLIERS[word]
        elif (kind, field.kind) == ("years", "months"):
            factor *= MONTHS_IN_YEAR
        elif (kind, field.kind) == ("months", "years"):
            factor /= MONTHS_IN_YEAR
        elif kind is None and word not in MULTIPLIERS:
            raise field.refusal("not_a_number")
        elif kind != field.kind:
            raise field.refusal("wrong_unit")
    return factor


def _units(words: Sequence[str]) -> list[str]:
    """Words one by one: "k€" is two, every currency sign is one, "pour cent" is one."""
    text = " ".join(words)
    for two in ("pour cent", "per cent"):
        text = re.sub(two, "%", text, flags=re.IGNORECASE)
    split = "".join(" eur " if unicodedata.category(letter) == "Sc" else letter for letter in text)
    return split.replace("%", " % ").split()


def _written(value: float, language: Language) -> str:
    """A number so that it cannot be read in two ways: three decimals get a fourth."""
    text = format_number(value, language, MOST_DECIMALS)
    return f"{text}0" if len(text.partition(mark("decimal", language))[2]) == 3 else text
