"""A press that brings along what stands in its form: texts, and what is chosen in its lists.

A field sends what is typed or chosen in it in several messages, of which the last waits until the kernel has answered
the one before; a button's press does not wait. Over a slow line, or while the kernel is busy, a press overtook them,
and the journal kept a text's first letters, or what had been chosen before. The template's script (``typed.js``) puts
all of it into one message with the press: a text as it is, of a list the place and the name of what is chosen.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Protocol

import ipywidgets as widgets

from scoring.dashboard.panels.view import EchoGuard, pressed_field


class Form(Protocol):
    """What a form's fields write into, a name each."""

    opened: bool

    def write(self, name: str, value: Any) -> object:
        """Note what was typed or chosen."""

    def submit(self) -> object:
        """Put it on record."""


class CarriedForm:
    """A form's fields, and the hidden one that its button writes into: what it brings is in them before it is heard.

    Parameters
    ----------
    fields : mapping of str to Widget
        The form's fields by name, in the order of the page.
    form : Form
        What they write into; a press on one that is closed meanwhile does nothing.
    echo : EchoGuard
        Tells what a visitor types from what the page puts there.
    """

    def __init__(self, fields: Mapping[str, widgets.Widget], form: Form, echo: EchoGuard) -> None:
        self._fields, self._form, self._echo = fields, form, echo
        self._last: dict[str, Any] = {}
        self._brought: dict[str, Any] = {}  # what the last press brought, and its field has not said since
        self.pressed = pressed_field(self._take).add_class("pad-carried")
        for name, field in fields.items():
            field.observe(echo.heard(self._writes(name)), "value")

    def _writes(self, name: str) -> Callable[[Any], None]:
        def choose(value: Any) -> None:
            if name not in self._brought or self._brought.pop(name) != value:
                self._form.write(name, value)
            elif value != (kept := getattr(self._form, name)):  # said late, of a form that was emptied meanwhile
                with self._echo.fill():
                    self._fields[name].value = kept

        return choose

    def _take(self, said: str) -> None:
        parts = _parts_of(said)
        if not self._form.opened or len(parts) != len(self._fields):
            return
        self._brought = {}
        brought: dict[str, Any] = {}
        for (name, field), part in zip(self._fields.items(), parts, strict=True):
            if isinstance(part, str):
                self._put_text(name, field, part)
                brought[name] = part
            elif self._put_choice(name, field, part):
                brought[name] = field.value
            self._last[name] = part
        self._brought = brought
        self._form.submit()

    def _put_text(self, name: str, field: Any, text: str) -> None:
        # A second press brings again what is on record already, and of which the form was emptied.
        if field.value or self._last.get(name) != text:
            field.value = text

    def _put_choice(self, name: str, field: Any, part: list[Any]) -> bool:
        """Choose what was seen to be chosen; whether it was still on its way, so that the list has yet to say it."""
        place, label = part
        names = [_in_one_way(option) for option, _ in field.options]
        seen = 0 <= place < len(names) and names[place] == _in_one_way(label)
        if not seen or place == field.index or (not field.index and self._last.get(name) == part):
            return False
        field.index = place
        return True


def _in_one_way(label: str) -> str:
    """A name in a list as both sides write it: the browser's spaces do not break."""
    return " ".join(label.split())


def _parts_of(said: str) -> list[Any]:
    """What a press brings, in the order of the fields; nothing where it is not of this form."""
    try:
        parts = json.loads(said)
    except ValueError:
        return []
    return parts if isinstance(parts, list) and all(map(_is_part, parts)) else []


def _is_part(part: Any) -> bool:
    if isinstance(part, list):
        return [type(item) for item in part] == [int, str]
    return isinstance(part, str)
