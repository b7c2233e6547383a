"""One rule book behind every door: a spoilt value is answered alike from a file and over the API, and looked at.

Spoilings are made from the contract: one value a client, in every column of every table.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl
import pytest

from scoring.features.inputs import columns_read
from scoring.inference.applicant import assess_applicant
from scoring.inference.archive import score_archive
from scoring.model.folder import open_model
from scoring.model.scores import FLAGGED, REVIEW_CAUSES
from scoring.tables.flags import NEVER_EMPTY
from scoring.tables.records import APPLICATION, HISTORIES, contract_of, mistakes
from scoring.tables.rules.column_rule import ColumnRule, column_rules
from scoring.tables.rules.survey import anomalies_of
from scoring.tables.schema import CONTRACT

pytestmark = pytest.mark.slow  # a trained world
SEED = 5
FILES = ("application_train", *HISTORIES)


@dataclass(frozen=True)
class Spoiling:
    """One client's value of a column, replaced."""

    rule: ColumnRule
    value: float | str | None
    client: int


def wrong_values(rule: ColumnRule) -> Iterator[float | str]:
    if rule.levels:
        yield "Nobody knows"
        return
    if rule.low is None or rule.high is None:
        return
    for value in (rule.low - 1.0, rule.high + 1.0, 1e12):
        if not any(pl.select(anomaly.broken(pl.lit(value))).item() for anomaly in anomalies_of(rule)):
            yield value
    if rule.essential and rule.above:
        yield -5.0


def owners(tables, file) -> pl.Series:
    if file != "bureau_balance":
        return tables[file]["SK_ID_CURR"]
    keys = ["SK_ID_BUREAU", "SK_ID_CURR"]
    return tables[file].join(tables["bureau"].select(keys), on="SK_ID_BUREAU", how="left")["SK_ID_CURR"]


@pytest.fixture(scope="module")
def raw(simulated):
    """Every table of 60 clients who are not in training, typed as the contract has it."""
    tables = simulated(60, 3).tables
    return {
        file: tables[file].select(pl.col(name).cast(column.dtype) for name, column in CONTRACT[file].columns.items())
        for file in FILES
    }


@pytest.fixture(scope="module")
def batches(raw) -> list[list[Spoiling]]:
    """Each client is spoilt once in a batch; every column is spoilt in one of its ways."""
    chance = random.Random(SEED)
    clients = raw["application_train"]["SK_ID_CURR"].to_list()
    have = {file: set(owners(raw, file).drop_nulls().to_list()) for file in FILES}
    ways = [(rule, list(wrong_values(rule))) for file in FILES for rule in column_rules(CONTRACT[file]).values()]
    left = [(rule, chance.choice(values)) for rule, values in ways if values]
    left += [(rule, None) for rule, _ in ways if rule.always]
    chance.shuffle(left)
    made: list[list[Spoiling]] = []
    while left:
        batch, rest, free = [], [], chance.sample(clients, len(clients))
        for rule, value in left:
            fitting = [client for client in free if client in have[rule.table]]
            if fitting:
                batch.append(Spoiling(rule, value, fitting[0]))
                free.remove(fitting[0])
            else:
                rest.append((rule, value))
        made.append(batch)
        left = rest
    return made


def spoilt(tables, batch):
    """The tables with each spoiling in the client's first row."""
    tables = dict(tables)
    for spoiling in batch:
        file, column = spoiling.rule.table, spoiling.rule.name
        first = owners(tables, file).to_list().index(spoiling.client)
        here, value = pl.int_range(pl.len()) == first, pl.lit(spoiling.value).cast(tables[file].schema[column])
        tables[file] = tables[file].with_columns(pl.when(here).then(value).otherwise(column).alias(column))
    return tables


def body_of(tables, client):
    """A client's rows, as another program would send them."""

    def rows(file, name):
        mine = tables[file].filter(owners(tables, file) == client)
        return mine.select(list(contract_of(name).columns)).to_dicts()

    (application,) = rows("application_train", APPLICATION)
    return {APPLICATION: application, **{name: rows(name, name) for name in HISTORIES}}


def test_a_spoilt_value_in_any_column_is_answered_alike_by_every_door_and_looked_at(world, raw, batches, tmp_path):
    model = open_model(world)
    read, failures = columns_read(model.manifest.features), []
    for number, batch in enumerate(batches):
        folder = tmp_path / str(number)
        folder.mkdir()
        tables = spoilt(raw, batch)
        for file, rows in tables.items():
            rows.write_csv(folder / f"{file}.csv")
        scores = score_archive(world, folder).scores
        place = {client: index for index, client in enumerate(scores.clients.tolist())}
        for spoiling in batch:
            index = place[spoiling.client]
            causes = {name for name, holds in zip(REVIEW_CAUSES, scores.causes[index], strict=True) if holds}
            body = body_of(tables, spoiling.client)
            refused = list(mistakes(body))
            answer = None if refused else assess_applicant(model, body, scores.clients)
            alike = (
                answer is not None
                and set(answer.review_because) == causes
                and math.isclose(answer.log_odds, scores.log_odds[index], abs_tol=1e-9)
            )
            matters = (spoiling.rule.source, spoiling.rule.name) in read or spoiling.rule.essential
            if not alike or bool(causes & {*FLAGGED, NEVER_EMPTY}) != matters:
                failures.append((spoiling, causes, refused or (answer and answer.review_because)))
    assert failures == []


def test_every_column_that_has_a_rule_is_spoilt(batches):
    ruled = {(r.table, r.name) for f in FILES for r in column_rules(CONTRACT[f]).values() if list(wrong_values(r))}
    assert {(s.rule.table, s.rule.name) for batch in batches for s in batch} == ruled


def test_what_could_not_be_used_is_named_with_its_value(world, raw):
    client, model = raw["application_train"]["SK_ID_CURR"][0], open_model(world)
    body = body_of(raw, client)
    body[APPLICATION] |= {"AMT_INCOME_TOTAL": -5, "DAYS_BIRTH": 365243}
    answer = assess_applicant(model, body, raw["application_train"]["SK_ID_CURR"].to_numpy())
    assert answer.zone == "review"
    said = {value.column: value.sentence for value in answer.unusable}
    assert set(said) == {"AMT_INCOME_TOTAL", "DAYS_BIRTH"}
    assert said["AMT_INCOME_TOTAL"]["fr"].replace("\u00a0", " ") == (
        "Revenu déclaré : la valeur donnée (−5) n’est pas possible ; elle n’a pas été utilisée."
    )
    assert "365" not in said["DAYS_BIRTH"]["fr"]
