"""The adviser's opinion on the page: what is missing is said in place, what fails is told, the record is shown."""

import re

import pytest

from scoring.access.keys import create_key
from scoring.access.roles import Role
from scoring.dashboard.page import Page
from scoring.errors import UserError
from scoring.journal.desk import Desk
from scoring.journal.place import journal_file, open_journal
from scoring.settings import Home

WORDS = "Fiche de paie vue."


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path)


@pytest.fixture
def page(portfolio, home):
    made = Page(portfolio)
    made.attach(home)
    made.state.find.open(100002)
    made.acts.opinion.click()
    return made


@pytest.fixture
def refused(portfolio, home):
    portfolio.changes = {"zone": "refuse", "review_because": ()}
    made = Page(portfolio)
    made.attach(home)
    made.state.find.open(100002)
    made.acts.opinion.click()
    return made


def form(page):
    return next(view for view in page.asked if hasattr(view, "fields"))


def fill(page, **values):
    for name, value in values.items():
        form(page).fields[name].value = value


def text(widget):
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", widget.value.replace("\u00a0", " "))).strip()


def shown(widget):
    return widget.layout.display != "none"


def test_the_form_is_closed_until_it_is_asked_for_and_gone_with_its_client(page):
    assert shown(form(page).form)
    fill(page, decided="granted", words="un brouillon", adviser="Anne")
    page.state.find.open(100003)
    assert form(page).fields["words"].value == ""
    assert not shown(form(page).form)
    page.acts.opinion.click()
    assert [field.value for field in form(page).fields.values()] == ["", "", "", "Anne"]


def test_what_is_missing_is_said_under_its_field_and_goes_when_it_is_mended(page, home):
    form(page).submit.click()
    assert text(form(page).notes["decided"]) == "Choisissez une décision."
    assert text(form(page).notes["adviser"]) == "Écrivez votre nom, sur une ligne."
    fill(page, decided="granted")
    assert all(note.value == "" for note in form(page).notes.values())
    form(page).submit.click()
    assert "Choisissez un motif" in text(form(page).notes["motive"])
    assert "Expliquez en quelques mots" in text(form(page).notes["words"])
    assert not journal_file(home).exists()


def test_an_opinion_is_on_record_with_what_was_shown_and_the_file_tells_it(page, home):
    fill(page, decided="granted", motive="income", words=WORDS, adviser="Anne Martin")
    form(page).submit.click()
    assert text(form(page).outcome) == "Votre avis est consigné dans le journal sous le numéro 1."
    assert "crédit accordé par Anne Martin. Motif : Revenus vérifiés" in text(form(page).past)
    assert "« Fiche de paie vue. »" in text(form(page).past)
    (entry,) = open_journal(home).entries()
    assert (entry.kind, entry.client, entry.decided, entry.why) == ("decision", 100002, "granted", WORDS)
    assert (entry.shown["score"], entry.shown["zone"], entry.shown["motive"]) == (465, "review", "income")
    assert entry.shown["raises"] == [reason.feature for reason in page.state.assessment.raises]
    assert open_journal(home).verify() is None
    page.state.find.open(100003)
    assert form(page).past.value.count("Anne Martin") == 0
    page.state.find.open(100002)
    page.state.switch_language()
    assert "loan granted by Anne Martin. Reason: Verified income" in text(form(page).past)


def test_to_agree_needs_no_motive(refused, home):
    labels = [label for label, _ in form(refused).fields["decided"].options]
    assert "Refuser le crédit (je suis d’accord)" in labels
    fill(refused, decided="refused", adviser="Anne")
    assert form(refused).fields["motive"].options[0][0] == "Aucun, je suis d’accord"
    form(refused).submit.click()
    assert open_journal(home).entries()[0].shown["overrides"] is False


class BrokenDesk(Desk):
    """A journal that can be read and not written."""

    def write(self, *_, **__):
        raise UserError("The journal cannot be read or written (disk full).", "Nothing was recorded.")


def test_a_write_that_fails_is_told_nothing_is_said_to_be_recorded_and_nothing_typed_is_lost(page, home):
    page.state.opinion.desk = BrokenDesk(home)
    fill(page, decided="granted", motive="income", words=WORDS, adviser="Anne")
    form(page).submit.click()
    assert "rien n’est consigné" in text(form(page).outcome)
    assert "est consigné dans le journal" not in text(form(page).outcome)
    assert form(page).fields["words"].value == WORDS
    assert form(page).past.value.count("<li>") == 0
    page.state.opinion.desk = Desk(home)
    form(page).submit.click()
    assert "est consigné dans le journal" in text(form(page).outcome)


def test_a_journal_that_cannot_be_read_is_told_and_no_letter_is_written(page, home):
    journal_file(home).parent.mkdir(parents=True)
    journal_file(home).write_bytes(b"no database at all, but long enough to be read as one" * 90)
    page.state.find.open(100003)
    assert "Le journal n’a pas pu être lu" in text(form(page).past)
    page.acts.letter.click()
    assert page.state.paper.html == ""
    assert "cannot be read" in page.state.paper.failure


def test_a_page_without_a_journal_says_so(portfolio):
    page = Page(portfolio)
    page.acts.opinion.click()
    assert "Cette page n’a pas de journal" in text(form(page).outcome)
    assert not shown(form(page).form)


def test_four_eyes_a_grant_against_a_refusal_counts_once_another_person_confirms(refused, home):
    (home.root / "opinions.toml").write_text("four_eyes = true")
    refused.state.opinion.opened = False
    refused.acts.opinion.click()
    assert "confirmé par une seconde personne" in text(form(refused).intro)
    good = {"decided": "granted", "motive": "income", "words": WORDS}
    fill(refused, **good, adviser="Anne Martin")
    form(refused).submit.click()
    assert "Attend la confirmation d’une seconde personne." in text(form(refused).past)
    assert refused.state.opinion.standing.decided("m1") is None
    assert "de Anne Martin, attend cette confirmation" in text(form(refused).intro)
    fill(refused, **good)
    form(refused).submit.click()
    assert "Une autre personne doit confirmer" in text(form(refused).notes["adviser"])
    fill(refused, adviser="Luc Bo")
    form(refused).submit.click()
    assert "accord confirmé par Luc Bo" in text(form(refused).past)
    assert refused.state.opinion.standing.decided("m1").confirms == 1


def test_where_people_have_keys_a_typed_name_is_none_of_the_two(refused, home):
    (home.root / "opinions.toml").write_text("four_eyes = true")
    create_key(home, "anne.martin", Role.MANAGER)
    refused.attach(home)
    fill(refused, decided="granted", motive="income", words=WORDS, adviser="Anne Martin")
    form(refused).submit.click()
    assert refused.state.opinion.wrong == ("login",)
    assert "ouvrez la page avec votre clé" in text(form(refused).notes["adviser"])
    assert open_journal(home).entries() == []
    fill(refused, decided="refused", motive="", adviser="Anne Martin")  # nobody else need agree
    form(refused).submit.click()
    assert [entry.decided for entry in open_journal(home).entries()] == ["refused"]


def test_who_has_logged_in_signs_with_that_name_and_no_other(portfolio, home):
    page = Page(portfolio)
    page.attach(home, "anne.martin")
    page.state.find.open(100002)
    page.acts.opinion.click()
    assert form(page).fields["adviser"].disabled
    assert form(page).fields["adviser"].value == "anne.martin"
    fill(page, decided="granted", motive="income", words=WORDS, adviser="Luc Bo")
    form(page).submit.click()
    (entry,) = open_journal(home).entries()
    assert (entry.who, entry.shown["adviser"]) == ("anne.martin", "anne.martin")


def test_rules_that_cannot_be_read_ask_for_a_second_person(refused, home):
    (home.root / "opinions.toml").write_text("four_eyes = 3")
    assert refused.state.opinion.four_eyes


def test_an_opinion_about_another_models_answer_is_told_as_such(page, home, portfolio):
    fill(page, decided="granted", motive="income", words=WORDS, adviser="Anne")
    form(page).submit.click()
    portfolio.changes = {"model": "m2"}
    page.state.find.open(100003)
    page.state.find.open(100002)
    assert "une autre version du modèle" in text(form(page).past)


# --- who waits, on the first page -------------------------------------------------------------------------


def test_the_first_page_lists_who_waits_and_an_opinion_takes_them_off(portfolio, home):
    page = Page(portfolio, unasked=True)
    assert "À examiner par un conseiller" not in text(page.start.content)
    page.attach(home)
    assert "1 client attend un avis." in text(page.start.content)
    assert 'data-pad-open="100002"' in page.start.content.value
    page.start.choose_order.value = "oldest 1"
    assert re.search(r'data-pad-order="oldest" aria-pressed="true"', page.start.content.value)
    page.start.choose_order.value = "sideways 2"
    assert page.start.order == "oldest"
    page.start.open_client.value = "100002 3"
    page.acts.opinion.click()
    fill(page, decided="granted", motive="income", words=WORDS, adviser="Anne")
    form(page).submit.click()
    page.state.client = None
    assert "Personne n’attend d’avis." in text(page.start.content)


def test_a_journal_that_cannot_be_read_is_told_on_the_first_page(portfolio, home):
    journal_file(home).parent.mkdir(parents=True)
    journal_file(home).write_bytes(b"no database at all, but long enough to be read as one" * 90)
    page = Page(portfolio, unasked=True)
    page.attach(home)
    assert "on ne sait pas qui attend un avis" in text(page.start.content)


def test_a_letter_before_a_decision_is_said_to_be_a_draft(page):
    """It said "our answer" while nobody had decided anything."""
    page.state.paper.opened, page.state.paper.html = True, "<p>written</p>"
    note = page.asked[0].note
    assert "le document continue plus bas" in text(page.asked[0].frame)  # a telephone shows no bar beside it
    assert "Projet de lettre : aucune décision n’est consignée" in text(note)
    page.state.paper.kind = "file"
    page.asked[0].draw()
    assert "Projet de lettre" not in text(note)
    page.state.paper.kind = "letter"
    fill(page, decided="granted", motive="income", words=WORDS, adviser="Anne")
    form(page).submit.click()
    page.asked[0].draw()
    assert "Projet de lettre" not in text(note)
