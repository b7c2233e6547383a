"""No spoiled archive ends in a traceback, or changes a decision without a finding, a refusal or a review."""

from __future__ import annotations

import pytest

from scoring.model.folder import open_model
from scoring.tables.clean import usual_rules
from scripts.mutations.outcomes import NOTICED, REFUSED, SILENT
from scripts.mutations.run import sound_answer, summary, texts_of, trials
from scripts.mutations.spoil import KINDS, spoil

A_FEW, MORE = range(len(KINDS)), range(len(KINDS), 13 * len(KINDS))


@pytest.fixture(scope="module")
def spoiled_and_scored(world, simulated):
    def run(seeds: range) -> dict[str, list]:
        by_verdict: dict[str, list] = {}
        for trial in trials(open_model(world), simulated(60, 3), seeds):
            by_verdict.setdefault(trial.outcome.verdict, []).append(trial)
        return by_verdict

    return run


def test_the_same_seed_spoils_alike_and_every_kind_is_tried(simulated):
    tables = texts_of(simulated(60, 3))
    assert [spoil(tables, seed) for seed in A_FEW] == [spoil(tables, seed) for seed in A_FEW]
    assert {spoil(tables, seed).kind for seed in A_FEW} == set(KINDS)


def test_more_of_what_kaggles_own_tables_hold_is_no_finding(world, simulated):
    sound = sound_answer(open_model(world), texts_of(simulated(60, 3)))
    assert not set(sound.entries.values()) & usual_rules()


def test_one_spoiling_of_each_kind(spoiled_and_scored):
    by_verdict = spoiled_and_scored(A_FEW)
    assert SILENT not in by_verdict, [(t.seed, t.spoiled.words) for t in by_verdict[SILENT]]
    assert sum(map(len, by_verdict.values())) == len(A_FEW)


@pytest.mark.slow
def test_twelve_spoilings_of_each_kind(spoiled_and_scored):
    by_verdict = spoiled_and_scored(MORE)
    print(summary(trial for same in by_verdict.values() for trial in same))
    assert SILENT not in by_verdict, [(t.seed, t.spoiled.words) for t in by_verdict[SILENT]]
    assert {NOTICED, REFUSED} <= by_verdict.keys()
