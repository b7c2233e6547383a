"""The client's data on their own page: by source, folded; their place among others; files to take home."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby

from scoring.dashboard.render.html import esc
from scoring.dashboard.render.terms import Say
from scoring.documents.letters.case import Case
from scoring.documents.letters.client_data import COLUMNS, Spread, explained, spreads_html, used_words
from scoring.portfolio.describe import Datum
from scoring.texts.words import capitalised

MEDIA = {".html": "text/html", ".csv": "text/csv", ".json": "application/json"}


def data_html(
    case: Case, data: Sequence[Datum], spreads: Sequence[Spread], say: Say, count: Callable[[int], str]
) -> str:
    """What is known of the client, and their place in groups of at least twenty people.

    Parameters
    ----------
    case, data, spreads
        Of the client.
    say : callable
        Gives the page's words by their key.
    count : callable
        Says so many pieces of information.
    """
    sources = "".join(
        _source(case, name, list(rows), count) for name, rows in groupby(data, lambda datum: datum.source)
    )
    return (
        f"<h2>{esc(say('client.data'))}</h2><p>{esc(say('client.data_intro'))}</p>{sources}"
        f"<h3>{esc(case.say('own.spread'))}</h3><p>{esc(case.say('own.spread_note'))}</p>{spreads_html(case, spreads)}"
    )


def links_html(files: Mapping[str, str], name: str, say: Say) -> str:
    """Links that hold the files themselves: nothing is kept on the server, nothing asked of it."""
    links = " ".join(
        f'<a class="pad-download" download="{esc(name)}{form}" href="data:{MEDIA[form]};charset=utf-8;base64,'
        f'{b64encode(text.encode()).decode()}">{esc(say(f"client.{form[1:]}"))}</a>'
        for form, text in files.items()
    )
    return f'<p class="pad-takes" role="status">{esc(say("client.ready"))} {links}</p>'


def _source(case: Case, name: str, data: Sequence[Datum], count: Callable[[int], str]) -> str:
    head = "".join(f'<th scope="col" role="columnheader">{esc(case.say(f"own.{column}"))}</th>' for column in COLUMNS)
    rows = "".join(_row(case, datum) for datum in data)
    title = capitalised(name)
    return (
        f"<details><summary>{esc(title)} <small>({esc(count(len(data)))})</small></summary>"
        f'<div class="pad-scroll pad-held" tabindex="0" role="region" aria-label="{esc(title)}"><table role="table">'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead><tbody role="rowgroup">{rows}</tbody></table></div>'
        "</details>"
    )


def _row(case: Case, datum: Datum) -> str:
    """On a telephone a row becomes two lines, in which each cell says what it is: its roles stand here."""
    texts = (case.address(datum.value), case.address(datum.usual), used_words(case, datum))
    cells = "".join(
        f'<td role="cell" data-name="{esc(case.say(f"own.{column}"))}">{esc(text)}</td>'
        for column, text in zip(COLUMNS[1:], texts, strict=True)
    )
    return f'<tr role="row"><th scope="row" role="rowheader">{explained(case, datum)}</th>{cells}</tr>'
