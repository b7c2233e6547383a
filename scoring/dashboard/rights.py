"""What a visitor may do on the page beyond reading it, by the scopes that the server names."""

from __future__ import annotations

import os
from collections.abc import Collection

from scoring.access.roles import Scope
from scoring.journal.shown import NAMED_VARIABLE


def may_try_costs(scopes: Collection[str]) -> bool:
    """Whether other costs may be tried: by a key that allows it, or where the page is this machine's own.

    Where nobody is asked who they are, the page answers this machine alone, and whoever sits there could run the
    command that serves other costs.
    """
    return Scope.COSTS in scopes if os.environ.get(NAMED_VARIABLE) == "1" else True
