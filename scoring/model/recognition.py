"""Who was in training, recognised without being kept: keyed hashes of what identifies a client, and nothing else.

A client is recognised by number and date of birth, or as the person behind the loan, under whatever number. Hashes lie
in an order of their own, without outcome or score.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import polars as pl

from scoring.arrays import Ints
from scoring.model.scores import NOT_SEEN

HASH_BYTES = 8
SCHEMA = {"hash": pl.UInt64, "fold": pl.Int64}


def salt_of(*names: str) -> str:
    """A model's own salt, from what names it: the same training gives the same files, two models share no hash.

    It is no secret from whoever holds the model folder.

    Examples
    --------
    >>> len(salt_of("model", "data")), salt_of("model", "data") == salt_of("model", "other data")
    (32, False)
    """
    return hashlib.blake2b("\n".join(names).encode(), digest_size=16).hexdigest()


def recognition_table(clients: pl.DataFrame, salt: str) -> pl.DataFrame:
    """Hash and fold of everyone in training, ordered by hash.

    Parameters
    ----------
    clients : DataFrame
        SK_ID_CURR, born, person, fold.
    salt : str
        The model's.
    """
    hashes = (_number_hashes(clients, salt), _person_hashes(clients, salt))
    both = pl.concat([clients.select(hash=each, fold=pl.col("fold").cast(pl.Int64)) for each in hashes])
    return both.drop_nulls("hash").unique("hash", keep="first", maintain_order=True).sort("hash")


def recognised_folds(table: pl.DataFrame, clients: pl.DataFrame, salt: str) -> Ints:
    """The fold that each client was scored in; -1 for who was not in training.

    Parameters
    ----------
    table : DataFrame
        As :func:`recognition_table` makes it.
    clients : DataFrame
        SK_ID_CURR, born, person.
    salt : str
        The model's.
    """
    known, folds = table["hash"].to_numpy(), table["fold"].to_numpy()
    by_number, by_person = (
        _folds_at(known, folds, hashes) for hashes in (_number_hashes(clients, salt), _person_hashes(clients, salt))
    )
    return np.where(by_number != NOT_SEEN, by_number, by_person)


def _folds_at(known: npt.NDArray[np.uint64], folds: Ints, hashes: pl.Series) -> Ints:
    """The fold beside each hash among the known ones, which lie in order; NOT_SEEN where there is none."""
    if not len(known):
        return np.full(len(hashes), NOT_SEEN, dtype=np.int64)
    asked = hashes.fill_null(0).to_numpy()
    places = np.minimum(np.searchsorted(known, asked), len(known) - 1)
    return np.where((known[places] == asked) & hashes.is_not_null().to_numpy(), folds[places], NOT_SEEN)


def _number_hashes(clients: pl.DataFrame, salt: str) -> pl.Series:
    """Of number and date of birth together; empty where the date is not known: such a number is nobody's."""
    rows = clients.select("SK_ID_CURR", pl.col("born").cast(pl.Int64)).iter_rows()
    return _hashes((None if born is None else f"number/{number}/{born}" for number, born in rows), salt)


def _person_hashes(clients: pl.DataFrame, salt: str) -> pl.Series:
    return _hashes((None if person is None else f"person/{person}" for person in clients["person"]), salt)


def _hashes(texts: Iterator[str | None], salt: str) -> pl.Series:
    key = bytes.fromhex(salt)

    def hashed(text: str) -> int:
        digest = hashlib.blake2b(text.encode(), digest_size=HASH_BYTES, key=key).digest()
        return int.from_bytes(digest, "big")

    values = [None if text is None else hashed(text) for text in texts]
    return pl.Series("hash", values, dtype=pl.UInt64)
