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
    score, threshold = assessment.score, assessment.threshold_score
    low, high = (place(points) for points in assessment.review_scores)
    label = say("scale.label", score=score, threshold=threshold, low=LOW, high=HIGH)
    text = esc(pin or say("scale.points", points=score))
    text = f"‹ {text}" if score < LOW else f"{text} ›" if score > HIGH else text
    zones = "".join(
        f'<i class="{zone}" style="width:{width:.1f}%"></i>'
        for zone, width in (("refuse", low), ("review", high - low), ("accept", 100 - high))
    )
    gate = place(threshold)
    return (
        f'<div class="pad-scale" role="img" aria-label="{esc(label)}">'
        f'<span class="pin {side(place(score), text)}" style="left:{place(score):.1f}%">{text}</span>'
        f'<span class="dot" style="left:{place(score):.1f}%"></span>'
        f'<div class="track">{zones}<b class="gate" style="left:{gate:.1f}%"></b></div>'
        f'<div class="feet"><span>{LOW}</span><span class="mid {side(gate)}" style="left:{gate:.1f}%">'
        f"{esc(say('scale.threshold', points=threshold))}</span><span>{HIGH}</span></div></div>"
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
