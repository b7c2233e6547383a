"""Running notebooks: order, parameters refused by name, failing cells named, pages that open offline."""

from pathlib import Path

import nbformat
import pytest

from scoring.documents import run_notebooks as run
from scoring.documents.html import html_of
from scoring.documents.parameters import as_kind_of, defaults_of, fit_parameters
from scoring.errors import UserError
from scoring.settings import Home

PARAMETERS = 'home = ""\nsample = 100\nlanguage = "en"'


def notebook(path: Path, *cells: str, parameters: str = PARAMETERS) -> Path:
    """A notebook with a tagged cell of parameters and these cells."""
    tagged = nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]})
    made = nbformat.v4.new_notebook(cells=[tagged, *map(nbformat.v4.new_code_cell, cells)])
    made.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(made, path)
    return path


def test_parameters_are_read_without_running_the_notebook(tmp_path):
    path = notebook(tmp_path / "01_a.ipynb", "raise SystemExit")
    assert defaults_of(path) == {"home": "", "sample": 100, "language": "en"}


def test_a_value_computed_in_the_parameters_cell_is_refused(tmp_path):
    path = notebook(tmp_path / "01_a.ipynb", parameters="home = ''\nsample = len('abc')")
    with pytest.raises(UserError, match=r"01_a.ipynb: expected a plain value .* got sample = len"):
        defaults_of(path)


def test_each_notebook_is_told_what_it_has_a_parameter_for(tmp_path):
    first = notebook(tmp_path / "01_a.ipynb")
    second = notebook(tmp_path / "02_b.ipynb", parameters='home = ""\nseed = 1')
    given = fit_parameters([first, second], [("sample", "5"), ("seed", "7")], Home(tmp_path))
    assert given[first] == {"home": str(tmp_path), "sample": 5}
    assert given[second] == {"home": str(tmp_path), "seed": 7}


def test_an_unknown_parameter_is_refused_with_those_that_exist(tmp_path):
    path = notebook(tmp_path / "01_a.ipynb")
    with pytest.raises(UserError, match=r"No parameter colour in 01_a\. There are: home, language, sample\."):
        fit_parameters([path], [("colour", "red")], Home(tmp_path))
    with pytest.raises(UserError, match="The home is not given by -p"):
        fit_parameters([path], [("home", "/elsewhere")], Home(tmp_path))


@pytest.mark.parametrize(
    ("default", "text", "expected"),
    [
        (100, "many", "a whole number"),
        (1.0, "1,5", "a number"),
        (True, "1", "true or false"),
        (None, "2.5", "a whole number or None"),
    ],
)
def test_a_value_of_another_kind_is_refused(default, text, expected):
    with pytest.raises(UserError, match=f"expected {expected}, got '{text}'. The default is {default}"):
        as_kind_of(default, "p", text)


def test_what_may_be_left_out_is_a_whole_number_or_none(tmp_path):
    """folds and max_clients are None in the notebooks: giving one ended in a traceback."""
    path = notebook(tmp_path / "03_a.ipynb", parameters='home = ""\nfolds = None\nmax_clients = None')
    given = fit_parameters([path], [("folds", "4"), ("max_clients", "none")], Home(tmp_path))
    assert given[path] == {"home": str(tmp_path), "folds": 4, "max_clients": None}


def test_one_notebook_is_named_by_its_beginning(tmp_path):
    notebook(tmp_path / "01_a.ipynb")
    notebook(tmp_path / "02_b.ipynb")
    assert [path.stem for path in run.choose_notebooks(tmp_path, "02")] == ["02_b"]
    with pytest.raises(UserError, match=r"got 7\. Name one of 01_a, 02_b"):
        run.choose_notebooks(tmp_path, "7")


def test_what_a_later_notebook_reads_is_written_in_an_earlier_wave(tmp_path):
    names = ("02_features", "05_methodology_note", "03_model_selection", "01_exploration", "07_other")
    waves = run.waves_of([tmp_path / f"{name}.ipynb" for name in names])
    assert [sorted(path.stem for path in wave) for wave in waves] == [
        ["01_exploration", "02_features"],
        ["03_model_selection"],
        ["05_methodology_note"],
        ["07_other"],
    ]


def test_words_that_are_no_parameter_are_refused(run_cli, tmp_path):
    ran = run_cli("--home", tmp_path, "notebooks", "-p", "sample")
    assert ran.status == 2
    assert "Expected -p NAME VALUE, got -p sample." in ran.err


@pytest.mark.slow
def test_notebooks_are_executed_with_their_parameters_into_pages_without_code(tmp_path, run_cli, monkeypatch):
    notebook(tmp_path / "01_exploration.ipynb", "print('clients', sample + 1)")
    notebook(tmp_path / "02_features.ipynb", "print(language)")
    monkeypatch.setattr(run, "notebooks_folder", lambda: tmp_path)
    ran = run_cli("--home", tmp_path / "home", "notebooks", "-p", "sample", "41")
    assert ran.status == 0, ran.err
    assert "2 of 2 notebooks executed" in ran.out
    (folder,) = (tmp_path / "home" / "reports").iterdir()
    page = (folder / "01_exploration.html").read_text(encoding="utf-8")
    assert "clients 42" in page
    assert "print(" not in page
    assert "://" not in page
    assert sorted(path.suffix for path in folder.iterdir()) == [".html", ".html", ".ipynb", ".ipynb"]


@pytest.mark.slow
def test_progress_says_under_which_heading_a_notebook_is(tmp_path):
    path = notebook(tmp_path / "01_a.ipynb", "1 + 1", "2 + 2")
    made = nbformat.read(path, as_version=4)
    made.cells.insert(0, nbformat.v4.new_markdown_cell("# All\nof it"))
    made.cells.insert(3, nbformat.v4.new_markdown_cell("Prose.\n\n## And then?"))
    nbformat.write(made, path)
    told: list[str] = []
    (outcome,) = run.run_notebooks(Home(tmp_path / "home"), progress=told.append, folder=tmp_path)
    assert outcome.failure == ""
    assert told[:3] == ["running 01_a", "01_a: All", "01_a: And then?"]
    assert told[3].startswith("01_a: done after")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "heading"), [("fr", "Qu’a changé le nettoyage ?"), ("en", "What did cleaning change?")]
)
def test_headings_and_the_page_are_in_the_language_that_is_asked_for(tmp_path, typed, heading):
    notebook(tmp_path / "01_exploration.ipynb", 'class text: prose = print\n\n"shows"', 'text.prose("cleaning")')
    told: list[str] = []
    home = Home(tmp_path / "home")
    (outcome,) = run.run_notebooks(home, parameters=[("language", typed)], progress=told.append, folder=tmp_path)
    assert outcome.failure == ""
    assert f"01_exploration: {heading}" in [line.replace("\u00a0", " ") for line in told]
    assert f'<html lang="{typed}">' in outcome.executed.with_suffix(".html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_failing_cell_ends_the_command_with_its_message(tmp_path, run_cli, monkeypatch):
    notebook(tmp_path / "01_exploration.ipynb", "1 / 0")
    notebook(tmp_path / "03_model_selection.ipynb")
    monkeypatch.setattr(run, "notebooks_folder", lambda: tmp_path)
    ran = run_cli("--home", tmp_path / "home", "notebooks")
    assert ran.status == 1
    assert "01_exploration.ipynb: cell" in ran.err
    assert "ZeroDivisionError: division by zero" in ran.err
    assert "0 of 1 notebooks executed" in ran.out


def test_a_page_carries_its_style_and_names_no_address():
    page = html_of(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Question")]), "t", "fr")
    assert "Question" in page
    assert '<html lang="fr">' in page
    assert "://" not in page


@pytest.mark.parametrize(
    ("number", "sentence"),
    [(28, "The disk is full: reports could not be written"), (30, "Expected a folder")],
)
def test_a_disk_that_takes_nothing_is_a_sentence(tmp_path, monkeypatch, number, sentence):
    import papermill

    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, "no")

    folder = tmp_path / "notebooks"
    folder.mkdir()
    notebook(folder / "01_a.ipynb")
    monkeypatch.setattr(papermill, "execute_notebook", refuse)
    with pytest.raises(UserError, match=sentence):
        run.run_notebooks(Home(tmp_path / "home"), folder=folder)
