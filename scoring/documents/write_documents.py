"""The documents of a run as files: note, slides and model card, each in one language, as HTML, PDF and Markdown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from scoring.documents.card import card_markdown, card_page
from scoring.documents.note import Note
from scoring.documents.pdf import write_pdf
from scoring.documents.run_facts import Facts
from scoring.documents.slides import Deck, printed_slides, slides_page
from scoring.errors import UserError
from scoring.files import say_why_unwritten, write_text
from scoring.texts.words import Language

FOLDER = "documents"


@dataclass(frozen=True)
class Written:
    """The files that were written, and why one is lacking; empty when none is."""

    files: tuple[Path, ...]
    lacking: str = ""

    @property
    def sentence(self) -> str:
        """Where they are, for whoever ran a notebook."""
        names = ", ".join(file.name for file in self.files)
        return f"Written: {names}, in {self.files[0].parent}.{f' Lacking: {self.lacking}.' if self.lacking else ''}"


def write_document(facts: Facts, kind: str, language: Language, folder: Path | None = None) -> Written:
    """Write one document in one language.

    Parameters
    ----------
    facts : Facts
        The run.
    kind : {"note", "slides", "card"}
        Which document.
    language : {"fr", "en"}
        Of every word.
    folder : Path, optional
        Where to; ``reports/documents`` of the run's home by default.

    Raises
    ------
    UserError
        When there is no such document, or the folder may not be written.
    """
    if kind not in _WRITERS:
        raise UserError(f"Expected a document, got {kind}.", f"Name one of {', '.join(_WRITERS)}.")
    target = folder or facts.home.reports / FOLDER
    with say_why_unwritten(FOLDER):
        target.mkdir(parents=True, exist_ok=True)
        return _WRITERS[kind](facts, language, target)


def _note(facts: Facts, language: Language, folder: Path) -> Written:
    page = Note(facts, language).page()
    return _html_and_pdf(folder / f"note.{language}.html", page, page)


def _slides(facts: Facts, language: Language, folder: Path) -> Written:
    slides = Deck(facts, language).slides()
    page, printed = slides_page(slides, language), printed_slides(slides, language)
    return _html_and_pdf(folder / f"slides.{language}.html", page, printed)


def _card(facts: Facts, language: Language, folder: Path) -> Written:
    note = Note(facts, language)
    markdown, page = folder / f"model-card.{language}.md", folder / f"model-card.{language}.html"
    write_text(markdown, card_markdown(note))
    write_text(page, card_page(note))
    return Written((markdown, page))


def _html_and_pdf(target: Path, page: str, printed: str) -> Written:
    write_text(target, page)
    lacking = write_pdf(printed, target.with_suffix(".pdf"))
    return Written((target,) if lacking else (target, target.with_suffix(".pdf")), lacking)


_WRITERS: Mapping[str, Callable[[Facts, Language, Path], Written]] = {"note": _note, "slides": _slides, "card": _card}
