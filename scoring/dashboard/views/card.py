"""The client's card: who sits in front of the manager, in a dozen lines, always in sight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ipywidgets as widgets

from scoring.dashboard.html import esc
from scoring.dashboard.views.base import View
from scoring.features.catalogue import catalogue

BLOCKS: Mapping[str, tuple[str, ...]] = {
    "asks": (
        "application_name_contract_type",
        "application_amt_credit",
        "application_amt_annuity",
        "application_amt_goods_price",
    ),
    "situation": (
        "application_days_birth",
        "application_name_family_status",
        "application_name_housing_type",
        "application_name_income_type",
        "application_days_employed",
        "application_amt_income_total",
    ),
    "history": (
        "bureau_rows_count",
        "previous_rows_count",
        "installments_rows_count",
        "installments_late_mean",
    ),
}


class Card(View):
    """Number, what is asked for, situation, history."""

    def build(self) -> Sequence[widgets.Widget]:
        """One piece of HTML."""
        self.content = widgets.HTML()
        return (self.content,)

    def draw(self) -> None:
        """The blocks, each a list of names and values."""
        if self.state.client is None:
            self.content.value = ""
            return
        values = self.state.portfolio.values(self.state.client)
        title = esc(self.say("header.client", client=self.state.client))
        blocks = "".join(self._block(name, values) for name in BLOCKS)
        more = f"<summary>{esc(self.say('card.label'))}</summary>{blocks}"
        self.put(
            self.content,
            f'<section aria-label="{esc(self.say("card.label"))}"><h1>{title}</h1>'
            f'<div class="wide">{blocks}</div><details class="narrow">{more}</details></section>',
        )

    def _block(self, name: str, values: Mapping[str, float | str | None]) -> str:
        lines = "".join(
            f"<dt>{esc(self.say(f'card.{feature}'))}</dt><dd>{esc(self._value(feature, values[feature]))}</dd>"
            for feature in BLOCKS[name]
            if feature in values
        )
        return f"<h2>{esc(self.say(f'card.{name}'))}</h2><dl>{lines}</dl>" if lines else ""

    def _value(self, feature: str, value: float | str | None) -> str:
        if value is None and feature.endswith("_rows_count"):
            return self.say("card.none")
        return catalogue()[feature].show(value, self.language)
