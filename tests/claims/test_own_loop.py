"""What `docs/learn/own-loop.md` claims."""

from __future__ import annotations

import asyncio
import collections
import heapq
import selectors
import time
import types
from collections.abc import Awaitable, Callable, Generator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import lab
from tests.claims.claim import claim, duration, each_factory, rounds, run

Future = asyncio.Future[str]


async def waiting_for(work: Awaitable[object]) -> tuple[asyncio.Task[object], object]:
    """Start something in a task: the task, and what it waits for."""

    async def wait() -> object:
        return await work

    coroutine = wait()
    task = asyncio.create_task(coroutine)
    await asyncio.sleep(0)
    bottom: Any = coroutine
    while getattr(bottom, "cr_await", None) is not None:
        bottom = bottom.cr_await
    return task, bottom


@claim("A future is a box for one answer. Awaiting it means waiting until it is filled.")
@claim(
    "You can fill a future only once. After that, it keeps its answer, and an `await` on it"
    " doesn't wait."
)
@each_factory
def test_a_future_is_filled_once(*, eager: bool) -> None:
    async def read(future: Future) -> str:
        return await future

    async def main() -> None:
        loop = asyncio.get_running_loop()
        future: Future = loop.create_future()
        readers = [asyncio.create_task(read(future)) for _ in range(3)]
        with pytest.raises(asyncio.InvalidStateError):
            future.result()
        loop.call_later(0.2, future.set_result, "pizza")
        await asyncio.sleep(0.1)
        assert not any(reader.done() for reader in readers)
        assert await duration(future) == 0.1
        assert [await reader for reader in readers] == ["pizza"] * 3
        with pytest.raises(asyncio.InvalidStateError):
            future.set_result("soup")
        with pytest.raises(asyncio.InvalidStateError):
            future.set_exception(OSError())
        assert not future.cancel()
        assert await future == future.result() == "pizza"
        assert await rounds(future) == 0

    run(main(), eager=eager)


@claim(
    "The future only tells the loop what to call and what to wake, and each of these has to wait"
    " for a turn."
)
@claim("asyncio's futures don't call their callbacks themselves, but hand them to the loop.")
@each_factory
def test_filling_a_future_runs_nothing_at_once(*, eager: bool) -> None:
    ran: list[str] = []

    async def eat(pizza: Future) -> None:
        ran.append(await pizza)

    async def main() -> None:
        pizza: Future = asyncio.get_running_loop().create_future()
        task = asyncio.create_task(eat(pizza))
        await asyncio.sleep(0)
        pizza.add_done_callback(lambda _: ran.append("bell"))
        pizza.set_result("pizza")
        pizza.add_done_callback(lambda _: ran.append("late bell"))  # although it is filled
        assert ran == []
        await asyncio.sleep(0)
        assert ran == ["pizza", "bell", "late bell"]
        await task

    run(main(), eager=eager)


@claim("A sleep is a future that a timer fills. `sleep(0)` only yields once.")
@claim("A sleep consists of an empty future and a timer that fills it.")
@each_factory
def test_a_sleep_is_a_future(*, eager: bool) -> None:
    async def home_made(seconds: float) -> None:
        loop = asyncio.get_running_loop()
        alarm = loop.create_future()
        loop.call_later(seconds, alarm.set_result, None)
        await alarm

    async def main() -> None:
        loop = asyncio.get_running_loop()
        sleeps: list[Callable[[float], Awaitable[None]]] = [asyncio.sleep, home_made]
        for sleep in sleeps:
            assert await duration(sleep(0.3)) == 0.3
            both = asyncio.gather(sleep(0.3), sleep(0.1))
            assert await duration(both) == 0.3
        start = loop.time()
        task, bottom = await waiting_for(asyncio.sleep(10))
        future = task._fut_waiter  # type: ignore[attr-defined]
        assert isinstance(future, asyncio.Future)
        assert type(bottom).__name__ == "FutureIter"
        future.set_result(None)  # anything else may fill it earlier
        await task
        assert loop.time() == start

        assert await rounds(asyncio.sleep(0)) == 1
        zero = asyncio.sleep(0)
        assert zero.send(None) is None  # no future
        with pytest.raises(StopIteration):
            zero.send(None)

    run(main(), eager=eager)


class Question:
    """Ask the driver something."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __await__(self) -> Generator[str, str, str]:
        answer = yield self.text
        return answer


@claim(
    "`await` needs an object with `__await__`, or a coroutine of `types.coroutine`, and passes up"
    " what that yields."
)
@claim("Each of them has a method, `__await__`")
@claim("Whatever it yields, `await` passes up to the driver.")
@claim(
    "The value it yields comes out of the driver's `send`, and what the driver sends next is its"
    " value inside."
)
def test_what_can_be_awaited() -> None:
    class NoIterator:
        def __await__(self) -> Any:  # noqa: ANN401 - wrong on purpose
            return 42

    @types.coroutine
    def generator() -> Generator[str, str, str]:
        answer = yield "first?"
        return answer

    async def wait(work: Any) -> object:  # noqa: ANN401 - whatever can be awaited
        return await work

    for awaitable in [Question("first?"), generator(), wait(Question("first?")), wait(generator())]:
        coroutine = wait(awaitable)
        assert coroutine.send(None) == "first?"
        with pytest.raises(StopIteration, match="42"):
            coroutine.send("42")
    assert not hasattr(generator(), "__await__")
    for no_awaitable in [42, "text", None, [], iter([]), lambda: None, NoIterator()]:
        with pytest.raises(TypeError):
            wait(no_awaitable).send(None)

    async def main() -> None:
        task = asyncio.create_task(asyncio.sleep(0))
        coroutine = asyncio.sleep(0)
        for awaited in [task, coroutine, asyncio.get_running_loop().create_future()]:
            assert hasattr(awaited, "__await__")
        await task
        await coroutine

    run(main())


@claim(
    "A future yields itself. The driver adds a callback to it, and continues when that is called."
)
@claim("It sends, gets a future, adds a callback to it, and rests until the future is filled.")
@each_factory
def test_a_future_yields_itself(*, eager: bool) -> None:
    class Watched(asyncio.Future[str]):
        """A future that notes who leaves a callback."""

        callbacks = 0

        def add_done_callback(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - passed on
            self.callbacks += 1
            super().add_done_callback(*args, **options)

    async def main() -> None:
        loop = asyncio.get_running_loop()
        empty: Future = loop.create_future()
        assert empty.__await__().send(None) is empty
        filled: Future = loop.create_future()
        filled.set_result("pizza")
        with pytest.raises(StopIteration, match="pizza"):
            filled.__await__().send(None)

        watched = Watched(loop=loop)
        task, _ = await waiting_for(watched)
        assert watched.callbacks == 1
        await asyncio.sleep(1)
        assert not task.done()
        watched.set_result("pizza")
        assert await task == "pizza"

        bad = asyncio.create_task(wait_for_a_word())
        with pytest.raises(RuntimeError, match="Task got bad yield: 'word'"):
            await bad

    async def wait_for_a_word() -> None:
        await Question("word")

    run(main(), eager=eager)


@claim(
    "A loop is a queue of what is ready, a heap of timers, and one call that waits for both"
    " timers and sockets."
)
@claim(
    "asyncio's loop looks the same: a queue of what is ready, a heap of timers, and one `select`"
    " that"
    " waits for the next thing to happen"
)
@each_factory
def test_asyncio_has_one_call_that_waits(*, eager: bool) -> None:
    class Selector(selectors.SelectSelector):
        """A selector that notes how long it may wait, and is woken early by a socket."""

        def __init__(self) -> None:
            super().__init__()
            self.pauses: list[float | None] = []
            self.wake: Callable[[], object] | None = None

        def select(self, timeout: float | None = None) -> Any:  # noqa: ANN401 - as it is
            self.pauses.append(timeout)
            if (timeout is None or timeout > 1) and self.wake:
                self.wake()
            return super().select(timeout)

    selector = Selector()

    async def main() -> None:
        loop: Any = asyncio.get_running_loop()
        if eager:
            loop.set_task_factory(asyncio.eager_task_factory)  # type: ignore[attr-defined]
        assert isinstance(loop._ready, collections.deque)
        timers = [loop.call_later(seconds, print) for seconds in [300, 100, 200]]
        assert loop._scheduled[0] is timers[1]  # the first one due, as in a heap
        assert heapq.nsmallest(3, loop._scheduled) == [timers[1], timers[2], timers[0]]

        selector.pauses.clear()
        await asyncio.sleep(0)
        assert selector.pauses == [0]  # something is ready: it only looks

        for longest in [100, None]:  # until the first timer is due; as long as it takes
            woken = loop.create_future()
            # This writes to a socket of the loop, which is all that can end the wait.
            selector.wake = partial(loop.call_soon_threadsafe, woken.set_result, None)
            selector.pauses.clear()
            await woken
            assert [None if pause is None else round(pause) for pause in selector.pauses] == [
                longest,
                0,
            ]
            for timer in timers:
                timer.cancel()
        selector.wake = None

    with asyncio.Runner(loop_factory=lambda: asyncio.SelectorEventLoop(selector)) as runner:
        runner.run(main())


def variant(*changes: tuple[str, str]) -> Callable[[], None]:
    """The program with timers, changed."""
    source = Path("snippets/own_loop/timers.py").read_text("utf-8")
    for old, new in changes:
        assert old in source
        source = source.replace(old, new)

    def program() -> None:
        exec(compile(source, "timers.py", "exec"), {"__name__": "__main__"})  # noqa: S102 - our own snippet

    return program


@claim(
    "Change `sleep(seconds)` in `boil` to `sleep(0)`, and all of them are done at once, in the"
    " order in which they were started."
)
@claim("When no task is ready, the loop sleeps until the first timer is due, and takes that task.")
@claim("Waits of 0.6 seconds in total are done in 0.3.")
def test_the_loop_of_this_page(capsys: pytest.CaptureFixture[str]) -> None:
    def done(*changes: tuple[str, str]) -> list[str]:
        with lab.installed():
            variant(*changes)()
        lines = capsys.readouterr().out.splitlines()
        return [line.partition(" is done")[0] for line in lines if "done" in line or "all" in line]

    assert done() == ["tea", "egg", "rice", "all together: 0.3 s"]
    assert done(("sleep(seconds)\n    print", "sleep(0)\n    print")) == [
        *["rice", "tea", "egg"],
        "all together: 0.0 s",
    ]


@claim("Python then compares the numbers, because it can't compare tasks")
@claim("The `number` is for two tasks that are due at the same time:")
def test_why_timers_have_a_number(capsys: pytest.CaptureFixture[str]) -> None:
    same_time = ('boil("egg", 0.2)', 'boil("egg", 0.1)')
    # On the virtual clock no time passes between two pushes, so both are due at the same time.
    with lab.installed():
        variant(same_time)()
        assert "tea is done" in capsys.readouterr().out
        no_number = [("due, _, task", "due, task"), ("(due, next(number), task)", "(due, task)")]
        with pytest.raises(TypeError, match="'<' not supported between instances of 'coroutine'"):
            variant(same_time, *no_number)()
        variant(*no_number)()


@claim("While it sleeps, this loop uses no processor time.")
def test_the_loop_of_this_page_sleeps() -> None:
    start = time.perf_counter()
    busy = time.process_time()
    variant()()  # in real time
    assert time.perf_counter() - start > 0.29
    assert time.process_time() - busy < 0.1
