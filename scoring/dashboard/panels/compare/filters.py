"""Filters on screen: up to four, each a variable and then bounds or levels; found and compared by alike."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as widgets

from scoring.cohorts.criteria import CRITERIA, Criterion, FilterField, offer
from scoring.dashboard.panels.view import hide, put_options
from scoring.dashboard.render.typed import number_of
from scoring.texts import Language, format_number
from scoring.texts.pages import page

SLOTS = 4
ROWS = 5


class Filters:
    """The widgets of the filters, built once; ``changed`` is called with what they say after every change.

    Parameters
    ----------
    changed : callable
        Receives the criteria, one a variable chosen, open where nothing is filled in yet.
    language : {"fr", "en"}
        Of the first words; :meth:`speak` changes them.
    """

    def __init__(self, changed: Callable[[tuple[Criterion, ...]], object], language: Language = "fr") -> None:
        self.changed, self.language, self.quiet = changed, language, False
        self.slots = [Slot(self._on_change) for _ in range(SLOTS)]
        self.root = widgets.VBox([slot.root for slot in self.slots])
        self.root.add_class("pad-filters")
        self.speak(language)

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """What the filters say, in their order."""
        said = (slot.criterion(self.language) for slot in self.slots)
        return tuple(criterion for criterion in said if criterion is not None)

    def speak(self, language: Language) -> None:
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
        self.quiet, self.language = True, language
        padded = [*criteria, *[None] * (SLOTS - len(criteria))]
        for at, (slot, criterion) in enumerate(zip(self.slots, padded, strict=True)):
            slot.fill(criterion, at + 1, language)
            hide(slot.root, at > len(criteria))
        self.quiet = False

    def _on_change(self, slot: Slot, name: str) -> None:
        if self.quiet:
            return
        if name == "variable":
            slot.forget()
            self._fill(self.criteria, self.language)
        self.changed(self.criteria)


class Slot:
    """One filter: its variable, its bounds as texts, its levels."""

    def __init__(self, changed: Callable[[Slot, str], None]) -> None:
        self.variable = widgets.Dropdown()
        self.low, self.high = (widgets.Text(continuous_update=False) for _ in range(2))
        self.levels = widgets.SelectMultiple(rows=ROWS)
        parts = {"variable": self.variable, "low": self.low, "high": self.high, "levels": self.levels}
        for name, widget in parts.items():
            widget.observe(lambda _, name=name: changed(self, name), "value")
        self.root = widgets.HBox(list(parts.values()))
        self.root.add_class("pad-choices").add_class("pad-filter")

    def criterion(self, language: Language) -> Criterion | None:
        """What it says; None where no variable is chosen."""
        feature: str | None = self.variable.value
        if not feature:
            return None
        if offer(feature).unit:
            return Criterion(feature, number_of(self.low.value, language), number_of(self.high.value, language))
        return Criterion(feature, levels=tuple(self.levels.value))

    def forget(self) -> None:
        """Empty the bounds and the levels: another variable was chosen."""
        self.low.value = self.high.value = ""
        self.levels.value = ()

    def fill(self, criterion: Criterion | None, number: int, language: Language) -> None:
        """Show a criterion, or an empty filter, in words."""
        put_options(
            self.variable, [(page("compare.choose", language), ""), *((o.label(language), o.feature) for o in CRITERIA)]
        )
        self.variable.description = page("compare.filter", language, number=number)
        about = offer(criterion.feature) if criterion is not None else None
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
        names = about.levels if about is not None else ()
        hide(self.levels, not names)
        self.levels.description = page("compare.levels", language)
        put_options(
            self.levels, [(_title(about.show(name, language)), name) for name in names] if about is not None else []
        )
        self.levels.value = criterion.levels if criterion is not None else ()


def _title(text: str) -> str:
    return text[:1].upper() + text[1:]
