"""What a reader of the printed letters met: signatures alone on a page, a refusal without its why, a second look."""

import dataclasses
import re
from datetime import date
from html import unescape

import pytest

from scoring.documents.letters.case import case_of
from scoring.documents.letters.lender import read_lender
from scoring.documents.letters.parts import style
from scoring.documents.letters.write import KINDS, letter_page, letter_pdf
from scoring.documents.pdf_pages import pages
from scoring.explain.elements import UnusableValue
from scoring.portfolio import Portfolio
from scoring.texts.sentences import page
from scoring.what_if.routes import Outcome, Routes

TODAY = date(2026, 11, 26)
LANGUAGES = ("fr", "en")
ZONES = ("accept", "review", "refuse")
DECIDED = ("", "granted", "refused", "postponed")


@pytest.fixture(scope="module")
def portfolio(world):
    return Portfolio.open(world)


@pytest.fixture(scope="module")
def written(world, portfolio):
    """``(zone, decided, language, kind="letter", **changes) -> (case, text)`` of a client of the zone."""
    lender = read_lender(world)

    def write(zone: str, decided: str, language: str, kind: str = "letter", **changes: object):
        client = portfolio.index.filter(portfolio.index["zone"] == zone)["SK_ID_CURR"].to_list()[0]
        case = dataclasses.replace(case_of(portfolio, client, language, TODAY, decided=decided), **changes)
        return case, re.sub(r"\s*<[^>]+>\s*", "\n", letter_page(kind, case, lender).partition("<body>")[2])

    return write


@pytest.mark.parametrize("kind", KINDS)
def test_whoever_signs_has_words_above_on_the_same_page(world, portfolio, kind):
    case = case_of(portfolio, int(portfolio.clients[0]), "fr", TODAY)
    html = letter_page(kind, case, read_lender(world))
    end = html[html.index('<div class="end">') :]
    assert 'class="sign"' in end
    assert {"letter": "Vos droits", "file": "Avis et contestations"}[kind] in end
    assert re.search(r"[,\s]\.end,[^{}]*\{ break-inside: avoid; \}", style())


FILE_SPEAKS_TO = {"fr": r"\b(votre|vos|vous|vôtres?)\b", "en": r"\b(your|yours|you)\b"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("decided", DECIDED)
@pytest.mark.parametrize("zone", ZONES)
def test_the_clients_file_speaks_of_the_client(written, zone, decided, language):
    _, text = written(zone, decided, language, "file")
    assert re.findall(FILE_SPEAKS_TO[language], text, re.I) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_clients_file_says_why_a_person_must_look_until_one_has(written, language):
    title = page("decision.causes", language)
    case, text = written("review", "", language, "file")
    assert title in text
    assert all(page(f"review.{cause}", language) in text for cause in case.assessment.review_because)
    for zone, decided in (("review", "granted"), ("accept", ""), ("refuse", "")):
        assert title not in written(zone, decided, language, "file")[1]


AGAIN = {
    "fr": {
        "program": "qu’une personne examine votre demande",
        "pending": "réexamine votre demande, une fois la réponse donnée",
        "person": "qu’une autre personne réexamine votre demande\u00a0;",
    },
    "en": {
        "program": "a person to look at your application and decide;",
        "pending": "at your application again, once it is answered;",
        "person": "another person to look at your application again;",
    },
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("decided", DECIDED)
@pytest.mark.parametrize("zone", ZONES)
def test_nobody_looks_again_who_has_not_looked_once(written, zone, decided, language):
    case, text = written(zone, decided, language)
    assert [who for who, words in AGAIN[language].items() if words in unescape(text)] == [case.answered_by]


ALONE = {"fr": "À lui seul, ce score aurait", "en": "On its own, this score would have"}
NEITHER = {
    "fr": "Pour votre dossier, le programme ne proposait ni accord ni refus",
    "en": "For your file the program proposed neither a yes nor a no",
}
# Below the threshold alone nobody is granted a loan: a person looks at what is near it.
LIMIT = {
    "fr": {"held": "ne reste à examiner", "proposed": "Le programme propose un accord"},
    "en": {"held": "is left to be looked at", "proposed": "The program proposes to grant"},
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("decided", DECIDED)
@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("probability", [0.03, 0.0899, 0.0936, 0.4])
def test_a_decision_that_the_score_does_not_explain_says_so(written, zone, decided, language, probability):
    case, _ = written(zone, decided, language)
    refused = probability > case.assessment.threshold
    near = dataclasses.replace(case.assessment.comparable, low=probability - 0.01, high=probability + 0.01)
    answer = dataclasses.replace(
        case.assessment, probability=probability, comparable=near, decision="refused" if refused else "granted"
    )
    case, text = written(zone, decided, language, assessment=answer)
    otherwise = (decided == "granted" and refused) or (decided == "refused" and not refused)
    assert (ALONE[language] in text) is (otherwise and zone != "review")
    assert (NEITHER[language] in text) is (decided in ("granted", "refused") and zone == "review")
    sayings = [how for how, words in LIMIT[language].items() if words in text]
    assert sayings == ["proposed" if case.answered_by == "person" else "held"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_change_is_promised_to_lead_where_the_score_was_not_why(written, language):
    promised = {"fr": "amèneraient une meilleure réponse", "en": "would lead to a better answer"}[language]
    ask = {"fr": "Demandez à votre conseiller quels changements", "en": "Ask your adviser which changes"}[language]
    case, _ = written("review", "", language)
    granted = dataclasses.replace(case.assessment, decision="granted")
    routes = Routes(granted.client, granted.model, None, None, (), None)
    _, text = written("review", "refused", language, assessment=granted, routes=routes)
    assert promised not in text
    assert ask in text


IN_THE_SCORE = {"fr": "Ce qui a pesé dans le score", "en": "What weighed in the score"}
IN_THE_ANSWER = {"fr": "Ce qui a pesé dans la réponse", "en": "What weighed in the answer"}
WEIGHED_MOST = {"fr": "Ce qui a le plus pesé", "en": "What weighed most"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("zone", "decided", "title"),
    [
        ("refuse", "granted", IN_THE_SCORE),
        ("accept", "refused", IN_THE_SCORE),
        ("refuse", "refused", IN_THE_ANSWER),
        ("accept", "granted", IN_THE_ANSWER),
    ],
)
def test_what_weighed_in_a_score_that_a_person_set_aside_did_not_weigh_in_the_answer(
    written, language, kind, zone, decided, title
):
    _, text = written(zone, decided, language, kind)
    assert [words for words in (IN_THE_SCORE, IN_THE_ANSWER) if words[language] in text] == [title]
    assert (WEIGHED_MOST[language] in text) is (title is IN_THE_ANSWER and kind == "letter")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_document_is_asked_for_that_would_only_change_a_score_that_was_not_why(written, language):
    lacks = {"fr": "Il manque à votre dossier", "en": "Your file lacks"}[language]
    case, _ = written("accept", "", language)
    answer = dataclasses.replace(case.assessment, most_telling="external_1")
    assert lacks not in written("accept", "refused", language, assessment=answer)[1]
    agreed = dataclasses.replace(answer, decision="refused")
    assert lacks in written("accept", "refused", language, assessment=agreed)[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_that_is_put_off_says_whom_to_ask_and_promises_no_yes(written, language):
    as_it_is = {"fr": "peut être acceptée telle quelle", "en": "can be accepted as it is"}[language]
    ask = {
        "fr": "Demandez à votre conseiller ce qui lui manque pour décider.",
        "en": "Ask your adviser what they still need to decide.",
    }[language]
    case, _ = written("accept", "", language)
    now = Outcome("accept", case.assessment.score, case.assessment.probability, ())
    routes = Routes(case.assessment.client, case.assessment.model, None, now, (), None)
    _, text = written("accept", "postponed", language, routes=routes)
    assert as_it_is not in text
    assert ask in text
    assert ask not in written("review", "", language)[1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("zone", ZONES)
def test_the_clients_file_says_what_a_person_decided_beside_what_was_proposed(written, language, zone):
    said = {
        "fr": {"granted": "a accordé le crédit", "refused": "a refusé le crédit", "postponed": "a reporté la réponse"},
        "en": {"granted": "granted the loan", "refused": "refused the loan", "postponed": "postponed the answer"},
    }[language]
    for decided in DECIDED:
        _, text = written(zone, decided, language, "file")
        assert [key for key, words in said.items() if f"{words}\n" in text] == [decided] * bool(decided)


@pytest.mark.browser
@pytest.mark.parametrize(("zone", "kind"), [(zone, kind) for kind in ("letter", "file") for zone in ZONES])
def test_a_letter_and_the_clients_file_stand_on_one_sheet(world, portfolio, tmp_path, zone, kind):
    lender, target = read_lender(world), tmp_path / "paper.pdf"
    clients = portfolio.index.filter(portfolio.index["zone"] == zone)["SK_ID_CURR"].to_list()
    sheets = []
    for client in clients[:2]:
        target.write_bytes(letter_pdf(letter_page(kind, case_of(portfolio, client, "fr", TODAY), lender)))
        sheets.append(len(pages(target)))
    assert sheets == [1, 1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_missing_is_what_the_client_can_bring(written, language):
    case, _ = written("review", "", language)
    value = UnusableValue("never_empty", "application", "AMT_ANNUITY", {"fr": "Mensualité", "en": "Instalment"}, {}, {})
    ratio = dataclasses.replace(value, column="annuity_income_ratio", headline={"fr": "Rapport", "en": "Ratio"})
    lacking = {"unusable": (value, ratio), "review_because": ("never_empty",)}
    _, text = written("review", "", language, assessment=dataclasses.replace(case.assessment, **lacking))
    named = {
        "fr": "Ces informations manquent à votre dossier : mensualité.",
        "en": "Your file lacks this information: instalment.",
    }
    bring = {"fr": "l’information qui manque, citée plus haut", "en": "the information that is missing, named above"}
    assert named[language] in text.replace("\xa0", " ")
    assert bring[language] in text
    _, text = written("review", "", language)
    assert bring[language] not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_about_so_many_months_are_whole_ones(written, language):
    texts = [written(zone, "", language)[1] for zone in ZONES]
    before = {"fr": "soit environ ", "en": ": about "}[language]
    months = [text.partition(before)[2].partition("mo")[0] for text in texts if before in text]
    assert months, "no letter says over how long"
    assert [about for about in months if not about.strip("\xa0 ").isdigit()] == []
