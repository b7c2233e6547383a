"""The client's file on paper: the answer, what weighed, what the file says and where it comes from, its history."""

from __future__ import annotations

from functools import partial
from html import escape

from scoring.documents.letters.case import Case
from scoring.documents.letters.lender import Lender
from scoring.documents.letters.parts import bullets, ending, paper, reasons_table, section
from scoring.explain.hundred import risk_of
from scoring.portfolio.facts import Facts
from scoring.texts import format_number, source
from scoring.texts.sentences import page
from scoring.texts.words import capitalised


def client_file(case: Case, lender: Lender) -> str:
    """The file as one HTML page that opens offline and prints on A4.

    Parameters
    ----------
    case : Case
        Whom it is about, and the answer.
    lender : Lender
        Who writes.
    """
    title = case.say("file.title", client=case.assessment.client)
    past = bullets(case.past) or f"<p>{escape(case.say('file.past_none'))}</p>"
    content = (
        f"<h1>{escape(title)}</h1>",
        answer_cells(case),
        _causes(case),
        section(case.say(f"file.why{case.weighed_in}"), reasons_table(case, to_client=False)),
        section(case.say("file.known"), _facts(case)),
        section(case.say("file.sources"), _sources(case)),
        ending(
            section(case.say("file.past"), past),
            f'<p class="note">{escape(case.say("file.rights"))}</p>',
            case=case,
            lender=lender,
        ),
    )
    return paper(title, content, case, lender)


def _causes(case: Case) -> str:
    """Why a person must look, as the page says it; nothing where a person already has, or nobody needs to."""
    assessment, language = case.assessment, case.language
    sentences: list[str] = []
    for cause in assessment.review_because if case.is_pending else ():
        named = [value.sentence[language] for value in assessment.unusable if value.cause == cause]
        sentences += named or [page(f"review.{cause}", language)]
    line = escape(" ".join(dict.fromkeys(sentences)))  # one: the file stands on one sheet
    return f"<p><b>{escape(page('decision.causes', language))}</b> – {line}</p>" if sentences else ""


def answer_cells(case: Case) -> str:
    """Zone, score and risk side by side; under the zone what a person decided, where one has."""
    assessment, language = case.assessment, case.language
    risk = risk_of(assessment)
    threshold = case.say("file.threshold", points=format_number(assessment.threshold_score, language))
    number = page("decision.about", language, n=risk.some) if risk.some else page("decision.under_one", language)
    decided = case.say(f"file.decided_{case.decided}") if case.decided else ""
    cells = (
        (case.say("file.answer"), case.say(f"file.zone_{assessment.zone}"), decided),
        (case.say("file.score"), format_number(assessment.score, language), threshold),
        (case.say("file.risk"), number, case.say("file.hundred")),
    )
    return '<div class="three">' + "".join(
        f"<p>{escape(name)}<b>{escape(value)}</b><small>{escape(note)}</small></p>" for name, value, note in cells
    ) + "</div>"  # fmt: skip


def _facts(case: Case) -> str:
    """What is asked for, the situation and the history, as on the page's card."""
    absent = frozenset(item.name for item in case.assessment.sources if item.state == "absent")
    facts = Facts(case.values, case.language, partial(_say, case), absent)
    blocks = "".join(
        f"<div><h3>{escape(case.say(f'file.{name}'))}</h3><dl>"
        + "".join(f"<div><dt>{escape(label)}</dt><dd>{escape(value)}</dd></div>" for label, value in lines)
        + "</dl></div>"
        for name, lines in facts.blocks()
    )
    return f'<div class="facts">{blocks}</div>'


def _say(case: Case, key: str, **values: object) -> str:
    return page(key, case.language, **values)


def _sources(case: Case) -> str:
    lines = "".join(
        f"<div><dt>{escape(capitalised(source(item.name, case.language)))}</dt>"
        f"<dd>{escape(case.say(f'file.state_{item.state}'))}</dd></div>"
        for item in case.assessment.sources
    )
    return f'<dl class="sources">{lines}</dl>'
