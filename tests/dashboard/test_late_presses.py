"""A press that comes late, or twice, does what the person saw when they pressed: nothing for another client."""

import json
import re

import ipywidgets as widgets
import pytest

from scoring.dashboard.page import Page
from scoring.dashboard.panels.contest import state as contest_state
from scoring.journal.desk import Desk
from scoring.journal.place import journal_file, open_journal
from scoring.settings import Home
from scoring.what_if.contest import Contested

AMOUNT = "application_amt_credit"
REASON = "Le contrat signé dit autre chose."
OPINION = {"decided": "granted", "motive": "income", "words": "Fiche de paie vue.", "adviser": "Anne"}


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path)


@pytest.fixture
def page(portfolio, home, fakes, monkeypatch):
    def answer(_, client, feature, value):
        return Contested(feature, value, fakes.assessment(client), fakes.assessment(client, score=485, zone="accept"))

    monkeypatch.setattr(contest_state, "reassess", answer)
    made = Page(portfolio)
    made.attach(home)
    made.state.find.open(100002)
    made.state.section = "file"
    return made


@pytest.fixture
def opinion(page):
    """The form of an opinion, opened."""
    page.acts.opinion.click()
    return next(view for view in page.asked if hasattr(view, "fields"))


@pytest.fixture
def contest(page):
    """The form of a contest, opened."""
    page.contest.toggle.click()
    return page.contest


def fill(form, **values):
    for name, value in values.items():
        form.fields[name].value = value


def text(widget):
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", widget.value.replace("\u00a0", " "))).strip()


def contested(contest, typed):
    fill(contest, feature=AMOUNT)
    fill(contest, typed=typed, words=REASON, said_by="Le client")
    contest.submit.click()


def kinds(home):
    return [(entry.kind, entry.client) for entry in open_journal(home).entries()]


def test_an_opinion_pressed_while_the_next_client_is_on_the_way_is_nobodys(page, home, opinion):
    page.state.find.open(100003)  # the browser still shows the form of the client before
    fill(opinion, **OPINION)
    opinion.submit.click()
    assert not journal_file(home).exists()
    page.acts.opinion.click()
    assert [field.value for field in opinion.fields.values()] == ["", "", "", ""]


def test_an_opinion_pressed_twice_is_on_record_once_and_said_to_be(home, opinion):
    fill(opinion, **OPINION)
    opinion.submit.click()
    opinion.submit.click()
    assert text(opinion.outcome) == "Votre avis est consigné dans le journal sous le numéro 1."
    assert text(opinion.notes["decided"]) == ""
    assert kinds(home) == [("decision", 100002)]


def test_a_contest_written_while_the_next_client_is_on_the_way_is_nobodys(page, home, contest):
    page.state.find.open(100003)
    fill(contest, words=REASON, said_by="Le client")
    contest.submit.click()
    contest.toggle.click()
    assert [contest.fields[name].value for name in ("words", "said_by")] == ["", ""]
    assert [text(note) for note in contest.notes.values()] == [""] * 5
    assert not journal_file(home).exists()


def test_a_contest_pressed_twice_is_on_record_once_and_said_to_be(home, contest):
    contested(contest, "400 000")
    contest.submit.click()
    assert "La contestation est consignée dans le journal sous le numéro 1." in text(contest.outcome)
    assert text(contest.notes["feature"]) == ""
    assert kinds(home) == [("contest", 100002)]


def carry(form, *texts, press=1, **places):
    """What the template’s script writes at a press; a list shows its own choice, or the one at a place given here."""
    left, parts = iter(texts), []
    for name, field in form.fields.items():
        if isinstance(field, widgets.Dropdown):
            place = places.get(name, field.index or 0)
            label = field.options[place][0] if field.options else ""
            parts.append([place, label.replace(" ", "\u00a0")])  # as the browser writes it
        else:
            parts.append(next(left))
    form.carried.pressed.value = f"{json.dumps(parts)} {press}"


def test_a_press_brings_an_opinions_choices_that_are_still_on_their_way(home, opinion):
    """Chosen twice within one slow answer, the journal kept the first choice: a refusal was recorded as a grant."""
    fill(opinion, decided="granted", motive="income")
    carry(opinion, "Fiche de paie vue.", "Anne", decided=2, motive=5)
    (entry,) = open_journal(home).entries()
    assert (entry.decided, entry.shown["motive"]) == ("refused", "history")
    fill(opinion, decided="refused", motive="history")  # the lists' own messages, which come last
    assert (opinion.state.opinion.decided, opinion.state.opinion.motive) == ("", "")
    assert (opinion.fields["decided"].value, opinion.fields["motive"].value) == ("", "")
    carry(opinion, "Fiche de paie vue.", "Anne", decided=2, motive=5, press=2)
    assert text(opinion.outcome) == "Votre avis est consigné dans le journal sous le numéro 1."
    assert len(open_journal(home).entries()) == 1


def test_a_choice_that_had_come_can_be_made_again_after_it_is_on_record(opinion):
    fill(opinion, decided="granted", motive="income")
    carry(opinion, "Fiche de paie vue.", "Anne")
    fill(opinion, decided="granted")
    assert opinion.state.opinion.decided == opinion.fields["decided"].value == "granted"


def test_a_press_brings_the_information_that_is_contested(home, contest):
    assert [value for _, value in contest.fields["feature"].options] == ["", AMOUNT]
    carry(contest, "400 000", REASON, "Le client", feature=1)
    (entry,) = open_journal(home).entries()
    assert (entry.shown["feature"], entry.shown["claimed"]) == (AMOUNT, 400000.0)


def test_a_choice_from_a_list_that_holds_others_by_now_is_none(home, opinion):
    opinion.carried.pressed.value = f"{json.dumps([[1, 'Autre chose'], [99, 'Rien'], 'Fiche de paie vue.', 'Anne'])} 1"
    assert not journal_file(home).exists()
    assert text(opinion.notes["decided"]) == "Choisissez une décision."


def test_a_press_brings_an_opinions_texts_that_are_still_on_their_way(home, opinion):
    """Over a slow line the journal kept the first letters of what was typed: the press overtook the others."""
    fill(opinion, decided="granted", motive="income", words="Fi", adviser="An")
    carry(opinion, "Fiche de paie vue.", "Anne")
    (entry,) = open_journal(home).entries()
    assert (entry.why, entry.shown["adviser"]) == ("Fiche de paie vue.", "Anne")
    fill(opinion, words="Fiche de paie vue.")  # the field's own message, which comes last
    assert opinion.fields["words"].value == opinion.state.opinion.words == ""
    carry(opinion, "Fiche de paie vue.", "Anne", press=2)
    assert text(opinion.outcome) == "Votre avis est consigné dans le journal sous le numéro 1."
    assert len(open_journal(home).entries()) == 1


def test_a_press_twice_before_the_fields_own_messages_is_one_opinion(home, opinion):
    fill(opinion, decided="granted", motive="income")
    carry(opinion, "Fiche de paie vue.", "Anne")
    carry(opinion, "Fiche de paie vue.", "Anne", press=2)
    assert text(opinion.outcome) == "Votre avis est consigné dans le journal sous le numéro 1."
    assert text(opinion.notes["decided"]) == ""
    assert kinds(home) == [("decision", 100002)]


def test_a_press_brings_a_contests_value_that_is_still_on_its_way(home, contest):
    """A value of 400,000 was put on record as 4."""
    fill(contest, feature=AMOUNT, typed="4")
    carry(contest, "400 000", REASON, "Le client")
    (entry,) = open_journal(home).entries()
    assert entry.shown["corrected"].replace("\u00a0", " ") == "400 000"
    assert (entry.why, entry.shown["said_by"]) == (REASON, "Le client")
    fill(contest, typed="400 000")
    assert contest.fields["typed"].value == contest.state.contest.typed == ""


def test_what_was_said_of_a_form_stays_when_its_own_texts_come_after_the_press(contest):
    fill(contest, feature=AMOUNT, typed="1")
    carry(contest, "12 mois", "", "")
    fill(contest, typed="12 mois")
    assert "12 mois" in text(contest.notes["typed"])


MADE_UP = ("", "nothing", "{}", "[1, 2]", '["one"]', '["a", "b", "c"]', "null", '[["1", "a"], [0, "a"], "b", "c"]')


@pytest.mark.parametrize("said", MADE_UP)
def test_what_is_no_press_with_the_forms_texts_is_none(home, opinion, said):
    fill(opinion, **OPINION)
    opinion.carried.pressed.value = f"{said} 1"
    assert not journal_file(home).exists()
    assert opinion.fields["words"].value == OPINION["words"]


def test_a_press_that_brings_texts_while_the_next_client_is_on_the_way_is_nobodys(page, home, opinion):
    fill(opinion, **OPINION)
    page.state.find.open(100003)
    carry(opinion, OPINION["words"], OPINION["adviser"])
    assert not journal_file(home).exists()


def test_who_closes_a_contest_is_the_name_that_stood_there(home, contest):
    contested(contest, "400 000")
    contest.closer.value = "Lu"
    contest.closing.value = "1 accepted Luc Bo 1"
    (closed,) = (entry for entry in open_journal(home).entries() if entry.kind == "closed")
    assert closed.shown["adviser"] == "Luc Bo"


def test_a_press_on_a_client_found_opens_that_one_whoever_has_been_found_since(page):
    """The next digit was on its way: the kernel had put somebody else under the button."""
    page.header.search.value = "002"
    assert 'data-pad-back="100002"' in page.header.offers.value
    page.header.search.value = "9100"
    assert 'data-pad-back="100002"' not in page.header.offers.value
    page.header.back.value = "100002 1"
    assert page.state.client == 100002


def test_one_contest_is_closed_however_often_its_button_is_pressed(home, contest):
    """The next one moved up under the same button, and the second press closed that."""
    contested(contest, "400 000")
    contested(contest, "410 000")
    contest.closer.value = "Luc Bo"
    contest.closing.value = "1 accepted 1"
    contest.closing.value = "1 accepted 2"
    closed = [entry.shown["contest"] for entry in open_journal(home).entries() if entry.kind == "closed"]
    assert closed == [1]
    assert 'data-pad-close="1 accepted" aria-disabled="true">' in contest.contests.value  # where the pointer is
    assert 'data-pad-close="2 accepted">' in contest.contests.value


def test_the_button_of_one_client_closes_no_contest_of_the_next(page, home, contest):
    contested(contest, "400 000")
    contest.closer.value = "Luc Bo"
    page.state.find.open(100003)
    assert contest.contests.value == ""
    contest.toggle.click()
    contested(contest, "410 000")
    contest.closing.value = "1 accepted 1"
    assert kinds(home) == [("contest", 100002), ("contest", 100003)]


def test_a_contest_that_somebody_else_has_closed_meanwhile_is_not_closed_again(page, home, contest):
    contested(contest, "400 000")
    content = {"contest": 1, "adviser": "Luc Bo", "outcome": "accepted"}
    Desk(home).write("closed", 100002, "m1", content)
    contest.closer.value = "Anne Martin"
    contest.closing.value = "1 rejected 1"
    assert kinds(home) == [("contest", 100002), ("closed", 100002)]
    assert contest.open_box.layout.display == "none"
    assert page.state.opinion.standing.contests[0].closed_by == "Luc Bo"
    assert text(contest.outcome).startswith("Quelqu’un d’autre vient de répondre à cette contestation")
    contest.closing.value = "1 rejected 2"
    assert text(contest.outcome).startswith("Quelqu’un d’autre vient de répondre à cette contestation")


def test_of_two_who_close_a_contest_at_the_same_moment_one_is_on_record_and_the_other_is_told(page, home, contest):
    class Raced(Desk):
        """A colleague's press reaches the journal first."""

        def write(self, *given):
            Desk(home).write("closed", 100002, "m1", {"contest": 1, "adviser": "Luc Bo", "outcome": "accepted"})
            return super().write(*given)

    contested(contest, "400 000")
    contest.closer.value = "Anne Martin"
    page.state.opinion.desk = Raced(home)
    contest.closing.value = "1 rejected 1"
    assert kinds(home) == [("contest", 100002), ("closed", 100002)]
    assert text(contest.outcome).startswith("Quelqu’un d’autre vient de répondre à cette contestation")
    assert page.state.opinion.standing.contests[0].closed_by == "Luc Bo"


def test_whoever_presses_twice_is_not_told_of_somebody_else(home, contest):
    contested(contest, "400 000")
    contest.closer.value = "Luc Bo"
    contest.closing.value = "1 accepted 1"
    contest.closing.value = "1 rejected 2"
    assert "Quelqu’un d’autre" not in text(contest.outcome)
    assert kinds(home) == [("contest", 100002), ("closed", 100002)]


def test_a_letter_says_what_a_colleague_has_decided_meanwhile(page, home, opinion):
    Desk(home, "luc.bo").write("decision", 100002, "m1", {}, "granted", "Seen.")
    page.acts.letter.click()
    assert page.state.opinion.standing.decided("m1").adviser == "luc.bo"


def test_the_form_tells_what_a_colleague_has_decided_meanwhile(page, home, opinion):
    page.state.opinion.leave()
    Desk(home, "luc.bo").write("decision", 100002, "m1", {}, "granted", "Seen.")
    page.acts.opinion.click()
    assert "crédit accordé par luc.bo" in text(opinion.past)
