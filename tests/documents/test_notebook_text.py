"""Notebooks in French and in English: every sentence from the texts, none of the other language, all marks right."""

import ast
import re
from html import unescape
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from scoring.documents.notebook_text import NotebookText
from scoring.documents.shap_words import translate_shap
from scoring.errors import UserError
from scoring.model.candidates import candidates
from scoring.model.feature_blocks import BLOCKS
from scoring.tables.clean import rules
from scoring.texts.sentences import notebook_words
from scoring.texts.words import BASE_LANGUAGES

ROOT = Path(__file__).resolve().parents[2]
NAMED = re.compile(r'NotebookText\("(\w+)", language\)')
SENTENCE = 3  # words from which a text in a cell is one for people
QUERIES = {"query"}  # methods whose text is code
TYPOGRAPHY = re.compile(r"n° |« | »| [:;!?%»]|'|\.\.\.")


def code_of(path: Path) -> list[str]:
    return [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def bilingual() -> list[Path]:
    """The notebooks that speak by the texts."""
    paths = sorted((ROOT / "notebooks").glob("0*.ipynb"))
    return [path for path in paths if NAMED.search("\n".join(code_of(path)))]


def name_of(path: Path) -> str:
    return path.stem.partition("_")[2]


def run(path: Path, **parameters: object) -> str:
    """What the cells show, as one text without marks: run one after the other as a kernel does."""
    outputs: list[object] = []
    namespace: dict[str, object] = {"display": lambda *output: outputs.extend(output)}
    for number, source in enumerate(code_of(path)):
        body = ast.parse(source).body
        last = body.pop() if isinstance(body[-1], ast.Expr) and not source.rstrip().endswith(";") else None
        exec(compile(ast.Module(body, []), path.name, "exec"), namespace)
        namespace |= parameters if number == 0 else {}
        if last is not None:
            outputs.append(eval(compile(ast.Expression(last.value), path.name, "eval"), namespace))
    texts = [getattr(output, "data", None) for output in outputs]
    return " ".join(plain(text) for text in texts if isinstance(text, str))


def plain(html: str) -> str:
    html = re.sub(r"<style>.*?</style>|<svg .*?<defs>.*?</defs>|<!--.*?-->", " ", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " "))


def pieces(text: str) -> list[str]:
    """What stands between braces, where it is long enough to be one language's."""
    parts = re.split(r"\{[^}]*\}", re.sub(r"\s+", " ", text.replace("\u00a0", " ")))
    return [part.strip() for part in parts if len(part.strip()) > 12]


@pytest.mark.parametrize("path", bilingual(), ids=lambda path: path.stem)
def test_no_sentence_of_a_notebook_is_outside_the_texts(path):
    sentences = []
    for source in code_of(path):
        nodes = list(ast.walk(ast.parse(source)))
        queries = {
            id(argument)
            for node in nodes
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in QUERIES
            for argument in node.args
        }
        for node in nodes:
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in queries:
                sentences += [node.value] if len(node.value.split()) >= SENTENCE else []
    assert sentences == []
    markdown = [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown"]
    assert [text for text in markdown if "\n" in text] == []


@pytest.mark.parametrize("path", bilingual(), ids=lambda path: path.stem)
def test_every_sentence_of_the_texts_is_named_by_its_notebook(path):
    source, prefix = "\n".join(code_of(path)), f"{name_of(path)}."
    keys = [key.removeprefix(prefix) for key in notebook_words.all() if key.startswith(prefix)]
    assert len(keys) > 10
    assert [key for key in keys if f'"{key}"' not in source] == []


@pytest.mark.slow
@pytest.mark.parametrize("path", bilingual(), ids=lambda path: path.stem)
def test_a_notebook_speaks_one_language_at_a_time(path, own_world, spared):
    spared(own_world)
    output = {language: run(path, home=str(own_world.root), language=language) for language in BASE_LANGUAGES}
    for key, words in notebook_words.all().items():
        for piece in pieces(words.fr):
            assert piece not in output["en"], key
        for piece in pieces(words.en):
            assert piece not in output["fr"], key
    assert len(output["fr"]) == pytest.approx(len(output["en"]), rel=0.35)
    assert "{" not in output["fr"] + output["en"]
    assert not re.search(r"\d\.\d{2}\b(?!\d*\.)|\d%|\d,\d{3}\b(?!\d)", re.sub(r"\d,\d{3}\b", "", output["fr"]))


def test_french_typography_and_no_word_left_in_the_other_language():
    for key, words in notebook_words.all().items():
        prose = re.sub(r"`[^`]*`|\{[^}]*\}", "x", words.fr)
        assert not TYPOGRAPHY.search(prose), (key, TYPOGRAPHY.search(prose)[0])
        if len(words.fr.split()) > SENTENCE:
            assert words.fr != words.en, key
        assert set(re.findall(r"\{(\w+)", words.fr)) | {"line"} == set(re.findall(r"\{(\w+)", words.en)) | {"line"}, key


def test_every_rule_of_cleaning_says_why_in_both_languages():
    whys = {key.removeprefix("why."): words.en for key, words in notebook_words.all().items() if key.startswith("why.")}
    assert whys == {rule.name: rule.why for rule in rules()}


def test_every_candidate_is_told_in_both_languages():
    for candidate in candidates().values():
        words = notebook_words.all()[f"word.{candidate.says}"]
        assert words.en == candidate.says.replace("'", "’")
        assert words.fr != words.en


def test_another_language_is_refused_in_a_sentence():
    with pytest.raises(UserError, match=r"Expected the language fr or en, got de\."):
        NotebookText("exploration", "de")


def test_numbers_heads_and_words_take_the_language():
    text = NotebookText("exploration", "fr")
    frame = pd.DataFrame({"group": ["Under 30", "Woman"], "rate": [0.1, -0.25], "state": ["here", "absent"], "xyz": 1})
    output = text.in_words(frame)
    assert list(output.columns) == ["groupe", "taux", "état", "xyz"]
    assert output["groupe"].tolist() == ["Moins de 30 ans", "Femme"]
    assert output["état"].tolist() == ["présente", "absente"]
    table = text.table(frame, "values", percent=["rate"], cleaned=1234567, noticed=0).data
    assert "Valeurs corrigées\u00a0: 1\u00a0234\u00a0567" in table
    assert "\u221225,0\u00a0%" in table
    assert frame.columns[0] == "group"


def test_axes_take_the_marks_of_the_language_and_labels_stay_as_they_are():
    frame = pd.DataFrame({"label": ["Retard, hors petites sommes"], "rate": [0.025], "low": [0.011], "high": [0.044]})
    drawn = NotebookText("exploration", "fr").dots(frame, "label", "rate", "rate")
    drawn.canvas.draw()
    (axes,) = drawn.axes
    assert [label.get_text() for label in axes.get_yticklabels()] == ["Retard, hors petites sommes"]
    ticks = [label.get_text() for label in axes.get_xticklabels()]
    assert len(ticks) > 2
    assert [tick for tick in ticks if not re.fullmatch(r"\d+,\d\u00a0%", tick)] == []


def test_what_shap_writes_on_its_plots_is_in_the_language():
    from matplotlib.figure import Figure

    drawn = Figure()
    axes = drawn.add_subplot()
    axes.set_yticks([0, 1, 2, 3], ["Sum of 12 other features", "3 other features", "Low", "Score externe n°\u00a01"])
    axes.set_xlabel("SHAP value (impact on model output)")
    translate_shap(drawn, NotebookText("fairness_and_drift", "fr"))
    labels = [label.get_text() for label in axes.get_yticklabels()]
    assert labels == ["12 autres variables", "3 autres variables", "basse", "Score externe n°\u00a01"]
    assert axes.get_xlabel() == "valeur SHAP (effet sur la réponse)"


def shap_explanation():
    import numpy as np
    import shap

    values, data = np.array([[-0.05, 0.2, -1.3]] * 3), np.array([[1.5, np.nan, 40000.0]] * 3)
    return shap.Explanation(values, np.full(3, -2.4), data, feature_names=["Âge", "Revenu", "v1.2"])


def written_on(drawn) -> str:
    drawn.canvas.draw()
    labels = [label for axes in drawn.axes for label in (*axes.get_xticklabels(), *axes.get_yticklabels(), *axes.texts)]
    return "\n".join(label.get_text() for label in labels)


@pytest.mark.parametrize(("language", "decimal"), [("fr", ","), ("en", ".")])
def test_numbers_on_shaps_waterfall_take_the_marks_of_the_language(language, decimal):
    import shap
    from matplotlib import pyplot

    pyplot.figure()
    axes = shap.plots.waterfall(shap_explanation()[0], show=False)
    translate_shap(axes.figure, NotebookText("fairness_and_drift", language))
    written = written_on(axes.figure)
    missing = {"fr": "sans valeur", "en": "missing"}[language]
    for label in (
        f"+0{decimal}2",
        f"\u22121{decimal}3",
        f"1{decimal}5 = Âge",
        f"{missing} = Revenu",
        {"fr": "40\u00a0000 = v1.2", "en": "40,000 = v1.2"}[language],
        f"$ = \u22122{{{decimal}}}4$",
    ):
        assert label in written
    assert "v1.2" in written  # a name's own point is no mark
    numbers = re.sub(r"v1\.2", "", written)
    assert not re.search(r"\d\.\d" if language == "fr" else r"\d,\d{1,2}\b", numbers)
    assert not re.search(r"-\d|nan", numbers)
    pyplot.close("all")


def test_numbers_under_shaps_beeswarm_take_the_marks_of_the_language():
    import shap
    from matplotlib import pyplot

    pyplot.figure()
    axes = shap.plots.beeswarm(shap_explanation(), show=False)
    translate_shap(axes.figure, NotebookText("fairness_and_drift", "fr"))
    axes.figure.canvas.draw()
    ticks = [label.get_text() for label in axes.get_xticklabels()]
    assert len(ticks) > 2
    assert [tick for tick in ticks if not re.fullmatch(r"\u2212?\d+,\d+", tick)] == []
    pyplot.close("all")


@pytest.mark.parametrize(
    ("language", "ticks", "rate"),
    [("fr", ["500", "1 726"], "taux de difficulté"), ("en", ["500", "1,726"], "difficulty rate")],
)
def test_a_line_along_a_number_names_both_axes_and_parts_its_thousands(language, ticks, rate):
    frame = pd.DataFrame({"n": [500, 1726], "rate": [0.1, 0.2], "low": [0.05, 0.15], "high": [0.15, 0.25]})
    (axes,) = NotebookText("tuning_and_learning", language).along(frame, "n", "rate", "clients").axes
    axes.figure.canvas.draw()
    assert [label.get_text().replace("\u202f", " ").replace("\u00a0", " ") for label in axes.get_xticklabels()] == ticks
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("clients", rate)


def test_a_number_of_points_has_the_word_of_its_size():
    """French counts in the plural from two on, whatever the sign."""
    text = NotebookText("fairness_and_drift", "fr")
    said = [text("points", name="refusés", **text.points(value)) for value in (-1.7, 2.0, 0.2)]
    assert said == ["refusés −1,7 point", "refusés +2,0 points", "refusés +0,2 point"]
    assert [key for key, words in notebook_words.all().items() if "} points" in words.fr] == []


@pytest.mark.parametrize("language", BASE_LANGUAGES)
def test_every_block_of_features_has_a_name_of_its_own_and_none_is_left_over(language):
    frame = pd.DataFrame({"without": [*BLOCKS, ", ".join(BLOCKS)]})
    *alone, together = NotebookText("tuning_and_learning", language).in_words(frame).iloc[:, 0]
    assert len(set(alone)) == len(BLOCKS)
    assert "between" not in alone  # what nobody named would stand there as its code
    assert together == ", ".join(alone)
