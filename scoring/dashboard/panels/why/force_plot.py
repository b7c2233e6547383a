"""SHAP's own force plot, in a frame of its own.

It is drawn by the script that the installed ``shap`` package brings, from the contributions that the Assessment
holds. ``import shap`` is not needed for that, costs a visitor's kernel over 100 MB, and refuses ``force_plot``
where matplotlib is missing.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from html import escape

from scoring.explain.assessment import Assessment
from scoring.explain.elements import Contribution
from scoring.light_kernel.shap_bundle import shap_script
from scoring.texts import Language, languages
from scoring.texts.sentences import page

HEIGHT = 190
LABEL_MARGIN = 20
UNIT = "log-odds"
RAISE, LOWER = "#c2570f", "#2a6db8"  # SHAP's script reads numbers, not tokens; its frame is always light
ENGLISH = ("higher", "lower", "base value")
AXIS = ("force.higher", "force.lower", "force.base")
DRAW = (
    "SHAP.ReactDom.render(SHAP.React.createElement(SHAP.AdditiveForceVisualizer, "
    "JSON.parse(document.getElementById('plot').textContent)), document.body)"
)


def force_frame(
    assessment: Assessment,
    words: Callable[[Contribution], tuple[str, str]],
    title: str,
    axis: tuple[str, str, str] = ENGLISH,
    unit: str = UNIT,
) -> str:
    """HTML of the force plot.

    Parameters
    ----------
    assessment : Assessment
        Assessment of one client.
    words : callable
        What a contribution's feature and value are called.
    title : str
        Title of the frame, for those who do not see it.
    axis : tuple of str
        What "higher", "lower" and "base value" are called.
    unit : str
        What log-odds are called.

    Notes
    -----
    Script and plot live in an ``iframe``'s ``srcdoc``: as plain HTML on the page they would not run, and inside
    an Output they stall Voilà. Such a frame is held to the page's policy, which names the script by its hash: what
    differs from client to client is data beside it.
    """
    plot = json.dumps(force_data(assessment, words, unit)).replace("<", "\\u003c")
    content = (
        "<!doctype html><meta charset='utf-8'><body style='margin:0;font-family:sans-serif'>"
        f'<script type="application/json" id="plot">{plot}</script><script>{force_script(axis)}</script>'
    )
    name = escape(title)
    return (
        f'<div class="pad-scroll" tabindex="0" role="region" aria-label="{name}">'
        f'<iframe class="pad-force" title="{name}" height="{HEIGHT}" srcdoc="{escape(content)}"></iframe></div>'
    )


def force_script(axis: tuple[str, str, str]) -> str:
    """The frame's one script: SHAP's own in the language's words, and the call that draws the data beside it."""
    return f"{in_words(shap_script(), axis)};{DRAW}"


def script_hashes() -> tuple[str, ...]:
    """How a Content-Security-Policy names that script, in each language."""
    scripts = (force_script(axis_words(language)).encode() for language in languages())
    return tuple(f"'sha256-{b64encode(sha256(script).digest()).decode()}'" for script in scripts)


def axis_words(language: Language) -> tuple[str, str, str]:
    """What "higher", "lower" and "base value" are called in a language."""
    higher, lower, base = (page(key, language) for key in AXIS)
    return higher, lower, base


def force_data(
    assessment: Assessment, words: Callable[[Contribution], tuple[str, str]], unit: str = UNIT
) -> dict[str, object]:
    """What SHAP's script draws: base, outcome, and every feature that has an effect."""
    parts = [part for part in assessment.contributions if part.contribution]
    named = [words(part) for part in parts]
    return {
        "outNames": [unit],
        "baseValue": assessment.base_value,
        "outValue": assessment.log_odds,
        "link": "identity",
        "featureNames": [name for name, _ in named],
        "features": {
            index: {"effect": part.contribution, "value": named[index][1]} for index, part in enumerate(parts)
        },
        "plot_cmap": [RAISE, LOWER],
        "labelMargin": LABEL_MARGIN,
    }  # fmt: skip


def in_words(script: str, axis: tuple[str, str, str]) -> str:
    """SHAP's script with its three English words on the axis replaced; as it came where it is another script.

    Examples
    --------
    >>> in_words('a.text("higher");b.text("lower");c.text("base value")', ("+", "-", "0"))
    'a.text("+");b.text("-");c.text("0")'
    """
    snippets = [f'.text("{word}")' for word in ENGLISH]
    if any(script.count(snippet) != 1 for snippet in snippets):
        return script
    for snippet, word in zip(snippets, axis, strict=True):
        script = script.replace(snippet, f".text({json.dumps(word)})".replace("<", "\\u003c"))
    return script


def is_translatable() -> bool:
    """Whether the installed SHAP's axis can be named in other words."""
    return in_words(shap_script(), ("", "", "")) != shap_script()
