"""What `docs/learn/iterating.md` claims."""

from __future__ import annotations

import asyncio
import gc
import warnings
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine
from contextlib import aclosing, suppress
from typing import Any

import pytest

from tests.claims.claim import claim, duration, each_factory, run

Numbers = AsyncGenerator[int, None]


async def numbers(seen: list[str], goodbye: float = 0.2) -> Numbers:
    """Count, and write down by which task you are closed."""
    try:
        for number in range(100):
            await asyncio.sleep(0.1)
            yield number
    finally:
        seen.append(f"closing in {name()}")
        await asyncio.sleep(goodbye)
        seen.append("closed")


def name() -> str:
    """The name of the task that calls."""
    task = asyncio.current_task()
    assert task
    return task.get_name()


async def wait(seconds: float) -> None:
    """Work on an item."""
    await asyncio.sleep(seconds)


@claim("`async for` waits for one item after another, in its own task. Nothing runs ahead.")
@claim("the generator and the body of the loop take turns, in one task")
@claim("a slow consumer slows down the source")
@claim("there is only one task")
@each_factory
def test_nothing_runs_ahead(*, eager: bool) -> None:
    began: list[float] = []
    tasks: set[str] = set()

    async def source() -> AsyncIterator[int]:
        for number in range(3):
            began.append(asyncio.get_running_loop().time())
            tasks.add(name())
            await wait(0.1)
            yield number

    async def main() -> None:
        async for _ in source():
            tasks.add(name())
            await wait(0.5)

    assert run(duration(main()), eager=eager) == 1.8
    assert [round(time - began[0], 6) for time in began] == [0, 0.6, 1.2]
    assert len(tasks) == 1


@claim("They can contain `async for` and `await`, and they too wait for one thing at a time:")
@each_factory
def test_comprehensions_wait_for_one_thing_at_a_time(*, eager: bool) -> None:
    async def one(number: int) -> int:
        await wait(0.1)
        return number

    async def source() -> AsyncIterator[int]:
        for number in range(3):
            yield await one(number)

    async def both() -> None:
        assert [await one(n) for n in range(3)] == [n async for n in source()] == [0, 1, 2]
        assert {n: await one(n) async for n in source()} == {0: 0, 1: 1, 2: 2}

    assert run(duration(both()), eager=eager) == 1.2


Leave = Callable[[Numbers], Coroutine[Any, Any, None]]


async def leave_with_break(source: Numbers) -> None:
    """Leave after the first number."""
    async for _ in source:
        break


async def leave_with_return(source: Numbers) -> None:
    """The same."""
    async for _ in source:
        return


async def leave_with_an_error(source: Numbers) -> None:
    """The same."""
    with suppress(KeyError):
        async for _ in source:
            raise KeyError


async def leave_cancelled(source: Numbers) -> None:
    """The same, while the body waits."""
    with suppress(TimeoutError):
        async with asyncio.timeout(0.5):
            async for _ in source:
                await wait(10)


ways_to_leave = pytest.mark.parametrize(
    "leave", [leave_with_break, leave_with_return, leave_with_an_error, leave_cancelled]
)


@claim(
    "Leaving the loop early doesn't close the generator. The event loop does so later, in another task,"
    " which `asyncio.run` may cancel."
)
@claim("It doesn't matter how you leave the body of the loop.")
@claim("The event loop starts another task for that")
@ways_to_leave
@each_factory
def test_a_generator_that_is_left_early_is_closed_by_another_task(
    leave: Leave, *, eager: bool
) -> None:
    seen: list[str] = []

    async def main(patience: float) -> None:
        await leave(numbers(seen))
        gc.collect()  # an exception's traceback may keep it
        assert eager or not seen
        await asyncio.sleep(patience)

    async def named(patience: float) -> None:
        await asyncio.create_task(main(patience), name="main")

    run(named(0.5), eager=eager)
    [closing, closed] = seen
    assert closing != "closing in main"
    assert closed == "closed"
    seen.clear()
    run(named(0.1), eager=eager)  # main is over before the goodbye is
    assert len(seen) == 1


@claim(
    "Its `finally` runs at once only if the generator itself raises the error, or the cancellation"
    " arrives while it waits."
)
@each_factory
def test_an_error_or_a_cancellation_in_a_generator_closes_it_at_once(*, eager: bool) -> None:
    seen: list[str] = []

    async def main() -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(0.15):
                async for _ in numbers(seen):
                    pass
        assert seen == [f"closing in {name()}", "closed"]

    async def fails() -> AsyncGenerator[int, None]:
        async with aclosing(numbers(seen)) as source:
            yield await anext(source)
            raise ValueError

    async def of_its_own() -> None:
        with suppress(ValueError):
            async for _ in fails():
                pass
        assert seen == [f"closing in {name()}", "closed"]

    run(main(), eager=eager)
    seen.clear()
    run(of_its_own(), eager=eager)


@claim(
    "`async with aclosing(generator) as items:` closes it at the end of the block, in your own task."
)
@ways_to_leave
@each_factory
def test_aclosing_closes_in_your_own_task(leave: Leave, *, eager: bool) -> None:
    seen: list[str] = []

    async def main() -> None:
        async with aclosing(numbers(seen)) as source:
            await leave(source)
        seen.append("after the block")

    async def named() -> None:
        await asyncio.create_task(main(), name="main")

    run(named(), eager=eager)
    assert seen == ["closing in main", "closed", "after the block"]


@claim("As long as a variable refers to the generator, the event loop doesn't close it yet.")
@claim("It is closed when `asyncio.run` ends, at the latest")
def test_a_generator_that_is_kept_is_closed_at_the_end_of_the_run() -> None:
    seen: list[str] = []
    kept: list[Numbers] = []

    async def main() -> None:
        kept.append(numbers(seen))
        await leave_with_break(kept[0])
        await asyncio.sleep(1)
        assert not seen

    run(main())
    assert seen[-1] == "closed"


@claim("If a generator yields once more instead of ending, `aclose` raises a `RuntimeError`.")
@claim(
    "`aclose` raises a GeneratorExit at the `yield` where the generator is suspended, so `finally` and"
    " `async with` work as usual."
)
def test_aclose_raises_generator_exit() -> None:
    seen: list[type[BaseException]] = []

    async def stubborn(again: bool) -> AsyncGenerator[int, None]:
        try:
            yield 1
        except BaseException as error:
            seen.append(type(error))
            if again:
                yield 2

    async def main(again: bool) -> None:
        source = stubborn(again)
        await anext(source)
        await source.aclose()

    run(main(again=False))
    with pytest.raises(RuntimeError, match="ignored GeneratorExit"):
        run(main(again=True))
    assert seen == [GeneratorExit] * 2


@claim("Don't `yield` inside a timeout or a TaskGroup: it would cancel your caller.")
@claim(
    "When the time is up, the timeout cancels its task, and that is the task that is storing the line."
)
@claim(
    "If one of its tasks fails, the group cancels the task that runs its block. While the generator"
    " is suspended at a `yield`, that task is running your caller's code."
)
@each_factory
def test_a_yield_inside_cancels_the_caller(*, eager: bool) -> None:
    async def in_a_timeout() -> Numbers:
        async with asyncio.timeout(0.1):
            yield 1

    async def fail() -> None:
        await asyncio.sleep(0.1)
        raise KeyError

    async def in_a_group() -> Numbers:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail())
            yield 1

    async def after_a_timeout() -> Numbers:
        async with asyncio.timeout(0.1):
            await asyncio.sleep(0)
        yield 1

    async def use(source: Numbers) -> str:
        try:
            async for _ in source:
                await wait(0.5)
        except asyncio.CancelledError:
            return "cancelled"
        finally:
            with suppress(BaseException):
                await source.aclose()
        return "done"

    assert run(use(in_a_timeout()), eager=eager) == "cancelled"
    assert run(use(in_a_group()), eager=eager) == "cancelled"
    assert run(use(after_a_timeout()), eager=eager) == "done"


@claim("Only one task at a time can wait for the next item of a generator.")
@claim("A second task can't resume it there.")
@each_factory
def test_a_generator_is_for_one_task_at_a_time(*, eager: bool) -> None:
    async def main() -> None:
        source = numbers([])
        async with asyncio.timeout(5):
            first = asyncio.create_task(anext(source))
            await asyncio.sleep(0.05)
            with pytest.raises(RuntimeError, match="already running"):
                await anext(source)
            assert await first == 0
            assert await asyncio.create_task(anext(source)) == 1  # one after the other works
            await source.aclose()

    run(main(), eager=eager)


@claim("If you make `__aiter__` an `async def`, the loop raises a `TypeError`.")
@claim("When there are no more items, it raises StopAsyncIteration.")
@claim("`for` has no way to wait, so it can't loop over an async generator.")
@claim("`async for` doesn't accept a list")
def test_what_the_two_loops_ask_for() -> None:
    class Wrong:
        async def __aiter__(self) -> Wrong:
            return self

        async def __anext__(self) -> int:
            raise StopAsyncIteration

    async def loop_over(what: Any) -> None:  # noqa: ANN401 - wrong things, on purpose
        async for _ in what:
            pass

    async def nothing() -> AsyncIterator[int]:
        for number in list[int]():
            yield number

    async def main() -> None:
        for wrong in (Wrong(), [1, 2], range(3), (n for n in (1, 2))):
            with warnings.catch_warnings(), pytest.raises(TypeError):
                warnings.simplefilter("ignore")  # the coroutine that `__aiter__` returned
                await loop_over(wrong)
        await loop_over(nothing())
        with pytest.raises(StopAsyncIteration):
            await anext(aiter(nothing()))
        with pytest.raises(TypeError):
            for _ in nothing():  # type: ignore[attr-defined]  # on purpose
                pass

    run(main())
