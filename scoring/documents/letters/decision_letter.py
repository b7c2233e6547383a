"""The decision letter: the answer first, what weighed, what the client can do, their rights, two lines to sign on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape

from scoring.documents.letters.case import AMOUNT, ANNUITY, CASH, DURATION, AnsweredBy, Case
from scoring.documents.letters.lender import Lender
from scoring.documents.letters.parts import bullets, ending, paper, paragraphs, reasons_table, rights, section
from scoring.explain.hundred import HUNDRED, risk_of, round_percent
from scoring.features.revolving import CONTRACT, is_revolving
from scoring.tables.flags import NEVER_EMPTY
from scoring.texts import format_number, format_value, source
from scoring.texts.sentences import letter_words
from scoring.texts.words import capitalised, mark, uncapitalised
from scoring.what_if.route_words import RequiredScores, route_words, shared_outcome, spoken_lever, without_route
from scoring.what_if.routes import Routes

LONGER = ("longer", "amount_longer")
MOST_NAMED = 2  # of what weighed, in the sentence above the table
# How far the limit decides, by who answered: as long as nothing else is left to look at, or as a proposal.
LIMIT_HOLDS: Mapping[AnsweredBy, str] = {"program": "_held", "pending": "_held", "person": "_proposed"}


def decision_letter(case: Case, lender: Lender) -> str:
    """The letter as one HTML page that opens offline and prints on A4.

    Parameters
    ----------
    case : Case
        Whom it is about, and the answer.
    lender : Lender
        Who writes.
    """
    title = subject(case)
    content = (
        f"<h1>{escape(title)}</h1><p>{escape(case.say('greeting'))}</p>",
        f'<p class="answer">{escape(case.say(f"answer.{answer_key(case)}"))}</p>',
        f"<p>{escape(' '.join(opening(case)))}</p>",
        why_a_person(case),
        section(case.why_title, *paragraphs([" ".join(weighs_most(case))]), reasons_table(case)),
        section(case.say("do.title"), what_to_do(case)),
        ending(rights(case, lender), f"<p>{escape(case.say('closing'))}</p>", case=case, lender=lender),
    )
    return paper(title, content, case, lender)


def answer_key(case: Case) -> str:
    """Which answer is said: "as it was asked for" promises a change where routes were sought and there is none."""
    is_refusal = case.outcome in ("refuse", "refused") and not case.is_against_score
    is_hopeless = is_refusal and case.routes is not None and not case.routes.routes
    return f"{case.outcome}_whatever" if is_hopeless else case.outcome


def subject(case: Case) -> str:
    """The letter's title, with the amount where the application says one."""
    amount = case.show(AMOUNT)
    return case.say(f"title{case.tense}", amount=amount) if amount else case.say(f"title_plain{case.tense}")


def opening(case: Case) -> Iterator[str]:
    """What was asked for, the risk in people, the score: sentences in their order."""
    yield _asked(case)
    yield from _risk(case)
    score, threshold = (
        format_number(points, case.language) for points in (case.assessment.score, case.assessment.threshold_score)
    )
    yield case.say("risk.score", score=score, threshold=threshold)
    if case.is_left_to_a_person:
        yield case.say(f"risk.studied_{case.decided}")
    elif case.is_against_score:
        yield case.say(f"risk.against_{case.decided}")


def _asked(case: Case) -> str:
    amount, annuity, duration = case.show(AMOUNT), case.show(ANNUITY), _about(case)
    if case.values.get(CONTRACT) == CASH and amount and annuity and duration:
        return case.say("asked.cash", amount=amount, annuity=annuity, duration=duration)
    if is_revolving(case.values) and amount and annuity:
        return case.say("asked.revolving", amount=amount, annuity=annuity)
    return case.say("asked.amount", amount=amount) if amount else case.say("asked.plain")


def _about(case: Case) -> str:
    """The duration as one says "about": in whole months; empty where the file does not know it."""
    months = case.values.get(DURATION)
    return format_value(float(max(round(months), 1)), "months", case.language) if isinstance(months, float) else ""


def _risk(case: Case) -> Iterator[str]:
    """The page's number in people, its interval, and where the limit is; more exactly where both round alike."""
    assessment, language = case.assessment, case.language
    risk, limit = risk_of(assessment), round_percent(assessment.threshold)
    key = {0: "under_one", 1: "one"}.get(risk.some, "many")
    yield case.say(f"risk.{key}", n=risk.some)
    if risk.low is not None:
        yield case.say("risk.between", low=risk.low, high=risk.high)
    holds = LIMIT_HOLDS[case.answered_by]
    if risk.some != limit:
        yield case.say(f"risk.limit{holds}", threshold=limit)
        return
    exact, threshold = (
        format_number(HUNDRED * share, language, 2) for share in (assessment.probability, assessment.threshold)
    )
    if exact != threshold:
        yield case.say(f"risk.near_limit{holds}", exact=exact, threshold=threshold)


def why_a_person(case: Case) -> str:
    """Why a person must look, in the client's words; nothing where a person already has, or nobody needs to."""
    if not case.is_pending or not case.assessment.review_because:
        return ""
    sentences = list(dict.fromkeys(_cause(case, cause) for cause in case.assessment.review_because))
    if len(sentences) == 1:
        return f'<p><b class="why-one">{escape(case.say("cause.one"))}</b> {escape(sentences[0])}</p>'
    return section(case.say("cause.title"), bullets(sentences))


def weighs_most(case: Case) -> Iterator[str]:
    """What weighed most in words: for a yes, against a no, both where a person must look; of a score set aside none."""
    if case.is_against_score:
        return
    sides = {"against": case.assessment.raises, "for": case.assessment.lowers}
    wanted = ("against", "for") if case.is_pending else ("for",) if case.is_yes else ("against",)
    for side in wanted:
        names = [_in_sentence(case, reason.headline[case.language]) for reason in sides[side][:MOST_NAMED]]
        if names:
            yield case.say(f"why.{side}{case.tense}", names=_listed(case, names))


def _cause(case: Case, cause: str) -> str:
    language = case.language
    unusable = [value for value in case.assessment.unusable if value.cause == cause]
    # Who lacks an instalment lacks every ratio made of it: only what the client can bring is named.
    stated = [value for value in unusable if value.column.isupper()]
    names = [value.headline[language] for value in stated or unusable]
    if cause == "out_of_range":
        names = [value.headline[language] for value in case.assessment.outside]
    key = f"cause.{cause}"
    template = letter_words.all().get(f"letter.{key}")
    if template is None or ("{names}" in template.say(language) and not names):
        return case.say("cause.other")
    low, high = (format_number(points, language) for points in case.assessment.review_scores)
    return case.say(key, names=_listed(case, (_in_sentence(case, name) for name in names)), low=low, high=high)


def _listed(case: Case, names: Iterable[str]) -> str:
    """Names one after the other; some hold a comma, so that commas would make two of one."""
    return f"{mark('semicolon', case.language)} ".join(names)


def _in_sentence(case: Case, name: str) -> str:
    """A label in the middle of a sentence to the client."""
    return uncapitalised(case.address(name))


def what_to_do(case: Case) -> str:
    """What the client can do next, as the outcome asks for; routes where they were sought."""
    if case.is_yes:
        return f"<p>{escape(case.say('do.sign'))}</p>"
    wait = "do.wait_postponed" if case.decided == "postponed" else "do.wait"
    first = f"<p>{escape(case.say(wait if case.is_pending else 'do.again'))}</p>"
    sentences = [*_lacking(case), *_missing(case), case.say("do.correct")]
    return first + _ways(case) + bullets(sentences)


def _ways(case: Case) -> str:
    """Up to three routes, each with what it takes for granted; or an honest word that there is none."""
    routes = case.routes
    if routes is None or case.is_against_score:  # the score is not why: no change of it leads to another answer
        return f"<p>{escape(case.say('do.ask'))}</p>"
    if case.is_pending and case.assessment.zone == "accept":  # what holds it back is no part of the request
        return ""
    if not routes.routes:
        lines = without_route(routes, case.language, RequiredScores.of(case.assessment))
        return "".join(f"<p>{escape(case.address(line))}</p>" for line in lines)
    zone = shared_outcome(routes)
    key = f"routes_{zone}" if zone else "routes" if len(routes.routes) > 1 else "route"
    sentences = _changes(case, routes) if zone else [words.sentence for words in route_words(routes, case.language)]
    items = "".join(
        f"<li>{escape(case.address(sentence))} <small>{escape(assumes)}</small></li>"
        for sentence, assumes in zip(sentences, _assumed(case, routes), strict=True)
    )
    return f"<p>{escape(case.say(f'do.{key}'))}</p><ul>{items}</ul>"


def _changes(case: Case, routes: Routes) -> list[str]:
    """Routes that lead to one answer, which is said above them all: the change and its score."""
    points = (format_number(route.outcome.score, case.language) for route in routes.routes)
    changes = (words.change for words in route_words(routes, case.language))
    return [case.say("do.change", change=change, after=after) for change, after in zip(changes, points, strict=True)]


def _assumed(case: Case, routes: Routes) -> Iterator[str]:
    """What each route takes for granted; that a longer loan costs more is said once."""
    first_longer = next((route for route in routes.routes if route.lever in LONGER), None)
    for route in routes.routes:
        sentence = case.say(f"assumes.{spoken_lever(route, routes)}")
        yield f"{sentence} {case.say('assumes.dearer')}" if route is first_longer else sentence


def _lacking(case: Case) -> Iterator[str]:
    """Where a person must look because something essential is missing, that the client can bring it."""
    if case.is_pending and NEVER_EMPTY in case.assessment.review_because:
        yield case.say("do.complete")


def _missing(case: Case) -> Iterator[str]:
    """A document that would tell most: only a score is one; a history that does not exist cannot be brought."""
    telling = case.assessment.most_telling
    if telling is not None and telling.startswith("external") and not case.is_against_score:
        yield capitalised(case.say("do.document", name=source(telling, case.language)))
