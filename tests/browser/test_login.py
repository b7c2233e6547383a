"""The page with a login: who came in is on record by name, in a browser whose console stays clean under the policy."""

import subprocess

import httpx
import pytest
from playwright.sync_api import expect

from scoring.access.keys import create_key
from scoring.access.roles import Role
from scoring.journal.place import open_journal

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LOADED = 120_000
LIVE = "body:not(:has(.pad-still)) .pad-verdict"


def shown_to(home):
    """Who was shown whom, as the journal has it."""
    return [(entry.who, entry.client) for entry in open_journal(home).entries() if entry.kind == "shown"]


@pytest.fixture
def certificate(tmp_path):
    files = {"--certificate": tmp_path / "cert.pem", "--private-key": tmp_path / "key.pem"}
    written = ["-keyout", files["--private-key"], "-out", files["--certificate"], "-subj", "/CN=localhost"]
    openssl = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"]
    subprocess.run([*openssl, *written], check=True, capture_output=True)
    return [word for option, file in files.items() for word in (option, str(file))]


def test_a_manager_comes_in_with_a_key_over_tls_and_goes(browser, own_world, start_dashboard, certificate):
    key = create_key(own_world, "a.durand", Role.MANAGER)
    _, address = start_dashboard(own_world.root, "--login", *certificate)
    assert address.startswith("https://")
    context = browser.new_context(ignore_https_errors=True)
    page, errors = context.new_page(), []
    page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{address}?client=900007", timeout=LOADED)
    page.get_by_label("Votre clé").fill(key)
    page.get_by_role("button").click()
    page.wait_for_selector(LIVE, timeout=LOADED)
    assert errors == []
    assert shown_to(own_world) == [("a.durand", 900007)]
    assert key not in page.content() + page.url
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_label("Votre clé")).to_be_visible(timeout=LOADED)
    page.goto(f"{address}?client=900007", timeout=LOADED)
    expect(page.get_by_label("Votre clé")).to_be_visible(timeout=LOADED)
    context.close()


def test_the_name_that_a_declared_proxy_gives_is_on_record_and_no_other(own_world, start_dashboard):
    declared = ("--proxy-user-header", "X-Remote-User", "--trusted-proxy", "127.0.0.1")
    _, address = start_dashboard(own_world.root, *declared)
    assert httpx.get(f"{address}?client=900007").status_code == 403
    named = {"X-Remote-User": "b.martin", "X-Scoring-User": "somebody.else"}
    answer = httpx.get(f"{address}?client=900007", headers=named, timeout=LOADED / 1000)
    assert answer.status_code == 200
    assert shown_to(own_world) == [("b.martin", 900007)]
