"""The note's pages are full: the air between lines is sought, and the best print is kept."""

import os
import shutil

import pytest

from scoring.documents import full_pages, pdf_pages
from scoring.documents.frame import part_of_page
from scoring.documents.full_pages import AIR, FULL, MARGIN, MOST_PAGES, write_full_pdf
from scoring.documents.note import Note
from scoring.documents.pdf_pages import lowest_text
from scoring.documents.run_facts import facts_of
from scoring.settings import Home
from tests.documents.conftest import write_drawn_comparison

REAL_HOME = os.environ.get("SCORING_REAL_HOME")


@pytest.fixture
def prints(monkeypatch):
    """``(filled)``: what is printed at each air is as full as the function says; returns the airs that were tried."""

    def as_full_as(filled):
        tried = []

        def write(page, target):
            tried.append(page)
            target.write_text(page, encoding="utf-8")
            return ""

        monkeypatch.setattr(full_pages, "write_pdf", write)
        monkeypatch.setattr(full_pages, "lowest_text", lambda file, _: filled(file.read_text(encoding="utf-8")))
        monkeypatch.setattr(full_pages, "pages_of_anchors", lambda _: {"metric": 3, "choice": 4, "calibration": 5})
        return tried

    return as_full_as


def test_a_turned_label_does_not_stand_at_the_foot_of_its_page():
    """Page 6 of the notes ended at 82 % and was measured at 95: an axis's label stood where its turn begins."""
    stream = "q 1 0 0 -1 0 800 cm q 0 -1 1 0 50 700 cm 1 0 0 -1 600 0 Tm Q 1 0 0 -1 40 350 Tm Q"
    assert pdf_pages.heights_of_text(stream) == [700.0, 450.0]


def test_the_style_has_the_air_that_is_sought():
    assert part_of_page("report.css").count(AIR) == 1


def test_a_note_that_is_full_as_it_is_is_printed_once(prints, tmp_path):
    tried = prints(lambda _: [0.9] * 10)
    assert write_full_pdf(AIR, tmp_path / "note.pdf") == ""
    assert tried == ["--air: 1.0; --late: 1.0;"]


def test_the_air_at_which_every_page_is_full_is_kept(prints, tmp_path):
    ends = {"--air: 0.96; --late: 1.04;": 0.9, "--air: 0.96; --late: 1.0;": 0.6}
    prints(lambda page: [0.9] * 9 + [ends.get(page, 0.5)])
    write_full_pdf(AIR, tmp_path / "note.pdf")
    assert (tmp_path / "note.pdf").read_text() == "--air: 0.96; --late: 1.04;"


def test_where_nothing_helps_the_last_sections_are_tried_once_not_at_every_air(prints, tmp_path):
    """A small world's note whose last page is short was printed 28 times, in two minutes."""
    tried = prints(lambda _: [0.9] * 9 + [0.3])
    write_full_pdf(AIR, tmp_path / "note.pdf")
    assert len(tried) <= len(full_pages.AIRS) + len(full_pages.WIDER) + full_pages.STARTS


def test_a_hole_that_no_common_air_fills_is_filled_by_the_sections_of_its_page(prints, tmp_path):
    """Pages 5 to 7 of the English note of real rows ended at 75 and 82 %: figures that do not break follow them."""
    page = f"<head>{AIR}</head>"
    tried = prints(lambda page: [0.9] * 4 + [0.9 if "#calibration { --air: 1." in page else 0.75] + [0.9] * 5)
    write_full_pdf(page, tmp_path / "note.pdf")
    assert "#calibration { --air: 1." in (tmp_path / "note.pdf").read_text()
    assert "#metric" not in (tmp_path / "note.pdf").read_text()
    assert len(tried) == len(full_pages.AIRS) + 1


def test_a_page_on_which_nothing_begins_is_filled_by_the_section_that_runs_over_it(prints, tmp_path):
    page = f"<head>{AIR}</head>"
    prints(lambda page: [0.9] * 5 + [0.9 if "#calibration { --air: 1." in page else 0.75] + [0.9] * 4)
    write_full_pdf(page, tmp_path / "note.pdf")
    assert "#calibration { --air: 1." in (tmp_path / "note.pdf").read_text()


def test_a_last_page_that_is_a_fifth_short_is_filled(prints, tmp_path):
    tried = prints(lambda page: [0.9] * 9 + [0.9 if "late: 1.19" in page else 0.8])
    write_full_pdf(AIR, tmp_path / "note.pdf")
    assert (tmp_path / "note.pdf").read_text() == "--air: 1.0; --late: 1.19;"
    assert len(tried) == 1 + len(full_pages.WIDER)


def test_the_same_end_is_tried_where_the_pages_before_it_are_full(prints, tmp_path):
    """A hole before a short last page kept the last sections from being tried at the air that fills the hole."""
    holes = {"--air: 0.96; --late: 1.0;": [0.9] * 9 + [0.8], "--air: 0.96; --late: 1.04;": [0.9] * 10}
    prints(lambda page: holes.get(page, [0.9, 0.8, *[0.9] * 7, 0.8]))
    write_full_pdf(AIR, tmp_path / "note.pdf")
    assert (tmp_path / "note.pdf").read_text() == "--air: 0.96; --late: 1.04;"


def test_a_note_that_runs_over_by_a_few_lines_has_its_last_sections_closer(prints, tmp_path):
    prints(lambda page: [0.9] * 10 if "late: 0.96" in page else [0.9] * 9 + [1.0, 0.1])
    write_full_pdf(AIR, tmp_path / "note.pdf")
    assert (tmp_path / "note.pdf").read_text() == "--air: 1.0; --late: 0.96;"


def test_where_no_air_fills_every_page_the_best_print_is_kept(prints, tmp_path):
    prints(lambda page: [0.8] * 10 if "air: 0.94; --late: 1.0;" in page else [0.9] * 10 + [0.1])
    write_full_pdf(AIR, tmp_path / "note.pdf")
    assert (tmp_path / "note.pdf").read_text() == "--air: 0.94; --late: 1.0;"


def test_without_a_browser_it_is_asked_for_once_and_no_old_file_is_left(monkeypatch, tmp_path):
    asked = []
    monkeypatch.setattr(full_pages, "write_pdf", lambda page, _: asked.append(page) or "no_browser")
    (tmp_path / "note.pdf").write_bytes(b"of another run")
    assert write_full_pdf(AIR, tmp_path / "note.pdf") == "no_browser"
    assert not (tmp_path / "note.pdf").exists()
    assert len(asked) == 1


@pytest.mark.slow
@pytest.mark.skipif(not REAL_HOME, reason="SCORING_REAL_HOME names no home made from real rows")
@pytest.mark.parametrize("served_wins", [True, False])
def test_the_note_of_real_rows_has_full_pages(tmp_path, served_wins):
    shutil.copytree(str(REAL_HOME), tmp_path / "home")
    write_drawn_comparison(Home(tmp_path / "home"), served_wins=served_wins)
    facts = facts_of(Home(tmp_path / "home"))
    for language in ("fr", "en"):
        target = tmp_path / f"note.{language}.pdf"
        if write_full_pdf(Note(facts, language).page(), target):
            pytest.skip("no Chromium")
        filled = lowest_text(target, MARGIN)
        assert len(filled) <= MOST_PAGES
        assert min(filled) >= FULL, (language, [round(depth, 2) for depth in filled])
