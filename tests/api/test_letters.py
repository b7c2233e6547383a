"""The letter by the API: as the page and the command write it, in both forms, with its own headers."""

import re

import pytest

from scoring.api.letters import media_of
from scoring.api.problem import ProblemError
from scoring.journal.place import journal_file

pytestmark = pytest.mark.slow  # a trained world


@pytest.fixture
def address(portfolio):
    return f"/v1/clients/{portfolio.clients[0]}/letter"


@pytest.mark.parametrize(("language", "word"), [("fr", "Madame, Monsieur,"), ("en", "Dear Sir or Madam,")])
def test_the_letter_in_the_language_asked_for(ask, portfolio, address, language, word):
    answer = ask.get(address, headers={"Accept-Language": language})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-language"] == language
    assert answer.headers["vary"] == "Accept, Accept-Language"
    assert answer.headers["scoring-model"] == portfolio.manifest.version
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; style-src 'unsafe-inline';")
    assert word in answer.text
    assert f"Client {portfolio.clients[0]}" in answer.text


def test_the_clients_file_and_a_pdf(ask, portfolio, address):
    answer = ask.get(address, params={"kind": "file"}, headers={"Accept": "application/pdf", "Accept-Language": "fr"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("text/html", "text/html"),
        ("application/pdf, text/html;q=0.9", "application/pdf"),
        ("application/pdf;q=0.2, */*;q=0.5", "text/html"),
        ("application/*", "application/pdf"),
        ("TEXT/HTML;level=1", "text/html"),
    ],
)
def test_the_form_that_the_caller_prefers(accept, media):
    assert media_of(accept) == media


@pytest.mark.parametrize("accept", ["application/json", "text/html;q=0", "image/*", "text/html;q=many"])
def test_neither_form_is_406(ask, address, accept):
    with pytest.raises(ProblemError):
        media_of(accept)
    answer = ask.get(address, headers={"Accept": accept})
    assert answer.status_code == 406
    assert "Expected text/html or application/pdf" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/v1/clients/1/letter", {}, 404),
        ("{address}?kind=poem", {}, 422),
        ("{address}?kinds=file", {}, 422),
        ("{address}", {"Scoring-Model": "another"}, 409),
    ],
)
def test_what_cannot_be_answered_is_a_sentence(ask, address, path, headers, status):
    answer = ask.get(path.format(address=address), headers=headers)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_a_persons_decision_on_record_is_the_letters_answer(ask_of, own_world, portfolio):
    refused = portfolio.index.filter(portfolio.index["zone"] == "refuse")["SK_ID_CURR"][0]
    ask, address = ask_of(own_world), f"/v1/clients/{refused}/letter"
    assert "Nous ne pouvons pas vous accorder" in ask.get(address, headers={"Accept-Language": "fr"}).text
    body = {"client": refused, "decided": "granted", "why": "Revenus vus.", "model": portfolio.manifest.version}
    body["motive"] = "income"
    assert ask.post("/v1/decisions", json=body).status_code == 201
    letter = ask.get(address, headers={"Accept-Language": "fr"}).text
    assert "nous pouvons vous accorder ce crédit" in letter
    file = ask.get(address, params={"kind": "file"}, headers={"Accept-Language": "fr"}).text
    assert re.search(r"crédit accordé par .*Revenus vus", file)
    journal_file(own_world).write_bytes(b"no database at all, but long enough to be read as one" * 90)
    for other in journal_file(own_world).parent.glob("*-*"):
        other.unlink()
    answer = ask.get(address)
    assert answer.status_code == 500
    assert "The journal cannot be read" in answer.json()["detail"]


def test_a_lenders_file_that_does_not_fit_is_a_sentence(ask_of, own_world, address):
    (own_world.root / "lender.toml").write_text("name = 3")
    answer = ask_of(own_world).get(address)
    assert answer.status_code == 500
    assert "lender.toml: name: expected a text" in answer.json()["detail"]


def test_everything_held_on_a_client_is_one_file(ask, portfolio):
    answer = ask.get(f"/v1/clients/{portfolio.clients[0]}/file", headers={"Accept-Language": "fr"})
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == f'attachment; filename="client-{portfolio.clients[0]}-data.html"'
    assert answer.headers["content-security-policy"].startswith("default-src 'none';")
    assert "Mes données" in answer.text
    assert ask.get("/v1/clients/1/file").status_code == 404
