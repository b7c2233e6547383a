"""Fields in which people state criteria: boxes for levels, two numbers for a range."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import ipywidgets as widgets

from scoring.cohorts.criteria import Criterion, FilterField
from scoring.dashboard.panels.find.level_boxes import LevelBoxes
from scoring.dashboard.render.html import esc
from scoring.texts import Language, TypedNumberError, Words, format_number, read_number
from scoring.texts.sentences import page
from scoring.texts.translated_number import translated_number

UNITS = {"years": "seek.years", "percent": "seek.percent", "points": "seek.points"}


class NotANumberError(ValueError):
    """What was typed is no number; ``words`` say it in both languages."""

    def __init__(self, label: Words, mistake: TypedNumberError) -> None:
        words = page.all()["seek.not_a_number"]
        super().__init__(str(mistake))
        self.words = Words.each(
            lambda language: words.say(language).format(label=label.say(language), mistake=mistake.words.say(language))
        )


class Field:
    """One criterion's widgets, made once.

    Parameters
    ----------
    about : Offer
        What it asks for.
    entered : callable
        Called when someone presses Enter in it.
    like : Field, optional
        One whose layout and style it shares: each of its own would be two more models for the browser to make.
    """

    def __init__(self, about: FilterField, entered: Callable[[], None], like: Field | None = None) -> None:
        self.about = about
        self.language: Language | None = None
        layout = widgets.Layout() if like is None else like.root.layout
        self.styles: dict[str, widgets.Widget] = {} if like is None else dict(like.styles)
        self.root: widgets.Widget
        if about.levels:
            self.level = LevelBoxes(about, {"layout": layout, **self.styles})
            self.root = self.level.root
            self.styles |= self.level.shared
        else:
            self.name = widgets.HTML(layout=layout, **_style(self.styles, "name"))
            self.low, self.high = (widgets.Text(layout=layout, **_style(self.styles, "bound")) for _ in range(2))
            self.styles |= {"name": self.name.style, "bound": self.low.style}
            self.root = widgets.VBox([self.name, self.low, self.high], layout=layout)
            for field in (self.low, self.high):
                field.on_msg(lambda _, content, __: entered() if content.get("event") == "submit" else None)
        self.root.add_class("pad-field")

    def draw(self, language: Language) -> None:
        """Words in the visitor's language; what was chosen or typed stays."""
        if self.about.levels:
            self.level.draw(language)
            return
        label = self.about.label(language)
        unit = page(UNITS[self.about.unit], language) if self.about.unit in UNITS else ""
        self.name.value = f'<span lang="{language}">{esc(label)}{esc(unit)}</span>'
        for field, key in ((self.low, "low"), (self.high, "high")):
            field.value = translated_number(field.value, self.language or language, language, self.about.unit)
            field.description = page(f"seek.{key}_label", language, label=f"{label}{unit}")
            field.placeholder = page(f"seek.{key}", language)
        self.language = language

    def read(self, language: Language) -> Criterion:
        """The criterion as it stands.

        Raises
        ------
        NotANumberError
            When a bound is none.
        """
        if self.about.levels:
            return Criterion(self.about.feature, levels=self.level.value)
        low, high = (self._bound(field.value, language) for field in (self.low, self.high))
        return Criterion(self.about.feature, low, high)

    def write(self, criterion: Criterion) -> None:
        """Show a criterion as if someone had chosen or typed it; in the language drawn last."""
        if self.about.levels:
            self.level.value = criterion.levels
            return
        for field, bound in ((self.low, criterion.low), (self.high, criterion.high)):
            field.value = "" if bound is None else format_number(bound, self.language or "fr", 2)

    def clear(self) -> None:
        """Let everyone through."""
        self.write(Criterion(self.about.feature))

    def _bound(self, text: str, language: Language) -> float | None:
        try:
            return read_number(text, language, self.about.unit)
        except TypedNumberError as mistake:
            raise NotANumberError(Words.each(self.about.label), mistake) from mistake


def fields_for(offers: Sequence[FilterField], entered: Callable[[], None]) -> list[Field]:
    """One field a variable, with as few models for the browser to make as can be."""
    fields: list[Field] = []
    for about in offers:
        fields.append(Field(about, entered, fields[-1] if fields else None))
    return fields


def read_all(fields: Sequence[Field], language: Language) -> tuple[Criterion, ...]:
    """Every field's criterion that keeps someone out.

    Raises
    ------
    NotANumberError
        When one of them is not understood.
    """
    criteria = (field.read(language) for field in fields)
    return tuple(criterion for criterion in criteria if not criterion.open)


def _style(styles: Mapping[str, widgets.Widget], kind: str) -> dict[str, widgets.Widget]:
    return {"style": styles[kind]} if kind in styles else {}
