"""Cut the documents' two weights out of the page's typeface: ``python scripts/typeface.py``, with fonttools and brotli.

A PDF holds a variable typeface as pictures of letters, five times the bytes and unevenly set by some readers; of these
two it holds letters. They bear a name of their own, as the licence asks of what was changed.
"""

from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ROOT = Path(__file__).resolve().parent.parent / "scoring"
SOURCE = "dashboard/template/voila/templates/pret_a_depenser/static/font/source-sans-3-latin-wght-normal.woff2"
WEIGHTS = {"Regular": 400, "Bold": 600}
NAMES_OF_ALL_WEIGHTS = (16, 17, 18, 21, 22, 25)  # of the family that the two are taken from


def cut(style: str, weight: int) -> None:
    """Write one weight into the documents' folder."""
    font = instantiateVariableFont(TTFont(ROOT / SOURCE), {"wght": weight})
    names = {1: "Pad Text", 2: style, 3: f"PadText-{style}", 4: f"Pad Text {style}", 6: f"PadText-{style}"}
    for number in (*names, *NAMES_OF_ALL_WEIGHTS):
        font["name"].removeNames(nameID=number)
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    font.flavor = "woff2"
    font.save(ROOT / "documents" / "font" / f"pad-text-{style.lower()}.woff2")


if __name__ == "__main__":
    for style, weight in WEIGHTS.items():
        cut(style, weight)
