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

    Attributes
    ----------
    n : int
        How many clients with a known outcome.
    difficulties : int
        How many of them had a payment difficulty.
    rate : float
        Their observed rate of difficulty, 0 to 1.
    low : float
        Lower end of the interval of that rate, 0 to 1 (Wilson).
    high : float
        Upper end of that interval, 0 to 1.
    level : float
        Level of the interval, 0 to 1.
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

    Attributes
    ----------
    feature : str
        Its name in the catalogue.
    value : float, str or None
        A number, a category's text, or null where the file does not know it.
    contribution : float
        Signed share of the log-odds; above zero raises the risk.
    """

    feature: str
    value: float | str | None
    contribution: float


@dataclass(frozen=True)
class Family:
    """Features that tell one story, and what they do together: the unit of every view.

    Attributes
    ----------
    name : str
        The family's name: its source and column, or the story that several tell.
    theme : str
        What the family is about, as a key of the texts.
    contribution : float
        Share of the log-odds of all its features together.
    points : int
        The same in points of the score, whole; below zero raises the risk.
    feature : str
        The feature that speaks for the family.
    features : tuple of str
        Its features, the strongest first.
    headline : dict of str
        What it is called, in French and English.
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

    Attributes
    ----------
    feature : str
        The feature that speaks.
    family : tuple of str
        The family's features: they tell the same story, told as one reason.
    side : str
        Which way it moves the risk.
    contribution : float
        Share of the log-odds of the whole family.
    points : int
        The family's points of the score, whole; below zero raises the risk.
    weight : str
        `strong` multiplies or divides the odds by 1.4 or more, `medium` by 1.1, `light` by less.
    theme : str
        What the reason is about, as a key of the texts.
    headline : dict of str
        What it is called, in French and English.
    value : dict of str
        The client's value in words, in French and English.
    usual : dict of str
        What is usual, in words, in French and English; empty where nothing is, as for a history that the
        client does not have.
    sentence : dict of str
        The reason in French and English, to be read aloud.
    actionable : bool
        Whether the client could honestly change it for this application.
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

    Attributes
    ----------
    name : str
        The source's name.
    state : str
        `known`; `none`: nothing of this client; `absent`: the whole table is missing.
    """

    name: str
    state: Literal["known", "none", "absent"]


@dataclass(frozen=True)
class Outside:
    """A value of the client well outside what the model has seen, ready to be read in either language.

    Attributes
    ----------
    feature : str
        Its name in the catalogue.
    headline : dict of str
        What it is called, in French and English.
    value : dict of str
        The client's value in words, in French and English.
    seen : dict of str
        What the model has seen, in words: a range, or that a text was not met.
    """

    feature: str
    headline: dict[Language, str]
    value: dict[Language, str]
    seen: dict[Language, str]


@dataclass(frozen=True)
class UnusableValue:
    """A value of the client that the model could not use, and that sends the case to review.

    Attributes
    ----------
    cause : str
        Why, one of the causes of `review_because`.
    table : str
        Where it stands: application, or a source.
    column : str
        Kaggle's column, or a column that is computed.
    headline : dict of str
        What it is called, in French and English.
    value : dict of str
        The value as it was given, in French and English; empty for a date.
    sentence : dict of str
        What is the matter with it, in French and English, to be read aloud.
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

    OpenAPI describes the fields with the words below.

    Attributes
    ----------
    client : int
        The client's number; for an application without one, a number that no client has.
    probability : float
        Probability of payment difficulty, 0 to 1, never from a model that saw the client.
    repayment_probability : float
        Probability of repayment, 0 to 1: 1 minus `probability`.
    comparable : Comparable
        What happened to clients whose score is near.
    average_rate : float
        Observed rate of difficulty among all clients with a known outcome, 0 to 1.
    score : int
        Points, 0 to 1000, higher is better: 500 at repayment odds of 10 to 1, 60 more for each doubling.
    threshold : float
        Probability of difficulty, 0 to 1, from which a loan is refused.
    threshold_score : int
        The threshold in points of the score.
    decision : str
        What the threshold alone says: granted or refused.
    zone : str
        What to do: accept, let a person review, or refuse.
    review_because : tuple of str
        Why it is review: `near_threshold`, `absent_table`, `out_of_range`, `unstable_reasons`,
        `unknown_text`, `impossible_value`, `unlikely_amount`, `never_empty`, `thin_file`.
    review_scores : tuple of int
        Lowest and highest score, in points, of the review band around the threshold.
    base_value : float
        Log-odds of difficulty before anything of this client is known.
    log_odds : float
        Log-odds of difficulty: `base_value` plus all contributions, to 1e-9.
    contributions : tuple of Contribution
        Every feature's signed share of the log-odds.
    raises : tuple of Reason
        Reasons that raise the risk, the strongest first, at most five.
    lowers : tuple of Reason
        Reasons that lower the risk, the strongest first, at most five.
    sources : tuple of Source
        Where information may come from, and whether this client has any.
    thin_file : bool
        Whether no credit history at all speaks for or against the client.
    out_of_sample : str
        `fold`: in training, scored by the fold's model that did not see them; `served`: everyone else.
    model : str
        Version of the model that answered.
    families : tuple of Family
        Everything that moves the score, by family of features, the strongest first.
    outside : tuple of Outside
        Values well outside what the model has seen (cause `out_of_range`).
    unsure_reason : str or None
        The feature whose reason is not sure (cause `unstable_reasons`); null where all are.
    most_telling : str or None
        The missing source that would move the answer most; null where nothing is missing.
    unusable : tuple of UnusableValue
        Values that could not be used (causes `unknown_text`, `impossible_value`, `unlikely_amount`,
        `never_empty`).
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
