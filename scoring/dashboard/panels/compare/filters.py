"""Filters on screen: up to four, each a variable and then bounds or levels; found and compared by alike."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as widgets

from scoring.cohorts.criteria import CRITERIA, Criterion, FilterField, filter_field
from scoring.dashboard.panels.find.level_boxes import LevelBoxes
from scoring.dashboard.panels.view import EchoGuard, hide, put_options
from scoring.texts import Language, NumberKind, TypedNumberError, Words, format_number, read_number
from scoring.texts.sentences import page

SLOTS = 4


class Filters:
    """The widgets of the filters, built once; ``changed`` is called with what they say after every change.

    Parameters
    ----------
    changed : callable
        Receives the criteria, one a variable chosen, open where nothing is filled in yet.
    refused : callable
        Receives why a text is no number, in both languages; the criteria stay as they were.
    language : {"fr", "en"}
        Language of the first words; :meth:`translate` changes them.
    """

    def __init__(
        self,
        changed: Callable[[tuple[Criterion, ...]], object],
        refused: Callable[[Words], object],
        language: Language = "fr",
    ) -> None:
        self.changed, self.refused, self.language, self.echo = changed, refused, language, EchoGuard()
        self.slots = [Slot(self._on_change) for _ in range(SLOTS)]
        self.root = widgets.VBox([slot.root for slot in self.slots])
        self.root.add_class("pad-filters")
        self.translate(language)

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """What the filters say, in their order."""
        criteria = (slot.criterion(self.language) for slot in self.slots)
        return tuple(criterion for criterion in criteria if criterion is not None)

    def translate(self, language: Language) -> None:
        """Put everything into words, numbers included, without choosing anything."""
        self._fill(self.criteria, language)

    def drop_last(self) -> None:
        """Take the last filter away."""
        self._fill(self.criteria[:-1], self.language)
        self.changed(self.criteria)

    def clear(self) -> None:
        """Take all filters away."""
        self._fill((), self.language)
        self.changed(())

    def _fill(self, criteria: tuple[Criterion, ...], language: Language) -> None:
        self.language = language
        padded = [*criteria, *[None] * (SLOTS - len(criteria))]
        with self.echo.fill():
            for index, (slot, criterion) in enumerate(zip(self.slots, padded, strict=True)):
                slot.fill(criterion, index + 1, language)
                hide(slot.root, index > len(criteria))

    def _on_change(self, slot: Slot, name: str) -> None:
        if self.echo.filling:
            return
        if name == "variable":
            with self.echo.fill():
                slot.forget()
            self._fill(self.criteria, self.language)
        mistakes = [slot.mistake(self.language) for slot in self.slots]
        first = next((mistake for mistake in mistakes if mistake is not None), None)
        if first is not None:
            self.refused(first)
        else:
            self.changed(self.criteria)


class Slot:
    """One filter: its variable, its bounds as texts, its levels."""

    def __init__(self, changed: Callable[[Slot, str], None]) -> None:
        self.variable = widgets.Dropdown()
        self.low, self.high = (widgets.Text(continuous_update=False) for _ in range(2))
        self.boxes: dict[str, LevelBoxes] = {}  # of the variables chosen so far, by variable
        self.levels = widgets.VBox()
        self.changed = changed
        parts = {"variable": self.variable, "low": self.low, "high": self.high}
        for name, widget in parts.items():
            widget.observe(lambda _, name=name: changed(self, name), "value")
        self.root = widgets.HBox([*parts.values(), self.levels])
        self.root.add_class("pad-choices").add_class("pad-filter")

    def criterion(self, language: Language) -> Criterion | None:
        """What it says; None where no variable is chosen."""
        feature: str | None = self.variable.value
        if not feature:
            return None
        kind = filter_field(feature).unit
        if kind:
            low, high = (_bound(field.value, language, kind) for field in (self.low, self.high))
            return Criterion(feature, low, high)
        boxes = self.boxes.get(feature)
        return Criterion(feature, levels=boxes.value if boxes is not None else ())

    def mistake(self, language: Language) -> Words | None:
        """Why a bound is no number, with the variable's name; None where both are, or are empty."""
        about = filter_field(self.variable.value) if self.variable.value else None
        if about is None or not about.unit:
            return None
        for field in (self.low, self.high):
            try:
                read_number(field.value, language, about.unit)
            except TypedNumberError as mistake:
                fr, en = (f"{about.label('fr')}\u00a0: {mistake.words.fr}", f"{about.label('en')}: {mistake.words.en}")
                return Words(fr=fr, en=en)
        return None

    def forget(self) -> None:
        """Empty the bounds and the levels: another variable was chosen."""
        self.low.value = self.high.value = ""
        for boxes in self.boxes.values():
            boxes.value = ()

    def fill(self, criterion: Criterion | None, number: int, language: Language) -> None:
        """Show a criterion, or an empty filter, in words."""
        put_options(
            self.variable, [(page("compare.choose", language), ""), *((o.label(language), o.feature) for o in CRITERIA)]
        )
        self.variable.description = page("compare.filter", language, number=number)
        about = filter_field(criterion.feature) if criterion is not None else None
        self.variable.value = about.feature if about is not None else ""
        self._fill_bounds(criterion, about, language)
        self._fill_levels(criterion, about, language)

    def _fill_bounds(self, criterion: Criterion | None, about: FilterField | None, language: Language) -> None:
        numbers = about is not None and bool(about.unit)
        bounds = (criterion.low, criterion.high) if criterion is not None else (None, None)
        unit = page(f"compare.unit_{about.unit}", language) if about is not None and about.unit else ""
        for name, widget, bound in (("low", self.low, bounds[0]), ("high", self.high, bounds[1])):
            hide(widget, not numbers)
            widget.description = page(f"compare.{name}", language, unit=unit)
            if bound is None:
                widget.value = ""
            elif bound == bound:  # what is no number stays as it was typed
                widget.value = format_number(bound, language, 2)

    def _fill_levels(self, criterion: Criterion | None, about: FilterField | None, language: Language) -> None:
        """The boxes of a text variable, made when it is first chosen."""
        hide(self.levels, about is None or not about.levels)
        if about is None or criterion is None or not about.levels:
            self.levels.children = ()
            return
        boxes = self.boxes.get(about.feature) or self._make_boxes(about)
        boxes.draw(language)
        boxes.value = criterion.levels
        self.levels.children = (boxes.root,)

    def _make_boxes(self, about: FilterField) -> LevelBoxes:
        self.boxes[about.feature] = boxes = LevelBoxes(about)
        for box in boxes.boxes.values():
            box.observe(lambda _: self.changed(self, "levels"), "value")
        return boxes


def _bound(text: str, language: Language, kind: NumberKind) -> float | None:
    """The number typed; NaN for what is none, so that it stays as it was typed."""
    try:
        return read_number(text, language, kind)
    except TypedNumberError:
        return float("nan")
