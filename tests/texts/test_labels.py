"""What features are called: short, distinct, in their language's typography, composed by nobody but a person."""

import re
from collections import Counter

import pytest

from scoring.features.catalogue import catalogue
from scoring.texts import columns, spoken
from scoring.texts.load import levels
from scoring.texts.words import BASE_LANGUAGES

LONGEST = 59
COMPOSED = re.compile(
    r"au (?:min|max)imum|, (?:min|max)imum|, nombre|, part\b|, number|, share\b|dispersion|\(demandes|type \d"
)
TYPOGRAPHY = re.compile(r"'|  | [:;!?%»]|« |n° |\d [a-zà]*\.{3}|\.$")


def offenders(labels: dict[str, str]) -> list[tuple[str, int, str]]:
    """Labels that are too long, put together by rule, or badly typed."""
    wrong = {
        name for name, label in labels.items()
        if len(label) > LONGEST or COMPOSED.search(label) or TYPOGRAPHY.search(label) or not label[:1].isupper()
    }  # fmt: skip
    return [(name, len(labels[name]), labels[name]) for name in labels if name in wrong]


@pytest.mark.parametrize("language", BASE_LANGUAGES)
def test_every_features_label_is_short_and_said_by_a_person(language):
    assert offenders({name: entry.label.say(language) for name, entry in catalogue().items()}) == []


@pytest.mark.parametrize("language", BASE_LANGUAGES)
def test_every_columns_label_is_short(language):
    labels = {
        f"{source}.{name}": words.say(language) for source, every in columns().items() for name, words in every.items()
    }
    assert [(name, len(label), label) for name, label in labels.items() if len(label) > LONGEST] == []


@pytest.mark.parametrize("language", BASE_LANGUAGES)
def test_no_two_features_share_a_label(language):
    counted = Counter(entry.label.say(language) for entry in catalogue().values())
    assert [label for label, count in counted.items() if count > 1] == []


def test_every_feature_of_a_history_has_a_name_and_no_other_has_one():
    histories = {name for name, entry in catalogue().items() if entry.feature.source != "application"}
    assert set(spoken()) == histories


@pytest.mark.parametrize(
    "label",
    [
        "Mensualité d’une demande précédente, au minimum (demandes accordées)",
        "Entreprise, type 3",
        "Part d'apport",
        "Prix moyen : du bien",
        "nombre de crédits",
        "A" * 60,
    ],
)
def test_what_a_person_would_not_say_is_noticed(label):
    assert offenders({"some": label})


# What only a bank says; in their place the page says "terminé", "lié à un achat", "règle du prêteur".
JARGON = {
    "fr": r"soldée?s?\b|affectée?s?\b|octroi|déblocage|échéancier|\bcapital\b"
    r"|à l’exigé|créance|tiers\b|passée? en perte|grille\b|\brapportée?s? (à|au)\b",
    "en": r"granting rule|\bprincipal\b|amorti[sz]|doubtful debt|third party|scorecard|\brelative to\b",
}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_label_and_no_level_speaks_as_only_a_bank_does(language):
    labels = [entry.label.say(language) for entry in catalogue().values()]
    values = [
        words.say(language) for source in levels().values() for column in source.values() for words in column.values()
    ]
    raw = [words.say(language) for source in columns().values() for words in source.values()]
    assert len(labels) > 400
    assert [text for text in (*labels, *values, *raw) if re.search(JARGON[language], text, re.I)] == []
