"""Numbers of a request: a duration as it can be asked for, and a value told apart from the ends it lies outside of."""

from __future__ import annotations

from scoring.features.catalogue import catalogue
from scoring.texts import Language
from scoring.texts.numbers import format_percent, round_half_up


def whole_months(value: float) -> float:
    """A duration as it can be asked for: whole months, one at least."""
    return max(float(round_half_up(value, 0)), 1.0)


def bounds_apart(feature: str, values: tuple[float, float, float], language: Language) -> tuple[str, ...]:
    """A value and the ends it lies outside of: with two decimals of a share where it would read as one of them."""
    entry = catalogue()[feature]
    texts = entry.show_bounds(values, language)
    if texts[0] in texts[1:] and entry.feature.unit == "ratio":
        return tuple(format_percent(value, language, 2, trim=True) for value in values)
    return texts
