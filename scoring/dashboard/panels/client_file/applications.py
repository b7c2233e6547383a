"""Applications with us before this one, each with its instalments; and all instalments in one picture."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.dashboard.panels.client_file.tables import Cell, Column, number, record_table, text
from scoring.dashboard.panels.client_file.words import RecordWords
from scoring.dashboard.render.html import esc, fine
from scoring.portfolio.client_records import ClientRecords, EarlierApplication, Instalment

GRANTED = "Approved"
NO_GOODS = frozenset({None, "XNA", "XAP"})
DRAWN = 72  # instalments of the picture
TALLEST, MIDDLE = 30.0, 50.0  # days at the picture's edge; per cent of its height


def applications_html(records: ClientRecords, words: RecordWords) -> str:
    """How many, and each application; then how all instalments were paid."""
    applications = records.applications
    if applications is None:
        return f"<h2>{esc(words.say('applications.kind'))}</h2>" + fine(words.say("applications.absent"))
    if not applications:
        return f"<h2>{esc(words.say('applications.none'))}</h2>"
    columns = (
        *(Column(words.say(f"applications.{key}"), width) for key, width in (("kind", 25), ("status", 21))),
        *(Column(words.say(f"applications.{key}"), 13, number=True) for key in ("asked", "granted")),
        Column(words.say("applications.instalments"), 28),
    )
    rows = [_row(application, records, words) for application in applications]
    more = words.count("more", max(len(rows) - 8, 0))
    name = title(applications, words)
    return f"<h2>{esc(name)}</h2>{record_table(name, columns, rows, more)}"


def title(applications: Sequence[EarlierApplication], words: RecordWords) -> str:
    """How many applications, how many of them granted."""
    granted = sum(application.status == GRANTED for application in applications)
    if granted in (0, len(applications)):
        return words.count("applications.title_all" if granted else "applications.title", len(applications))
    return words.count("applications.title_granted", granted, all=words.number(len(applications)))


def instalments_html(records: ClientRecords, words: RecordWords) -> str:
    """Of all instalments: how many were late, and each as a bar."""
    if not records.instalments_known:
        return f"<h2>{esc(words.say('instalments.title_plain'))}</h2>" + fine(words.say("instalments.absent"))
    applications = records.applications or ()
    every = sorted(
        (instalment for application in applications for instalment in application.instalments), key=lambda i: i.due
    )
    if not every:
        return f"<h2>{esc(words.say('instalments.none'))}</h2>"
    return (
        f"<h2>{esc(paid_title(every, words))}</h2>{fine(_counts(every, words))}{_picture(every[-DRAWN:], words)}"
        + fine(_key(every, words))
    )


def paid_title(instalments: Sequence[Instalment], words: RecordWords) -> str:
    """How many of some instalments were paid late."""
    late, count = sum(is_late(instalment) for instalment in instalments), len(instalments)
    if late:
        return words.count("instalments.title", late, all=words.number(count))
    return words.count("instalments.title_none", count)


def is_late(instalment: Instalment) -> bool:
    """Whether it was paid after the day due."""
    return instalment.delay is not None and instalment.delay > 0


def _counts(instalments: Sequence[Instalment], words: RecordWords) -> str:
    delays = [instalment.delay for instalment in instalments]
    counts = {
        "early": sum(delay is not None and delay < 0 for delay in delays),
        "same_day": sum(delay == 0 for delay in delays),
        "late": sum(map(is_late, instalments)),
        "unpaid": sum(delay is None for delay in delays),
    }
    text = words.joined([words.count(f"instalments.{key}", count) for key, count in counts.items() if count]) + "."
    longest = max((delay for delay in delays if delay is not None), default=0.0)
    return f"{text} {words.say('instalments.longest', days=words.days(longest))}" if longest > 0 else text


def _key(instalments: Sequence[Instalment], words: RecordWords) -> str:
    """What a bar says; its edge and its dashes where there are such, and how many are drawn where not all are."""
    delays = [instalment.delay for instalment in instalments[-DRAWN:]]
    sentences = [words.say("instalments.key")]
    if any(delay is not None and abs(delay) >= TALLEST for delay in delays):
        sentences.append(words.say("instalments.edge", days=words.days(TALLEST)))
    if None in delays:
        sentences.append(words.say("instalments.open"))
    if len(instalments) > DRAWN:
        sentences.append(words.say("instalments.latest", n=words.number(DRAWN)))
    return " ".join(sentences)


def _picture(instalments: Sequence[Instalment], words: RecordWords) -> str:
    """One bar an instalment around the day due; delays of more than a month reach the edge."""
    width = 100.0 / len(instalments)
    bars = "".join(_bar(instalment, index * width, width) for index, instalment in enumerate(instalments))
    return (
        f'<div class="pad-beat" role="img" aria-label="{esc(paid_title(instalments, words))}">{bars}'
        f'<b class="zero"></b><span class="up">{esc(words.say("instalments.axis_late"))}</span>'
        f'<span class="down">{esc(words.say("instalments.axis_early"))}</span></div>'
    )


def _bar(instalment: Instalment, left: float, width: float) -> str:
    place = f"left:{left:.2f}%;width:{0.7 * width:.2f}%"
    delay = instalment.delay
    if not delay:
        return f'<i class="{"even" if delay == 0 else "open"}" style="{place}"></i>'
    height = max(MIDDLE * min(abs(delay), TALLEST) / TALLEST, 2.0)
    side, edge = ("late", "bottom") if delay > 0 else ("soon", "top")
    return f'<i class="{side}" style="{place};{edge}:{MIDDLE:.0f}%;height:{height:.1f}%"></i>'


def _row(application: EarlierApplication, records: ClientRecords, words: RecordWords) -> tuple[Cell, ...]:
    kind = words.say("applications.older")
    if application.kind is not None:
        kind = words.level("previous", "NAME_CONTRACT_TYPE", application.kind)
    goods = (
        words.level("previous", "NAME_GOODS_CATEGORY", application.goods) if application.goods not in NO_GOODS else ""
    )
    when = words.when(application.decided) if application.decided is not None else ""
    refused = ""
    if application.refused_for not in NO_GOODS:
        reason = words.level("previous", "CODE_REJECT_REASON", application.refused_for)
        refused = words.say("applications.refused_for", reason=reason)
    return (
        text(kind, words.joined([goods, when])),
        text(words.level("previous", "NAME_CONTRACT_STATUS", application.status), refused),
        number(words.amount(application.asked or None)),  # nought is how an amount never stated is written
        number(words.amount(application.granted) if application.status == GRANTED else "–"),
        _instalments(application.instalments, records, words),
    )


def _instalments(instalments: Sequence[Instalment], records: ClientRecords, words: RecordWords) -> Cell:
    """How many and how many late, opening to each of them."""
    if not instalments:
        return text(words.say("applications.no_instalment") if records.instalments_known else words.say("unknown"))
    late = sum(map(is_late, instalments))
    parts = [words.count("instalments.count", len(instalments)), words.count("instalments.late", late) if late else ""]
    lines = "".join(f"<li>{esc(_line(instalment, words))}</li>" for instalment in instalments)
    return Cell(f"<details><summary>{esc(words.joined(parts))}</summary><ol>{lines}</ol></details>")


def _line(instalment: Instalment, words: RecordWords) -> str:
    due, amount, delay = words.when(instalment.due), words.amount(instalment.amount), instalment.delay
    if delay is None:
        return words.say("instalments.line_unpaid", due=due, amount=amount)
    key = "on_day" if delay == 0 else "days_late" if delay > 0 else "days_early"
    return words.say(
        "instalments.line", due=due, amount=amount, delay=words.say(f"instalments.{key}", days=words.days(delay))
    )
