"""Every line of the threat model names tests that exist."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINES = [
    line
    for line in (ROOT / "docs" / "threats.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith(("| Threat", "|---"))
]
DEFINED = {
    name
    for file in (ROOT / "tests").rglob("test_*.py")
    for name in re.findall(r"^\s*def (test_\w+)\(", file.read_text(encoding="utf-8"), re.MULTILINE)
}


def test_every_threat_names_a_test_and_every_test_named_exists():
    assert len(LINES) > 15
    named = {line: re.findall(r"`(test_\w+)`", line.rpartition(" | ")[2]) for line in LINES}
    assert [line for line, tests in named.items() if not tests] == []
    assert sorted({test for tests in named.values() for test in tests} - DEFINED) == []
