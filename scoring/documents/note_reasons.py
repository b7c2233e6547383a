"""Pieces of the note on why the model answers so: for everyone, and for one client."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten

import pandas as pd

from scoring.documents import contribution_figures, curves
from scoring.documents.charts import bars
from scoring.documents.findings import theme_shares
from scoring.documents.note_writer import NoteWriter
from scoring.documents.piece import Piece
from scoring.documents.waterfall import waterfall
from scoring.explain.elements import Reason
from scoring.texts.load import theme
from scoring.texts.numbers import format_signed


class ReasonPieces(NoteWriter):
    """What weighs for everyone, and what weighed for one."""

    def weights(self) -> Piece:
        """What weighs most for everyone."""
        importance, strongest = self.facts.manifest.importance, self.facts.strongest[: self.most]
        whole = sum(importance.values())
        head = self._heads("information", "share")
        frame = pd.DataFrame([(self.label(name), importance[name] / whole) for name in strongest], columns=head)
        drawn = curves.shares(bars(frame, *head, axis=self.say("global.axis")), self.language)
        return self._figure(drawn, self.say("global.figure"), frame, percent=head[1:])

    def beeswarm(self) -> Piece:
        """One dot a client and variable: which values raise the risk and which lower it."""
        swarm = self.facts.swarm.first(self.most)
        axes = (self.say("global.swarm_axis"), self.say("global.value_low"), self.say("global.value_high"))
        labels = {name: self.label(name) for name in swarm.features}
        drawn = contribution_figures.beeswarm(swarm, labels, *axes, self.language)
        head = self._heads("information", "low_decile", "median", "high_decile")
        rows = [(labels[name], *swarm.deciles(name)) for name in swarm.features]
        title = self.say("global.swarm", n=self.whole(swarm.clients))
        return self._figure(drawn, title, pd.DataFrame(rows, columns=head))

    def themes(self) -> Piece:
        """What weighs, family by family."""
        head = self._heads("family", "share")
        shares = theme_shares(self.facts.manifest.importance)
        frame = pd.DataFrame([(theme(name, self.language), weight) for name, weight in shares], columns=head)
        drawn = curves.shares(bars(frame, *head, axis=self.say("global.axis")), self.language)
        return self._figure(drawn, self.say("global.themes"), frame, percent=head[1:])

    def dependence(self) -> Piece:
        """How the contribution of the strongest number follows its value."""
        swarm = self.facts.swarm
        name = swarm.strongest_number
        label = self.label(name)
        frame = swarm.along(name)
        drawn = contribution_figures.dependence(swarm, name, label, self.say("global.contribution"), self.language)
        direction = swarm.direction(name)
        mostly = "" if direction == "unclear" or swarm.is_one_way(name) else "_mostly"
        title = self.say(f"global.dependence_{direction}{mostly}", label=label)
        head = self._heads("value", "contribution")
        return self._figure(drawn, title, frame.set_axis(head, axis=1))

    def case(self) -> Piece:
        """Why one client is answered so: from the start, reason by reason, to the answer; nothing is left out."""
        answer = self.facts.portfolio.assess(self.facts.example)
        head = self._heads("information", "client", "usual", "log_odds")
        language = self.language
        reasons = [
            (
                shorten(reason.headline[language], self.longest, placeholder="…"),
                reason.value[language],
                reason.usual[language],
                reason.contribution,
            )
            for reason in _strongest((*answer.raises, *reversed(answer.lowers)), self.most)
        ]
        others = answer.log_odds - answer.base_value - sum(reason[3] for reason in reasons)
        ends = (self.say(f"local.{name}") for name in ("base", "others", "answer"))
        base, rest, end = zip(ends, (answer.base_value, others, answer.log_odds), strict=True)
        rows = [*((label, "", "", value) for label, value in (base,)), *reasons]
        rows += [(label, "", "", value) for label, value in (rest, end)]
        frame = pd.DataFrame(rows, columns=head)
        drawn = waterfall(frame, head[0], head[3], self.say("local.axis"), language)
        title = self.say("local.figure", others=format_signed(others, language, 2))
        return self._figure(drawn, title, frame)


def _strongest(reasons: Sequence[Reason], most: int) -> list[Reason]:
    """The reasons that weigh most, in the order in which they came."""
    weights = sorted((abs(reason.contribution) for reason in reasons), reverse=True)
    least = weights[most - 1] if len(weights) > most else 0.0
    return [reason for reason in reasons if abs(reason.contribution) >= least]
