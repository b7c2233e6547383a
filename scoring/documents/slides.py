"""The presentation: one HTML file with reveal.js inside it, opened without a network, printed a slide a page."""

from __future__ import annotations

from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from scoring.documents.note import Note
from scoring.documents.run_facts import Facts
from scoring.texts.reports import words
from scoring.texts.words import Language

if TYPE_CHECKING:
    from IPython.display import HTML
    from nbformat import NotebookNode

WIDTH, HEIGHT = 1280, 720
SETTINGS = f"width: {WIDTH}, height: {HEIGHT}, margin: 0.04, hash: true, center: false, transition: 'none'"
SETTINGS += ", slideNumber: 'c/t', plugins: [RevealNotes]"


class Deck:
    """The slides about one run, in one language; figures are the note's own.

    Parameters
    ----------
    facts : Facts
        The run.
    language : {"fr", "en"}
        Of every word and mark.
    """

    def __init__(self, facts: Facts, language: Language) -> None:
        self.language, self.note = language, Note(facts, language)

    def slide(self, key: str, content: HTML | None = None, *, wide: bool = False) -> HTML:
        """One slide: its title, its points, what it shows, and what the speaker says.

        Parameters
        ----------
        key : str
            Of ``texts/report/slides.toml``: ``title``, ``points`` and ``notes`` stand under it.
        content : HTML, optional
            A figure or a table, beside the points.
        wide : bool
            Whether what is shown takes the whole width, under the points.
        """
        from IPython.display import HTML
        from nbconvert.filters import markdown2html

        title, points, notes = (self.say(f"{key}.{part}") for part in ("title", "points", "notes"))
        picture = f'<div class="shown">{content.data}</div>' if content is not None else ""
        shape = "wide" if wide else "beside" if picture else "alone"
        return HTML(
            f'<div class="pad-slide {shape} {key}"><h2>{escape(title)}</h2><div class="body">'
            f'<div class="points">{markdown2html(points)}</div>{picture}</div>'
            f'<aside class="notes">{markdown2html(notes)}</aside></div>'
        )

    def say(self, key: str) -> str:
        """A text of the slides with the run's numbers in it."""
        return words(f"slides.{key}", self.language, **self.note.numbers)


def slides_of(notebook: NotebookNode, title: str, language: Language) -> str:
    """The presentation of an executed notebook; the speaker's notes open with the key S."""
    style, script = _read("reveal/reveal.css") + _read("slides.css"), _script("reveal") + _script("notes")
    return _page(notebook, title, language, style, f"{script}<script>Reveal.initialize({{{SETTINGS}}});</script>\n")


def printed_slides(notebook: NotebookNode, title: str, language: Language) -> str:
    """The same slides, one a page, for the PDF: without reveal.js, so that nothing has to run before they are there."""
    return _page(notebook, title, language, _read("slides.css") + _read("slides-print.css"), "")


def _page(notebook: NotebookNode, title: str, language: Language, style: str, script: str) -> str:
    content = [
        output.data["text/html"]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if "pad-slide" in output.get("data", {}).get("text/html", "")
    ]
    sections = "\n".join(f"<section>{one}</section>" for one in content)
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        f'<div class="reveal"><div class="slides">\n{sections}\n</div></div>\n{script}</body>\n</html>\n'
    )


def _script(name: str) -> str:
    """One script inside the page; what would end it early is written otherwise."""
    source = _read(f"reveal/{name}.js").replace("</script", "<\\/script")
    return f"<script>{source}</script>\n"


def _read(name: str) -> str:
    return files("scoring.documents").joinpath(name).read_text(encoding="utf-8")
