"""Examples in OpenAPI's document that the home served can answer: a client it has, the model that answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scoring.portfolio import Portfolio

NUMBER = 900017  # in a home without a portfolio, and where the numbers of real clients are behind keys


def put_examples(openapi: dict[str, Any], portfolio: Portfolio | None) -> None:
    """Have every example of a client's number and of a model's version be those of a portfolio.

    Parameters
    ----------
    openapi : dict
        OpenAPI's document; it is changed.
    portfolio : Portfolio, optional
        None leaves the examples invented.
    """
    client = NUMBER if portfolio is None else int(portfolio.clients[0])
    version = None if portfolio is None else portfolio.manifest.version
    for name, schema in _named_schemas(openapi):
        if name == "client" and schema.get("type") == "integer":
            schema["examples"] = [client]
        elif name == "model" and schema.get("type") == "string":
            schema["examples"] = [] if version is None else [version]


def _named_schemas(openapi: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Parameters and properties, of requests and of answers, each with its name."""
    waiting: list[Any] = [openapi["paths"], openapi["components"]["schemas"]]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            if "in" in part and "schema" in part:
                yield part["name"], part["schema"]
            properties = part.get("properties")
            yield from properties.items() if isinstance(properties, dict) else ()
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)
