"""kill -9 of API, page, import, run and an adviser's acts in the middle of what they do: ``make bench-kills``.

The last line printed is one JSON object: how many kills of each kind, and what was wrong after them.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]

from benchmarks.load import Caller, body_of
from benchmarks.pieces import say
from benchmarks.server import address_of, family_of
from benchmarks.visitors import visit_at_once
from scoring.files import current, damage
from scoring.journal.place import open_journal
from scoring.pipeline.stages import run_stale
from scoring.pipeline.work import simulate_tables
from scoring.settings import Home, Training
from scoring.synthetic import simulate

CLIENTS, ARCHIVE_CLIENTS, SEED = 500, 300, 7
DECISION = {"decided": "granted", "why": "Bulletins de salaire vus.", "motive": "income", "adviser": "Anne Martin"}


@dataclass
class Findings:
    """What was acknowledged before kills, and what was wrong after them."""

    acknowledged: list[int] = field(default_factory=list)
    acts: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    kills: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Killer:
    """Starts commands on a home and kills them, with all that they started, at any moment.

    Parameters
    ----------
    home : Home
        What they write to.
    letters : Path
        Folder of the letters that are written meanwhile.
    archives : tuple of Path
        Two that differ: an import of one after the other changes the home.
    rng : random.Random
        Of the moments.
    """

    home: Home
    letters: Path
    archives: tuple[Path, Path]
    rng: random.Random

    def api(self, findings: Findings) -> None:
        """Kill the API while decisions are sent to it; those it acknowledged are remembered."""
        process, address = self._serving("api")
        caller = Caller(address)
        body = DECISION | _an_answer(caller)
        timer = threading.Timer(self.rng.uniform(0.0, 1.0), _kill, [process])
        timer.start()
        with contextlib.suppress(OSError, HTTPException):
            while True:
                _, answer = caller.post("/v1/decisions", body_of(body))
                findings.acknowledged.append(json.loads(answer)["number"])
        timer.join()

    def page(self, _: Findings) -> None:
        """Kill the page's server while a visitor comes, whose visit goes on record."""
        process, address = self._serving("dashboard")
        timer = threading.Timer(self.rng.uniform(0.5, 6.0), _kill, [process])
        timer.start()
        with contextlib.suppress(Exception):  # whatever a visitor meets whose server is killed
            visit_at_once(address, [900001])
        timer.join()

    def acts(self, findings: Findings) -> None:
        """Kill who overrides, contests, closes and writes letters; what was said to be done is remembered."""
        line = [sys.executable, "-m", "benchmarks.acts", str(self.home.root), str(self.letters)]
        process = subprocess.Popen(line, stdout=subprocess.PIPE, text=True, start_new_session=True)
        assert process.stdout is not None
        done = [process.stdout.readline()]
        timer = threading.Timer(self.rng.uniform(0.0, 1.0), _kill, [process])
        timer.start()
        done += process.stdout.readlines()
        timer.join()
        for what, kind in (line.split() for line in done if line.endswith("\n")):
            findings.acts[kind] = findings.acts.get(kind, 0) + 1
            if kind != "letter":
                findings.acknowledged.append(int(what))
        halves = [file.name for file in self.letters.glob("*.html") if not file.read_text().endswith("</html>\n")]
        findings.wrong += [f"letters that are not whole: {halves}"] if halves else []

    def importing(self, _: Findings) -> None:
        """Kill an import."""
        self._killed_within(4.0, "import", str(self.rng.choice(self.archives)))

    def run(self, _: Findings) -> None:
        """Kill whatever stage of a run is being made."""
        self._killed_within(15.0, "run")

    def _killed_within(self, seconds: float, *words: str) -> None:
        process = self._start(*words, stdout=subprocess.DEVNULL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(self.rng.uniform(0.5, seconds))
        _kill(process)

    def _serving(self, command: str) -> tuple[subprocess.Popen[str], str]:
        process = self._start(command, stdout=subprocess.PIPE)
        return process, address_of(process)

    def _start(self, *words: str, stdout: int) -> subprocess.Popen[str]:
        line = [sys.executable, "-m", "scoring.cli", "--home", str(self.home.root), *words]
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        return subprocess.Popen(
            line, stdout=stdout, stderr=subprocess.DEVNULL, text=True, start_new_session=True, env=environment
        )


def main() -> int:
    """Kill so many times, look after each, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kills-") as folder:
        killer, findings = prepared(Path(folder), asked.seed), Findings()
        kinds: dict[str, Callable[[Findings], None]] = {
            "api": killer.api, "page": killer.page, "acts": killer.acts, "import": killer.importing, "run": killer.run,
        }  # fmt: skip
        for number in range(asked.count):
            name = list(kinds)[number % len(kinds)]
            kinds[name](findings)
            findings.kills[name] = findings.kills.get(name, 0) + 1
            found = wrong_after(killer.home, findings.acknowledged)
            findings.wrong += [f"kill {number + 1}, {name}: {fault}" for fault in found]
            say(f"kill {number + 1} of {asked.count}, {name}: {'; '.join(found) or 'sound'}")
        run_stale(killer.home, Training())
        findings.wrong += wrong_after(killer.home, findings.acknowledged)
    acknowledged = len(findings.acknowledged)
    figures = {"kills": findings.kills, "acknowledged": acknowledged, "acts": findings.acts, "wrong": findings.wrong}
    print(json.dumps(figures, ensure_ascii=False))
    return int(bool(findings.wrong))


def prepared(folder: Path, seed: int) -> Killer:
    """A home with a model and a journal, and two archives to import into it."""
    home = Home(folder / "home")
    simulate_tables(home, CLIENTS, SEED)
    run_stale(home, Training())
    open_journal(home)
    letters = folder / "letters"
    letters.mkdir()
    return Killer(home, letters, (_archive(folder / "first", 8), _archive(folder / "second", 9)), random.Random(seed))


def _archive(folder: Path, seed: int) -> Path:
    """Kaggle's tables, as files of a folder."""
    folder.mkdir()
    for name, rows in simulate(ARCHIVE_CLIENTS, seed).tables.items():
        rows.write_csv(folder / f"{name}.csv")
    return folder


def wrong_after(home: Home, acknowledged: list[int]) -> list[str]:
    """What a kill must not leave: a broken journal, an entry lost, a stage without one whole result that is current."""
    journal, wrong = open_journal(home), []
    if (broken := journal.verify()) is not None:
        wrong.append(f"the journal does not verify: {broken}")
    on_record = {entry.number for entry in journal.entries()}
    if lost := [number for number in acknowledged if number not in on_record]:
        wrong.append(f"acknowledged and lost: {lost}")
    for stage in (home.tables, home.features, home.models, home.portfolio):
        folder = current(stage)
        fault = "nothing is current" if folder is None else damage(folder)
        wrong += [f"{stage.name}: {fault}"] if fault else []
    return wrong


def _kill(process: subprocess.Popen[str]) -> None:
    """End a command and every process that it started, without a word."""
    with contextlib.suppress(psutil.NoSuchProcess):
        for member in family_of(process.pid):
            with contextlib.suppress(psutil.NoSuchProcess):
                member.send_signal(signal.SIGKILL)
    process.wait()


def _an_answer(caller: Caller) -> dict[str, Any]:
    """A client, and the version of the model that answers about them."""
    caller.get("/v1/ready")  # waits until all is warm
    _, page = caller.get("/v1/clients?limit=1")
    client = int(json.loads(page)["clients"][0]["client"])
    _, answer = caller.get(f"/v1/clients/{client}/assessment")
    return {"client": client, "model": json.loads(answer)["model"]}


if __name__ == "__main__":
    sys.exit(main())
