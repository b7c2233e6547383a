"""What is said once documents are written, and of which tables they may speak."""

import shutil
from pathlib import Path

import pytest

from scoring.analysis.fairness import measured_clients
from scoring.documents.pdf import without_pdf
from scoring.documents.run_facts import facts_of
from scoring.documents.write_documents import WrittenDocument, write_document
from scoring.errors import UserError
from scoring.files import current

SENTENCES = {
    "fr": "Fichiers écrits dans reports\u00a0: note.html, note.pdf.",
    "en": "Files written in reports: note.html, note.pdf.",
}
NO_PDF = {
    "fr": "Pas de PDF\u00a0: Chromium n’est pas installé ici. Imprimez la page HTML depuis un navigateur.",
    "en": "No PDF: Chromium is not installed here. Print the HTML page from a browser instead.",
}


@pytest.fixture
def without_browser(monkeypatch):
    monkeypatch.setattr("scoring.documents.pdf.BROWSERS", ())


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_was_written_is_said_in_the_documents_language(language):
    files = (Path("reports/note.html"), Path("reports/note.pdf"))
    assert WrittenDocument(files, language).sentence == SENTENCES[language]
    html_only = WrittenDocument(files[:1], language, "no_browser")
    assert html_only.sentence == f"{SENTENCES[language].replace(', note.pdf', '')} {NO_PDF[language]}"
    assert without_pdf("", language) == ""
    assert without_pdf("failed", language) != without_pdf("no_browser", language)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_without_a_browser_a_document_is_left_as_html_and_says_so(world, tmp_path, without_browser, language):
    document = write_document(facts_of(world), "slides", language, tmp_path)
    assert [file.name for file in document.files] == [f"slides.{language}.html"]
    assert document.sentence.endswith(NO_PDF[language])


@pytest.mark.parametrize("speaks", [facts_of, measured_clients])
def test_nothing_is_said_of_clients_from_other_tables_than_were_scored(own_world, speaks):
    speaks(own_world)
    report = current(own_world.tables) / "tables.json"
    report.write_text(report.read_text().replace('"fingerprint": "', '"fingerprint": "0'))
    with pytest.raises(UserError, match=r"got others, imported since.*'scoring run'"):
        speaks(own_world)
    shutil.rmtree(own_world.tables)
    with pytest.raises(UserError, match=r"got none.*'scoring run'"):
        speaks(own_world)
