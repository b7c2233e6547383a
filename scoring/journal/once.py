"""A request that is put on record once, however often it is sent: by the key that its sender gave it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scoring.errors import UserError

LONGEST_KEY = 128


@dataclass(frozen=True)
class Once:
    """A request as it is known again: ``key`` is its sender's name for it, ``content`` the SHA-256 of what it asks."""

    key: str
    content: str

    @classmethod
    def of(cls, key: str, asked: Mapping[str, Any]) -> Once:
        """A request by what it asks; neither the order of its keys nor its blanks make it another one."""
        text = json.dumps(asked, sort_keys=True, separators=(",", ":"))
        return cls(key, hashlib.sha256(text.encode()).hexdigest())


class OtherContentError(UserError):
    """The key was given to a request that asked for something else; nothing was recorded."""

    def __init__(self) -> None:
        super().__init__("Expected a new key, got that of another request.", "Give each request a key of its own.")
