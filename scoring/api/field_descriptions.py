"""OpenAPI's description of Assessment and evaluation: dataclasses give the shape, their docstrings what fields mean."""

from __future__ import annotations

from typing import Any

from scoring.api.docstrings import attributes_of, summary_of
from scoring.api.problem import JSON as PROBLEM
from scoring.api.schema import example
from scoring.explain.assessment import Assessment
from scoring.explain.elements import Comparable, Contribution, Family, Outside, Reason, Source, UnusableValue
from scoring.portfolio.decision_costs import Confusion
from scoring.portfolio.evaluation import (
    CalibrationPart,
    Evaluation,
    GroupCalibration,
    GroupGap,
    GroupRate,
    Interval,
)

# Dataclasses that answers are made of; what each field means stands in their own docstrings.
DESCRIBED: tuple[type, ...] = (
    Assessment, Comparable, Contribution, Family, Outside, Reason, Source, UnusableValue,
    Evaluation, Confusion, Interval, CalibrationPart, GroupCalibration, GroupRate, GroupGap,
)  # fmt: skip


def describe(openapi: dict[str, Any]) -> dict[str, Any]:
    """OpenAPI's document with the meaning of each field and an example of the Assessment."""
    _drop_fastapis_own_problem(openapi)
    _name_problem_bodies(openapi)
    schemas = openapi["components"]["schemas"]
    for documented in DESCRIBED:
        schema = schemas[documented.__name__]
        schema["description"] = summary_of(documented)
        for field, meaning in attributes_of(documented).items():
            schema["properties"][field]["description"] = meaning
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
