"""Write the table of who may see what into docs/access.md: ``python -m scripts.rights``; a test holds it."""

from __future__ import annotations

from pathlib import Path

from scoring.access.page_parts import PARTS, VIEWERS
from scoring.access.roles import Scope
from scoring.api.access import TABLE

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "access.md"
START = "<!-- written by scripts/rights.py -->\n"


def rights_table() -> str:
    """Every part of the page and every route of the API, with who sees it, as Markdown."""
    page = [(f"page: {part}", scope) for part, scope in PARTS]
    routes = [(f"`{method} {address}`", scope) for method, address, scope in TABLE]
    head = f"| What | {' | '.join(VIEWERS)} |\n|---|{'---|' * len(VIEWERS)}\n"
    return head + "".join(_row(what, scope) for what, scope in (*page, *routes))


def written(text: str) -> str:
    """The document with the table of today."""
    return f"{text.partition(START)[0]}{START}\n{rights_table()}"


def _row(what: str, scope: Scope) -> str:
    return f"| {what} | {' | '.join('yes' if scope in scopes else '' for scopes in VIEWERS.values())} |\n"


if __name__ == "__main__":
    DOCUMENT.write_text(written(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
