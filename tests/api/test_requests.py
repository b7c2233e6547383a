"""Any request: how numbers are written, HEAD, parameters, headers, the language of a problem, its form."""

import pytest

from scoring.api.language import accepted, in_language
from scoring.api.problem import wrong_fields
from scoring.settings import Home
from scoring.tables.records import FieldMistake, mistakes, shown
from scoring.texts.words import flatten, read_texts

PATHS = [
    "/v1/clients",
    "/v1/clients/{client}",
    "/v1/clients/{client}/assessment",
    "/v1/model",
    "/v1/ready",
    "/health",
    "/model",
    "/clients",
    "/clients/{client}/assessment",
    "/docs",
    "/openapi.json",
]
NO_NUMBERS = (
    "9_00001", "+900001", "%20900001", "900001%20", "0900001", "900001.0", "9e5", "1e6", "٩٠٠٠٠١", "９００００１", "-5",
    "abc", "0", "1.5", "9" * 30, "%00", "0x10", "900,001", "900%C2%A0001", "²", "900001%0A",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("number", NO_NUMBERS)
@pytest.mark.parametrize("path", ["/clients/{}/assessment", "/v1/clients/{}", "/v1/clients/{}/assessment"])
def test_a_client_has_one_address(ask, number, path):
    answer = ask.get(path.format(number))
    assert answer.status_code == 404
    assert answer.json()["detail"].startswith("No client has the number ")


def test_a_number_of_thousands_of_digits_is_quoted_in_part(ask_of, tmp_path):
    """It was "No client has the number the text '999…'."."""
    address, ask = f"/v1/clients/{'9' * 5000}", ask_of(Home(tmp_path))
    assert ask.get(address).json()["detail"] == f"No client has the number {'9' * 60}."
    french = ask.get(address, headers={"Accept-Language": "fr"}).json()["detail"]
    assert french == f"Aucun client ne porte le numéro {'9' * 60}."


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS)
def test_head_is_get_without_the_body(ask, portfolio, path):
    address = path.format(client=int(portfolio.clients[0]))
    head, get = ask.head(address), ask.get(address)
    assert head.status_code == get.status_code == 200
    assert head.content == b""
    assert head.headers["content-type"] == get.headers["content-type"]
    assert head.headers["content-length"] == get.headers["content-length"]


@pytest.mark.slow
@pytest.mark.parametrize("address", ["/clients", "/clients/{client}/assessment", "/model", "/health"])
def test_a_parameter_that_nobody_knows_is_refused(ask, portfolio, address):
    answer = ask.get(address.format(client=int(portfolio.clients[0])), params={"ofset": 3})
    assert answer.status_code == 422
    assert answer.json()["fields"][0]["field"] == "ofset"
    assert "ofset: expected a parameter of this address" in answer.json()["detail"]


@pytest.mark.slow
def test_a_mistyped_parameter_is_told_its_name_and_a_repeated_one_refused(ask):
    assert "(did you mean limit?)" in ask.get("/clients?limt=3").json()["detail"]
    answer = ask.get("/clients?limit=3&limit=4")
    assert answer.status_code == 422
    assert answer.json()["detail"] == "limit: expected this parameter once, got it several times."


@pytest.mark.parametrize("path", ["/ready", "/metrics", "/health", "/v1/health", "/v1/ready"])
def test_what_watchers_ask_has_no_parameters_either(ask_of, tmp_path, path):
    assert ask_of(Home(tmp_path)).get(f"{path}?name=1").status_code == 422


@pytest.mark.parametrize("path", ["/health", "/docs", "/nowhere", "/clients/1/assessment"])
def test_no_answer_is_kept_or_taken_for_something_else(ask_of, tmp_path, path):
    answer = ask_of(Home(tmp_path)).get(path)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_problem_has_the_form_of_the_standard(ask_of, tmp_path):
    answer = ask_of(Home(tmp_path)).get("/health")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank", "title": "Service Unavailable", "status": 503, "instance": "/health", "fields": [],
        "detail": "Expected a portfolio to answer from, got none. Run 'scoring run' first.",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"), ("fr", "fr"), ("FR-ch", "fr"), ("en, fr;q=0.9", "en"), ("fr;q=0.2, en;q=0.1", "fr"), ("*", "en"),
        ("de", "en"), ("de, fr;q=0.1", "fr"), ("fr;q=0", "en"), ("fr;q=2", "en"), ("fr;q=x", "en"), ("fry", "en"),
        ("fr;q=1.000,en;q=1", "fr"), (",,;;q=1,", "en"), ("fr ; q=0.5", "fr"),
        ("en;q=0, *", "fr"), ("*;q=0.5, en;q=0.1", "fr"), ("fr;level=1", "fr"), ("fr;q=1.1, en", "en"), ("*;q=0", "en"),
        ("en;q=0, fr;q=0", "en"), ("en, fr", "en"), ("fr, *", "fr"), ("fr ;Q = 0.5", "fr"),
    ],
)  # fmt: skip
def test_the_language_is_the_one_preferred(header, language):
    assert accepted(header) == language


@pytest.mark.parametrize("came", ["nothing", "a list", "true", "1,000", "50%", "x', got 'y"])
def test_what_a_caller_sent_is_quoted_as_it_came(came):
    """A text that reads like one of our own phrases, or like a number of ours, is still the caller's."""
    told = in_language(wrong_fields([FieldMistake("a", "a number", shown(came))]).problem.detail, "fr")
    assert told == f"a\u00a0: attendu un nombre, reçu le texte '{came}'."
    assert in_language(FieldMistake("a list", "a number", shown(1)).sentence, "fr").startswith("a list\u00a0: attendu")


@pytest.mark.parametrize("name", ["", " "])
def test_a_key_without_a_name_is_told_in_french_too(name):
    (mistake, *_) = mistakes({name: 1})
    assert in_language(mistake.sentence, "fr") == f"'{name}'\u00a0: attendu un nom du contrat, reçu un nom inconnu."


def test_a_problem_speaks_french_to_who_asks_for_it(ask_of, tmp_path):
    answer = ask_of(Home(tmp_path)).get("/nowhere", headers={"Accept-Language": "fr-FR, en;q=0.5"})
    assert answer.json()["detail"] == "Il n’y a rien à l’adresse /nowhere. La liste des adresses est à /docs."
    assert answer.headers["content-language"] == "fr"
    foreign = ask_of(Home(tmp_path)).get("/health", headers={"Host": "evil.com", "Accept-Language": "fr"})
    assert foreign.status_code == 421
    assert foreign.json()["detail"].startswith("Adressez la demande à 127.0.0.1")


@pytest.mark.parametrize("texts", ["problems", "archives"])
def test_every_phrase_is_recognised_and_keeps_its_parts(texts):
    """The English of each phrase, its braces filled, becomes the French with the same parts."""
    for key, words in flatten(read_texts(texts)):
        filled = {name: f"⟨{name}⟩" for name in _slots(words.en)}
        english, french = _fill(words.en, filled), _fill(words.fr, filled)
        assert in_language(english, "fr", texts) == french, key
        assert in_language(english, "en", texts) == english, key


def _slots(text):
    return [part.partition("}")[0] for part in text.split("{")[1:] if part.partition("}")[0].isidentifier()]


def _fill(text, filled):
    for name, value in filled.items():
        text = text.replace(f"{{{name}}}", value)
    return text
