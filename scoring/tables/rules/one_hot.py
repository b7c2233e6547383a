"""A text column spread over several of 1 and 0, as one-hot encoding leaves it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scoring.tables.rules.column_rule import column_rules
from scoring.tables.rules.texts import folded
from scoring.tables.schema import TableContract

LONGEST_NAME = 200  # of a text's column: whoever sends a name of a million signs waits for nothing


def one_hot_columns(names: Iterable[str], table: TableContract) -> Mapping[str, list[str]]:
    """Text columns of a contract that are not there, each with the columns that stand for one of its texts.

    Parameters
    ----------
    names : iterable of str
        Columns, or keys, that are there.
    table : TableContract
        Which table they should be of.

    Examples
    --------
    >>> from scoring.tables.schema import CONTRACT
    >>> one_hot_columns(["NAME_EDUCATION_TYPE_Higher education", "education"], CONTRACT["application_train"])
    {'NAME_EDUCATION_TYPE': ['NAME_EDUCATION_TYPE_Higher education']}
    """
    there = list(names)
    others = {name: folded(name[:LONGEST_NAME]) for name in there if name not in table.columns}
    texts = [name for name, rule in column_rules(table).items() if rule.levels and name not in there]
    starts = {text: f"{folded(text)} " for text in texts}
    spread = {text: [name for name in others if others[name].startswith(start)] for text, start in starts.items()}
    return {text: columns for text, columns in spread.items() if columns}


def one_hot_words(columns: Iterable[str]) -> str:
    """What such columns are, in a sentence."""
    names = list(columns)
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    return f"it looks one-hot encoded into {names[0][:80]}{more}"
