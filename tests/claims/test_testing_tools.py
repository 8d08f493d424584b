"""What `docs/learn/testing-tools.md` claims."""

from __future__ import annotations

import asyncio
import concurrent.futures
import random
import selectors
import threading
import time
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import Any

import pytest

from tests.claims.claim import claim, duration, each_factory, run
from tests.recipes.recipe import load

Loop = asyncio.AbstractEventLoop


class Jump(selectors.DefaultSelector):
    """Moves a clock forward instead of waiting, as on the page."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout:
            self.now += timeout
            timeout = 0
        return super().select(timeout)


class JumpingLoop(asyncio.SelectorEventLoop):
    """The page's loop."""

    def __init__(self) -> None:
        self.jump = Jump()
        super().__init__(self.jump)

    def time(self) -> float:
        return self.jump.now


def run_on(make: Callable[[], Loop], main: Coroutine[Any, Any, Any]) -> Any:  # noqa: ANN401
    """Run a program on a loop of one's own."""
    with asyncio.Runner(loop_factory=make) as runner:
        return runner.run(main)


@claim(
    "A sleep in a test is a guess: too short on a busy machine, too long on all others. Wait for the"
    " task, the queue or an event."
)
@each_factory
def test_waiting_for_the_work_takes_as_long_as_the_work(*, eager: bool) -> None:
    async def waits(seconds: float, way: str) -> list[str]:
        queue: asyncio.Queue[str] = asyncio.Queue()
        seen: list[str] = []
        said = asyncio.Event()

        async def work() -> None:
            job = await queue.get()
            await asyncio.sleep(seconds)
            seen.append(job)
            said.set()
            queue.task_done()

        task = asyncio.create_task(work())
        queue.put_nowait("job")
        waiting: dict[str, Callable[[], Awaitable[object]]] = {
            "task": lambda: task,
            "queue": queue.join,
            "event": said.wait,
            "sleep": lambda: asyncio.sleep(0.5),
        }
        await waiting[way]()
        result = list(seen)
        await task
        return result

    for way in ("task", "queue", "event"):
        for seconds in (0.1, 0.6, 3600):
            assert run(waits(seconds, way), eager=eager) == ["job"]
            assert run(duration(waits(seconds, way)), eager=eager) == seconds
    assert run(waits(0.6, "sleep"), eager=eager) == []
    assert run(duration(waits(0.1, "sleep")), eager=eager) == 0.5


@claim("A loop whose clock jumps to the next timer runs a test of an hour in no time.")
@claim("The time in asyncio comes from one place: the method `loop.time`.")
def test_a_jumping_clock() -> None:
    async def main() -> float:
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(4000):
            await asyncio.gather(asyncio.sleep(3600), asyncio.sleep(60))
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(400):
                await asyncio.sleep(3600)
        event = asyncio.Event()
        loop.call_later(1000, event.set)
        await event.wait()
        return loop.time()

    begin = time.monotonic()
    assert run_on(JumpingLoop, main()) == pytest.approx(5000)
    assert time.monotonic() - begin < 100


@claim("Only the loop's time jumps.")
def test_threads_take_their_time() -> None:
    async def main() -> tuple[bool, float]:
        go_on = threading.Event()
        loop = asyncio.get_running_loop()
        # The loop's own pool has 300 seconds to end, over which such a loop may jump.
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            thread = loop.run_in_executor(pool, go_on.wait)
            before = time.time()
            await asyncio.sleep(3600)
            passed = time.time() - before
            waits = not thread.done()
            go_on.set()
            await thread
        return waits, passed

    waits, passed = run_on(JumpingLoop, main())
    assert waits
    assert passed < 100


@claim(
    "But it must not wait for a thread or a real server: a timeout around that would run out at once."
)
def test_a_timeout_around_a_thread_runs_out_at_once() -> None:
    async def main() -> float:
        go_on = threading.Event()
        loop = asyncio.get_running_loop()
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            before = time.monotonic()
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(3600):
                    await loop.run_in_executor(pool, go_on.wait)
            go_on.set()
        return time.monotonic() - before

    assert run_on(JumpingLoop, main()) < 100


@claim("A limit that is a parameter can be 0 in a test.")
@claim("With a limit of 0, `asyncio.timeout` ends the block at the first `await` that waits.")
@each_factory
def test_a_limit_of_zero(*, eager: bool) -> None:
    async def main(*, waits: bool) -> list[str]:
        seen = []
        try:
            async with asyncio.timeout(0):
                seen.append("begins")
                if waits:
                    await asyncio.get_running_loop().create_future()
                seen.append("ends")
        except TimeoutError:
            seen.append("timeout")
        return seen

    assert run(main(waits=True), eager=eager) == ["begins", "timeout"]
    assert run(main(waits=False), eager=eager) == ["begins", "ends"]
    assert run(duration(main(waits=True)), eager=eager) == 0


@claim(
    "A task that is cancelled before its first turn never begins, so a test has to let it run first."
)
def test_cancelled_before_it_begins() -> None:
    async def main(turns: int) -> list[str]:
        seen = []

        async def work() -> None:
            seen.append("begins")
            try:
                await asyncio.sleep(1)
            finally:
                seen.append("cleans up")

        task = asyncio.create_task(work())
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        return seen

    assert run(main(0)) == []
    assert run(main(1)) == ["begins", "cleans up"]


@claim(
    "Cancel after 0, 1, 2... turns until the task ends by itself: then you have tried each point."
)
@claim(
    "It is easy to try them all: let the task have 0 turns, then 1, then 2, until it ends by itself."
)
def test_each_point_is_reached() -> None:
    """Each `await` of a chain that waits for a turn is cut off once."""

    async def main() -> list[int]:
        cut = []

        async def step(number: int) -> None:
            try:
                await asyncio.sleep(0)
            except asyncio.CancelledError:
                cut.append(number)
                raise

        async def work() -> None:
            for number in range(5):
                await step(number)

        turns = 0
        while True:
            task = asyncio.create_task(work())
            for _ in range(turns):
                await asyncio.sleep(0)
            task.cancel()
            await asyncio.wait([task])
            if not task.cancelled():
                return cut
            turns += 1

    assert run(main()) == [0, 1, 2, 3, 4]


@claim(
    "For code that must not lose anything: call it with a function that makes a fresh coroutine, and a check"
    " that always has to hold."
)
def test_the_recipe_goes_on_past_a_swallowed_cancellation_and_raises_errors() -> None:
    at_every_point = load("testing_tools/at_every_point").at_every_point
    begun: list[int] = []

    async def swallows() -> None:
        begun.append(0)
        for number in range(3):
            try:
                await asyncio.sleep(0)
            except asyncio.CancelledError:
                begun.append(number)
                return

    async def fails() -> None:
        await asyncio.sleep(0)
        raise KeyError

    async def main() -> None:
        assert await at_every_point(swallows, bool) == 4
        assert set(begun) == {0, 1, 2}
        with pytest.raises(KeyError):
            await at_every_point(fails, bool)

    run(main())


@claim("Hold a job back with an event to look at a program in the middle of its work.")
@each_factory
def test_a_job_that_is_held_back(*, eager: bool) -> None:
    async def main() -> list[object]:
        begun, go_on, done = asyncio.Event(), asyncio.Event(), []

        async def work() -> None:
            begun.set()
            await go_on.wait()
            done.append("work")

        task = asyncio.create_task(work())
        await begun.wait()
        middle = [task.done(), list(done)]
        go_on.set()
        await task
        return [*middle, done]

    assert run(main(), eager=eager) == [False, [], ["work"]]


def shuffled(seed: int) -> Loop:
    """asyncio's own loop, which shuffles what is ready."""
    loop: Any = asyncio.SelectorEventLoop()
    luck = random.Random(seed)  # noqa: S311 - not a secret
    run_once = loop._run_once

    def shuffle_and_run() -> None:
        ready = list(loop._ready)
        luck.shuffle(ready)
        loop._ready.clear()
        loop._ready.extend(ready)
        run_once()

    loop._run_once = shuffle_and_run
    return loop  # type: ignore[no-any-return]  # its private names are not published


async def order_of_three() -> str:
    """In which order three tasks end."""
    seen = []

    async def work(name: str) -> None:
        await asyncio.sleep(0)
        seen.append(name)

    await asyncio.gather(*map(work, "abc"))
    return "".join(seen)


@claim("Shuffle what is ready to find a test that depends on luck.")
@claim("A seed makes a failure repeatable: run that seed again, and you see the same order.")
def test_shuffling_finds_other_orders() -> None:
    assert {run(order_of_three()) for _ in range(20)} == {"abc"}
    orders = [run_on(partial(shuffled, seed), order_of_three()) for seed in range(30)]
    assert len(set(orders)) > 3
    again = [run_on(partial(shuffled, seed), order_of_three()) for seed in range(30)]
    assert again == orders


@claim("Callbacks from `call_soon` run in the order in which they were registered")
def test_call_soon_keeps_the_order() -> None:
    async def main() -> list[int]:
        seen: list[int] = []
        for number in range(50):
            asyncio.get_running_loop().call_soon(seen.append, number)
        await asyncio.sleep(0)
        return seen

    assert run(main()) == list(range(50))
    assert asyncio.run(main()) == list(range(50))
    assert run_on(lambda: shuffled(1), main()) != list(range(50))
