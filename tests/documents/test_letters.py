"""Letters of real simulated clients: they agree with the Assessment and the page, and a client can read them."""

import dataclasses
import re
from datetime import date
from html import unescape
from typing import get_args

import pytest

from scoring.dashboard.panels.decision.hero import hero_html
from scoring.dashboard.panels.decision.reasons import reasons_html
from scoring.documents.letters.case import AMOUNT, Case, case_of
from scoring.documents.letters.client_data_file import client_data_text
from scoring.documents.letters.decision_letter import answer_key
from scoring.documents.letters.lender import read_lender
from scoring.documents.letters.parts import ELSEWHERE
from scoring.documents.letters.write import KINDS, letter_page
from scoring.features.catalogue import catalogue
from scoring.files import read_json, write_json
from scoring.model.manifest import MANIFEST
from scoring.portfolio import Portfolio
from scoring.portfolio.current_portfolio import MODEL
from scoring.texts.load import levels
from scoring.texts.reader import to_reader
from scoring.texts.sentences import page, sentences
from scoring.what_if.change import Request
from scoring.what_if.levers import Lever
from scoring.what_if.route_words import route_words
from scoring.what_if.routes import NEAR, Route, Routes, find_routes, outcome_of
from scoring.what_if.simulate import Simulator

OF_EACH_ZONE = 20
ZONES = ("accept", "review", "refuse")
LANGUAGES = ("fr", "en")
TODAY = date(2026, 11, 26)
# What no client should have to look up, no currency, no code, no word that accuses.
FORBIDDEN = re.compile(
    r"faillite|défaut|bankrupt|default\b|[€$£¥₹₽]|\beuros?\b|\bdollars?\b|XNA|XAP|365243|_|\bNone\b|\bnan\b|SK_ID|log.?odds"
    r"|\bSHAP\b|algorithm|machine learning|LightGBM|\bfeature|calibr|portefeuille|portfolio|\bcontribution|booster"
    r"|[{}]|variable|\bprobabilit|coefficient|non renseigné|not known|cut-?off",
    re.I,
)


@pytest.fixture(scope="module")
def portfolio(world):
    return Portfolio.open(world)


@pytest.fixture(scope="module")
def lender(world):
    return read_lender(world)


@pytest.fixture(scope="module")
def clients(portfolio):
    """Twenty of each zone, spread over the portfolio."""
    chosen = {}
    for zone in ZONES:
        rows = portfolio.index.filter(portfolio.index["zone"] == zone)["SK_ID_CURR"].to_list()
        chosen[zone] = rows[:: max(len(rows) // OF_EACH_ZONE, 1)][:OF_EACH_ZONE]
        assert len(chosen[zone]) == OF_EACH_ZONE
    return chosen


@pytest.fixture(scope="module")
def cases(portfolio, clients):
    """Every case in both languages; routes sought for some of each zone, a second a client."""
    simulator = Simulator(portfolio)
    ways = {client: find_routes(simulator, client) for zone in ZONES for client in clients[zone][:3]}
    return [
        case_of(portfolio, client, language, TODAY, routes=ways.get(client))
        for zone in ZONES
        for client in clients[zone]
        for language in LANGUAGES
    ]


@pytest.fixture(scope="module")
def letters(cases, lender):
    return [(case, letter_page("letter", case, lender)) for case in cases]


def body_of(html: str) -> str:
    return html.partition("<body>")[2]


def text_of(html: str) -> str:
    """What a reader sees: a sentence a block."""
    blocks = re.sub(r"</(p|h1|h2|h3|li|tr|td|th|div|small|dt|dd|header|b)>|<br>", ".\n", body_of(html))
    return unescape(re.sub(r"<[^>]+>", "", blocks))


def rows_of(html: str) -> list[tuple[str, str, str, str]]:
    """The reasons of a letter: name, value, points, what they do."""
    table = re.search(r'<table class="why">.*?</table>', html, re.S)
    row = (
        r'<tr class="\w+"><th scope="row">(.*?)</th><td>(.*?)</td>'
        r'<td class="number">(.*?)</td><td data-label="[^"]+">(.*?)</td>'
    )
    return [tuple(map(unescape, cells)) for cells in re.findall(row, table[0])] if table else []


@pytest.mark.slow
def test_reasons_are_the_assessments_in_sign_order_and_words(letters):
    words = {"fr": {"raises": "augmente", "lowers": "diminue"}, "en": {"raises": "rises", "lowers": "falls"}}
    for case, html in letters:
        reasons = (*case.assessment.raises, *case.assessment.lowers)
        rows, language = rows_of(html), case.language
        assert [re.sub(r" <small>.*", "", name) for name, *_ in rows] == [
            to_reader(r.headline[language], language) for r in reasons
        ]
        assert [effect for *_, effect in rows] == [words[language][reason.side] for reason in reasons]
        for (_, value, points, _), reason in zip(rows, reasons, strict=True):
            assert value.startswith(to_reader(reason.value[language], language))
            number = int(points.replace("\u2212", "-").replace("+", ""))
            assert number == reason.points
            assert number * reason.contribution <= 0
    assert sum(len(rows_of(html)) for _, html in letters) > 500


@pytest.mark.slow
def test_numbers_are_the_pages_to_the_last_digit(letters, portfolio):
    for case, html in letters:
        assessment, language = case.assessment, case.language

        def say(key, language=language, **values):
            return page(key, language, **values)

        shown = unescape(reasons_html(assessment, portfolio.manifest.reference, say, language))
        for _, value, points, _ in rows_of(html):
            assert value in to_reader(shown, language)
            assert points in shown
        hero = unescape(hero_html(assessment, "", "", say, language))
        said = re.search(r'class="pad-big">([^<]*?) <small>[^<]*100', hero)[1]
        assert said in text_of(html)
        assert f"{assessment.score} points" in text_of(html)
        bounds = re.search(r"(?:Entre|Between) (\S+) (?:et|and) (\S+)\.", hero)
        assert (bounds is None) == ("ce nombre se situe" not in html and "this number lies" not in html)
        if bounds:
            assert re.search(rf"(entre|between) {re.escape(bounds[1])} (et|and) {re.escape(bounds[2])}", text_of(html))


WHY = {
    "fr": {
        "against": "Ce qui a le plus pesé contre votre demande\u00a0: ",
        "for": "Ce qui a le plus pesé en faveur de",
    },
    "en": {
        "against": "What weighed most against your application: ",
        "for": "What weighed most for your application: ",
    },
}
WHY_PENDING = {
    "fr": {"against": "Ce qui pèse le plus contre votre demande", "for": "Ce qui pèse le plus en faveur de"},
    "en": {"against": "What weighs most against your application: ", "for": "What weighs most for your application: "},
}
ROLE = {
    "fr": {
        "program": "cette réponse en découle",
        "pending": "un conseiller qui décide",
        "person": "et a décidé.",
    },
    "en": {"program": "this answer follows", "pending": "an adviser decides", "person": "and decided."},
}
NOW = {
    "fr": {
        "yes": "Votre conseiller vous présente",
        "pending": "apporter à votre conseiller",
        "no": "une autre demande",
    },
    "en": {"yes": "Your adviser will show you", "pending": "bring your adviser", "no": "apply again at any time"},
}


@pytest.mark.slow
def test_the_text_alone_says_why_what_could_change_it_and_what_to_do_now(letters):
    for case, html in letters:
        text, language = text_of(html), case.language
        sides = {"against": case.assessment.raises, "for": case.assessment.lowers}
        named = ("against", "for") if case.is_pending else ("for",) if case.is_yes else ("against",)
        words_of_why = WHY_PENDING if case.is_pending else WHY
        for side, reasons in sides.items():
            assert (words_of_why[language][side] in text) == (side in named and bool(reasons)), (
                case.assessment.client,
                side,
            )
        strongest = sides[named[0]]
        if strongest:
            assert (
                to_reader(strongest[0].headline[language], language).lower()
                in text.split(words_of_why[language][named[0]])[1].lower()
            )
        kind = "yes" if case.is_yes else "pending" if case.is_pending else "no"
        assert [key for key, words in NOW[language].items() if words in text] == [kind]
        changes = {"fr": ("changements", "changement", "quoi que l’on y change"), "en": ("change",)}[language]
        if not case.is_yes:
            assert any(word in text for word in changes)


@pytest.mark.slow
def test_what_weighed_most_is_told_apart_though_a_name_may_hold_a_comma(letters):
    with_comma = 0
    for case, html in letters:
        sides = {"against": case.assessment.raises, "for": case.assessment.lowers}
        for side, start in (WHY_PENDING if case.is_pending else WHY)[case.language].items():
            if start not in text_of(html):
                continue
            sentence = re.split(r"\.\s", text_of(html).split(start)[1])[0].removesuffix(".")
            names = [to_reader(reason.headline[case.language], case.language) for reason in sides[side][:2]]
            assert [part.strip().lower() for part in re.split(r"\s?; ", sentence.partition(": ")[2] or sentence)] == [
                name.lower() for name in names
            ]
            with_comma += any("," in name for name in names)
    assert with_comma


@pytest.mark.slow
def test_no_sentence_of_a_letter_contradicts_another(letters):
    for case, html in letters:
        text, language = text_of(html), case.language
        answer = {"fr": "notre réponse", "en": "our answer"}[language]
        assert (answer in text.partition("Madame" if language == "fr" else "Dear")[0]) != case.is_pending
        for before, after, needed in re.findall(
            r"(?:passerait de|go from) (\d+) (?:à|to) (\d+) points\s?; (?:il en faut plus de|more than) (\d+)", text
        ):
            assert int(before) < int(after) <= int(needed), (case.assessment.client, before, after, needed)
            assert int(needed) in case.assessment.review_scores


@pytest.mark.slow
def test_the_answer_comes_first_and_is_the_zones(letters):
    expected = {
        "accept": ("Nous pouvons vous accorder ce crédit.", "We can grant you this loan."),
        "review": ("un conseiller doit examiner votre demande.", "an adviser must look at your application."),
        "refuse": ("Nous ne pouvons pas vous accorder ce crédit", "We cannot grant you this loan"),
    }
    for case, html in letters:
        answer = unescape(re.search(r'<p class="answer">(.*?)</p>', html)[1])
        assert expected[case.assessment.zone][LANGUAGES.index(case.language)] in answer
        assert html.index('class="answer"') < html.index("<table")
        others = [texts[LANGUAGES.index(case.language)] for zone, texts in expected.items() if zone != case.outcome]
        assert not any(text in answer for text in others)


@pytest.mark.slow
def test_no_word_that_a_client_would_have_to_look_up(letters, cases, lender):
    pages = [*letters, *((case, letter_page("file", case, lender)) for case in cases[::4])]
    for case, html in pages:
        text = text_of(html).replace(case.assessment.model, "")
        known = "non renseigné|not known" if 'class="three"' in html else "\0"
        found = FORBIDDEN.search(re.sub(known, "", text))
        assert found is None, (case.assessment.client, found, text[max(found.start() - 60, 0) : found.end() + 60])
        if case.language == "fr":
            assert not re.search(r"[^\s\u00a0\u202f][:;!?%»](\s|$)", re.sub(r"\d+:\d+", "", text)), text
        assert "'" not in text


@pytest.mark.parametrize("text", ["un défaut de paiement", "12 000 €", "AMT_CREDIT", "Value: XNA", "votre probabilité"])
def test_a_forbidden_word_is_noticed(text):
    assert FORBIDDEN.search(text)


# A letter speaks to its reader, never of them; "client" stands where somebody signs, and in what we call our clients.
OF_THE_READER = {
    "fr": re.compile(r"\b(du|le|ce|au) client\b|\b(son|sa|ses|leurs?|lui|soi|elle-même)\b", re.I),
    "en": re.compile(r"\b(the|this) client\b|\bclient’s\b|\b(their|his|her|hers|theirs|oneself|he|she)\b", re.I),
}
SIGNED = re.compile(r"Remis au client|Given to the client")


def spoken_of(text, language):
    """Where a text speaks of the reader as of somebody else."""
    found = OF_THE_READER[language].search(SIGNED.sub("", text))
    return text[max(found.start() - 60, 0) : found.end() + 60] if found else None


@pytest.mark.slow
def test_a_letter_speaks_to_its_reader(letters):
    for case, html in letters:
        assert spoken_of(text_of(html), case.language) is None, case.assessment.client


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_so_does_the_file_that_clients_take_home(world, portfolio, clients, language):
    for zone in ZONES:
        html = client_data_text(world, portfolio, clients[zone][0], language, ".html").partition("<script")[0]
        assert spoken_of(text_of(html), language) is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", ["label", "meaning"])
def test_every_label_can_be_said_to_the_client(words, language):
    for entry in catalogue().values():
        text = getattr(entry, words).say(language)
        assert spoken_of(to_reader(text, language), language) is None
        assert to_reader(to_reader(text, language), language) == to_reader(text, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_level_and_every_route_can_be_said_to_the_client(language):
    values = [words for source in levels().values() for column in source.values() for words in column.values()]
    routes = [words for key, words in sentences("page").items() if key.startswith("routes.what")]
    assert len(values) > 200
    assert len(routes) == len(get_args(Lever)) + 2  # one credit and many, a smaller loan and a lower limit
    for words in (*values, *routes):
        assert spoken_of(to_reader(words.say(language), language), language) is None


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("fr", "Son crédit, sa carte et ses cartes", "Votre crédit, votre carte et vos cartes"),
        ("fr", "âge du client", "votre âge"),
        ("fr", "Sassafras, poison, Nelson-sa", "Sassafras, poison, Nelson-sa"),
        ("fr", "Part de demandes faites comme nouveau client", "Part de demandes faites comme nouveau client"),
        ("en", "Client’s age", "Your age"),
        ("en", "Share of others", "Share of others"),
        ("xx", "Client’s age", "Client’s age"),
    ],
)
def test_a_text_about_the_client_becomes_one_to_the_client(language, text, said):
    assert to_reader(text, language) == said


@pytest.mark.parametrize(
    ("language", "text"), [("fr", "Âge du client"), ("fr", "Total de ses crédits"), ("en", "Client’s age")]
)
def test_a_text_about_the_client_is_noticed(language, text):
    assert spoken_of(text, language) is not None


# --- how hard it is to read -----------------------------------------------------------------------------

VOWELS = {"fr": re.compile(r"[aeiouyàâäéèêëîïôöùûü]+"), "en": re.compile(r"[aeiouy]+")}


def sentences_of(text: str) -> list[list[str]]:
    """Words of each sentence of running text; what stands in the table is no sentence."""
    found = [re.findall(r"[^\W\d_]+(?:[’-][^\W\d_]+)*", part) for part in re.split(r"[.:;!?]\s", text)]
    return [words for words in found if len(words) > 3]


def reading_ease(text: str, language: str) -> float:
    """Flesch's measure, for French as Kandel and Moles fitted it: 60 to 70 is plain, below 30 for specialists."""
    sentences = sentences_of(text)
    words = [word.lower() for sentence in sentences for word in sentence]
    syllables = sum(syllables_of(word, language) for word in words) / len(words)
    length = len(words) / len(sentences)
    if language == "fr":
        return 207 - 1.015 * length - 73.6 * syllables
    return 206.835 - 1.015 * length - 84.6 * syllables


def syllables_of(word: str, language: str) -> int:
    silent = re.sub(r"(es|e|ent)$" if language == "fr" else r"e$", "", word)
    return max(len(VOWELS[language].findall(silent)), 1)


def running_text(html: str) -> str:
    return text_of(re.sub(r"<table.*?</table>|<header.*?</header>|<footer.*?</footer>", "", html, flags=re.S))


@pytest.mark.slow
def test_every_letter_is_plain_language(letters):
    for case, html in letters:
        text = running_text(html)
        ease = reading_ease(text, case.language)
        assert 58 < ease < 100, (case.assessment.client, case.language, ease)
        longest = max(sentences_of(text), key=len)
        assert 10 < len(longest) <= 32, " ".join(longest)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "fr",
            "Conformément aux dispositions réglementaires applicables, l’établissement prêteur procède à l’évaluation "
            "algorithmique de la solvabilité du demandeur préalablement à toute contractualisation. ",
        ),
        (
            "en",
            "Notwithstanding applicable regulatory provisions, the institution undertakes algorithmic evaluation of "
            "creditworthiness preceding contractual commitments. ",
        ),
    ],
)
def test_bureaucratic_prose_is_noticed(language, text):
    assert reading_ease(text * 3, language) < 40


# --- what the client can do, what one decided, what is not known ----------------------------------------


def some_routes(case, *levers):
    """Routes as the search gives them, one a lever: the answer is a yes at twenty points more."""
    request = Request(credit=600_000.0, annuity=25_000.0, goods_price=500_000.0, income=150_000.0)
    now = outcome_of(case.assessment)
    then = dataclasses.replace(now, zone="accept", score=now.score + 20)
    longer = dataclasses.replace(request, annuity=20_000.0)
    routes = tuple(
        Route(lever, request, (7, 8), 40_000.0, 0.2, then)
        if lever == "repaid"
        else Route(lever, longer, (), 0.0, 0.1, then)
        for lever in levers
    )
    return Routes(case.assessment.client, case.assessment.model, request, now, routes, None)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("lever", get_args(Lever))
def test_every_kind_of_route_stands_in_the_letter_in_the_words_of_the_page(portfolio, clients, lender, lever, language):
    case = case_of(portfolio, clients["refuse"][0], language, TODAY)
    case = dataclasses.replace(case, routes=some_routes(case, lever))
    text = text_of(letter_page("letter", case, lender))
    (words,) = route_words(case.routes, language)
    assert to_reader(words.sentence, language) in text
    assert {"fr": "Ce n’est pas une offre", "en": "This is not an offer"}[language] in text
    assert not re.search(r"le client|du client|the client’s", text.partition("\n")[2].split("diminue")[-1])


@pytest.mark.slow
def test_without_a_route_the_letter_says_so_and_where_nobody_looked_too(letters):
    without = [(case, text_of(html)) for case, html in letters if case.routes and not case.routes.routes]
    assert {case.language for case, _ in without} == set(LANGUAGES)
    for case, text in without:
        if not case.is_yes:
            held = set(case.routes.now.causes) - {"near_threshold"}
            none = "routes.none_review" if case.routes.now.zone == "review" else "routes.none"
            assert page("routes.held" if held else none, case.language) in text
    for case, html in letters:
        asks = ("Demandez à votre conseiller quels changements", "Ask your adviser which changes")
        assert any(ask in html for ask in asks) == (case.routes is None and not case.is_yes)


def test_a_refusal_promises_no_change_where_none_was_found(letters):
    """ "As it was asked for" said that another request would do, and the letter below it that none would."""
    as_asked = {"fr": "tel qu’il est demandé", "en": "as it was asked for"}
    seen = set()
    for case, html in letters:
        if case.outcome == "refuse":
            is_hopeless = case.routes is not None and not case.routes.routes
            assert (as_asked[case.language] in html) is not is_hopeless
            seen.add((case.language, is_hopeless))
    assert seen == {(language, hopeless) for language in LANGUAGES for hopeless in (True, False)}


def test_a_refusal_that_an_adviser_confirmed_promises_no_more_than_the_letter_below_it(letters):
    hopeless = {
        case.language: case
        for case, _ in letters
        if case.outcome == "refuse" and case.routes is not None and not case.routes.routes
    }
    confirmed = {
        language: answer_key(dataclasses.replace(case, decided="refused")) for language, case in hopeless.items()
    }
    assert confirmed == dict.fromkeys(LANGUAGES, "refused_whatever")
    assert {answer_key(dataclasses.replace(case, decided="refused", routes=None)) for case in hopeless.values()} == {
        "refused"
    }


def test_a_score_near_the_threshold_says_between_which_scores_a_person_looks(letters):
    near = [(case, html) for case, html in letters if case.is_pending and case.assessment.review_because == (NEAR,)]
    assert {case.language for case, _ in near} == set(LANGUAGES)
    for case, html in near:
        low, high = case.assessment.review_scores
        assert {"fr": f"entre {low} et {high}\u00a0points", "en": f"from {low} to {high}\u00a0points"}[
            case.language
        ] in html
        assert low <= case.assessment.score <= high


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_persons_decision_is_the_answer(portfolio, clients, lender, language):
    client = clients["refuse"][0]
    granted = letter_page("letter", case_of(portfolio, client, language, TODAY, decided="granted"), lender)
    assert {"fr": "nous pouvons vous accorder ce crédit", "en": "we can grant you this loan"}[language] in granted
    assert {"fr": "ne pouvons pas vous accorder", "en": "cannot grant"}[language] not in granted
    assert {"fr": "Votre conseiller vous présente le contrat", "en": "show you the contract"}[language] in granted
    refused = letter_page(
        "letter", case_of(portfolio, clients["review"][0], language, TODAY, decided="refused"), lender
    )
    assert {"fr": "nous ne pouvons pas vous accorder", "en": "we cannot grant you"}[language] in refused


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_what_the_application_does_not_say_is_left_out(portfolio, clients, lender, kind, language):
    whole = case_of(portfolio, clients["accept"][0], language, TODAY)
    for without in (AMOUNT, "application_amt_annuity", "application_implied_term", "application_name_contract_type"):
        case = dataclasses.replace(whole, values={**whole.values, without: None})
        html = letter_page(kind, case, lender)
        assert "None" not in html
        if kind == "letter":
            assert "not known" not in html
            assert "non renseigné" not in html
    nothing = dataclasses.replace(whole, values=dict.fromkeys(whole.values))
    assert {"fr": "Vous avez demandé un crédit.", "en": "You applied for a loan."}[language] in letter_page(
        "letter", nothing, lender
    )


def at_the_limit(case: Case, probability: float) -> Case:
    near = dataclasses.replace(case.assessment.comparable, low=probability - 0.01, high=probability + 0.01)
    assessment = dataclasses.replace(case.assessment, probability=probability, comparable=near)
    return dataclasses.replace(case, assessment=assessment)


def test_a_refusal_whose_number_rounds_to_the_limit_says_it_more_exactly(portfolio, clients, lender):
    case = case_of(portfolio, clients["refuse"][0], "fr", TODAY)
    text = text_of(letter_page("letter", at_the_limit(case, 0.0936), lender))
    assert "environ 9 ont eu une difficulté" in text
    assert (
        "Plus précisément, ce nombre est de 9,36. Nous accordons un crédit jusqu’à 9,09, "
        "si aucun point du dossier ne reste à examiner." in text
    )
    assert "d’environ 9 au plus" not in text
    for probability, said in (
        (0.004, "moins de 1 a eu une"),
        (0.01, "environ 1 a eu une"),
        (0.02, "environ 2 ont eu une"),
    ):
        assert said in text_of(letter_page("letter", at_the_limit(case, probability), lender))


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_opens_offline_names_its_model_and_numbers_its_pages(portfolio, clients, lender, kind):
    html = letter_page(kind, case_of(portfolio, clients["refuse"][0], "fr", TODAY), lender)
    assert len(html.encode()) < 150_000
    assert not re.search(r"(src|href)=|https?:|<script|url\((?!data:)", html)
    assert f"Modèle {portfolio.manifest.version}, calcul du" in html
    assert 'counter(page) " sur " counter(pages)' in html
    assert "Le 26\u00a0novembre\u00a02026" in html
    assert html.count('<div class="sign"><div>') == 1
    assert re.search(r'<div class="end">(<section[^>]*>.*?</section>)?<p[^>]*>[^<]+</p><div class="sign">', html)
    assert re.search(r"[,\s]\.end,[^{}]*\{ break-inside: avoid; \}", html)  # signatures on a page with what they sign
    assert "Données de démonstration" in html


def test_the_letter_names_the_version_it_speaks_of_when_another_model_serves(own_world, lender):
    before = Portfolio.open(own_world)
    client, version = int(before.clients[0]), before.manifest.version
    case = case_of(before, client, "fr", TODAY)
    manifest = before.folder / MODEL / MANIFEST
    changed = read_json(manifest) | {"version": "another"}
    write_json(manifest, changed)
    assert f"Modèle {version}," in letter_page("letter", case, lender)
    assert f"Modèle {version}," in letter_page("letter", case_of(before, client, "fr", TODAY), lender)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("decided", ["", "granted", "refused", "postponed"])
@pytest.mark.parametrize("zone", ZONES)
def test_the_letter_says_what_the_program_did_and_what_a_person_did(
    portfolio, clients, lender, zone, decided, language
):
    case = case_of(portfolio, clients[zone][0], language, TODAY, decided=decided)
    text = text_of(letter_page("letter", case, lender))
    answered = decided or {"review": "postponed"}.get(zone, "")
    who = {"": "program", "postponed": "pending"}.get(answered, "person")
    assert [name for name, sentence in ROLE[language].items() if sentence in text] == [who]


@pytest.mark.parametrize(("language", "sentence"), [("fr", "quels organismes extérieurs"), ("en", "which outside")])
def test_who_was_consulted_elsewhere_may_be_asked_where_anybody_was(portfolio, clients, lender, language, sentence):
    case = case_of(portfolio, clients["refuse"][0], language, TODAY)
    assert sentence in text_of(letter_page("letter", case, lender))
    sources = tuple(
        dataclasses.replace(source, state="absent" if source.name in ELSEWHERE else source.state)
        for source in case.assessment.sources
    )
    alone = dataclasses.replace(case, assessment=dataclasses.replace(case.assessment, sources=sources))
    assert sentence not in text_of(letter_page("letter", alone, lender))
