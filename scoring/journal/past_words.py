"""What is on record of a client, in sentences: for the page, and for the client's file on paper."""

from __future__ import annotations

from datetime import datetime

from scoring.features.catalogue import catalogue
from scoring.journal.contested import contested_in_words
from scoring.journal.opinion import Contest, Decision, Standing
from scoring.texts import Language
from scoring.texts.dates import long_date
from scoring.texts.sentences import page


def past_sentences(standing: Standing, language: Language) -> tuple[str, ...]:
    """One sentence a decision or contest, oldest first."""
    dated = [(item.number, _decision(item, language)) for item in standing.decisions]
    dated += [(item.number, contest_sentence(item, language)) for item in standing.contests]
    return tuple(sentence for _, sentence in sorted(dated))


def contest_sentence(contest: Contest, language: Language) -> str:
    """A contested piece of information: what, who says so, whether a person has closed it; in the reader's language."""
    entry = catalogue().get(contest.feature)
    value, corrected = contest.value, contest.corrected
    if entry is not None and contest.claimed is not None:
        value, corrected = contested_in_words(entry, contest.held, contest.claimed, language)
    label = contest.feature if entry is None else entry.label.say(language)
    values = {"label": label, "value": value, "corrected": corrected, "who": contest.said_by}
    first = page("past.contest", language, day=_day(contest.day, language), **values)
    if not contest.closed_by:
        return f"{first} {page('past.open', language)}"
    return f"{first} {page(f'past.{contest.outcome}', language, who=contest.closed_by)}"


def _decision(decision: Decision, language: Language) -> str:
    key = decision.decided if decision.confirms is None else "confirmed"
    sentence = page(f"past.{key}", language, day=_day(decision.day, language), who=decision.adviser)
    parts = [sentence]
    if decision.motive:
        parts.append(page("past.motive", language, motive=page(f"opinion.motives.{decision.motive}", language)))
    if decision.words.strip():
        parts.append(page("past.words", language, words=decision.words.strip()))
    if not decision.in_force:
        parts.append(page("past.awaits", language))
    return " ".join(parts)


def _day(day: datetime, language: Language) -> str:
    return long_date(day.astimezone(), language)
