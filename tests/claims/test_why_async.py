"""What `docs/learn/why-async.md` claims."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import lab
from tests.claims.claim import claim, duration, each_factory, run
from tests.recipes.recipe import load

THREADS = 8
"""How many the recipe uses."""

WAITS = {"news": 0.3, "mail": 0.1, "weather": 0.2}
Download = Callable[[str, float], Coroutine[Any, Any, None]]


async def one_by_one(download: Download) -> None:
    """Make each download when the one before is over."""
    for name, seconds in WAITS.items():
        await download(name, seconds)


async def all_at_once(download: Download) -> None:
    """Start all downloads, then wait for them."""
    async with asyncio.TaskGroup() as group:
        for name, seconds in WAITS.items():
            group.create_task(download(name, seconds))


async def download(name: str, seconds: float) -> None:
    """Wait, as for a server."""
    await asyncio.sleep(seconds)


@claim(
    "A program that talks to servers usually spends most of its time waiting, while the"
    " processor idles."
)
@claim("time.process_time counts only the time the processor spends on your program:")
def test_the_processor_idles_during_a_wait() -> None:
    async def ask_a_slow_server() -> None:
        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await asyncio.sleep(0.2)
            writer.write(await reader.readline())
            writer.close()
            await writer.wait_closed()

        async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            writer.write(b"hello\n")
            assert await reader.readline() == b"hello\n"
            writer.close()
            await writer.wait_closed()

    begin, busy = time.perf_counter(), time.process_time()
    asyncio.run(ask_a_slow_server())  # on a real network, in real time
    elapsed, at_work = time.perf_counter() - begin, time.process_time() - busy
    assert elapsed >= 0.19
    assert at_work < 0.1  # a busy machine makes a program late, not busy

    busy = time.process_time()
    sum(range(300_000))
    assert time.process_time() > busy


@claim("Waits that come one after another add up. Waits that overlap take as long as the longest.")
@claim("the whole program takes as long as its longest wait")
@claim("`create_task` starts a download without waiting for it")
@claim("at the end of the indented block the program waits until all three are done")
@each_factory
def test_waits_add_up_or_overlap(*, eager: bool) -> None:
    async def slow_to_close(name: str, seconds: float) -> None:
        try:
            await asyncio.sleep(seconds)
        finally:
            await asyncio.sleep(0.1)

    assert run(duration(one_by_one(download)), eager=eager) == 0.6
    assert run(duration(all_at_once(download)), eager=eager) == 0.3
    assert run(duration(one_by_one(slow_to_close)), eager=eager) == 0.9
    assert run(duration(all_at_once(slow_to_close)), eager=eager) == 0.4


@claim(
    "Threads can wait at the same time, and so can async tasks. Async needs only one"
    " thread for that."
)
@claim("There is just one thread, and all three downloads wait in it.")
@claim("whatever arrives first is reported first")
@each_factory
def test_threads_and_tasks_wait_together(*, eager: bool) -> None:
    arrived: list[str] = []
    threads: set[threading.Thread] = set()

    def note(name: str) -> None:
        arrived.append(name)
        threads.add(threading.current_thread())

    def blocking(name: str, seconds: float) -> None:
        time.sleep(seconds)
        note(name)

    async def polite(name: str, seconds: float) -> None:
        await asyncio.sleep(seconds)
        note(name)

    with lab.installed():
        start = time.perf_counter()
        workers = [threading.Thread(target=blocking, args=wait) for wait in WAITS.items()]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert round(time.perf_counter() - start, 6) == 0.3
    assert arrived == ["mail", "weather", "news"]
    assert threads == set(workers)

    arrived.clear()
    threads.clear()
    assert run(duration(all_at_once(polite)), eager=eager) == 0.3
    assert arrived == ["mail", "weather", "news"]
    assert threads == {threading.current_thread()}


@claim(
    "Async is concurrent, not parallel: many things are in progress, but only one of them runs"
    " at a time."
)
@claim(
    "As you can see, the three downloads wait at the same time, but no two of them ever"
    " run at the same time."
)
@claim(
    "Unlike a thread, a download is never interrupted at some random moment: it pauses"
    " only where it says `await`."
)
@each_factory
def test_many_in_progress_and_one_runs(*, eager: bool) -> None:
    running: set[str] = set()
    in_progress: set[str] = set()
    most = 0

    def work(name: str) -> None:
        assert not running
        running.add(name)
        time.sleep(0.05)  # long enough for others to be due
        running.remove(name)

    async def download(name: str, seconds: float) -> None:
        nonlocal most
        in_progress.add(name)
        most = max(most, len(in_progress))
        work(name)
        for _ in range(3):
            await asyncio.sleep(seconds / 10)
            work(name)
        in_progress.remove(name)

    run(all_at_once(download), eager=eager)
    assert most == 3


@claim("Async doesn't help with computing, or when there is only one thing to wait for.")
@claim("A computation never waits, so it doesn't leave gaps that another could use.")
@claim("One download takes as long as it takes, whatever you write around it.")
@claim("The same is true of several waits if each one needs the previous answer.")
@each_factory
def test_where_async_does_not_help(*, eager: bool) -> None:
    lines: list[str] = []

    async def count(name: str, _: float) -> None:
        lines.append(f"{name} begins")
        sum(range(1000))
        lines.append(f"{name} ends")

    run(all_at_once(count), eager=eager)
    assert lines == [f"{name} {what}" for name in WAITS for what in ["begins", "ends"]]

    async def in_a_group() -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(download("news", 0.3))

    async def in_tasks_of_its_own() -> None:
        await asyncio.gather(asyncio.create_task(download("news", 0.3)))

    for wrapped in [download("news", 0.3), in_a_group(), in_tasks_of_its_own()]:
        assert run(duration(wrapped), eager=eager) == 0.3

    async def ask(question: str) -> str:
        await asyncio.sleep(0.2)
        return f"answer to {question}"

    async def ask_again(customer: asyncio.Task[str]) -> str:
        return await ask(f"what did {await customer} order?")

    async def each_needs_the_last() -> None:
        async with asyncio.TaskGroup() as group:
            customer = group.create_task(ask("who is calling?"))
            group.create_task(ask_again(customer))  # a task of its own gains nothing

    assert run(duration(each_needs_the_last()), eager=eager) == 0.4


@claim("A thousand waits take as long as one, and they still need only one thread.")
@claim("Waiting takes almost no work, so a program can wait for many things at once.")
@each_factory
def test_a_thousand_waits(*, eager: bool) -> None:
    threads: set[int] = set()

    async def wait() -> None:
        await asyncio.sleep(0.5)
        threads.add(threading.get_ident())

    async def main(number: int) -> None:
        async with asyncio.TaskGroup() as group:
            for _ in range(number):
                group.create_task(wait())

    assert run(duration(main(1000)), eager=eager) == run(duration(main(1)), eager=eager) == 0.5
    assert threads == {threading.get_ident()}


@claim("A long computation also delays other tasks whose waits are already over.")
@each_factory
def test_a_long_turn_holds_up_waits(*, eager: bool) -> None:
    async def compute() -> None:
        await asyncio.sleep(0.05)
        time.sleep(0.5)  # stands in for the time that a computation takes

    async def main() -> float:
        wait = asyncio.create_task(duration(asyncio.sleep(0.1)))
        await compute()
        return await wait

    assert run(main(), eager=eager) == 0.55


@claim(
    "If a call fails, `fetch_all` raises its error once the calls for the paths before it are done,"
    " and you lose all the results."
)
@claim("Calls that haven't begun by then never begin.")
def test_a_failed_call_costs_all_results(monkeypatch: pytest.MonkeyPatch) -> None:
    recipe = load("why_async/pool_of_threads")
    begun: list[str] = []
    raised = threading.Event()

    class Pool(ThreadPoolExecutor):
        def __exit__(self, *error: object) -> None:
            raised.set()
            self.shutdown()

    def fetch(path: str) -> str:
        begun.append(path)
        if path == "/0":
            raise OSError(path)
        raised.wait()
        return path

    monkeypatch.setitem(recipe.fetch_all.__globals__, "fetch", fetch)
    monkeypatch.setitem(recipe.fetch_all.__globals__, "ThreadPoolExecutor", Pool)
    with pytest.raises(OSError, match="/0"):
        recipe.fetch_all([f"/{number}" for number in range(50)])
    assert len(begun) <= THREADS + 1  # the thread of the call that failed was free again

    begun.clear()

    def second_fails(path: str) -> str:
        begun.append(path)
        if path == "/1":
            raise OSError(path)
        while path == "/0" and len(begun) < 50:
            time.sleep(0.001)
        return path

    monkeypatch.setitem(recipe.fetch_all.__globals__, "fetch", second_fails)
    with pytest.raises(OSError, match="/1"):
        recipe.fetch_all([f"/{number}" for number in range(50)])
    assert len(begun) == 50
