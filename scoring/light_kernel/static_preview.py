"""The page as it stands, in plain HTML: to be read while the browser still fetches what makes it move."""

from __future__ import annotations

from html import escape

import ipywidgets as widgets

from scoring.light_kernel.voila_request import in_voila

STILL = "pad-still"
BUTTON = '<button type="button"'  # as pieces of HTML have it: nothing hears it yet


class StaticPreview:
    """A picture of the page for Voilà's first answer; the template's script takes it away when the page is alive.

    Parameters
    ----------
    page : Widget
        The page's root.
    """

    def __init__(self, page: widgets.Widget) -> None:
        self.html = f'<div class="{STILL}" aria-busy="true">{preview(page)}</div>'

    def _repr_html_(self) -> str | None:
        """What a notebook shows; nothing where no template of ours would take it away again."""
        return self.html if in_voila() else ""


def preview(widget: widgets.Widget) -> str:
    """A widget as HTML that looks like it and does nothing; an empty place for a figure, nothing for what is hidden.

    Examples
    --------
    >>> preview(widgets.VBox([widgets.HTML("<b>1</b>"), widgets.Button(description="<")]).add_class("pad-bar"))
    '<div class="widget-box widget-vbox jupyter-widgets pad-bar"><div class="widget-html jupyter-widgets"><div class="widget-html-content"><b>1</b></div></div><button type="button" disabled class="jupyter-button widget-button jupyter-widgets">&lt;</button></div>'
    """  # noqa: E501
    if widget.layout.display == "none":
        return ""
    if isinstance(widget, widgets.HTML):
        still = widget.value.replace(BUTTON, f"{BUTTON} disabled")
        return _within("widget-html", widget, f'<div class="widget-html-content">{still}</div>')
    if isinstance(widget, widgets.Button):
        classes = _classes("jupyter-button widget-button", widget)
        return f'<button type="button" disabled {classes}>{escape(widget.description)}</button>'
    if isinstance(widget, widgets.Text):
        name, hint = escape(widget.description), escape(widget.placeholder)
        field = f'<input type="text" disabled placeholder="{hint}" aria-label="{name}">'
        return _within("widget-inline-hbox widget-text", widget, f'<span class="widget-label">{name}</span>{field}')
    if isinstance(widget, widgets.Tab):
        return _within("widget-tab", widget, _tab(widget))
    if isinstance(widget, widgets.Box):
        kind = "widget-hbox" if isinstance(widget, widgets.HBox) else "widget-vbox"
        return _within(f"widget-box {kind}", widget, "".join(map(preview, widget.children)))
    return f'<div style="height: {widget.layout.height}"></div>' if widget.layout.height else ""


def _tab(tab: widgets.Tab) -> str:
    """The names of all, the contents of the one that is open."""
    names = "".join(
        f'<li class="lm-TabBar-tab{" lm-mod-current" if index == tab.selected_index else ""}">'
        f'<div class="lm-TabBar-tabLabel">{escape(name)}</div></li>'
        for index, name in enumerate(tab.titles)
    )
    content = "" if tab.selected_index is None else preview(tab.children[tab.selected_index])
    bar = f'<div class="lm-TabBar"><ul class="lm-TabBar-content">{names}</ul></div>'
    return f'{bar}<div class="widget-tab-contents">{content}</div>'


def _within(kind: str, widget: widgets.Widget, content: str) -> str:
    return f"<div {_classes(kind, widget)}>{content}</div>"


def _classes(kind: str, widget: widgets.Widget) -> str:
    return f'class="{" ".join([kind, "jupyter-widgets", *widget._dom_classes])}"'
