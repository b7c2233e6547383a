"""What a class says of its attributes in its docstring, as numpydoc writes it."""

from __future__ import annotations

import inspect
import re

UNDERLINE = re.compile(r"-{3,}")
ENTRY = re.compile(r"(\w+) : \S.*")


def attributes_of(documented: type) -> dict[str, str]:
    """The description of each attribute in the section *Attributes*, on one line; empty where there is no such section.

    Examples
    --------
    >>> from scoring.explain.elements import Contribution
    >>> attributes_of(Contribution)["contribution"]
    'Signed share of the log-odds; above zero raises the risk.'
    """
    descriptions: dict[str, list[str]] = {}
    name = None
    for line in _section(documented, "Attributes"):
        entry = ENTRY.fullmatch(line)
        if entry is not None:
            name = entry[1]
            descriptions[name] = []
        elif name is not None and line.strip():
            descriptions[name].append(line.strip())
    return {name: " ".join(lines) for name, lines in descriptions.items()}


def summary_of(documented: type) -> str:
    """What stands before the sections.

    Examples
    --------
    >>> from scoring.explain.elements import Source
    >>> summary_of(Source)
    'Where information may come from, and whether this client has any.'
    """
    lines = _lines(documented)
    ends = [place - 1 for place, line in enumerate(lines) if UNDERLINE.fullmatch(line)]
    return "\n".join(lines[: ends[0]] if ends else lines).strip()


def _section(documented: type, title: str) -> list[str]:
    lines = _lines(documented)
    heads = [place for place, line in enumerate(lines[1:]) if UNDERLINE.fullmatch(line)]
    begin = next((place for place in heads if lines[place] == title), None)
    if begin is None:
        return []
    end = next((place for place in heads if place > begin), len(lines))
    return lines[begin + 2 : end]


def _lines(documented: type) -> list[str]:
    return (inspect.getdoc(documented) or "").splitlines()
