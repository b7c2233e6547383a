"""How a text is understood that is not, letter for letter, one of the contract's: by a named rule, or not at all."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache

from scoring.tables.rules.column_rule import ColumnRule

NOT_AVAILABLE = ("XNA", "XAP")
NOTHING = frozenset({"nan", "null", "none", "n a", "na", "nil", "nat", "<na>", "#n a", "missing", ""})
# As they stand: folded, some would say N.
MARKS_OF_NOTHING = frozenset({r"\n", "-", "--", "?", ".", "''", '""'})
CODES: Mapping[str, int] = {"0": 0, "1": 1, "0.0": 0, "1.0": 1}
NO_YES: Mapping[str, int] = {
    **dict.fromkeys(("false", "no", "n", "f", "non", "faux"), 0),
    **dict.fromkeys(("true", "yes", "y", "t", "oui", "o", "vrai"), 1),
}
SEXES: Mapping[str, str] = {
    **dict.fromkeys(("female", "femme", "woman", "feminin", "femelle"), "F"),
    **dict.fromkeys(("male", "homme", "man", "masculin", "m"), "M"),
}
YES_LEVELS = frozenset({"Y", "Yes"})


def understood(text: str, rule: ColumnRule) -> tuple[str | None, str] | None:
    r"""What a text stands for that is none of the column's levels, and by which named rule; None where nobody knows.

    Parameters
    ----------
    text : str
        As the file has it.
    rule : ColumnRule
        Rule of a column with levels.

    Returns
    -------
    tuple of (level or None, rule's name), or None
        None as level: the text says that nothing was recorded.

    Examples
    --------
    >>> from scoring.tables.rules.column_rule import rules_of_source
    >>> rules = rules_of_source("application")
    >>> understood("secondary / secondary  SPECIAL", rules["NAME_EDUCATION_TYPE"])
    ('Secondary / secondary special', 'other_spelling')
    >>> understood("Homme", rules["CODE_GENDER"])
    ('M', 'spelt_out')
    >>> understood(r"\N", rules["FLAG_OWN_CAR"])
    (None, 'empty_text')
    >>> understood("PhD", rules["NAME_EDUCATION_TYPE"]) is None
    True
    """
    if text in NOT_AVAILABLE:
        return None, "not_available"
    if rule.codes and text.strip() in CODES:
        return rule.codes[CODES[text.strip()]], "coded_text"
    if text.strip().lower() in MARKS_OF_NOTHING:
        return None, "empty_text"
    key = folded(text)
    if key in _spellings(rule):
        return _spellings(rule)[key], "other_spelling"
    if key in NO_YES and set(rule.codes) & YES_LEVELS:
        return rule.codes[NO_YES[key]], "yes_no_text"
    if rule.name == "CODE_GENDER" and key in SEXES:
        return SEXES[key], "spelt_out"
    if re.fullmatch(r"\d+\.0+", text) and text.split(".")[0] in rule.levels:
        return text.split(".")[0], "whole_number_text"
    if key in NOTHING:
        return None, "empty_text"
    return (None, "not_available") if key in ("xna", "xap") else None


def folded(text: str) -> str:
    """A text without case, accents and surplus blanks, with any run of other signs as one blank.

    A text without letters is only stripped: in ``-1`` and ``1.5`` the sign and the point say something.

    Examples
    --------
    >>> folded("  Célibataire_/ non-marié ")
    'celibataire non marie'
    >>> folded(" -1")
    '-1'
    """
    if not any(sign.isalpha() for sign in text):
        return text.strip()
    return " ".join(re.split(r"[\W_]+", _without_accents(text).casefold())).strip()


def _without_accents(text: str) -> str:
    """A text without the marks upon its letters; one of ASCII, as nearly all are, has none."""
    if text.isascii():
        return text
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def looks_like(texts: Iterable[str], rule: ColumnRule) -> str:
    """What a column looks like of which too many texts are unknown, in words."""
    sample = list(texts)[:200]
    if all(_is_number(text) for text in sample):
        return "numbers in place of texts, as label encoding leaves them"
    if all(re.fullmatch(r"[0-9a-f]{16,}", text.strip().lower()) for text in sample):
        return "hashes in place of texts"
    near = sum(
        bool(difflib.get_close_matches(folded(text)[:100], _spellings(rule), n=1, cutoff=0.8)) for text in sample
    )
    if 2 * near >= len(sample):
        return "misspelt or cut texts"
    return "texts of another language or another list"


def nearest(text: str, rule: ColumnRule) -> str:
    """The level that a text resembles most."""
    keys = _spellings(rule)
    return keys[difflib.get_close_matches(folded(text)[:100], keys, n=1, cutoff=0.0)[0]]


def _is_number(text: str) -> bool:
    return re.fullmatch(r"\s*[+-]?\d+([.,]\d+)?([eE][+-]?\d+)?\s*", text) is not None


@cache
def _spellings(rule: ColumnRule) -> Mapping[str, str]:
    """Levels by their folded form; a form that two levels share stands for neither."""
    keys = [folded(level) for level in rule.levels]
    return {key: level for key, level in zip(keys, rule.levels, strict=True) if keys.count(key) == 1}
