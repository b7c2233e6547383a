"""The typeface inside every document, so that it reads alike wherever it is opened: nothing is fetched."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from importlib.resources import files

# The page's Source Sans 3 in two weights under another name (scripts/typeface.py): which weights each stands for.
WEIGHTS = {"regular": "400", "bold": "500 900"}


@cache
def typeface_rule() -> str:
    """The rules of CSS that carry the typeface's files; under the SIL Open Font License.

    Examples
    --------
    >>> typeface_rule()[:54]
    '@font-face { font-family: "Pad Text"; font-weight: 400'
    """
    return "".join(_face(name, weights) for name, weights in WEIGHTS.items())


def _face(name: str, weights: str) -> str:
    font = files("scoring.documents").joinpath(f"font/pad-text-{name}.woff2").read_bytes()
    return (
        f'@font-face {{ font-family: "Pad Text"; font-weight: {weights}; '
        f"src: url(data:font/woff2;base64,{b64encode(font).decode()}) format('woff2'); }}\n"
    )
