"""An entry of the journal, and the chain of hashes that ties it to the one before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from scoring.explain.assessment import Assessment
from scoring.journal.free_text import require_writable

Decided = Literal["granted", "refused", "postponed"]
Kind = Literal["decision", "shown", "retention", "contest", "closed"]
NO_LOGIN = "this machine, without login"
START = "0" * 64  # what the first entry stands behind


@dataclass(frozen=True)
class Entry:
    """One thing that is on record.

    Parameters
    ----------
    number : int
        1 for the first entry; none is left out.
    at : str
        When it was written, UTC, ISO 8601 to the microsecond.
    kind : str
        "decision"; "shown": somebody was shown the answer; "contest": a piece of information was contested; "closed": a
        person closed a contest; "retention": entries before this one were removed by rule.
    who : str
        The door's identity.
    client : int or None
        Whom it is about; None for a retention.
    model : str
        Version of the model that answered.
    shown : mapping
        What was shown: probability, score, decision, zone, causes for review, reasons. For a retention: the last
        entry removed (``removed_to``) and its hash (``removed_hash``).
    decided : str
        What the person decided.
    why : str
        In the person's words.
    previous : str
        Hash of the entry before.
    """

    number: int
    at: str
    kind: Kind
    who: str
    client: int | None
    model: str
    shown: Mapping[str, Any]
    decided: str
    why: str
    previous: str

    @property
    def hash(self) -> str:
        """SHA-256 of everything above, the hash before included: changing an entry breaks all that follow."""
        text = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def following(
    last: tuple[int, str],
    kind: Kind,
    who: str,
    client: int | None,
    model: str,
    shown: Mapping[str, Any],
    decided: str = "",
    why: str = "",
) -> Entry:
    """The entry behind the last one, whose number and hash are given (0 and :data:`START` for none), written now.

    Parameters
    ----------
    last : tuple
        Number and hash of the last entry; 0 and :data:`START` where there is none.
    kind : str
        As :class:`Entry` has it, and all that follows.
    who : str
        The door's identity.
    client : int or None
        Whom it is about.
    model : str
        Version of the model that answered.
    shown : mapping
        What was shown.
    decided : str
        What the person decided.
    why : str
        In the person's words.

    Raises
    ------
    UnwritableTextError
        When a database could not hold one of its texts.
    """
    require_writable(kind=kind, who=who, model=model, shown=shown, decided=decided, why=why)
    number, previous = last
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    return Entry(number + 1, now, kind, who, client, model, shown, decided, why, previous)


def row_of(entry: Entry) -> dict[str, Any]:
    """An entry as it is stored: ``shown`` as JSON, the hash beside it."""
    return {**vars(entry), "shown": json.dumps(entry.shown, ensure_ascii=False), "hash": entry.hash}


@dataclass(frozen=True)
class Break:
    """Where a chain does not hold: at which entry, and why."""

    number: int
    why: str


def shown_of(assessment: Assessment) -> dict[str, Any]:
    """What of an assessment stands in the journal: enough to say later what the person had before them."""
    return {
        "probability": assessment.probability,
        "score": assessment.score,
        "decision": assessment.decision,
        "zone": assessment.zone,
        "review_because": list(assessment.review_because),
        "raises": [reason.feature for reason in assessment.raises],
        "lowers": [reason.feature for reason in assessment.lowers],
    }


def first_break(stored: Iterable[tuple[Entry, str]]) -> Break | None:
    """The first place where a chain does not hold, None where all of it does.

    Parameters
    ----------
    stored : iterable of (Entry, str)
        Entries in order, each with the hash that was stored beside it. The first is entry 1, or follows what a
        retention among them says to have removed.
    """
    entries = list(stored)
    expected, number = _start(entry for entry, _ in entries)
    for entry, stored_hash in entries:
        if entry.number != number:
            return Break(number, f"entry {number} is missing")
        if entry.previous != expected:
            return Break(number, f"entry {number} does not follow the one before")
        if entry.hash != stored_hash:
            return Break(number, f"entry {number} was changed")
        expected, number = entry.hash, number + 1
    return None


def _start(entries: Iterable[Entry]) -> tuple[str, int]:
    """The hash and the number that the first entry must have before it: those of the last retention."""
    hash_before, first = START, 1
    for entry in entries:
        removed_to = entry.shown.get("removed_to")
        if entry.kind == "retention" and isinstance(removed_to, int):
            hash_before, first = str(entry.shown.get("removed_hash")), removed_to + 1
    return hash_before, first
