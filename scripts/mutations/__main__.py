"""``python -m scripts.mutations [COUNT] [FIRST]``: so many seeded spoilings; exit status 1 where one was silent."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from scoring.model.folder import open_model
from scoring.pipeline.stages import run_stale
from scoring.pipeline.work import simulate_tables
from scoring.settings import Home, Training
from scoring.synthetic import simulate
from scripts.mutations.outcomes import SILENT
from scripts.mutations.run import summary, trials

TRAINED, ARCHIVE = (500, 7), (60, 3)  # clients and seed


def main() -> int:
    """Train a small world, spoil another one's archive, print what became of it."""
    count, first = (int(word) for word in (*sys.argv[1:3], *("1000", "0")[len(sys.argv) - 1 :]))
    with TemporaryDirectory(prefix="mutations-") as folder:
        home = Home(Path(folder))
        simulate_tables(home, *TRAINED)
        run_stale(home, Training())
        done = []
        for trial in trials(open_model(home), simulate(*ARCHIVE), range(first, first + count)):
            done.append(trial)
            if trial.outcome.verdict == SILENT:
                print(f"silent: seed {trial.seed}, {trial.spoiled.kind}: {trial.spoiled.words}", flush=True)
    print(summary(done))
    return int(any(trial.outcome.verdict == SILENT for trial in done))


if __name__ == "__main__":
    sys.exit(main())
