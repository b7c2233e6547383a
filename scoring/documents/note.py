"""The methodology note, piece by piece: each function shows one text, figure or table of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from scoring.analysis.costs import cost_along
from scoring.analysis.drift import LIMITS
from scoring.documents import curves
from scoring.documents.charts import bars, dots
from scoring.documents.conclusions import calibration_parts, stability_written
from scoring.documents.findings import (
    between,
    candidate_name,
    points,
    quoted,
    reading,
    wrong_refusal_gaps,
    wrong_refusals,
)
from scoring.documents.note_writer import NoteWriter
from scoring.documents.numbers import decimals, share
from scoring.documents.waterfall import waterfall
from scoring.features.catalogue import catalogue
from scoring.texts.numbers import format_number
from scoring.texts.words import mark

if TYPE_CHECKING:
    from IPython.display import HTML

CHANGES = ("people", "categories", "codes", "history", "folds", "law", "speed")
QUALITY = ("auc", "ks", "average_precision", "log_loss", "brier", "ece")


class Note(NoteWriter):
    """The pieces of the note about one run, in one language: see :class:`~scoring.documents.note_writer.NoteWriter`."""

    def tables(self, number: int | None) -> HTML:
        """The tables that the home holds."""
        head = [self.say(f"column.{name}") for name in ("table", "rows", "clients", "covered")]
        rows = []
        for row in self.facts.tables.to_dict("records"):
            here = row["state"] == "here"
            counts = self._extent(row) if here else (self.say("table.absent"), "", "")
            rows.append((self.say(f"table.{row['table']}"), *counts))
        return self._table(rows, head, "problem.tables", number, right=head[1:])

    def changes(self, number: int | None) -> HTML:
        """What was changed of the kernel."""
        columns = ("point", "kernel", "ours", "why")
        rows = [tuple(self.say(f"change.{change}.{column}") for column in columns) for change in CHANGES]
        return self._table(rows, [self.say(f"column.{column}") for column in columns], "kernel.tables", number)

    def rules(self, number: int | None) -> HTML:
        """What simple rules cost beside the model's."""
        head = [self.say(f"column.{name}") for name in ("rule", "refused", "caught", "wrong", "cost")]
        rows = [(self.say(f"rule.{row['rule']}"), *self._decided(row)) for row in self.facts.rules.to_dict("records")]
        return self._table(rows, head, "metric.rules", number, right=head[1:])

    def ratios(self, number: int | None) -> HTML:
        """What other weights would decide."""
        head = [self.say(f"column.{name}") for name in ("ratio", "threshold", "refused", "caught", "wrong")]
        rows = [
            (
                format_number(row["ratio"], self.language),
                share(row["threshold"], self.language),
                *self._decided(row)[:3],
            )
            for row in self.facts.ratios.to_dict("records")
        ]
        return self._table(rows, head, "metric.ratios", number, right=head[1:])

    def cost(self, number: int | None) -> HTML:
        """The cost along thresholds."""
        frame = cost_along(self.facts.target, self.facts.probability, self.facts.costs)
        axes = self.say("metric.threshold_axis"), self.say("metric.cost_axis"), self.say("metric.at_threshold")
        drawn = curves.cost_curve(frame, self.facts.manifest.policy.threshold, *axes, self.language)
        table_rows = frame.iloc[::8].rename(columns={"threshold": self.say("column.threshold"), "cost": axes[1]})
        lowest = frame.sort_values("cost", kind="stable").iloc[0]
        above = self._share(self.facts.rule("threshold")["cost"] / float(lowest["cost"]) - 1)
        title = self.say("metric.curve", above=above, lowest=self._share(float(lowest["threshold"])))
        return self._figure(drawn, title, number, table_rows, percent=[self.say("column.threshold")])

    def quality(self, number: int | None) -> HTML:
        """The measures of the manifest."""
        head = [self.say(f"column.{name}") for name in ("measure", "value", "reads")]
        rows = [
            (self.say(f"quality.{name}.name"), self.numbers[name], self.say(f"quality.{name}.reads"))
            for name in QUALITY
        ]
        interval = f"{self.numbers['auc']} ({self.numbers['auc_low']} – {self.numbers['auc_high']})"
        rows[0] = (rows[0][0], interval, rows[0][2])
        return self._table(rows, head, "choice.quality", number, right=head[1:2])

    def candidates(self, number: int | None) -> HTML:
        """Every candidate's ranking, calibration and cost, on the same clients."""
        head = [self.say(f"column.{name}") for name in ("candidate", "auc", "difference", "ece", "cost")]
        language, served = self.language, self.facts.manifest.settings["candidate"]
        apart = ("difference", "difference_low", "difference_high")
        rows = [
            (
                candidate_name(row["candidate"], language),
                decimals(row["auc"], language, 3),
                self.say("candidate.served") if row["candidate"] == served else between(row, apart, language),
                decimals(row["ece"], language, 4),
                decimals(row["cost"], language, 1),
            )
            for row in self.facts.compared.to_dict("records")
        ]
        return self._table(rows, head, "choice.candidates", number, right=head[1:])

    def calibration(self, number: int | None) -> HTML:
        """Announced beside observed."""
        frame = curves.calibration_table(self.facts.target, self.facts.probability)
        drawn = curves.reliability(frame, self.say("calibration.x"), self.say("calibration.y"), self.language)
        within = int(((frame["low"] <= frame["announced"]) & (frame["announced"] <= frame["high"])).sum())
        title = calibration_parts(within, len(frame), curves.PARTS_LEVEL, self.language)
        table_rows = frame[["n", "announced", "observed", "low", "high"]]
        table_rows = table_rows.rename(columns={name: self.say(f"column.{name}") for name in table_rows})
        return self._figure(drawn, title, number, table_rows, percent=[str(name) for name in table_rows][1:])

    def weights(self, number: int | None) -> HTML:
        """What weighs most for everyone."""
        importance, strongest = self.facts.manifest.importance, self.facts.strongest
        whole = sum(importance.values())
        head = [self.say("column.information"), self.say("column.share")]
        rows = [(catalogue()[name].label.say(self.language), importance[name] / whole) for name in strongest]
        frame = pd.DataFrame(rows, columns=head)
        drawn = curves.shares(bars(frame, *head, axis=self.say("global.axis")), self.language)
        return self._figure(drawn, self.say("global.figure"), number, frame, percent=head[1:])

    def case(self, number: int | None) -> HTML:
        """Why one client is answered so: from the start, reason by reason, to the answer; nothing is left out."""
        answer = self.facts.portfolio.assess(self.facts.example)
        head = [self.say(f"column.{name}") for name in ("information", "client", "usual", "log_odds")]
        language = self.language
        reasons = [
            (reason.headline[language], reason.value[language], reason.usual[language], reason.contribution)
            for reason in (*answer.raises, *reversed(answer.lowers))
        ]
        others = answer.log_odds - answer.base_value - sum(reason[3] for reason in reasons)
        ends = (self.say(f"local.{name}") for name in ("base", "others", "answer"))
        base, rest, end = zip(ends, (answer.base_value, others, answer.log_odds), strict=True)
        rows = [*((label, "", "", value) for label, value in (base,)), *reasons]
        rows += [(label, "", "", value) for label, value in (rest, end)]
        frame = pd.DataFrame(rows, columns=head)
        drawn = waterfall(frame, head[0], head[3], self.say("local.axis"), language)
        return self._figure(drawn, self.say("local.figure"), number, frame)

    def fairness(self, number: int | None) -> HTML:
        """The share refused of those who repaid, by group."""
        frame = wrong_refusals(self.facts, self.language)
        frame["label"] = frame["trait"] + f"{mark('colon', self.language)} " + frame["group"]
        everyone = self.facts.rule("threshold")["wrongly_refused"]
        drawn = dots(frame, "label", "rate", axis=self.say("fairness.axis"), reference=everyone)
        lowest, highest = (share(end, self.language) for end in (frame["rate"].min(), frame["rate"].max()))
        table_rows = frame[["label", "n", "rate", "low", "high"]]
        names = ("group", "n", "wrong", "low", "high")
        table_rows = table_rows.set_axis([self.say(f"column.{name}") for name in names], axis=1)
        title = self.say("fairness.figure", lowest=lowest, highest=highest)
        return self._figure(
            curves.shares(drawn, self.language),
            title,
            number,
            table_rows,
            percent=[str(name) for name in table_rows][2:],
        )

    def gaps(self, number: int | None) -> HTML:
        """How far groups are from the largest."""
        names = ("fairness.band", "column.group", "fairness.gap", "column.low", "column.high", "fairness.clear")
        head, language = [self.say(name) for name in names], self.language
        rows = [
            (
                row["trait"],
                row["group"],
                *(points(row[end], language) for end in ("gap", "low", "high")),
                bool(row["clear"]),
            )
            for row in wrong_refusal_gaps(self.facts, language).to_dict("records")
        ]
        return self._table(rows, head, "fairness.table", number, right=head[2:5])

    def drift(self, number: int | None) -> HTML:
        """How far new clients are from those of training."""
        head = [self.say(f"column.{name}") for name in ("information", "index", "chance", "reading")]
        rows = [
            (self._named(row["name"]), row["index"], row["by_chance"], reading(row["reading"], self.language))
            for row in self.facts.moved.to_dict("records")
        ]
        frame = pd.DataFrame(rows, columns=head)
        drawn = bars(frame, head[0], head[1], mark=head[2], axis=self.say("drift.axis"), percent=False, limits=LIMITS)
        drawn.axes[0].xaxis.set_major_formatter(lambda value, _: format_number(value, self.language, 3))
        highest = stability_written(float(frame[head[1]].iloc[0]), self.language)
        title = self.say("drift.figure", label=quoted(frame[head[0]].iloc[0]), index=highest)
        return self._figure(drawn, title, number, frame)

    def _named(self, feature: str) -> str:
        return self.say("drift.score") if feature == "score" else catalogue()[feature].label.say(self.language)

    def _share(self, value: float) -> str:
        return share(value, self.language)

    def _extent(self, row: Mapping[Any, Any]) -> tuple[str, str, str]:
        counts = [format_number(row[name], self.language) for name in ("rows", "clients")]
        return counts[0], counts[1], share(row["applicants_with"], self.language)

    def _decided(self, row: Mapping[Any, Any]) -> tuple[str, ...]:
        shares = [share(row[name], self.language) for name in ("refused", "caught", "wrongly_refused")]
        return (*shares, decimals(row["cost"], self.language, 1))
