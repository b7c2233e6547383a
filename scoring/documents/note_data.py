"""Pieces of the note on what the model is made from: identity, tables, the kernel and what was changed of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scoring.documents.curves import ladder
from scoring.documents.findings import between
from scoring.documents.note_writer import NoteWriter
from scoring.documents.piece import Piece
from scoring.documents.quality_sentences import candidate_name
from scoring.texts.numbers import format_number
from scoring.texts.sentences import words

IDENTITY = ("model", "made", "author", "data", "use", "excluded", "approval", "licence")
# What was changed of the kernel, and the step of the ladder that measures it, where one does.
CHANGES: Mapping[str, str] = {
    "people": "", "categories": "", "codes": "", "history": "next", "selection": "lightgbm", "direction": "monotone",
    "mean": "blend", "folds": "", "law": "law", "speed": "",
}  # fmt: skip
# Changes that only some candidates went through; the others hold for whichever is served.
MADE_SO: Mapping[str, tuple[str, ...]] = {
    "selection": ("lightgbm", "monotone", "blend"), "direction": ("monotone", "blend"), "mean": ("blend",),
}  # fmt: skip
DIFFERENCE = ("difference", "low", "high")
CHANGES_OF_SLIDE = ("selection", "direction", "mean", "folds", "law")


class DataPieces(NoteWriter):
    """The identity card, the tables that the home holds, the kernel's changes and what each was measured to bring."""

    def identity(self) -> Piece:
        """Who made what, from which data, for which use."""
        rows = [(self.say(f"identity.{name}.name"), self.say(f"identity.{name}.value")) for name in IDENTITY]
        return self._table(rows, [self.say("column.point"), self.say("column.answer")], "identity.title")

    def tables(self) -> Piece:
        """The tables that the home holds."""
        head = self._heads("table", "rows", "clients", "covered")
        rows = []
        for row in self.facts.tables.to_dict("records"):
            here = row["state"] == "here"
            counts = self._extent(row) if here else (self.say("table.absent"), "", "")
            rows.append((self.say(f"table.{row['table']}"), *counts))
        return self._table(rows, head, "problem.tables", right=head[1:])

    def changes(self) -> Piece:
        """What was changed of the kernel, why, and what it was measured to bring in this run."""
        columns = ("point", "kernel", "ours", "why")
        head = self._heads(*columns, "effect")
        rows = [(*self._change(change, columns), self._effect(change, CHANGES[change])) for change in self._made()]
        return self._table(rows, head, "kernel.tables")

    def changes_short(self) -> Piece:
        """What was changed of the kernel, for a slide of a run in which no effect was measured."""
        columns = ("point", "kernel", "ours")
        rows = [self._change(change, columns) for change in self._made() if change in CHANGES_OF_SLIDE]
        return self._table(rows, self._heads(*columns), "kernel.changes")

    def ladder(self) -> Piece:
        """From the kernel's recipe to the served model: the AUC after each step, with its paired interval."""
        frame, language = self.facts.ladder, self.language
        head = self._heads("step", "auc", "difference_before", "low", "high")
        labels = [self._step(name) for name in frame["candidate"]]
        labelled = frame.assign(
            label=labels, written=["", *(between(row, DIFFERENCE, language) for row in frame.to_dict("records")[1:])]
        )
        drawn = ladder(labelled, self.say("ladder.axis"), language)
        rows = labelled[["label", "auc", *DIFFERENCE]].set_axis(head, axis=1)
        first, last = frame["auc"].iloc[0], frame["auc"].iloc[-1]
        title = self.say("kernel.ladder", first=self._decimals(first, 3), last=self._decimals(last, 3))
        return self._figure(drawn, title, rows)

    def _made(self) -> list[str]:
        """The changes that the served model went through."""
        served = self.facts.manifest.settings["candidate"]
        return [change for change in CHANGES if served in MADE_SO.get(change, (served,))]

    def _change(self, change: str, columns: Sequence[str]) -> tuple[str, ...]:
        return tuple(self.say(f"change.{change}.{column}") for column in columns)

    def _effect(self, change: str, step: str) -> str:
        if f"note.change.{change}.effect" in words:
            return self.say(f"change.{change}.effect")
        if step == "next" and "lightgbm" in self.facts.effects:
            return self.say("change.with_next")
        measured = self.facts.effects.get(step)
        if measured is None:
            return self.say("change.unmeasured")
        return f"AUC {between(measured, DIFFERENCE, self.language)}"

    def _step(self, name: str) -> str:
        key = f"ladder.{name}"
        return self.say(key) if f"note.{key}" in words else candidate_name(name, self.language)

    def _extent(self, row: Mapping[Any, Any]) -> tuple[str, str, str]:
        counts = [format_number(row[name], self.language) for name in ("rows", "clients")]
        return counts[0], counts[1], self.share(row["applicants_with"])
