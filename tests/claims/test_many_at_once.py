"""What `docs/learn/many-at-once.md` claims."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import pytest

from tests.claims.claim import claim, duration, each_factory, run
from tests.recipes.recipe import load

WAITS = {"mill": 0.3, "market": 0.1, "corner": 0.2}


async def ask(shop: str) -> str:
    """Wait for the answer of a shop."""
    await asyncio.sleep(WAITS[shop])
    return shop


async def fail_after(seconds: float) -> str:
    """Fail, after a while."""
    await asyncio.sleep(seconds)
    raise ConnectionError


@claim(
    "If you await coroutines in a loop, each begins when the one before has ended. Start all the"
    " tasks first, then wait."
)
@each_factory
def test_coroutines_in_a_loop_begin_one_after_another(*, eager: bool) -> None:
    async def loop() -> None:
        for shop in WAITS:
            await ask(shop)

    async def at_once() -> None:
        await asyncio.gather(*map(ask, WAITS))

    async def tasks_first() -> None:
        for task in [asyncio.create_task(ask(shop)) for shop in WAITS]:
            await task  # an await in a loop, too, but the tasks have begun

    assert run(duration(tasks_first()), eager=eager) == 0.3
    assert run(duration(loop()), eager=eager) == 0.6
    assert run(duration(at_once()), eager=eager) == 0.3


@claim(
    "`gather` returns all results in the order of its arguments, `as_completed` gives you"
    " each as it arrives, and `wait` returns the tasks themselves, done and pending."
)
@each_factory
def test_what_each_of_the_three_gives(*, eager: bool) -> None:
    async def main() -> None:
        assert await asyncio.gather(*map(ask, WAITS)) == ["mill", "market", "corner"]
        arrived = [await answer for answer in asyncio.as_completed(map(ask, WAITS))]
        assert arrived == ["market", "corner", "mill"]
        tasks = [asyncio.create_task(ask(shop)) for shop in WAITS]
        done, pending = await asyncio.wait(tasks, timeout=0.15)
        assert done == {tasks[1]}
        assert pending == {tasks[0], tasks[2]}
        await asyncio.wait(pending)

    run(main(), eager=eager)


async def gather_all(*work: Coroutine[Any, Any, str]) -> None:
    await asyncio.gather(*work)


async def as_completed_all(*work: Coroutine[Any, Any, str]) -> None:
    for answer in asyncio.as_completed(work):
        await answer


async def wait_for_first(*work: Coroutine[Any, Any, str]) -> None:
    tasks = [asyncio.create_task(one) for one in work]
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in done:
        task.result()


@claim(
    "None of the three stops the other tasks when one is done or fails. If you don't need"
    " the others, cancel them yourself."
)
@claim("raises at once; the others continue")
@each_factory
def test_the_others_go_on_when_one_fails(*, eager: bool) -> None:
    ended = []

    async def slow() -> str:
        await asyncio.sleep(0.3)
        ended.append("slow")
        return "slow"

    async def main(way: Callable[..., Awaitable[None]]) -> None:
        with pytest.raises(ConnectionError):
            await way(fail_after(0.1), slow())
        assert not ended
        await asyncio.sleep(1)

    for way in [gather_all, as_completed_all, wait_for_first]:
        ended.clear()
        run(main(way), eager=eager)
        assert ended == ["slow"]

    async def first_done() -> None:
        await wait_for_first(ask("market"), slow())
        assert not ended
        await asyncio.sleep(1)

    ended.clear()
    run(first_done(), eager=eager)
    assert ended == ["slow"]


@claim("`gather` raises the first error and drops later ones, without a line in the log.")
@each_factory
def test_gather_drops_later_errors(*, eager: bool, caplog: pytest.LogCaptureFixture) -> None:
    async def main(way: Callable[..., Awaitable[None]]) -> None:
        with pytest.raises(ConnectionError):
            await way(fail_after(0.1), fail_after(0.2), fail_after(0.2))
        await asyncio.sleep(1)
        gc.collect()

    with caplog.at_level(logging.ERROR, "asyncio"):
        run(main(gather_all), eager=eager)
        assert not caplog.messages
        run(main(wait_for_first), eager=eager)
        assert len(caplog.messages) == 2


@claim(
    "If a `gather` that you await is cancelled, it cancels its tasks. `wait` and `as_completed`"
    " leave theirs running."
)
@each_factory
def test_who_cancels_its_tasks(*, eager: bool) -> None:
    async def survives(way: Callable[[asyncio.Task[str]], Awaitable[object]]) -> bool:
        task = asyncio.create_task(ask("mill"))
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await way(task)
        await asyncio.wait([task])
        return not task.cancelled()

    async def completed(task: asyncio.Task[str]) -> None:
        for answer in asyncio.as_completed([task]):
            await answer

    async def main() -> list[bool]:
        return [
            await survives(lambda task: asyncio.gather(task)),
            await survives(lambda task: asyncio.wait([task])),
            await survives(completed),
        ]

    assert run(main(), eager=eager) == [False, True, True]


@claim("`wait` takes tasks and raises none of their errors. Ask each task for its outcome.")
@each_factory
def test_wait_raises_nothing_and_takes_only_tasks(*, eager: bool) -> None:
    async def main() -> None:
        task = asyncio.create_task(fail_after(0.1))
        cancelled = asyncio.create_task(ask("mill"))
        cancelled.cancel()
        done, _ = await asyncio.wait([task, cancelled])
        assert done == {task, cancelled}
        assert isinstance(task.exception(), ConnectionError)
        coroutine = ask("mill")
        with pytest.raises(TypeError, match="Passing coroutines is forbidden"):
            await asyncio.wait([coroutine])  # type: ignore[type-var]
        coroutine.close()

    run(main(), eager=eager)


@claim(
    "With `return_exceptions=True`, `gather` waits for all the tasks, raises none of"
    " their errors, and puts each exception where the result would have been."
)
@each_factory
def test_exceptions_as_results(*, eager: bool) -> None:
    async def main() -> None:
        answers = await asyncio.gather(
            ask("mill"), fail_after(0.1), ask("corner"), return_exceptions=True
        )
        assert (answers[0], answers[2]) == ("mill", "corner")
        assert isinstance(answers[1], ConnectionError)

    assert run(duration(main()), eager=eager) == 0.3


@claim("If several tasks finish at the same time, `done` holds all of them.")
@each_factory
def test_several_may_be_done_at_once(*, eager: bool) -> None:
    async def main() -> int:
        tasks = [asyncio.create_task(ask("market")) for _ in range(2)]
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        return len(done)

    assert run(main(), eager=eager) == 2


@claim(
    "And the first task to be done may not have an answer, because a task that fails is done, too."
)
@each_factory
def test_the_first_to_be_done_may_have_failed(*, eager: bool) -> None:
    async def main() -> None:
        tasks = [asyncio.create_task(fail_after(0.05)), asyncio.create_task(ask("market"))]
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        assert done == {tasks[0]}
        assert tasks[0].exception()
        await tasks[1]

    run(main(), eager=eager)


@claim("in order, one wait after the other")
@claim("the rest never begins")
def test_a_loop_stops_at_the_first_failure() -> None:
    begun = []

    async def one(number: int) -> None:
        begun.append(number)
        if number == 1:
            raise ConnectionError

    async def main() -> None:
        for number in range(3):
            await one(number)

    with pytest.raises(ConnectionError):
        run(main())
    assert begun == [0, 1]


@claim("`gather` makes a task from each coroutine, just as you would.")
@each_factory
def test_gather_makes_a_task_of_each_coroutine(*, eager: bool) -> None:
    async def who() -> asyncio.Task[object] | None:
        await asyncio.sleep(0)
        return asyncio.current_task()

    async def main() -> None:
        tasks = await asyncio.gather(*[who() for _ in range(100)])
        assert len({*tasks, asyncio.current_task()}) == 101
        mine = [asyncio.create_task(who()) for _ in range(100)]
        assert [await task for task in mine] == mine

    run(main(), eager=eager)


@claim("`report` is a plain function that is called for each shop that answers or fails.")
@each_factory
def test_a_cancelled_question_is_not_reported(*, eager: bool) -> None:
    async def reported(monkeypatch: pytest.MonkeyPatch) -> list[str]:
        async def ask_shop(shop: str) -> str:
            await asyncio.sleep(0.1)
            if shop == "cancelled":
                raise asyncio.CancelledError
            if shop == "closed":
                raise OSError(shop)
            return shop

        recipe = load("many_at_once/with_addresses")
        monkeypatch.setitem(recipe.ask_all.__globals__, "ask", ask_shop)
        said: list[str] = []
        await recipe.ask_all(["open", "closed", "cancelled"], lambda shop, _: said.append(shop))
        return said

    with pytest.MonkeyPatch.context() as monkeypatch:
        assert run(reported(monkeypatch), eager=eager) == ["open", "closed"]
