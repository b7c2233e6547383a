"""What an adviser decides, and what a client contests: checked in words, kept as entries, read back as a standing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast, get_args

from scoring.explain.assessment import Assessment
from scoring.journal.entry import NO_LOGIN, Decided, Entry, shown_of
from scoring.journal.free_text import LEAST_WORDS, LONGEST_WORDS, is_name, legible, same_person, unwritable

Motive = Literal["income", "documents", "charges", "project", "history", "data", "other"]
MOTIVES: tuple[Motive, ...] = get_args(Motive)
DECISIONS: tuple[Decided, ...] = get_args(Decided)


@dataclass(frozen=True)
class Opinion:
    """What an adviser decides about a client, before it is on record.

    Parameters
    ----------
    decided : str
        "granted", "refused" or "postponed"; empty while nothing is chosen.
    motive : str
        One of ``MOTIVES``; empty where the adviser agrees with what is proposed.
    words : str
        Why, in the adviser's words.
    adviser : str
        The adviser's name: as the door knows it, or as it is given where the door asks for none.
    """

    decided: str
    motive: str
    words: str
    adviser: str


@dataclass(frozen=True)
class Decision:
    """An opinion on record.

    ``in_force`` is False while a second person must confirm it, ``confirms`` the number of the entry it confirms;
    ``is_named`` tells whether the door had asked who the person is.
    """

    number: int
    day: datetime
    model: str
    decided: Decided
    motive: str
    words: str
    adviser: str
    overrides: bool
    in_force: bool
    confirms: int | None
    is_named: bool


@dataclass(frozen=True)
class Contest:
    """A contested piece of information on record; ``closed_by`` is empty while nobody has closed it.

    ``value`` and ``corrected`` are in the words of who put it on record, ``held`` and ``claimed`` as the feature holds
    them: both None in entries of before they were kept.
    """

    number: int
    day: datetime
    feature: str
    value: str
    corrected: str
    said_by: str
    words: str
    answer: Mapping[str, Any]
    held: float | str | None = None
    claimed: float | str | None = None
    closed_by: str = ""
    outcome: str = ""


@dataclass(frozen=True)
class Standing:
    """What is on record of one client, oldest first."""

    decisions: tuple[Decision, ...] = ()
    contests: tuple[Contest, ...] = ()

    def decided(self, model: str) -> Decision | None:
        """The last decision in force about an answer of this model; None where there is none."""
        held = [decision for decision in self.decisions if decision.in_force and decision.model == model]
        return held[-1] if held else None

    def awaiting(self, model: str) -> Decision | None:
        """The last decision that waits for a second person; None where none does, or a later one is in force."""
        last = self.decisions[-1] if self.decisions else None
        return last if last is not None and not last.in_force and last.model == model else None

    @property
    def open_contests(self) -> tuple[Contest, ...]:
        """Those that nobody has closed."""
        return tuple(contest for contest in self.contests if not contest.closed_by)


def proposal(assessment: Assessment) -> Decided | None:
    """What the model proposes; None in the review zone, where a person decides."""
    return None if assessment.zone == "review" else assessment.decision


def overrides(assessment: Assessment, decided: str) -> bool:
    """Whether a decision is another one than the model proposes; in the review zone nothing is overridden."""
    proposed = proposal(assessment)
    return proposed is not None and decided != proposed


def needs_second(assessment: Assessment, decided: str, *, four_eyes: bool) -> bool:
    """Whether a second person must confirm: a loan granted against a proposed refusal, where the rules ask for it."""
    return four_eyes and decided == "granted" and proposal(assessment) == "refused"


def mistakes(opinion: Opinion, assessment: Assessment, first: Decision | None = None) -> tuple[str, ...]:
    """Keys of what is missing or wrong in an opinion, in the order of the form; none where it can be recorded.

    Parameters
    ----------
    opinion : Opinion
        As given.
    assessment : Assessment
        What the adviser had before them.
    first : Decision, optional
        The one that a second person is to confirm.
    """
    wrong = []
    if opinion.decided not in DECISIONS:
        wrong.append("decided")
    wants_motive = opinion.decided in DECISIONS and opinion.decided != proposal(assessment)
    if opinion.motive not in (MOTIVES if wants_motive else (*MOTIVES, "")):
        wrong.append("motive")
    if wants_motive and len(legible(opinion.words)) < LEAST_WORDS:
        wrong.append("words")
    if len(opinion.words) > LONGEST_WORDS:
        wrong.append("words_long")
    elif unwritable(opinion.words):
        wrong.append("words_signs")
    if not is_name(opinion.adviser):
        wrong.append("adviser")
    if first is not None and same_person(opinion.adviser, first.adviser):
        wrong.append("same_person")
    return tuple(wrong)


def shown_with(
    opinion: Opinion, assessment: Assessment, *, second: bool, confirms: int | None, door: str = "page"
) -> dict[str, Any]:
    """What stands in the journal beside the decision: what was shown, the motive, who says so, whom it waits for.

    Parameters
    ----------
    opinion : Opinion
        What the person says.
    assessment : Assessment
        What they had before them.
    second : bool
        Whether a second person must confirm it.
    confirms : int or None
        Number of the entry that it confirms.
    door : {"page", "api"}, default "page"
        Where it was given.
    """
    return {
        **shown_of(assessment),
        "door": door,
        "motive": opinion.motive,
        "adviser": " ".join(opinion.adviser.split()),
        "overrides": overrides(assessment, opinion.decided),
        "awaits_second": second,
        "confirms": confirms,
    }


def standing_of(entries: Iterable[Entry]) -> Standing:
    """What the entries about one client, in their order, come to."""
    decisions: list[Decision] = []
    contests: dict[int, Contest] = {}
    for entry in entries:
        if entry.kind == "decision":
            decisions.append(_decision(entry, decisions))
        elif entry.kind == "contest":
            contests[entry.number] = _contest(entry)
        elif entry.kind == "closed":
            _close(contests, entry)
    return Standing(tuple(decisions), tuple(contests.values()))


def _decision(entry: Entry, before: Sequence[Decision]) -> Decision:
    shown = entry.shown
    adviser, confirms = str(shown.get("adviser", "")) or entry.who, shown.get("confirms")
    return Decision(
        number=entry.number,
        day=datetime.fromisoformat(entry.at),
        model=entry.model,
        decided=cast(Decided, entry.decided),
        motive=str(shown.get("motive", "")),
        words=entry.why,
        adviser=adviser,
        overrides=bool(shown.get("overrides", entry.decided not in ("", shown.get("decision")))),
        in_force=not shown.get("awaits_second", False) and _still_waited(before, confirms),
        confirms=confirms,
        is_named=entry.who != NO_LOGIN,
    )


def _still_waited(before: Sequence[Decision], confirms: int | None) -> bool:
    """Whether what a decision confirms still stood when it was written.

    Somebody may have decided otherwise while the second person wrote: the grant then waits for another one.
    """
    since = before if confirms is None else [decision for decision in before if decision.number >= confirms]
    return confirms is None or all(confirms in (decision.number, decision.confirms) for decision in since)


def _contest(entry: Entry) -> Contest:
    shown = entry.shown
    return Contest(
        number=entry.number,
        day=datetime.fromisoformat(entry.at),
        feature=str(shown["feature"]),
        value=str(shown["value"]),
        corrected=str(shown["corrected"]),
        said_by=str(shown["said_by"]),
        words=entry.why,
        answer=dict(shown["answer"] or {}),
        held=shown.get("held"),
        claimed=shown.get("claimed"),
    )


def _close(contests: dict[int, Contest], entry: Entry) -> None:
    number = int(entry.shown["contest"])
    if number in contests:
        held = vars(contests[number])
        person, outcome = str(entry.shown["adviser"]), str(entry.shown["outcome"])
        contests[number] = Contest(**{**held, "closed_by": person, "outcome": outcome})
