"""What the page says of real files of the simulated world, read line by line in both languages."""

import pytest

from scoring.portfolio import Portfolio
from scripts.sentences import offenders, patterns, sample

CLIENTS = 12


@pytest.fixture(scope="module")
def examples(world):
    portfolio = Portfolio.open(world)
    return patterns(portfolio, sample(portfolio.clients, CLIENTS))


@pytest.mark.slow
def test_nobody_stumbles_over_what_the_page_says(examples):
    assert len(examples) > 500
    assert offenders(examples) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Durée estimée\u00a0: 32\u00a0mois au lieu de 32\u00a0mois."),
        ("fr", "environ 8 sur 100 (entre 8 et 8)"),
        ("fr", "1 clients trouvés"),
        ("fr", "il y a 1\u00a0jours"),
        ("fr", "Motif\u00a0: crédits\u00a0: aucun"),
        ("fr", "Apport, au minimum (demandes accordées)"),
        ("fr", "Entreprise, type 3"),
        ("fr", "Score externe n° 1"),
        ("fr", "non renseigné ; rien"),
        ("fr", "Suivi de {client}"),
        ("en", "Type of loan: XNA"),
        ("en", "application_amt_credit"),
        ("en", "32 months instead of 32 months."),
    ],
)
def test_what_one_stumbles_on_is_noticed(language, text):
    assert offenders({(language, text): text})


@pytest.mark.parametrize(
    "text",
    [
        "0,1\u00a0jour",
        "11\u00a0points",
        "entre 8 et 18",
        "environ 1\u00a0dossier sur 100",
        "12\u00a0mois au lieu de 2\u00a0mois.",
    ],
)
def test_what_is_well_said_is_not(text):
    assert offenders({("fr", text): text}) == []
