"""The client's own rows in the file: loans elsewhere, applications with us, instalments, card."""

import dataclasses
import itertools
import re

import pytest

from scoring.dashboard.page import Page
from scoring.dashboard.panels.client_file.applications import instalments_html, paid_title
from scoring.dashboard.panels.client_file.applications import title as applications_title
from scoring.dashboard.panels.client_file.card_months import card_html
from scoring.dashboard.panels.client_file.credits import axis_names, credits_html, name_width, span_of, ticks, title
from scoring.dashboard.panels.client_file.request import request_html
from scoring.dashboard.panels.client_file.words import RecordWords
from scoring.features.catalogue import catalogue
from scoring.portfolio import Portfolio
from scoring.portfolio.client_records import (
    BureauCredit,
    CardMonth,
    ClientRecords,
    EarlierApplication,
    Instalment,
)
from scoring.portfolio.describe import Datum

FR, EN = RecordWords("fr"), RecordWords("en")
RUNNING = BureauCredit("Credit card", "Active", "currency 1", -700.0, 31000.0, None, 90_000.0, 22_500.0, 0.0)
ENDED = BureauCredit("Car loan", "Closed", "currency 1", -3000.0, -1000.0, -1200.0, 400_000.0, 0.0, None)
PAID = (Instalment(-90.0, -95.0, 100.0), Instalment(-60.0, -60.0, 100.0), Instalment(-30.0, -20.0, 100.0))
GRANTED = EarlierApplication("Cash loans", None, "Approved", None, -120.0, 300.0, 280.0, PAID)
REFUSED = EarlierApplication("Consumer loans", "Mobile", "Refused", "HC", -400.0, 0.0, 500.0)
MONTHS = (CardMonth(-3, 90.0, 100.0, 0.0), CardMonth(-2, 10.0, 0.0, None), CardMonth(-1, 40.0, 100.0, 5.0))
RECORDS = ClientRecords((RUNNING, ENDED), (GRANTED, REFUSED), instalments_known=True, card=MONTHS)


def plain(html):
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", html.replace("\u00a0", " ").replace("\u202f", " ")))


@pytest.fixture
def view(portfolio):
    portfolio.client_records = RECORDS
    page = Page(portfolio)
    page.state.section = "file"
    return page.views["file"]


def test_the_file_begins_with_the_clients_own_rows(view):
    words = plain(view.records.value)
    sections = ("Cette demande", "Crédits chez d’autres prêteurs : 2, dont 1 en cours", "Demandes chez nous avant")
    places = [
        words.index(section) for section in (*sections, "Échéances chez nous : 1 sur 3", "Carte chez nous : 40 %")
    ]
    assert places == sorted(places)
    assert "Non renseigné : Âge du client." in words
    view.state.switch_language()
    assert "Instalments with us: 1 of 3 paid late" in plain(view.records.value)


def test_without_tables_a_sentence_stands_in_their_place(view):
    view.state.portfolio.client_records = None
    view.state.switch_language()
    assert "The original data are not on this machine" in view.records.value
    assert 'role="alert"' not in view.records.value


def test_what_the_client_does_not_have_is_said_and_a_table_that_is_not_there_too(view):
    view.state.portfolio.client_records = ClientRecords((), (), instalments_known=True, card=())
    view.state.find.step(1)
    words = plain(view.records.value)
    for sentence in ("Aucun crédit chez d’autres", "Aucune demande chez nous", "Aucune échéance", "Aucune carte"):
        assert sentence in words
    view.state.portfolio.client_records = ClientRecords(None, None, instalments_known=False, card=None)
    view.state.find.step(1)
    assert plain(view.records.value).count("n’a pas été fournie") == 4


@pytest.mark.parametrize(
    ("credits", "french", "english"),
    [
        ([RUNNING], "1 crédit chez un autre prêteur, en cours", "1 loan with another lender, running"),
        ([ENDED], "1 crédit chez un autre prêteur, terminé", "1 loan with another lender, ended"),
        ([ENDED, ENDED], "2 crédits chez d’autres prêteurs, tous terminés", "2 loans with other lenders, all ended"),
        (
            [RUNNING, RUNNING],
            "2 crédits chez d’autres prêteurs, tous en cours",
            "2 loans with other lenders, all running",
        ),
    ],
)
def test_loans_are_counted_in_the_singular_and_the_plural(credits, french, english):
    assert (title(credits, FR), title(credits, EN)) == (french, english)


def test_a_loans_line_goes_from_its_opening_to_its_end_and_no_further_than_the_picture():
    past, ahead = span_of([RUNNING, ENDED])
    assert (past, ahead) == (-3000.0, 1500.0)  # an end 85 years ahead stands at the edge
    assert ticks((past, ahead)) == (-1826.25 * 1, 0.0)
    html = credits_html([ENDED, RUNNING], FR)
    first, second = html.split("<tr role")[2:]
    assert '<i class="live" style="left:51.1%;width:15.6%">' in first  # running ones first, up to today
    assert '<i class="todo" style="left:66.7%;width:33.3%">' in first
    assert '<i class="over" style="left:0.0%;width:40.0%">' in second
    assert "Reste dû en tout : 22 500." in plain(html)
    unknown = dataclasses.replace(RUNNING, owed=None)  # "0 in all" beside a running loan of which it is not known
    assert "Reste dû en tout" not in plain(credits_html([ENDED, unknown], FR))
    assert "Reste dû en tout : 0." in plain(credits_html([ENDED, dataclasses.replace(ENDED, owed=None)], FR))


@pytest.mark.parametrize("words", [FR, EN])
def test_names_on_the_line_of_time_never_touch_and_today_is_always_one(words):
    for past, ahead in itertools.product(range(-12_000, -364, 97), (365.25, 700.0, 1_500.0, 6_000.0)):
        names = axis_names((float(past), ahead), words.relative_days)
        assert words.when(0.0) in [name for _, name in names]
        ends = [(place / 100 * (180 - name_width(name)), name_width(name)) for place, name in names]
        for (left, width), (right, _) in itertools.pairwise(ends):
            assert left + width < right


def test_the_line_of_time_begins_with_a_name_in_french_too():
    """ "6 years ago" stood there in English, and nothing in French: its letters are as many, but narrower."""
    for past, french, english in ((-6.3, "il y a 6 ans", "6 years ago"), (-7.0, "il y a 7 ans", "5 years ago")):
        reach = (past * 365.25, 1.7 * 365.25)
        named = [[plain(name) for _, name in axis_names(reach, words.relative_days)] for words in (FR, EN)]
        assert named == [[french, "aujourd’hui"], [english, "today"]]


@pytest.mark.parametrize("words", [FR, EN])
def test_the_line_of_time_is_named_in_one_unit(words):
    """A year ago was "il y a 12 mois" beside "il y a 2 ans"."""
    for past, ahead in itertools.product(range(-4_000, -364, 97), (365.25, 700.0, 1_500.0)):
        names = " ".join(name for _, name in axis_names((float(past), ahead), words.relative_days))
        assert not ({"mois", "months", "month"} & set(plain(names).split())), names


def test_a_month_in_a_sentence_is_told_as_every_other_duration():
    """Two years ago was "il y a 24 mois" in the card's sentence and "il y a 2 ans" in the loans beside it."""
    assert [plain(FR.month_in_sentence(month)) for month in (-1, -7, -24, -30)] == [
        *("le mois dernier", "il y a 7 mois", "il y a 2 ans", "il y a 2 ans et 6 mois")
    ]
    assert plain(EN.month_in_sentence(-24)) == "2 years ago"


def test_amounts_of_several_currencies_are_not_added_up():
    other = dataclasses.replace(ENDED, currency="currency 2")
    html = credits_html([RUNNING, other], EN)
    assert "Still owed in all" not in html
    assert "Currency no. 2" in plain(html)
    assert "Currency no. 1" not in plain(html)


def test_instalments_are_bars_up_for_late_and_down_for_early():
    html = instalments_html(RECORDS, FR)
    assert html.count('<i class="soon"') == html.count('<i class="even"') == html.count('<i class="late"') == 1
    assert "bottom:50%;height:16.7%" in html  # ten days of thirty
    assert "1 en avance · 1 le jour même · 1 en retard. Retard le plus long : 10 jours." in plain(html)
    assert paid_title(PAID[:1], FR) == "1 échéance chez nous, payée à temps"
    assert paid_title([Instalment(-5.0, None, 1.0)] * 2, FR) == "2 échéances chez nous, aucune payée en retard"


@pytest.mark.parametrize(
    ("paid", "edge", "dashed"), [(-20.0, False, False), (0.0, True, False), (180.0, True, False), (None, False, True)]
)
def test_the_pictures_edge_and_its_dashes_are_told_where_there_are_such(paid, edge, dashed):
    """Seven months late and one month early are drawn alike: the edge says that it stands for a month or more."""
    loan = EarlierApplication(instalments=(Instalment(-30.0, paid, 100.0),))
    html = instalments_html(ClientRecords(None, (loan,), True, None), FR)
    assert ("touche le bord : 30 jours ou plus" in html.replace("\xa0", " ")) == edge
    assert ("En pointillé : aucun paiement connu" in html.replace("\xa0", " ")) == dashed


def test_an_application_says_its_outcome_and_opens_to_its_instalments(view):
    words = plain(view.records.value)
    assert "3 échéances · 1 en retard" in words
    assert "échue il y a 30 jours, payée avec 10 jours de retard ; 100" in words
    assert "Demande refusée motif : Règles du prêteur non renseigné – aucune" in words


def test_a_card_says_its_share_of_the_limit_and_draws_its_months():
    html = card_html(MONTHS, FR)
    assert "Carte chez nous : 40 % du plafond utilisé le mois dernier" in plain(html)
    assert "Au plus : 90 %, il y a 3 mois" in plain(html)
    assert [float(height) for height in re.findall(r"<i[^>]*height:([\d.]+)%", html)] == [90.0, 40.0]
    assert html.count('<i class="high"') == 1


def test_the_card_s_picture_says_what_its_lines_and_ends_stand_for():
    html = card_html(MONTHS, FR)
    assert re.findall(r'<b style="bottom:(\d+)%"><span>([^<]*)</span></b>', html) == [
        ("50", "50\u00a0%"),
        ("100", "100\u00a0%"),
    ]
    ends = re.findall(r"<span>([^<]*)</span>(?!</b>)", html)
    assert [plain(end) for end in ends] == ["il y a 3 mois", "le mois dernier"]


def test_what_was_not_supplied_has_a_heading_of_its_own_like_what_was():
    nothing = ClientRecords(None, None, instalments_known=False, card=None)
    for html in (card_html(None, FR), instalments_html(nothing, FR), credits_html(None, FR)):
        assert html.startswith("<h2>")
        assert "n’a pas été fournie" in plain(html)


def test_a_card_that_was_never_used_says_so_and_draws_no_empty_picture():
    long_ago = CardMonth(-40, 90.0, 100.0, 0.0)
    html = card_html([long_ago, *(CardMonth(month, 0.0, 100.0, 0.0) for month in range(-24, 0))], FR)
    assert "Carte chez nous, non utilisée pendant ses 24 derniers mois de suivi" in plain(html)
    assert "Plafond le mois dernier : 100." in plain(html)
    assert "pad-months" not in html


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "1 demande chez nous avant celle-ci, accordée"), (4, "4 demandes chez nous avant celle-ci, toutes accordées")],
)
def test_applications_that_were_all_granted_are_counted_once(count, said):
    assert plain(applications_title([GRANTED] * count, FR)) == said


def test_many_rows_are_eight_and_the_rest_behind_a_click():
    html = credits_html([RUNNING] * 9, FR)
    assert "Voir 1 ligne de plus" in html
    first, rest = html.split('<details class="pad-more"><summary>')
    assert (first.count('<tr role="row"><th scope="row"'), rest.count('<tr role="row"><th scope="row"')) == (8, 1)


def test_rows_behind_a_click_are_as_wide_as_those_above_them():
    html = credits_html([RUNNING] * 9, FR)
    above, below = re.findall(r"<colgroup>(.*?)</colgroup>", html)
    assert above == below
    assert sum(map(int, re.findall(r"width:(\d+)%", above))) == 100


def test_no_file_of_the_world_holds_a_raw_code(world):
    """Every client's file, both languages: no code, no empty brace, no view that could not be drawn."""
    portfolio = Portfolio.open(world)
    page = Page(portfolio)
    page.state.section = "file"
    view = page.views["file"]
    codes = re.compile(r"XNA|XAP|365243|\bNone\b|\bnan\b|currency|[{}]")
    for client in portfolio.clients[::10].tolist():
        page.state.client = client
        for _ in range(2):
            assert not view.notice.value
            assert not codes.search(plain(view.records.value)), client
            page.state.switch_language()


@pytest.mark.parametrize(
    ("held", "missing"),
    [
        ({"application_flag_own_car": 0.0, "application_own_car_age": None}, ""),
        ({"application_flag_own_car": 1.0, "application_own_car_age": None}, "Non renseigné : Âge de la voiture."),
        ({"application_name_income_type": "Pensioner", "application_days_employed": None}, ""),
        ({"application_name_income_type": "Working", "application_days_employed": None}, "Ancienneté dans l’emploi"),
    ],
)
def test_a_car_or_a_job_that_the_client_does_not_have_is_not_said_to_be_unknown(held, missing):
    data = [Datum("situation", catalogue()[name].label.fr, "", "", "", feature=name, raw=held[name]) for name in held]
    words = plain(request_html(data, FR))
    assert missing in words
    assert ("Non renseigné" in words) == bool(missing)
