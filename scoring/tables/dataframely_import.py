"""dataframely without SQLAlchemy, which it imports wherever it is installed and which no table here needs.

Measured on a visitor's kernel: 17 MB and half a second of CPU. Whoever imports SQLAlchemy later (the journal)
gets it as usual.
"""

from __future__ import annotations

import sys

UNUSED = "sqlalchemy"


def import_dataframely() -> None:
    """Import dataframely while SQLAlchemy cannot be found; where either is imported already, leave both as they are."""
    if UNUSED in sys.modules or "dataframely" in sys.modules:
        return
    sys.modules[UNUSED] = None  # type: ignore[assignment]  # what makes `import sqlalchemy` raise ImportError
    try:
        import dataframely  # noqa: F401
    finally:
        del sys.modules[UNUSED]
