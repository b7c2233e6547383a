"""The Python that README and docs/api show is executed, word for word, on the tests' world."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def python_of(document: str) -> str:
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / document).read_text(encoding="utf-8"), flags=re.DOTALL)
    assert blocks, document
    return "\n".join(blocks)


@pytest.mark.slow
@pytest.mark.parametrize("document", ["docs/api/README.md", "README.md", "README.fr.md"])
def test_the_examples_run(document, own_world, monkeypatch):
    monkeypatch.setenv("SCORING_HOME", str(own_world.root))
    names: dict[str, object] = {}
    exec(compile(python_of(document), document, "exec"), names)
    assert "X" in names


@pytest.mark.parametrize("document", ["README.md", "README.fr.md"])
def test_ten_lines_are_ten(document):
    lines = [line for line in python_of(document).splitlines() if line.strip()]
    assert len(lines) == 10, lines
