"""Every letter of every picture lies within it, and no two labels of an axis lie on each other, in all shapes."""

from itertools import pairwise

import pytest

from scoring.documents.note import Note
from scoring.documents.note_writer import PIECES_LINE, SECTIONS
from scoring.documents.piece import HALF_HEIGHT, HALF_WIDTH, SLIDE_HEIGHT, SLIDE_WIDTH
from scoring.documents.slide_pictures import PICTURES
from scoring.documents.slides import BESIDE, LABEL_OF_SLIDE, PLAN, ROWS_OF_SLIDE
from scoring.texts.sentences import words

pytestmark = pytest.mark.slow  # thirty pictures are drawn
LANGUAGES = ("fr", "en")
SLACK = 1.5  # points


def drawn_in_the_note(language):
    """Name and shape of each picture of the note; None where it is drawn as large as it asks to be."""
    for key in SECTIONS:
        for line in PIECES_LINE.findall(words.all()[f"note.section.{key}"].say(language)):
            parts = [part.strip().split(":") for part in line.split("|")]
            shape = (HALF_WIDTH, HALF_HEIGHT) if len(parts) > 1 else None
            yield from ((name, shape) for kind, name in parts if kind == "figure")


def drawn_on_slides():
    for _, names, shape in PLAN:
        size = BESIDE if shape == "beside" else (SLIDE_WIDTH, SLIDE_HEIGHT)
        yield from ((name, size) for name in names if name not in PICTURES)


def faults(piece, shape):
    """Labels that are cut by the picture's edge, or that lie on the label below."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.text import Text

    drawn = piece.drawn
    if shape is not None:
        drawn.set_size_inches(*shape)
    canvas = FigureCanvasAgg(drawn)
    canvas.draw()
    renderer, edge, slack = canvas.get_renderer(), drawn.bbox, SLACK * drawn.dpi / 72
    hidden = {label for axes in drawn.axes for label in hidden_labels(axes)}
    texts = [text for text in drawn.findobj(Text) if text.get_visible() and text.get_text().strip()]
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in texts if text not in hidden]
    cut = [
        name
        for name, box in boxes
        if box.x0 < edge.x0 - slack or box.x1 > edge.x1 + slack or box.y0 < edge.y0 - slack or box.y1 > edge.y1 + slack
    ]
    for axes in drawn.axes:
        labels = [label for label in axes.get_yticklabels() if label.get_text() and label not in hidden]
        rows = sorted((label.get_window_extent(renderer) for label in labels), key=lambda box: box.y0)
        cut += [f"rows {low.y1:.0f} {high.y0:.0f}" for low, high in pairwise(rows) if low.y1 > high.y0 + slack]
    return cut


def hidden_labels(axes):
    """Labels of ticks outside an axis: matplotlib keeps them and does not draw them."""
    for axis in (axes.xaxis, axes.yaxis):
        low, high = sorted(axis.get_view_interval())
        for tick in axis.get_major_ticks():
            if not low <= tick.get_loc() <= high:
                yield from (tick.label1, tick.label2)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_label_of_the_note_is_cut(facts_won, language):
    note = Note(facts_won, language)
    cut = {name: faults(note.piece(name), shape) for name, shape in drawn_in_the_note(language)}
    assert {name: labels for name, labels in cut.items() if labels} == {}
    assert len(cut) >= 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_label_of_a_slide_is_cut(facts_won, language):
    note = Note(facts_won, language, most=ROWS_OF_SLIDE, longest=LABEL_OF_SLIDE)
    pieces = {name: (note.piece(name), shape) for name, shape in drawn_on_slides()}
    cut = {name: faults(piece, shape) for name, (piece, shape) in pieces.items() if piece.drawn is not None}
    assert {name: labels for name, labels in cut.items() if labels} == {}
    assert len(cut) >= 8
