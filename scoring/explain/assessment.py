"""The Assessment: the one answer about one client that every door shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scoring.explain.elements import Comparable, Contribution, Family, Outside, Reason, Source, UnusableValue

Decision = Literal["granted", "refused"]
Zone = Literal["accept", "review", "refuse"]


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
