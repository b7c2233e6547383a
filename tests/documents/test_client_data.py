"""*Mes données*: everything of one client and nothing of another, in a file that asks for nothing."""

import csv
import io
import json
import re
from datetime import date
from html import escape, unescape

import polars as pl
import pytest

from scoring.documents.letters import client_data_file
from scoring.documents.letters.case import case_of
from scoring.documents.letters.client_data import Spread, client_data_page, spreads_html, spreads_of
from scoring.documents.letters.client_data_file import DataToTake, client_data_text
from scoring.documents.letters.client_rows_html import MOST_SIDE_BY_SIDE, TELLING, rows_section
from scoring.documents.letters.lender import read_lender
from scoring.features.catalogue import catalogue
from scoring.portfolio import Portfolio
from scoring.portfolio.aggregates import Group
from scoring.portfolio.client_records import tables_of
from scoring.portfolio.client_table_rows import client_table_rows
from scoring.portfolio.describe import Datum
from scoring.portfolio.export import as_csv
from scoring.portfolio.rows_in_words import rows_in_words
from scoring.texts import format_value

pytestmark = pytest.mark.slow  # a trained world
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>&amp;\"'"
AMOUNT = "application_amt_credit"


@pytest.fixture(scope="module")
def portfolio(world):
    return Portfolio.open(world)


@pytest.fixture(scope="module")
def client(portfolio):
    return int(portfolio.clients[7])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_everything_is_in_it_and_nobody_else(world, portfolio, client, language):
    html = client_data_text(world, portfolio, client, language, ".html")
    assert len(html.encode()) < 1_000_000
    data = portfolio.data_of(client, language)
    rows = re.findall(r'<th scope="row"><details class="means"><summary>.+?</summary><p>.+?</p></details></th>', html)
    meanings = [catalogue()[datum.feature].meaning.say(language) for datum in data]
    assert html.count('<th scope="row">') >= len(data)
    assert 20 < len(rows) == sum(datum.label != meaning for datum, meaning in zip(data, meanings, strict=True))
    assert " title=" not in html.partition("<body")[2]
    held = json.loads(re.search(r'id="machine-readable">(.*?)</script>', html, re.S)[1])
    assert [entry["name"] for entry in held["data"]] == [datum.feature for datum in data]
    others = {str(number) for number in portfolio.clients} - {str(client)}
    assert others.isdisjoint(re.findall(r"\b\d{6}\b", re.sub(r"base64,\S+", "", html)))
    assert not re.search(r"\b(src|href)=|https?:|url\((?!data:)|fetch\(|XMLHttpRequest|import\(", html)
    assert "default-src 'none'" in html


def test_the_file_for_a_program_holds_every_row_of_the_client_and_nobody_elses(world, portfolio, client):
    held = json.loads(client_data_text(world, portfolio, client, "fr", ".json"))["rows"]
    tables = {table["table"]: table for table in held}
    folder = tables_of(portfolio.folder)
    for name in ("application_train", "bureau", "previous_application", "installments_payments"):
        rows = pl.read_parquet(folder / f"{name}.parquet").filter(pl.col("SK_ID_CURR") == client)
        assert len(tables[name]["rows"]) == len(rows) if len(rows) else name not in tables
    for table in held:
        place = list(table["columns"]).index("SK_ID_CURR")
        assert {row[place] for row in table["rows"]} == {client}
    application = tables["application_train"]
    of_client = dict(zip(application["columns"], application["rows"][0], strict=True))
    assert of_client["CODE_GENDER"] in ("F", "M", None)
    assert application["columns"]["CODE_GENDER"] == "Sexe du client"
    assert not [name for name in of_client if "SOCIAL_CIRCLE" in name]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_files_for_people_and_for_a_spreadsheet_hold_every_row_as_well(world, portfolio, client, language):
    """They held none, while the file for a program did."""
    tables = client_table_rows(portfolio.folder, client, language)
    html = client_data_text(world, portfolio, client, language, ".html")
    marks = {"fr": ";", "en": ","}
    text = client_data_text(world, portfolio, client, language, ".csv").lstrip("\ufeff")
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=marks[language]))
    shown = unescape(html)
    assert sum(len(table["rows"]) for table in tables) > 20
    for table in tables:
        count = len(table["rows"])
        noun = {"fr": "ligne", "en": "row"}[language] + "s" * (count > 1)
        assert f"({count} {noun})" in shown.replace("\u00a0", " ")
        mine = [line for line in lines if line[0] == table["source"] and line[1].endswith(f" {count}")]
        assert len({line[1] for line in mine}) == count
        known = (
            sum(value is not None for row in table["rows"] for value in row) - count
        )  # the client's number is told once
        assert len(mine) == known
    amounts = [row for table in tables if table["table"] == "previous_application" for row in table["rows"]]
    place = list(next(t for t in tables if t["table"] == "previous_application")["columns"]).index("AMT_APPLICATION")
    for row in amounts:
        assert format_value(row[place], "amount", language) in shown


def test_no_raw_code_stands_in_the_rows_for_people(world, portfolio, client):
    html = client_data_text(world, portfolio, client, "fr", ".html")
    rows = unescape(html.partition("Vos données, ligne à ligne")[2].partition("Vos droits")[0])
    assert "Vos données d’origine, ligne à ligne, sont plus bas" in unescape(html)
    assert not re.search(r"XNA|XAP|365243|\bNone\b|\bnan\b|AMT_|DAYS_|>-\d", rows)


def test_where_the_rows_are_not_on_this_machine_every_file_says_so(world, portfolio, client):
    case = case_of(portfolio, client, "fr", date(2026, 11, 26))
    shown = unescape(client_data_page(case, portfolio.data_of(client, "fr"), (), read_lender(world)))
    assert "n’y sont pas" in shown
    assert "Vos données, ligne à ligne" not in shown
    assert "sont plus bas" not in shown


def test_what_is_not_in_a_file_is_not_promised(world, portfolio, client):
    for language, word in (("fr", "tout"), ("en", "all")):
        html = client_data_text(world, portfolio, client, language, ".html").partition("</h1>")[2]
        intro = re.search(r"<p>(.*?)</p>", html)[1]
        assert word not in re.findall(r"\w+", intro.lower())
        assert "JSON" in intro


def test_groups_hold_twenty_people_and_one_persons_extremes_are_not_told(portfolio, client):
    spreads = spreads_of(portfolio, client)
    assert len(spreads) > 5
    assert all(group.people >= 20 for spread in spreads for group in spread.groups)
    assert all(sum(group.here for group in spread.groups) == 1 for spread in spreads)
    case = case_of(portfolio, client, "en", date(2026, 11, 26))
    heads = re.findall(r"<thead><tr>.*?</tr></thead>", spreads_html(case, spreads))
    assert len(heads) == len(spreads)  # "up to 225,000 2,154" did not say of what there are 2,154
    assert all(">Clients<" in head for head in heads)
    highest = f"{float(portfolio.column(AMOUNT).values.max()):,.0f}"
    assert highest not in client_data_page(case, (), spreads, read_lender_of(portfolio)).partition("<details>")[2]


def test_no_two_groups_of_a_spread_read_alike(portfolio, client):
    """ "Under a day" stood three times below each other, with three numbers of people."""
    case = case_of(portfolio, client, "en", date(2026, 11, 26))
    held = ((0.0, 0.0, 30, False), (0.1, 0.3, 25, False), (0.4, 0.9, 20, True), (2.0, 9.0, 40, False))
    groups = tuple(Group(low, high, "", people, here) for low, high, people, here in held)
    html = spreads_html(case, [Spread("installments_days_late_mean", groups)])
    names = re.findall(r'<th scope="row">(.*?)</th><td class="number">(\d+)<', html)
    told = [(name.replace("\u00a0", " "), people) for name, people in names]
    assert told == [("0 days", "30"), ("under a day <b>you are here</b>", "45"), ("from 2 days", "40")]


def read_lender_of(portfolio):
    from scoring.settings import Home

    return read_lender(Home(portfolio.folder))


def test_no_text_of_the_data_is_taken_for_markup_or_script(world, portfolio, client):
    datum = Datum(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, feature="application_name_income_type", raw=HOSTILE)
    case = case_of(portfolio, client, "fr", date(2026, 11, 26))
    html = client_data_page(case, [datum], (), read_lender(world))
    assert html.count("<script") == html.count("</script>") == 2
    assert "<img" not in html
    held = json.loads(re.search(r'id="machine-readable">(.*?)</script>', html, re.S)[1])
    assert held["data"][0]["value"] == HOSTILE


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-cmd", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("x")'])
def test_no_text_is_a_spreadsheets_formula(text):
    datum = Datum(text, text, text, text, text, feature=AMOUNT, raw=-12.5)
    for row in list(csv.reader(io.StringIO(as_csv([datum], "fr"), newline=""), delimiter=";"))[1:]:
        assert [cell[:1] for cell in row[:4]] == ["'"] * 4
        assert row[4] == "-12,5"


def test_the_command_writes_each_form(world, run_cli, portfolio, client, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run_cli("--home", world.root, "export", client).status == 0
    assert (tmp_path / f"client-{client}-data.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert run_cli("--home", world.root, "export", client, "--output", "d.json", "--language", "en").status == 0
    assert json.loads((tmp_path / "d.json").read_text(encoding="utf-8"))["client"] == client
    assert run_cli("--home", world.root, "export", client, "--output", "d.csv").status == 0
    ran = run_cli("--home", world.root, "export", client, "--output", "d.xls")
    assert (ran.status, "ends in .html, .json or .csv, got 'd.xls'" in ran.err) == (2, True)
    assert run_cli("--home", world.root, "export", "1").status == 2


@pytest.mark.browser
@pytest.mark.parametrize("width", [1440, 390, 320])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_nothing_of_it_lies_beside_the_screen(browser, world, portfolio, client, tmp_path, language, width):
    file = tmp_path / "own.html"
    file.write_text(client_data_text(world, portfolio, client, language, ".html"), encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == width
    last = page.locator("#data tbody tr td:last-child").last
    assert last.is_visible()
    box = last.bounding_box()
    assert 0 <= box["x"] < box["x"] + box["width"] <= width
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_people_type_finds_what_they_see(browser, world, portfolio, client, tmp_path, language):
    """An amount with an ordinary blank and a word with a straight apostrophe found nothing, and no sentence said so."""
    file, found = tmp_path / "own.html", {}
    file.write_text(client_data_text(world, portfolio, client, language, ".html"), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(file.as_uri())
    typed = {"fr": "d'organismes exterieurs", "en": "the building's living"}[language]
    amount = next(datum.value for datum in portfolio.data_of(client, language) if datum.feature == AMOUNT)
    for word in (typed, re.sub(r"\s", " ", amount), "zzzz"):
        page.locator("#word").fill(word)
        found[word] = page.locator("#data tbody tr:visible").count()
    total = len(portfolio.data_of(client, language))
    none = {"fr": "Rien ne correspond", "en": "Nothing matches"}[language]
    assert page.locator("#count").inner_text().startswith(none)
    assert found.pop("zzzz") == 0
    assert all(0 < count < 10 for count in found.values())
    page.locator("#word").fill("")
    assert page.locator("#count").inner_text().startswith(f"{total} ")
    page.close()


@pytest.mark.browser
def test_on_paper_no_fold_is_closed_and_no_field_asks(browser, world, portfolio, client, tmp_path):
    file = tmp_path / "own.html"
    file.write_text(client_data_text(world, portfolio, client, "fr", ".html"), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(file.as_uri())
    page.emulate_media(media="print")
    assert page.locator(".spread[open]").count() == 0
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".spread:not([open])").count() == 0
    assert not page.locator(".filter").is_visible()
    page.locator("#word").evaluate("word => { word.value = 'revenu'; word.dispatchEvent(new Event('input')); }")
    assert page.locator(".filter").is_visible()  # what is left out is said
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator(".spread[open]").count() == 0
    page.close()


def test_the_clients_rows_are_read_once_for_all_files(world, portfolio, monkeypatch):
    """Dossier's download read the rows three times: once for each file."""
    read, rows = [], client_data_file.client_table_rows
    monkeypatch.setattr(client_data_file, "client_table_rows", lambda *asked: read.append(asked) or rows(*asked))
    client = int(portfolio.clients[0])
    taken = DataToTake(world, portfolio, client, "fr")
    texts = [taken.text(form) for form in (".csv", ".json", ".html")]
    assert len(read) == 1
    assert texts[0] == client_data_text(world, portfolio, client, "fr", ".csv")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_rows_of_many_columns_are_told_apart_before_one_is_opened(portfolio, client, language):
    """A client of ten loans saw "Ligne 1 sur 10", "Ligne 2 sur 10" … and had to open each to find one."""
    case = case_of(portfolio, client, language, date(2026, 11, 26))
    tables = rows_in_words(client_table_rows(portfolio.folder, client, language), language)
    wide = [table for table in tables if len(table.rows) > 1 and len(table.rows[0]) > MOST_SIDE_BY_SIDE]
    assert wide
    html = rows_section(case, wide)
    grids = re.findall(r'(?s)<div class="wide".*?</div>', html)
    assert len(grids) == len(wide)
    for grid, table in zip(grids, wide, strict=True):
        assert grid.count("<tr>") == len(table.rows) + 1
        assert 3 <= grid.count('<th scope="col">') <= MOST_SIDE_BY_SIDE
        told = [cell.words for row in table.rows for cell in row if cell.column in TELLING]
        assert {escape(case.address(words)) for words in told} <= set(re.findall(r"<td>(.*?)</td>", grid))
