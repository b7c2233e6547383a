"""The relations as ``docs/data.md`` prints them."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.tables.witnesses.between import BONDS
from scoring.tables.witnesses.everybody import NOTHING, ONE_VALUE, OTHERS
from scoring.tables.witnesses.filled import SHARES_WITHOUT_GAPS
from scoring.tables.witnesses.in_time import (
    IN_TIME,
    ROUNDED,
    SHARE_OF_PHONES,
    SHARE_OF_WEEKS,
    SHARE_OF_WEEKS_OF_PHONES,
    SHARE_ROUNDED,
)
from scoring.tables.witnesses.judge import FEWEST_REFUSED, Witness, most_by_chance
from scoring.tables.witnesses.relations import RELATIONS
from scoring.tables.witnesses.relations_application import MEASURES
from scoring.tables.witnesses.scores import CURVES, LEAST


def relation_lines() -> Iterator[str]:
    """What is expected, of which table, named or refused where it holds for fewer clients than so many."""
    yield "## What columns and tables say of each other"
    yield ""
    yield "| Table | Expected | Named below | Refused below |"
    yield "|---|---|---|---|"
    buildings = tuple(f"{measure}_" for measure in MEASURES)
    for witness in (*(relation for table in RELATIONS.values() for relation in table), *BONDS):
        if not witness.column.startswith(buildings):
            yield _row(witness)
    yield "| application_train | each measure of the building: _AVG near _MEDI, and near _MODE | 90 % | 70 % |"
    yield ""
    yield (
        "Shares are of clients, a client counting where three quarters of their rows keep it; where 100 % are expected "
        "all of them must, and the first client of whom one does not is named. What else is lost is named "
        "where a clean archive would keep so little less often than once in a million (Chernoff's bound), so that a "
        f"handful of clients is named only when all fail; fewer than {FEWEST_REFUSED} are never refused. "
        "Of 10,000 clients or more, 5,000 to 10,000 are looked at."
    )
    yield ""
    yield (
        "What is the same for all clients is named (`same_for_all`) where chance would make it so in one archive of a "
        f"million: one value of a column, from {fewest_clients(ONE_VALUE)} clients on "
        f"({fewest_clients(0.9)} where most have it); a column that is empty, "
        f"from {fewest_clients(NOTHING)} on; {'; '.join(_statements())}; days that are whole "
        f"months or years in every row, from {fewest_clients(SHARE_ROUNDED)} on (DAYS_LAST_PHONE_CHANGE from "
        f"{fewest_clients(SHARE_OF_PHONES)} on), or whole weeks, from {fewest_clients(SHARE_OF_WEEKS)} on "
        f"({fewest_clients(SHARE_OF_WEEKS_OF_PHONES)}); no gap in a column in which some clients have one, as where "
        f"gaps were filled in ({'; '.join(_gaps())}). Flags, sex, products and "
        "currencies may be alike. A column of applications that only rises or only falls from the first client to the "
        "last was sorted by itself (`sorted_alone`). One client in seven or more at the very largest amount, day or "
        "external score, or at the smallest, is named (`cut_down`): values were cut off at a limit."
    )
    yield ""
    ceilings = ", ".join(f"{curve.column} {curve.ceiling:g}" for curve in CURVES)
    yield (
        f"External scores are held against the highest of Kaggle's: {ceilings}; and against {LEAST:g}, below which "
        "hardly any lies (`score_in_hundredths`: EXT_SOURCE_1 from the first on, the others where fewer than one of a "
        "hundred archives would have as many). Scores as evenly spread as ranks are refused (`score_ranked` names "
        f"those of fewer than {FEWEST_REFUSED} clients)."
    )


def _statements() -> Iterator[str]:
    for statement in (*OTHERS, *(statement for statement in IN_TIME if statement.means != ROUNDED)):
        gone = statement.expected.removeprefix("some ")
        yield f"{statement.table} without {gone}, from {fewest_clients(statement.share)} on"


def _gaps() -> Iterator[str]:
    for table, shares in SHARES_WITHOUT_GAPS.items():
        for share, columns in shares.items():
            names = f"{columns[0]} and {len(columns) - 1} more" if len(columns) > 1 else columns[0]
            yield f"{table} {names} from {fewest_clients(share)} on"


def fewest_clients(share: float) -> int:
    """From how many clients on it is no chance that nobody has what this share of clients has, 0 to 1.

    Examples
    --------
    >>> fewest_clients(0.5)
    20
    """
    return most_by_chance(share) + 1


def _row(witness: Witness) -> str:
    refused = f"{100 * witness.refused_below:g} %" if witness.refused_below else "never"
    return f"| {witness.table} | {witness.expected} | {100 * witness.least:g} % | {refused} |"
