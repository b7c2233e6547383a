"""The Assessment: the one answer about one client that every door shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scoring.texts import Language

Decision = Literal["granted", "refused"]
Zone = Literal["accept", "review", "refuse"]
Side = Literal["raises", "lowers"]
Weight = Literal["strong", "medium", "light"]


@dataclass(frozen=True)
class Comparable:
    """Clients whose out-of-fold score is near: what "environ 8 dossiers sur 100" speaks of.

    ``low`` and ``high`` bound the observed rate at ``level`` (Wilson's interval).
    """

    n: int
    difficulties: int
    rate: float
    low: float
    high: float
    level: float


@dataclass(frozen=True)
class Contribution:
    """A feature's signed share of one client's log-odds, beside the value it had.

    ``value`` is a number, a category's text, or None where the file does not know it.
    """

    feature: str
    value: float | str | None
    contribution: float


@dataclass(frozen=True)
class Family:
    """Features that tell one story, and what they do together: the unit of every view.

    ``contribution`` is their sum in log-odds, ``points`` the same on the score's scale (whole; below zero raises the
    risk). ``features`` are its members, the strongest first; ``feature`` is the one that speaks for them.
    ``headline`` maps a language to what the family is called.
    """

    name: str
    theme: str
    contribution: float
    points: int
    feature: str
    features: tuple[str, ...]
    headline: dict[Language, str]


@dataclass(frozen=True)
class Reason:
    """A family as a reason, ready to be read aloud in either language.

    ``headline``, ``value``, ``usual`` and ``sentence`` map a language to its text; ``usual`` is empty where nothing is
    usual, as for a history that the client does not have. ``contribution`` and ``points`` are the family's,
    ``family`` its members. ``actionable`` where the client could honestly change what it speaks of.
    """

    feature: str
    family: tuple[str, ...]
    side: Side
    contribution: float
    points: int
    weight: Weight
    theme: str
    headline: dict[Language, str]
    value: dict[Language, str]
    usual: dict[Language, str]
    sentence: dict[Language, str]
    actionable: bool = False


@dataclass(frozen=True)
class Source:
    """Where information may come from, and whether this client has any.

    ``state`` is ``known``, ``none`` (the table is there, the client has no row or the value is empty) or
    ``absent`` (the whole table is missing from the archive).
    """

    name: str
    state: Literal["known", "none", "absent"]


@dataclass(frozen=True)
class Outside:
    """A value of the client well outside what the model has seen, ready to be read in either language.

    ``seen`` says what training held: a range, or that a text was not met.
    """

    feature: str
    headline: dict[Language, str]
    value: dict[Language, str]
    seen: dict[Language, str]


@dataclass(frozen=True)
class UnusableValue:
    """A value of the client that the model could not use, and that sends the case to review.

    ``cause`` is ``unknown_text``, ``impossible_value``, ``unlikely_amount`` or ``never_empty``; ``table`` and
    ``column`` say where it stands (our word for the table, Kaggle's for the column); ``headline``, ``value`` and
    ``sentence`` map a language to its text.
    """

    cause: str
    table: str
    column: str
    headline: dict[Language, str]
    value: dict[Language, str]
    sentence: dict[Language, str]


@dataclass(frozen=True)
class Assessment:
    """What the model says of one client, and why.

    ``log_odds`` equals ``base_value`` plus the sum of ``contributions`` (to 1e-9); ``probability`` is its
    logistic. ``review_because`` lists keys of the texts ``review.*``: why the zone is review.
    ``out_of_sample`` is "fold" for a client who was in training (scored by the booster that did not see
    them) and "served" for everyone else.

    ``families`` are all that moves the score, the strongest first; ``raises`` and ``lowers`` are those of them that
    can be said as a reason, in the same order.

    ``outside`` names the values behind the cause "out_of_range"; ``unsure_reason`` is the feature that speaks
    for the reason behind the cause "unstable_reasons"; ``most_telling`` is the missing source that would move
    the answer most, None where nothing is missing; ``unusable`` names the values behind the causes
    "unknown_text", "impossible_value", "unlikely_amount" and "never_empty".
    """

    client: int
    probability: float
    repayment_probability: float
    comparable: Comparable
    average_rate: float
    score: int
    threshold: float
    threshold_score: int
    decision: Decision
    zone: Zone
    review_because: tuple[str, ...]
    review_scores: tuple[int, int]
    base_value: float
    log_odds: float
    contributions: tuple[Contribution, ...]
    raises: tuple[Reason, ...]
    lowers: tuple[Reason, ...]
    sources: tuple[Source, ...]
    thin_file: bool
    out_of_sample: Literal["fold", "served"]
    model: str
    families: tuple[Family, ...] = ()
    outside: tuple[Outside, ...] = ()
    unsure_reason: str | None = None
    most_telling: str | None = None
    unusable: tuple[UnusableValue, ...] = ()

    @property
    def known(self) -> tuple[str, ...]:
        """Names of the sources that say something of this client."""
        return tuple(s.name for s in self.sources if s.state == "known")

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the sources that say nothing of this client."""
        return tuple(s.name for s in self.sources if s.state != "known")
