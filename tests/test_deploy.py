"""What stands in deploy/ is what the commands take, and what nginx itself accepts."""

import json
import re
import shlex
import shutil
import socket
import subprocess
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from traitlets.config import Config

from scoring.access.door import Door
from scoring.api.access import TABLE

DEPLOY = Path(__file__).resolve().parent.parent / "deploy"
SERVICES = sorted(DEPLOY.glob("*.service"))


@pytest.mark.parametrize("service", SERVICES, ids=lambda file: file.stem)
def test_a_service_starts_a_command_that_exists_with_options_it_takes(run_cli, service, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")  # a long option is cut short where the help is narrow
    line = re.search(r"^ExecStart=(.*)$", service.read_text(encoding="utf-8"), re.MULTILINE)[1]
    words = shlex.split(line)
    command = words[words.index("--home") + 2]
    shown = run_cli(command, "--help").out
    assert [word for word in words[words.index(command) :] if word.startswith("--") and word not in shown] == []


def test_the_services_may_write_their_home_and_nothing_else():
    assert [file.stem for file in SERVICES] == ["scoring-api", "scoring-dashboard"]
    for service in SERVICES:
        text = service.read_text(encoding="utf-8")
        for line in ("NoNewPrivileges=yes", "ProtectSystem=strict", "ReadWritePaths=/srv/scoring\n", "UMask=0077"):
            assert line in text


def test_nginx_passes_the_apis_addresses_on_and_no_client_list_to_who_has_no_login():
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    pattern = re.compile(re.search(r"location ~ (\S+) \{", text)[1])
    passed = {address for _, address, _ in TABLE if pattern.match(address)}
    assert {address for _, address, _ in TABLE if address.startswith("/v1/")} <= passed
    assert "auth_basic_user_file" in text.partition("location / {")[2]
    assert Door(behind_proxy=True).is_local is False


def test_a_hub_shows_what_binder_shows_and_gives_each_user_a_home_of_their_own(monkeypatch):
    monkeypatch.setenv("SCORING_CHECKOUT", str(DEPLOY.parent))
    config = Config()
    exec(  # as JupyterHub reads it
        compile((DEPLOY / "jupyterhub_config.py").read_text(encoding="utf-8"), "jupyterhub_config.py", "exec"),
        {"get_config": lambda: config},
    )
    environment = config.Spawner.environment
    assert (Path(environment["JUPYTER_PATH"]) / "voila/templates/pret_a_depenser").is_dir()
    assert (Path(environment["JUPYTER_CONFIG_PATH"]) / "jupyter_server_config.py").is_file()
    users = [SimpleNamespace(user=SimpleNamespace(name=name)) for name in ("ada", "bo")]
    assert len({environment["SCORING_HOME"](user) for user in users}) == 2
    assert (DEPLOY.parent / config.Spawner.default_url.removeprefix("/lab/tree/")).is_dir()


@pytest.fixture
def nginx(tmp_path):
    """The configuration with files and ports of this test's own, served by Debian's nginx; gives the TLS port."""
    if shutil.which("nginx") is None or shutil.which("openssl") is None:
        pytest.skip("nginx and openssl are not installed: 'apt-get install nginx-light openssl'")
    made = ["-keyout", tmp_path / "key.pem", "-out", tmp_path / "cert.pem", "-subj", "/CN=scoring.example"]
    openssl = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"]
    subprocess.run([*openssl, *made], check=True, capture_output=True)
    (tmp_path / "users").write_text("", encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    for before, after in {
        "listen 443": f"listen 127.0.0.1:{port}",
        "/etc/ssl/scoring/certificate.pem": str(tmp_path / "cert.pem"),
        "/etc/ssl/scoring/key.pem": str(tmp_path / "key.pem"),
        "/etc/nginx/scoring.users": str(tmp_path / "users"),
    }.items():
        assert before in text
        text = text.replace(before, after)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    own = "access_log off; " + "".join(f"{kind}_temp_path {tmp_path}/{kind}; " for kind in kinds)
    whole = f"pid {tmp_path}/pid; error_log {tmp_path}/error.log; events {{}} http {{ {own}\n{text}\n}}"
    (tmp_path / "nginx.conf").write_text(whole, encoding="utf-8")
    command = ["nginx", "-c", str(tmp_path / "nginx.conf"), "-p", str(tmp_path)]
    tried = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    running = subprocess.Popen([*command, "-g", "daemon off;"])
    yield port
    running.terminate()
    running.wait(20)


@pytest.mark.slow
def test_nginx_takes_the_configuration_and_lets_nobody_to_the_page_without_login(nginx):
    transport = httpx.HTTPTransport(verify=False, retries=5)
    with httpx.Client(transport=transport, headers={"Host": "scoring.example"}) as client:
        page = client.get(f"https://127.0.0.1:{nginx}/")
        api = client.get(f"https://127.0.0.1:{nginx}/v1/health")
    assert page.status_code == 401
    assert api.status_code == 502  # nothing listens behind it in this test
    assert page.headers["server"] == "nginx"  # no version
    assert page.headers["strict-transport-security"] == "max-age=31536000"


# --- the container ----------------------------------------------------------------------------------------

ROOT = DEPLOY.parent


def instructions():
    """Those of the Dockerfile, each on one line, without comments."""
    lines = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.lstrip().startswith("#"))
    whole = re.sub(r"\\\n\s*", " ", text).splitlines()
    return [tuple(line.split(" ", 1)) for line in whole if line.strip()]


def of_kind(kind):
    return [arguments for name, arguments in instructions() if name == kind]


def test_the_image_is_built_from_the_lock_by_a_user_without_rights():
    assert all(re.fullmatch(r"python:3\.1[123]-slim-\w+( AS build)?", image) for image in of_kind("FROM"))
    installs = [run for run in of_kind("RUN") if "pip install" in run]
    assert len(installs) == 2
    assert "--require-hashes --requirement requirements.lock" in installs[0]
    assert "--no-deps --no-build-isolation" in installs[1]
    assert all("--no-install-recommends" in run for run in of_kind("RUN") if "apt-get install" in run)
    assert all("rm -rf /var/lib/apt/lists" in run for run in of_kind("RUN") if "apt-get update" in run)
    assert of_kind("USER") == ["scoring"]
    assert of_kind("ADD") == []
    names = [name for name, _ in instructions()]
    assert names.index("USER") < names.index("ENTRYPOINT") < names.index("CMD")


def test_what_the_image_copies_is_let_through_and_nothing_else():
    copied = {name for line in of_kind("COPY") if "--from" not in line for name in line.split()[:-1]}
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert ignored[0] == "*"
    assert {line[1:] for line in ignored if line.startswith("!")} == copied
    assert all((ROOT / name).exists() for name in copied)


def test_the_container_starts_a_command_that_exists_with_options_it_takes(run_cli, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    (words,) = map(json.loads, of_kind("CMD"))
    assert json.loads(of_kind("ENTRYPOINT")[0]) == ["scoring"]
    shown = run_cli(words[0], "--help").out
    assert [word for word in words[1:] if word.startswith("--") and word not in shown] == []
    assert words[words.index("--port") + 1] == of_kind("EXPOSE")[0]


@pytest.mark.slow
def test_the_package_is_built_from_what_the_image_copies(tmp_path):
    for line in of_kind("COPY"):
        for name in line.split()[:-1] if "--from" not in line else ():
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, tmp_path / name)
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "dist")]
    subprocess.run(build, check=True, capture_output=True, cwd=tmp_path)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {"scoring/dashboard/dashboard.ipynb", "scoring/api/app.py", "scoring/texts/problems.toml"} <= set(names)
