"""What groups of clients are called: levels of the application and bands of age, by their English names."""

from __future__ import annotations

from scoring.texts.load import levels
from scoring.texts.sentences import words
from scoring.texts.words import Language

NOT_KNOWN = "Not known"
# What groups are of, and the key of its name.
TRAITS = {"sex": "note.fairness.sex", "age": "note.fairness.age", "family status": "note.fairness.family"}


def trait_name(trait: str, language: Language) -> str:
    """What a trait is called.

    Examples
    --------
    >>> trait_name("family status", "fr")
    'Situation familiale'
    """
    return words(TRAITS[trait], language)


def group_name(group: str, language: Language) -> str:
    """A group's name as a reader of the language knows it.

    Examples
    --------
    >>> group_name("30 to 40", "fr"), group_name("Woman", "fr")
    ('De 30 à 40 ans', 'Femme')
    """
    known = (level for column in levels()["application"].values() for level in column.values())
    named = next((level for level in known if level.en == group), None)
    if named is not None:
        return named.say(language)
    if group == NOT_KNOWN:
        return words("note.age.unknown", language)
    return _age(group, language)


def _age(band: str, language: Language) -> str:
    part = band.lower().split()
    if part[0] == "under":
        return words("note.age.under", language, high=part[1])
    if part[-1] == "over":
        return words("note.age.over", language, low=part[0])
    return words("note.age.between", language, low=part[0], high=part[2]) if "to" in part else band
