"""Write the sample documents of a home into docs/: ``make documents HOME_DIR=HOME``.

    .venv/bin/python -m scripts.documents [--home HOME] [--folder docs]

Note and slides as PDF, the model card as Markdown, in French and English; page numbers in ``docs/questions.md`` are set
to where the note has the answers now. The home's candidates must have been compared: a sample argues its choice.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from scoring.documents.pdf import why_no_pdf
from scoring.documents.pdf_pages import pages_of_anchors
from scoring.documents.run_facts import Facts, facts_of
from scoring.documents.write_documents import write_document
from scoring.errors import UserError
from scoring.files import write_text
from scoring.settings import find_home

DOCS = Path(__file__).resolve().parent.parent / "docs"
QUESTIONS = "questions.md"
LANGUAGES = ("fr", "en")
KEPT = (".pdf", ".md")
COMPARE = "Run 'scoring --home HOME notebooks --only 03_model_selection' first."
# Where questions.md leads to: the page of an anchor of the note in one language.
REFERENCE = re.compile(r"\[p\. \d+\]\(note\.(fr|en)\.pdf#page=\d+ \"([\w-]+)\"\)")


def main(home: Path | None, folder: Path) -> None:
    """Write all documents, and the pages to which the questions lead.

    Raises
    ------
    UserError
        Where the candidates were not compared beside the model that is served, a PDF cannot be made, or a question
        leads to what the note has not; nothing is written.
    """
    facts = facts_of(find_home(home))
    if facts.compared.empty:
        raise UserError(f"{facts.home.root}: expected candidates compared with the served model, got none.", COMPARE)
    with TemporaryDirectory(prefix="scoring-documents-") as scratch:
        write_all(facts, Path(scratch))
        questions = with_pages((folder / QUESTIONS).read_text(encoding="utf-8"), Path(scratch))
        for file in sorted(Path(scratch).iterdir()):
            if file.suffix in KEPT:
                (folder / file.name).write_bytes(file.read_bytes())
                print(folder / file.name)
    write_text(folder / QUESTIONS, questions)


def write_all(facts: Facts, scratch: Path) -> None:
    """Write every document in every language; a PDF that cannot be made ends it."""
    for language in LANGUAGES:
        for kind in ("note", "slides", "card"):
            written = write_document(facts, kind, language, scratch)
            if written.no_pdf:
                found = f"{kind}.{language}.pdf: expected a PDF, got none: {why_no_pdf(written.no_pdf, 'en')}."
                raise UserError(found, "Run 'bash .ci/browser'.")


def with_pages(questions: str, folder: Path) -> str:
    """The questions with the page numbers at which the notes in a folder have the answers.

    Raises
    ------
    UserError
        Where a question leads to what the note has not.
    """
    pages = {language: pages_of_anchors(folder / f"note.{language}.pdf") for language in LANGUAGES}
    led = REFERENCE.findall(questions)
    unknown = ", ".join(f"note.{language}.pdf: {name}" for language, name in led if name not in pages[language])
    if unknown:
        raise UserError(f"{QUESTIONS}: expected places in the notes, got {unknown}.", "Name an anchor of the note.")

    def lead(found: re.Match[str]) -> str:
        page = pages[found[1]][found[2]]
        return f'[p. {page}](note.{found[1]}.pdf#page={page} "{found[2]}")'

    return REFERENCE.sub(lead, questions)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--folder", type=Path, default=DOCS)
    given = parser.parse_args()
    try:
        main(given.home, given.folder)
    except UserError as mistake:
        sys.exit(str(mistake))
