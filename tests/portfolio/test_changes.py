"""A portfolio beside the one before it: who came, went, or is in another zone."""

import json
import os
from datetime import UTC, date, datetime

import numpy as np
import pytest

from scoring.files import SEAL, fingerprint, write_json
from scoring.portfolio.changes import Changes, changes_since_last

ZONES = ["accept", "review", "refuse"]


@pytest.fixture
def written(tmp_path):
    """``(name, clients, zones, seconds) -> folder``: as much of a portfolio as is compared."""

    def write(name, clients, zones, seconds, levels=ZONES):
        columns = tmp_path / name / "columns"
        columns.mkdir(parents=True)
        np.save(columns / "SK_ID_CURR.npy", np.array(clients, dtype=np.int64))
        np.save(columns / "zone.npy", np.array([ZONES.index(zone) for zone in zones], dtype=np.int8))
        about = tmp_path / name / "portfolio.json"
        about.write_text(json.dumps({"levels": {"zone": levels}}))
        content = {"made_from": {}, "written": datetime.fromtimestamp(seconds, UTC).isoformat(), "files": {}}
        write_json(tmp_path / name / SEAL, {**content, "digest": fingerprint(content)})
        for file in (about, tmp_path / name):  # as a copy of the home made on one day has them
            os.utime(file, (NOON, NOON))
        return tmp_path / name

    return write


DAY = 86_400.0
NOON = 1_795_000_000.0
SINCE = date.fromtimestamp(NOON)


def test_clients_are_counted_who_came_went_and_changed_their_zone(written):
    written("older", [1, 2, 3, 4], ["accept", "review", "refuse", "accept"], NOON - DAY)
    now = written("now", [2, 3, 4, 5, 6], ["refuse", "review", "accept", "accept", "accept"], NOON)
    assert changes_since_last(now) == Changes(SINCE, new=2, gone=1, stricter=1, milder=1)


def test_the_last_before_it_counts_and_not_one_made_later(written):
    written("oldest", [1], ["refuse"], NOON - 2 * DAY)
    written("older", [1], ["review"], NOON - DAY)
    now = written("now", [1], ["refuse"], NOON)
    written("later", [1, 2, 3], ["accept"] * 3, NOON + DAY)
    assert changes_since_last(now) == Changes(SINCE, new=0, gone=0, stricter=1, milder=0)


def test_without_an_older_one_or_with_one_of_another_kind_the_day_is_said_alone(written):
    now = written("now", [1], ["accept"], NOON)
    assert changes_since_last(now) == Changes(SINCE)
    broken = written("older", [1], ["accept"], NOON - DAY, levels=["refuse", "accept"])
    assert changes_since_last(now) == Changes(SINCE)
    (broken / "columns" / "zone.npy").unlink()
    assert changes_since_last(now) == Changes(SINCE)
