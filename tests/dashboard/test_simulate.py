"""Simulating on the page, over a simulator made by hand: what is typed, kept, refused, answered."""

import dataclasses
import re

import pytest

from scoring.dashboard.page import Page
from scoring.dashboard.panels.simulate.view import Simulate
from scoring.explain.elements import Family, Outside
from scoring.features.catalogue import catalogue
from scoring.portfolio.facts import Facts
from scoring.what_if.change import Problem, moved

NB = "\u00a0"
THIN = "\u00a0"


@pytest.fixture
def simulate(portfolio, fakes):
    """``(**of the simulator) -> page`` with its section open."""

    def open_page(client=100002, **how):
        page = Page(portfolio)
        page.state.simulate.simulator = fakes.FakeSimulator(**how)
        page.state.find.open(client)
        page.state.section = "simulate"
        return page

    return open_page


def parts(page):
    return page.state, page.views["simulate"]


def hidden(widget):
    return widget.layout.display == "none"


def test_until_the_section_is_opened_there_is_no_empty_field(portfolio, fakes):
    page = Page(portfolio)
    state, view = parts(page)
    state.simulate.simulator = fakes.FakeSimulator()
    assert view.body.children == ()
    assert page.panes["simulate"].children == (page.awaited,)
    state.language = "en"
    state.find.open(100002)
    state.section = "simulate"
    assert not any(hidden(view.boxes[name]) for name in ("credit", "annuity", "income"))
    assert not hidden(view.keep)
    assert "Change a value" in view.answer.value


@pytest.mark.parametrize(("opens", "panel"), [("letter", "paper"), ("opinion", "opinion")])
def test_closing_a_panel_gives_the_focus_back_to_the_button_that_opened_it(portfolio, monkeypatch, opens, panel):
    page = Page(portfolio)
    page.state.find.open(100002)
    button, other = (getattr(page.acts, name) for name in (opens, {"letter": "opinion", "opinion": "letter"}[opens]))
    focused = []
    for name, widget in (("button", button), ("other", other)):
        monkeypatch.setattr(widget, "send", lambda content, buffers=None, name=name: focused.append((name, content)))
    state = getattr(page.state, panel)
    state.opened = True
    state.opened = False  # as a change of client does
    assert focused == []
    state.opened = True
    dict(zip(("paper", "opinion"), page.asked, strict=True))[panel].close.click()
    assert focused == [("button", {"do": "focus"})]


def test_fields_show_what_the_application_asks_for(simulate):
    state, view = parts(simulate())
    assert {field: text.value for field, text in view.fields.items()} == {
        "credit": f"240{THIN}000",
        "annuity": f"20{THIN}000",
        "duration": "12",
        "goods_price": f"240{THIN}000",
        "income": f"100{THIN}000",
    }
    assert f"Part de la mensualité dans le revenu{NB}: <b>20{NB}%</b>" in view.follows.value
    assert "Changez une valeur" in view.answer.value
    assert (state.simulate.simulation, view.scales.value, view.reset.layout.display) == (None, "", "none")


def test_a_smaller_instalment_is_told_first_as_a_sentence(simulate):
    state, view = parts(simulate())
    view.fields["annuity"].value = "10 000"
    assert (
        f"passerait de 465 à 565\u00a0points{NB}: la demande passerait de «{NB}À étudier{NB}» à «{NB}Accord{NB}»"
        in (view.answer.value)
    )
    assert f"Mensualité{NB}: 10{THIN}000 au lieu de 20{THIN}000" in view.answer.value
    assert f"durée estimée{NB}: 24{NB}mois au lieu de 12{NB}mois" in view.answer.value
    assert view.fields["duration"].value == "24"
    assert "aujourd’hui\u00a0: 465\u00a0points</span>" in view.scales.value
    assert "simulé\u00a0: 565\u00a0points</span>" in view.scales.value
    assert "+100 ▼ diminue le risque<" in view.under.value  # the score rises: what falls is named
    assert state.simulate.is_changed


@pytest.mark.parametrize("duration", [24.4, 9.96, 120.4])
def test_a_duration_is_told_as_its_field_and_the_card_have_it(simulate, duration):
    state, view = parts(simulate())
    state.simulate.set_field("duration", duration)
    told = catalogue()["application_implied_term"].show(duration, "fr")
    assert f"durée estimée{NB}: {told} au lieu de 12{NB}mois" in view.answer.value
    assert f"{view.fields['duration'].value}{NB}mois" == told
    values = {"application_implied_term": duration}
    assert ("card.application_implied_term", told) in Facts(values, "fr", lambda key, **_: key, set()).blocks()[0][1]


@pytest.mark.parametrize(("months", "by", "then"), [(12.3, 1, 13.0), (12.6, -1, 12.0), (1.2, -1, 1.0)])
def test_a_duration_goes_up_and_down_by_whole_months(simulate, months, by, then):
    state, view = parts(simulate())
    state.simulate.set_field("duration", months)
    view.steps["duration", by].click()
    assert state.simulate.request.duration == pytest.approx(then)


def test_reset_goes_back_to_the_application(simulate):
    state, view = parts(simulate())
    view.fields["credit"].value = "200000"
    assert view.reset.layout.display is None
    view.reset.click()
    assert state.simulate.request == state.simulate.start.request
    assert (state.simulate.simulation, state.simulate.impossible) == (None, ())
    assert view.fields["credit"].value == f"240{THIN}000"
    assert "Changez une valeur" in view.answer.value


def test_what_is_kept_when_the_amount_changes_is_the_visitors_choice(simulate):
    state, view = parts(simulate())
    view.fields["credit"].value = "120000"
    assert (state.simulate.request.annuity, state.simulate.request.duration) == (10_000.0, 12.0)
    view.reset.click()
    view.held.value = "annuity"
    view.fields["credit"].value = "120000"
    assert (state.simulate.request.annuity, state.simulate.request.duration) == (20_000.0, 6.0)


def test_buttons_step_by_five_per_cent_and_say_so(simulate):
    state, view = parts(simulate())
    assert [view.steps["income", by].description for by in (-1, 1)] == [f"−5{NB}%", f"+5{NB}%"]
    assert view.steps["income", 1].tooltip == f"+5{NB}%{NB}: Revenu déclaré"
    assert [view.steps["duration", by].description for by in (-1, 1)] == ["−1", "+1"]
    assert view.steps["duration", 1].tooltip == f"+1{NB}mois{NB}: Durée estimée, en mois"
    view.steps["income", 1].click()
    assert state.simulate.request.income == pytest.approx(105_000.0)


@pytest.mark.parametrize("typed", ["beaucoup", "-5", "0", "", "1e999", "nan", "<b>", "9" * 400])
def test_what_is_no_number_is_a_sentence_and_the_value_before_is_kept(simulate, typed):
    state, view = parts(simulate())
    view.fields["income"].value = "110000"
    answers = state.simulate.simulator.answers
    view.fields["income"].value = typed
    assert "La valeur précédente est gardée." in view.answer.value
    assert 'role="alert"' in view.answer.value
    assert "<b>»" not in view.answer.value
    assert len(view.answer.value) < 500
    assert view.fields["income"].value == f"110{THIN}000"
    assert (state.simulate.request.income, state.simulate.simulator.answers) == (110_000.0, answers)


def test_the_impossible_is_a_sentence_and_is_never_scored(simulate):
    state, view = parts(simulate())
    view.fields["annuity"].value = "150000"
    assert f"Part de la mensualité dans le revenu{NB}: 150{NB}%" in view.answer.value
    assert f"entre 0{NB}% et 100{NB}%" in view.answer.value
    assert (state.simulate.simulation, state.simulate.simulator.answers, view.scales.value) == (None, 0, "")
    view.fields["annuity"].value = "30000"
    assert state.simulate.simulation is not None


def test_a_model_that_fails_is_a_sentence_and_the_page_lives(simulate):
    page = simulate(broken=True)
    state, view = parts(page)
    view.fields["income"].value = "110000"
    assert "Le modèle n’a pas pu répondre" in view.answer.value
    assert not state.simulate.loading
    state.section = "decision"
    assert ">465\u00a0points<" in page.views["decision"].verdict.value


def test_an_application_that_cannot_be_read_is_a_sentence(simulate):
    _, view = parts(simulate(client=210000))
    assert "n’a pas pu être relue" in view.answer.value
    assert all(text.disabled for text in view.fields.values())
    assert all(button.disabled for button in view.steps.values())


def test_a_portfolio_without_applications_is_a_sentence(portfolio):
    page = Page(portfolio)  # nothing lies behind this portfolio: its own simulator finds no file
    page.state.section = "simulate"
    assert "n’a pas pu être relue" in page.views["simulate"].answer.value


def test_loading_the_model_is_said_once(simulate):
    state, view = parts(simulate())
    said = []
    view.answer.observe(lambda change: said.append(change["new"]), "value")
    view.fields["income"].value = "110000"
    assert "Le modèle se charge" in said[0]
    assert 'role="status"' in said[0]
    assert "Le score ne changerait pas" in said[-1]
    said.clear()
    view.fields["income"].value = "120000"
    assert not [text for text in said if "se charge" in text]
    assert not state.simulate.loading


def test_one_change_is_drawn_once(simulate, monkeypatch):
    _, view = parts(simulate())
    view.fields["income"].value = "110000"
    drawn = []
    draw = Simulate.draw
    monkeypatch.setattr(Simulate, "draw", lambda self: (drawn.append(1), draw(self)))
    view.fields["income"].value = "120000"
    assert len(drawn) == 1


def test_another_client_begins_anew(simulate):
    state, view = parts(simulate())
    view.fields["income"].value = "110000"
    state.find.step(1)
    assert (state.simulate.start.client, state.simulate.is_changed, state.simulate.simulation) == (100003, False, None)
    assert view.fields["income"].value == f"100{THIN}000"


def test_a_change_of_language_keeps_the_simulation(simulate):
    page = simulate()
    state, view = parts(page)
    view.fields["annuity"].value = "10000"
    page.header.other.click()
    assert "The score would go from 465 to 565\u00a0points" in view.answer.value
    assert "Monthly instalment: 10,000 instead of 20,000; estimated duration" in view.answer.value
    assert view.steps["income", -1].description == "−5%"
    assert "Instalment as a share of income: <b>10%</b>" in view.follows.value
    assert state.simulate.request.annuity == 10_000.0


def test_values_that_the_model_never_met_are_named(simulate):
    words = [{"fr": text, "en": text} for text in ("Crédit comparé au prix", f"80{NB}%", f"de 100{NB}% à 147{NB}%")]
    _, view = parts(simulate(outside=(Outside("application_credit_goods_ratio", *words),)))
    view.fields["income"].value = "110000"
    told = view.answer.value
    assert f"sort de ce que le modèle a rencontré{NB}: Crédit comparé au prix, 80{NB}%" in told
    assert told.count("Crédit comparé au prix") == 1


def test_a_simulated_review_says_why_at_once_and_another_answer_does_not(simulate):
    _, view = parts(simulate())
    view.fields["income"].value = "110000"
    because = "<h3>Pourquoi un conseiller doit regarder</h3>"
    result, _, reasons = view.answer.value.partition(because)
    assert "resterait «\u00a0À étudier\u00a0»" in result
    assert reasons.startswith('<ul class="pad-causes"><li>Le score est trop près du seuil')
    view.fields["annuity"].value = "10000"
    assert "«\u00a0Accord\u00a0»" in view.answer.value
    assert because not in view.answer.value


@pytest.mark.parametrize(
    ("field", "typed", "number"),
    [
        ("income", f"382{THIN}500", 382_500.0),
        ("income", "250 000 €", 250_000.0),
        ("income", "250 k€", 250_000.0),
        ("duration", "24 mois", 24.0),
        ("duration", "2 ans", 24.0),
        ("duration", "20,5", 21.0),  # nobody is lent for half a month
    ],
)
def test_numbers_are_understood_as_people_type_them(simulate, field, typed, number):
    state, view = parts(simulate())
    view.fields[field].value = typed
    assert getattr(state.simulate.request, field) == pytest.approx(number)


@pytest.mark.parametrize(
    ("language", "typed", "words"),
    [
        ("fr", "382,500", f"382{THIN}500 ou 382,5"),
        ("fr", "1e5", f"100{THIN}000"),
        ("fr", "20 %", "ce champ attend un montant"),
        ("fr", "24 mois", "ce champ attend un montant"),
        ("en", "22,5", "do you mean 22.5?"),
    ],
)
def test_what_can_be_read_in_two_ways_is_not_guessed_at(simulate, language, typed, words):
    state, view = parts(simulate())
    state.language = language
    view.fields["income"].value = typed
    assert words.lower() in view.answer.value.lower()
    assert not state.simulate.is_changed


def moved_rows(view):
    """The table of moves as whole numbers: before, after and difference of each row, the score's last."""
    body = view.under.value.split("<tbody>")[1].split("</tbody>")[0].replace("−", "-").replace("+", "")
    return [
        [int(re.match(r"-?\d+", cell)[0]) for cell in re.findall("<td>([^<]*)</td>", row)]
        for row in body.split("</tr>")[:-1]
    ]


@pytest.mark.parametrize("annuity", ["10000", "19000", "21000", "60000"])
def test_what_moves_adds_up_to_the_move_of_the_score(simulate, annuity):
    state, view = parts(simulate())
    view.fields["annuity"].value = annuity
    *families, score = moved_rows(view)
    done = state.simulate.simulation
    assert score == [done.before.score, done.after.score, done.after.score - done.before.score]
    for column in range(3):
        moved = sum(row[column] for row in families)
        assert moved == score[column], column
    assert all(after - before == difference for before, after, difference in families)


def test_only_families_of_which_a_value_changed_are_named(fakes):
    """What a history or a telephone weighs may depend on the request; nobody changed it, or there is none."""
    before = fakes.assessment()
    gone = Family(
        "none.bureau",
        "history",
        0.2,
        -17,
        "bureau_rows_count",
        ("bureau_rows_count",),
        {"fr": "Aucun crédit", "en": "No loan"},
    )
    first, *rest = before.contributions
    contributions = (dataclasses.replace(first, value="another"), *rest)
    parts = tuple(dataclasses.replace(family, points=family.points + 3) for family in before.families)
    after = dataclasses.replace(before, score=before.score + 20, families=(*parts, gone), contributions=contributions)
    named, others = moved(before, after)
    assert named.headline == next(family.headline for family in before.families if first.feature in family.features)
    assert (named.points, others.headline, others.points) == (3, {}, 17)


def test_several_impossible_values_are_one_alert(simulate, fakes):
    state, view = parts(simulate())
    state.simulate.simulator.problems = lambda start, request: (
        Problem("burden", 0.0, 1.0),
        Problem("annuity", 1.0, 2.0),
    )
    view.fields["annuity"].value = "150000"
    assert view.answer.value.count('role="alert"') == 1
    assert f"Part de la mensualité dans le revenu{NB}: 150{NB}%" in view.answer.value
    assert f"Mensualité{NB}: 150{THIN}000" in view.answer.value


def test_without_goods_nothing_is_asked_or_said_of_their_price(simulate, fakes, monkeypatch):
    asked = dataclasses.replace(fakes.FakeSimulator.asked, goods_price=None)
    monkeypatch.setattr(fakes.FakeSimulator, "asked", asked)
    _, view = parts(simulate())
    assert view.boxes["goods_price"].layout.display == "none"
    assert view.boxes["credit"].layout.display is None
    view.fields["income"].value = "110000"
    assert "rix du bien" not in view.follows.value + view.under.value


def test_a_smaller_loan_is_two_clicks_away(portfolio, fakes):
    page = Page(portfolio)
    page.state.simulate.simulator = fakes.FakeSimulator()
    page.tab.selected_index = 3  # first click: the section
    view = page.views["simulate"]
    view.steps["credit", -1].click()
    assert page.state.simulate.request.credit == pytest.approx(228_000.0)
    assert "Le score" in view.answer.value


def test_another_zone_at_the_same_score_is_not_told_as_a_move_of_the_score(simulate, fakes):
    before = fakes.assessment()
    _, view = parts(simulate())
    assert (
        f"ne changerait pas (465\u00a0points), mais la demande passerait de «{NB}À étudier{NB}» à «{NB}Accord{NB}»"
        in (view._result(before, dataclasses.replace(before, zone="accept")))
    )


def test_a_value_out_of_range_never_reads_as_an_end_of_the_range(simulate):
    """ "Part de la mensualité dans le revenu : 100 %, au lieu de valeurs entre 0 % et 100 %"."""
    _, view = parts(simulate())
    view.fields["annuity"].value = f"100{THIN}400"
    assert f"100,4{NB}%, au lieu de valeurs entre 0{NB}% et 100{NB}%" in view.answer.value


def test_the_number_given_as_an_example_is_the_clients_own_and_not_an_impossible_one_typed_before(simulate):
    page = simulate()
    view = page.views["simulate"]
    own = view.fields["credit"].value
    view.fields["credit"].value = "999999999999"
    view.fields["credit"].value = "0"
    assert f"tapez par exemple {own}." in view.answer.value


@pytest.mark.parametrize(
    ("after", "sentence"),
    [
        (0.0118, "1,2 % aujourd’hui comme après le changement."),  # "1,2 % aujourd’hui, 1,2 % après" reads as a slip
        (0.0061, "1,2 % aujourd’hui, 0,6 % après le changement."),
    ],
)
def test_a_probability_that_reads_the_same_before_and_after_is_said_once(simulate, after, sentence):
    page = simulate()
    _, view = parts(page)
    page.state.simulate.set_field("annuity", 10_000.0)
    done = page.state.simulate.simulation
    changed = [dataclasses.replace(one, probability=p) for one, p in ((done.before, 0.0124), (done.after, after))]
    view._draw_answer(dataclasses.replace(done, before=changed[0], after=changed[1]))
    assert sentence in view.answer.value.replace(NB, " ")
