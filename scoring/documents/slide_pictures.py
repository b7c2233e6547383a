"""Pictures that only the slides have, written as HTML: large numbers, people, the walk of the data, folds, zones."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from html import escape

from scoring.cohorts.criteria import ZONES
from scoring.documents.note import Note
from scoring.documents.numbers_decision import zone_counts
from scoring.settings import repository
from scoring.texts.sentences import words

HEADLINE = ("auc", "threshold", "caught", "saved")
WALK = ("tables", "features", "model", "portfolio", "doors")
PEOPLE = 100
MOST_ROWS = 5  # of folds: a slide has room for no more
LEAST_WIDTH = 0.18  # of a zone: its number has to stand in it


def headline(note: Note) -> str:
    """Four numbers, each with what it says and its interval."""
    cards = (
        f'<div class="card"><div class="big">{note.numbers[name]}</div><p>{_say(note, f"headline.{name}")}</p></div>'
        for name in HEADLINE
    )
    return f'<div class="cards">{"".join(cards)}</div>'


def outcomes(note: Note) -> str:
    """A hundred applications, those in difficulty in orange."""
    hit = round(PEOPLE * float(note.facts.manifest.metrics["target_rate"]))
    dots = "".join(f'<i class="{"hit" if place < hit else "fine"}"></i>' for place in range(PEOPLE))
    label = escape(_say(note, "outcomes", n=hit, others=PEOPLE - hit))
    return f'<div class="people" role="img" aria-label="{label}">{dots}</div><p class="legend">{label}</p>'


def walk(note: Note) -> str:
    """From the tables to the page: what each step holds in this run."""
    steps = ((_say(note, f"walk.{name}.name"), _say(note, f"walk.{name}.holds")) for name in WALK)
    boxes = (f'<div class="box"><b>{name}</b><span>{holds}</span></div>' for name, holds in steps)
    return f'<div class="walk">{"<em>→</em>".join(boxes)}</div>'


def splits(note: Note) -> str:
    """Each fold judged by what was learned on the others; in each, some rows only stop the trees."""
    folds = int(note.numbers["folds"])
    rows = []
    for judged in models_shown(folds):
        if judged is None:
            rows.append('<div class="row"><span>…</span></div>')
            continue
        cells = "".join(f'<i class="{"judged" if fold == judged else "learned"}"></i>' for fold in range(folds))
        rows.append(f'<div class="row"><span>{_say(note, "splits.row", n=judged + 1)}</span>{cells}</div>')
    legend = "".join(
        f'<span class="key {name}"></span>{_say(note, f"splits.{name}")}' for name in ("judged", "learned")
    )
    return f'<div class="splits">{"".join(rows)}<p class="legend">{legend}</p></div>'


def models_shown(folds: int) -> list[int | None]:
    """Which folds' models have a row, counted from 0: all of few; of many the first and the last, None for the others.

    Examples
    --------
    >>> models_shown(4), models_shown(20)
    ([0, 1, 2, 3], [0, 1, 2, None, 19])
    """
    if folds <= MOST_ROWS:
        return list(range(folds))
    return [*range(MOST_ROWS - 2), None, folds - 1]


def zones(note: Note) -> str:
    """The portfolio in three parts, as wide as they are large."""
    shares = {
        name: count / note.facts.clients.height for name, count in zip(ZONES, zone_counts(note.facts), strict=True)
    }
    parts = "".join(
        f'<div class="{name}" style="flex: {max(width, LEAST_WIDTH):.3f}"><b>{note.numbers[name]}</b>'
        f"<span>{_say(note, f'zones.{name}')}</span></div>"
        for name, width in shares.items()
    )
    return f'<div class="zones">{parts}</div><p class="legend">{_say(note, "zones.limits")}</p>'


def balance(note: Note) -> str:
    """The mean probability as announced, as observed, and as weighting the classes would have it."""
    values = {
        "observed": float(note.facts.manifest.metrics["target_rate"]),
        "announced": float(note.facts.manifest.metrics["mean_probability"]),
        "weighted": note.facts.balanced_mean,
    }
    longest = max(values.values())
    rows = "".join(
        f'<div class="bar {name}"><span>{_say(note, f"balance.{name}")}</span>'
        f'<i style="width: {60 * value / longest:.1f}%"></i><b>{note.share(value)}</b></div>'
        for name, value in values.items()
    )
    return f'<div class="bars">{rows}</div>'


def screens(note: Note) -> str:
    """The decision as the page shows it, on the demonstration world, where the repository's picture is at hand."""
    root = repository()
    file = root / "docs" / "images" / f"decision.{note.language}.png" if root is not None else None
    if file is None or not file.exists():
        return ""
    picture = b64encode(file.read_bytes()).decode()
    return f'<div class="screen"><img alt="{escape(_say(note, "screen"))}" src="data:image/png;base64,{picture}"></div>'


PICTURES: Mapping[str, Callable[[Note], str]] = {
    picture.__name__: picture for picture in (headline, outcomes, walk, splits, zones, balance, screens)
}


def _say(note: Note, key: str, **more: object) -> str:
    values = note.numbers | {name: str(value) for name, value in more.items()}
    return words(f"slides.{key}", note.language, **values)
