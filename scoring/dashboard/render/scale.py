"""The score on its line, as text and boxes: zones, threshold, the client; nothing shrinks with the window."""

from __future__ import annotations

from scoring.dashboard.render.html import esc
from scoring.dashboard.render.terms import Say
from scoring.explain.assessment import Assessment

LOW, HIGH = 300, 800  # where clients are; scores outside stand at the end, with a mark that they do
EDGE = 12.0  # per cent of the line that a text beside an end must keep
A_CHARACTER = 1.15  # half a character's width on the shortest line, a telephone's, in per cent


def scale_html(assessment: Assessment, say: Say, pin: str = "") -> str:
    """The line from 300 to 800 points with its zones.

    Parameters
    ----------
    assessment : Assessment
        Its score, threshold and review band.
    say : callable
        Gives the page's words by their key.
    pin : str
        What stands at the client's mark; by default the score in points.
    """
    score = assessment.score
    label = say("scale.label", score=score, threshold=assessment.threshold_score, low=LOW, high=HIGH)
    mark = _mark(score, pin or say("scale.points", points=score))
    return f'<div class="pad-scale" role="img" aria-label="{esc(label)}">{mark}{_track(assessment, say)}</div>'


def both_html(before: Assessment, after: Assessment, pins: tuple[str, str], say: Say) -> str:
    """Two answers on one line; one line each where their zones are not the same.

    Parameters
    ----------
    before, after : Assessment
        What is, and what would be.
    pins : tuple of str
        What stands at each of their marks.
    say : callable
        Gives the page's words by their key.
    """
    limits = [(scored.threshold_score, scored.review_scores) for scored in (before, after)]
    if limits[0] != limits[1]:
        return "".join(scale_html(scored, say, pin) for scored, pin in zip((before, after), pins, strict=True))
    label = ", ".join((*pins, say("scale.threshold", points=after.threshold_score)))
    start, end = sorted(place(scored.score) for scored in (before, after))
    path = f'<span class="path" style="left:{start:.1f}%;width:{end - start:.1f}%"></span>'
    marks = f"{_mark(before.score, pins[0], 'was')}{path}{_mark(after.score, pins[1], 'would')}"
    return f'<div class="pad-scale both" role="img" aria-label="{esc(label)}">{marks}{_track(after, say)}</div>'


def _mark(score: int, words: str, which: str = "") -> str:
    """A score's mark and its words; outside the line they stand at its end, with a sign that they do."""
    text = f"‹ {esc(words)}" if score < LOW else f"{esc(words)} ›" if score > HIGH else esc(words)
    at, more = f'style="left:{place(score):.1f}%"', f" {which}" if which else ""
    return f'<span class="pin {side(place(score), text)}{more}" {at}>{text}</span><span class="dot{more}" {at}></span>'


def _track(assessment: Assessment, say: Say) -> str:
    """The line with its zones, the threshold and what stands under it."""
    low, high = (place(points) for points in assessment.review_scores)
    zones = "".join(
        f'<i class="{zone}" style="width:{width:.1f}%"></i>'
        for zone, width in (("refuse", low), ("review", high - low), ("accept", 100 - high))
    )
    gate, threshold = place(assessment.threshold_score), assessment.threshold_score
    return (
        f'<div class="track">{zones}<b class="gate" style="left:{gate:.1f}%"></b></div>'
        f'<div class="feet"><span>{LOW}</span><span class="mid {side(gate)}" style="left:{gate:.1f}%">'
        f"{esc(say('scale.threshold', points=threshold))}</span><span>{HIGH}</span></div>"
    )


def place(points: float) -> float:
    """Where points stand on the line, in per cent; at its ends what lies outside.

    Examples
    --------
    >>> place(300), place(550), place(10), place(999)
    (0.0, 50.0, 0.0, 100.0)
    """
    return 100.0 * (min(max(points, LOW), HIGH) - LOW) / (HIGH - LOW)


def side(percent: float, text: str = "") -> str:
    """Where a text is anchored so that it stays on the line: at its start, its middle or its end.

    Examples
    --------
    >>> side(1.0), side(50.0), side(99.0)
    ('start', 'middle', 'end')
    >>> side(77.0, "684 points"), side(77.0, "aujourd’hui : 684 points")
    ('middle', 'end')
    """
    needed = max(EDGE, A_CHARACTER * len(text))
    return "start" if percent < needed else "end" if percent > 100 - needed else "middle"
