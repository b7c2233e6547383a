"""Reasons on two sides, as the Assessment words them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from scoring.dashboard.html import esc
from scoring.explain.assessment import Assessment, Reason
from scoring.texts import Language


def reasons_html(one: Assessment, say: Callable[..., str], language: Language) -> str:
    """Up to four reasons on either side, the strongest first.

    Parameters
    ----------
    one : Assessment
        Of the client.
    say : callable
        Gives the page's words by their key.
    language : {"fr", "en"}
        Of the reasons.
    """
    sides = (("raises", one.raises), ("lowers", one.lowers))
    return f'<div class="pad-reasons">{"".join(_side(side, reasons, say, language) for side, reasons in sides)}</div>'


def _side(side: str, reasons: Sequence[Reason], say: Callable[..., str], language: Language) -> str:
    items = "".join(_item(reason, say, language) for reason in reasons)
    content = f"<ol>{items}</ol>" if items else f"<p>{esc(say('reasons.none'))}</p>"
    return f'<section class="{side}"><h3>{esc(say(f"reasons.{side}"))}</h3>{content}</section>'


def _item(reason: Reason, say: Callable[..., str], language: Language) -> str:
    values = say("reasons.value", value=reason.value[language], usual=reason.usual[language])
    return (
        f'<li><span class="weight">{esc(say(f"reasons.{reason.weight}"))}</span>'
        f"<b>{esc(reason.headline[language])}</b><small>{esc(values)}</small></li>"
    )
