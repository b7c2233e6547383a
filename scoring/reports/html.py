"""An executed notebook as one HTML file that opens offline: prose, tables and figures, no code."""

from __future__ import annotations

from html import escape
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from scoring.files import write_text

if TYPE_CHECKING:
    from nbformat import NotebookNode


def write_html(executed: Path) -> Path:
    """Write the page beside the executed notebook, which may have stopped in the middle."""
    import nbformat

    notebook = nbformat.read(executed, as_version=4)
    page = executed.with_suffix(".html")
    write_text(page, html_of(notebook, executed.stem))
    return page


def html_of(notebook: NotebookNode, title: str, language: str = "en") -> str:
    """The page of a notebook in memory; it names no address and carries its own style."""
    from nbconvert.exporters import HTMLExporter

    exporter = HTMLExporter(
        template_name="basic", exclude_input=True, exclude_input_prompt=True, exclude_output_prompt=True
    )
    body, _ = exporter.from_notebook_node(notebook)
    style = files("scoring.reports").joinpath("report.css").read_text(encoding="utf-8")
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style}</style>\n</head>\n"
        f"<body><main>\n{body}\n</main></body>\n</html>\n"
    )
