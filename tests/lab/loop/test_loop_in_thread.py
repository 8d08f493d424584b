"""An event loop that runs in a thread of its own, and what other threads ask of it."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

import lab
from lab.loop.slow import SlowClock

real_sleep = time.sleep

CLOCKS: dict[str, Callable[[], lab.Clock]] = {
    "virtual": lab.VirtualClock,
    "wall": lab.WallClock,
    "slow": lambda: SlowClock(2),
}


@contextlib.contextmanager
def loop_in_thread() -> Iterator[asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield loop
    finally:
        asyncio.run_coroutine_threadsafe(loop.shutdown_default_executor(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def answer(question: str, seconds: float) -> str:
    await asyncio.sleep(seconds)
    return question.upper()


def ask(loop: asyncio.AbstractEventLoop, question: str, seconds: float) -> Future[str]:
    return asyncio.run_coroutine_threadsafe(answer(question, seconds), loop)


def now() -> float:
    return round(time.monotonic(), 9)


def test_the_main_thread_asks_and_goes_on() -> None:
    log: list[Any] = []
    with lab.installed(), loop_in_thread() as loop:
        asked = ask(loop, "a", 0.2)
        log.append((now(), asked.done()))
        log.append((asked.result(), now()))
        time.sleep(0.3)  # the loop has nothing to do
        late = ask(loop, "b", 0.5)
        with pytest.raises(TimeoutError):
            late.result(timeout=0.1)
        log.append((now(), late.cancel()))
        log.append((ask(loop, "c", 0.1).result(timeout=1), now()))
    assert log == [(0, False), ("A", 0.2), (0.6, True), ("C", 0.7)]


def test_several_threads_ask_at_once() -> None:
    log: list[Any] = []

    def note(loop: asyncio.AbstractEventLoop, question: str, seconds: float) -> None:
        log.append((ask(loop, question, seconds).result(), now()))

    with lab.installed(), loop_in_thread() as loop, ThreadPoolExecutor() as pool:
        asked = [("x", 0.3), ("y", 0.1), ("z", 0.2)]
        list(pool.map(note, [loop] * 3, *zip(*asked, strict=True)))
    assert log == [("Y", 0.1), ("Z", 0.2), ("X", 0.3)]


def test_a_task_in_the_thread_waits_for_what_the_main_thread_does() -> None:
    log: list[Any] = []
    items: queue.Queue[int | None] = queue.Queue()

    async def consume() -> None:
        loop = asyncio.get_running_loop()
        while (item := await loop.run_in_executor(None, items.get)) is not None:
            log.append((now(), item))

    async def wait_for(event: asyncio.Event) -> None:
        await event.wait()
        log.append((now(), "event"))

    with lab.installed(), loop_in_thread() as loop:
        consumed = asyncio.run_coroutine_threadsafe(consume(), loop)
        for item in (1, 2, None):
            time.sleep(0.1)
            items.put(item)
        consumed.result()
        event = asyncio.Event()
        waited = asyncio.run_coroutine_threadsafe(wait_for(event), loop)
        time.sleep(0.5)
        loop.call_soon_threadsafe(event.set)
        waited.result()
    assert log == [(0.1, 1), (0.2, 2), (0.8, "event")]


def test_one_loop_asks_another() -> None:
    log: list[Any] = []

    async def tick() -> None:
        for number in range(3):
            await asyncio.sleep(0.1)
            log.append((now(), number))

    async def main(other: asyncio.AbstractEventLoop) -> None:
        asked = asyncio.wrap_future(ask(other, "a", 0.25))
        log.append(await asyncio.gather(asked, tick()))
        log.append(await asyncio.to_thread(lambda: ask(other, "b", 0.25).result()))

    with lab.installed(), loop_in_thread() as loop:
        asyncio.run(main(loop))
        assert now() == 0.55
    assert log == [(0.1, 0), (0.2, 1), (0.3, 2), ["A", None], "B"]


def test_what_a_coroutine_raises_reaches_who_asked() -> None:
    async def fail() -> None:
        raise ValueError("bad")

    with lab.installed(), loop_in_thread() as loop, pytest.raises(ValueError, match="bad"):
        asyncio.run_coroutine_threadsafe(fail(), loop).result()


@pytest.mark.parametrize("clock", CLOCKS)
def test_threads_have_runners_of_their_own(clock: str) -> None:
    answers = []

    def work(name: str) -> None:
        with asyncio.Runner() as runner:
            answers.append([runner.run(answer(name, 0.02)), runner.run(answer(name * 2, 0.02))])

    with lab.installed(CLOCKS[clock]()):
        threads = [threading.Thread(target=work, args=[name]) for name in "ab"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(answers) == [["A", "AA"], ["B", "BB"]]


LIMIT = 0.2


@pytest.mark.parametrize("clock", CLOCKS)
def test_an_idle_loop_is_in_no_deadlock_however_long_the_main_thread_takes(clock: str) -> None:
    with lab.installed(CLOCKS[clock](), limit=LIMIT), loop_in_thread() as loop:
        time.sleep(2 * LIMIT)
        assert ask(loop, "a", 0.01).result() == "A"
        real_sleep(8 * LIMIT)  # as long as somebody takes to answer `input()`
        assert ask(loop, "b", 0.01).result() == "B"


@pytest.mark.parametrize("clock", CLOCKS)
def test_a_loop_waits_for_a_thread_that_sleeps_for_longer_than_the_limit(clock: str) -> None:
    with lab.installed(CLOCKS[clock](), limit=LIMIT):
        asyncio.run(asyncio.to_thread(time.sleep, 3 * LIMIT))


def test_a_thread_s_loop_that_nothing_can_wake_is_in_deadlock() -> None:
    async def never() -> None:
        await asyncio.get_running_loop().create_future()

    told = []

    def work() -> None:
        with pytest.raises(lab.Deadlock) as caught:
            asyncio.run(never())
        told.append(str(caught.value))

    with lab.installed():
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    assert len(told) == 1
    assert "never" in told[0]


@pytest.mark.parametrize("clock", CLOCKS)
def test_no_wait_of_a_thread_is_shorter_than_asked(clock: str) -> None:
    """On a clock that doesn't jump, each second takes its real seconds, too."""
    asked = 0.02
    the_clock = CLOCKS[clock]()
    real = time.monotonic()
    with lab.installed(the_clock):
        held = threading.Lock()
        held.acquire()
        thread = threading.Thread(target=threading.Event().wait, args=[20 * asked])
        thread.start()
        waits: dict[str, Callable[[], object]] = {
            "Event": lambda: threading.Event().wait(asked),
            "Lock": lambda: held.acquire(timeout=asked),
            "Condition": lambda: _wait_for(threading.Condition(), asked),
            "Thread": lambda: thread.join(asked),
            "Queue": lambda: _get(queue.Queue(), asked),
            "Future": lambda: _result(Future(), asked),
        }
        for name, wait in waits.items():
            began = time.monotonic()
            wait()
            assert time.monotonic() - began >= asked, name
        thread.join()
        took = time.monotonic()
        assert took >= 20 * asked
    if not the_clock.jumps:
        assert time.monotonic() - real >= 20 * asked * the_clock.factor


def _wait_for(condition: threading.Condition, seconds: float) -> None:
    with condition:
        assert not condition.wait(seconds)


def _get(items: queue.Queue[int], seconds: float) -> None:
    with pytest.raises(queue.Empty):
        items.get(timeout=seconds)


def _result(future: Future[int], seconds: float) -> None:
    with pytest.raises(TimeoutError):
        future.result(seconds)
