"""SHAP's own drawing script, without SHAP: ``import shap`` costs over 100 MB and needs matplotlib for a force plot."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path


@cache
def shap_script() -> str:
    """The script that draws force plots, read from the installed package without importing it.

    Raises
    ------
    FileNotFoundError
        When the package is not installed.
    """
    spec = find_spec("shap")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("The shap package is not installed.")
    return (Path(spec.origin).parent / "plots" / "resources" / "bundle.js").read_text("utf-8")
