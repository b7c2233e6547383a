"""The methodology note: every piece of it by name, and the whole document as one page."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.documents.frame import document_style, offline_page
from scoring.documents.note_data import DataPieces
from scoring.documents.note_decision import DecisionPieces
from scoring.documents.note_quality import QualityPieces
from scoring.documents.note_reasons import ReasonPieces
from scoring.documents.note_watch import WatchPieces
from scoring.documents.note_writer import SECTIONS
from scoring.texts.sentences import words
from scoring.texts.words import Language


class Note(DataPieces, DecisionPieces, QualityPieces, ReasonPieces, WatchPieces):
    """The note about one run, in one language: see :class:`~scoring.documents.note_writer.NoteWriter`."""

    def page(self) -> str:
        """The whole note as one HTML page, which opens offline."""
        return note_page([str(self.section(key).data) for key in SECTIONS], self.language)


def note_page(sections: Sequence[str], language: Language) -> str:
    """Sections as one page that names no address and carries its own style."""
    title = f"Prêt à dépenser – {words('note.title', language)}"
    body = "\n".join(sections)
    main = f'<body class="note"><main>\n{body}\n</main></body>'
    return offline_page(main, title, document_style("report.css"), language)
