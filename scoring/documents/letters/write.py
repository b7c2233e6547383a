"""Write a letter or a file: as HTML, or as PDF through the Chromium of this machine."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, get_args

from scoring.documents.letters.case import Case
from scoring.documents.letters.client_file import client_file
from scoring.documents.letters.decision_letter import decision_letter
from scoring.documents.letters.lender import Lender
from scoring.documents.pdf import why_no_pdf, write_pdf
from scoring.errors import UserError
from scoring.files import atomic_write, refuse_destination, write_text

Kind = Literal["letter", "file"]
KINDS: tuple[Kind, ...] = get_args(Kind)
FORMS = (".html", ".pdf")


def letter_page(kind: Kind, case: Case, lender: Lender) -> str:
    """The HTML of a letter, or of the client's file."""
    return decision_letter(case, lender) if kind == "letter" else client_file(case, lender)


def letter_pdf(page: str) -> bytes:
    """A page of :func:`letter_page` as PDF.

    Raises
    ------
    UserError
        When there is no Chromium, or it does not write.
    """
    with TemporaryDirectory(prefix="scoring-letter-") as folder:
        target = Path(folder) / "letter.pdf"
        no_pdf = write_pdf(page, target)
        if no_pdf:
            reason = why_no_pdf(no_pdf, "en")
            raise UserError(f"Expected a PDF, got none: {reason}.", "Take the HTML and print it.")
        return target.read_bytes()


def write_letter(page: str, output: Path) -> None:
    """Write the page to a file whose name ends in .html or .pdf; whole, or not at all.

    Raises
    ------
    UserError
        When the name ends otherwise, no file can be written there, or the disk refuses.
    """
    refuse_destination("--output", output, FORMS)
    if output.suffix.lower() == ".html":
        write_text(output, page)
        return
    content = letter_pdf(page)
    with atomic_write(output) as temporary:
        temporary.write_bytes(content)
