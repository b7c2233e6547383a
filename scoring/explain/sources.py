"""Where a client's information comes from: what is known, what is not, what a whole archive lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from scoring.explain.elements import Source
from scoring.features.sources import EVIDENCE, HISTORIES


def sources(values: Mapping[str, float | str | None], absent_sources: Sequence[str]) -> tuple[Source, ...]:
    """Every source and whether it says something of a client.

    Parameters
    ----------
    values : mapping
        The client's features by name; those of :data:`~scoring.features.sources.EVIDENCE` are looked at.
    absent_sources : sequence of str
        Histories whose table the archive lacks.
    """

    def state(name: str, feature: str) -> Literal["known", "none", "absent"]:
        if name in absent_sources:
            return "absent"
        return "known" if values.get(feature) is not None else "none"

    return tuple(Source(name, state(name, feature)) for name, feature in EVIDENCE.items())


def is_thin(sources: Sequence[Source]) -> bool:
    """Whether no credit history at all speaks for or against the client ("dossier peu documenté")."""
    return all(source.state != "known" for source in sources if source.name in HISTORIES)


def most_telling(sources: Sequence[Source], weights: Mapping[str, float]) -> str | None:
    """The missing source that would move the answer most; None where nothing is missing or nothing is known of it.

    Parameters
    ----------
    sources : sequence of Source
        Sources of the client.
    weights : mapping of str to float
        How far each source moves the log-odds of those who have it, from the manifest.

    Examples
    --------
    >>> most_telling([Source("external_1", "none"), Source("card", "none")], {"external_1": 0.3, "card": 0.1})
    'external_1'
    """
    missing = [source.name for source in sources if source.state != "known" and weights.get(source.name, 0.0) > 0.0]
    return max(missing, key=lambda name: (weights[name], name), default=None)
