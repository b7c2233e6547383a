"""Which kind of content a caller wants: an Accept header read as RFC 9110 has it."""

from __future__ import annotations

import math


def weight(accept: str, media: str) -> float:
    """How much a header wants a kind of content, 0 to 1; the most exact of its ranges counts.

    Examples
    --------
    >>> weight("text/csv;q=0, */*;q=0.5", "text/csv"), weight("text/csv;q=0, */*;q=0.5", "application/pdf")
    (0.0, 0.5)
    """
    family = media.partition("/")[0]
    ranges = {media: 3, f"{family}/*": 2, "*/*": 1}
    quality = [(0, 0.0)]
    for part in accept.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if name in ranges:
            quality.append((ranges[name], _quality(parameters)))
    return max(quality)[1]


def _quality(parameters: list[str]) -> float:
    given = next((text.removeprefix("q=") for text in parameters if text.startswith("q=")), "1")
    try:
        value = float(given)
    except ValueError:
        return 0.0
    return 0.0 if math.isnan(value) else min(max(value, 0.0), 1.0)
