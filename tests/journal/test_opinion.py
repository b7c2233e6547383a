"""Opinions and contests: what is wrong in one is named, what is on record adds up, who waits is told."""

import dataclasses
from datetime import datetime
from types import SimpleNamespace

import pytest

from scoring.errors import UserError
from scoring.journal.desk import Desk
from scoring.journal.entry import NO_LOGIN
from scoring.journal.light import add_entry
from scoring.journal.opinion import MOTIVES, Opinion, mistakes, needs_second, overrides, same_person, standing_of
from scoring.journal.past_words import past_sentences
from scoring.journal.place import journal_file, open_journal
from scoring.journal.queue import ordered, waiting
from scoring.journal.rules import read_rules
from scoring.settings import Home

REFUSE = SimpleNamespace(zone="refuse", decision="refused")
ACCEPT = SimpleNamespace(zone="accept", decision="granted")
REVIEW = SimpleNamespace(zone="review", decision="refused")
WORDS = "Bulletins de salaire vus."


def opinion(**changes):
    return dataclasses.replace(Opinion("refused", "", "", "Anne Martin"), **changes)


@pytest.mark.parametrize(
    ("assessment", "given", "wrong"),
    [
        (REFUSE, opinion(), ()),
        (ACCEPT, opinion(decided="granted"), ()),
        (REFUSE, opinion(decided=""), ("decided",)),
        (REFUSE, opinion(decided="perhaps"), ("decided",)),
        (REFUSE, opinion(decided="granted"), ("motive", "words")),
        (REFUSE, opinion(decided="granted", motive="whim", words=WORDS), ("motive",)),
        (REFUSE, opinion(decided="granted", motive="income", words=" " * 30 + "court"), ("words",)),
        *(
            (REFUSE, opinion(decided="granted", motive="income", words=nothing * 12), ("words",))
            for nothing in ("\u200b", "\u3164", "\u2800", "\u00ad", "\ufeff", "\u202e", "\u2060 ")
        ),
        (REFUSE, opinion(decided="granted", motive="income", words=WORDS), ()),
        (REFUSE, opinion(decided="postponed", motive="documents", words=WORDS), ()),
        (REFUSE, opinion(decided="postponed"), ("motive", "words")),
        (ACCEPT, opinion(decided="refused"), ("motive", "words")),
        (REVIEW, opinion(decided="refused"), ("motive", "words")),
        (REVIEW, opinion(decided="granted", motive="other", words=WORDS), ()),
        (REFUSE, opinion(words="x" * 2001), ("words_long",)),
        (REFUSE, opinion(words="x" * 2000), ()),
        (REFUSE, opinion(words="vu\x00"), ("words_signs",)),
        (REFUSE, opinion(words="vu\ud800"), ("words_signs",)),
        (REFUSE, opinion(words="vu\n"), ()),
        (REFUSE, opinion(motive="whim"), ("motive",)),
        (REFUSE, opinion(motive="income"), ()),
        (REFUSE, opinion(adviser=""), ("adviser",)),
        (REFUSE, opinion(adviser="  A "), ("adviser",)),
        (REFUSE, opinion(adviser="Anne\nMartin"), ("adviser",)),
        (REFUSE, opinion(adviser="A" * 81), ("adviser",)),
        (REFUSE, opinion(adviser="O’Neil-Łuć"), ()),
        (REFUSE, Opinion("", "", "", ""), ("decided", "adviser")),
    ],
)
def test_what_is_missing_in_an_opinion_is_named(assessment, given, wrong):
    assert mistakes(given, assessment) == wrong


def test_a_second_person_is_another_one():
    first = SimpleNamespace(adviser="Anne Martin")
    confirming = opinion(decided="granted", motive="income", words=WORDS, adviser="anne  MARTIN ")
    assert mistakes(confirming, REFUSE, first) == ("same_person",)
    assert mistakes(dataclasses.replace(confirming, adviser="Luc Bo"), REFUSE, first) == ()
    assert same_person("a b", " A  B")
    assert not same_person("a b", "ab")


def test_only_a_grant_against_a_proposed_refusal_needs_a_second_person_where_the_rules_say_so():
    cases = [(a, d) for a in (REFUSE, ACCEPT, REVIEW) for d in ("granted", "refused", "postponed")]
    assert [needs_second(a, d, four_eyes=True) for a, d in cases] == [True, *[False] * 8]
    assert not any(needs_second(a, d, four_eyes=False) for a, d in cases)
    overridden = [True, False, True, False, True, True, False, False, False]
    assert [overrides(a, d) for a, d in cases] == overridden


# --- what is on record ------------------------------------------------------------------------------------


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path)


@pytest.fixture
def desk(home):
    return Desk(home)


def decide(desk, client=1, decided="granted", model="m", **shown):
    shown = {"decision": "refused", "motive": "income", "adviser": "Anne", "overrides": True, **shown}
    return desk.write("decision", client, model, shown, decided, "vu")


def contest(desk, client=1):
    shown = {
        "feature": "application_amt_income_total",
        "value": "90 000",
        "corrected": "120 000",
        "said_by": "le client",
    }
    return desk.write("contest", client, "m", {**shown, "answer": {"score": 510}}, "", "fiche de paie")


def test_the_first_entry_makes_the_journal_and_later_ones_go_on_its_chain(desk, home):
    first = decide(desk)
    assert journal_file(home).exists()
    second = contest(desk)
    assert (second.number, second.previous, second.who) == (2, first.hash, NO_LOGIN)
    journal = open_journal(home)
    assert journal.verify() is None
    assert journal.entries() == [first, second] == desk.entries(1)
    assert desk.entries(2) == []


def test_without_a_journal_nothing_is_on_record_and_none_is_made(desk, home):
    assert desk.standing(1) == standing_of([])
    assert list(home.root.iterdir()) == []


def test_a_decision_counts_for_its_model_and_once_it_is_confirmed(desk):
    decide(desk, decided="postponed")
    decide(desk, awaits_second=True)
    standing = desk.standing(1)
    assert standing.decided("m").decided == "postponed"
    assert standing.awaiting("m").number == 2
    assert standing.awaiting("other") is None
    decide(desk, adviser="Luc", confirms=2)
    standing = desk.standing(1)
    assert standing.decided("m").adviser == "Luc"
    assert standing.awaiting("m") is None
    assert standing.decided("other") is None


def test_what_was_decided_otherwise_while_the_second_person_wrote_is_not_overruled(desk):
    decide(desk, awaits_second=True)
    decide(desk, decided="refused", adviser="Anne")
    decide(desk, adviser="Luc", confirms=1)
    standing = desk.standing(1)
    assert standing.decided("m").decided == "refused"
    assert standing.awaiting("m").adviser == "Luc"
    decide(desk, adviser="Marie", confirms=3)
    assert desk.standing(1).decided("m").adviser == "Marie"


def test_two_who_confirm_at_once_leave_it_confirmed(desk):
    decide(desk, awaits_second=True)
    for name in ("Luc", "Marie"):
        decide(desk, adviser=name, confirms=1)
    assert desk.standing(1).decided("m").adviser == "Marie"
    assert desk.standing(1).awaiting("m") is None


def test_a_confirmation_stays_when_what_it_confirmed_is_removed_by_rule(desk, home):
    decide(desk, awaits_second=True)
    second = decide(desk, adviser="Luc", confirms=1)
    open_journal(home).retain(datetime.fromisoformat(second.at), "rule")
    assert desk.standing(1).decided("m").adviser == "Luc"


def test_a_decision_of_the_api_is_read_as_one(home, desk):
    open_journal(home).record("service key", 1, "m", {"decision": "refused", "score": 3}, "granted", "vu")
    decision = desk.standing(1).decided("m")
    assert (decision.adviser, decision.overrides, decision.in_force) == ("service key", True, True)


def test_a_contest_is_open_until_a_person_has_closed_it(desk):
    number = contest(desk).number
    assert [c.closed_by for c in desk.standing(1).open_contests] == [""]
    desk.write("closed", 1, "m", {"contest": 99, "adviser": "Luc", "outcome": "accepted"})
    assert len(desk.standing(1).open_contests) == 1
    desk.write("closed", 1, "m", {"contest": number, "adviser": "Luc", "outcome": "accepted"})
    standing = desk.standing(1)
    assert standing.open_contests == ()
    assert (standing.contests[0].closed_by, standing.contests[0].outcome) == ("Luc", "accepted")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("fr", ["crédit accordé par Anne. Motif", "contesté par le client", "Pas encore examiné.", "seconde personne"]),
        ("en", ["loan granted by Anne. Reason", "disputed by le client", "Not looked at yet.", "second person"]),
    ],
)
def test_the_record_is_told_in_order_in_either_language(desk, language, expected):
    decide(desk)
    contest(desk)
    decide(desk, awaits_second=True)
    sentences = past_sentences(desk.standing(1), language)
    assert len(sentences) == 3
    assert expected[0] in sentences[0]
    assert expected[1] in sentences[1]
    assert sentences[1].endswith(expected[2])
    assert expected[3] in sentences[2]


@pytest.mark.parametrize("motive", MOTIVES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_motive_and_decision_has_words(desk, motive, language):
    for decided in ("granted", "refused", "postponed"):
        decide(desk, decided=decided, motive=motive)
    assert len(past_sentences(desk.standing(1), language)) == 3


def test_a_damaged_journal_is_a_sentence(desk, home):
    decide(desk)
    for other in journal_file(home).parent.glob("*-*"):
        other.unlink()
    journal_file(home).write_bytes(b"no database at all, but long enough to be read as one" * 90)
    with pytest.raises(UserError, match="The journal cannot be read or written"):
        desk.standing(1)
    with pytest.raises(UserError, match="Nothing was recorded"):
        add_entry(journal_file(home), "decision", "a", 1, "m", {})


@pytest.mark.parametrize(
    ("text", "expected"), [(None, False), ("", False), ("four_eyes = true", True), ("four_eyes = false", False)]
)
def test_the_rules_are_the_homes(home, text, expected):
    if text is not None:
        (home.root / "opinions.toml").write_text(text)
    assert read_rules(home).four_eyes is expected


@pytest.mark.parametrize("text", ["four_eyes = 1", "four_eyes", "two_eyes = true", 'four_eyes = "yes"'])
def test_rules_that_do_not_fit_are_a_sentence(home, text):
    (home.root / "opinions.toml").write_text(text)
    with pytest.raises(UserError, match=r"opinions\.toml: .*expected"):
        read_rules(home)


# --- who waits --------------------------------------------------------------------------------------------


def waits(desk, order, reviewed=((1, 490), (2, 500), (3, 520)), scores=None):
    found = waiting(reviewed, {1: 490, 2: 500, 3: 520, 4: 300} if scores is None else scores, desk.entries(), "m", 500)
    return [(item.client, item.why) for item in ordered(found, order)]


def test_those_to_review_wait_until_a_decision_about_this_models_answer_is_in_force(desk):
    assert waits(desk, "nearest") == [(2, "review"), (1, "review"), (3, "review")]
    decide(desk, client=2)
    assert waits(desk, "nearest") == [(1, "review"), (3, "review")]
    decide(desk, client=1, model="older")
    assert waits(desk, "nearest") == [(1, "review"), (3, "review")]


def test_what_has_been_on_record_longest_comes_first_when_asked(desk):
    decide(desk, client=4, awaits_second=True)
    contest(desk, client=3)
    assert waits(desk, "oldest") == [(4, "second"), (3, "contest"), (2, "review"), (1, "review")]
    assert waits(desk, "nearest") == [(2, "review"), (1, "review"), (3, "contest"), (4, "second")]
    decide(desk, client=3)  # a decision does not close a contest
    assert waits(desk, "oldest")[1] == (3, "contest")


def test_a_contest_is_answered_before_a_second_person_confirms(desk):
    contest(desk, client=4)
    decide(desk, client=4, awaits_second=True)
    assert waits(desk, "oldest")[0] == (4, "contest")


def test_a_client_who_is_no_longer_in_the_portfolio_does_not_wait(desk):
    contest(desk, client=77)
    assert waits(desk, "oldest", reviewed=(), scores={}) == []


def test_the_day_is_kept(desk):
    assert desk.standing(1).decisions == ()
    decide(desk)
    assert isinstance(desk.standing(1).decisions[0].day, datetime)
