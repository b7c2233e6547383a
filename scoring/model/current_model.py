"""Where a home's model lies; light, so that asking costs nothing."""

from __future__ import annotations

from pathlib import Path

from scoring.files import require_current
from scoring.settings import Home


def model_folder(home: Home) -> Path:
    """The folder of the home's current model.

    Raises
    ------
    UserError
        When there is none.
    """
    return require_current(home.models, "a model", "Run 'scoring train' or 'scoring run' first.")
