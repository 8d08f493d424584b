"""What `docs/learn/linkcheck.md` claims."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

import pytest
from aiohttp import web
from aiohttp.test_utils import RawTestServer

from tests.claims.claim import claim, run
from tests.linkcheck.process import Service, Site, in_loop

from linkcheck import checker as checker_module  # isort: skip  # found by tests.linkcheck
from linkcheck.checker import Checker  # isort: skip
from linkcheck.config import SettingError, Settings, add_options, read_settings  # isort: skip
from linkcheck.fetch import Fetcher, Outcome  # isort: skip
from linkcheck.limits import Limits  # isort: skip
from linkcheck.links import Link, Page  # isort: skip
from linkcheck.service import opened  # isort: skip
from linkcheck.store import Job, Progress, Store  # isort: skip


@claim("Write down what you have accepted before you say that you have.")
@claim(
    "its row and that of its first page are written together, and only then does the client get"
    " its answer"
)
@in_loop
async def test_what_was_accepted_is_there_after_a_kill(tmp_path: Path) -> None:
    async with Site.started() as site:
        async with Service.started(tmp_path / "db") as service:
            check = await service.accept(f"{site.url}/")
            service.process.send_signal(signal.SIGKILL)
        database = sqlite3.connect(tmp_path / "db")
        assert database.execute("SELECT id FROM checks").fetchall() == [(check,)]
        assert database.execute("SELECT check_id FROM pages").fetchall() == [(check,)]
        database.close()


@claim(
    "Mark work as done when it's done, and at no other time. What a crash interrupts is then still"
    " to be done."
)
@in_loop
async def test_what_was_taken_and_not_saved_is_still_to_be_done(tmp_path: Path) -> None:
    async with Store(str(tmp_path / "db")) as store:
        await store.add("http://x/", "-")
        taken = await store.todo(0, 9)
    async with Store(str(tmp_path / "db")) as store:
        assert await store.todo(0, 9) == taken
        await store.save(taken[0], Outcome())
        assert await store.todo(0, 9) == []


@claim(
    "Put what belongs together into one transaction. A crash or a cancellation leaves all of it or"
    " nothing."
)
@claim("The task stops waiting, but the thread finishes what it has begun.")
@in_loop
async def test_a_cancelled_save_leaves_all_or_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, released = threading.Event(), threading.Event()
    whole = Store._save

    def slow(self: Store, job: Job, outcome: Outcome) -> None:
        begun.set()
        released.wait()
        whole(self, job, outcome)

    monkeypatch.setattr(Store, "_save", slow)
    outcome = Outcome("", Page((Link("http://x/a"), Link("http://x/b")), frozenset("c")))
    async with Store(":memory:") as store:
        check = await store.add("http://x/", "-")
        (job,) = await store.todo(0, 9)
        saving = asyncio.create_task(store.save(job, outcome))
        await asyncio.to_thread(begun.wait)
        saving.cancel()
        await asyncio.wait([saving])
        assert saving.cancelled()
        released.set()
        assert await store.progress(check) == Progress(1, 2, 0)


@claim("`with self._db:` commits at the end of the block, and takes everything back if there's an")
def test_the_connection_commits_or_takes_back() -> None:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE t (x)")
    with suppress(ZeroDivisionError), database:
        database.execute("INSERT INTO t VALUES (1)")
        raise ZeroDivisionError
    with database:
        database.execute("INSERT INTO t VALUES (2)")
    assert not database.in_transaction
    assert database.execute("SELECT x FROM t").fetchall() == [(2,)]
    database.close()


@claim(
    "Acquire the host's semaphore first and then the slot: a task that waits for its"
    " host holds nothing that others need."
)
@pytest.mark.parametrize("slow", [2, 10, 100])
def test_a_slow_host_holds_up_no_other(slow: int) -> None:
    async def last_of_the_fast(slot_first: bool) -> float:
        limits = Limits(2, 1, asyncio.Event())
        slots = asyncio.Semaphore(2)
        turns = {"slow": asyncio.Semaphore(1), "fast": asyncio.Semaphore(1)}
        times = []

        async def page(host: str) -> None:
            seconds = {"slow": 1.0, "fast": 0.1}[host]
            if slot_first:
                async with slots, turns[host]:
                    await asyncio.sleep(seconds)
            else:
                async with limits.slot(host):
                    await asyncio.sleep(seconds)
            if host == "fast":
                times.append(asyncio.get_running_loop().time())

        start = asyncio.get_running_loop().time()
        await asyncio.gather(*(page(host) for host in ["slow"] * slow + ["fast"] * 3))
        return round(times[-1] - start, 6)

    assert run(last_of_the_fast(slot_first=False)) == 0.3
    assert run(last_of_the_fast(slot_first=True)) >= slow - 1


class Asked(Fetcher):
    """A fetcher without a network; `answers` says what comes."""

    def __init__(self, answers: Callable[[str], Outcome], backoff: float = 1) -> None:
        self.limits = Limits(1, 1, asyncio.Event())
        super().__init__(cast(Any, None), self.limits, Settings(backoff=backoff))
        self.asked: list[tuple[str, float]] = []
        self._answers = answers

    async def _ask(self, url: str, read: bool) -> Outcome:
        self.asked.append((url, asyncio.get_running_loop().time()))
        await asyncio.sleep(0.1)
        return self._answers(url)


@claim("Hold a slot only for the request, and release it while you wait for the next attempt.")
@claim("The slot is held only for the request, not while waiting for the next attempt.")
def test_others_use_the_slot_between_two_attempts() -> None:
    async def main() -> list[str]:
        left = [Outcome("503", again=True)] * 3

        def answer(url: str) -> Outcome:
            return left.pop() if url.endswith("busy") and left else Outcome()

        fetcher = Asked(answer, backoff=5.0)
        urls = ["http://x/busy", "http://x/1", "http://x/2"]
        outcomes = await asyncio.gather(*(fetcher.fetch(url, read=False) for url in urls))
        assert [outcome.problem for outcome in outcomes] == [""] * 3
        return [url for url, _ in fetcher.asked]

    assert run(main()) == ["http://x/busy", "http://x/1", "http://x/2", *["http://x/busy"] * 3]


@claim("`Retry-After` is for all requests to that host, not just for the one that got it.")
@claim("Page 3 was under way at the time and ends as usual.")
def test_a_host_that_asks_for_a_pause_gets_it_from_all() -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        limits = Limits(50, 3, asyncio.Event())
        begun: list[float] = []
        ended: list[float] = []

        async def request(host: str, seconds: float) -> None:
            async with limits.slot(host):
                begun.append(round(loop.time() - start, 6))
                await asyncio.sleep(seconds)
                ended.append(round(loop.time() - start, 6))

        start = loop.time()
        under_way = [asyncio.create_task(request("x", 0.5)) for _ in range(2)]
        await asyncio.sleep(0.1)
        limits.pause("x", 1)
        limits.pause("x", 0.1)  # a shorter one doesn't end it
        await asyncio.gather(*(request("x", 0) for _ in range(20)), *under_way)
        assert begun == [0, 0] + [1.1] * 20
        assert ended[:2] == [0.5, 0.5]
        limits.pause("x", 100)
        before = loop.time()
        await request("y", 0)
        assert loop.time() == before

    run(main())


def test_a_pause_is_also_for_what_waits_for_a_slot() -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        limits = Limits(1, 2, asyncio.Event())
        begun: list[float] = []

        async def request() -> None:
            async with limits.slot("x"):
                begun.append(round(loop.time() - start, 6))
                await asyncio.sleep(0.1)
                if len(begun) == 1:
                    limits.pause("x", 1)

        start = loop.time()
        await asyncio.gather(*(request() for _ in range(4)))
        assert begun == pytest.approx([0, 1.1, 1.2, 1.3])

    run(main())


@claim(
    "If a host asks for a pause longer than the setting `longest_wait`, the program doesn't wait"
)
def test_a_long_pause_is_not_obeyed() -> None:
    async def main() -> int:
        later = Outcome("429 Too Many Requests", again=True, retry_after=61.0)
        fetcher = Asked(lambda _: later)
        assert await fetcher.fetch("http://x/", read=False) == later
        return len(fetcher.asked)

    assert run(main()) == 1


@claim("In a `TaskGroup`, that would cancel all other workers.")
@claim("Catch unexpected errors between two pieces of work, log them, and carry on.")
@in_loop
async def test_a_mistake_costs_one_page_and_not_all_workers() -> None:
    class Mistaken:
        async def fetch(self, url: str, read: bool) -> Outcome:
            if "mistake" in url:
                raise ZeroDivisionError
            return Outcome()

    async def work(seconds: float) -> None:
        await asyncio.sleep(seconds)
        raise ZeroDivisionError

    with pytest.raises(ExceptionGroup):
        async with asyncio.TaskGroup() as group:
            other = group.create_task(asyncio.sleep(1000))
            group.create_task(work(0))
    assert other.cancelled()
    async with Store(":memory:") as store:
        stopping = asyncio.Event()
        settings = Settings(workers=2)
        checker = Checker(store, cast(Fetcher, Mistaken()), settings, stopping)
        running = asyncio.create_task(checker.run())
        for name in ("mistake",) * 5 + ("good",):
            last = await checker.add(f"http://x/{name}")
        assert [numbers async for numbers in checker.progress(last)][-1] == Progress(1, 0, 0)
        checker.drain()
        await running


@claim("a redirect to another host doesn't wait for a turn there")
@in_loop
async def test_a_redirect_takes_no_turn() -> None:
    hosts: list[set[str]] = []

    async def page(request: web.BaseRequest) -> web.Response:
        hosts.append(set(checker._fetcher._limits._hosts))
        headers = {"Location": f"http://localhost:{site.port}/"}
        return web.Response(status=200 if len(hosts) > 1 else 302, headers=headers)

    settings = Settings(database=":memory:")
    async with RawTestServer(page) as site, opened(settings) as (_, checker):
        first = f"http://127.0.0.1:{site.port}"
        assert await checker._fetcher.fetch(f"{first}/", read=False) == Outcome()
    assert hosts == [{first}, {first}]


@claim("So a site with a million pages takes no more memory than one with a hundred.")
@pytest.mark.parametrize("pages", [100, 2000])
@in_loop
async def test_only_a_few_pages_are_in_memory(pages: int, monkeypatch: pytest.MonkeyPatch) -> None:
    alive = most = 0

    class Counted(Job):
        def __init__(self, *values: object) -> None:
            nonlocal alive, most
            super().__init__(*cast(Any, values))
            alive += 1
            most = max(most, alive)

        def __del__(self) -> None:
            nonlocal alive
            alive -= 1

    class Quick:
        async def fetch(self, url: str, read: bool) -> Outcome:
            return Outcome("", Page(links, frozenset())) if url.endswith("/") else Outcome()

    links = tuple(Link(f"http://x/{number}") for number in range(1, pages))

    async with Store(":memory:") as store:
        monkeypatch.setattr("linkcheck.store.Job", Counted)
        settings = Settings(workers=10, queue=20)
        checker = Checker(store, cast(Fetcher, Quick()), settings, asyncio.Event())
        running = asyncio.create_task(checker.run())
        check = await checker.add("http://x/")
        *_, last = [numbers async for numbers in checker.progress(check)]
        assert last == Progress(pages, 0, 0)
        checker.drain()
        await running
    assert most <= 10 + 20 + 20 + 20  # in hands, in the queue, just read, and read before


@claim(
    "If a page is added between the look and the wait, the event is already set, and `wait` returns"
    " at once."
)
def test_a_change_between_look_and_wait_is_not_missed() -> None:
    async def main() -> None:
        checker = Checker(cast(Store, None), cast(Fetcher, None), Settings(), asyncio.Event())
        changed = checker._changed
        checker._tell()
        async with asyncio.timeout(1):
            await changed.wait()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1):
                await checker._changed.wait()

    run(main())


@claim("An option wins over the variable.")
@claim("A value that makes no sense is refused at the start")
def test_options_variables_and_nonsense(monkeypatch: pytest.MonkeyPatch) -> None:
    def settings(*arguments: str) -> Settings:
        parser = argparse.ArgumentParser()
        add_options(parser)
        return read_settings(parser.parse_args(arguments))

    assert settings().per_host == 10
    monkeypatch.setenv("LINKCHECK_PER_HOST", "7")
    assert settings().per_host == 7
    assert settings("--per-host=3").per_host == 3
    for nonsense in ("--per-host=0", "--timeout=-1", "--timeout=nan", "--others=x"):
        with pytest.raises(SettingError, match="must be"):
            settings(nonsense)


def test_the_pauses_are_those_that_the_text_speaks_of() -> None:
    assert checker_module.STORE_PAUSE == 0.5
    assert (Settings().workers, Settings().at_once, Settings().per_host) == (200, 50, 10)
