"""Sentences on a model's quality that note, card and page share; each is chosen by a rule from numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from scoring.texts.numbers import format_number, format_signed, plural_form, round_half_up
from scoring.texts.sentences import words
from scoring.texts.words import Language


def points(value: float, language: Language) -> str:
    """A difference of shares in points, always with its sign; 0.0 where it rounds to nothing.

    Examples
    --------
    >>> points(0.051, "fr"), points(-0.02, "en"), points(-0.0001, "en")
    ('+5,1', '−2.0', '0.0')
    """
    return format_signed(100 * value, language, 1)


def points_word(value: float, language: Language) -> str:
    """The word behind a difference in points with one decimal: French counts in the plural from two.

    Examples
    --------
    >>> points_word(-1.9, "fr"), points_word(2.0, "fr"), points_word(1.96, "fr"), points_word(0.5, "en")
    ('point', 'points', 'points', 'points')
    """
    is_one = plural_form(abs(round_half_up(value, 1)), language) == "one"
    return words(f"note.fairness.{'point' if is_one else 'points'}", language)


def candidate_name(name: str, language: Language) -> str:
    """What a candidate is called in the note; its own name where nobody wrote another."""
    return words(f"note.candidate.{name}", language) if f"note.candidate.{name}" in words else name


def calibration_gap(measures: Mapping[str, float], language: Language) -> str:
    """The mean gap between announced and observed beside what perfect probabilities would show on as many clients.

    Parameters
    ----------
    measures : mapping of str to float
        ``ece``, ``ece_floor`` and ``ece_limit`` of :class:`scoring.model.evaluate.Metrics`; without the last, nothing
        is concluded.
    language : str
        Language of the sentence.

    Examples
    --------
    >>> calibration_gap({"ece": 0.0144, "ece_floor": 0.0131, "ece_limit": 0.0171}, "en")
    'mean gap 0.0144; chance alone shows 0.0131 on average, and 95 times in 100 less than 0.0171: no more than chance'
    """
    limit = measures.get("ece_limit")
    key = "unjudged" if limit is None else "more" if measures["ece"] > limit else "as_chance"
    numbers = {name: measures[name] for name in ("ece", "ece_floor", "ece_limit") if name in measures}
    written = {name: format_number(value, language, 4, trim=False) for name, value in numbers.items()}
    return words(f"note.calibration.gap_{key}", language, **written)


def groups_apart(groups: Sequence[str], measured: int, language: Language) -> str:
    """Groups whose observed rate leaves the announced probability outside its interval."""
    key = "none" if not groups else "one" if len(groups) == 1 else "several"
    return words(f"note.fairness.apart_{key}", language, groups=", ".join(groups), n=len(groups), measured=measured)


def gaps_finding(gaps: Sequence[tuple[str, str, float, bool]], language: Language) -> str:
    """What the gaps of wrong refusals between groups say.

    Parameters
    ----------
    gaps : sequence of (group, reference, gap, clear)
        Named as they are read; whether each can be told from chance.
    language : str
        Language of the sentence.
    """
    clear = [gap for gap in gaps if gap[3]]
    if not clear:
        return words("note.fairness.none", language)
    group, reference, gap, _ = sorted(clear, key=lambda gap: abs(gap[2]))[-1]
    key = "note.fairness.one" if len(clear) == 1 else "note.fairness.some"
    named = {"group": group, "reference": reference, "gap": points(gap, language)}
    unit = points_word(100 * gap, language)
    return words(key, language, clear=len(clear), measured=len(gaps), points=unit, **named)


def committee_number(precision: float, low: float, high: float, language: Language) -> str:
    """How many of a hundred refused would have had a difficulty, with its interval; that nobody is refused.

    Parameters
    ----------
    precision : float
        Share of the refused who would have had a difficulty, 0 to 1; NaN where nobody is refused.
    low, high : float
        Its interval.
    language : str
        Language of the sentence.

    Examples
    --------
    >>> committee_number(0.193, 0.171, 0.214, "en")
    'of 100 refused, 19 would have had a difficulty (95% interval: 17 to 21)'
    >>> committee_number(0.1981, 0.1956, 0.2011, "en")
    'of 100 refused, 20 would have had a difficulty (95% interval: 19 to 21)'
    """
    if not precision >= 0:
        return words("note.committee.nobody", language)
    whole = tuple(float(round_half_up(100 * part, 0)) for part in (precision, low, high))
    if len(set(whole)) < len(whole):  # people are whole: the narrowest interval of them that holds the measured one
        whole = (whole[0], math.floor(100 * low), math.ceil(100 * high))
    written = dict(zip(("n", "low", "high"), (format_number(part, language) for part in whole), strict=True))
    return words("note.committee.number", language, **written)
