"""Free texts on record: what any journal can hold to the last sign, and what can be a person's name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from scoring.errors import UserError

LEAST_WORDS, LONGEST_WORDS, LONGEST_NAME = 10, 2000, 80
LONGEST_ENTRY = 10_000  # of any text of an entry, whoever writes it: the doors' own limits are lower
LINE_SIGNS = "\t\n\r"
# Letters, symbols and marks that are drawn as nothing: blanks, joiners, and what chooses between forms of a sign.
BLANKS = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
    + "".join(map(chr, (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
)
SHORT = {"kind": 16, "who": 200, "model": 64, "decided": 16}  # the columns that a database cuts or refuses


class UnwritableTextError(UserError):
    """A text that a journal cannot hold as it is; nothing was recorded."""


def unwritable(text: str) -> str:
    r"""The first sign that a journal cannot hold, as ``U+0000``; empty where it can hold all of them.

    A control sign (PostgreSQL refuses the first of them, a terminal obeys others) or half of a pair of UTF-16.

    Examples
    --------
    >>> unwritable("vu\n\tété"), unwritable("a\x00b"), unwritable("\ud800")
    ('', 'U+0000', 'U+D800')
    """
    signs = (sign for sign in text if sign not in LINE_SIGNS and unicodedata.category(sign) in ("Cc", "Cs"))
    return next((f"U+{ord(sign):04X}" for sign in signs), "")


def legible(text: str) -> str:
    r"""What a reader sees of a text: without the signs that show nothing, and without blanks around it.

    Examples
    --------
    >>> legible(" vu\u200b\u202e "), legible("\u00ad\u3164\u2800 \u200b")
    ('vu', '')
    """
    return "".join(sign for sign in text if unicodedata.category(sign) != "Cf" and sign not in BLANKS).strip()


def is_name(text: str) -> bool:
    """Whether it can be a person's name: two letters at least, one line, not too long."""
    return len(text) <= LONGEST_NAME and sum(sign.isalpha() for sign in text) >= 2 and text.strip().isprintable()


def same_person(name: str, other: str) -> bool:
    """Whether two names are written for one person, as far as signs tell.

    Spaces, capitals, ways to write an accent and signs that nobody sees tell nobody apart.

    Examples
    --------
    >>> same_person("  Anne  MARTIN", "anne martin"), same_person("Anne Martin", "Anne Morin")
    (True, False)
    """
    return _folded(name) == _folded(other)


def require_writable(**values: Any) -> None:
    """Refuse an entry of which a text cannot be held: whichever door writes it, and into whichever database.

    Raises
    ------
    UnwritableTextError
        It names the field, and the sign or the length.
    """
    for field, text in _texts(values, ""):
        sign = unwritable(text)
        longest = SHORT.get(field, LONGEST_ENTRY)
        if sign:
            raise UnwritableTextError(f"{field}: expected a text without control signs, got {sign}.", "Leave it out.")
        if len(text) > longest:
            got = f"{field}: expected a text of at most {longest} characters, got {len(text)}."
            raise UnwritableTextError(got, "Shorten it.")


def _folded(name: str) -> str:
    return " ".join(legible(unicodedata.normalize("NFKC", name).casefold()).split())


def _texts(value: Any, place: str) -> Iterator[tuple[str, str]]:
    """Every text within a value, with its place."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield place or "shown", name
            yield from _texts(inner, f"{place}.{name}".lstrip("."))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner, place)
