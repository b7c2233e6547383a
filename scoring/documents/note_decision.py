"""Pieces of the note on the decision: the lender's arithmetic, the four outcomes, the cost curve, other weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scoring.analysis.costs import cost_along
from scoring.documents import curves
from scoring.documents.note_writer import NoteWriter
from scoring.documents.piece import Piece
from scoring.texts.numbers import format_number
from scoring.texts.parts import hundred_of_parts

LEAST_SAID = 0.001  # a share of less is not "0 % above"
ARITHMETIC = ("capital", "margin", "loss", "ratio")


class DecisionPieces(NoteWriter):
    """What decisions cost, and why."""

    def arithmetic(self) -> Piece:
        """Where the ratio of costs comes from, on a loan of 100."""
        head = self._heads("point", "value")
        rows = [(self.say(f"arithmetic.{name}.name"), self.say(f"arithmetic.{name}.value")) for name in ARITHMETIC]
        return self._table(rows, head, "arithmetic.title", right=head[1:])

    def confusion(self) -> Piece:
        """Who was decided how: counts, and for 100 applications."""
        head = [self.say("column.outcome"), *(self.say(f"column.{name}") for name in ("granted", "refused"))]
        caught, missed, wrongly_refused, rightly_granted = self._counted(self.facts.confusion.counts.tolist())
        rows = [
            (self.say("confusion.repaid"), rightly_granted, wrongly_refused),
            (self.say("confusion.difficulty"), missed, caught),
        ]
        return self._table(rows, head, "confusion.title", right=head[1:])

    def rules(self) -> Piece:
        """What simple rules cost beside the model's."""
        head = self._heads("rule", "refused", "caught", "wrong", "cost")
        rows = [(self.say(f"rule.{row['rule']}"), *self._decided(row)) for row in self.facts.rules.to_dict("records")]
        return self._table(rows, head, "metric.rules", right=head[1:])

    def ratios(self) -> Piece:
        """What other weights would decide."""
        head = self._heads("ratio", "threshold", "refused", "caught", "wrong")
        rows = [
            (format_number(row["ratio"], self.language), self.share(row["threshold"]), *self._decided(row)[:3])
            for row in self.facts.ratios.to_dict("records")
        ]
        return self._table(rows, head, "metric.ratios", right=head[1:])

    def cost(self) -> Piece:
        """The cost along thresholds."""
        frame = cost_along(self.facts.target, self.facts.probability, self.facts.costs)
        axes = self.say("metric.threshold_axis"), self.say("metric.cost_axis"), self.say("metric.at_threshold")
        drawn = curves.cost_curve(frame, self.facts.manifest.policy.threshold, *axes, self.language)
        rows = frame.iloc[::8].rename(columns={"threshold": self.say("column.threshold"), "cost": axes[1]})
        lowest = frame.sort_values("cost", kind="stable").iloc[0]
        above = self.facts.rule("threshold")["cost"] / float(lowest["cost"]) - 1
        title = self._curve_title(above, float(lowest["threshold"]))
        return self._figure(drawn, title, rows, percent=[self.say("column.threshold")])

    def _curve_title(self, above: float, lowest: float) -> str:
        if above <= 0:
            return self.say("metric.curve_lowest")
        key = "curve" if above >= LEAST_SAID / 2 else "curve_near"
        return self.say(f"metric.{key}", above=self.share(max(above, LEAST_SAID)), lowest=self.share(lowest))

    def _counted(self, counts: Sequence[int]) -> list[str]:
        """Each count, and so many of a hundred: the four sum to a hundred."""
        hundred = hundred_of_parts(counts, self.language)
        written = (format_number(count, self.language) for count in counts)
        return [self.say("confusion.cell", count=n, share=part) for n, part in zip(written, hundred, strict=True)]

    def _decided(self, row: Mapping[Any, Any]) -> tuple[str, ...]:
        shares = [self.share(row[name]) for name in ("refused", "caught", "wrongly_refused")]
        return (*shares, self._decimals(row["cost"], 1))
