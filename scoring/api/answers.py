"""What the API answers beside the Assessment: lists of clients, the model, whether it is ready."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, Field

from scoring.explain.assessment import Zone
from scoring.portfolio import Portfolio
from scoring.portfolio.evaluation import Evaluation


class ClientRow(BaseModel):
    """One client of the portfolio."""

    client: int = Field(description="The client's number (SK_ID_CURR).", examples=[900017])
    probability: float = Field(description="Probability of payment difficulty, 0 to 1.", examples=[0.0487])
    score: int = Field(description="Points, 0 to 1000; higher is better.", examples=[560])
    zone: Zone = Field(description="What the score and the causes for review come to.", examples=["accept"])


class ClientPage(BaseModel):
    """Some of the clients that were asked for."""

    total: int = Field(description="How many clients there are in all.", examples=[20000])
    offset: int = Field(description="How many of them come before these.", examples=[0])
    limit: int = Field(description="How many were asked for.", examples=[20])
    clients: list[ClientRow] = Field(description="Those of this page, in ascending order of their numbers.")


class Threshold(BaseModel):
    """The decision rule, part of the model."""

    threshold: float = Field(description="Probability of difficulty, 0 to 1, from which a loan is refused.")
    review_low: float = Field(description="Lower end of the review band, a probability of difficulty, 0 to 1.")
    review_high: float = Field(description="Upper end of the review band, a probability of difficulty, 0 to 1.")


class ModelAnswer(BaseModel):
    """The model that gives all answers."""

    version: str = Field(description="Its name; every Assessment carries it as `model`.")
    decision: Threshold = Field(description="From which probability on a loan is refused, or looked at by a person.")
    costs: dict[str, float] = Field(description="What a wrong decision costs, in units of one wrong refusal.")
    metrics: dict[str, float] = Field(description="Quality on the training clients, out of fold.")
    importance: dict[str, float] = Field(
        description="Mean absolute contribution of each feature to the log-odds, largest first."
    )
    absent_sources: list[str] = Field(description="Histories whose table was missing in training.")
    switches: dict[str, bool] = Field(description="Which debatable inputs the model was allowed to read.")
    seed: int = Field(description="Number that every random draw of the training began with.")
    data_fingerprint: str = Field(description="What names the tables it was trained on.")
    versions: dict[str, str] = Field(description="Of the packages that made it.")
    serves_since: str | None = Field(
        description="When it began to serve the last time, UTC (ISO 8601); null where nobody wrote it down."
    )
    evaluation: Evaluation | None = Field(
        description="How it does on the portfolio's clients, out of sample, as the page's panel on the model shows it; "
        "null where nothing was evaluated (run 'scoring evaluate')."
    )


class Health(BaseModel):
    """Whether the API can answer."""

    status: Literal["ready"] = Field(
        description="`ready`: one client was answered just now, and the journal can be written."
    )
    model: str = Field(description="Version of the model that answers.")
    clients: int = Field(description="How many clients the portfolio holds.")
    demonstration: bool = Field(description="Whether these clients are simulated.")


def model_answer(portfolio: Portfolio) -> ModelAnswer:
    """The model of a portfolio as it is sent."""
    manifest = portfolio.manifest
    settings: Mapping[str, Any] = manifest.settings
    policy, turn = manifest.policy, portfolio.model_history().serves_since(manifest.version)
    return ModelAnswer(
        version=manifest.version,
        decision=Threshold(threshold=policy.threshold, review_low=policy.review_low, review_high=policy.review_high),
        costs=settings["costs"],
        metrics=dict(manifest.metrics),
        importance=dict(manifest.importance),
        absent_sources=list(manifest.absent_sources),
        switches=settings["switches"],
        seed=settings["seed"],
        data_fingerprint=manifest.data_fingerprint,
        versions=dict(manifest.versions),
        serves_since=None if turn is None else turn.since,
        evaluation=portfolio.evaluation(),
    )
