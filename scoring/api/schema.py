"""The body of ``POST /assess`` in OpenAPI's words, drawn from the tables' contract."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import dataframely as dy

from scoring.tables.numbers import may_be_words
from scoring.tables.records import APPLICATION, HISTORIES, contract_of
from scoring.tables.schema import TableContract, column_unit, known_levels
from scoring.texts import columns
from scoring.what_if.change import COLUMNS

UNITS = {
    "key": "an identifier",
    "amount": "money, in the unit of the data",
    "days": "days relative to the application, negative before it",
    "months": "months relative to the application, negative before it",
    "count": "a count",
    "years": "years",
    "ratio": "a share, 1 is 100 %",
    "score": "a normalised number",
    "flag": "1 yes, 0 no; true and false, yes and no are read too",
    "hour": "hour of the day",
    "category": "a text; one that is not among the examples is read as unknown and sends the case to review",
}

HISTORY = "The rows of this table: left out the history is unknown, an empty list says that the client has none."


def example(name: str) -> dict[str, Any]:
    """One of the invented examples that the OpenAPI pages show: ``request`` or ``assessment``."""
    text = files("scoring.api").joinpath("examples", f"{name}.json").read_text(encoding="utf-8")
    example_body: dict[str, Any] = json.loads(text)
    return example_body


def request_body() -> dict[str, Any]:
    """What ``POST /assess`` takes."""
    histories = {
        name: {"type": "array", "items": row_schema(contract_of(name)), "description": HISTORY} for name in HISTORIES
    }
    application = {**row_schema(contract_of(APPLICATION)), "description": "What is asked for, and who asks for it."}
    schema = {
        "type": "object",
        "required": [APPLICATION],
        "additionalProperties": False,
        "properties": {APPLICATION: application, **histories},
    }
    return {"required": True, "content": {"application/json": {"schema": schema, "example": example("request")}}}


def assess_body() -> dict[str, Any]:
    """What ``POST /v1/assess`` takes: an application, or changes to a known client's."""
    content = request_body()["content"]["application/json"]
    labels = columns()[contract_of(APPLICATION).source]
    amounts = {
        name: {"type": "number", "exclusiveMinimum": 0, "description": f"{labels[name].en}: {UNITS['amount']}"}
        for name in COLUMNS.values()
    }
    changes = {
        "type": "object",
        "required": ["client", "changes"],
        "additionalProperties": False,
        "properties": {
            "client": {"type": "integer", "minimum": 1, "description": "A client's number."},
            "changes": {
                "type": "object",
                "minProperties": 1,
                "additionalProperties": False,
                "properties": amounts,
                "description": "What would be asked for instead; what is left out stays.",
            },
        },
    }
    either = {"anyOf": [content["schema"], changes]}
    return {"required": True, "content": {"application/json": {"schema": either, "example": content["example"]}}}


def row_schema(table: TableContract) -> dict[str, Any]:
    """One row of a table: every column with its type, its unit and its texts."""
    named = columns().get(table.source, {})
    required = [name for name, column in table.columns.items() if not column.nullable and name != "SK_ID_CURR"]
    properties = {}
    for name, column in table.columns.items():
        label = f"{named[name].en}: " if name in named else ""
        properties[name] = {**_type(column, name in required), "description": label + UNITS[column_unit(column)]}
    return {"type": "object", "required": required, "additionalProperties": False, "properties": properties}


def _type(column: dy.Column, required: bool) -> dict[str, Any]:
    kind = "string" if not column.dtype.is_numeric() else "integer" if column.dtype.is_integer() else "number"
    others = _other_kinds(column)
    kinds = [kind, *others, *(() if required else ("null",))]
    levels = list(known_levels(column))  # examples, no enumeration: another text is no mistake
    return {"type": kinds if len(kinds) > 1 else kind, **({"examples": levels} if levels else {})}


def _other_kinds(column: dy.Column) -> tuple[str, ...]:
    """What else stands for a column's values: yes and no for 1 and 0, and the other way round."""
    if may_be_words(column):
        return "boolean", "string"
    return ("number", "boolean") if (column.metadata or {}).get("codes") else ()
