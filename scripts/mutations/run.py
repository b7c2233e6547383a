"""Run seeded spoilings against a trained world, and say what became of them."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from scoring.model.folder import Model
from scoring.synthetic import World
from scripts.mutations.outcomes import Answer, Outcome, answer, outcome
from scripts.mutations.rows import written
from scripts.mutations.spoil import KINDS, Spoiled, spoil


@dataclass(frozen=True)
class Trial:
    """One spoiling and what became of it."""

    seed: int
    spoiled: Spoiled
    outcome: Outcome


def texts_of(world: World) -> dict[str, pl.DataFrame]:
    """A world's tables as the texts that CSV files would hold."""
    return {
        name: pl.read_csv(io.BytesIO(rows.write_csv().encode()), infer_schema=False)
        for name, rows in world.tables.items()
    }


def sound_answer(model: Model, tables: dict[str, pl.DataFrame]) -> Answer:
    """What scoring the archive says before anything is spoiled."""
    with TemporaryDirectory(prefix="mutation-") as work:
        for name, content in written(tables).items():
            (Path(work) / name).write_bytes(content)
        return answer(model, Path(work))


def trials(model: Model, world: World, seeds: Iterable[int]) -> Iterator[Trial]:
    """One trial a seed.

    Raises
    ------
    Exception
        Whatever a spoiled archive makes the product raise, but for its own refusals: there must be none.
    """
    tables = texts_of(world)
    sound = sound_answer(model, tables)
    for seed in seeds:
        spoiled = spoil(tables, seed)
        yield Trial(seed, spoiled, outcome(model, spoiled.files, sound))


def summary(done: Iterable[Trial]) -> str:
    """How many spoilings of each kind ended how, and by which rules those that were noticed were met."""
    done = list(done)
    verdicts = Counter((trial.spoiled.kind, trial.outcome.verdict) for trial in done)
    rules = Counter(rule for trial in done for rule in trial.outcome.rules)
    lines = [f"{len(done):,} spoilings"]
    for kind in KINDS:
        counts = ", ".join(f"{count} {verdict}" for (name, verdict), count in sorted(verdicts.items()) if name == kind)
        lines.append(f"  {kind:<10} {counts}")
    lines.append("met by rule:")
    lines += [f"  {count:>4} {rule}" for rule, count in rules.most_common()]
    return "\n".join(lines)
