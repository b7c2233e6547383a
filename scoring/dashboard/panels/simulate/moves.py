"""What moves the score in a simulation: a table in points that adds up."""

from __future__ import annotations

from scoring.dashboard.render.html import esc, table
from scoring.dashboard.render.terms import Say
from scoring.dashboard.render.weights import side_of, signed
from scoring.texts import Language, format_number
from scoring.what_if.change import Simulation


def moves_html(simulation: Simulation, say: Say, language: Language) -> str:
    """Families by how far they moved, all others together, and the score in all.

    Parameters
    ----------
    simulation : Simulation
        The answer before and after.
    say : callable
        Gives the page's words by their key.
    language : {"fr", "en"}
        Language of the numbers.
    """
    title = f"<h3>{esc(say('simulate.moved_title'))}</h3>"
    if not simulation.moved:
        return f"{title}<p>{esc(say('simulate.moved_none'))}</p>"
    names = [family.headline.get(language) or say("simulate.moved_others") for family in simulation.moved]
    points = [(family.before, family.after) for family in simulation.moved]
    head = [say(f"simulate.{key}") for key in ("reason", "points_before", "points_after", "points_moved")]
    rows = [
        (name, signed(before, language), signed(after, language), _difference(after - before, say, language))
        for name, (before, after) in zip(names, points, strict=True)
    ]
    scores = (simulation.before.score, simulation.after.score)
    total, simulated = (format_number(score, language) for score in scores)
    rows.append((say("simulate.moved_total"), total, simulated, _difference(scores[1] - scores[0], say, language)))
    return title + table(head, rows, len(rows) - 1)


def _difference(points: int, say: Say, language: Language) -> str:
    """Points and what they do to the risk, which is named: beside the score "lowers" alone would speak of the score."""
    effect = say(f"compare.effect_{side_of(points)}") if points else ""
    return f"{signed(points, language)} {effect}".rstrip()
