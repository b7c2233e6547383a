"""SHAP's own force plot, in a frame of its own; SHAP is imported when someone asks for it."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import numpy as np

from scoring.dashboard.charts import LOWER, RAISE
from scoring.explain.assessment import Assessment, Contribution

HEIGHT = 190


def force_frame(assessment: Assessment, name: Callable[[Contribution], str], title: str) -> str:
    """HTML of the force plot, from the contributions that the Assessment holds.

    Parameters
    ----------
    assessment : Assessment
        Of one client.
    name : callable
        What a contribution's feature and value are called.
    title : str
        Of the frame, for those who do not see it.

    Notes
    -----
    The script and the plot live in an ``iframe``'s ``srcdoc``: as plain HTML on the page they would not run,
    and inside an Output they stall Voilà.
    """
    import shap

    parts = sorted(assessment.contributions, key=lambda one: -abs(one.contribution))
    plot = shap.force_plot(
        assessment.base_value,
        np.array([one.contribution for one in parts]),
        feature_names=[name(one) for one in parts],
        out_names="log-odds",
        plot_cmap=[RAISE, LOWER],
        contribution_threshold=0.08,
    )
    head = f"<!doctype html><meta charset='utf-8'>{shap.getjs()}"
    page = f"{head}<body style='margin:0;font-family:sans-serif'>{plot.html()}"
    return (
        f'<div class="pad-scroll" tabindex="0" role="region" aria-label="{escape(title)}">'
        f'<iframe class="pad-force" title="{escape(title)}" height="{HEIGHT}" srcdoc="{escape(page)}"></iframe></div>'
    )
