"""Who sees which part of the page: one table, held by tests against the widgets that are really there."""

from __future__ import annotations

from scoring.access.roles import ALLOWED, CLIENT_MODE, Role, Scope

# Views of the managers' page by the name of their class, then parts of the client's own page by theirs.
PARTS: tuple[tuple[str, Scope], ...] = (
    *(
        (view, Scope.PAGE)
        for view in (
            *("Header", "Start", "CriteriaPanel", "Card", "Address", "Acts"),
            *("Decision", "Why", "Compare", "Groups", "Table", "Two", "Variable", "VariableEffect"),
            *("Simulate", "RoutesView", "File", "ContestView", "PaperView", "OpinionView"),
            *("ModelView", "ModelButton", "CostsView", "GuideView"),
        )
    ),
    *((part, Scope.OWN_PAGE) for part in ("answer", "weighed", "do", "data", "rights")),
)
VIEWERS: dict[str, frozenset[Scope]] = {**{str(role): ALLOWED[role] for role in Role}, "client mode": CLIENT_MODE}


def parts_of(viewer: str) -> tuple[str, ...]:
    """The parts of the page that somebody sees.

    Parameters
    ----------
    viewer : str
        A role, or "client mode".

    Examples
    --------
    >>> parts_of("client mode"), parts_of("auditor")
    (('answer', 'weighed', 'do', 'data', 'rights'), ())
    """
    return tuple(part for part, scope in PARTS if scope in VIEWERS[viewer])
