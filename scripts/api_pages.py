"""Write the public API's pages: what ``from scoring import ...`` gives, by pdoc, without a network."""

from __future__ import annotations

import sys
from pathlib import Path

import pdoc

import scoring.public

FOLDER = Path("docs/api/html")
MODULES = (
    "scoring",
    "scoring.public",
    "scoring.settings",
    "scoring.features.catalogue",
    "scoring.tables.store",
    "scoring.portfolio.read",
    "scoring.explain.assessment",
    "scoring.explain.elements",
    "scoring.model.evaluate",
)


def write_pages(folder: Path) -> None:
    """Write the pages into a folder; the lazy names are fetched first, since pdoc reads what a module holds."""
    for name in scoring.__all__:
        setattr(scoring, name, getattr(scoring, name))
    pdoc.render.configure(docformat="numpy", search=False, footer_text=f"scoring {scoring.__version__}")
    pdoc.pdoc(*MODULES, output_directory=folder)


if __name__ == "__main__":
    write_pages(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
