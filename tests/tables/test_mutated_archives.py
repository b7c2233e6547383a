"""Whatever is done to the bytes of an archive, reading it ends in tables or in a sentence, never in a traceback."""

from __future__ import annotations

import bz2
import gzip
import lzma
import random
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
import zstandard

from scoring.errors import UserError
from scoring.tables.ingest import read_archive

QUICK, MANY = 40, 2_000
TABLES = ("application_train", "bureau_balance")
PACKINGS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gz": (".csv.gz", gzip.compress),
    "bz2": (".csv.bz2", bz2.compress),
    "xz": (".csv.xz", lzma.compress),
    "zst": (".csv.zst", zstandard.compress),
    "csv": (".csv", lambda data: data),
}
METHODS = {
    "deflate": zipfile.ZIP_DEFLATED,
    "bzip2": zipfile.ZIP_BZIP2,
    "lzma": zipfile.ZIP_LZMA,
    "stored": zipfile.ZIP_STORED,
}


def flip(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 20))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut_off(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def cut_out(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.randrange(1, 200) :]


def swap(data: bytes, chance: random.Random) -> bytes:
    """Two stretches change places."""
    first, second = sorted(chance.sample(range(len(data)), 2))
    length = min(64, second - first, len(data) - second)
    stretches = data[first : first + length], data[second : second + length]
    return data[:first] + stretches[1] + data[first + length : second] + stretches[0] + data[second + length :]


def insert(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data))
    return data[:place] + chance.randbytes(chance.randrange(1, 40)) + data[place:]


def double(data: bytes, chance: random.Random) -> bytes:
    return data + data[chance.randrange(len(data)) :]


CHANGES = (flip, flip, cut_off, cut_out, swap, insert, double)


@pytest.fixture(scope="module")
def archives(tiny_archive, tmp_path_factory) -> list[Path]:
    """One archive a form, small: zips by every method, folders of every packing, Parquet."""
    folder = tmp_path_factory.mktemp("forms")
    plain = tiny_archive(folder / "plain")
    made = []
    for name, method in METHODS.items():
        path = folder / f"{name}.zip"
        with zipfile.ZipFile(path, "w", method) as archive:
            for table in TABLES:
                archive.write(plain / f"{table}.csv", f"{table}.csv")
        made.append(path)
    for name, (ending, pack) in PACKINGS.items():
        made.append(folder / name)
        made[-1].mkdir()
        for table in TABLES:
            (made[-1] / f"{table}{ending}").write_bytes(pack((plain / f"{table}.csv").read_bytes()))
    made.append(folder / "parquet")
    made[-1].mkdir()
    for table in TABLES:
        pl.read_csv(plain / f"{table}.csv", infer_schema_length=None).write_parquet(made[-1] / f"{table}.parquet")
    return made


def outcome(archive: Path, seed: int, work: Path) -> str | None:
    """What is said of an archive after a seeded change to one of its files; None where it is read."""
    chance = random.Random(seed)
    spoiled = work / archive.name
    if archive.is_dir():
        shutil.copytree(archive, spoiled)
        file = chance.choice(sorted(spoiled.iterdir()))
    else:
        shutil.copy(archive, spoiled)
        file = spoiled
    file.write_bytes(chance.choice(CHANGES)(file.read_bytes(), chance))
    tables = work / "tables"
    tables.mkdir()
    try:
        read_archive(spoiled, tables).application().collect()
    except UserError as error:
        return str(error)
    return None


def assert_sentences(archives: list[Path], seeds: range, tmp_path: Path) -> None:
    refused = 0
    for seed in seeds:
        work = tmp_path / str(seed)
        work.mkdir()
        sentence = outcome(archives[seed % len(archives)], seed, work)
        shutil.rmtree(work)
        if sentence is not None:
            refused += 1
            assert sentence.endswith((".", ".)")), f"seed {seed}: {sentence}"
            assert len(sentence) < 900, f"seed {seed}: {sentence}"
            assert "\n" not in sentence, f"seed {seed}: {sentence}"
    assert len(seeds) * 0.5 < refused < len(seeds)


def test_every_mutated_archive_ends_in_tables_or_a_sentence(archives, tmp_path):
    assert_sentences(archives, range(QUICK), tmp_path)


@pytest.mark.slow
def test_many_mutated_archives_end_in_tables_or_a_sentence(archives, tmp_path):
    assert_sentences(archives, range(QUICK, QUICK + MANY), tmp_path)
