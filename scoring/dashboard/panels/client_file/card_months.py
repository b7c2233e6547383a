"""The client's card with us: which share of its limit was used, month by month."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.dashboard.panels.client_file.tables import Column, number, record_table, text
from scoring.dashboard.panels.client_file.words import RecordWords
from scoring.dashboard.render.html import details, esc, fine
from scoring.portfolio.client_records import CardMonth

DRAWN = 24  # months
LINES = (0.5, 1.0)  # shares of the limit that have a line
HIGH = 0.8  # share of the limit from which a bar stands out


def card_html(months: Sequence[CardMonth] | None, words: RecordWords) -> str:
    """The last month's share, a bar a month, and their table; a sentence where there is no card."""
    if months is None:
        return f"<h2>{esc(words.say('card.title_plain'))}</h2>" + fine(words.say("card.absent"))
    if not months:
        return f"<h2>{esc(words.say('card.none'))}</h2>"
    known = [month for month in months if used(month) is not None]
    if not known:
        return f"<h2>{esc(words.say('card.title_plain'))}</h2>{_table(months, words)}"
    last, drawn = known[-1], known[-DRAWN:]
    if not any(used(month) for month in drawn):  # an empty picture says less than a sentence
        limit = words.say("card.limit_told", limit=words.amount(last.limit), when=words.month_in_sentence(last.month))
        return f"<h2>{esc(words.count('card.unused', len(drawn)))}</h2>{fine(limit)}{_table(months, words)}"
    title = words.say("card.title", share=words.share(used(last)), when=words.month_in_sentence(last.month))
    most = max(drawn, key=lambda month: used(month) or 0.0)
    key = words.count(
        "card.key",
        len(drawn),
        limit=words.amount(last.limit),
        most=words.share(used(most)),
        when=words.month_in_sentence(most.month),
    )
    return f"<h2>{esc(title)}</h2>{fine(key)}{_picture(drawn, title, words)}{_table(months, words)}"


def used(month: CardMonth) -> float | None:
    """The share of the limit that is used; None where there is no limit.

    Examples
    --------
    >>> used(CardMonth(-1, 25.0, 100.0, 0.0))
    0.25
    """
    if month.balance is None or not month.limit:
        return None
    return max(month.balance, 0.0) / month.limit


def _picture(months: Sequence[CardMonth], title: str, words: RecordWords) -> str:
    """A bar a month under lines that say which share they stand for; from when to when, under it."""
    bars = "".join(_bar(used(month) or 0.0) for month in months)
    lines = "".join(
        f'<b style="bottom:{100 * share:.0f}%"><span>{esc(words.share(share))}</span></b>' for share in LINES
    )
    ends = dict.fromkeys(words.month_in_sentence(month.month) for month in (months[0], months[-1]))
    when = "".join(f"<span>{esc(end)}</span>" for end in ends)
    return (
        f'<div class="pad-months" role="img" aria-label="{esc(title)}">{lines}{bars}</div>'
        f'<p class="pad-ends" aria-hidden="true">{when}</p>'
    )


def _bar(share: float) -> str:
    high = ' class="high"' if share >= HIGH else ""
    return f'<i{high} style="height:{100 * min(share, 1.0):.1f}%"></i>'


def _table(months: Sequence[CardMonth], words: RecordWords) -> str:
    columns = (
        Column(words.say("card.month"), 28),
        *(Column(words.say(f"card.{key}"), 18, number=True) for key in ("balance", "limit", "share", "late")),
    )
    rows = [
        (
            text(words.month(month.month)),
            number(words.amount(month.balance)),
            number(words.amount(month.limit)),
            number(words.share(used(month))),
            number(words.days(month.days_late) if month.days_late else words.say("credits.not_late")),
        )
        for month in reversed(months)
    ]
    more = words.count("more", max(len(rows) - 8, 0))
    return details(words.say("as_table"), record_table(words.say("card.title_plain"), columns, rows, more))
