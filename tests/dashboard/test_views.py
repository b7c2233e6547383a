"""What the views put on the page, over a portfolio made by hand."""

import dataclasses
import re
from importlib.resources import files

import ipywidgets as widgets
import pytest

from scoring.dashboard.page import STYLE_FOLDER, STYLES, Page, dashboard, open_page, prebuild
from scoring.dashboard.panels.client_file.narrow import narrow
from scoring.dashboard.panels.decision.view import Decision
from scoring.dashboard.panels.why.force_plot import force_data, force_frame
from scoring.dashboard.render.scale import both_html
from scoring.features.catalogue import catalogue
from scoring.light_kernel.static_preview import StaticPreview, preview
from scoring.light_kernel.voila_request import wanted_client
from scoring.portfolio import Portfolio
from scoring.texts.sentences import page as page_text

NEVER = re.compile(r"[Dd]éfaut|[Ff]aillite|[Dd]efault|[Bb]ankrupt|€|\$|XNA|365243|\bnan\b|\bNone\b")


def all_text(page):
    """Everything that the page's HTML widgets and controls say."""
    found = []

    def walk(widget):
        names = ("value", "description", "placeholder", "tooltip")
        found.extend(text for name in names if isinstance(text := getattr(widget, name, None), str))
        for child in getattr(widget, "children", ()):
            walk(child)

    walk(page.root)
    return re.sub(r"<[^>]*>", " ", " ".join(found))


@pytest.fixture
def page(portfolio):
    return Page(portfolio)


def test_the_decision_is_a_sentence_and_people_out_of_a_hundred(page):
    text = page.views["decision"].verdict.value
    assert "À étudier" in text
    assert "un conseiller doit examiner la demande avant tout refus" in text
    assert "environ 13 <small>dossiers sur 100" in text
    assert "Entre 12 et 16. Tous les clients\u00a0: 8." in text
    assert text.count('class="some"/>') == 13
    assert text.count('class="may"/>') == 3  # rings up to 16, the interval's upper end
    assert text.count('class="rest"/>') == 84


def test_the_picture_of_the_page_says_what_the_page_says_and_nothing_hidden(page):
    picture = preview(page.root)
    assert page.views["decision"].verdict.value in picture
    assert page.card.content.value in picture
    assert "Comparer" in picture
    assert picture.count("<button") == picture.count('<button type="button" disabled')
    page.state.find.recent = (100003,)
    assert ">100003</button>" in preview(page.root)
    assert ">100003</button>" not in picture


@pytest.mark.parametrize(("server", "shown"), [("voila/0.5", True), ("", False)])
def test_the_picture_is_shown_where_our_template_takes_it_away_again(page, monkeypatch, server, shown):
    monkeypatch.setenv("SERVER_SOFTWARE", server)
    monkeypatch.delenv("VOILA_PREHEAT", raising=False)
    assert bool(StaticPreview(page.root)._repr_html_()) is shown


def test_the_probabilities_are_told_in_the_table_and_nowhere_else(page):
    view = page.views["decision"]
    assert "13,0\u00a0%" in view.under.value
    assert "9,1\u00a0%" in view.under.value
    assert "13,0" not in view.verdict.value


def test_before_and_after_stand_on_one_line_where_their_zones_are_the_same(fakes):
    before, after = (fakes.FakePortfolio(score=score).assess(100002) for score in (465, 930))
    pins = ("aujourd’hui", "simulé")
    html = both_html(before, after, pins, lambda key, **values: page_text(key, "fr", **values))
    assert html.count('class="track"') == html.count("pad-scale") == 1
    places = re.findall(r'class="dot (\w+)" style="left:([\d.]+)%"', html)
    assert places == [("was", "33.0"), ("would", "100.0")]
    assert 'class="path" style="left:33.0%;width:67.0%"' in html
    assert 'aria-label="aujourd’hui, simulé, seuil 500"' in html
    assert ">aujourd’hui</span>" in html
    assert ">simulé ›</span>" in html
    other = dataclasses.replace(after, review_scores=(470, 520))
    assert both_html(before, other, pins, lambda key, **values: page_text(key, "fr", **values)).count("pad-scale") == 2


@pytest.mark.parametrize(
    ("score", "pin", "place"),
    [(465, "465\u00a0points", 33.0), (120, "‹ 120\u00a0points", 0.0), (930, "930\u00a0points ›", 100.0)],
)
def test_the_scale_says_the_distance_to_the_threshold_and_what_lies_outside(fakes, score, pin, place):
    html = Page(fakes.FakePortfolio(score=score)).views["decision"].verdict.value
    side = "above" if score > 500 else "below"
    distance = page_text(f"scale.{side}", "fr", distance=abs(score - 500))
    assert f"{score} <small>{distance}</small>" in html
    assert f'style="left:{place:.1f}%">{pin}</span>' in html
    assert [f"{width}%" in html for width in ("34.4", "11.2", "54.4")] == [True] * 3


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"zone": "accept", "decision": "granted", "review_because": ()}, "le crédit peut être accordé"),
        ({"zone": "refuse", "review_because": ()}, "le modèle propose un refus"),
        ({"review_because": ("out_of_range",)}, "sortent de ce que le modèle a déjà rencontré"),
        ({"review_because": ("a_cause_of_tomorrow",)}, "demande qu’une personne regarde"),
        ({"thin_file": True}, "Dossier peu documenté"),
    ],
)
def test_every_zone_and_flag_has_its_words(fakes, changes, words):
    page = Page(fakes.FakePortfolio(**changes))
    assert words in page.views["decision"].verdict.value


def test_reasons_stand_on_two_sides_with_sign_and_weight(page):
    html = page.views["decision"].reasons.value
    assert "▲ Ce qui augmente le risque" in html
    assert "Score externe &lt;3&gt;" in html
    assert "0,18 – habituellement 0,54" in html
    assert '<span class="points">−43\u00a0points</span>' in html
    assert "Rien de notable de ce côté." in html
    assert "Le client peut demander un réexamen par une personne." in page.views["decision"].under.value


def test_only_the_open_section_is_mounted_and_drawn(page):
    awaited = (page.awaited,)
    assert [pane.children == awaited for pane in page.panes.values()] == [False, True, True, True, True]
    assert page.views["why"].waterfall.value == ""
    page.tab.selected_index = 1
    assert [pane.children == awaited for pane in page.panes.values()] == [True, False, True, True, True]
    assert "avant de regarder le dossier" in page.views["why"].waterfall.value


def test_a_section_opened_for_the_adviser_is_in_sight_before_its_widgets_come(page):
    """A figure drawn in a hidden section has no size: its rectangles were narrower than nothing, on the tour."""
    sent = []
    page.tab.observe(lambda _: sent.append("turned"), "selected_index")
    page.panes["compare"].observe(lambda _: sent.append("filled"), "children")
    page.state.section = "compare"
    assert sent == ["turned", "filled"]


def test_the_language_changes_everywhere_and_the_choices_stay(page, fakes):
    page.state.section = "compare"
    page.views["compare"].variable.variable.value = fakes.INCOME
    page.header.other.click()
    assert page.tab.titles == ("Decision", "Why", "Compare", "Simulate", "File")
    assert page.state.compare.variable == fakes.INCOME
    assert "like 60% of the group" in page.views["compare"].variable.words.value
    assert page.views["compare"].variable.words.value.startswith('<div lang="en">')
    assert 'Demonstration<span class="long"> data</span>' in page.header.badge.value  # one word on a telephone


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("section", ["decision", "why", "compare", "file"])
def test_nothing_forbidden_is_said(page, language, section):
    page.state.language, page.state.section = language, section
    assert NEVER.findall(all_text(page)) == []


def test_search_by_the_field_and_its_buttons(page):
    page.header.search.value = "002"
    offered = re.findall(r'data-pad-back="(\d+)"', page.header.offers.value)
    assert offered == ["100002", "910002"]
    page.header.back.value = "910002 1"  # as the template's script writes a press
    assert page.state.client == 910002
    assert page.header.search.value == ""
    assert "Client 910002" in page.card.content.value
    assert page.header.offers.layout.display == "none"


def test_an_unknown_number_is_a_sentence_and_the_page_stays(page):
    page.header.search.value = "999999"
    assert 'role="alert"' in page.header.message.value
    assert "Aucun numéro de client ne contient «\u00a0999999\u00a0»" in page.header.message.value
    assert "Client 100002" in page.card.content.value


def test_a_link_opens_its_client_or_says_why_not(portfolio):
    assert Page(portfolio, wanted_client("client=910002")).state.client == 910002
    lost = Page(portfolio, "<script>")
    assert lost.state.client == 100002
    assert "&lt;script&gt;" in lost.header.message.value
    assert wanted_client("token=x") is None


def test_the_ends_are_said_and_their_buttons_off(page):
    header = page.header
    assert (header.previous.disabled, header.next.disabled) == (True, False)
    assert '1 sur 5<span class="pad-hush">, le premier</span>' in header.place.value
    page.state.find.step(1)
    assert (header.previous.disabled, header.next.disabled) == (False, False)
    assert "2 sur 5<" in header.place.value
    page.state.find.open(910002)
    assert (header.previous.disabled, header.next.disabled) == (False, True)
    assert '5 sur 5<span class="pad-hush">, le dernier</span>' in header.place.value


def test_recent_clients_are_buttons_that_lead_back(page):
    header = page.header
    assert header.seen.layout.display == "none"
    page.state.find.open(100010)
    page.state.find.open(910002)
    assert header.seen.layout.display != "none"
    assert re.findall(r'data-pad-back="(\d+)"', header.recent.value) == ["100010", "100002"]
    assert 'title="Revenir au client 100010">100010</button>' in header.recent.value
    header.back.value = "100002 1"  # as the template's script writes it
    assert page.state.client == 100002
    assert re.findall(r'data-pad-back="(\d+)"', header.recent.value) == ["910002", "100010"]


def test_title_and_link_follow_the_client_and_the_language(page):
    page.state.find.open(910002)
    assert 'data-pad-title="Prêt à dépenser – client 910002"' in page.header.brand.value
    assert page.header.brand.value.startswith('<div lang="fr">')
    assert '<a href="?client=910002">Lien vers ce dossier</a>' in page.card.content.value
    page.state.switch_language()
    assert page.header.brand.value.startswith('<div lang="en">')
    assert "Link to this file" in page.card.content.value


def test_a_view_that_raises_leaves_the_rest_alive(page, monkeypatch, caplog):
    def broken(self):
        raise ZeroDivisionError

    monkeypatch.setattr(Decision, "draw", broken)
    page.state.find.step(1)
    view = page.views["decision"]
    assert "Cette partie n’a pas pu être affichée." in view.notice.value
    assert view.body.layout.display == "none"
    assert "Client 100003" in page.card.content.value
    page.state.section = "compare"
    assert page.views["compare"].notice.value == ""
    monkeypatch.undo()
    page.state.section = "decision"
    page.state.find.step(1)
    assert view.notice.value == ""
    assert view.body.layout.display is None


def test_widgets_do_not_grow_with_clients_and_sections(page):
    def visit():
        for section in ("why", "compare", "file", "decision"):
            page.state.section = section
            page.state.find.step(1)
            page.state.find.step(-1)

    visit()
    before = len(_instances())
    visit()
    assert len(_instances()) == before


def _instances():
    return widgets.widget._instances


def test_the_file_is_filtered_by_word_theme_and_what_is_known(page, portfolio):
    page.state.section = "file"
    view = page.views["file"]
    view.toggle.click()
    document = catalogue()["application_flag_document_3"].label.say("fr")
    assert document not in view.rows.value  # not known
    view.known_only.value = False
    assert document in view.rows.value
    view.word.value = document.upper()
    assert "1 information sur 2<" in view.rows.value
    view.theme.value = "credit"
    assert "Aucune information ne correspond" in view.rows.value
    page.state.switch_language()
    assert view.theme.value == "credit"
    assert "Nothing matches" in view.rows.value
    rows = portfolio.data_of(1, "fr")
    assert len(narrow(rows, "", "")) == 4


def test_a_page_made_ahead_serves_its_visitor_unless_its_portfolio_was_replaced(
    portfolio, fakes, monkeypatch, tmp_path
):
    portfolio.folder = tmp_path / "old"
    monkeypatch.setattr(Portfolio, "open", lambda home: portfolio)
    made = prebuild(tmp_path)
    assert open_page(made, "client=910002", tmp_path) is made.root
    assert made.state.client == 910002
    newer = fakes.FakePortfolio()
    newer.folder = tmp_path / "new"
    monkeypatch.setattr(Portfolio, "open", lambda home: newer)
    assert open_page(made, "", tmp_path) is not made.root
    assert open_page(None, "", tmp_path) is not made.root


def test_without_a_portfolio_there_is_a_sentence(tmp_path):
    root = dashboard(home=tmp_path)
    text = " ".join(child.value for child in root.children)
    assert "Il n’y a pas encore de portefeuille à montrer." in text
    assert "There is no portfolio to show yet." in text


def test_page_words_have_both_languages_the_same_braces_and_french_spaces():
    braces = re.compile(r"{(\w+)}")
    for key, words in page_text.all().items():
        assert set(braces.findall(words.fr)) == set(braces.findall(words.en)), key
        plain = re.sub(r"<[^>]*>", "", words.fr)
        assert not re.search(r"(?<!\u00a0)[:;?!»%]|«(?!\u00a0)", plain), key


def test_the_force_plot_is_drawn_from_the_assessment(fakes):
    one = fakes.assessment()
    drawn = force_data(one, lambda part: (part.feature, "</script>"))
    effects = [feature["effect"] for feature in drawn["features"].values()]
    assert drawn["baseValue"] + sum(effects) == pytest.approx(drawn["outValue"], abs=1e-12)
    frame = force_frame(one, lambda part: ("a", "</script><b>"), "t")
    assert "/script&gt;&lt;b&gt;" not in frame


def test_the_force_plot_comes_only_when_asked_for(page):
    page.state.section = "why"
    view = page.views["why"]
    assert view.force.value == ""
    view.button.click()
    assert "<iframe" in view.force.value
    assert "SHAP" in view.button.description
    view.button.click()
    assert view.force.value == ""


def test_the_template_brings_the_same_style_in_the_same_order():
    folder = files("scoring.dashboard").joinpath(STYLE_FOLDER)
    head = folder.joinpath("../index.html.j2").read_text("utf-8")
    assert re.findall(r'include_css\("static/(\w+)\.css"\)', head)[1:] == list(STYLES)
    assert {file.name for file in folder.glob("*.css")} == {f"{name}.css" for name in STYLES}
