"""Reasons on two sides, as the Assessment words them: in short for the decision, as sentences for the why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from scoring.dashboard.render.html import esc
from scoring.dashboard.render.terms import meaning, term
from scoring.explain.assessment import Assessment, Reason
from scoring.model.manifest import ReferenceStats
from scoring.texts import Language

Say = Callable[..., str]


def reasons_html(one: Assessment, reference: Mapping[str, ReferenceStats], say: Say, language: Language) -> str:
    """Up to four reasons on either side, the strongest first: what, which value, what is usual.

    Parameters
    ----------
    one : Assessment
        Of the client.
    reference : mapping of str to ReferenceStats
        What is usual, from the manifest.
    say : callable
        Gives the page's words by their key.
    language : {"fr", "en"}
        Of the reasons.
    """

    def item(reason: Reason) -> str:
        values = say("reasons.value", value=reason.value[language], usual=reason.usual[language])
        weight = f'<span class="weight">{esc(_weight(reason, one, say))}</span>'
        return (
            f"<li>{weight}<b>{_term(reason, 'decision', reference, say, language)}</b><small>{esc(values)}</small></li>"
        )

    return f'<div class="pad-reasons">{_sides(one, item, say)}</div>'


def told_html(one: Assessment, reference: Mapping[str, ReferenceStats], say: Say, language: Language) -> str:
    """The same reasons as whole sentences; parameters as for :func:`reasons_html`."""

    def item(reason: Reason) -> str:
        rest = reason.sentence[language].removeprefix(reason.headline[language])
        weight = f"<small>({esc(_weight(reason, one, say))})</small>"
        return f"<li>{_term(reason, 'told', reference, say, language)}{esc(rest)} {weight}</li>"

    return f'<h2>{esc(say("reasons.title"))}</h2><div class="pad-reasons told">{_sides(one, item, say)}</div>'


def _sides(one: Assessment, item: Callable[[Reason], str], say: Say) -> str:
    return "".join(_side(side, those, item, say) for side, those in (("raises", one.raises), ("lowers", one.lowers)))


def _side(side: str, reasons: Sequence[Reason], item: Callable[[Reason], str], say: Say) -> str:
    items = "".join(item(reason) for reason in reasons)
    content = f"<ol>{items}</ol>" if items else f"<p>{esc(say('reasons.none'))}</p>"
    return f'<section class="{side}"><h3>{esc(say(f"reasons.{side}"))}</h3>{content}</section>'


def _weight(reason: Reason, one: Assessment, say: Say) -> str:
    weight = say(f"reasons.{reason.weight}")
    return f"{weight}, {say('reasons.unsure')}" if reason.feature == one.unsure_reason else weight


def _term(reason: Reason, place: str, reference: Mapping[str, ReferenceStats], say: Say, language: Language) -> str:
    says = meaning(reason.feature, reference, say, language)
    return term(reason.headline[language], says, f"{place}-{reason.feature}")
