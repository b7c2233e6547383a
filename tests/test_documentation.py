"""What the documents say of the house is what the house is."""

import ast
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
import yaml

import scoring

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted(
    file
    for pattern in ("*.md", "docs/**/*.md", "notebooks/*.md", "scoring/**/*.md", "data/*.md", "models/*.md")
    for file in ROOT.glob(pattern)
)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def first_sentence(room: Path) -> str:
    docstring = ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8")))
    return " ".join((docstring or "").split("\n\n")[0].split())


def test_every_room_says_in_one_sentence_what_the_architecture_says_of_it():
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    described = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", text, flags=re.MULTILINE))
    rooms = {init.parent.name: first_sentence(init.parent) for init in ROOT.glob("scoring/*/__init__.py")}
    assert described == rooms
    assert [room for room, sentence in rooms.items() if not sentence.endswith(".") or sentence.count(". ")] == []


def test_links_between_documents_lead_somewhere():
    assert len(DOCUMENTS) > 10
    broken = [
        f"{file.relative_to(ROOT)}: {target}"
        for file in DOCUMENTS
        for target in LINK.findall(file.read_text(encoding="utf-8"))
        if "://" not in target and not (file.parent / target).exists()
    ]
    assert broken == []


def test_decisions_are_short_numbered_once_and_listed():
    files = sorted(ROOT.glob("docs/adr/0*.md"))
    numbers = [file.name[:4] for file in files]
    assert len(set(numbers)) == len(numbers) > 6
    listed = re.findall(r"\((\d{4}-[\w-]+\.md)\)", (ROOT / "docs/adr/README.md").read_text(encoding="utf-8"))
    assert listed == [file.name for file in files]
    lengths = {file.name: len(file.read_text(encoding="utf-8").splitlines()) for file in files}
    assert {name: length for name, length in lengths.items() if length >= 40} == {}


def test_the_drawing_of_the_walk_is_light_and_readable_in_dark_mode():
    drawing = ROOT / "docs" / "images" / "walk.svg"
    tree = ElementTree.parse(drawing)
    assert drawing.stat().st_size < 10_000
    assert "prefers-color-scheme: dark" in drawing.read_text(encoding="utf-8")
    names = [
        element.text for element in tree.iter("{http://www.w3.org/2000/svg}text") if element.get("class") == "room"
    ]
    rooms = {init.parent.name for init in ROOT.glob("scoring/*/__init__.py")}
    assert {name.split(":")[0] for name in names if name} <= rooms


@pytest.mark.slow
def test_the_api_pages_are_written_offline_with_every_public_name(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "scripts.api_pages", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "does not resolve" not in done.stderr
    page = (tmp_path / "scoring.html").read_text(encoding="utf-8")
    assert [name for name in scoring.__all__ if f'id="{name}"' not in page] == []
    pages = "".join(file.read_text(encoding="utf-8") for file in tmp_path.rglob("*.html"))
    assert not re.search(r"<(script|link|img)[^>]+(src|href)=.https?://", pages)


@pytest.mark.parametrize("document", ["README.md", "README.fr.md"])
def test_the_readme_names_every_folder(document):
    text = (ROOT / document).read_text(encoding="utf-8")
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    folders = {path.split("/")[0] for path in tracked if "/" in path}
    assert {"scoring", "notebooks", ".github"} <= folders
    assert [folder for folder in sorted(folders) if f"`{folder}/`" not in text] == []


def test_both_readmes_give_the_same_results():
    english, french = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.fr.md"))
    english = english.split("## Results")[1].split("##")[0]
    french = french.split("## Résultats")[1].split("##")[0].replace(",", ".").replace("\u00a0", ",")
    numbers = re.findall(r"\d+(?:[.,]\d+)*", english)
    assert len(numbers) > 20
    assert re.findall(r"\d+(?:[.,]\d+)*", french) == numbers


def leads_of(document: str) -> set[str]:
    """The documents of this repository to which a README leads; the one in its own language stands for both."""
    targets = re.findall(r"\]\((?!http)([^)#\s]+)\)", (ROOT / document).read_text(encoding="utf-8"))
    return {re.sub(r"\.(fr|en)\.md$", ".md", target) for target in targets if not target.startswith("docs/images/")}


def test_both_readmes_lead_to_the_same_documents():
    english, french = (leads_of(document) - {"README.md"} for document in ("README.md", "README.fr.md"))
    assert len(english) > 15
    assert french == english


def test_both_readmes_show_the_page():
    for document in ("README.md", "README.fr.md"):
        pictures = re.findall(r"!\[[^\]]+\]\((docs/images/[^)]+)\)", (ROOT / document).read_text(encoding="utf-8"))
        assert len(pictures) == 4
        assert all((ROOT / picture).exists() for picture in pictures)


def commands_of(document: str) -> set[str]:
    """What a README says one can type: whole lines of ``sh``, and what stands in backticks beside a program's name."""
    text = (ROOT / document).read_text(encoding="utf-8")
    typed = [line.partition("#")[0].strip() for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
             for line in block.splitlines()]  # fmt: skip
    inline = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    return {*typed, *(code for code in inline if re.match(r"(make|scoring|test|compare|\.venv)\b(?!/)|--", code))}


def test_both_readmes_name_the_same_commands():
    english, french = commands_of("README.md"), commands_of("README.fr.md")
    assert len(english) > 40
    assert french == english


def test_what_the_readme_takes_from_the_benchmarks_stands_there():
    """Its AUC, and the page's first decision and memory, are those of the page of benchmarks, to the last digit."""
    results = (ROOT / "README.md").read_text(encoding="utf-8").split("## Results")[1].split("##")[0]
    rows = {line.split("|")[1].strip(): line.split("|")[2] for line in results.splitlines() if line.startswith("| ")}
    benchmarks = (ROOT / "docs/benchmarks.md").read_text(encoding="utf-8")
    auc = re.search(r"(?m)^\| AUC \|.*\| ([\d.]+) \|$", benchmarks)
    memory = re.search(r"(?m)`kernel_mb` \|.*\| \**(\d+)\** \|$", benchmarks)
    decision = re.search(r"`warm_s` \|.*\| ([\d.]+) \|$", benchmarks, re.MULTILINE)
    gain = re.search(r"`real_gain` \|.*\| ([^|]*) \|$", benchmarks, re.MULTILINE)
    assert rows["AUC"].split()[0] == auc[1]
    assert rows["AUC over the kernel's full recipe, same folds"].strip() == gain[1].replace("(", "(95 %: ")
    assert rows["First decision on the page, and a visitor's memory"].strip() == f"{decision[1]} s, {memory[1]} MB"


def test_ci_only_calls_make_through_its_one_script():
    steps = [step["run"] for job in yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text())["jobs"].values()
             for step in job["steps"] if "run" in step]  # fmt: skip
    assert steps == [".ci/run"]
