"""OpenAPI's words for who may ask an address, from the one table."""

from __future__ import annotations

from typing import Any

from scoring.access.roles import ALLOWED, Scope
from scoring.api.access import rights_of
from scoring.api.problem import problem_content

KEY = {
    "type": "http",
    "scheme": "bearer",
    "description": "A key made by `scoring keys create`; asked for where the home has one.",
}
REFUSALS = {
    "401": "No key was given, or one that opens nothing.",
    "403": "The key's role may not ask this.",
    "429": "Too many wrong keys, or too many requests at once; Retry-After says when to come back.",
}


def describe_access(openapi: dict[str, Any]) -> dict[str, Any]:
    """OpenAPI's document with the key, which roles may ask an address, and how it is refused."""
    openapi["components"]["securitySchemes"] = {"key": KEY}
    for path, methods in openapi["paths"].items():
        for method, operation in methods.items():
            right = rights_of(path)[method.upper()]
            if right is Scope.OPEN:
                continue
            roles = ", ".join(role for role, rights in ALLOWED.items() if right in rights)
            operation["security"] = [{"key": []}, {}]
            operation["description"] = f"{operation['description']}\n\nWith a key of the role: {roles}."
            for status, meaning in REFUSALS.items():
                operation["responses"].setdefault(status, problem_content(meaning))
    return openapi
