from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import functools
import gc
import multiprocessing
import os
import queue
import signal
import threading
import time
import warnings
import weakref
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest

import lab
from tests.snippets.lateness import measured_lateness

real_sleep = time.sleep
real_alarm: Any = getattr(signal, "alarm", None)  # not there on Windows

Log = list[tuple[float, str]]


@pytest.fixture(autouse=True)
def _no_thread_is_left() -> Iterator[None]:
    before = {*threading.enumerate()}
    yield
    left = [thread for thread in threading.enumerate() if thread not in before]
    for thread in left:
        thread.join(30)
    assert not [thread for thread in left if thread.is_alive()]


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
    with measured_lateness() as late:
        real = run(thread_and_ticks, lab.WallClock())
    if late.seconds > 0.04:  # tick 3 and the thread's end are 0.05 s apart
        pytest.skip(reason=f"the machine was {late.seconds:.2f} s late")
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
    def compute() -> int:
        real_sleep(0.3)  # the clock knows as little of it as of a computation
        return 42

    async def main(log: Log) -> None:
        job = asyncio.create_task(asyncio.to_thread(compute))
        async with asyncio.timeout(0.1):
            log.append((now(), str(await job)))

    assert run(main) == [(0.0, "42")]


def test_a_thread_that_computes_for_longer_than_the_patience_takes_real_time() -> None:
    async def main(log: Log) -> None:
        done: list[bool] = []

        def compute() -> None:
            while not done:
                real_sleep(0.001)

        job = asyncio.create_task(asyncio.to_thread(compute))
        await tick(log, 5, 0.05)
        done.append(True)
        await job

    before = time.monotonic()
    log = run(main, lab.VirtualClock(patience=0.1))
    assert [when for when, _ in log] == [0.05, 0.1, 0.15, 0.2, 0.25]
    # The patience, when the job starts; then the ticks, one after another.
    assert time.monotonic() - before > 0.3


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

    before, patience = time.monotonic(), 60
    assert run(main, lab.VirtualClock(patience=patience)) == [
        (0.0, "a begins"),
        (0.1, "a ends"),
        (0.1, "b begins"),
        (0.15, "tick 0"),
        (0.2, "b ends"),
    ]
    assert time.monotonic() - before < patience, "waited until its patience was over"


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


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs os.fork")
def test_a_copy_of_the_process_does_not_wait_at_its_end_for_threads_that_it_lacks() -> None:
    async def main(log: Log) -> None:
        await asyncio.to_thread(len, "")  # its thread stays, and waits for more to do
        alarm = functools.partial(real_alarm, 10)  # ends the copy, if it waits in vain
        process = multiprocessing.get_context("fork").Process(target=alarm)
        with warnings.catch_warnings():  # of a copy while there are threads: that is the point
            warnings.simplefilter("ignore", DeprecationWarning)
            process.start()
        process.join()
        log.append((0.0, str(process.exitcode)))

    assert run(main) == [(0.0, "0")]
    assert [what for _, what in run(main, lab.WallClock())] == ["0"]


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


def test_a_queue_waits_for_an_item_by_the_clock() -> None:
    async def main(log: Log) -> None:
        items: queue.Queue[str] = queue.Queue()

        def get() -> None:
            item = items.get(True, 0.5)
            log.append((now(), item))

        job = asyncio.create_task(asyncio.to_thread(get))
        await asyncio.sleep(0.2)
        items.put("item")
        await job

    assert run(main) == [(0.2, "item")]


def test_an_empty_queue_is_empty_when_the_time_is_over() -> None:
    def main() -> None:
        with pytest.raises(queue.Empty):
            queue.Queue[int]().get(True, 0.5)

    with lab.installed():
        main()
        assert now() == 0.5
        with pytest.raises(queue.Empty):
            queue.SimpleQueue[int]().get(timeout=0.25)
        assert now() == 0.75


def test_a_thread_polls_an_event_as_often_as_in_cpython() -> None:
    async def main(log: Log) -> None:
        stop = threading.Event()

        def poll() -> None:
            while not stop.wait(0.1):
                log.append((now(), "poll"))

        job = asyncio.create_task(asyncio.to_thread(poll))
        await asyncio.sleep(0.55)
        stop.set()
        await job
        log.append((now(), "stopped"))

    assert run(main) == [
        *[(tenth / 10, "poll") for tenth in range(1, 6)],
        (0.55, "stopped"),
    ]


def test_a_condition_waited_for_until_a_deadline_ends() -> None:
    async def main(log: Log) -> None:
        condition = threading.Condition()

        def wait() -> None:
            end = time.monotonic() + 1
            with condition:
                while (left := end - time.monotonic()) > 0:
                    condition.wait(left)
            log.append((now(), "over"))

        def notify() -> None:
            time.sleep(0.4)
            with condition:
                condition.notify_all()

        await asyncio.gather(asyncio.to_thread(wait), asyncio.to_thread(notify))

    assert run(main) == [(1.0, "over")]


@pytest.mark.parametrize("kind", ["Lock", "RLock", "Condition", "Semaphore"])
def test_a_lock_is_tried_for_as_long_as_asked(kind: str) -> None:
    def hold(lock: Any, held: threading.Event) -> None:  # noqa: ANN401 - of either kind
        with lock:
            held.set()
            time.sleep(1)

    with lab.installed():
        lock, held = getattr(threading, kind)(), threading.Event()
        thread = threading.Thread(target=hold, args=(lock, held))
        thread.start()
        held.wait()
        assert not lock.acquire(timeout=0.25)
        assert now() == 0.25
        assert not lock.acquire(blocking=False)
        assert lock.acquire(timeout=5)
        assert now() == 1
        lock.release()
        thread.join()


def test_join_and_result_wait_for_as_long_as_asked() -> None:
    with lab.installed(), concurrent.futures.ThreadPoolExecutor() as pool:
        thread = threading.Thread(target=time.sleep, args=[2])
        thread.start()
        thread.join(0.5)
        assert thread.is_alive()
        assert now() == 0.5
        thread.join(5)
        assert not thread.is_alive()
        assert now() == 2
        job = pool.submit(time.sleep, 2)
        with pytest.raises(TimeoutError):
            job.result(0.5)
        assert now() == 2.5
        assert concurrent.futures.wait([job], timeout=0.5).not_done == {job}
        assert job.result(5) is None
        assert now() == 4


def test_timers_and_barriers_keep_to_the_clock() -> None:
    log: Log = []

    def meet(barrier: threading.Barrier, seconds: float) -> None:
        time.sleep(seconds)
        barrier.wait()
        log.append((now(), f"met after {seconds} s"))

    with lab.installed():
        threading.Timer(0.7, lambda: log.append((now(), "timer"))).start()
        barrier = threading.Barrier(2)
        threads = [threading.Thread(target=meet, args=(barrier, seconds)) for seconds in (0.5, 1)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert log == [(0.7, "timer"), (1.0, "met after 1 s"), (1.0, "met after 0.5 s")]


def test_an_executor_older_than_the_clock_does_not_hang() -> None:
    async def main(pool: concurrent.futures.Executor) -> list[int]:
        loop = asyncio.get_running_loop()
        return [await loop.run_in_executor(pool, abs, -number) for number in range(3)]

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        assert pool.submit(abs, -1).result() == 1
        before = time.monotonic()
        with lab.installed():
            assert asyncio.run(main(pool)) == [0, 1, 2]
        assert time.monotonic() - before < 30


def test_threads_that_wait_for_each_other_are_a_deadlock() -> None:
    def take(first: Any, second: Any) -> None:  # noqa: ANN401 - locks
        with first:
            time.sleep(0.1)
            with second:
                pass

    before = time.monotonic()
    with pytest.raises(lab.Deadlock) as caught, lab.installed():  # noqa: PT012 - the whole program
        a, b = threading.Lock(), threading.Lock()
        threads = [threading.Thread(target=take, args=pair) for pair in ((a, b), (b, a))]
        for thread in threads:
            thread.start()
        threads[0].join()
    assert time.monotonic() - before < 30
    assert "MainThread is at" in str(caught.value)
    assert str(caught.value).count(" in test_threads_that_wait") == 3


@pytest.mark.parametrize("clock", [lab.VirtualClock, lab.WallClock])
def test_a_loop_whose_idle_threads_cannot_wake_it_is_in_deadlock(
    clock: Callable[[], lab.Clock],
) -> None:
    async def main(log: Log) -> None:
        await asyncio.to_thread(int)
        await asyncio.get_running_loop().create_future()

    before = time.monotonic()
    with pytest.raises(lab.Deadlock):
        run(main, clock())
    assert time.monotonic() - before < 30


def test_a_thread_that_ended_is_not_kept() -> None:
    class Held:
        pass

    with lab.installed():
        held = Held()
        seen = weakref.ref(held)
        thread = threading.Thread(target=lambda: None)
        thread.held = held  # type: ignore[attr-defined]  # any object may hold any other
        thread.start()
        thread.join()
        assert not thread.is_alive()
        del thread, held
        gc.collect()
        assert seen() is None
