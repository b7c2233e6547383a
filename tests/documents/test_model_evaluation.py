"""The evaluation on disk: the note's numbers to the last bit, made once, made again when harmed, whole or not there."""

import dataclasses
import shutil

import pytest

from scoring.analysis.costs import cost_along
from scoring.documents.curves import calibration_table
from scoring.documents.evaluation_stage import make_evaluation
from scoring.documents.group_findings import calibration_by_group, wrong_refusals
from scoring.documents.run_facts import facts_of
from scoring.files import current
from scoring.portfolio import Portfolio
from scoring.portfolio.evaluation import CONTENT, evaluation_folder, evaluations
from scoring.settings import Costs


@pytest.fixture(scope="module")
def facts(world):
    return facts_of(world)


@pytest.fixture(scope="module")
def evaluation(world):
    return Portfolio.open(world).evaluation()


def test_the_evaluation_is_the_notes_own_numbers(facts, evaluation):
    assert (evaluation.model, evaluation.portfolio) == (facts.manifest.version, facts.portfolio.folder.name)
    assert evaluation.confusion == facts.confusion
    for name, interval in facts.intervals.items():
        written = evaluation.intervals[name]
        assert (written.value, written.low, written.high) == (interval.value, interval.low, interval.high)
    parts = calibration_table(facts.target, facts.probability, parts=len(evaluation.calibration))
    assert [dataclasses.asdict(part) for part in evaluation.calibration] == parts.drop(columns="part").to_dict(
        "records"
    )
    groups = calibration_by_group(facts, "en")
    assert [(group.n, group.announced, group.observed, group.fits) for group in evaluation.groups] == list(
        groups[["n", "predicted", "observed", "fits"]].itertuples(index=False, name=None)
    )
    wrong = wrong_refusals(facts, "en")
    assert [
        (rate.n, rate.rate, rate.low, rate.high) for rate in evaluation.rates if rate.measure == "wrongly refused"
    ] == list(wrong[["n", "rate", "low", "high"]].itertuples(index=False, name=None))


def test_the_answers_behind_it_give_the_notes_cost_curve_and_name_nobody(world, facts):
    portfolio = Portfolio.open(world)
    answers = portfolio.known_answers()
    costs = Costs(missed_difficulty=7.0, wrong_refusal=2.0)
    places, cost = answers.everyone.along(costs)
    drawn = cost_along(facts.target, facts.probability, costs)
    assert (places.tolist(), cost.tolist()) == (drawn["threshold"].tolist(), drawn["cost"].tolist())
    assert answers.rows.columns == ["target", "probability", "sex", "age", "family status"]
    assert answers.rows["probability"].is_sorted()


def test_groups_of_fewer_than_thirty_are_nowhere_in_it(evaluation, world):
    assert min(group.n for group in evaluation.groups) >= 30
    assert min(rate.n for rate in evaluation.rates) >= 30
    answers = Portfolio.open(world).known_answers()
    sizes = {group: outcomes.at(0.5).clients for group, outcomes in answers.by("family status").items()}
    counted = dict(answers.rows["family status"].value_counts().iter_rows())
    assert sizes == {group: n for group, n in counted.items() if n >= 30}


def test_what_is_up_to_date_is_not_made_again_and_what_was_harmed_is(own_world, harm):
    assert make_evaluation(own_world) is False
    folder = evaluation_folder(current(own_world.portfolio))
    before = (folder / CONTENT).read_bytes()
    harm("flipped", folder / CONTENT)
    assert Portfolio.open(own_world).evaluation() is None
    assert Portfolio.open(own_world).known_answers() is None
    assert make_evaluation(own_world) is True
    assert (evaluation_folder(current(own_world.portfolio)) / CONTENT).read_bytes() == before


def test_without_the_tables_that_were_scored_nothing_is_evaluated_and_that_is_said(own_world, run_cli):
    shutil.rmtree(evaluations(own_world))
    shutil.rmtree(own_world.tables)
    lines = []
    assert make_evaluation(own_world, lines.append) is False
    assert "tables are not those that were scored" in lines[0]
    assert run_cli("--home", own_world.root, "evaluate").status == 0


def test_run_and_evaluate_make_what_is_missing(own_world, run_cli):
    shutil.rmtree(evaluations(own_world))
    assert Portfolio.open(own_world).evaluation() is None
    assert run_cli("--home", own_world.root, "evaluate").status == 0
    assert Portfolio.open(own_world).evaluation() is not None
    shutil.rmtree(evaluations(own_world))
    ran = run_cli("--home", own_world.root, "run")
    assert (ran.status, ran.out) == (0, "made: evaluation\n")
    assert Portfolio.open(own_world).evaluation() is not None
