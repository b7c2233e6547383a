"""The model card for those who must decide whether to use the model: from the note's own words and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import pandas as pd

from scoring.documents.frame import document_style, offline_page
from scoring.documents.note import Note
from scoring.documents.piece import Piece
from scoring.texts.sentences import words

# Sections in their order: the key of the text, and the pieces of the note under it.
SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("use", ()),
    ("data", ("tables",)),
    ("quality", ("quality",)),
    ("calibration", ()),
    ("decision", ("confusion",)),
    ("groups", ("gaps",)),
    ("inputs", ()),
    ("limits", ()),
    ("monitoring", ("monitoring",)),
    ("contact", ()),
)


def card_markdown(note: Note) -> str:
    """The card as Markdown, its tables too."""
    parts = [f"# {_say(note, 'title')}", _say(note, "head")]
    for key, pieces in SECTIONS:
        parts += [f"## {_say(note, f'{key}.title')}", _say(note, f"{key}.text")]
        parts += [_markdown_table(piece) for piece in _pieces(note, pieces)]
    return "\n\n".join(parts) + "\n"


def card_page(note: Note) -> str:
    """The card as one HTML page, which opens offline."""
    from nbconvert.filters import markdown2html

    body = [f"<h1>{escape(_say(note, 'title'))}</h1>", markdown2html(_say(note, "head"))]
    for key, pieces in SECTIONS:
        body += [f"<h2>{escape(_say(note, f'{key}.title'))}</h2>", markdown2html(_say(note, f"{key}.text"))]
        body += [piece.html(None, note.language) for piece in _pieces(note, pieces)]
    title = f"Prêt à dépenser – {_say(note, 'title')}"
    main = f"<body><main>\n{''.join(body)}\n</main></body>"
    return offline_page(main, title, document_style("report.css"), note.language)


def _pieces(note: Note, names: Sequence[str]) -> list[Piece]:
    return [piece for piece in map(note.piece, names) if piece is not None]


def _markdown_table(piece: Piece) -> str:
    frame: pd.DataFrame = piece.rows
    lines = [[str(name) for name in frame.columns], ["---"] * len(frame.columns)]
    lines += [[str(value).replace("|", "/") for value in row] for row in frame.itertuples(index=False)]
    return "\n".join([f"**{piece.title}**", "", *(f"| {' | '.join(line)} |" for line in lines)])


def _say(note: Note, key: str) -> str:
    return words(f"card.{key}", note.language, **note.numbers)
