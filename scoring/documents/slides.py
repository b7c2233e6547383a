"""The presentation: one HTML file with reveal.js inside it, opened without a network, printed a slide a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Literal

from scoring.documents.frame import document_style, offline_page, part_of_page
from scoring.documents.note import Note
from scoring.documents.run_facts import Facts
from scoring.documents.slide_pictures import PICTURES
from scoring.texts.sentences import words
from scoring.texts.words import Language

if TYPE_CHECKING:
    from IPython.display import HTML

WIDTH, HEIGHT = 1280, 720
SETTINGS = f"width: {WIDTH}, height: {HEIGHT}, margin: 0, hash: true, center: false, transition: 'none'"
SETTINGS += ", slideNumber: 'c/t', plugins: [RevealNotes]"
ROWS_OF_SLIDE, LABEL_OF_SLIDE = 8, 60  # rows of a picture that can be read from afar; no label is longer, none is cut
Shape = Literal["alone", "wide", "beside", "cover"]
BESIDE = (5.1, 3.34)  # inches of a picture that stands beside the points: letters as large as on a wide one

# The slides in their order: the key of the texts, what is shown (pieces of the note, or pictures of the slides), how.
PLAN: tuple[tuple[str, tuple[str, ...], Shape], ...] = (
    ("cover", (), "cover"),
    ("short", ("headline",), "wide"),
    ("question", ("outcomes",), "wide"),
    ("data", ("walk",), "wide"),
    ("kernel", ("ladder",), "wide"),
    ("imbalance", ("balance",), "wide"),
    ("cost", ("arithmetic", "confusion"), "wide"),
    ("threshold", ("cost",), "wide"),
    ("validation", ("splits",), "wide"),
    ("candidates", ("candidate_dots",), "beside"),
    ("results", ("ranking_pair",), "wide"),
    ("calibration", ("calibration",), "beside"),
    ("zones", ("zones",), "wide"),
    ("global", ("beeswarm",), "wide"),
    ("local", ("case",), "wide"),
    ("page", ("screens",), "wide"),
    ("fairness", ("fairness",), "beside"),
    ("drift", ("drift",), "wide"),
    ("limits", (), "alone"),
    ("next", ("monitoring_short",), "wide"),
)
SPOKEN = ("title", "notes")
PICTURES_STYLE = "slides-pictures.css"
INSTEAD = {"ladder": "changes_short", "candidate_dots": "folds"}  # tables shown where a run has no such picture
KEYS = tuple(key for key, *_ in PLAN)


class Deck:
    """The slides about one run, in one language; figures are the note's own.

    Parameters
    ----------
    facts : Facts
        The run.
    language : {"fr", "en"}
        Language of every word and mark.
    """

    def __init__(self, facts: Facts, language: Language) -> None:
        self.language, self.note = language, Note(facts, language, most=ROWS_OF_SLIDE, longest=LABEL_OF_SLIDE)

    def slide(self, key: str) -> HTML:
        """One slide for a notebook: its title, what it shows, its points, and what the speaker says.

        Parameters
        ----------
        key : str
            Key of :data:`PLAN`; ``title``, ``points`` and ``notes`` stand under it in ``texts/report/slides.toml``.
        """
        from IPython.display import HTML

        return HTML(f"<style>{_notebook_style()}</style>{self._page(key)}")

    def slides(self) -> list[str]:
        """All of them in their order, for a page that has their style."""
        return [self._page(key) for key in KEYS]

    def _page(self, key: str) -> str:
        from nbconvert.filters import markdown2html

        names, shape = next((names, shape) for name, names, shape in PLAN if name == key)
        pictures = self._shown(names, shape)
        without = bool(names) and not pictures  # the run has nothing to show: title and notes may not speak of it
        if without:
            pictures = self._shown([INSTEAD[name] for name in names if name in INSTEAD], "wide")
            shape = "wide" if pictures else "alone"
        title, notes = (self._say_without(key, part) if without else self.say(f"{key}.{part}") for part in SPOKEN)
        points = self.say(f"{key}.points")
        return (
            f'<div class="pad-slide {shape} slide-{key}"><h2>{escape(title)}</h2><div class="body">'
            f'<div class="pictures">{pictures}</div><div class="points">{markdown2html(points)}</div></div>'
            f'<aside class="notes">{markdown2html(notes)}</aside></div>'
        )

    def say(self, key: str) -> str:
        """A text of the slides with the run's numbers in it."""
        return words(f"slides.{key}", self.language, **self.note.numbers)

    def _say_without(self, key: str, part: str) -> str:
        """What is said of a slide whose picture is lacking, where that is something else."""
        alone = f"{key}.{part}_without"
        return self.say(alone if f"slides.{alone}" in words else f"{key}.{part}")

    def _shown(self, names: Sequence[str], shape: Shape) -> str:
        pieces = {name: self._visual(name, shape) for name in names}
        return "".join(f'<div class="shown show-{name}">{html}</div>' for name, html in pieces.items() if html)

    def _visual(self, name: str, shape: Shape) -> str:
        if name in PICTURES:
            return PICTURES[name](self.note)
        piece = self.note.piece(name)
        if piece is None:
            return ""
        return piece.on_slide(self.language, *BESIDE) if shape == "beside" else piece.on_slide(self.language)


def slides_page(slides: Sequence[str], language: Language) -> str:
    """The presentation; the speaker's notes open with the key S."""
    style = part_of_page("reveal/reveal.css") + _style()
    script = _script("reveal") + _script("notes")
    return _page(slides, language, style, f"{script}<script>Reveal.initialize({{{SETTINGS}}});</script>\n")


def printed_slides(slides: Sequence[str], language: Language) -> str:
    """The same slides, one a page, for the PDF: without reveal.js, so that nothing has to run before they are there."""
    return _page(slides, language, _style() + part_of_page("slides-print.css"), "")


def _style() -> str:
    return document_style("slides.css") + part_of_page(PICTURES_STYLE)


def _notebook_style() -> str:
    """What a slide draws is drawn in JupyterLab too; nested, so that no rule reaches what is not a slide.

    Without its comments: they would be words of the notebook, in English whatever its language.
    """
    style = f".pad-slide {{\n{part_of_page(PICTURES_STYLE)}}}\n{part_of_page('slides-notebook.css')}"
    return re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)


def _page(slides: Sequence[str], language: Language, style: str, script: str) -> str:
    title = f"Prêt à dépenser – {words('slides.title', language)}"
    sections = "\n".join(f"<section>{slide}</section>" for slide in slides)
    body = f'<body>\n<div class="reveal"><div class="slides">\n{sections}\n</div></div>\n{script}</body>'
    return offline_page(body, title, style, language)


def _script(name: str) -> str:
    """One script inside the page; what would end it early is written otherwise."""
    source = part_of_page(f"reveal/{name}.js").replace("</script", "<\\/script")
    return f"<script>{source}</script>\n"
