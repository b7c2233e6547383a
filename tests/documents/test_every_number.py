"""Every number of note, slides and card is the manifest's, written by hand here, in both languages, on two runs."""

import re
from html import unescape

import numpy as np
import pytest

from scoring.analysis.bootstrap import decision_intervals
from scoring.analysis.discrimination import no_skill, ranking_curves, score_distribution
from scoring.documents.card import card_markdown, card_page
from scoring.documents.note import Note
from scoring.documents.slides import Deck
from scoring.model.evaluate import auc_interval
from scoring.portfolio.decision_costs import Confusion
from scoring.settings import Costs

LANGUAGES = ("fr", "en")


@pytest.fixture(scope="module", params=["facts_won", "facts_lost"])
def facts(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module", params=LANGUAGES)
def documents(request, facts):
    note = Note(facts, request.param)
    pages = {
        "note": note.page(),
        "slides": "".join(Deck(facts, request.param).slides()),
        "card": card_page(note),
        "card_markdown": card_markdown(note),
    }
    return request.param, {name: as_read(page) for name, page in pages.items()}


def as_read(page):
    """What a reader reads: no markup, no style, plain spaces."""
    page = re.sub(r"(?s)<(style|script|details).*?</\1>", " ", page)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", page)).replace("**", ""))


def written(value, places, language):
    """A number by hand: not by the code that is tried."""
    text = f"{value:.{places}f}".replace("-", "−")
    return text.replace(".", ",") if language == "fr" else text


def percent(value, language):
    """A share as the documents round it: a decimal below ten in a hundred, none from there on."""
    text = f"{100 * value:.1f}" if abs(100 * value) < 10 else f"{100 * value:.0f}"
    text = text.removesuffix(".0").replace("-", "−")
    return f"{text.replace('.', ',')} %" if language == "fr" else f"{text}%"


@pytest.mark.slow
def test_measures_are_the_manifests(documents, facts):
    language, pages = documents
    metrics = facts.manifest.metrics
    for document in ("note", "card", "card_markdown"):
        for name, places in (("auc", 3), ("auc_low", 3), ("auc_high", 3), ("ks", 3), ("average_precision", 3)):
            assert written(metrics[name], places, language) in pages[document], (document, name)
        for name in ("log_loss", "brier", "ece", "ece_floor"):
            assert written(metrics[name], 4, language) in pages[document], (document, name)
    for name in ("auc", "auc_low", "auc_high"):
        assert written(metrics[name], 3, language) in pages["slides"]
    for name in ("log_loss", "brier", "ece", "ece_floor"):
        assert written(metrics[name], 4, language) in pages["slides"]


@pytest.mark.slow
def test_what_is_known_without_a_model_stands_beside(documents, facts):
    language, pages = documents
    rate = facts.manifest.metrics["target_rate"]
    floor = -(rate * np.log(rate) + (1 - rate) * np.log(1 - rate))
    for page in pages.values():
        assert written(floor, 4, language) in page
        assert written(rate * (1 - rate), 4, language) in page


@pytest.mark.slow
def test_the_decision_is_the_manifests(documents, facts):
    language, pages = documents
    policy, refused = facts.manifest.policy, facts.known["refused"].to_numpy()
    target = facts.known["target"].to_numpy()
    costs = facts.manifest.settings["costs"]
    cost = 100 * np.mean(
        costs["missed_difficulty"] * ((target == 1) & ~refused) + costs["wrong_refusal"] * ((target == 0) & refused)
    )
    for name, page in pages.items():
        assert percent(policy.threshold, language) in page, name
        assert percent(policy.review_low, language) in page, name
        assert percent(policy.review_high, language) in page, name
        assert written(cost, 0, language) in page, name
        assert f"{100 * target[refused].mean():.0f} " in page, name
    for name in ("note", "slides"):
        assert percent(refused[target == 1].mean(), language) in pages[name]
        assert percent(refused.mean(), language) in pages[name]


@pytest.mark.slow
def test_where_it_comes_from_is_the_manifests(documents, facts):
    _, pages = documents
    manifest = facts.manifest
    assert all(manifest.version in pages[name] for name in ("note", "slides", "card", "card_markdown"))
    for name in ("note", "card", "card_markdown"):
        assert manifest.data_fingerprint in pages[name]
        assert str(manifest.settings["seed"]) in pages[name]
        assert manifest.versions["lightgbm"] in pages[name]


@pytest.mark.slow
def test_folds_are_measured_anew(documents, facts):
    language, pages = documents
    for row in facts.by_fold.to_dict("records"):
        assert written(row["auc"], 3, language) in pages["note"]
    assert facts.by_fold["n"].sum() == facts.manifest.metrics["n"]


@pytest.mark.slow
def test_groups_are_counted_on_those_who_repaid(documents, facts):
    language, pages = documents
    repaid = facts.known.filter(facts.known["target"] == 0)
    rates = {sex: members["refused"].mean() for (sex,), members in repaid.group_by("sex") if members.height >= 30}
    gap = rates["Man"] - rates["Woman"] if repaid.filter(repaid["sex"] == "Woman").height * 2 > repaid.height else None
    if gap is not None:
        signed = written(100 * gap, 1, language)
        assert (signed if gap < 0 else f"+{signed}") in pages["note"]
    assert rates


def test_a_bootstrap_of_counts_is_a_bootstrap_of_clients():
    generator = np.random.default_rng(3)
    target, refused = (generator.random(400) < share for share in (0.1, 0.3))
    target = target.astype(np.int64)
    interval = decision_intervals(Confusion.of(target, refused), Costs(), seed=1)["caught"]
    drawn = []
    for _ in range(3000):
        rows = generator.integers(0, 400, 400)
        drawn.append(refused[rows][target[rows] == 1].mean())
    low, high = np.percentile(drawn, [2.5, 97.5])
    assert interval.value == pytest.approx(refused[target == 1].mean())
    assert (interval.low, interval.high) == pytest.approx((low, high), abs=0.03)


def test_curves_of_a_ranking_end_where_they_must_and_hold_its_auc():
    generator = np.random.default_rng(5)
    probability = generator.random(2000).round(2)
    target = (generator.random(2000) < probability).astype(np.int64)
    curve = ranking_curves(target, probability, points=5000)
    assert curve.iloc[0][["refused", "caught", "wrongly_refused"]].tolist() == [0, 0, 0]
    assert curve.iloc[-1][["refused", "caught", "wrongly_refused"]].tolist() == [1, 1, 1]
    area = np.trapezoid(curve["caught"], curve["wrongly_refused"])
    assert area == pytest.approx(auc_interval(target, probability)[0], abs=1e-9)
    assert curve["precision"].iloc[-1] == pytest.approx(target.mean())


def test_every_score_falls_into_one_band():
    score = np.array([0, 19, 20, 999, 1000])
    frame = score_distribution(np.array([0, 0, 0, 1, 1]), score)
    assert frame["repaid"].sum() == pytest.approx(1)
    assert frame["difficulty"].sum() == pytest.approx(1)
    assert frame["repaid"].iloc[:2].tolist() == pytest.approx([2 / 3, 1 / 3])


@pytest.mark.parametrize("rate", [0.0, 1.0])
def test_a_world_of_one_outcome_needs_no_skill(rate):
    assert no_skill(rate)["log_loss"] == 0
    assert no_skill(rate)["brier"] == 0
