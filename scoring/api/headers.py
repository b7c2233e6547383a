"""Headers that every answer of the API carries, unless it says otherwise itself."""

from __future__ import annotations

# Answers hold people's data: no cache keeps them, no browser takes them for something else than they say, loads
# anything for them or shows them inside another page, and no address of ours is told elsewhere.
ALWAYS = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
}
