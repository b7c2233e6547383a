"""Binder: what would be built, that it is the same set of packages, and that the badges lead to what is there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
BINDER = ROOT / "binder"


@pytest.fixture(scope="module")
def dockerfile(tmp_path_factory) -> str:
    """What repo2docker would build, said without Docker and without a network, on the files that Binder reads."""
    folder = tmp_path_factory.mktemp("repository")
    shutil.copytree(BINDER, folder / "binder", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("environment.yml", "requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    tool = Path(sys.executable).with_name("jupyter-repo2docker")
    command = [tool, "--no-build", "--debug", "--user-id", "1000", "--user-name", "jovyan", "."]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_it_is_built_from_our_environment_by_our_steps_and_not_as_root(dockerfile):
    steps = [
        '--file "binder/environment.yml"', "USER ${NB_USER}\n\n# Make sure that postBuild", "RUN ./binder/postBuild",
        'ENV R2D_ENTRYPOINT="${REPO_DIR}/binder/start"', "ENTRYPOINT",
    ]  # fmt: skip
    places = [dockerfile.find(step) for step in steps]
    assert -1 not in places, dict(zip(steps, places, strict=True))
    assert places == sorted(places)
    assert dockerfile.index("COPY --chown=1000:1000 src/") < places[0]


def test_binder_prepares_the_python_that_the_environment_names(dockerfile):
    """Otherwise conda would change the Python of an environment that it has just filled."""
    (python,) = (line for line in read(BINDER)["dependencies"] if str(line).startswith("python"))
    version = python.removeprefix("python=")
    assert f"environment-2epy-2d{version.replace('.', '-2e')}" in dockerfile.replace("-2d3-2e", "-2d3-2e")


def read(folder: Path) -> dict:
    return yaml.safe_load((folder / "environment.yml").read_text(encoding="utf-8"))


def locks(folder: Path) -> list[Path]:
    """The files that pip reads, seen from the folder of the environment file, as conda does."""
    (by_pip,) = (entry["pip"] for entry in read(folder)["dependencies"] if isinstance(entry, dict))
    return [(folder / entry.removeprefix("-r ")).resolve() for entry in by_pip]


def test_both_environment_files_install_the_same():
    assert not (BINDER / "environment.yml").is_symlink()
    assert locks(BINDER) == locks(ROOT) == [ROOT / "requirements.lock"]
    assert {key: value for key, value in read(BINDER).items() if key != "dependencies"} == {
        key: value for key, value in read(ROOT).items() if key != "dependencies"
    }
    assert [entry for entry in read(BINDER)["dependencies"] if isinstance(entry, str)] == ["python=3.11", "pip"]
    assert "python>=3.11,<3.14" in read(ROOT)["dependencies"]


@pytest.mark.parametrize("name", ["postBuild", "start"])
def test_the_scripts_can_be_run(name):
    assert os.access(BINDER / name, os.X_OK)
    assert (BINDER / name).read_text(encoding="utf-8").startswith("#!/usr/bin/env bash\n")
    assert subprocess.run(["bash", "-n", BINDER / name], check=False).returncode == 0


def test_start_says_where_things_are_and_hands_over(tmp_path):
    show = 'echo "$SCORING_HOME"; echo "$JUPYTER_PATH"; echo "$JUPYTER_CONFIG_PATH"; echo "$0 $1"'
    done = subprocess.run(
        [BINDER / "start", "bash", "-c", show, "jupyter", "a b"],
        cwd=tmp_path, env={"PATH": os.environ["PATH"], "JUPYTER_PATH": "/theirs"}, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    template = ROOT / "scoring" / "dashboard" / "template"
    assert done.stdout.splitlines() == [str(ROOT), f"{template}:/theirs", str(BINDER / "jupyter"), "jupyter a b"]


def test_the_badges_lead_to_what_is_there():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    addresses = re.findall(r"https://mybinder\.org/v2/gh/(\S+)\?urlpath=(\S+)", readme)
    assert {where for where, _ in addresses} == {"OWNER/REPOSITORY/HEAD"}
    opened = {path for _, path in addresses}
    assert opened == {"voila/render/dashboard.ipynb", "lab/tree/notebooks", "scoring-api/docs"}
    assert (ROOT / "dashboard.ipynb").exists()
    assert (ROOT / "notebooks").is_dir()


def test_jupyters_settings_are_those_of_the_dashboard_command():
    from traitlets.config import PyFileConfigLoader

    from scoring.dashboard.serve.configuration import settings

    config = PyFileConfigLoader("jupyter_server_config.py", str(BINDER / "jupyter")).load_config()
    for group, options in settings().items():
        assert dict(config[group]) == options
    assert config.ServerApp.tornado_settings["mathjax_url"] is None  # else the page asks another host for it
    (name,) = config.ServerProxy.servers
    assert name == "scoring-api"
