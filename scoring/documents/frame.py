"""The frame of every page that is written to a file: it opens offline and carries its own style."""

from __future__ import annotations

from html import escape
from importlib.resources import files

from scoring.documents.typeface import typeface_rule
from scoring.texts.words import Language


def offline_page(body: str, title: str, style: str, language: Language) -> str:
    """A whole HTML page that names no address.

    Parameters
    ----------
    body : str
        From ``<body>`` to ``</body>``.
    title : str
        Title of the window, as plain text.
    style : str
        CSS.
    language : str
        Language of the words.
    """
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style}</style>\n</head>\n{body}\n</html>\n"
    )


def part_of_page(name: str) -> str:
    """A style or a script that lies beside this module, as text."""
    return files("scoring.documents").joinpath(name).read_text(encoding="utf-8")


def document_style(name: str) -> str:
    """A style that lies beside this module, with the typeface that it names."""
    return typeface_rule() + part_of_page(name)
