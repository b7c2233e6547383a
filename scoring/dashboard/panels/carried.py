"""A press that brings the texts of its form along.

A field sends what is typed in it in several messages, of which the last waits until the kernel has answered the one
before; a button's press does not wait. Over a slow line, or while the kernel is busy, a press overtook the text, and
the journal kept its first letters. The template's script (``typed.js``) puts the texts into one message with the press.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Protocol

import ipywidgets as widgets

from scoring.dashboard.panels.view import EchoGuard, pressed_field


class Form(Protocol):
    """What a form's fields write into, a name each."""

    opened: bool

    def write(self, name: str, value: str) -> object:
        """Note what was typed or chosen."""

    def submit(self) -> object:
        """Put it on record."""


class CarriedTexts:
    """A form's fields, and the hidden one that its button writes into: what it brings is in them before it is heard.

    Parameters
    ----------
    fields : mapping of str to Widget
        The form's fields by name, in the order of the page; those with texts are brought along.
    form : Form
        What they write into; a press on one that is closed meanwhile does nothing.
    echo : EchoGuard
        Tells what a visitor types from what the page puts there.
    """

    def __init__(self, fields: Mapping[str, widgets.Widget], form: Form, echo: EchoGuard) -> None:
        self._texts = {
            name: field for name, field in fields.items() if isinstance(field, widgets.Text | widgets.Textarea)
        }
        self._form, self._echo = form, echo
        self._last: dict[str, str] = {}
        self._brought: dict[str, str] = {}  # those of the last press that their fields have not said since
        self.pressed = pressed_field(self._take).add_class("pad-carried")
        for name, field in fields.items():
            field.observe(echo.heard(self._writes(name)), "value")

    def _writes(self, name: str) -> Callable[[str], None]:
        def choose(value: str) -> None:
            if self._brought.pop(name, None) != value:
                self._form.write(name, value)
            elif value != (kept := getattr(self._form, name)):  # said late, of a form that was emptied meanwhile
                with self._echo.fill():
                    self._texts[name].value = kept

        return choose

    def _take(self, said: str) -> None:
        texts = _texts_of(said)
        if not self._form.opened or len(texts) != len(self._texts):
            return
        pressed, self._brought = dict(zip(self._texts, texts, strict=True)), {}
        for name, text in pressed.items():
            field = self._texts[name]
            # A second press brings again what is on record already, and of which the form was emptied.
            if field.value or self._last.get(name) != text:
                field.value = text
        self._last, self._brought = pressed, dict(pressed)
        self._form.submit()


def _texts_of(said: str) -> list[str]:
    try:
        texts = json.loads(said)
    except ValueError:
        return []
    return [text for text in texts if isinstance(text, str)] if isinstance(texts, list) else []
