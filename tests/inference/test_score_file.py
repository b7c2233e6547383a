"""``score --input``: what the import says, intervals and causes for each client, how many are in each zone."""

import json

import polars as pl
import pytest

from scoring.model.folder import open_model

pytestmark = pytest.mark.slow  # a trained world


@pytest.fixture
def score(run_cli, world, tiny_archive, tmp_path):
    def run(*options, change=None, without=()):
        path = tiny_archive(tmp_path / "archive", change=change, without=without)
        return run_cli("--home", world.root, "score", "--input", path, "--output", tmp_path / "scores.csv", *options)

    return run


def first_income(value):
    first = pl.int_range(pl.len()) == 0
    return {
        "application_train": lambda rows: rows.with_columns(
            pl.when(first).then(value).otherwise("AMT_INCOME_TOTAL").alias("AMT_INCOME_TOTAL")
        )
    }


def test_each_client_has_an_interval_and_why_a_person_should_look(score, world, tmp_path):
    ran = score(change=first_income(-5.0))
    assert ran.status == 0, ran.err
    rows = pl.read_csv(tmp_path / "scores.csv")
    near = open_model(world).comparable.sort("score")
    assert rows["interval_low"].to_list() == near["low"].gather(rows["score"]).to_list()
    assert rows["interval_high"].to_list() == near["high"].gather(rows["score"]).to_list()
    spoilt = rows.filter(pl.col("unusable") != "")
    assert spoilt["unusable"].to_list() == ["application_train.AMT_INCOME_TOTAL -5.0"]
    assert "impossible_value" in spoilt["review_because"][0].split("; ")
    assert ((rows["review_because"] != "") == (rows["zone"] == "review")).all()
    named = rows["review_because"].str.split("; ").list.contains("out_of_range")
    assert (named == (rows["out_of_range"] != "")).all()


def test_it_says_what_the_import_says_and_ends_with_the_zones(score, tmp_path):
    ran = score(change=first_income(-5.0), without=("installments_payments",))
    zones = pl.read_csv(tmp_path / "scores.csv")["zone"]
    lines = ran.out.splitlines()
    assert "installments_payments: absent from the archive; what it would tell is unknown for every client" in lines
    changed = "cleaned application_train.AMT_INCOME_TOTAL: 1 value by rule impossible_amount"
    assert f"{changed}. The value lies outside what the column's rule holds." in lines
    counts = {zone: int((zones == zone).sum()) for zone in ("accept", "review", "refuse")}
    assert sorted(lines[-1].split(", ")) == sorted(f"{zone} {count}" for zone, count in counts.items())


def test_strict_writes_no_score_and_the_report_tells_all(score, tmp_path):
    ran = score("--strict", "--report", tmp_path / "report.json", change=first_income(-5.0))
    assert ran.status == 2
    assert not (tmp_path / "scores.csv").exists()
    assert json.loads((tmp_path / "report.json").read_text())["status"] == "findings"


def test_the_report_counts_clients_and_zones(score, tmp_path):
    assert score("--strict", "--report", tmp_path / "report.json").status == 0
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["clients"] == sum(report["zones"].values()) == 60


def test_strict_and_report_go_with_an_archive(run_cli, world):
    ran = run_cli("--home", world.root, "score", "--strict")
    assert (ran.status, "go with --input" in ran.err) == (2, True)
