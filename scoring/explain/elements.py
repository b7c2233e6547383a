"""What an Assessment is made of: comparable clients, contributions, families, reasons, sources, values not used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scoring.texts import Language

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
