"""*Mes données*: what is known of one client as one HTML file that opens without a network and shows nobody else.

Every row stands in the page itself; a few lines of script filter them. Where the client stands among the others is told
in groups of at least twenty people.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from operator import itemgetter

from scoring.documents.frame import part_of_page
from scoring.documents.letters.case import Case
from scoring.documents.letters.client_file import answer_cells
from scoring.documents.letters.client_rows_html import rows_section
from scoring.documents.letters.lender import Lender
from scoring.documents.letters.parts import paper, reasons_table, rights, section
from scoring.features.catalogue import catalogue
from scoring.portfolio.aggregates import Group, groups_of
from scoring.portfolio.describe import Datum
from scoring.portfolio.export import as_json
from scoring.portfolio.read import Portfolio
from scoring.portfolio.rows_in_words import TableInWords
from scoring.texts import format_number, format_value
from scoring.texts.words import capitalised

# Nothing is loaded from anywhere, whatever a value says.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; font-src data:"
SPREAD = (
    *("application_amt_credit", "application_amt_annuity", "application_amt_income_total"),
    *("application_annuity_income_ratio", "application_days_employed", "application_name_income_type"),
    *("bureau_rows_count", "installments_late_mean"),
)
COLUMNS = ("label", "value", "usual", "used")


@dataclass(frozen=True)
class Spread:
    """A variable of the client among all clients: its name, and groups of people."""

    feature: str
    groups: tuple[Group, ...]


def spreads_of(portfolio: Portfolio, client: int) -> tuple[Spread, ...]:
    """Where the client stands, for the variables of their reasons and the basics; those that can be told."""
    assessment, place = portfolio.assess(client), portfolio.place(client)
    named = [reason.feature for reason in (*assessment.raises, *assessment.lowers)]
    wanted = [name for name in dict.fromkeys((*SPREAD, *named)) if name in portfolio.about.variables]
    spreads = (Spread(name, groups_of(portfolio.column(name), place)) for name in wanted)
    return tuple(spread for spread in spreads if len(spread.groups) > 1)


def client_data_page(
    case: Case,
    data: Sequence[Datum],
    spreads: Iterable[Spread],
    lender: Lender,
    tables: Sequence[TableInWords] = (),
) -> str:
    """The file as one HTML page.

    Parameters
    ----------
    case : Case
        Whom it is about, and the answer.
    data : sequence of Datum
        As ``Portfolio.data_of`` gives them.
    spreads : iterable of Spread
        As :func:`spreads_of` gives them.
    lender : Lender
        Whom the client writes to.
    tables : sequence of TableInWords
        The rows that the data were drawn from, as :func:`scoring.portfolio.rows_in_words.rows_in_words` gives them.
    """
    title = case.say("own.title", client=case.assessment.client)
    content = (
        f"<h1>{escape(title)}</h1><p>{escape(case.say('own.intro'))} {escape(case.say(_where_rows_are(tables)))}</p>",
        answer_cells(case),
        section(case.why_title, reasons_table(case)),
        section(case.say("own.spread"), f"<p>{escape(case.say('own.spread_note'))}</p>", spreads_html(case, spreads)),
        section(case.say("own.data"), _filter(case, data), _table(case, data)),
        rows_section(case, tables),
        rights(case, lender),
        _machine_readable(case, data),
        f"<script>\n{part_of_page('letters/client_data.js')}</script>",
    )
    page = paper(title, content, case, lender)
    policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    return page.replace('<meta charset="utf-8">', f'<meta charset="utf-8">\n{policy}', 1)


def _where_rows_are(tables: Sequence[TableInWords]) -> str:
    """The key of the sentence that tells whether the rows are in this file, or where else."""
    return "own.rows_below" if tables else "own.rows_elsewhere"


def _filter(case: Case, data: Sequence[Datum]) -> str:
    sources = dict.fromkeys(datum.source for datum in data)
    options = "".join(f"<option>{escape(capitalised(source))}</option>" for source in sources)
    every = f'<option value="">{escape(case.say("own.every_source"))}</option>'
    return (
        f'<p class="filter"><label>{escape(case.say("own.source"))} <select id="source">{every}{options}</select>'
        f'</label> <label>{escape(case.say("own.word"))} <input id="word" type="search"></label> '
        f'<span id="count" role="status" data-some="{escape(case.say("own.shown"))}" '
        f'data-none="{escape(case.say("own.none_shown"))}"></span></p>'
    )


def _table(case: Case, data: Sequence[Datum]) -> str:
    head = "".join(f'<th scope="col">{escape(case.say(f"own.{name}"))}</th>' for name in ("source", *COLUMNS))
    rows = "".join(_row(case, datum) for datum in data)
    return f'<table id="data"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def used_words(case: Case, datum: Datum) -> str:
    """Whether the answer uses it; what a rule keeps out is told apart."""
    return case.say("own.barred") if datum.barred else format_value(float(datum.used), "flag", case.language)


def explained(case: Case, datum: Datum) -> str:
    """A piece's name, and what it means at a touch or a key: a tooltip would be for the mouse alone."""
    meaning_text = case.address(catalogue()[datum.feature].meaning.say(case.language))
    label, meaning = escape(case.address(datum.label)), escape(meaning_text)
    if label == meaning:
        return label
    return f'<details class="means"><summary>{label}</summary><p>{meaning}</p></details>'


def _row(case: Case, datum: Datum) -> str:
    source = escape(capitalised(datum.source))
    value, usual = (escape(case.address(text)) for text in (datum.value, datum.usual))
    names = ("value", "usual", "used")
    cells = "".join(
        f'<td data-label="{escape(case.say(f"own.{name}"))}">{text}</td>'
        for name, text in zip(names, (value, usual, escape(used_words(case, datum))), strict=True)
    )
    return f'<tr><td>{source}</td><th scope="row">{explained(case, datum)}</th>{cells}</tr>'


def spreads_html(case: Case, spreads: Iterable[Spread]) -> str:
    """Where the client stands, a line to open for each variable."""
    return "".join(_spread(case, spread) for spread in spreads) or f"<p>{escape(case.say('own.no_spread'))}</p>"


def _spread(case: Case, spread: Spread) -> str:
    entry, rows = catalogue()[spread.feature], ""
    told = _told_apart(case, spread)
    most = max(people for _, people, _ in told)
    for name, people, is_here in told:
        here = f" <b>{escape(case.say('own.here'))}</b>" if is_here else ""
        width = 100 * people / most
        rows += (
            f'<tr><th scope="row">{escape(name)}{here}</th><td class="number">'
            f"{escape(format_number(people, case.language))}</td>"
            f'<td class="bar"><i class="{"here" if is_here else ""}" style="width:{width:.1f}%"></i></td></tr>'
        )
    label = escape(case.address(entry.label.say(case.language)))
    groups, clients = (escape(case.say(f"own.{name}")) for name in ("group", "people"))
    head = f'<th scope="col">{groups}</th><th scope="col" class="number">{clients}</th><td></td>'
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    return f'<details class="spread"><summary>{label}</summary>{table}</details>'


def _told_apart(case: Case, spread: Spread) -> list[tuple[str, int, bool]]:
    """Groups by their names, people and whether the client is among them; groups that read alike are one."""
    last = len(spread.groups) - 1
    named = [
        (case.address(_name(case, spread.feature, group, {0: "up_to", last: "from"}.get(index, "range"))), group)
        for index, group in enumerate(spread.groups)
    ]
    return [
        (name, sum(group.people for _, group in alike), any(group.here for _, group in alike))
        for name, alike in ((name, list(alike)) for name, alike in groupby(named, key=itemgetter(0)))
    ]


def _name(case: Case, feature: str, group: Group, key: str) -> str:
    """A group in words; the lowest and the highest value, which are one person's, are not told."""
    entry = catalogue()[feature]
    if group.low is None or group.high is None:
        return entry.show(group.level, case.language) if group.level else case.say("own.rare")
    low, high = entry.show_beside((group.low, group.high), case.language)
    return low if low == high else case.say(f"own.{key}", low=low, high=high)


def _machine_readable(case: Case, data: Sequence[Datum]) -> str:
    """The same data for a program; no text in it can end the element that holds it."""
    content = json.loads(as_json(case.assessment.client, data, case.language))
    safe = json.dumps(content, ensure_ascii=False, allow_nan=False).replace("<", "\\u003c").replace("&", "\\u0026")
    return f'<script type="application/json" id="machine-readable">{safe}</script>'
