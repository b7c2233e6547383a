"""Whoever asks in French is answered in French: every sentence that the API raises, those of a caller's values too."""

import ast
import re
from pathlib import Path

import pytest

from scoring.api.language import in_language

ROOT = Path(__file__).resolve().parents[2] / "scoring"
RAISED = {"FieldMistake": slice(1, 3), "ProblemError": slice(1, 2), "_no_json": slice(0, 1)}
SAME = {"JSON"}  # the same word in both languages
FILLED = ("7", "day", "bureau", "previous_application")  # what may stand for a value in a sentence
FRENCH = {"Accept-Language": "fr"}


@pytest.fixture
def client(portfolio):
    return int(portfolio.clients[0])


def texts(node, filling):
    """The texts that an expression may be, values in them replaced."""
    if isinstance(node, ast.IfExp):
        return [*texts(node.body, filling), *texts(node.orelse, filling)]
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        return ["".join(part.value if isinstance(part, ast.Constant) else filling for part in node.values)]
    return []


def raised():
    """Every sentence or part of one that is written where the API or the contract refuses something."""
    for file in [*(ROOT / "api").glob("*.py"), *(ROOT / "tables").glob("*.py")]:
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            name = getattr(call.func, "id", "") if isinstance(call, ast.Call) else ""
            for argument in call.args[RAISED[name]] if name in RAISED else ():
                written = [texts(argument, filling) for filling in FILLED]
                yield from (set(forms) - SAME for forms in zip(*written, strict=True) if set(forms) - {*SAME, *FILLED})


def test_every_sentence_that_is_raised_is_known_in_french():
    every = list(raised())
    assert len(every) > 40
    # One that ends in a remedy of its own is recognised with the remedy.
    unknown = [forms for forms in every if all(in_language(form, "fr") == form for form in forms)]
    ending = {"Expected text in UTF-8, got 7. 7", "Expected a body without content encoding, got 7.7"}
    held = {"a list of 7 (send one application a request, and 7)"}
    assert [forms for forms in unknown if not forms & (ending | held)] == []


@pytest.mark.parametrize(
    ("criterion", "words"),
    [
        ("score:900..100", "Score : le minimum (900\u00a0points) dépasse le maximum (100\u00a0points)."),
        ("zone:1..2", "Zone de décision : "),
        ("nothing:1..2", "Aucun filtre ne porte sur « nothing »."),
        ("zone:sideways", "Zone de décision : la valeur « sideways » n’existe pas."),
        (f"score:{'9' * 400}..", "Score : "),
        ("score:22,5..30", "Score : un nombre est attendu de chaque côté des deux points, « 22,5..30 » n’en est pas"),
        ("application_amt_credit:1e5..", "Écrivez des chiffres, avec un point avant les décimales : 1234.5."),
    ],
)
def test_a_criterion_that_cannot_be_met_is_told_in_the_language_asked_for(ask, criterion, words):
    french = ask.get("/v1/clients", params={"criterion": criterion}, headers=FRENCH).json()
    assert f"reçu le texte '{criterion[:60]}" in french["detail"]
    assert words.replace("\u00a0", " ") in french["detail"].replace("\u00a0", " ")
    assert french["fields"] == [{"field": "criterion", "message": french["detail"]}]
    english = ask.get("/v1/clients", params={"criterion": criterion}).json()["detail"]
    assert english.startswith("criterion: expected one that can be met (")
    quoted = (criterion[:60], criterion.partition(":")[2], "low..high")
    assert ".." not in re.sub("|".join(map(re.escape, quoted)), "", english.removeprefix("criterion: expected"))


@pytest.mark.parametrize("criterion", [f"{'a' * 5000}:1..2", f"score:{'9' * 5000}..", f"zone:{'b' * 5000}"])
def test_a_long_criterion_is_quoted_in_short(ask, criterion):
    assert len(ask.get("/v1/clients", params={"criterion": criterion}).json()["detail"]) < 1500


def test_what_an_archive_must_be_is_told_in_french(ask):
    zipped = ask.post("/v1/batch", content=b"", headers={**FRENCH, "Content-Type": "application/zip"}).json()
    assert zipped["detail"] == "body\u00a0: attendu un zip des tables, reçu un corps vide."
    other = ask.post("/v1/batch", content=b"x", headers={**FRENCH, "Content-Type": "application/json"}).json()
    assert other["detail"] == "Le type de contenu attendu est application/zip, reçu\u00a0: application/json."


def test_a_letter_in_neither_form_is_told_in_french(ask, client):
    answer = ask.get(f"/v1/clients/{client}/letter", headers={**FRENCH, "Accept": "image/png"})
    assert answer.status_code == 406
    assert answer.json()["detail"].startswith("La réponse n’existe qu’en text/html")


def test_what_not_to_expect_of_an_answer_is_told_in_french(ask, body_of, client):
    answer = ask.post("/v1/assess", json=body_of(client), headers=FRENCH).json()
    assert [notice["message"].startswith(f"Le client {client} est dans le") for notice in answer["notices"]] == [True]
