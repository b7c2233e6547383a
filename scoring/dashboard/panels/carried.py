"""A press that brings the texts of its form along.

A field sends what is typed in it in several messages, of which the last waits until the kernel has answered the one
before; a button's press does not wait. Over a slow line, or while the kernel is busy, a press overtook the text, and
the journal kept its first letters. The template's script (``typed.js``) puts the texts into one message with the press.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

import ipywidgets as widgets

from scoring.dashboard.panels.view import pressed_field


class Carried:
    """The hidden field that a form's button writes into, and what it brought last.

    Parameters
    ----------
    fields : mapping of str to Widget
        The form's fields by name, in the order of the page; those with texts are brought along.
    is_open : callable
        Whether the form is open: a press on one that is closed meanwhile does nothing.
    submit : callable
        What the press does, once the texts are in their fields.
    """

    def __init__(
        self, fields: Mapping[str, widgets.Widget], is_open: Callable[[], bool], submit: Callable[[], object]
    ) -> None:
        self._texts = {
            name: field for name, field in fields.items() if isinstance(field, widgets.Text | widgets.Textarea)
        }
        self._is_open, self._submit = is_open, submit
        self._last: dict[str, str] = {}
        self._brought: dict[str, str] = {}  # those of the last press that their fields have not said since
        self.root = pressed_field(self._take).add_class("pad-carried")

    def is_late(self, name: str, value: object) -> bool:
        """Whether a field says again what a press has brought already; asked once for each."""
        brought = self._brought.pop(name, None)
        return brought is not None and brought == value

    def _take(self, said: str) -> None:
        texts = _texts_of(said)
        if not self._is_open() or len(texts) != len(self._texts):
            return
        pressed, self._brought = dict(zip(self._texts, texts, strict=True)), {}
        for name, text in pressed.items():
            field = self._texts[name]
            if (
                field.value or self._last.get(name) != text
            ):  # not a second press on what is on record, and emptied, already
                field.value = text
        self._last, self._brought = pressed, dict(pressed)
        self._submit()


def _texts_of(said: str) -> list[str]:
    try:
        texts = json.loads(said)
    except ValueError:
        return []
    return [text for text in texts if isinstance(text, str)] if isinstance(texts, list) else []
