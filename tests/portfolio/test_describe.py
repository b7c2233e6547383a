"""What stands in a client's data where nothing can be known: a history they do not have, a car, a job."""

import pytest

from scoring.features.catalogue import catalogue
from scoring.features.sources import source_of
from scoring.portfolio import Portfolio
from scoring.portfolio.describe import describe
from scoring.texts import languages

pytestmark = pytest.mark.slow  # a trained world
UNKNOWN = {"fr": "non renseigné", "en": "not known"}
NONE = {"fr": "aucun historique ailleurs", "en": "no history elsewhere"}
POINTLESS = {"fr": "sans objet", "en": "not applicable"}
HISTORIES = ("bureau", "balance", "previous", "pos", "installments", "card")


@pytest.fixture(scope="module")
def portfolio(world):
    return Portfolio.open(world)


def shown(values, manifest, language, absent=()):
    return {datum.feature: datum for datum in describe(values, manifest, language, absent)}


def without_history(portfolio):
    values = dict(portfolio.values(int(portfolio.clients[0])))
    return {name: None if name in catalogue() and of(name) in HISTORIES else value for name, value in values.items()}


def of(name):
    return source_of(catalogue()[name].feature)


@pytest.mark.parametrize("language", languages())
def test_a_history_that_the_client_does_not_have_is_called_so_as_in_the_reasons(portfolio, language):
    """A client without a loan anywhere read "not known" two hundred times among their own data."""
    data = shown(without_history(portfolio), portfolio.manifest, language)
    histories = [datum for name, datum in data.items() if of(name) in HISTORIES]
    assert len(histories) > 150
    assert not [datum.label for datum in histories if datum.value == UNKNOWN[language]]
    assert data["bureau_rows_count"].value == NONE[language]
    assert data["previous_rows_count"].raw is None


@pytest.mark.parametrize("language", languages())
def test_where_the_whole_table_is_missing_nobody_says_that_the_client_has_none(portfolio, language):
    data = shown(without_history(portfolio), portfolio.manifest, language, absent=("bureau",))
    assert data["bureau_rows_count"].value == UNKNOWN[language]


@pytest.mark.parametrize("language", languages())
def test_a_car_or_a_job_that_the_client_does_not_have_has_no_age(portfolio, language):
    values = dict(portfolio.values(int(portfolio.clients[0])))
    no_car = values | {"application_flag_own_car": 0.0, "application_own_car_age": None}
    no_job = values | {"application_name_income_type": "Pensioner", "application_days_employed": None}
    assert shown(no_car, portfolio.manifest, language)["application_own_car_age"].value == POINTLESS[language]
    assert shown(no_job, portfolio.manifest, language)["application_days_employed"].value == POINTLESS[language]
    car = values | {"application_flag_own_car": 1.0, "application_own_car_age": None}
    assert shown(car, portfolio.manifest, language)["application_own_car_age"].value == UNKNOWN[language]
