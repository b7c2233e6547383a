"""Sentences that a statistician or a lawyer would contest: true of every run, and of the letter they speak of."""

from datetime import date
from types import SimpleNamespace

import pandas as pd
import polars as pl
import pytest

from scoring.documents.conclusions import price_short
from scoring.documents.findings import age_price_short, drift_finding, law_price_short
from scoring.documents.letters.case import case_of
from scoring.documents.letters.lender import read_lender
from scoring.documents.letters.write import letter_page
from scoring.documents.note import Note
from scoring.portfolio.read import Portfolio
from scoring.settings import Switches, Training
from scoring.texts.sentences import words

PERSON_ALONE = {"fr": ("revient à une personne",), "en": ("is a person’s",)}
UNCONFIRMED = {
    "fr": ("que personne n’a confirmé dit qu’il vient d’un programme", "demander qu’une personne décide"),
    "en": ("that nobody has confirmed says that a program made it", "ask for a person to decide"),
}
# What that letter then has to say: that a program answered, that nobody has looked, and how a person comes to decide.
SAYS = {
    "fr": (
        "a été calculé par un programme, et cette réponse en découle",
        "Aucune personne n’a encore examiné votre demande",
        "demander qu’une personne examine votre demande et prenne la décision",
        "Écrivez à",
    ),
    "en": (
        "was computed by a program, and this answer follows from it",
        "Nobody has looked at your application yet",
        "ask for a person to look at your application and decide",
        "Write to",
    ),
}


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture(scope="module")
def portfolio(world):
    return Portfolio.open(world)


@pytest.fixture(scope="module")
def refused(portfolio):
    return int(portfolio.index.filter(pl.col("zone") == "refuse")["SK_ID_CURR"][0])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_the_note_says_of_an_unconfirmed_refusal_is_what_its_letter_says(
    world, portfolio, refused, facts_alone, language
):
    rows = [plain(" ".join(map(str, row))) for row in Note(facts_alone, language).laws().rows.itertuples(index=False)]
    (automated,) = [row for row in rows if "C-634/21" in row]
    assert [said for said in UNCONFIRMED[language] if said not in automated] == []
    letter = plain(letter_page("letter", case_of(portfolio, refused, language, date(2026, 11, 28)), read_lender(world)))
    assert [said for said in SAYS[language] if said not in letter] == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_document_says_that_a_person_decides_every_time(language):
    texts = [plain(text.say(language)) for key, text in words.all().items() if key.startswith(("note.", "card."))]
    assert [text for text in texts for said in PERSON_ALONE[language] if said in text] == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_law_against_discrimination_stands_beside_what_the_settings_use(facts_alone, language):
    rows = Note(facts_alone, language).laws().rows
    (answer,) = [plain(row[-1]) for row in rows.itertuples(index=False) if "225-1" in row[0]]
    switches = facts_alone.training.switches
    used = words(f"note.switch.age_{'on' if switches.age else 'off'}", language)
    assert used in answer
    assert words(f"note.switch.family_status_{'on' if switches.family_status else 'off'}", language) in answer


NAMES = ("application_days_birth", "application_implied_term", "application_ext_source_2", "application_ext_source_3")


def moved(*readings):
    """The score as by chance, and a feature for each reading, highest index first."""
    features = [(name, 0.09, reading) for name, reading in zip(NAMES, readings, strict=False)]
    rows = [("score", 0.004, "as by chance"), *features]
    known, clients = pl.DataFrame({"SK_ID_CURR": [1, 2]}), pl.DataFrame({"SK_ID_CURR": [1, 2, 3]})
    return SimpleNamespace(moved=pd.DataFrame(rows, columns=["name", "index", "reading"]), known=known, clients=clients)


@pytest.mark.parametrize(
    ("readings", "end"),
    [
        (("as by chance", "as by chance"), "has changed or is to be watched."),
        (("stable", "as by chance"), "Below these limits, one alone moves more than by chance: “Client’s age”."),
        (
            ("moved", "stable", "stable", "as by chance"),
            "limits, 2 move more than by chance all the same, “Estimated term of the loan requested” first.",
        ),
    ],
)
def test_what_moves_more_than_chance_is_said_though_it_stays_below_the_limits(readings, end):
    assert plain(drift_finding(moved(*readings), "en")).endswith(end)


def test_what_moves_more_than_chance_is_said_in_french():
    said = plain(drift_finding(moved("stable", "stable"), "fr"))
    assert said.endswith("Sous ces limites, 2 bougent pourtant plus que le hasard, « Âge du client » la première.")


def test_a_price_in_few_words_has_the_sign_of_the_change_and_its_interval():
    measured = {"difference": -0.0017, "low": -0.004, "high": 0.0012}
    assert plain(price_short("age", measured, "fr")) == (
        "**Âge** : y renoncer changerait l’AUC de −0,2 point (−0,4 à +0,1)."
    )
    assert plain(price_short("price", measured, "en")) == (
        "**Law**: keeping to it changes the AUC by −0.2 points (−0.4 to +0.1)."
    )


@pytest.mark.parametrize(
    ("age", "said"), [(True, "doing without the age was not measured"), (False, "Age is not an input of the model")]
)
def test_a_price_that_was_not_measured_is_not_made_up_for_a_slide(age, said):
    run = SimpleNamespace(training=Training(switches=Switches(age=age)), effects={})
    assert said in age_price_short(run, "en")
    assert "was not measured in this run" in law_price_short(run, "en")


def test_the_slide_of_the_candidates_shows_what_the_rule_weighs(facts_won, facts_lost):
    for facts in (facts_won, facts_lost):
        piece = Note(facts, "en").piece("candidate_dots")
        compared = facts.compared[facts.compared["candidate"] != "dummy"].sort_values("cost")
        column = "Difference in cost from the served model"
        assert piece.rows[column].tolist() == compared["cost_difference"].tolist()
        assert "the mean rate for everybody" not in piece.rows["Candidate"].tolist()
