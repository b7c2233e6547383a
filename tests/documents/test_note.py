"""The methodology note and the slides: every number is the run's own, in both languages, and pages open offline."""

import re
from pathlib import Path

import nbformat
import pytest

from scoring.documents import pdf
from scoring.documents.html import html_of, language_of, write_pages
from scoring.documents.note import Note
from scoring.documents.note_writer import NEEDS, SECTIONS
from scoring.documents.run_facts import facts_of
from scoring.documents.run_notebooks import run_notebooks
from scoring.documents.slides import KEYS, Deck, printed_slides, slides_page
from scoring.errors import UserError
from scoring.files import current, read_json
from scoring.settings import Home
from scoring.texts.numbers import format_number, format_value
from scoring.texts.sentences import words

LANGUAGES = ("fr", "en")
MOST_SLIDES = 20


@pytest.fixture(scope="module")
def facts(world):
    return facts_of(world)


@pytest.fixture(scope="module")
def manifest(world):
    return read_json(current(world.models) / "manifest.json")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_notes_numbers_are_the_manifests(facts, manifest, language):
    told, metrics = Note(facts, language).numbers, manifest["metrics"]
    for name in ("auc", "auc_low", "auc_high", "ks", "average_precision"):
        assert told[name] == format_number(metrics[name], language, 3, trim=False)
    for name in ("log_loss", "brier", "ece", "ece_floor"):
        assert told[name] == format_number(metrics[name], language, 4, trim=False)
    assert told["n"] == format_number(metrics["n"], language)
    assert told["rate"] == format_value(metrics["target_rate"], "ratio", language)
    assert told["mean_probability"] == format_value(metrics["mean_probability"], "ratio", language)
    assert told["threshold"] == format_value(manifest["policy"]["threshold"], "ratio", language)
    assert told["review_low"] == format_value(manifest["policy"]["review_low"], "ratio", language)
    assert told["version"] == manifest["version"]
    assert told["used"] == format_number(len(next(iter(manifest["scorers"].values()))), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_section_is_whole_in_both_languages(facts_won, language):
    page = re.sub(r'href="data:[^"]*"', "", Note(facts_won, language).page())
    assert not re.search(r"\{\w+\}|\[\[|\bnan\b|>None<|application_|XNA", re.sub(r"(?s)<style>.*?</style>", "", page))
    assert "://" not in page
    for kind, word in (("figure", "Figure"), ("table", {"fr": "Tableau", "en": "Table"}[language])):
        numbers = [int(found) for found in re.findall(rf'class="title">{word} (\d+)\.', page)]
        assert numbers == list(range(1, len(numbers) + 1)), kind
        assert len(numbers) > 8


def test_both_languages_show_the_same_pieces_in_the_same_order(facts):
    orders = [
        re.findall(r"\[\[.*\]\]", words.all()[f"note.section.{key}"].say(language))
        for language in LANGUAGES
        for key in SECTIONS
    ]
    assert orders[: len(SECTIONS)] == orders[len(SECTIONS) :]


def test_a_piece_that_the_run_does_not_have_takes_no_number(facts, facts_won):
    without, with_it = (Note(one, "en").references for one in (facts, facts_won))
    assert int(with_it["figure_cost"]) == int(without["figure_cost"]) + 1  # the ladder stands before it
    assert Note(facts, "en").piece("ladder") is None


def test_the_contents_lead_to_every_section(facts):
    page = Note(facts, "fr").page()
    targets = re.findall(r'<a href="#(\w+)"', page)
    assert [target for target in targets if target in SECTIONS] == list(SECTIONS)
    assert all(f'id="{target}"' in page for target in targets)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_and_table_that_is_always_there_is_named_in_the_text(facts, language):
    """Those that a run may lack cannot be named; the identity card heads the note."""
    texts = " ".join(words.all()[f"note.section.{key}"].say(language) for key in SECTIONS)
    named = set(re.findall(r"\{((?:figure|table)_\w+)\}", texts))
    always = {key for key in Note(facts, language).references if key.partition("_")[2] not in NEEDS}
    assert always - named == {"table_identity"}


def test_the_shares_of_the_decision_are_counted_on_the_known_clients(facts):
    rule, known = facts.rule("threshold"), facts.known
    assert rule["refused"] == pytest.approx(known["refused"].mean())
    assert rule["caught"] == pytest.approx(known.filter(known["target"] == 1)["refused"].mean())


def test_both_languages_say_the_same_values():
    for key, text in words.all().items():
        named = [set(re.findall(r"\{(\w+)\}", one)) for one in (text.fr, text.en)]
        assert named[0] == named[1], key


def test_french_marks_have_their_hard_spaces():
    for key, text in words.all().items():
        assert not re.search(r"[^\s\u00a0] [:;?!»%]|« |'", text.fr), key


def test_another_language_is_refused(facts):
    with pytest.raises(UserError, match="Expected the language fr or en, got de"):
        Note(facts, "de")


@pytest.mark.parametrize("language", LANGUAGES)
def test_slides_open_without_a_network(facts_won, language):
    slides = Deck(facts_won, language).slides()
    assert 1 < len(slides) <= MOST_SLIDES
    for page in (slides_page(slides, language), printed_slides(slides, language)):
        assert page.count("<section>") == len(slides)
        assert page.count('<aside class="notes">') == len(slides)
        shown = re.sub(r"(?s)<script>.*?</script>", "", page)
        assert not re.search(r'(src|href)="(?!data:|#)', shown)
        assert not re.search(r"\{\w+\}|\bnan\b", re.sub(r"(?s)<style>.*?</style>", "", shown))
        assert "<script src" not in page


def test_the_speaker_has_twenty_minutes_of_notes():
    for language in LANGUAGES:
        spoken = sum(len(words.all()[f"slides.{key}.notes"].say(language).split()) for key in KEYS)
        assert 1600 <= spoken <= 2600  # 80 to 130 words a minute


def test_most_slides_show_a_picture(facts_won):
    slides = Deck(facts_won, "fr").slides()
    pictured = [slide for slide in slides if "<svg" in slide or "<table" in slide or 'class="shown' in slide]
    assert len(pictured) >= len(slides) - 2


def test_the_language_is_the_parameters():
    notebook = nbformat.v4.new_notebook(metadata={"scoring": {"document": "note"}})
    assert language_of(notebook) == "fr"
    assert language_of(nbformat.v4.new_notebook()) == "en"
    notebook.cells = [nbformat.v4.new_code_cell('language = "en"  # of it', metadata={"tags": ["parameters"]})]
    assert language_of(notebook) == "en"
    notebook.metadata.papermill = {"parameters": {"language": "fr"}}
    assert language_of(notebook) == "fr"


def test_without_chromium_the_page_is_left_and_it_is_said_why(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "BROWSERS", ("no-such-browser",))
    made = nbformat.v4.new_notebook(metadata={"scoring": {"document": "note"}})
    nbformat.write(made, tmp_path / "05_x.ipynb")
    (tmp_path / "05_x.pdf").write_bytes(b"of another run")
    assert "Chromium is not installed" in write_pages(tmp_path / "05_x.ipynb", whole=True)
    assert (tmp_path / "05_x.html").exists()
    assert not (tmp_path / "05_x.pdf").exists()


def test_what_explains_the_notebook_is_not_in_the_note(tmp_path):
    cells = [nbformat.v4.new_markdown_cell("for data scientists"), nbformat.v4.new_code_cell("")]
    made = nbformat.v4.new_notebook(cells=cells, metadata={"scoring": {"document": "note"}})
    nbformat.write(made, tmp_path / "05_x.ipynb")
    write_pages(tmp_path / "05_x.ipynb", whole=False)
    page = (tmp_path / "05_x.html").read_text(encoding="utf-8")
    assert "for data scientists" not in page
    assert '<html lang="fr">' in page
    assert "for data scientists" in html_of(made, "x")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["05_methodology_note", "06_presentation"])
def test_the_documents_hold_the_manifests_numbers(world, manifest, name, tmp_path, monkeypatch):
    monkeypatch.setattr(Home, "reports", property(lambda _: tmp_path))
    (outcome,) = run_notebooks(world, name, [("language", "en")])
    assert not outcome.failure
    page = outcome.executed.with_suffix(".html").read_text(encoding="utf-8")
    for number in (manifest["metrics"]["auc"], manifest["metrics"]["auc_low"], manifest["metrics"]["auc_high"]):
        assert f"{number:.3f}" in page
    assert manifest["version"] in page
    sections = page.count("<section>")
    assert (1 < sections <= MOST_SLIDES) is (name == "06_presentation")
    pdf_file = Path(outcome.executed.with_suffix(".pdf"))
    assert pdf_file.exists() is (outcome.lacking == "")
    assert (pdf_file.exists() and pdf_file.stat().st_size > 100_000) is (outcome.lacking == "")
    left = {path.suffix for path in (world.root / "reports" / "documents").iterdir()}  # by the notebook's own kernel
    assert ".html" in left
