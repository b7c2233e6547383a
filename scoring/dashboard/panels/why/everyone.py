"""What weighs for everyone beside what weighs for this client."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from scoring.dashboard.panels.why.theme_bars import title_of
from scoring.dashboard.panels.why.themes import Weight, heaviest, strongest_here, theme_weights
from scoring.dashboard.render.html import esc, fine
from scoring.dashboard.render.terms import meaning, term
from scoring.explain.assessment import Assessment
from scoring.features.catalogue import catalogue
from scoring.model.manifest import Manifest, ReferenceStats
from scoring.texts import Language, format_value

Say = Callable[..., str]
LISTED = 5


def everyone_html(one: Assessment, manifest: Manifest, say: Say, language: Language) -> str:
    """Families with their share here and everywhere, the heaviest features of both, and where they differ in words.

    Parameters
    ----------
    one : Assessment
        Of the client.
    manifest : Manifest
        Says what weighs for everyone, and what is usual.
    say : callable
        Gives the page's words by their key.
    language : {"fr", "en"}
        Of the words.
    """
    weights = theme_weights(one, manifest.importance)
    here, there = (max(weights, key=lambda w: w.here).name, max(weights, key=lambda w: w.everywhere).name)
    names = {"here": title_of(here, language), "there": title_of(there, language)}
    title = say("everyone.same" if here == there else "everyone.differs", **names)
    own = {part.feature: abs(part.contribution) for part in one.contributions}
    lists = (("here", heaviest(own, LISTED)), ("there", heaviest(manifest.importance, LISTED)))
    columns = "".join(_list(place, names, manifest.reference, say, language) for place, names in lists)
    return (
        f"<h2>{esc(title)}</h2>{_differs(one, manifest.importance, say, language)}"
        f'{fine(say("everyone.explain"))}{_table(weights, say, language)}<div class="pad-beside">{columns}</div>'
    )


def _differs(one: Assessment, importance: Mapping[str, float], say: Say, language: Language) -> str:
    first = strongest_here(one, importance)
    if first is None:
        return ""
    label = catalogue()[first.feature].label.say(language)
    key = "never" if first.rank is None else "unusual" if first.is_unusual else "usual"
    return f"<p>{esc(say(f'everyone.{key}', label=label, rank=first.rank, of=first.of))}</p>"


def _table(weights: Sequence[Weight], say: Say, language: Language) -> str:
    heads = "".join(
        f'<th scope="col">{esc(say(key))}</th>' for key in ("themes.family", "everyone.here", "everyone.there")
    )
    rows = "".join(
        f'<tr><th scope="row">{esc(title_of(one.name, language))}</th>'
        f"<td>{_share(one.here, language, 'here')}</td><td>{_share(one.everywhere, language, 'there')}</td></tr>"
        for one in weights
    )
    return f'<table class="pad-shares"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'


def _share(share: float, language: Language, place: str) -> str:
    text = esc(format_value(share, "ratio", language))
    return (
        f'<span class="share">{text}</span><i class="{place}" style="width:{100 * share:.1f}%" aria-hidden="true"></i>'
    )


def _list(
    place: str, names: Sequence[str], reference: Mapping[str, ReferenceStats], say: Say, language: Language
) -> str:
    items = "".join(
        f"<li>{term(catalogue()[n].label.say(language), meaning(n, reference, say, language), f'{place}-{n}')}</li>"
        for n in names
    )
    return f"<section><h3>{esc(say(f'everyone.{place}'))}</h3><ol>{items}</ol></section>"
