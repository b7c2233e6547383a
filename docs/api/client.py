"""A client of the scoring API in the standard library alone: python docs/api/client.py ADDRESS [CLIENT].

Where the home of the API has keys, yours stands in SCORING_KEY. ADDRESS begins with http:// or https://.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen


class ScoringError(Exception):
    """What the API answers when it cannot: a sentence, and the fields that are wrong."""

    def __init__(self, problem: dict[str, Any]) -> None:
        super().__init__(problem["detail"])
        self.status, self.fields = problem["status"], problem["fields"]


class Scoring:
    """The API at an address, in French or English; with a key where its home has any."""

    def __init__(self, address: str, language: str = "en", key: str = "") -> None:
        self.address, self.language, self.key = address.rstrip("/"), language, key

    def clients(self, **criteria: Any) -> Iterator[dict[str, Any]]:
        """Every client asked for, page after page: ``clients(criterion="zone:review")``."""
        after: int | None = 0
        while after is not None:
            page = self._ask("/v1/clients?" + urlencode({**criteria, "after": after}, doseq=True))
            yield from page["clients"]
            after = page["next"]

    def assessment(self, client: int) -> dict[str, Any]:
        """The one answer about a client."""
        return self._ask(f"/v1/clients/{client}/assessment")

    def assess(self, application: dict[str, Any], **histories: list[dict[str, Any]]) -> dict[str, Any]:
        """The answer about an application: ``assess({...}, bureau=[...])``."""
        return self._ask("/v1/assess", {"application": application, **histories})

    def change(self, client: int, **changes: float) -> dict[str, Any]:
        """The answer if a client asked for something else: ``change(900017, AMT_CREDIT=300000)``."""
        return self._ask("/v1/assess", {"client": client, "changes": changes})

    def _ask(self, path: str, body: dict[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json", "Accept-Language": self.language}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        try:
            with urlopen(Request(self.address + path, data, headers), timeout=30) as answer:
                return json.load(answer)
        except HTTPError as error:
            if error.headers.get_content_type() != "application/problem+json":  # a proxy's, before the API
                raise
            raise ScoringError(json.load(error)) from error


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    api = Scoring(sys.argv[1], key=os.environ.get("SCORING_KEY", ""))
    try:
        client = int(sys.argv[2]) if len(sys.argv) > 2 else next(api.clients())["client"]
        print(json.dumps(api.assessment(client), ensure_ascii=False, indent=2))
    except (ScoringError, URLError, ValueError) as error:
        raise SystemExit(f"{api.address}: {error}") from None
