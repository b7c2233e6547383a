"""Where a client's information comes from: what is known, what is not, what a whole archive lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from scoring.explain.assessment import Source

EVIDENCE = {
    "external_1": "application_ext_source_1",
    "external_2": "application_ext_source_2",
    "external_3": "application_ext_source_3",
    "bureau": "bureau_rows_count",
    "balance": "balance_rows_count",
    "previous": "previous_rows_count",
    "pos": "pos_rows_count",
    "installments": "installments_rows_count",
    "card": "card_rows_count",
}
HISTORIES = ("bureau", "pos", "installments", "card")


def sources(values: Mapping[str, float | str | None], absent_rooms: Sequence[str]) -> tuple[Source, ...]:
    """Every source and whether it says something of a client.

    Parameters
    ----------
    values : mapping
        The client's features by name; those of :data:`EVIDENCE` are looked at.
    absent_rooms : sequence of str
        Histories whose table the archive lacks.
    """

    def state(name: str, feature: str) -> Literal["known", "none", "absent"]:
        if name in absent_rooms:
            return "absent"
        return "known" if values.get(feature) is not None else "none"

    return tuple(Source(name, state(name, feature)) for name, feature in EVIDENCE.items())


def is_thin(found: Sequence[Source]) -> bool:
    """Whether no credit history at all speaks for or against the client ("dossier peu documenté")."""
    return all(source.state != "known" for source in found if source.name in HISTORIES)
