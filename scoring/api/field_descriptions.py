"""OpenAPI's description of the Assessment: the dataclass gives the shape, this file what each field means."""

from __future__ import annotations

from typing import Any

from scoring.api.problem import JSON as PROBLEM
from scoring.api.schema import example
from scoring.model.scores import FLAGGED, NEVER_EMPTY, REVIEW_CAUSES


def named(causes: tuple[str, ...]) -> str:
    """Causes as a sentence lists them."""
    return ", ".join(f"`{cause}`" for cause in causes)


FIELDS = {
    "Assessment": {
        "client": "The client's number; for an application without one, a number that no client has.",
        "probability": "Probability of payment difficulty, 0 to 1, never from a model that saw the client.",
        "repayment_probability": "1 minus `probability`.",
        "comparable": "What happened to clients whose score is near.",
        "average_rate": "Observed rate of difficulty among all clients with a known outcome.",
        "score": "Points, 0 to 1000, higher is better: 500 at repayment odds of 10 to 1, 60 more for each doubling.",
        "threshold": "Probability of difficulty from which a loan is refused.",
        "threshold_score": "The threshold in points.",
        "decision": "What the threshold alone says.",
        "zone": "What to do: grant, let a person review, or refuse.",
        "review_because": f"Why it is review: {named(REVIEW_CAUSES)}.",
        "review_scores": "Lowest and highest score of the review band around the threshold.",
        "base_value": "Log-odds of difficulty before anything of this client is known.",
        "log_odds": "Log-odds of difficulty: `base_value` plus all contributions.",
        "contributions": "Every feature's signed share of the log-odds.",
        "families": "Everything that moves the score, by family of features, the strongest first.",
        "raises": "Reasons that raise the risk, the strongest first, at most five.",
        "lowers": "Reasons that lower the risk, the strongest first, at most five.",
        "sources": "Where information may come from, and whether this client has any.",
        "thin_file": "Whether no credit history at all speaks for or against the client.",
        "out_of_sample": "`fold`: in training, scored by the booster that did not see them; `served`: everyone else.",
        "model": "Version of the model that answered.",
        "outside": "Values well outside what the model has seen (cause `out_of_range`).",
        "unsure_reason": "The feature whose reason is not sure (cause `unstable_reasons`).",
        "most_telling": "The missing source that would move the answer most.",
        "unusable": f"Values that could not be used (causes {named((*FLAGGED, NEVER_EMPTY))}).",
    },
    "Comparable": {
        "n": "How many clients with a known outcome.",
        "difficulties": "How many of them had a payment difficulty.",
        "rate": "Their observed rate.",
        "low": "Lower end of the interval of that rate (Wilson).",
        "high": "Upper end.",
        "level": "Level of the interval.",
    },
    "Contribution": {
        "feature": "Its name in the catalogue.",
        "value": "A number, a category's text, or null where the file does not know it.",
        "contribution": "Signed share of the log-odds: above zero raises the risk.",
    },
    "Family": {
        "name": "Of the family: its source and column, or the story that several tell.",
        "theme": "What it is about.",
        "contribution": "Share of the log-odds of all its features together.",
        "points": "The same in points of the score, whole; below zero raises the risk.",
        "feature": "The feature that speaks for it.",
        "features": "Its features, the strongest first.",
        "headline": "What it is called, in French and English.",
    },
    "Reason": {
        "feature": "The feature that speaks.",
        "family": "Features that tell the same story, told as one reason.",
        "points": "The family's points of the score, whole; below zero raises the risk.",
        "actionable": "Whether the client could honestly change it for this application.",
        "side": "Which way it moves the risk.",
        "contribution": "Share of the log-odds of the whole family.",
        "weight": "`strong` multiplies or divides the odds by 1.4 or more, `medium` by 1.1, `light` by less.",
        "theme": "What it is about.",
        "headline": "What it is called, in French and English.",
        "value": "The client's value in words.",
        "usual": "What is usual, in words.",
        "sentence": "The reason, to be read aloud.",
    },
    "Source": {
        "name": "Of the source.",
        "state": "`known`; `none`: nothing of this client; `absent`: the whole table is missing.",
    },
    "UnusableValue": {
        "cause": "Of `review_because`.",
        "table": "Where it stands: application, or a source.",
        "column": "Kaggle's column, or a column that is computed.",
        "headline": "What it is called, in French and English.",
        "value": "The value as it was given; empty for a date.",
        "sentence": "What is the matter with it, to be read aloud.",
    },
    "Outside": {
        "feature": "Its name in the catalogue.",
        "headline": "What it is called, in French and English.",
        "value": "The client's value in words.",
        "seen": "What the model has seen, in words.",
    },
}


def describe(openapi: dict[str, Any]) -> dict[str, Any]:
    """OpenAPI's document with the meaning of each field and an example of the Assessment."""
    _drop_fastapis_own_problem(openapi)
    _name_problem_bodies(openapi)
    schemas = openapi["components"]["schemas"]
    for name, fields in FIELDS.items():
        for field, meaning in fields.items():
            schemas[name]["properties"][field]["description"] = meaning
    schemas["Assessment"]["description"] += "\n\nThe example shows a few contributions only, so it does not add up."
    schemas["Assessment"]["example"] = example("assessment")
    return openapi


def _drop_fastapis_own_problem(openapi: dict[str, Any]) -> None:
    """FastAPI promises its own form of 422 where a number stands in the address; ours is a 404 there."""
    for methods in openapi["paths"].values():
        for operation in methods.values():
            if "HTTPValidationError" in str(operation["responses"].get("422")):
                del operation["responses"]["422"]
    for name in ("HTTPValidationError", "ValidationError"):
        openapi["components"]["schemas"].pop(name, None)


def _name_problem_bodies(openapi: dict[str, Any]) -> None:
    """Problems come as application/problem+json; FastAPI knows one content type for all answers."""
    for methods in openapi["paths"].values():
        for operation in methods.values():
            for status, response in operation["responses"].items():
                if int(status) >= 400 and "content" in response:
                    response["content"] = {PROBLEM: response["content"].pop("application/json")}
