"""An executed notebook as one HTML file that opens offline: prose, tables and figures, no code.

A notebook whose metadata name a ``document`` is written for readers who run nothing: the methodology ``note`` keeps
only what its cells show, in the language of its parameters; ``slides`` become a presentation.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from scoring.documents.frame import document_style, offline_page
from scoring.documents.parameters import defaults_in
from scoring.files import write_text
from scoring.texts.words import Language, languages

if TYPE_CHECKING:
    from nbformat import NotebookNode

Document = Literal["", "note", "slides"]


def write_pages(executed: Path, *, whole: bool) -> str:
    """Write the page beside an executed notebook, and the PDF of a document that is whole; says what is lacking."""
    import nbformat

    from scoring.documents.full_pages import write_full_pdf
    from scoring.documents.pdf import without_pdf, write_pdf
    from scoring.documents.slides import printed_slides

    page = write_html(executed)
    notebook = nbformat.read(executed, as_version=4)
    kind = document_of(notebook)
    if not kind or not whole:
        return ""
    if kind == "slides":
        printed, write = printed_slides(parts_of(notebook, kind), language_of(notebook)), write_pdf
    else:
        printed, write = page.read_text(encoding="utf-8"), write_full_pdf
    return without_pdf(write(printed, page.with_suffix(".pdf")), "en")


def write_html(executed: Path) -> Path:
    """Write the page beside the executed notebook, which may have stopped in the middle."""
    import nbformat

    from scoring.documents.note import note_page
    from scoring.documents.slides import slides_page

    notebook = nbformat.read(executed, as_version=4)
    kind, page = document_of(notebook), executed.with_suffix(".html")
    if kind == "slides":
        write_text(page, slides_page(parts_of(notebook, kind), language_of(notebook)))
    elif kind == "note":
        write_text(page, note_page(parts_of(notebook, kind), language_of(notebook)))
    else:
        write_text(page, html_of(notebook, executed.stem, language_of(notebook)))
    return page


def parts_of(notebook: NotebookNode, kind: Document) -> list[str]:
    """The sections of a note, or the slides, that its cells have shown; nothing else of the notebook is in them."""
    mark = {"note": 'class="pad-section"', "slides": 'class="pad-slide'}[kind]
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", []))
    html_outputs = (output.get("data", {}).get("text/html", "") for output in outputs)
    return ["".join(text) for text in html_outputs if mark in "".join(text)]


def document_of(notebook: NotebookNode) -> Document:
    """What document a notebook makes: ``note``, ``slides``, or none."""
    document = notebook.metadata.get("scoring", {}).get("document", "")
    return document if document in ("note", "slides") else ""


def language_of(notebook: NotebookNode) -> Language:
    """The language of its parameters: as given to it; without, the one that stands in its cell, or its kind's."""
    given = notebook.metadata.get("papermill", {}).get("parameters", {})
    language = given.get("language", defaults_in(notebook).get("language"))
    usual = "fr" if document_of(notebook) else "en"
    return language if language in languages() else usual


def html_of(notebook: NotebookNode, title: str, language: str = "en") -> str:
    """The page of a notebook in memory; it names no address and carries its own style."""
    from nbconvert.exporters import HTMLExporter

    exporter = HTMLExporter(
        template_name="basic", exclude_input=True, exclude_input_prompt=True, exclude_output_prompt=True
    )
    body, _ = exporter.from_notebook_node(notebook)
    return offline_page(f"<body><main>\n{body}\n</main></body>", title, document_style("report.css"), language)
