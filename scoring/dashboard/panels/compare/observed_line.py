"""How often difficulties were observed along a variable, as a line under the bars and as a table: HTML."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.cohorts.compare import Comparison
from scoring.dashboard.charts.observed_rates import RangeRate, observed_rates
from scoring.dashboard.charts.places import ticks
from scoring.dashboard.charts.spread import Bins
from scoring.dashboard.panels.compare.bars import between
from scoring.dashboard.render.html import esc, table
from scoring.explain.hundred import round_percent
from scoring.features.catalogue import catalogue
from scoring.texts import Language, capitalised, format_number
from scoring.texts.sentences import page

HEADROOM = 1.15
MARKS = 3


def observed_html(comparison: Comparison, spread: Bins, language: Language) -> tuple[str, str]:
    """The line and its table; two empty texts where outcomes do not do for two rates.

    Parameters
    ----------
    comparison : Comparison
        Comparison of numbers.
    spread : Bins
        Its bars, above the line.
    language : str
        Language of the words.
    """
    rates = observed_rates(spread)
    if len(rates) < 2:
        return "", ""
    rows = [_row(part, comparison.feature, spread, language) for part in rates]
    heads = [page(f"compare.{key}", language) for key in ("level", "observed_known", "two_rate")]
    sentences = ". ".join(f"{name}, {rate}" for name, _, rate in rows)
    label = page("compare.observed_label", language, told=sentences)
    line = _line(rates, len(spread.counts), _place(comparison.client_value, spread), label, language)
    return line, table(heads, rows)


def _row(part: RangeRate, feature: str, spread: Bins, language: Language) -> tuple[str, str, str]:
    ends = (spread.ends[part.first][0], spread.ends[part.last][1])
    low, high = catalogue()[feature].show_bounds(ends, language)
    name = capitalised(between(low, high, language))
    rate = page("compare.two_some", language, some=format_number(round_percent(part.rate), language))
    return name, format_number(part.known, language), rate


def _place(value: float | str | None, spread: Bins) -> float | None:
    """Where the client stands on the axis, 0 to 1."""
    low, high = spread.edges[0], spread.edges[-1]
    return min(max((value - low) / (high - low), 0.0), 1.0) if isinstance(value, float) else None


def _line(rates: Sequence[RangeRate], bars: int, client: float | None, label: str, language: Language) -> str:
    """A step a range, on the horizontal axis of the bars above it, which bqplot moves in by half a bar and a pixel."""
    top = 100 * max(HEADROOM * max(part.rate for part in rates), 0.01)
    steps = [
        f"{100 * end / bars:.1f},{100 - 100 * 100 * part.rate / top:.1f}"
        for part in rates
        for end in (part.first, part.last + 1)
    ]
    grid = "".join(f'<i style="bottom:{100 * mark / top:.1f}%"><span>{mark:.0f}</span></i>' for mark in _marks(top))
    here = "" if client is None else f'<b style="left:{100 * client:.1f}%"></b>'
    half = f"calc({50 / bars:.2f}% + 1px)"
    return (
        f'<div class="pad-rates"><p>{esc(page("compare.observed", language))}</p>'
        f'<div class="field" role="img" aria-label="{esc(label)}">{grid}'
        f'<div class="axis" style="left:{half};right:{half}">{here}'
        '<svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">'
        f'<polyline vector-effect="non-scaling-stroke" points="{" ".join(steps)}"/></svg></div></div></div>'
    )


def _marks(top: float) -> Sequence[float]:
    """Few whole numbers from nought on."""
    whole = [mark for mark in ticks(0.0, top, "") if mark == int(mark)]
    return whole[:: max(1, -(-(len(whole) - 1) // (MARKS - 1)))]
