"""A text about the client as the client reads it: "âge du client" becomes "votre âge", "ses crédits" "vos crédits"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from scoring.texts.words import Language, capitalised, read_texts, uncapitalised


def to_reader(text: str, language: Language) -> str:
    """The text as it is said to the person it is about; as it is in a language without such rules.

    Parameters
    ----------
    text : str
        A label, a value, a sentence.
    language : str
        Language of the text.

    Examples
    --------
    >>> to_reader("Âge du client", "fr"), to_reader("Plafond moyen de ses cartes de crédit ailleurs", "fr")
    ('Votre âge', 'Plafond moyen de vos cartes de crédit ailleurs')
    >>> to_reader("Client reachable on their mobile phone", "en")
    'You are reachable on your mobile phone'
    """
    for pattern, replacement in _rules().get(language, ()):
        text = pattern.sub(replacement, text)
    return text


@cache
def _rules() -> Mapping[Language, tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...]]:
    """What is put for what, longest first: a phrase that holds another one is looked for before it."""
    return {
        language: tuple(
            (re.compile(rf"(?<![\w’-]){re.escape(before)}(?![\w’-])", re.IGNORECASE), _like(after))
            for kind in ("phrases", "words")
            for before, after in sorted(parts.get(kind, {}).items(), key=lambda rule: -len(rule[0]))
        )
        for language, parts in read_texts("reader").items()
    }


def _like(after: str) -> Callable[[re.Match[str]], str]:
    """The replacement, with a capital where the text it replaces has one."""

    def replacement(match: re.Match[str]) -> str:
        return capitalised(after) if match[0][:1].isupper() else uncapitalised(after)

    return replacement
