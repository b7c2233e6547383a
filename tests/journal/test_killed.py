"""kill -9 in the middle of decisions, contests, their closing and letters: what was acknowledged is there, whole."""

import json
import subprocess
import sys

import pytest

from scoring.journal.desk import Desk
from scoring.journal.place import open_journal
from scoring.settings import Home

KILLS = 50
# Forks a writer fifty times, which is quick, and kills each at another moment; says what had been acknowledged.
KILLER = """
import json, os, random, signal, sys, time
from pathlib import Path
from scoring.documents.letters.write import write_letter
from scoring.journal.desk import Desk
from scoring.settings import Home

home, kills = Home(Path(sys.argv[1])), int(sys.argv[2])
letter = home.root / "letter.html"
desk = Desk(home, "a manager")
LINES = 400_000
DECISION = {"motive": "income", "adviser": "Ada L", "overrides": True, "awaits_second": False, "confirms": None}
CONTEST = {"feature": "application_amt_credit", "value": "1", "corrected": "2", "said_by": "client", "answer": {}}

def write(turn, say):
    for step in range(1_000):
        number = 1_000 * turn + step
        say("decision", desk.write("decision", 7, "m", DECISION | {"step": number}, "granted", "words").number)
        contest = desk.write("contest", 7, "m", CONTEST, "", "words").number
        say("contest", contest)
        closing = {"contest": contest, "adviser": "Ada L", "outcome": "mended"}
        say("closed", desk.write("closed", 7, "m", closing).number)
        page = f"<p>{number}</p>" + LINES * "<p>a line</p>" + "</body>"
        say("begins", number)
        write_letter(page, letter)
        say("letter", number)

def letter_is_whole():
    page = letter.read_text() if letter.exists() else ""
    return not page or page.endswith("</body>") and page.count("<p>") == LINES + 1

acknowledged, whole, generator = [], [], random.Random(7)
for turn in range(kills):
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        write(turn, lambda kind, number: os.write(writer, f"{kind} {number}\\n".encode()))
    os.close(writer)
    with os.fdopen(reader) as lines:
        wanted = generator.choice(("decision", "contest", "closed", "begins"))
        for _ in range(generator.randint(1, 2)):
            while line := lines.readline().split():
                acknowledged.append(line)
                if line[0] == wanted:
                    break
        time.sleep(generator.uniform(0, 0.004))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        acknowledged += [line.split() for line in lines]
    whole.append(letter_is_whole())
print(json.dumps([acknowledged, whole]))
"""


@pytest.mark.slow
def test_no_kill_loses_what_was_acknowledged_of_any_kind_or_leaves_half_a_letter(tmp_path):
    home = Home(tmp_path / "home")
    open_journal(home)
    done = subprocess.run(
        [sys.executable, "-c", KILLER, str(home.root), str(KILLS)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said, whole = json.loads(done.stdout)
    assert whole == [True] * KILLS
    acknowledged = [(kind, int(number)) for kind, number in said if kind != "begins"]
    assert {kind for kind, _ in acknowledged} == {"decision", "contest", "closed", "letter"}
    assert len(acknowledged) >= KILLS
    assert open_journal(home).verify() is None
    desk = Desk(home)
    on_record = {(entry.kind, entry.number) for entry in desk.entries()}
    assert [told for told in acknowledged if told[0] != "letter" and told not in on_record] == []
    standing = desk.standing(7)
    closed = {contest.number for contest in standing.contests if contest.closed_by}
    assert len(closed) == sum(kind == "closed" for kind, _ in on_record)
    assert len(standing.decisions) == sum(kind == "decision" for kind, _ in on_record)
    last = max(number for kind, number in acknowledged if kind == "letter")
    page = (home.root / "letter.html").read_text(encoding="utf-8")
    assert int(page.removeprefix("<p>").partition("<")[0]) >= last
