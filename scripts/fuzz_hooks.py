"""How Schemathesis writes a body of application/zip: as the bytes that it made up."""

from __future__ import annotations

from typing import Any

import schemathesis


@schemathesis.serializer("application/zip")
def as_bytes(_: Any, value: Any) -> bytes:
    """The bytes of a generated value; whatever is not bytes is written as text."""
    binary = getattr(value, "data", value)
    return binary if isinstance(binary, bytes) else str(binary).encode("utf-8", "replace")
