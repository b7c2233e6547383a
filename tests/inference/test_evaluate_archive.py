"""Quality on an archive, by hand: clients whose outcome it tells are judged, and counted where training held them."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

from scoring.errors import UserError
from scoring.inference import archive
from scoring.settings import Home


@pytest.fixture
def scored(monkeypatch):
    """``(target)``: from now on an archive of four clients is scored, of whom three were in training."""

    def put(target):
        scores = SimpleNamespace(probability=np.array([0.9, 0.1, 0.5, 0.2]), fold=np.array([0, -1, 2, 3]))
        answer = SimpleNamespace(scores=scores, target=pl.Series("TARGET", target, dtype=pl.Int64))
        monkeypatch.setattr(archive, "score_archive", lambda *_: answer)

    return put


def test_clients_without_an_outcome_are_neither_judged_nor_counted(scored, tmp_path):
    scored([1, 0, None, 0])
    metrics, in_training = archive.evaluate_archive(Home(tmp_path), Path("new.zip"))
    assert (metrics.n, metrics.auc, in_training) == (3, 1.0, 2)
    scored([0, 1, 1, 0])
    metrics, in_training = archive.evaluate_archive(Home(tmp_path), Path("new.zip"))
    assert (metrics.n, metrics.auc, in_training) == (4, 0.25, 3)  # 0.5 above 0.2 is one pair of four


def test_one_outcome_alone_is_refused(scored, tmp_path):
    scored([0, None, 0, 0])
    with pytest.raises(UserError, match=r"new\.zip: expected clients with and without .* got 1 of the two"):
        archive.evaluate_archive(Home(tmp_path), Path("new.zip"))
