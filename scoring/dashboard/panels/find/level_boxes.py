"""A checkbox a level: several may be chosen, none lets everyone through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ipywidgets as widgets

from scoring.cohorts.criteria import FilterField
from scoring.dashboard.render.html import esc
from scoring.texts import Language
from scoring.texts.words import capitalised, without_marks


class LevelBoxes:
    """The levels of one text column, each with its box.

    Parameters
    ----------
    about : FilterField
        What it asks for.
    shared : mapping of str to widget, optional
        Layouts and styles of an earlier one, by kind: each of its own would be more models for the browser to make.
    """

    def __init__(self, about: FilterField, shared: Mapping[str, widgets.Widget] | None = None) -> None:
        self.about, shared = about, shared or {}
        same = {name: shared[name] for name in ("layout",) if name in shared}
        self.name = widgets.HTML(**same, **({"style": shared["name"]} if "name" in shared else {}))
        style = {"style": shared["box"]} if "box" in shared else {}
        self.boxes: dict[str, widgets.Checkbox] = {}
        for level in about.levels:
            self.boxes[level] = box = widgets.Checkbox(indent=False, layout=self.name.layout, **style)
            style = {"style": box.style}
        self.root = widgets.VBox([self.name, *self.boxes.values()], layout=self.name.layout)
        self.root.add_class("pad-levels")

    @property
    def shared(self) -> dict[str, widgets.Widget]:
        """What the next one may share."""
        return {"layout": self.name.layout, "name": self.name.style, "box": next(iter(self.boxes.values())).style}

    @property
    def value(self) -> tuple[str, ...]:
        """The levels whose boxes are ticked, in their order."""
        return tuple(level for level, box in self.boxes.items() if box.value)

    @value.setter
    def value(self, levels: Sequence[str]) -> None:
        for level, box in self.boxes.items():
            box.value = level in levels

    def draw(self, language: Language) -> None:
        """Words in the visitor's language; what is ticked stays."""
        label = self.about.label(language)
        self.name.value = f'<span lang="{language}">{esc(label)}</span>'
        for level, box in self.boxes.items():
            box.description = capitalised(self.about.show(level, language))
            box.tooltip = f"{label} – {box.description}"
        if self.about.feature != "zone":  # from grant to refusal; others in the alphabet of whoever reads
            boxes = sorted(self.boxes.values(), key=lambda box: without_marks(box.description))
            self.root.children = (self.name, *boxes)
