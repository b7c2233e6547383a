"""What the decision letter and the client's file have in common: paper, reasons, rights, signatures, foot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from html import escape
from importlib.resources import files

from scoring.documents.frame import offline_page
from scoring.documents.letters.case import Case
from scoring.documents.letters.lender import Lender
from scoring.documents.typeface import typeface_rule
from scoring.explain.elements import Reason
from scoring.explain.reason_value import value_beside_usual
from scoring.features.catalogue import catalogue
from scoring.texts import format_signed

# What a letter calls the sources of an Assessment, some together.
CONSULTED: Mapping[str, tuple[str, ...]] = {
    "bureau": ("bureau", "balance"),
    "own": ("previous", "pos", "installments", "card"),
    "external": ("external_1", "external_2", "external_3"),
}
# What others told the lender: the client may know who, and what.
ELSEWHERE = (*CONSULTED["bureau"], *CONSULTED["external"])


def paper(title: str, content: Iterable[str], case: Case, lender: Lender) -> str:
    """A whole page that opens offline, prints on A4 and counts its pages.

    Parameters
    ----------
    title : str
        Title of the window, as plain text.
    content : iterable of str
        HTML, from the letterhead to the signatures.
    case, lender
        Whom it is about, who writes.
    """
    flagged = f'<p class="demo">{escape(case.say("demonstration"))}</p>' if case.demonstration else ""
    foot = case.say("foot", version=case.assessment.model, date=case.day(case.computed))
    margins = (
        f'@page {{ @bottom-left {{ content: "{_in_css(foot)}"; }} @bottom-right {{ content: '
        f'"{_in_css(case.say("page"))} " counter(page) " {_in_css(case.say("of"))} " counter(pages); }} }}\n'
    )
    body = (
        f'<body><main class="paper">{letterhead(case, lender)}{flagged}{"".join(content)}'
        f'<footer class="foot">{escape(foot)}</footer></main></body>'
    )
    return offline_page(body, title, style() + margins, case.language)


def letterhead(case: Case, lender: Lender) -> str:
    """Who writes at the left, and from where; about whom, and when, at the right: side by side, as a sheet is short."""
    about = [case.say("client", client=case.assessment.client), case.say("date", date=case.day(case.written))]
    service = escape(lender.say("service", case.language))
    address = f"<p>{'<br>'.join(map(escape, lender.address))}</p>" if lender.address else ""
    return (
        f'<header class="mast"><p><b class="brand">{escape(lender.name)}</b><br>{service}</p>{address}'
        f"<p>{'<br>'.join(map(escape, about))}</p></header>"
    )


def reasons_table(case: Case, *, to_client: bool = True) -> str:
    """What weighed: the page's families in the page's order, value beside what is usual, points and what they do.

    Parameters
    ----------
    case : Case
        Whose answer.
    to_client : bool
        Whether the client is spoken to, or spoken of.
    """
    reasons = (*case.assessment.raises, *case.assessment.lowers)
    if not reasons:
        return f"<p>{escape(case.say('why.none'))}</p>"
    names = ("label", "value", "points", "effect")
    numbers = {"points": ' class="number"'}
    keys = {} if to_client else {"value": "file.value"}
    head = "".join(
        f'<th scope="col"{numbers.get(name, "")}>{escape(case.say(keys.get(name, f"why.{name}")))}</th>'
        for name in names
    )
    address = case.address if to_client else str
    rows = "".join(_reason_row(reason, case, address) for reason in reasons)
    return (
        f'<table class="why"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
        f'<p class="note">{escape(" ".join(_notes(case, reasons)))}</p>'
    )


def _notes(case: Case, reasons: Sequence[Reason]) -> Iterator[str]:
    """How the points are to be read, and the scale of outside organisations' scores where one is among them."""
    yield case.say("why.note")
    if any(catalogue()[reason.feature].theme == "external" for reason in reasons):
        yield case.say("why.scores")


def _reason_row(reason: Reason, case: Case, address: Callable[[str], str]) -> str:
    language = case.language
    value = value_beside_usual(reason, language, address)
    unsure = reason.feature == case.assessment.unsure_reason
    note = f" <small>({escape(case.say('why.unsure'))})</small>" if unsure else ""
    return (
        f'<tr class="{reason.side}"><th scope="row">{escape(address(reason.headline[language]))}{note}</th>'
        f'<td>{escape(value)}</td><td class="number">{escape(format_signed(reason.points, language))}</td>'
        f'<td data-label="{escape(case.say("why.effect"))}">{escape(case.say(f"why.{reason.side}"))}</td></tr>'
    )


def section(title: str, *content: str) -> str:
    """A part of the letter under its heading."""
    return f"<section><h2>{escape(title)}</h2>{''.join(content)}</section>"


def paragraphs(sentences: Iterable[str]) -> Iterator[str]:
    """Sentences, a paragraph each."""
    return (f"<p>{escape(sentence)}</p>" for sentence in sentences)


def bullets(items: Sequence[str]) -> str:
    """Sentences as a list; nothing where there is none."""
    return f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in items)}</ul>" if items else ""


def consulted(case: Case) -> list[str]:
    """The sources that were looked at for this client, whether or not they held anything."""
    absent = {source.name for source in case.assessment.sources if source.state == "absent"}
    names = [name for name, parts in CONSULTED.items() if not set(parts) <= absent]
    return [case.say(f"source.{name}") for name in ("application", *names)]


def rights(case: Case, lender: Lender) -> str:
    """What the client may ask for, of whom, and how soon they are answered."""
    language = case.language
    elsewhere = any(source.name in ELSEWHERE and source.state != "absent" for source in case.assessment.sources)
    outside = ("consulted",) if elsewhere else ()
    keys = (f"human_{case.answered_by}", "contest", *outside, "data", "complain")
    items = [case.say(f"rights.{key}") for key in keys]
    contact = case.say(
        "rights.contact", contact=lender.say("contact", language), delay=lender.say("reply_within", language)
    )
    sources, role = case.say("list").join(consulted(case)), case.say(f"rights.role_{case.answered_by}")
    intro = f"<p>{escape(case.say('rights.intro', role=role, sources=sources))}</p>"
    content = f"{intro}{bullets(items)}<p>{escape(contact)}</p>"
    return f'<section class="rights"><h2>{escape(case.say("rights.title"))}</h2>{content}</section>'


def ending(*content: str, case: Case, lender: Lender) -> str:
    """What ends a paper, on one page with the two lines to sign on: nobody signs a page that says nothing."""
    lines = (case.say("sign.lender", name=lender.name), case.say("sign.client"))
    sign = f'<div class="sign">{"".join(f"<div>{escape(line)}</div>" for line in lines)}</div>'
    return f'<div class="end">{"".join(content)}{sign}</div>'


@cache
def style() -> str:
    """The letters' style with the page's typeface in it: nothing is loaded from elsewhere."""
    return typeface_rule() + files("scoring.documents.letters").joinpath("letter.css").read_text(encoding="utf-8")


def _in_css(text: str) -> str:
    """Text that can stand between quotes in a style sheet inside a page."""
    return "".join(f"\\{ord(sign):06x}" if sign in '"\\<>&\n' else sign for sign in text)
