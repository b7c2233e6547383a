"""The sample documents in docs/: light, full pages, text that can be selected, and answers where questions.md leads."""

import re
import shutil
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from scoring.documents.full_pages import FULL, MARGIN, MOST_PAGES
from scoring.documents.note_writer import SECTIONS
from scoring.documents.pdf_pages import lowest_text, pages, pages_of_anchors
from scoring.documents.slides import PLAN
from scoring.documents.write_documents import WrittenDocument
from scoring.errors import UserError
from scripts import documents
from scripts.documents import LANGUAGES, REFERENCE, main

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize("name", [f"{kind}.{language}.pdf" for kind in ("note", "slides") for language in LANGUAGES])
def test_a_sample_is_light(name):
    assert 50_000 < (DOCS / name).stat().st_size < 1_000_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_note_has_ten_pages_and_every_one_is_full(language):
    filled = lowest_text(DOCS / f"note.{language}.pdf", MARGIN)
    assert len(filled) == MOST_PAGES == 10
    assert [number for number, depth in enumerate(filled, 1) if depth < FULL] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_a_page_a_slide(language):
    assert len(pages(DOCS / f"slides.{language}.pdf")) == len(PLAN)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_leads_to_the_page_that_answers_it(language):
    text = (DOCS / "questions.md").read_text(encoding="utf-8")
    questions = re.findall(r"(?m)^\d+\. \*\*.*?\?\*\*", text)
    assert len(questions) == 20
    anchors = pages_of_anchors(DOCS / f"note.{language}.pdf")
    assert set(SECTIONS) <= set(anchors)
    led = re.findall(rf'\[p\. (\d+)\]\(note\.{language}\.pdf#page=(\d+) "([\w-]+)"\)', text)
    assert len(led) == 20
    assert [(int(shown), int(target)) for shown, target, _ in led] == [(anchors[name],) * 2 for *_, name in led]


def test_every_reference_is_one_that_the_command_sets():
    text = (DOCS / "questions.md").read_text(encoding="utf-8")
    assert len(REFERENCE.findall(text)) == text.count("[p. ") == 40


def test_without_a_browser_no_sample_is_left_of_another_run(tmp_path, monkeypatch):
    """A PDF that could not be made would leave the one of an earlier run beside a new model card."""
    home = SimpleNamespace(root=tmp_path)
    run = SimpleNamespace(compared=pd.DataFrame([{"candidate": "blend"}]), home=home)
    monkeypatch.setattr(documents, "facts_of", lambda _: run)
    lacking = WrittenDocument((tmp_path / "note.fr.html",), "fr", "no_browser")
    monkeypatch.setattr(documents, "write_document", lambda *_: lacking)
    with pytest.raises(UserError, match=r"note\.fr\.pdf: expected a PDF, got none"):
        main(tmp_path, tmp_path / "docs")
    assert not (tmp_path / "docs").exists()


def test_a_run_whose_candidates_were_not_compared_makes_no_sample(own_world, tmp_path):
    shutil.rmtree(own_world.candidates, ignore_errors=True)
    with pytest.raises(UserError, match="expected candidates compared with the served model, got none"):
        main(own_world.root, tmp_path / "docs")
    assert not (tmp_path / "docs").exists()


def test_a_question_that_leads_nowhere_is_named_and_nothing_is_written(tmp_path, monkeypatch):
    """It ended in a KeyError, when the new documents had replaced the old ones already."""
    run = SimpleNamespace(compared=pd.DataFrame([{"candidate": "blend"}]), home=SimpleNamespace(root=tmp_path))
    monkeypatch.setattr(documents, "facts_of", lambda _: run)
    notes = [DOCS / f"note.{language}.pdf" for language in LANGUAGES]
    monkeypatch.setattr(documents, "write_all", lambda _, scratch: [shutil.copy(note, scratch) for note in notes])
    led = '[p. 1](note.fr.pdf#page=1 "{}") [p. 1](note.en.pdf#page=1 "{}")'
    (tmp_path / "questions.md").write_text(led.format("head", "table-mistyped"), encoding="utf-8")
    with pytest.raises(
        UserError, match=r"questions\.md: expected places in the notes, got note\.en\.pdf: table-mistyped"
    ):
        main(tmp_path, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["questions.md"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sample_card_speaks_of_the_run_of_the_note(language):
    card = (DOCS / f"model-card.{language}.md").read_text(encoding="utf-8")
    other = (DOCS / f"model-card.{'en' if language == 'fr' else 'fr'}.md").read_text(encoding="utf-8")
    versions = [set(re.findall(r"\b[0-9a-f]{16}\b", text)) for text in (card, other)]
    assert versions[0] == versions[1]
    assert versions[0]
