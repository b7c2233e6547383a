"""The environment: one set of packages, however it is installed, and clear words where it cannot be."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml
from packaging.markers import Marker, default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PYTHONS = ("3.11", "3.12", "3.13")
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
SPARK_LOCK = (ROOT / "requirements-spark.lock").read_text(encoding="utf-8")  # 430 MB that few need


@pytest.fixture(scope="module")
def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def locked() -> list[tuple[Requirement, int]]:
    """Every entry of the lock, with the number of its hashes."""
    return entries_of(LOCK)


def entries_of(lock: str) -> list[tuple[Requirement, int]]:
    """A lock's packages, each with the number of its hashes."""
    entries = re.findall(
        r"^([a-zA-Z0-9][^\\\n]*?) \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", lock, re.MULTILINE
    )
    return [(Requirement(text), hashes.count("--hash")) for text, hashes in entries]


def wanted_on(python: str, marker: Marker | None) -> bool:
    """Whether an entry is installed on Linux with this Python."""
    there = default_environment() | {
        "python_version": python,
        "python_full_version": f"{python}.9",
        "sys_platform": "linux",
        "platform_machine": "x86_64",
        "platform_system": "Linux",
        "os_name": "posix",
    }
    return marker is None or marker.evaluate(there)


@pytest.mark.parametrize("lock", [LOCK, SPARK_LOCK], ids=["base", "spark"])
def test_every_line_of_a_lock_is_a_pinned_package_with_hashes_or_a_comment(lock):
    starts = [line for line in lock.splitlines() if line and not line.startswith((" ", "#"))]
    entries = entries_of(lock)
    assert len(starts) == len(entries) > 0
    assert all(re.fullmatch(r"==[^*]+", str(entry.specifier)) and hashes for entry, hashes in entries)


@pytest.mark.parametrize("lock", [LOCK, SPARK_LOCK], ids=["base", "spark"])
def test_a_lock_names_no_address(lock):
    assert [mark for mark in ("://", "--index", "--find-links") if mark in lock] == []


@pytest.mark.parametrize("python", PYTHONS)
def test_the_lock_gives_one_version_of_every_dependency(project, locked, python):
    extras = [entry for entries in project["project"]["optional-dependencies"].values() for entry in entries]
    direct = project["project"]["dependencies"] + extras + project["dependency-groups"]["dev"]
    pinned: dict[str, list[Requirement]] = {}
    for entry, _ in [*locked, *entries_of(SPARK_LOCK)]:
        if wanted_on(python, entry.marker):
            pinned.setdefault(canonicalize_name(entry.name), []).append(entry)
    assert not {name: entries for name, entries in pinned.items() if len(entries) > 1}
    for requirement in map(Requirement, direct):
        (entry,) = pinned[canonicalize_name(requirement.name)]
        version = str(entry.specifier).removeprefix("==")
        assert requirement.specifier.contains(version), f"{requirement} is locked as {version}: run `make lock`"


def test_the_tested_pythons_are_the_ones_that_the_project_asks_for(project):
    asked = Requirement(f"python {project['project']['requires-python']}").specifier
    every_minor = [f"3.{minor}" for minor in range(8, 20)]
    assert tuple(version for version in every_minor if asked.contains(f"{version}.0")) == PYTHONS


def test_conda_brings_python_and_pip_and_pip_brings_the_lock(project):
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    python, pip, by_pip = environment["dependencies"]
    assert python == f"python{project['project']['requires-python']}"
    assert pip == "pip"
    assert by_pip == {"pip": ["-r requirements.lock"]}


def install_with(tmp_path: Path, python: str | None) -> subprocess.CompletedProcess[str]:
    """Run the installer where ``python3`` is this script, or is missing, and little else exists."""
    (tmp_path / ".ci").mkdir()
    for name in (".ci/install", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, tmp_path / name)
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("bash", "sed", "dirname", "mkdir", "grep"):
        (tools / name).symlink_to(shutil.which(name) or pytest.skip(f"no {name} here"))
    if python:
        (tools / "python3").write_text(f"#!{shutil.which('bash')}\n{python}\n")
        (tools / "python3").chmod(0o755)
    return subprocess.run(
        [tools / "bash", tmp_path / ".ci" / "install"],
        env={"PATH": str(tools)},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


TOO_OLD = '[ "$1" = --version ] && echo "Python 3.9.2"; [ "$1" = --version ]'
WITHOUT_VENV = 'case "$2" in *venv*) exit 1 ;; esac'


@pytest.mark.parametrize(
    ("python", "sentence"),
    [
        (TOO_OLD, "expected Python >= 3.11 and < 3.14, found Python 3.9.2. Install one, or name it"),
        (None, "expected Python >= 3.11 and < 3.14, found none. Install one, or name it"),
        (WITHOUT_VENV, "cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv."),
    ],
    ids=["too old", "missing", "without venv"],
)
def test_a_machine_that_lacks_something_is_told_in_a_sentence(tmp_path, python, sentence):
    result = install_with(tmp_path, python)
    assert result.returncode == 1
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / ".venv").exists()


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """The wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, check=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheel(built) -> set[str]:
    """Names of the files in the wheel."""
    return set(zipfile.ZipFile(built).namelist())


def test_the_wheel_holds_the_package_with_its_texts_and_its_template(wheel):
    carried = (path for path in (ROOT / "scoring").rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    expected = {str(path.relative_to(ROOT)) for path in carried}
    assert "scoring/__init__.py" in expected
    assert not expected - wheel


def test_the_wheel_holds_the_page_and_nothing_outside_the_package(wheel):
    written = (ROOT / "dashboard.ipynb").exists()
    assert ("scoring/dashboard/dashboard.ipynb" in wheel) == written, "see force-include in pyproject.toml"
    assert {name.split("/")[0] for name in wheel if ".dist-info/" not in name} == {"scoring"}


def test_the_wheel_holds_every_notebook_and_the_licence(wheel):
    notebooks = {f"scoring/documents/notebooks/{path.name}" for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert len(notebooks) > 5
    assert not notebooks - wheel
    assert any(name.endswith("/LICENSE") for name in wheel)


@pytest.mark.slow
def test_notebooks_run_from_an_installed_wheel(built, tmp_path):
    """Unpacked where no repository is near: the command finds the wheel's notebooks, runs one and leaves its page."""
    zipfile.ZipFile(built).extractall(tmp_path / "installed")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "installed")}
    environment.pop("SCORING_HOME", None)

    def scoring(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-P", "-m", "scoring.cli", "--home", str(tmp_path / "home"), *arguments]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    assert scoring("simulate", "--clients", "300").returncode == 0
    done = scoring("notebooks", "--only", "02")
    assert done.returncode == 0, done.stderr
    assert "1 of 1 notebooks executed" in done.stdout
    assert list((tmp_path / "home" / "reports").glob("*/02_features.html"))
