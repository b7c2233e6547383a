"""A crowd before the page: kernels start in turn, and one that ends while it makes a page is told."""

import asyncio

import pytest
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from nbclient.exceptions import DeadKernelError

from scoring.dashboard.serve import handlers
from scoring.dashboard.serve.kernels import PageKernels
from scoring.dashboard.serve.launch import environment
from scoring.dashboard.serve.starting import BusyError, KernelLostError, Turns, watched
from scoring.dashboard.serve.visit_kernels import VisitKernels
from scoring.settings import Home

BEAT = "<script>window.voila_heartbeat()</script>\n"


class Kernels:
    """Kernels that start when a test lets them."""

    def __init__(self, at_once, patience=5.0, ready=0):
        self.turns = Turns(at_once, patience)
        self.visits = None
        self.starting, self.most, self.order = 0, 0, []
        self.ready = ready

    def pooled(self):
        return self.ready

    async def start_for_visitor(self, name):
        self.starting += 1
        self.most = max(self.most, self.starting)
        self.order.append(name)
        await asyncio.sleep(0)
        return name


async def visit(kernels, name, fails=False):
    visitor = VisitKernels(kernels)
    try:
        await visitor.wait_for_turn()
        await visitor.start_kernel(name=name)
        for _ in range(5):
            await asyncio.sleep(0)
        if fails:
            raise ValueError(name)
    finally:
        kernels.starting -= visitor.kernel_id is not None
        visitor.end_turn()


@pytest.mark.parametrize("ready", [0, 1])  # one that somebody else is quicker to take
def test_a_crowds_kernels_start_so_many_at_once_in_the_order_in_which_they_came(ready):
    async def crowd():
        kernels = Kernels(2, ready=ready)
        await asyncio.gather(*(visit(kernels, number) for number in range(12)))
        return kernels

    kernels = asyncio.run(crowd())
    assert kernels.most == 2
    assert kernels.order == list(range(12))


def test_whoever_finds_a_kernel_in_the_pool_does_not_wait():
    async def arrive():
        kernels = Kernels(1, ready=1)
        await kernels.turns.take()
        await asyncio.wait_for(VisitKernels(kernels).wait_for_turn(), 1)

    asyncio.run(arrive())


def test_a_start_that_failed_lets_the_next_one_in():
    async def crowd():
        kernels = Kernels(1)
        ends = await asyncio.gather(
            visit(kernels, 1, fails=True), visit(kernels, 2, fails=True), visit(kernels, 3), return_exceptions=True
        )
        return kernels.order, ends

    order, ends = asyncio.run(crowd())
    assert order == [1, 2, 3]
    assert [type(end) for end in ends] == [ValueError, ValueError, type(None)]


def test_whoever_waits_too_long_is_told_to_come_again_and_takes_no_place():
    async def late():
        turns = Turns(1, patience=0.01)
        await turns.take()
        with pytest.raises(BusyError):
            await turns.take()
        turns.end()
        await turns.take()

    asyncio.run(late())


def test_whoever_leaves_while_waiting_takes_no_place():
    async def leave():
        turns = Turns(1)
        await turns.take()
        waiting = asyncio.ensure_future(turns.take())
        await asyncio.sleep(0)
        waiting.cancel()
        turns.end()
        await asyncio.wait_for(turns.take(), 1)

    asyncio.run(leave())


def test_a_kernel_for_the_pool_starts_once_no_visitor_waits_and_is_not_offered_before(monkeypatch):
    async def started(*_, **__):
        return "kernel"

    monkeypatch.setattr(AsyncMappingKernelManager, "start_kernel", started)

    async def fill():
        kernels = PageKernels()
        kernels.notebook_path, kernels.turns = "page.ipynb", Turns(1)
        await kernels.turns.take()
        start = asyncio.ensure_future(kernels.start_kernel())
        kernels._pools = {"page.ipynb": [start]}
        await asyncio.sleep(0.01)
        before = (start.done(), kernels.pooled())
        kernels.turns.end()
        return before, await asyncio.wait_for(start, 1), kernels.pooled()

    assert asyncio.run(fill()) == ((False, 0), "kernel", 1)


async def snippets(*parts):
    for part in parts:
        if isinstance(part, Exception):
            raise part
        yield part


def read(parts, lives, clock=lambda: 0.0):
    async def answer():
        return lives.pop(0)

    async def every():
        got = []
        try:
            async for part in watched(snippets(*parts), answer, clock, patience=10):
                got.append(part)
        except KernelLostError:
            got.append("lost")
        return got

    return asyncio.run(every())


def test_a_page_whose_kernel_lives_is_passed_on_part_by_part():
    assert read(["a", BEAT, "b"], [True]) == ["a", BEAT, "b"]


def test_a_page_whose_kernel_ended_while_it_made_a_part_ends():
    """Voilà raises then: the page stopped in the middle, "getting ready" for ever."""
    assert read(["a", DeadKernelError("Kernel died")], [False]) == ["a", "lost"]


def test_a_mistake_while_the_kernel_lives_is_none_of_the_kernels():
    with pytest.raises(RuntimeError, match="a mistake"):
        read(["a", RuntimeError("a mistake")], [True])


def test_a_page_whose_kernel_ended_ends():
    assert read(["a", BEAT, BEAT, "b"], [True, False]) == ["a", BEAT, "lost"]


def test_a_part_that_does_not_come_ends_the_page_and_a_part_that_comes_gives_the_next_its_time():
    ticks = iter([0.0, 9.0, 10.0, 19.0, 21.0])
    assert read([BEAT, "a", BEAT, BEAT], [True] * 3, lambda: next(ticks)) == [BEAT, "a", BEAT, "lost"]


def test_who_cannot_be_served_yet_reads_it_on_a_page_that_asks_again_by_itself(serve):
    client = serve()
    client.page.kernel_manager.turns = Turns(0, 0.01)
    answer = client.get("/")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "3"
    assert "La vôtre s’ouvrira d’elle-même" in answer.text
    assert '<meta http-equiv="refresh" content="3">' in answer.text


@pytest.fixture
def dying(serve, monkeypatch, tmp_path):
    """A page whose kernels all end as soon as they have started; they start one after the other."""

    async def start(self, **kwargs):
        kernel_id = await whole(self, **kwargs)
        await self.get_kernel(kernel_id).provisioner.kill()
        return kernel_id

    whole = PageKernels.start_for_visitor
    monkeypatch.setenv("JUPYTER_PATH", environment(Home(tmp_path))["JUPYTER_PATH"])
    monkeypatch.setattr(PageKernels, "start_for_visitor", start)
    client = serve("--VoilaConfiguration.http_keep_alive_timeout=3")
    client.page.kernel_manager.turns = Turns(1, 10)
    client.page.kernel_manager.connection_dir = str(tmp_path)
    return client


def test_a_kernel_that_ends_while_it_makes_a_page_is_told(dying):
    page = dying.get("/").text
    assert page.startswith("<!DOCTYPE html>")
    assert "La page n’a pas pu être préparée" in page.partition("</main>")[2]


def test_a_visitor_who_does_not_read_lets_the_next_one_in(dying, monkeypatch):
    stalled = []

    def flush(self, **options):
        if stalled:
            return whole(self, **options)
        stalled.append(True)
        return asyncio.sleep(60)

    whole = handlers.PageHandler.flush
    monkeypatch.setattr(handlers.PageHandler, "flush", flush)
    monkeypatch.setattr(handlers, "READ_SECONDS", 0.2)
    dying.get("/")
    assert stalled
    assert "La page n’a pas pu être préparée" in dying.get("/").text


def test_kernels_give_large_arrays_back_unless_the_operator_has_said_how(tmp_path, monkeypatch):
    monkeypatch.delenv("MALLOC_MMAP_THRESHOLD_", raising=False)
    assert environment(Home(tmp_path))["MALLOC_MMAP_THRESHOLD_"] == "131072"
    monkeypatch.setenv("MALLOC_MMAP_THRESHOLD_", "9")
    assert environment(Home(tmp_path))["MALLOC_MMAP_THRESHOLD_"] == "9"


class _Ends:
    """A kernel that is taken away while it is asked for its pulse."""

    transport, ip, hb_port = "tcp", "127.0.0.1", 1

    def __init__(self, kernels, alive):
        self.kernels, self.alive, self.has_kernel = kernels, alive, True

    async def is_alive(self):
        self.kernels._kernels.clear()
        return self.alive


@pytest.mark.parametrize("alive", [True, False])
def test_a_kernel_that_is_cleared_away_while_it_is_asked_is_gone_and_nothing_fails(monkeypatch, alive):
    monkeypatch.setattr("scoring.dashboard.serve.kernels.PULSE_SECONDS", 0.05)
    kernels = PageKernels()

    async def asked(question):
        kernels._kernels |= {name: _Ends(kernels, alive) for name in ("k", "other")}
        return await question

    assert asyncio.run(asked(kernels.pulse("k"))) == "gone"
    assert asyncio.run(asked(kernels.sweep())) is None
    assert asyncio.run(kernels.lives("k")) is False
