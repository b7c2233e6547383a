"""The client's own data on the page and in the files that they take home."""

import base64
import csv
import io
import json
import re

import pytest

from scoring.dashboard.page import Page
from scoring.portfolio.describe import Datum
from scoring.portfolio.export import as_csv, as_json

AGE, AMOUNT, INCOME = "application_days_birth", "application_amt_credit", "application_name_income_type"
DATA = (
    Datum("situation", "Âge du client", "42\u00a0ans", "43\u00a0ans", "la demande", feature=AGE, raw=15487.0),
    Datum("ce crédit", "Montant ; demandé", "1\u202f000,5", "", "la demande", used=False, feature=AMOUNT, raw=1000.5),
    Datum("revenus", "Source", "Emploi", "Emploi", "la demande", feature=INCOME, raw="Working"),
    Datum("revenus", "Source", "non renseigné", "Emploi", "la demande", feature=INCOME),
)


@pytest.fixture
def view(portfolio):
    page = Page(portfolio)
    page.state.section = "file"
    return page.views["file"]


def links(view):
    return dict(re.findall(r'download="([^"]+)" href="data:[^,]+;base64,([^"]+)"', view.links.value))


def test_a_table_for_a_spreadsheet_has_the_languages_marks():
    text = as_csv(DATA, "fr")
    assert text.startswith("\ufeffSource;Thème;Information;Ce client;Nombre;Habituellement;Utilisé par le modèle\r\n")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))[1:]
    assert rows[0] == ["la demande", "situation", "Âge du client", "42\u00a0ans", "42", "43\u00a0ans", "oui"]
    assert rows[1][2:5] == ["Montant ; demandé", "1\u202f000,5", "1000,5"]
    assert [row[4] for row in rows[2:]] == ["", ""]
    english = list(csv.reader(io.StringIO(as_csv(DATA, "en"))))
    assert english[2][4] == "1000.5"
    assert [row[-1] for row in english] == ["Used by the model", "yes", "no", "yes", "yes"]


def test_json_tells_numbers_words_and_what_is_not_known_apart():
    content = json.loads(as_json(100002, DATA, "fr"))
    assert (content["client"], content["language"], len(content["data"])) == (100002, "fr", 4)
    age, amount, income, unknown = content["data"]
    assert (age["value"], age["unit"], age["used_by_model"]) == (42, "years", True)  # no age in days
    assert (amount["value"], amount["used_by_model"]) == (1000.5, False)
    assert (income["value"], unknown["value"]) == ("Emploi", None)


def test_what_is_computed_waits_behind_a_click_by_source_with_what_the_model_uses(view):
    assert view.rows.value == ""
    assert view.toggle.description == "Pour les spécialistes\u00a0: 2 informations calculées ou techniques"
    view.toggle.click()
    view.known_only.value = False
    html = view.rows.value
    assert '<th scope="rowgroup" colspan="4">Crédits ailleurs</th>' in html
    assert html.count("<tbody>") == 2
    assert "<td>oui</td>" in html
    assert "<td>non, écarté par principe</td>" in html
    assert "2 informations sur 2" in html
    assert "Une moyenne ou un total ne compte que les lignes dont la valeur est connue." in html
    view.used_only.value = True
    assert "1 information sur 2" in view.rows.value
    view.toggle.click()
    assert (view.rows.value, view.fold.layout.display) == ("", "none")


def test_no_information_stands_twice(view):
    view.toggle.click()
    view.known_only.value = False
    for datum in view.state.portfolio.data_of(100002, "fr"):
        assert (view.records.value + view.rows.value).count(datum.label) == 1, datum.label


def test_one_reading_serves_every_file(view, monkeypatch):
    asked, ask = [], view.state.paper.client_data
    monkeypatch.setattr(view.state.paper, "client_data", lambda *given: asked.append(given) or ask(*given))
    view.prepare.click()
    assert asked == [(100002, [".csv", ".json", ".html"])]


def test_links_are_made_on_demand_and_belong_to_one_client_and_language(view):
    assert view.links.value == ""
    view.prepare.click()
    files = links(view)
    assert set(files) == {"client-100002-donnees.csv", "client-100002-donnees.json"}
    assert json.loads(base64.b64decode(files["client-100002-donnees.json"]))["client"] == 100002
    assert "Montant" in base64.b64decode(files["client-100002-donnees.csv"]).decode()
    view.toggle.click()
    view.word.value = "age"
    assert links(view) == files
    view.state.find.step(1)
    assert view.links.value == ""
    view.prepare.click()
    view.state.switch_language()
    assert view.links.value == ""
    view.prepare.click()
    assert "client-100003-data.csv" in view.links.value
