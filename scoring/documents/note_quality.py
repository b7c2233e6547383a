"""Pieces of the note on how good the model is: measures, candidates, folds, calibration, the curves of a ranking."""

from __future__ import annotations

from textwrap import shorten

import pandas as pd

from scoring.analysis.discrimination import no_skill
from scoring.documents import curves, ranking_figure
from scoring.documents.charts import dots, even_decimals
from scoring.documents.conclusions import calibration_parts
from scoring.documents.findings import DUMMY, between
from scoring.documents.note_writer import NoteWriter
from scoring.documents.piece import Piece
from scoring.documents.quality_sentences import candidate_name

QUALITY = ("auc", "ks", "average_precision", "log_loss", "brier", "ece")
THREE_DECIMALS = ("auc", "ks", "average_precision")
FOLDS_BESIDE, FOLD_AUC = 10, ("auc", "low", "high")
PART_COLUMNS = ("n", "announced", "observed", "low", "high")
APART = ("difference", "difference_low", "difference_high")
DEARER = ("cost_difference", "cost_low", "cost_high")


class QualityPieces(NoteWriter):
    """How well the model ranks, and whether its probability is one."""

    def quality(self) -> Piece:
        """The measures of the manifest, beside what announcing the mean rate to everybody reaches."""
        head = self._heads("measure", "value", "without_skill", "reads")
        floor = no_skill(float(self.facts.manifest.metrics["target_rate"]))
        rows = []
        for name in QUALITY:
            value = self.numbers[name]
            if name == "auc":
                value = f"{value} ({self.numbers['auc_low']} – {self.numbers['auc_high']})"
            places = 3 if name in THREE_DECIMALS else 4
            reads = self.say(f"quality.{name}.reads")
            rows.append((self.say(f"quality.{name}.name"), value, self._decimals(floor[name], places), reads))
        return self._table(rows, head, "choice.quality", right=head[1:3])

    def candidates(self) -> Piece:
        """Every candidate's ranking, calibration and cost, on the same clients."""
        head = self._heads("candidate", "auc", "difference", "ece", "cost", "cost_difference")
        language, served = self.language, self.facts.manifest.settings["candidate"]
        rows = [
            (
                candidate_name(row["candidate"], language),
                self._decimals(row["auc"], 3),
                self.say("candidate.served") if row["candidate"] == served else between(row, APART, language),
                self._decimals(row["ece"], 4),
                self._decimals(row["cost"], 1),
                "–" if row["candidate"] == served else between(row, DEARER, language, 1),
            )
            for row in self.facts.compared.to_dict("records")
        ]
        return self._table(rows, head, "choice.candidates", right=head[1:])

    def candidate_dots(self) -> Piece:
        """How much more each candidate costs than the served model, the cheapest on top; those that know something."""
        compared = self.facts.compared
        frame = compared[compared["candidate"] != DUMMY].sort_values("cost").reset_index(drop=True)
        every = (candidate_name(name, self.language) for name in frame["candidate"])
        names = [shorten(name, self.longest, placeholder="…") for name in every]
        head = self._heads("candidate", "cost_difference")
        labelled = frame[list(DEARER)].set_axis([head[1], "low", "high"], axis=1)
        labelled.insert(0, head[0], names)
        drawn = dots(labelled, *head, axis=self.say("choice.dearer_axis"), percent=False, reference=0.0)
        even_decimals(drawn.axes[0].xaxis, self.language)
        least = self.say("choice.least", candidate=names[0], cost=self._decimals(frame["cost"].iloc[0], 1))
        return self._figure(drawn, least, labelled)

    def folds(self) -> Piece:
        """The AUC fold by fold, ten side by side: how much it hangs on who is judged."""
        folds = self.facts.by_fold.reset_index(drop=True)
        rows = [
            row for start in range(0, len(folds), FOLDS_BESIDE) for row in self._folds(folds[start:][:FOLDS_BESIDE])
        ]
        head, *body = [(*row, *[""] * (len(rows[0]) - len(row))) for row in rows]
        return self._table(body, list(head), "choice.by_fold", right=head[1:])

    def _folds(self, folds: pd.DataFrame) -> list[list[str]]:
        """The number of each fold, its AUC and its interval, a row each."""
        return [
            [self.say("column.fold"), *(str(int(fold) + 1) for fold in folds["fold"])],
            *([self.say(f"column.{name}"), *(self._decimals(value, 3) for value in folds[name])] for name in FOLD_AUC),
        ]

    def calibration(self) -> Piece:
        """Announced beside observed."""
        frame = curves.calibration_table(self.facts.target, self.facts.probability)
        drawn = curves.reliability(frame, self.say("calibration.x"), self.say("calibration.y"), self.language)
        within = int(((frame["low"] <= frame["announced"]) & (frame["announced"] <= frame["high"])).sum())
        title = calibration_parts(within, len(frame), curves.PARTS_LEVEL, self.language)
        head = self._heads(*PART_COLUMNS)
        return self._figure(drawn, title, frame[list(PART_COLUMNS)].set_axis(head, axis=1), percent=head[1:])

    def discrimination(self) -> Piece:
        """ROC, precision beside recall, gains, and where either outcome scores: four pictures in one."""
        drawn, frame = ranking_figure.panels(self.facts, self.language, self.numbers)
        head = self._heads("refused", "caught", "wrong", "precision")
        title = self.say("discrimination.figure", tenth=self.numbers["riskiest_tenth"])
        return self._figure(drawn, title, frame.set_axis(head, axis=1), percent=head)

    def ranking_pair(self) -> Piece:
        """ROC, and where either outcome scores: what a slide has room for."""
        drawn, frame = ranking_figure.panels(self.facts, self.language, self.numbers, ("roc", "scores"))
        head = self._heads("refused", "caught", "wrong", "precision")
        title = self.say("discrimination.figure", tenth=self.numbers["riskiest_tenth"])
        return self._figure(drawn, title, frame.set_axis(head, axis=1), percent=head)
