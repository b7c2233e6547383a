"""Who was in training is recognised, and nothing else of them is kept in the model folder."""

import hashlib
import re

import numpy as np
import polars as pl
import pytest

from scoring.model.recognition import recognised_folds, recognition_table, salt_of

SALT = salt_of("model", "data")
CLIENTS = pl.DataFrame(
    {
        "SK_ID_CURR": [100_001, 100_002, 100_003, 100_004],
        "born": [-10_000.0, -12_000.0, None, -9_000.0],
        "person": ["M/1/2", "F/3/4", "client/100003/unknown", "M/1/2"],
        "fold": [2, 0, 1, 2],
    }
)


def test_everyone_in_training_is_given_their_fold():
    assert recognised_folds(recognition_table(CLIENTS, SALT), CLIENTS, SALT).tolist() == [2, 0, 1, 2]


@pytest.mark.parametrize(
    ("change", "fold"),
    [
        ({"SK_ID_CURR": 7}, 0),  # the same person under another number
        ({"person": "F/9/9"}, 0),  # the same number and date of birth
        ({"person": "M/1/2"}, 0),  # the same, though others were of that person: their number comes first
        ({"SK_ID_CURR": 7, "person": "F/9/9"}, -1),
        ({"born": -12_001.0, "person": "F/9/9"}, -1),  # another person under the same number
        ({"born": None, "person": "F/9/9"}, -1),
    ],
)
def test_number_with_date_of_birth_or_person_is_enough(change, fold):
    asked = CLIENTS[1].with_columns(
        pl.lit(value).cast(CLIENTS.schema[name]).alias(name) for name, value in change.items()
    )
    assert recognised_folds(recognition_table(CLIENTS, SALT), asked, SALT).tolist() == [fold]


def test_of_a_model_that_recognises_nobody_everyone_is_new():
    nobody = recognition_table(CLIENTS[:0], SALT)
    assert recognised_folds(nobody, CLIENTS, SALT).tolist() == [-1, -1, -1, -1]


def test_only_hashes_and_folds_are_kept_in_an_order_that_tells_nothing():
    table = recognition_table(CLIENTS, SALT)
    assert table.schema == {"hash": pl.UInt64, "fold": pl.Int64}
    assert table["hash"].is_sorted()
    assert table.height == 6  # three numbers with a date of birth, three persons
    plain = {int.from_bytes(hashlib.blake2b(b"person/M/1/2", digest_size=8).digest(), "big")}
    assert not plain & set(table["hash"])


def test_two_models_share_no_hash():
    first, second = (set(recognition_table(CLIENTS, salt_of(name, "data"))["hash"]) for name in ("one", "two"))
    assert not first & second


def test_a_model_folder_holds_no_row_of_a_client(world):
    from scoring.files import current

    folder = current(world.models)
    tables = {file.name: pl.read_parquet(file) for file in folder.glob("*.parquet")}
    assert {name: set(table.columns) for name, table in tables.items()} == {
        "recognition.parquet": {"hash", "fold"},
        "comparable.parquet": {"score", "n", "difficulties", "rate", "low", "high"},
    }
    numbers = pl.read_parquet(current(world.features) / "identity.parquet")["SK_ID_CURR"]
    text = "\n".join(file.read_text() for file in folder.iterdir() if file.suffix in (".json", ".md"))
    words = set(re.findall(r"[\d.]+", text))
    assert not [number for number in numbers if {str(number), f"{number}.0"} & words]


def test_recognition_is_independent_of_the_number_type():
    narrow = CLIENTS.with_columns(pl.col("SK_ID_CURR").cast(pl.Int32))
    assert np.array_equal(recognised_folds(recognition_table(narrow, SALT), CLIENTS, SALT), [2, 0, 1, 2])
