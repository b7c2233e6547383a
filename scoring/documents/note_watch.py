"""Pieces of the note on whom the decisions fall, and whether the model holds: fairness, drift, who watches what."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd

from scoring.analysis.drift import LIMITS
from scoring.documents import curves
from scoring.documents.charts import bars, dots, even_decimals
from scoring.documents.conclusions import stability_written
from scoring.documents.findings import quoted, reading
from scoring.documents.group_findings import calibration_by_group, wrong_refusal_gaps, wrong_refusals
from scoring.documents.note_writer import NoteWriter
from scoring.documents.piece import Piece
from scoring.documents.quality_sentences import points
from scoring.texts.numbers import format_percent
from scoring.texts.words import mark

Row = dict[Hashable, Any]
MONITORING = ("score", "inputs", "calibration", "ranking", "fairness", "review", "overrides")
LAWS = ("credit", "gdpr", "scoring", "explanation", "equality", "ai_act")
MOST_MOVED = 7  # rows of the figure of drift, the highest first; fewer on a slide, where labels need two lines


class WatchPieces(NoteWriter):
    """Fairness and its prices, drift, the plan of monitoring, the law."""

    def fairness(self) -> Piece:
        """The share refused of those who repaid, by group."""
        frame = wrong_refusals(self.facts, self.language)
        frame["label"] = frame["trait"] + f"{mark('colon', self.language)} " + frame["group"]
        everyone = self.facts.rule("threshold")["wrongly_refused"]
        drawn = dots(frame, "label", "rate", axis=self.say("fairness.axis"), reference=everyone)
        head = self._heads("group", "n", "wrong", "low", "high")
        rows = frame[["label", "n", "rate", "low", "high"]].set_axis(head, axis=1)
        lowest, highest = (self.share(end) for end in (frame["rate"].min(), frame["rate"].max()))
        title = self.say("fairness.figure", lowest=lowest, highest=highest)
        return self._figure(curves.shares(drawn, self.language), title, rows, percent=head[2:])

    def gaps(self) -> Piece:
        """How far groups are from the largest, and whether the probability means the same in each."""
        names = ("column.group", "fairness.gap", "fairness.clear", "fairness.announced", "fairness.fits")
        head, language = [self.say(name) for name in names], self.language
        calibration = _by_group(calibration_by_group(self.facts, language))
        far = _by_group(wrong_refusal_gaps(self.facts, language))
        rows = []
        for row in wrong_refusals(self.facts, language).to_dict("records"):
            apart, calibrated = (rows_of.get((row["trait"], row["group"])) for rows_of in (far, calibration))
            rows.append(
                (
                    f"{row['trait']}{mark('colon', language)} {row['group']}".replace(" ", "\u00a0"),  # on one line
                    *self._gap(apart),
                    *self._announced(calibrated),
                )
            )
        return self._table(rows, head, "fairness.table", right=[head[1], head[3]])

    def _gap(self, row: Row | None) -> tuple[str, str]:
        if row is None:
            return self.say("fairness.reference"), ""
        gap, low, high = (points(float(row[name]), self.language) for name in ("gap", "low", "high"))
        return self.say("choice.between", value=gap, low=low, high=high), self._yes(bool(row["clear"]))

    def _announced(self, row: Row | None) -> tuple[str, str]:
        if row is None:
            return "", ""
        announced, observed, low, high = (
            format_percent(float(row[name]), self.language, 1, trim=False)
            for name in ("predicted", "observed", "low", "high")
        )
        between = self.say("choice.between", value=observed, low=low, high=high)
        return f"{announced} / {between}", self._yes(bool(row["fits"]))

    def _yes(self, holds: bool) -> str:
        return self.say(f"fairness.{'yes' if holds else 'no'}")

    def drift(self) -> Piece:
        """How far new clients are from those of training."""
        head = self._heads("information", "index", "chance", "reading")
        rows = [
            (self._named(row["name"]), row["index"], row["by_chance"], reading(row["reading"], self.language))
            for row in self.facts.moved.head(min(MOST_MOVED, self.most - 2)).to_dict("records")
        ]
        frame = pd.DataFrame(rows, columns=head)
        drawn = bars(frame, head[0], head[1], mark=head[2], axis=self.say("drift.axis"), percent=False, limits=LIMITS)
        even_decimals(drawn.axes[0].xaxis, self.language)
        highest = stability_written(float(frame[head[1]].iloc[0]), self.language)
        title = self.say("drift.figure", label=quoted(frame[head[0]].iloc[0]), index=highest)
        return self._figure(drawn, title, frame)

    def monitoring(self) -> Piece:
        """Who watches what, how often, and from which limit they act."""
        columns = ("what", "limit", "often", "owner", "action")
        head = [self.say(f"column.{name}") for name in columns]
        rows = [tuple(self.say(f"monitoring.{name}.{column}") for column in columns) for name in MONITORING]
        return self._table(rows, head, "drift.monitoring")

    def monitoring_short(self) -> Piece:
        """The plan of monitoring for a slide: what, from which limit, who."""
        columns = ("what", "limit", "owner")
        head = [self.say(f"column.{name}") for name in columns]
        rows = [tuple(self.say(f"monitoring.{name}.{column}") for column in columns) for name in MONITORING]
        return self._table(rows, head, "drift.monitoring")

    def laws(self) -> Piece:
        """Which texts bear on the model, and how it answers."""
        head = self._heads("text", "asks", "answer")
        rows = [tuple(self.say(f"laws.{name}.{column}") for column in ("text", "asks", "answer")) for name in LAWS]
        return self._table(rows, head, "laws.title")

    def _named(self, feature: str) -> str:
        return self.say("drift.score") if feature == "score" else self.label(feature)


def _by_group(frame: pd.DataFrame) -> dict[tuple[str, str], Row]:
    return {(row["trait"], row["group"]): row for row in frame.to_dict("records")}
