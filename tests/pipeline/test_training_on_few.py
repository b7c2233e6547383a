"""A model trained on a part of the clients, by the command: who is drawn, who is scored, what documents say of it."""

from __future__ import annotations

import polars as pl

from scoring.documents.numbers import numbers
from scoring.documents.run_facts import facts_of
from scoring.files import current
from scoring.model.choice import chosen
from scoring.model.current_model import model_folder
from scoring.model.manifest import read_manifest
from scoring.model.train_set import draw_clients
from scoring.pipeline.matrix import read_labelled, read_matrix
from scoring.portfolio.current_portfolio import ROWS

FEW = 300


def test_learned_from_a_part_of_the_clients_and_everyone_is_scored(own_world, run_cli):
    command = ("--home", own_world.root, "train", "--candidate", "external", "--clients", FEW)
    ran = run_cli(*command)
    assert ran.status == 0, ran.err
    manifest = read_manifest(model_folder(own_world))
    assert manifest.metrics["n"] == FEW
    assert chosen(own_world).max_clients == FEW
    assert f"{FEW} clients with a known outcome (at most {FEW}, drawn at random)" in _card(own_world)
    assert "up to date" in run_cli(*command).out

    ran = run_cli("--home", own_world.root, "run")
    assert ran.out.strip() == "made: portfolio, evaluation", ran.err
    rows = pl.read_parquet(current(own_world.portfolio) / ROWS)
    everyone, identity = read_matrix(current(own_world.features))
    assert rows.height == everyone.height
    labelled = everyone.filter(pl.col("TARGET").is_not_null())["SK_ID_CURR"]
    drawn = draw_clients(labelled, FEW, chosen(own_world).seed)
    learned, _ = read_labelled(current(own_world.features), chosen(own_world))
    assert learned["SK_ID_CURR"].sort().equals(drawn)
    persons = identity.filter(pl.col("SK_ID_CURR").is_in(drawn.implode()))["person"].drop_nulls()
    seen = identity.filter(pl.col("SK_ID_CURR").is_in(drawn.implode()) | pl.col("person").is_in(persons.implode()))[
        "SK_ID_CURR"
    ]
    assert rows.filter(pl.col("fold") >= 0)["SK_ID_CURR"].sort().equals(seen.sort())

    facts = facts_of(own_world)
    for language, phrase in (("fr", "ont été tirés au sort pour l’apprentissage"), ("en", "were drawn at random")):
        assert phrase in numbers(facts, language)["sample"]
        assert str(len(labelled)) in numbers(facts, language)["sample_of"]


def test_all_clients_again(own_world, run_cli):
    first = current(own_world.models).name
    assert run_cli("--home", own_world.root, "train", "--candidate", "external", "--clients", FEW).status == 0
    assert run_cli("--home", own_world.root, "train", "--candidate", "blend", "--clients", 0).status == 0
    assert chosen(own_world).max_clients is None
    assert current(own_world.models).name == first


def test_a_number_of_clients_that_cannot_be_is_refused(own_world, run_cli):
    for count, said in (
        (-1, "max_clients: expected a whole number at least 1 or nothing, got -1"),
        (12, "at least 10 clients"),
    ):
        ran = run_cli("--home", own_world.root, "train", "--clients", count)
        assert ran.status == 2
        assert said in ran.err
    assert chosen(own_world).max_clients is None


def _card(home) -> str:
    return (model_folder(home) / "card.md").read_text(encoding="utf-8")
