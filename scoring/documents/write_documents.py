"""The documents of a run as files: note, slides and model card, each in one language, as HTML, PDF and Markdown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from scoring.documents.card import card_markdown, card_page
from scoring.documents.full_pages import write_full_pdf
from scoring.documents.note import Note
from scoring.documents.pdf import NoPdf, without_pdf, write_pdf
from scoring.documents.run_facts import Facts
from scoring.documents.slides import Deck, printed_slides, slides_page
from scoring.errors import UserError
from scoring.files import write_errors_as_user_errors, write_text
from scoring.texts.sentences import words
from scoring.texts.words import Language

FOLDER = "documents"


@dataclass(frozen=True)
class WrittenDocument:
    """The files of one document in its language, and why its PDF is lacking; empty when it is there."""

    files: tuple[Path, ...]
    language: Language
    no_pdf: NoPdf = ""

    @property
    def sentence(self) -> str:
        """Where they are, for whoever ran a notebook."""
        names = ", ".join(file.name for file in self.files)
        sentence = words("frame.written", self.language, names=names, folder=self.files[0].parent)
        return f"{sentence} {without_pdf(self.no_pdf, self.language)}".rstrip()


def write_document(facts: Facts, kind: str, language: Language, folder: Path | None = None) -> WrittenDocument:
    """Write one document in one language.

    Parameters
    ----------
    facts : Facts
        The run.
    kind : {"note", "slides", "card"}
        Which document.
    language : {"fr", "en"}
        Language of every word.
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
    with write_errors_as_user_errors(FOLDER):
        target.mkdir(parents=True, exist_ok=True)
        return _WRITERS[kind](facts, language, target)


def _note(facts: Facts, language: Language, folder: Path) -> WrittenDocument:
    page = Note(facts, language).page()
    return _html_and_pdf(folder / f"note.{language}.html", page, page, language, write_full_pdf)


def _slides(facts: Facts, language: Language, folder: Path) -> WrittenDocument:
    slides = Deck(facts, language).slides()
    page, printed = slides_page(slides, language), printed_slides(slides, language)
    return _html_and_pdf(folder / f"slides.{language}.html", page, printed, language, write_pdf)


def _card(facts: Facts, language: Language, folder: Path) -> WrittenDocument:
    note = Note(facts, language)
    markdown, page = folder / f"model-card.{language}.md", folder / f"model-card.{language}.html"
    write_text(markdown, card_markdown(note))
    write_text(page, card_page(note))
    return WrittenDocument((markdown, page), language)


def _html_and_pdf(
    target: Path, page: str, printed: str, language: Language, write: Callable[[str, Path], NoPdf]
) -> WrittenDocument:
    write_text(target, page)
    no_pdf = write(printed, target.with_suffix(".pdf"))
    files = (target,) if no_pdf else (target, target.with_suffix(".pdf"))
    return WrittenDocument(files, language, no_pdf)


_WRITERS: Mapping[str, Callable[[Facts, Language, Path], WrittenDocument]] = {
    "note": _note,
    "slides": _slides,
    "card": _card,
}
