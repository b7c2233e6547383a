"""A page whose kernel or server is gone says so within three seconds; no number stands over another client's file."""

import subprocess
import time

import psutil
import pytest
from playwright.sync_api import expect

from benchmarks.server import kernel_processes
from benchmarks.visit import until
from scoring.dashboard.serve.launch import command, environment
from scoring.ports import bind

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LOADED = 120_000
WITHIN = 3.0
LIVE = "body:not(:has(.pad-still)) .pad-verdict"


class Server:
    """The page's own server, whose life a test may end and begin again."""

    def __init__(self, world, options=()):
        with bind() as probe:
            self.port = probe.getsockname()[1]
        self.world, self.options = world, options
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [*command(self.port), *self.options], env=environment(self.world), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def kernels(self):
        return set(kernel_processes(self.process.pid))

    def stop(self):
        for kernel in self.kernels() if self.process.poll() is None else ():
            kernel.kill()
        self.process.kill()
        self.process.wait()


@pytest.fixture
def server(world):
    """A server of the test's own."""
    started = Server(world)
    yield started
    started.stop()


class Visit:
    """A page open at a client, with the kernel that is its own."""

    def __init__(self, browser, server, client):
        self.page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="fr-FR")
        self.client = client
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not server.kernels():
            time.sleep(0.2)
        waiting = server.kernels()
        address = f"http://127.0.0.1:{server.port}/?client={client}"
        while True:
            try:
                self.page.goto(address, timeout=LOADED)
                break
            except Exception:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.5)
        self.page.wait_for_selector(LIVE, timeout=LOADED)
        self.page.wait_for_timeout(1500)
        (self.kernel,) = waiting & server.kernels()
        expect(self.page.locator("#pad-lost")).to_be_hidden()

    def loss_is_said(self, happen):
        """Seconds from what happens to the sentence."""
        self.page.evaluate(
            """() => { window.padLostAt = 0; new MutationObserver(() => {
                 if (!document.getElementById('pad-lost').hidden && !window.padLostAt) window.padLostAt = Date.now();
               }).observe(document.getElementById('pad-lost'), { attributes: true }); }"""
        )
        began = time.time()
        happen()
        until(self.page, "window.padLostAt > 0", 20)
        return self.page.evaluate("window.padLostAt") / 1000 - began

    def says(self, sentence, timeout=5_000):
        """The one sentence that is seen; the notice also holds the others, and both languages, hidden."""
        expect(self.page.locator("#pad-lost p:visible")).to_contain_text(sentence, timeout=timeout)

    def looks_lost(self):
        """Greyed, taking no clicks, with a sentence and one button, and none of the libraries' own signs."""
        self.says("La connexion est perdue")
        expect(self.page.locator("#pad-lost").get_by_role("button")).to_have_count(1)
        expect(self.page.locator("#rendered_cells")).to_have_attribute("inert", "")
        assert float(self.page.locator("#rendered_cells").evaluate("e => getComputedStyle(e).opacity")) < 0.5
        signs = """() => [...document.querySelectorAll('.jupyter-widgets-disconnected')]
                     .filter((e) => !['none', 'normal'].includes(getComputedStyle(e, '::before').content)).length"""
        assert self.page.evaluate(signs) == 0
        assert "There was an error" not in self.page.content()

    def comes_back_by_reload(self):
        """The button leads to the same client again."""
        self.page.locator("#pad-lost button").click()
        self.page.wait_for_selector(f"#pad-lost[hidden] ~ * {LIVE.split()[-1]}", timeout=LOADED, state="attached")
        self.page.wait_for_selector(LIVE, timeout=LOADED)
        expect(self.page.get_by_role("heading", name=f"Client {self.client}")).to_be_visible()


@pytest.fixture
def visit(browser, server, portfolio):
    """The seventh client's page."""
    opened = Visit(browser, server, int(portfolio.clients[6]))
    yield opened
    opened.page.close()


def test_a_killed_kernel_is_said_and_the_reload_shows_the_same_client(visit, portfolio):
    field = visit.page.locator(".pad-search input")

    def kill():
        visit.kernel.kill()
        field.fill(str(portfolio.clients[9]))

    assert visit.loss_is_said(kill) < WITHIN
    visit.looks_lost()
    assert field.input_value() == ""
    visit.says("session est terminée")
    visit.comes_back_by_reload()


def test_a_stopped_kernel_is_said_and_the_page_goes_on_when_it_wakes(visit, portfolio):
    assert visit.loss_is_said(visit.kernel.suspend) < WITHIN
    visit.looks_lost()
    visit.kernel.resume()
    expect(visit.page.locator("#pad-lost")).to_be_hidden(timeout=15_000)
    visit.page.get_by_role("button", name="Suivant").click()
    expect(visit.page.get_by_role("heading", name=f"Client {portfolio.clients[7]}")).to_be_visible()


def test_a_server_that_stops_and_one_that_starts_in_its_place_are_said(visit, server):
    assert visit.loss_is_said(server.stop) < WITHIN
    visit.looks_lost()
    visit.page.locator("#pad-lost button").click()
    visit.says("ne répond pas encore")
    server.start()
    visit.says("session est terminée", timeout=60_000)
    visit.comes_back_by_reload()


def test_a_server_that_hangs_is_said(visit, server):
    stopped = psutil.Process(server.process.pid)
    assert visit.loss_is_said(stopped.suspend) < WITHIN
    visit.looks_lost()
    stopped.resume()
    expect(visit.page.locator("#pad-lost")).to_be_hidden(timeout=15_000)


def test_a_network_that_goes_and_comes_is_said_and_the_page_goes_on(visit, portfolio):
    context = visit.page.context
    assert visit.loss_is_said(lambda: context.set_offline(True)) < WITHIN
    visit.looks_lost()
    context.set_offline(False)
    expect(visit.page.locator("#pad-lost")).to_be_hidden(timeout=30_000)
    visit.page.get_by_role("button", name="Suivant").click()
    expect(visit.page.get_by_role("heading", name=f"Client {portfolio.clients[7]}")).to_be_visible()


def test_a_culled_kernel_is_said(browser, world, portfolio):
    impatient = ("--MappingKernelManager.cull_idle_timeout=12", "--MappingKernelManager.cull_interval=1",
                 "--MappingKernelManager.cull_connected=True")  # fmt: skip
    server = Server(world, impatient)
    try:
        visit = Visit(browser, server, int(portfolio.clients[6]))
        visit.kernel.wait(60)
        ended = time.monotonic()
        expect(visit.page.locator("#pad-lost")).to_be_visible()
        assert time.monotonic() - ended < WITHIN
        visit.looks_lost()
        visit.page.close()
    finally:
        server.stop()


def test_the_loss_is_said_in_the_pages_language(visit):
    visit.page.get_by_role("button", name="English").click()
    expect(visit.page.locator("html")).to_have_attribute("lang", "en")
    visit.loss_is_said(visit.kernel.kill)
    visit.says("The connection is lost")
    button = visit.page.locator("#pad-lost").get_by_role("button")
    expect(button).to_have_accessible_name("Load the page again")
    expect(button.get_by_text("Load the page again", exact=True)).to_be_visible()
    expect(button.get_by_text("Recharger la page", exact=True)).to_be_hidden()


CHANGES_AT_REST = """() => new Promise((done) => {
  const seen = [];
  const note = (changes) => changes.forEach(({ target, type }) => seen.push(`${type} of ${target.nodeName}`));
  const everything = { subtree: true, childList: true, attributes: true, characterData: true };
  new MutationObserver(note).observe(document.documentElement, everything);
  setTimeout(() => done(seen), 2500);
})"""


def test_asking_for_the_pulse_changes_nothing_on_a_page_at_rest(visit):
    assert visit.page.evaluate(CHANGES_AT_REST) == []


SLOW_TO_OPEN = """(() => {
  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(...place) { super(...place); this.asked = performance.now(); }
    get readyState() { return performance.now() - this.asked < %(ms)d ? Native.CONNECTING : super.readyState; }
    addEventListener(kind, hear, ...rest) {
      super.addEventListener(kind, kind === 'open' ? (event) => setTimeout(() => hear(event), %(ms)d) : hear, ...rest);
    }
  };
  window.padLosses = 0;
  document.addEventListener('DOMContentLoaded', () => new MutationObserver(() => {
    if (document.getElementById('rendered_cells').inert) window.padLosses += 1;
  }).observe(document.body, { subtree: true, attributes: true, attributeFilter: ['inert'] }));
})()"""


@pytest.mark.parametrize(("opens_after", "is_lost"), [(3_000, False), (60_000, True)])
def test_a_connection_that_is_being_opened_is_missed_only_when_it_takes_long(
    page, address, portfolio, opens_after, is_lost
):
    page.add_init_script(SLOW_TO_OPEN % {"ms": opens_after})
    page.goto(f"{address}?client={portfolio.clients[6]}", timeout=LOADED)
    page.wait_for_selector(LIVE, timeout=LOADED)
    page.wait_for_timeout(12_000 if is_lost else 4_500)
    assert (page.evaluate("window.padLosses") > 0) is is_lost
