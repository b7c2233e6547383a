"""Contesting a piece of information on the page: said in place what is wrong, both answers shown, open until closed."""

import re
from itertools import count

import pytest

from scoring.dashboard.page import Page, open_page, prebuild
from scoring.dashboard.panels.contest import state as contest_state
from scoring.errors import UserError
from scoring.journal.desk import Desk
from scoring.journal.place import journal_file, open_journal
from scoring.settings import Home
from scoring.what_if.contest import Contested

AMOUNT = "application_amt_credit"
REASON = "Le contrat signé dit autre chose."
PRESSES = count(1)


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path)


@pytest.fixture
def asked(fakes, monkeypatch):
    """Every value that the case was answered anew with; the answer is twenty points better."""
    values = []

    def answer(_, client, feature, value):
        values.append((client, feature, value))
        return Contested(feature, value, fakes.assessment(client), fakes.assessment(client, score=485, zone="accept"))

    monkeypatch.setattr(contest_state, "reassess", answer)
    return values


@pytest.fixture
def page(portfolio, home, asked):
    made = Page(portfolio)
    made.attach(home)
    made.state.find.open(100002)
    made.state.section = "file"
    made.contest.toggle.click()
    return made


def fill(page, **values):
    for name, value in values.items():
        page.contest.fields[name].value = value


def text(widget):
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", widget.value.replace("\u00a0", " "))).strip()


def shown(widget):
    return widget.layout.display != "none"


def contested(page, typed="400 000"):
    fill(page, feature=AMOUNT)
    fill(page, typed=typed, words=REASON, said_by="Le client")
    page.contest.submit.click()


def close(page, number, outcome):
    """Press a contest's button: the template's script writes what it says, and a number that makes it new."""
    assert f'data-pad-close="{number} {outcome}">' in page.contest.contests.value
    page.contest.closing.value = f"{number} {outcome} {next(PRESSES)}"


def test_both_answers_stand_side_by_side_and_the_contest_is_on_record(page, home, asked):
    contested(page)
    assert asked == [(100002, AMOUNT, 400000.0)]
    said = text(page.contest.outcome)
    assert "La contestation est consignée dans le journal sous le numéro 1." in said
    assert re.search(r"Aujourd’hui ◆ À étudier 465 \d+ Avec la valeur corrigée ● Accord 485", said)
    assert "La réponse en vigueur reste celle d’aujourd’hui" in said
    (entry,) = open_journal(home).entries()
    assert (entry.kind, entry.client, entry.why) == ("contest", 100002, REASON)
    assert entry.shown["feature"] == AMOUNT
    assert entry.shown["said_by"] == "Le client"
    assert (entry.shown["score"], entry.shown["answer"]["score"]) == (465, 485)
    assert open_journal(home).verify() is None


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", "Donnez la valeur corrigée."),
        ("beaucoup", "«"),
        ("40 ans", "«"),
        ("382 500", "C’est déjà la valeur du dossier."),
        ("9 000 000 000", "Une valeur possible est supérieure à 0, et de"),
        ("-5", "Une valeur possible est supérieure à 0, et de"),
        ("0", "Une valeur possible est supérieure à 0, et de"),
    ],
)
def test_a_value_out_of_range_or_of_another_kind_is_said_in_place(page, home, asked, typed, expected):
    contested(page, typed)
    assert expected in text(page.contest.notes["typed"])
    assert asked == []
    assert not journal_file(home).exists()
    assert page.contest.fields["typed"].value == typed
    fill(page, typed="390 000")
    assert page.contest.notes["typed"].value == ""


def test_what_is_missing_is_said_under_each_field(page, home):
    page.contest.submit.click()
    notes = {name: text(note) for name, note in page.contest.notes.items()}
    assert notes["feature"] == "Choisissez l’information contestée."
    assert "Donnez la raison" in notes["words"]
    assert notes["said_by"] == "Écrivez qui le dit, sur une ligne."
    assert not journal_file(home).exists()


def test_it_is_flagged_in_every_section_until_a_person_has_closed_it(page, home):
    contested(page)
    opinion = next(view for view in page.asked if hasattr(view, "fields"))
    flag = "1 information de ce dossier est contestée"
    assert flag in text(opinion.past)
    page.state.find.open(100003)
    assert flag not in text(opinion.past)
    assert not shown(page.contest.open_box)
    page.state.find.open(100002)
    assert flag in text(opinion.past)
    assert "contesté par Le client" in text(page.contest.contests)
    close(page, 1, "accepted")
    assert text(page.contest.notes["closer"]) == "Écrivez votre nom, sur une ligne."
    page.contest.closer.value = "Luc Bo"
    close(page, 1, "accepted")
    assert flag not in text(opinion.past)
    assert "Contestation retenue par Luc Bo." in text(opinion.past)
    assert [entry.kind for entry in open_journal(home).entries()] == ["contest", "closed"]


def test_the_same_correction_is_put_on_record_once_while_it_waits(page, home, asked):
    contested(page)
    contested(page)
    assert text(page.contest.notes["typed"]) == (
        "Cette correction est déjà consignée et attend qu’une personne l’examine."
    )
    page.state.language = "en"
    contested(page, "400,000")
    assert "on record already" in text(page.contest.notes["typed"])
    assert [entry.kind for entry in open_journal(home).entries()] == ["contest"]
    contested(page, "410,000")
    assert len(asked) == 2
    page.contest.closer.value = "Luc Bo"
    close(page, 1, "rejected")
    contested(page, "400,000")
    assert [entry.kind for entry in open_journal(home).entries()] == ["contest", "contest", "closed", "contest"]


class BrokenDesk(Desk):
    """A journal that can be read and not written."""

    def write(self, *_, **__):
        raise UserError("The journal cannot be read or written (disk full).", "Nothing was recorded.")


def test_a_write_that_fails_is_told_and_nothing_typed_is_lost(page, home):
    page.state.opinion.desk = BrokenDesk(home)
    contested(page)
    assert "rien n’est consigné" in text(page.contest.outcome)
    assert page.contest.fields["words"].value == REASON
    assert page.contest.fields["typed"].value == "400 000"


def test_a_case_that_cannot_be_answered_anew_is_told_and_not_on_record(page, home, monkeypatch):
    def fail(*_):
        raise UserError("broken.", "Mend it.")

    monkeypatch.setattr(contest_state, "reassess", fail)
    contested(page)
    assert "n’a pas pu être calculée avec cette valeur" in text(page.contest.outcome)
    assert not journal_file(home).exists()


def test_the_form_speaks_english_and_is_gone_with_its_client(page):
    fill(page, feature=AMOUNT)
    page.state.switch_language()
    assert page.contest.fields["typed"].description == "Corrected value"
    fill(page, typed="nothing like it")
    page.contest.submit.click()
    assert "“nothing like it”" in text(page.contest.notes["typed"])
    page.state.find.open(100003)
    assert not shown(page.contest.form)
    assert [page.contest.fields[name].value for name in ("feature", "typed", "words")] == [None, "", ""]
    page.contest.toggle.click()
    assert page.contest.fields["feature"].value == ""


@pytest.mark.parametrize(
    ("before", "typed", "after", "value"),
    [
        ("fr", "312,5", "312.5", 312.5),
        ("en", "312,500", "312\u00a0500", 312_500.0),
        ("fr", "312500 €", "312,500", 312_500.0),
    ],
)
def test_a_number_typed_before_the_language_changed_is_the_same_after(page, asked, before, typed, after, value):
    page.state.language = before
    fill(page, feature=AMOUNT)
    fill(page, typed=typed, words=REASON, said_by="Le client")
    page.state.switch_language()
    assert page.contest.fields["typed"].value == after
    page.contest.submit.click()
    assert asked == [(100002, AMOUNT, value)]


def test_what_is_no_number_stays_as_it_was_typed_in_the_other_language(page):
    fill(page, feature=AMOUNT)
    fill(page, typed="douze")
    page.state.switch_language()
    assert page.contest.fields["typed"].value == "douze"


def test_an_address_that_opens_the_file_offers_to_contest(own_world):
    prebuilt = prebuild(own_world.root)
    client = prebuilt.state.portfolio.clients[0]
    open_page(prebuilt, f"client={client}&section=file", own_world.root)
    assert prebuilt.contest.toggle.layout.display is None
    assert prebuilt.contest.toggle in prebuilt.contest.doors.children
    assert prebuilt.views["file"].home in prebuilt.contest.doors.children


def test_forms_that_few_visitors_open_are_built_when_they_are_opened(portfolio, home, asked):
    """A page waits for all of its widgets, those that nobody sees among them."""
    made = Page(portfolio)
    made.attach(home)
    made.state.find.open(100002)
    made.state.section = "file"
    opinion = made.asked[1]
    places = [made.contest.form, made.contest.open_box, opinion.form, made.model.body]
    assert [place.children for place in places] == [(), (), (), ()]
    made.contest.toggle.click()
    made.state.opinion.opened = made.state.model.opened = True
    assert [bool(place.children) for place in places] == [True, False, True, True]
    fields = dict(made.contest.fields)
    made.contest.toggle.click()
    made.contest.toggle.click()
    assert made.contest.fields == fields


def test_what_is_on_record_is_read_in_the_pages_language(page, home):
    contested(page, typed="400 000")
    assert "devrait être 400 000" in text(page.asked[1].past)
    page.state.switch_language()
    said = text(page.asked[1].past)
    assert "“Loan amount requested” disputed by Le client; the value 382,500 should be 400,000" in said
    entry = open_journal(home).entries()[-1]
    assert (entry.shown["held"], entry.shown["claimed"]) == (382500.0, 400000.0)


def test_an_entry_of_before_values_were_kept_is_read_as_it_was_written(page, portfolio, home):
    contested(page)
    old = dict(open_journal(home).entries()[-1].shown)
    del old["held"], old["claimed"]
    other = Page(portfolio)
    Desk(home).write("contest", 100003, "m", old, "", REASON)
    other.attach(home)
    other.state.language = "en"
    other.state.find.open(100003)
    assert "should be 400 000. Not looked at yet." in text(other.asked[1].past)


@pytest.mark.parametrize("act", ["letter", "opinion", "contest"])
def test_newer_scores_are_noticed_at_what_is_said_or_recorded_of_the_old_answer(page, portfolio, act):
    portfolio.replaced = True
    assert not page.state.outdated
    if act == "letter":
        page.state.paper.show("letter")
    elif act == "opinion":
        page.state.opinion.opened = True
        page.state.opinion.submit()
    else:
        contested(page)
    assert page.state.outdated
    assert "Les scores ont été recalculés depuis l’ouverture" in text(page.header.message)
