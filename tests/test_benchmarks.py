"""Measurements in pieces: kept, taken up again, made anew where something changed."""

from types import SimpleNamespace
from unittest.mock import Mock

import numpy as np
import psutil
import pytest

from benchmarks import pieces, scale
from benchmarks.features import KEYS as SPEED_KEYS
from benchmarks.features import main as bench
from benchmarks.kills import wrong_after
from benchmarks.measured_home import expected_auc
from benchmarks.model import KEYS as MODEL_KEYS
from benchmarks.pieces import array_of, figures_of
from benchmarks.scale import Command, resident
from benchmarks.server import kernel_processes
from scoring.files import POINTER, current


@pytest.fixture
def measured():
    """Pieces that count how often they are measured."""
    counts = {"a": 0, "b": 0}

    def piece(name):
        def measure():
            counts[name] += 1
            return {name: counts[name]}

        return measure

    return {name: piece(name) for name in counts}, counts


def test_a_piece_is_measured_once(measured, tmp_path):
    by_name, counts = measured
    assert figures_of(tmp_path, by_name, {"clients": 1}) == {"a": 1, "b": 1}
    assert figures_of(tmp_path, by_name, {"clients": 1}) == {"a": 1, "b": 1}
    assert counts == {"a": 1, "b": 1}


def test_other_settings_or_code_measure_anew(measured, tmp_path, monkeypatch):
    by_name, _ = measured
    figures_of(tmp_path, by_name, {"clients": 1})
    assert figures_of(tmp_path, by_name, {"clients": 2}) == {"a": 2, "b": 2}
    monkeypatch.setattr(pieces, "code_fingerprint", lambda: "other")
    assert figures_of(tmp_path, by_name, {"clients": 2}) == {"a": 3, "b": 3}


def test_only_some_are_measured_and_what_is_kept_is_told(measured, tmp_path):
    by_name, counts = measured
    assert figures_of(tmp_path, by_name, {}, only=["b"]) == {"b": 1}
    assert figures_of(tmp_path, by_name, {}, only=["a"]) == {"a": 1, "b": 1}
    assert counts == {"a": 1, "b": 1}


@pytest.mark.parametrize("text", ["", "{", '{"key"'])
def test_a_cut_file_is_measured_anew(measured, tmp_path, text):
    by_name, _ = measured
    figures_of(tmp_path, by_name, {})
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    assert figures_of(tmp_path, by_name, {}) == {"a": 2, "b": 1}


def test_the_expected_auc_is_the_mean_of_all_draws():
    """Of two clients with the same answer and one below: each pair of one in difficulty and one who repaid, weighed."""
    true, answers = np.array([0.1, 0.5, 0.8]), np.array([1.0, 2.0, 2.0])
    right = 0.5 * 0.9 + 0.8 * 0.9 + (0.5 * 0.2 + 0.8 * 0.5) / 2
    pairs = 0.1 * (0.5 + 0.2) + 0.5 * (0.9 + 0.2) + 0.8 * (0.9 + 0.5)
    assert expected_auc(true, answers) == pytest.approx(right / pairs, abs=1e-12)
    assert expected_auc(true, np.zeros(3)) == pytest.approx(0.5, abs=1e-12)


def test_a_process_that_ends_while_it_is_looked_at_is_no_kernel(monkeypatch):
    """A killed kernel ended between the list of processes and its state: a test failed by chance."""
    kernel, other = (
        SimpleNamespace(status=lambda: psutil.STATUS_SLEEPING, cmdline=lambda module=module: ["python", "-m", module])
        for module in ("ipykernel_launcher", "voila")
    )
    ended = SimpleNamespace(status=Mock(side_effect=psutil.NoSuchProcess(7)))
    monkeypatch.setattr(psutil, "Process", lambda _: SimpleNamespace(children=lambda recursive: [kernel, ended, other]))
    assert kernel_processes(1) == [kernel]


def test_a_driver_is_weighed_with_what_it_started(monkeypatch):
    """The command and its Java machine: 2 and 3 megabytes; nothing once it has ended."""
    weights = {7: 2_400_000, 8: 2_700_000}

    def process(pid):
        if pid not in weights:
            raise psutil.NoSuchProcess(pid)
        weighed = SimpleNamespace(memory_info=lambda: SimpleNamespace(rss=weights[pid]))
        weighed.children = lambda recursive: [process(8)]
        return weighed

    monkeypatch.setattr(psutil, "Process", process)
    assert resident(7) == 5
    assert resident(9) == 0


def test_growth_is_of_time_and_of_the_driver(monkeypatch, tmp_path):
    """One, two and four times the clients in 10, 21 and 42 seconds with 100, 110 and 120 MB."""
    took = {10: Command(10.0, 100), 20: Command(21.0, 110), 40: Command(42.0, 120)}
    monkeypatch.setattr(scale, "_world", lambda _, clients: clients)
    monkeypatch.setattr(scale, "_features", lambda clients, *options: took[clients] if options else Command(1.0, 50))
    assert scale.growth_figures(tmp_path, 10, "spark://elsewhere:7077") == {
        "cluster_s": [10.0, 21.0, 42.0],
        "driver_mb": [100, 110, 120],
        "cluster_polars_s": [1.0, 1.0, 1.0],
        "spark_growth": 4.2,
        "driver_growth": 1.2,
    }


def test_an_array_is_kept(tmp_path):
    first = array_of(tmp_path / "deep" / "x", lambda: np.array([1.0, np.nan]))
    again = array_of(tmp_path / "deep" / "x", lambda: np.zeros(2))
    np.testing.assert_array_equal(first, again)


def test_what_was_not_measured_is_null(tmp_path, capsys):
    bench(["--clients", "1000", "--folder", str(tmp_path), "--only", "nothing"])
    line = capsys.readouterr().out.strip().splitlines()[-1]
    assert [f'"{key}": null' in line for key in SPEED_KEYS] == [True] * len(SPEED_KEYS)
    assert len(set(MODEL_KEYS)) == len(MODEL_KEYS) == 15


def test_what_a_kill_must_not_leave_is_noticed(own_world):
    assert wrong_after(own_world, []) == []
    (current(own_world.features) / "features.parquet").write_bytes(b"half")
    (own_world.portfolio / POINTER).unlink()
    wrong = wrong_after(own_world, [3])
    assert wrong[0] == "acknowledged and lost: [3]"
    assert [fault.partition(":")[0] for fault in wrong[1:]] == ["features", "portfolio"]
