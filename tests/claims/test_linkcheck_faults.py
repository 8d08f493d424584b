"""What `docs/learn/linkcheck-faults.md` claims."""

from __future__ import annotations

import asyncio
import shutil
import signal
import sqlite3
import time
from pathlib import Path
from typing import Any, cast

import pytest
from aiohttp.test_utils import TestClient, TestServer

from lab.loop.clock import VirtualClock
from lab.programs.recorded import run_recorded
from lab.trace.data import CANCELLED, RETURNED
from lab.trace.tracer import Tracer
from tests.claims.claim import claim, run
from tests.linkcheck import process, test_faults
from tests.linkcheck.process import Service, Site, behind_the_gate, html, in_loop

from linkcheck import fetch  # isort: skip  # found by tests.linkcheck
from linkcheck.api import make_app  # isort: skip
from linkcheck.checker import Checker  # isort: skip
from linkcheck.config import Settings  # isort: skip
from linkcheck.fetch import Fetcher, Outcome  # isort: skip
from linkcheck.links import Link, Page, read_page  # isort: skip
from linkcheck.stop import Stop  # isort: skip
from linkcheck.store import Job, Progress, Store  # isort: skip


@claim(
    "Answer 202 only for what you have stored. Otherwise answer 503 with `Retry-After`, which a"
    " client can act on."
)
@claim("Third, the database may fail, which is caught in one place for all requests")
@claim(
    "`/health` answers 200 while new checks would be accepted, and otherwise 503 with the reason"
)
@in_loop
async def test_202_is_for_what_is_stored_and_503_for_the_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    async with Store(":memory:") as store:
        checker = Checker(store, cast(Fetcher, None), Settings(), asyncio.Event())
        server = TestServer(make_app(store, checker, 100))
        async with TestClient(server) as client:

            async def ask() -> tuple[int, int, bool]:
                post = await client.post("/checks", json={"url": "http://x/"})
                health = await client.get("/health")
                return post.status, health.status, "Retry-After" in post.headers

            assert await ask() == (202, 200, False)
            assert await store.unfinished() == 1
            with monkeypatch.context() as patch:
                patch.setattr(Store, "try_to_write", fail)
                assert (await client.get("/health")).status == 503
            with monkeypatch.context() as patch:
                patch.setattr(Store, "_add", fail)
                assert (await ask())[::2] == (503, True)
                patch.setattr(Store, "_all", fail)
                assert await ask() == (503, 503, True)
            checker.drain()
            assert await ask() == (503, 503, True)
            assert await store.unfinished() == 1


@claim("Limit the work that you accept, or you finish nothing.")
@pytest.mark.parametrize(("most", "in_time"), [(5, range(85, 101)), (10_000, range(20))])
def test_without_a_limit_answers_come_too_late(most: int, in_time: range) -> None:
    """Twice as much comes as can be done, and clients wait for a second."""

    async def main() -> int:
        queue = asyncio.Queue[float]()
        loop = asyncio.get_running_loop()
        useful = 0

        async def work() -> None:
            nonlocal useful
            while True:
                came = await queue.get()
                await asyncio.sleep(0.1)
                useful += loop.time() - came <= 1

        worker = asyncio.create_task(work())
        for _ in range(200):  # in 10 seconds
            await asyncio.sleep(0.05)
            if queue.qsize() < most:
                queue.put_nowait(loop.time())
        worker.cancel()
        return useful

    assert run(main()) in in_time


@claim("Send the newest state rather than each change: a slow client then costs no memory.")
@claim("Nothing is stored for the reader.")
@in_loop
async def test_a_slow_reader_gets_the_newest_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linkcheck.checker.REPORT_EVERY", 0)

    class Quick:
        async def fetch(self, url: str, read: bool) -> Outcome:
            return Outcome("", Page(links, frozenset())) if url.endswith("/") else Outcome()

    links = tuple(Link(f"http://x/{number}") for number in range(1, 500))

    async with Store(":memory:") as store:
        checker = Checker(store, cast(Fetcher, Quick()), Settings(), asyncio.Event())
        running = asyncio.create_task(checker.run())
        check = await checker.add("http://x/")
        quick = [numbers async for numbers in checker.progress(check)]
        second = await checker.add("http://x/")
        slow = []
        async for numbers in checker.progress(second):
            slow.append(numbers)
            while (await store.progress(second)) != Progress(500, 0, 0):
                pass  # it reads on when all is over
        assert quick[-1] == slow[-1] == Progress(500, 0, 0)
        assert len(slow) == 2
        checker.drain()
        await running


@claim("Keep a result until it's saved, and take in nothing new until then.")
@claim("When there's room again, everything continues.")
@in_loop
async def test_results_are_kept_while_nothing_can_be_saved(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("linkcheck.checker.STORE_PAUSE", 0.001)
    attempts, fetched, whole = 0, [], Store._save
    full = True

    def save(self: Store, job: Job, outcome: Outcome) -> None:
        nonlocal attempts
        attempts += 1
        if full:
            raise sqlite3.OperationalError("database or disk is full")
        whole(self, job, outcome)

    class Quick:
        async def fetch(self, url: str, read: bool) -> Outcome:
            fetched.append(url)
            return Outcome()

    async with Store(":memory:") as store:
        monkeypatch.setattr(Store, "_save", save)
        settings = Settings(workers=3, queue=5)
        checker = Checker(store, cast(Fetcher, Quick()), settings, asyncio.Event())
        checks = [await checker.add(f"http://x/{number}") for number in range(50)]
        running = asyncio.create_task(checker.run())
        while attempts < 30:
            await asyncio.sleep(0)
        assert len(fetched) == 3  # one for each worker
        assert checker._store_problem == "database or disk is full"
        full = False
        for check in checks:
            assert [n async for n in checker.progress(check)][-1] == Progress(1, 0, 0)
        assert sorted(fetched) == sorted(f"http://x/{number}" for number in range(50))
        assert not checker._store_problem
        checker.drain()
        await running


@claim(
    "Stop in three steps: begin nothing new, finish what was begun, close in reverse order. Each"
    " has a limit."
)
@claim("Then give up on the rest.")
@in_loop
async def test_it_stops_in_order_and_in_time(tmp_path: Path) -> None:
    async with Site.started() as site:
        site.pages = {"/": behind_the_gate(html())}
        async with Service.started(tmp_path / "db", work_within=0.5) as service:
            await service.accept(f"{site.url}/")
            await site.has(1)
            await service.ended(signal.SIGTERM)
    words = ("SIGTERM: stopping in 30 s", "some pages wait for the next start", "stopped")
    said = [line["message"] for line in service.log if line["message"] in words]
    assert said == list(words), service.log


@claim("`/d` isn't, so it's cancelled.")
def test_only_the_worker_with_the_slow_page_is_cancelled() -> None:
    tracer = Tracer("drains.py")
    run_recorded(Path("snippets/service/drains.py"), clock=VirtualClock(), tracer=tracer)
    ended = {task.label: task.outcome for task in tracer.trace().tasks}
    assert (ended["worker 1"], ended["worker 2"]) == (RETURNED, CANCELLED)


@claim(
    "The second signal, or the end of the time, cancels the main task once. A third one must not"
    " cut off the clean-up."
)
@pytest.mark.parametrize(("signals", "ends"), [([1, 2, 3], 2 + 5), ([1], 1 + 10 + 5)])
def test_the_main_task_is_cancelled_once(signals: list[int], ends: float) -> None:
    async def main() -> float:
        loop = asyncio.get_running_loop()
        start = loop.time()
        task = asyncio.current_task()
        before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
        stop = Stop(cast("asyncio.Task[None]", task), within=10)
        for seconds in signals:
            loop.call_later(seconds, stop.ask, signal.SIGTERM)
        try:
            await asyncio.sleep(1000)
        except asyncio.CancelledError:
            await asyncio.sleep(5)  # the clean-up
        finally:
            for number, handler in zip((signal.SIGINT, signal.SIGTERM), before, strict=True):
                signal.signal(number, handler)
        return round(loop.time() - start, 6)

    assert run(main()) == ends


@claim("Pages of more than 5 MB aren't read")
@claim("it takes a few seconds at most, even if a page is made to be slow.")
@pytest.mark.parametrize("piece", ["<", "<a href=x>", "<a x='", "<!--", "<![CDATA[", "</", "&"])
def test_reading_a_page_takes_a_time_in_line_with_its_length(piece: str) -> None:
    def seconds(length: int) -> float:
        start = time.process_time()
        read_page("http://x/", piece * (length // len(piece)))
        return time.process_time() - start

    assert fetch.LARGEST == 5_000_000
    assert seconds(200_000) < 0.5 + 20 * min(seconds(20_000) for _ in range(3))


@claim("With this handler, `asyncio.run` raises no `KeyboardInterrupt`.")
@claim("Once the loop is closed, both signals are ignored.")
def test_ctrl_c_is_no_keyboard_interrupt_any_more() -> None:
    async def main(ours: bool) -> None:
        task = cast("asyncio.Task[None]", asyncio.current_task())
        stop = Stop(task, within=10) if ours else None
        signal.raise_signal(signal.SIGINT)
        if stop is None:
            await asyncio.sleep(1)
        else:
            await stop.asked.wait()

    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        asyncio.run(main(ours=True))
        signal.signal(signal.SIGINT, signal.default_int_handler)
        with pytest.raises(KeyboardInterrupt):
            asyncio.run(main(ours=False))
        asyncio.run(main(ours=True))
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGTERM)  # would end this very process
    finally:
        for number, handler in zip((signal.SIGINT, signal.SIGTERM), before, strict=True):
            signal.signal(number, handler)


@claim("One `None` is enough for any number of workers, because each puts it back for the next.")
@claim("Empty the queue first: with a limit, there might be no room for it.")
@pytest.mark.parametrize("workers", [1, 2, 100])
def test_one_none_ends_all_workers(workers: int) -> None:
    async def work(queue: asyncio.Queue[Any], *, puts_back: bool) -> None:
        while await queue.get():
            pass
        if puts_back:
            queue.put_nowait(None)

    async def ended(*, puts_back: bool) -> int:
        queue = asyncio.Queue[Any](1)
        tasks = [asyncio.create_task(work(queue, puts_back=puts_back)) for _ in range(workers)]
        queue.put_nowait(None)
        with pytest.raises(asyncio.QueueFull):
            queue.put_nowait(None)
        done, left = await asyncio.wait(tasks, timeout=10)
        for task in left:
            task.cancel()
        return len(done)

    assert run(ended(puts_back=True)) == workers
    assert run(ended(puts_back=False)) == 1


@claim(
    "Test with real faults against the real process, and see each test fail without the protection."
)
def test_a_fault_is_found_where_the_protection_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Workers that wait for a slot begin a request although the service stops."""
    shutil.copytree("snippets/linkcheck", tmp_path / "linkcheck")
    path = tmp_path / "linkcheck/limits.py"
    broken = path.read_text("utf-8").replace("if self._stopping.is_set()", "if False")
    path.write_text(broken, "utf-8")
    monkeypatch.setattr(process, "SNIPPETS", tmp_path)
    with pytest.raises(AssertionError, match="later"):
        test_faults.test_sigterm_with_50_open_requests(tmp_path)
