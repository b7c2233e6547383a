"""The client's card: who sits in front of the manager, in a dozen lines, always in sight."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets

from scoring.dashboard.panels.view import View
from scoring.dashboard.render.html import esc
from scoring.explain.assessment import Assessment
from scoring.portfolio.facts import Facts, Values


class Card(View):
    """Number, who they are, what is asked for, situation, history, the link to this very client."""

    def build(self) -> Sequence[widgets.Widget]:
        """One piece of HTML."""
        self.content = widgets.HTML()
        return (self.content,)

    def draw(self) -> None:
        """The blocks, each a list of names and values."""
        client = self.state.client
        if client is None:
            self.content.value = ""
            return
        facts = self._facts(self.state.portfolio.values(client))
        label = esc(self.say("card.label"))
        blocks = "".join(self._block(name, lines) for name, lines in facts.blocks())
        blocks += (
            f'<p class="link"><a href="?client={client}">{esc(self.say("card.link"))}</a>'
            f"<small>{esc(self.say('card.link_hint'))}</small></p>"
        )
        who, name = facts.who(), esc(self.say("header.client", client=client))
        self.put(
            self.content,
            f'<p class="pad-hush" role="status" data-pad-says>{esc(self._announced(client))}</p>'
            f'<section id="pad-content" tabindex="-1" aria-label="{label}"><h1>{name}</h1>'
            f'<p class="who">{esc(who)}</p>'
            f'<div class="wide">{blocks}</div>'
            f'<details class="narrow"><summary>{label}</summary>{blocks}</details></section>',
        )

    def _announced(self, client: int) -> str:
        """What screen readers say when another client is opened: who, and the answer."""
        assessment = self.state.assessment
        if assessment is None:
            return self.say("header.client", client=client)
        zone = self.say(f"scale.{assessment.zone}")
        return self.say("card.announced", client=client, zone=zone, score=assessment.score)

    def _facts(self, values: Values) -> Facts:
        assessment: Assessment | None = self.state.assessment
        absent = (
            {source.name for source in assessment.sources if source.state == "absent"}
            if assessment is not None
            else set()
        )
        return Facts(values, self.language, self.say, frozenset(absent))

    def _block(self, name: str, lines: Sequence[tuple[str, str]]) -> str:
        items = "".join(f"<div><dt>{esc(label)}</dt><dd>{esc(value)}</dd></div>" for label, value in lines)
        return f"<h2>{esc(self.say(f'card.{name}'))}</h2><dl>{items}</dl>" if items else ""
