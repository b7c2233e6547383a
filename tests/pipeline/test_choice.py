"""Choosing another candidate in notebook 03 changes what assess, the portfolio and the page answer, and stays."""

import nbformat
import polars as pl
import pytest

from scoring.analysis.candidates import compared_candidates, compared_with, other_decisions
from scoring.dashboard.panels.state import PageState
from scoring.documents.note import Note
from scoring.documents.run_facts import facts_of
from scoring.documents.run_notebooks import run_notebooks
from scoring.files import current
from scoring.model.candidates import candidates
from scoring.model.choice import chosen
from scoring.model.current_model import model_folder
from scoring.model.manifest import read_manifest
from scoring.pipeline.compare_candidates import read_comparison
from scoring.pipeline.stages import kept_candidate, make_model, run_stale
from scoring.portfolio.read import Portfolio
from scoring.settings import Costs, Home, Training

pytestmark = pytest.mark.slow
CLIENT_COUNT = 500


@pytest.fixture(scope="module")
def homes(world, copy_world, tmp_path_factory):
    """The world as it was, and a copy in which notebook 03 chose the external scores."""
    home = copy_world(tmp_path_factory.mktemp("choice") / "home")
    (outcome,) = run_notebooks(home, only="03", parameters=[("candidate", "external")])
    assert outcome.failure == ""
    return world, home


def test_what_everybody_answers_is_the_chosen_models(homes):
    before, after = (Portfolio.open(home) for home in homes)
    read = set(after.manifest.features)
    assert read == {f"application_ext_source_{number}" for number in (1, 2, 3)} < set(before.manifest.features)
    client = int(before.clients[0])
    assert before.assess(client).probability != after.assess(client).probability
    assert {one.feature for one in after.assess(client).contributions} == read


def test_the_page_shows_the_chosen_model(homes):
    before, after = (PageState(Portfolio.open(home)) for home in homes)
    for state in (before, after):
        state.client = int(state.portfolio.clients[3])
    assert before.assessment.probability != after.assessment.probability
    assert after.assessment.probability == Portfolio.open(homes[1]).assess(after.client).probability


def test_a_later_run_keeps_to_the_choice(homes):
    assert chosen(homes[1]).candidate == "external"
    assert run_stale(homes[1], chosen(homes[1])) == []


def test_the_kept_candidate_is_what_training_alone_gives(homes):
    before, after = homes
    current_model = model_folder(before)
    kept = kept_candidate(after, current_model.name)
    assert kept is not None
    assert read_manifest(kept).files == read_manifest(current_model).files


def test_a_damaged_candidate_is_trained_again(homes, tmp_path):
    import shutil

    shutil.copytree(homes[1].root, tmp_path / "home")
    home, settings = Home(tmp_path / "home"), Training(candidate="kernel")
    version = next(
        trial["model"] for name, trial in read_comparison(current(home.candidates))[1].items() if name == "kernel"
    )
    (kept_candidate(home, version) / "served.txt").write_text("nothing")
    assert make_model(home, settings)
    assert read_manifest(model_folder(home)).settings["candidate"] == "kernel"


def test_all_candidates_answer_for_the_same_clients(homes):
    answers, trials = read_comparison(current(homes[1].candidates))
    known = Portfolio.open(homes[1]).manifest.metrics["n"]
    assert answers.height == known < CLIENT_COUNT
    assert answers.select(pl.col(name).is_finite().all() for name in trials).row(0) == (True,) * len(trials)


def test_the_comparison_is_the_manifests(homes):
    compared = compared_candidates(homes[1], "external", Costs()).set_index("candidate")
    metrics = Portfolio.open(homes[1]).manifest.metrics
    for name in ("auc", "ece", "log_loss"):
        assert compared.loc["external", name] == pytest.approx(metrics[name])
    assert compared.loc["external", "difference"] == 0
    assert compared.loc["dummy", "cost"] == pytest.approx(100 * 10 * metrics["target_rate"])
    assert other_decisions(homes[1], "external", Costs())["external"] == 0


def test_the_note_tells_of_the_comparison_where_there_was_one(homes):
    before, after = (facts_of(home) for home in homes)
    assert not compared_with(before.home, before.manifest)
    assert not Note(before, "fr").compared
    note = Note(after, "fr")
    assert note.compared
    assert f"{len(candidates())} candidats en tout" in note.say("section.choice")
    assert f"**{len(candidates()) - 1} candidats et la fréquence moyenne.**" in note.numbers["compared_short"]
    shown = note.piece("candidates").html(6, "fr")
    assert "modèle servi" in shown
    assert "les réglages et les variables du kernel" in shown


def test_what_cannot_be_served_stops_the_notebook_with_the_sentence(homes):
    (outcome,) = run_notebooks(homes[1], only="03", parameters=[("candidate", "dummy")])
    assert "The candidate dummy" in outcome.failure
    assert "is compared, not served" in outcome.failure
    assert nbformat.read(outcome.executed, as_version=4).cells


def test_costs_that_are_given_move_the_threshold_and_are_kept(homes, run_cli, tmp_path):
    import shutil

    shutil.copytree(homes[1].root, tmp_path / "home")
    home = Home(tmp_path / "home")
    ran = run_cli("--home", home.root, "train", "--candidate", "external", "--missed-difficulty", "5")
    assert ran.status == 0
    policy = read_manifest(model_folder(home)).policy
    assert policy.threshold == pytest.approx(1 / 6)
    assert chosen(home).costs == Costs(missed_difficulty=5.0)
    kept = model_folder(home)
    ran = run_cli("--home", home.root, "train", "--wrong-refusal", "0")
    assert ran.status == 2
    assert model_folder(home) == kept
    assert chosen(home).costs == Costs(missed_difficulty=5.0)
