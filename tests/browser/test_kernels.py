"""A visitor's kernel lives as long as their page, and there are no more kernels than the machine can hold."""

import re
import time
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import psutil
import pytest
from playwright.sync_api import expect

from benchmarks.server import kernel_processes
from scoring.dashboard.serve.configuration import POOL

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LOADED = 120_000
LIVE = "body:not(:has(.pad-still)) .pad-verdict"
RELOADS = 20


def wait_for_kernels(process, count, seconds=60) -> int:
    """How many kernels there are, once they are so many or the time is over; looked at once: they come and go."""
    deadline = time.monotonic() + seconds
    while (kernels := len(kernel_processes(process.pid))) != count and time.monotonic() < deadline:
        time.sleep(0.2)
    return kernels


def kernel_of(page, process) -> psutil.Process:
    """The process behind a page: the name of its connection file bears the kernel's number."""
    number = re.search(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", page.content())[0]
    return next(kernel for kernel in kernel_processes(process.pid) if number in " ".join(kernel.cmdline()))


@pytest.fixture
def served(start_dashboard, world):
    """A page of its own: process and address."""
    return start_dashboard(world.root)


def test_a_page_that_is_reloaded_and_left_leaves_no_kernel(browser, served):
    process, address = served
    page = browser.new_page()
    page.goto(f"{address}?client=900007", timeout=LOADED)
    for _ in range(RELOADS):
        page.wait_for_selector(LIVE, timeout=LOADED)
        page.reload(timeout=LOADED)
    page.wait_for_selector(LIVE, timeout=LOADED)
    assert wait_for_kernels(process, POOL + 1) == POOL + 1
    page.goto("about:blank")
    assert wait_for_kernels(process, POOL) == POOL
    page.close()


def test_a_browser_that_vanishes_leaves_no_kernel(browser, served):
    """The page cannot say that it is left: the server sees its connection close."""
    process, address = served
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script("navigator.sendBeacon = () => true")
    page.goto(f"{address}?client=900007", timeout=LOADED)
    page.wait_for_selector(LIVE, timeout=LOADED)
    assert wait_for_kernels(process, POOL + 1) == POOL + 1
    context.close()
    assert wait_for_kernels(process, POOL) == POOL


def test_a_kernel_that_died_while_it_waited_is_not_handed_out(browser, served):
    process, address = served
    wait_for_kernels(process, POOL)
    page = browser.new_page()
    for signal in (psutil.Process.kill, psutil.Process.suspend):
        assert wait_for_kernels(process, POOL) == POOL
        time.sleep(3)
        signal(kernel_processes(process.pid)[0])
        page.goto(f"{address}?client=900007", timeout=LOADED)
        page.wait_for_selector(LIVE, timeout=LOADED)
        assert "There was an error" not in page.content()
        visited = kernel_of(page, process)
        page.goto("about:blank")
        visited.wait(60)  # one that is about to end was taken for the one that waits
    page.close()


def test_one_visitor_too_many_is_told_so_and_comes_in_when_another_leaves(browser, world, start_dashboard):
    process, address = start_dashboard(world.root, "--visitors", "1")
    first = browser.new_page()
    first.goto(f"{address}?client=900007", timeout=LOADED)
    first.wait_for_selector(LIVE, timeout=LOADED)
    with pytest.raises(HTTPError) as refused:
        urlopen(Request(address))
    assert refused.value.code == 503
    assert refused.value.headers["Retry-After"] == "10"
    second = browser.new_page()
    second.goto(f"{address}?client=900007", timeout=LOADED)
    expect(second.get_by_role("alert")).to_contain_text("C’est complet")
    expect(second.get_by_role("alert")).to_contain_text("The page is full")
    first.close(run_before_unload=True)
    wait_for_kernels(process, POOL)
    second.get_by_role("link").click()
    second.wait_for_selector(LIVE, timeout=LOADED)
    second.close()


def test_the_next_visitors_kernel_knows_nothing_of_this_visitors_address(browser, served, world):
    process, address = served
    wait_for_kernels(process, POOL)  # an empty pool would have this visitor's own kernel started with their address
    page = browser.new_page()
    page.goto(f"{address}?client=424242424", timeout=LOADED)
    wait_for_kernels(process, POOL + 1)
    assert [kernel for kernel in kernel_processes(process.pid) if "424242424" in str(kernel.environ())] == []
    page.close()
