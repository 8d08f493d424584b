from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import threading
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

import lab

Log = list[tuple[float, str]]


def run(main: Callable[[Log], Awaitable[Any]], clock: lab.Clock | None = None) -> Log:
    log: Log = []
    with lab.installed(clock=clock):
        asyncio.run(_run(main, log))
    return log


async def _run(main: Callable[[Log], Awaitable[Any]], log: Log) -> None:
    await main(log)


def now() -> float:
    return round(time.monotonic(), 9)  # 0.1 + 0.2 may be a little more than 0.3


def work(log: Log, name: str, seconds: float) -> str:
    log.append((now(), f"{name} begins"))
    time.sleep(seconds)
    log.append((now(), f"{name} ends"))
    return name


async def tick(log: Log, times: int, seconds: float) -> None:
    for number in range(times):
        await asyncio.sleep(seconds)
        log.append((now(), f"tick {number}"))


async def thread_and_ticks(log: Log) -> None:
    await asyncio.gather(asyncio.to_thread(work, log, "thread", 0.45), tick(log, 5, 0.1))


def test_a_sleeping_thread_and_a_ticking_loop_interleave_as_on_the_real_clock() -> None:
    assert run(thread_and_ticks) == [
        (0.0, "thread begins"),
        (0.1, "tick 0"),
        (0.2, "tick 1"),
        (0.3, "tick 2"),
        (0.4, "tick 3"),
        (0.45, "thread ends"),
        (0.5, "tick 4"),
    ]
    real = run(thread_and_ticks, lab.WallClock())
    assert [what for _, what in real] == [what for _, what in run(thread_and_ticks)]


def test_at_one_instant_a_thread_wakes_before_the_loop() -> None:
    async def main(log: Log) -> None:
        await asyncio.gather(tick(log, 1, 0.1), asyncio.to_thread(work, log, "thread", 0.1))

    assert run(main)[1:] == [(0.1, "thread ends"), (0.1, "tick 0")]


def test_threads_wake_in_the_order_of_their_deadlines_then_of_their_sleeps() -> None:
    async def main(log: Log) -> None:
        delays = {"a": 0.3, "b": 0.1, "c": 0.2, "d": 0.1}
        await asyncio.gather(*[asyncio.to_thread(work, log, *item) for item in delays.items()])

    log = [what for _, what in run(main)]
    assert log[:4] == ["a begins", "b begins", "c begins", "d begins"]
    assert log[4:] == ["b ends", "d ends", "c ends", "a ends"]


def test_the_loop_goes_on_when_all_threads_of_an_instant_had_their_turn() -> None:
    async def job(log: Log, name: str) -> None:
        await asyncio.to_thread(work, log, name, 0.1)
        log.append((now(), f"{name} awaited"))

    async def main(log: Log) -> None:
        await asyncio.gather(*[job(log, name) for name in "abc"])

    expected = [f"{name} {what}" for what in ("begins", "ends", "awaited") for name in "abc"]
    assert [what for _, what in run(main)] == expected


def test_a_thread_runs_before_its_starter_goes_on() -> None:
    log = []

    def compute() -> None:
        log.append(f"computed {sum(range(1_000_000))}")  # longer than Python lets one thread run

    with lab.installed():
        thread = threading.Thread(target=compute)
        thread.start()
        log.append("started")
        thread.join()
    assert log == ["computed 499999500000", "started"]


def test_jobs_wait_for_a_free_worker() -> None:
    async def main(log: Log) -> None:
        loop = asyncio.get_running_loop()
        with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
            jobs = [loop.run_in_executor(pool, work, log, str(n), 1.0) for n in range(5)]
            assert await asyncio.gather(*jobs) == ["0", "1", "2", "3", "4"]

    begins = [(when, what) for when, what in run(main) if "begins" in what]
    assert begins == [(n // 2, f"{n} begins") for n in range(5)]


def test_an_executor_may_be_used_without_a_loop() -> None:
    log: Log = []
    with lab.installed(), concurrent.futures.ThreadPoolExecutor(2) as pool:
        assert list(pool.map(work, [log] * 4, "abcd", [1.0] * 4)) == [*"abcd"]
        assert now() == 2
    assert [what for _, what in log if "begins" in what] == [f"{name} begins" for name in "abcd"]


def test_time_does_not_jump_over_a_thread_that_computes() -> None:
    def compute(ready: threading.Event) -> int:
        ready.wait(0.3)  # in real time, as a computation takes it
        return 42

    async def main(log: Log) -> None:
        job = asyncio.create_task(asyncio.to_thread(compute, threading.Event()))
        async with asyncio.timeout(0.1):
            log.append((now(), str(await job)))

    assert run(main) == [(0.0, "42")]


def test_a_thread_that_computes_for_longer_than_the_patience_takes_real_time() -> None:
    async def main(log: Log) -> None:
        done = threading.Event()
        job = asyncio.create_task(asyncio.to_thread(done.wait, 20))
        await tick(log, 5, 0.05)
        done.set()
        await job

    before = time.monotonic()
    log = run(main, lab.VirtualClock(patience=0.1))
    assert [when for when, _ in log] == [0.05, 0.1, 0.15, 0.2, 0.25]
    # The patience, when the job starts; then the ticks, one after another.
    assert 0.3 < time.monotonic() - before < 10


def test_a_thread_may_wait_for_the_loop() -> None:
    async def main(log: Log) -> None:
        loop = asyncio.get_running_loop()

        def ask() -> None:
            asyncio.run_coroutine_threadsafe(tick(log, 2, 100), loop).result()
            log.append((now(), "answered"))

        await asyncio.to_thread(ask)

    assert run(main) == [(100, "tick 0"), (200, "tick 1"), (200, "answered")]


def test_a_thread_may_wait_for_a_lock_that_a_sleeper_holds() -> None:
    async def main(log: Log) -> None:
        lock = threading.Lock()

        def locked(name: str) -> None:
            with lock:
                work(log, name, 0.1)

        await asyncio.gather(
            *[asyncio.to_thread(locked, name) for name in "ab"], tick(log, 1, 0.15)
        )

    before = time.monotonic()
    assert run(main) == [
        (0.0, "a begins"),
        (0.1, "a ends"),
        (0.1, "b begins"),
        (0.15, "tick 0"),
        (0.2, "b ends"),
    ]
    assert time.monotonic() - before < 0.9, "waited until its patience was over"


def test_a_thread_may_wait_for_another_s_event() -> None:
    async def main(log: Log) -> None:
        event = threading.Event()

        def waiter() -> None:
            event.wait()
            log.append((now(), "event"))

        def setter() -> None:
            time.sleep(5)
            event.set()

        await asyncio.gather(asyncio.to_thread(waiter), asyncio.to_thread(setter))

    assert run(main) == [(5, "event")]


def test_threads_alone_keep_to_the_clock() -> None:
    log: Log = []
    with lab.installed():
        threads = [threading.Thread(target=work, args=(log, str(n), 1.0)) for n in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert now() == 1
    assert log == [(t, f"{n} {w}") for t, w in [(0, "begins"), (1, "ends")] for n in range(3)]


def test_a_loop_may_run_in_a_thread_of_its_own() -> None:
    log: Log = []
    with lab.installed():
        loop = asyncio.new_event_loop()
        thread = threading.Thread(target=loop.run_forever)
        thread.start()
        asyncio.run_coroutine_threadsafe(tick(log, 2, 10), loop).result()
        time.sleep(5)
        log.append((now(), "main"))
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
    assert log == [(10, "tick 0"), (20, "tick 1"), (25, "main")]


def test_a_thread_wakes_the_loop_that_has_nothing_else_to_do() -> None:
    async def main(log: Log) -> None:
        loop = asyncio.get_running_loop()
        future = loop.create_future()

        def later() -> None:
            time.sleep(0.3)
            loop.call_soon_threadsafe(future.set_result, "woken")

        thread = threading.Thread(target=later)
        thread.start()
        what = await future
        log.append((now(), what))
        thread.join()

    assert run(main) == [(0.3, "woken")]
    assert [what for _, what in run(main, lab.WallClock())] == ["woken"]


def test_processes_work_too() -> None:
    async def main(log: Log) -> None:
        loop = asyncio.get_running_loop()
        with concurrent.futures.ProcessPoolExecutor(max_workers=1) as pool:
            log.append((0.0, str(await loop.run_in_executor(pool, pow, 2, 10))))

    assert run(main) == [(0.0, "1024")]


def test_a_thread_that_never_ends_is_reported() -> None:
    stop = threading.Event()

    def forever() -> None:
        while not stop.wait(0.01):
            pass

    async def main() -> None:
        await asyncio.to_thread(forever)

    loop = lab.EventLoop(lab.VirtualClock(patience=0.05), limit=0.2)
    with contextlib.closing(loop):
        with pytest.raises(lab.Deadlock) as caught:
            loop.run_until_complete(main())
        assert [wait.what for wait in caught.value.waiting] == ["to_thread forever"]
        assert "thread asyncio_0 is at" in caught.value.threads[0]
        stop.set()
        for task in asyncio.all_tasks(loop):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                loop.run_until_complete(task)
        loop.run_until_complete(loop.shutdown_default_executor())


def test_all_runs_with_threads_are_the_same() -> None:
    async def main(log: Log) -> None:
        jobs = [asyncio.to_thread(work, log, str(n), 0.1 * (n % 3 + 1)) for n in range(6)]
        await asyncio.gather(*jobs, tick(log, 6, 0.05))

    assert len({str(run(main)) for _ in range(10)}) == 1


def test_thread_and_lock_are_put_back() -> None:
    before = threading.Lock, threading.Thread.start
    with lab.installed():
        assert threading.Lock is not before[0]
    assert (threading.Lock, threading.Thread.start) == before
