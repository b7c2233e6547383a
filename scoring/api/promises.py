"""What OpenAPI's document promises of every address: how it refuses, what is always sent, which headers come."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scoring.api.problem import problem_content

# What any request may be answered before its own route sees it, or by what all routes have in common.
REFUSALS = {
    "400": "No HTTP, or a request that could be read in two ways: a header twice, two lengths of the body.",
    "421": "Asked under another host's name.",
    "422": "A parameter that the address does not have, or one that is wrong; it is named.",
    "431": "An address and headers of more than 64 KiB.",
}
BOUNDS = {"ge": "minimum", "le": "maximum"}  # pydantic's names, which it leaves where a validator stands before
TEXT = {"type": "string"}
RETRY_AFTER = {"description": "Seconds to wait before the next try.", "schema": {"type": "integer", "minimum": 0}}
ETAG = {"description": "Names this answer: sent as If-None-Match, it is 304 while it holds.", "schema": TEXT}
LOCATION = {"description": "The address of the job.", "schema": TEXT}
HEADERS = {
    ("/v1/clients/{client}/assessment", "200"): {"ETag": ETAG},
    ("/v1/clients/{client}/assessment", "304"): {"ETag": ETAG},
    ("/v1/batch", "202"): {"Location": LOCATION},
}


def describe_promises(openapi: dict[str, Any]) -> dict[str, Any]:
    """OpenAPI's document with what holds for every address."""
    for path, operation in _operations(openapi):
        responses = operation["responses"]
        for status, meaning in REFUSALS.items():
            responses.setdefault(status, problem_content(meaning))
        for status, response in responses.items():
            headers = HEADERS.get((path, status), {"Retry-After": RETRY_AFTER} if status == "429" else {})
            response.update({"headers": headers} if headers else {})
        for parameter in operation.get("parameters", ()):
            parameter["schema"] = _as_json_schema(_without_null(parameter["schema"]))
    for schema in openapi["components"]["schemas"].values():
        if "properties" in schema:  # of answers alone: those of requests stand at their address
            schema["required"] = list(schema["properties"])
    return openapi


def _operations(openapi: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in openapi["paths"].items():
        for operation in methods.values():
            yield path, operation


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter's schema; one that may be left out cannot be sent as null, which an address does not know."""
    kinds = [kind for kind in schema.get("anyOf", ()) if kind.get("type") != "null"]
    if len(kinds) != 1:
        return schema
    return {**{name: value for name, value in schema.items() if name != "anyOf"}, **kinds[0]}


def _as_json_schema(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter's schema with its bounds under the names that JSON Schema has for them."""
    return {BOUNDS.get(name, name): value for name, value in schema.items()}
