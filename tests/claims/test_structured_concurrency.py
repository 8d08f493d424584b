"""What `docs/learn/structured-concurrency.md` claims."""

from __future__ import annotations

import asyncio
import gc
import sys
import threading
import time
import warnings
from collections.abc import Awaitable, Callable
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.claims.claim import claim, duration, each_factory, run
from tests.recipes.recipe import load

Group = asyncio.TaskGroup


@dataclass
class Outcome:
    """What happened to a group."""

    raised: BaseException | None = None
    took: float = 0
    tasks: list[asyncio.Task[Any]] = field(default_factory=list)

    @property
    def errors(self) -> list[type[BaseException]]:
        """The kinds of the errors in the group that was raised."""
        assert isinstance(self.raised, BaseExceptionGroup)
        return [type(error) for error in self.raised.exceptions]


Body = Callable[[Group, Outcome], Awaitable[object]]


async def fail(seconds: float = 0.1, error: type[BaseException] = LookupError) -> None:
    """Wait, and fail."""
    await asyncio.sleep(seconds)
    raise error


async def slow(
    seconds: float = 1, clean_up: float = 0, error: type[BaseException] | None = None
) -> str:
    """Wait, and clean up, which may take a while and fail."""
    try:
        await asyncio.sleep(seconds)
    finally:
        await asyncio.sleep(clean_up)
        if error:
            raise error
    return "done"


async def stubborn() -> str:
    """Swallow a cancellation."""
    with suppress(asyncio.CancelledError):
        await asyncio.sleep(1)
    await asyncio.sleep(1)
    return "anyway"


async def watch(body: Body, outcome: Outcome | None = None) -> Outcome:
    """Run a block in a group, and see what happens to its tasks."""
    outcome = outcome or Outcome()
    loop = asyncio.get_running_loop()
    start = loop.time()
    try:
        async with Group() as group:
            await body(group, outcome)
    except BaseException as error:
        outcome.raised = error
    outcome.took = round(loop.time() - start, 6)
    assert all(task.done() for task in outcome.tasks)
    return outcome


@claim("A TaskGroup's block doesn't end before all its tasks have ended.")
@claim("the block doesn't end before all of its tasks have ended, one way or another.")
@claim(
    "If the block ends without an error, even with `return`, the group doesn't stop its"
    " tasks. It waits for them."
)
@each_factory
def test_the_block_ends_after_all_its_tasks(*, eager: bool) -> None:
    async def ends_well(group: Group, outcome: Outcome) -> None:
        async def start_another() -> None:
            outcome.tasks.append(group.create_task(slow(2)))

        outcome.tasks += [group.create_task(slow()), group.create_task(start_another())]

    async def returns() -> str:
        async with asyncio.TaskGroup() as group:
            group.create_task(slow(2))
            return "returned"

    assert run(duration(returns()), eager=eager) == 2

    async def slow_clean_up(group: Group, outcome: Outcome) -> None:
        outcome.tasks += [group.create_task(slow(5, 3)), group.create_task(fail())]

    async def swallows(group: Group, outcome: Outcome) -> None:
        outcome.tasks += [group.create_task(stubborn()), group.create_task(fail())]

    async def block_fails(group: Group, outcome: Outcome) -> None:
        outcome.tasks += [group.create_task(slow(5, 3)), group.create_task(stubborn())]
        await fail()

    assert run(watch(ends_well), eager=eager).took == 2
    assert run(watch(slow_clean_up), eager=eager).took == 3.1
    assert run(watch(swallows), eager=eager).took == 1.1
    assert run(watch(block_fails), eager=eager).took == 3.1

    async def is_cancelled_twice() -> None:
        outcome = Outcome()

        async def body(group: Group, _: Outcome) -> None:
            outcome.tasks.append(group.create_task(slow(5, 3)))

        waiting = asyncio.create_task(watch(body))
        for _ in range(2):
            await asyncio.sleep(0.1)
            waiting.cancel()
            await asyncio.sleep(0.1)
            assert not waiting.done()
        outcome.raised = (await waiting).raised
        assert isinstance(outcome.raised, asyncio.CancelledError)
        assert outcome.tasks[0].done()

    run(is_cancelled_twice(), eager=eager)


@claim(
    "a task fails | cancels the other tasks and the block, waits for the tasks, raises a group of errors"
)
@claim(
    "When a task fails, the group cancels the others and the block. Failures go up, and"
    " cancellation goes down."
)
@claim('"A task fails" means that it raises an exception other than `CancelledError`.')
@each_factory
def test_a_task_fails(*, eager: bool) -> None:
    reached: list[str] = []

    async def while_the_block_waits(group: Group, outcome: Outcome) -> None:
        outcome.tasks += [group.create_task(slow(5, 1)), group.create_task(fail())]
        try:
            await asyncio.sleep(5)
        finally:
            reached.append("block over")
        reached.append("block done")

    async def at_the_end_of_the_block(group: Group, outcome: Outcome) -> None:
        outcome.tasks += [group.create_task(slow(5, 1)), group.create_task(fail())]

    async def at_once(group: Group, outcome: Outcome) -> None:
        outcome.tasks.append(group.create_task(slow(5, 1)))
        outcome.tasks.append(group.create_task(fail_now()))
        await asyncio.sleep(5)

    async def fail_now() -> None:
        raise LookupError

    async def raises_a_cancellation(group: Group, outcome: Outcome) -> None:
        outcome.tasks += [
            group.create_task(slow()),
            group.create_task(fail(error=asyncio.CancelledError)),
        ]

    for body in [while_the_block_waits, at_the_end_of_the_block]:
        outcome = run(watch(body), eager=eager)
        assert outcome.errors == [LookupError]
        assert outcome.took == 1.1
        assert outcome.tasks[0].cancelled()
    assert reached == ["block over"]
    outcome = run(watch(at_once), eager=eager)
    assert outcome.errors == [LookupError]
    outcome = run(watch(raises_a_cancellation), eager=eager)
    assert outcome.raised is None
    assert outcome.tasks[0].result() == "done"


@claim("the block fails | cancels the tasks, waits for them, raises a group of errors")
@each_factory
def test_the_block_fails(*, eager: bool) -> None:
    async def body(group: Group, outcome: Outcome) -> None:
        outcome.tasks += [
            group.create_task(slow(5, 1)),
            group.create_task(slow(5, 1, error=ValueError)),
        ]
        await fail()

    outcome = run(watch(body), eager=eager)
    assert outcome.took == 1.1
    assert sorted(error.__name__ for error in outcome.errors) == ["LookupError", "ValueError"]
    assert outcome.tasks[0].cancelled()


@claim(
    "the task that runs the block is cancelled | cancels the tasks, waits for them, is cancelled"
    " itself; if a clean-up fails, raises that in a group"
)
@claim("Cancellation goes down just the same if a timeout or your own code cancels a task.")
@each_factory
def test_the_task_of_the_block_is_cancelled(*, eager: bool) -> None:
    async def tidy(group: Group, outcome: Outcome) -> None:
        outcome.tasks += [group.create_task(slow(5, 1)), group.create_task(slow(5, 0.5))]

    async def untidy(group: Group, outcome: Outcome) -> None:
        outcome.tasks += [group.create_task(slow(5, 1)), group.create_task(slow(5, 0, OSError))]

    async def by_you(task: asyncio.Task[Outcome]) -> None:
        await asyncio.sleep(0.1)
        task.cancel()
        await asyncio.wait([task])

    async def by_a_timeout(task: asyncio.Task[Outcome]) -> None:
        with suppress(TimeoutError, asyncio.CancelledError):
            async with asyncio.timeout(0.1):
                await task

    async def by_a_group(task: asyncio.Task[Outcome]) -> None:
        async def wait() -> None:
            await task

        with suppress(ExceptionGroup):
            async with Group() as outer:
                outer.create_task(wait())
                outer.create_task(fail(0.1, ValueError))

    async def cancelled(
        cancel: Callable[[asyncio.Task[Outcome]], Awaitable[None]], body: Body
    ) -> Outcome:
        outcome = Outcome()
        await cancel(asyncio.create_task(watch(body, outcome)))
        return outcome

    for cancel in [by_you, by_a_group, by_a_timeout]:
        outcome = run(cancelled(cancel, tidy), eager=eager)
        assert isinstance(outcome.raised, asyncio.CancelledError)
        assert outcome.took == 1.1
        assert all(task.cancelled() for task in outcome.tasks)
        outcome = run(cancelled(cancel, untidy), eager=eager)
        assert outcome.errors == [OSError]
        assert outcome.took == 1.1


@claim(
    "you cancel one of its tasks | nothing: that task is over, the others and the block continue,"
    " unless they await the cancelled task"
)
@each_factory
def test_one_of_its_tasks_is_cancelled(*, eager: bool) -> None:
    async def cancel_one(group: Group, outcome: Outcome) -> None:
        outcome.tasks += [group.create_task(slow(5, 0.5)), group.create_task(slow(2))]
        await asyncio.sleep(0.1)
        outcome.tasks[0].cancel()

    async def and_await_it(group: Group, outcome: Outcome) -> None:
        await cancel_one(group, outcome)
        await outcome.tasks[0]

    async def another_awaits_it(group: Group, outcome: Outcome) -> None:
        async def wait_for_it() -> None:
            await outcome.tasks[0]

        outcome.tasks += [group.create_task(slow(5, 0.5)), group.create_task(slow(2))]
        outcome.tasks.append(group.create_task(wait_for_it()))
        await asyncio.sleep(0.1)
        outcome.tasks[0].cancel()

    outcome = run(watch(another_awaits_it), eager=eager)
    assert outcome.raised is None
    assert [task.cancelled() for task in outcome.tasks] == [True, False, True]

    outcome = run(watch(cancel_one), eager=eager)
    assert outcome.raised is None
    assert outcome.tasks[0].cancelled()
    assert outcome.tasks[1].result() == "done"
    outcome = run(watch(and_await_it), eager=eager)
    assert isinstance(outcome.raised, asyncio.CancelledError)
    assert outcome.tasks[1].cancelled()


@claim(
    "If the exception is a KeyboardInterrupt or a SystemExit, the group also stops"
    " everything, but then raises that exception instead of a group of errors."
)
@each_factory
def test_two_exceptions_are_raised_as_they_are(*, eager: bool) -> None:
    for special in [KeyboardInterrupt, SystemExit]:
        outcome = Outcome()

        async def main(special: type[BaseException], outcome: Outcome) -> None:
            async def body(group: Group, _: Outcome) -> None:
                outcome.tasks += [
                    group.create_task(slow(5, 1)),
                    group.create_task(fail(error=special)),
                ]
                await asyncio.sleep(5)

            outcome.raised = (await watch(body)).raised

        with pytest.raises(special):
            run(main(special, outcome), eager=eager)
        assert type(outcome.raised) is special
        assert outcome.tasks[0].cancelled()


@claim("If a task raised the exception, the program ends even if you catch it outside the group.")
@pytest.mark.parametrize("special", [KeyboardInterrupt, SystemExit])
@pytest.mark.parametrize("by_task", [True, False], ids=["task", "block"])
def test_only_a_task_ends_the_program(*, special: type[BaseException], by_task: bool) -> None:
    caught = []

    async def main() -> str:
        try:
            async with asyncio.TaskGroup() as group:
                if by_task:
                    group.create_task(fail(error=special))
                else:
                    raise special
        except special:
            caught.append(special)
        return "went on"

    ended = pytest.raises(special) if by_task else nullcontext()
    with ended:
        assert run(main()) == "went on"
    assert caught == [special]


@claim("The block raises an ExceptionGroup, even for a single error. Catch it with `except*`.")
@claim(
    "That's why a TaskGroup raises an ExceptionGroup, which holds the exceptions of all"
    " the tasks that failed, even if there is only one."
)
@claim(
    "It takes all errors of one kind out of the group, and gives them to you in a smaller group."
)
@claim("Unlike with `except`, more than one of the blocks may run:")
@claim("Errors that no `except*` catches are raised again, in a group.")
@claim("`except*` itself finds an error at any depth.")
@each_factory
def test_what_the_block_raises(*, eager: bool) -> None:
    kinds = [LookupError, ValueError, KeyError, OSError]

    async def book(kinds: list[type[Exception]]) -> None:
        async with Group() as group:
            for kind in kinds:
                group.create_task(fail(0.1, kind))

    async def nested(kinds: list[type[Exception]]) -> None:
        async with Group() as outer:
            outer.create_task(book(kinds))

    async def main() -> None:
        for booking in [book, nested]:
            with pytest.raises(ExceptionGroup) as one:
                await booking([LookupError])
            assert not isinstance(one.value, LookupError)

            ran: dict[str, ExceptionGroup[Any]] = {}
            with pytest.raises(ExceptionGroup) as left:
                try:
                    await booking(list(kinds))
                except* ValueError as errors:
                    ran["ValueError"] = errors
                except* LookupError as errors:
                    ran["LookupError"] = errors
                except* TypeError as errors:
                    ran["TypeError"] = errors
            assert list(ran) == ["ValueError", "LookupError"]
            assert not ran["ValueError"].subgroup(LookupError)
            assert ran["LookupError"].subgroup(lambda error: type(error) is LookupError)
            assert ran["LookupError"].subgroup(KeyError)
            assert left.value.subgroup(OSError)
            assert not left.value.subgroup((ValueError, LookupError))
        with pytest.raises(ExceptionGroup) as deep:
            await nested([LookupError])
        assert isinstance(deep.value.exceptions[0], ExceptionGroup)  # you have to ask twice

    run(main(), eager=eager)


@claim("A `return`, and a `break` or `continue` for a loop outside the block, are syntax errors.")
def test_no_way_out_of_except_star() -> None:
    def compiles(statement: str) -> bool:
        source = f"def f():\n while True:\n  try:\n   pass\n  except* OSError:\n   {statement}\n"
        try:
            compile(source, "<claim>", "exec")
        except SyntaxError:
            return False
        return True

    for leaving in ["return", "break", "continue", "for x in y: return"]:
        assert not compiles(leaving)
    for staying in ["for x in y: break", "for x in y: continue", "raise", "pass", "lambda: 1"]:
        assert compiles(staying)


@claim("If a task may fail without ending the group, catch its error in the task.")
@claim("If the task catches this error itself, it doesn't fail, and the group continues:")
@claim("An error that you didn't expect still ends the group, so you will notice it.")
@each_factory
def test_a_task_catches_its_own_error(*, eager: bool) -> None:
    async def careful(error: type[Exception]) -> str:
        try:
            await fail(error=error)
        except LookupError:
            return "reported"
        return "done"

    async def body_of(error: type[Exception]) -> Outcome:
        async def body(group: Group, outcome: Outcome) -> None:
            outcome.tasks += [group.create_task(careful(error)), group.create_task(slow())]

        return await watch(body)

    outcome = run(body_of(LookupError), eager=eager)
    assert [task.result() for task in outcome.tasks] == ["reported", "done"]
    outcome = run(body_of(ValueError), eager=eager)
    assert outcome.errors == [ValueError]
    assert outcome.tasks[1].cancelled()


@claim(
    "To end a group early, call its `cancel`. Before Python 3.15, raise an exception that"
    " you define for this."
)
@claim("This works in all versions since 3.11:")
@claim("Since Python 3.15, a group has a method for that, cancel:")
@each_factory
def test_how_to_end_a_group_early(*, eager: bool) -> None:
    assert hasattr(Group, "cancel") == (sys.version_info >= (3, 15))

    class EndGroup(Exception):  # noqa: N818 - as on the page
        pass

    async def search(group: Group, seconds: float) -> None:
        await asyncio.sleep(seconds)
        end: Callable[[], object] | None = getattr(group, "cancel", None)
        if end is None:
            raise EndGroup
        end()

    async def main() -> list[bool]:
        try:
            async with Group() as group:
                tasks = [group.create_task(search(group, seconds)) for seconds in [0.2, 5]]
                tasks.append(group.create_task(slow_and_silent(0.1)))
        except* EndGroup:
            pass
        return [task.cancelled() for task in tasks]

    async def slow_and_silent(seconds: float) -> None:
        await slow(seconds)

    async def timed() -> tuple[list[bool], float]:
        start = asyncio.get_running_loop().time()
        ended = await main()
        return ended, round(asyncio.get_running_loop().time() - start, 6)

    calls_cancel = sys.version_info >= (3, 15)  # and so is cancelled, too
    assert run(timed(), eager=eager) == ([calls_cancel, True, False], 0.2)


@claim(
    "The task that calls `cancel` is cancelled, too, so its `return` value is lost, and"
    " you have to store what it found somewhere else."
)
@pytest.mark.skipif(sys.version_info < (3, 15), reason="TaskGroup.cancel came with Python 3.15")
@each_factory
def test_the_task_that_cancels_its_group(*, eager: bool) -> None:
    found: list[str] = []

    async def search(group: Any) -> str:  # noqa: ANN401 - older Pythons have no `cancel`
        await asyncio.sleep(0.1)
        group.cancel()
        found.append("bread")  # it goes on to its next wait
        return "bread"

    async def main() -> None:
        async with Group() as group:
            task = group.create_task(search(group))
        assert task.cancelled()
        with pytest.raises(asyncio.CancelledError):
            task.result()

    run(main(), eager=eager)
    assert found == ["bread"]


@claim("An eager task keeps its result if it never waits.")
@pytest.mark.skipif(sys.version_info < (3, 15), reason="TaskGroup.cancel came with Python 3.15")
@pytest.mark.parametrize("waits", [False, True])
@each_factory
def test_an_eager_task_that_cancels_its_group(*, waits: bool, eager: bool) -> None:
    async def search(group: Any) -> str:  # noqa: ANN401 - older Pythons have no `cancel`
        group.cancel()
        if waits:
            await asyncio.sleep(0)
        return "bread"

    async def main() -> bool:
        async with Group() as group:
            task = group.create_task(search(group))
        return task.cancelled()

    assert run(main(), eager=eager) is (waits or not eager)


@claim("raises at once, the others continue")
@claim("cancels the others, waits, then raises")
@claim("the first exception, with `except`; later ones are lost")
@claim("all of them, with `except*`")
@claim("a list, in order")
@claim("result() of each task, after the block")
@claim("`gather` wouldn't help here, because it doesn't stop the flight either.")
@each_factory
def test_gather_or_a_group(*, eager: bool) -> None:
    def both() -> list[asyncio.Task[Any]]:
        return [
            asyncio.create_task(slow(1)),
            asyncio.create_task(fail(0.1)),
            asyncio.create_task(fail(0.1, ValueError)),
        ]

    async def with_gather() -> None:
        tasks = both()
        with pytest.raises(LookupError):
            assert await duration(asyncio.gather(*tasks)) == 0.1
        assert not tasks[0].done()
        assert await tasks[0] == "done"  # nothing has stopped it
        assert isinstance(tasks[2].exception(), ValueError)
        assert [*await asyncio.gather(slow(0.2), slow(0.1))] == ["done", "done"]
        outcomes = await asyncio.gather(*both(), return_exceptions=True)
        assert [type(outcome) for outcome in outcomes] == [str, LookupError, ValueError]

    async def with_a_group(group: Group, outcome: Outcome) -> None:
        outcome.tasks += [
            group.create_task(slow(5, 1)),
            group.create_task(fail(0.1)),
            group.create_task(fail(0.1, ValueError)),
        ]

    run(with_gather(), eager=eager)
    outcome = run(watch(with_a_group), eager=eager)
    assert outcome.errors == [LookupError, ValueError]
    assert outcome.took == 1.1
    assert outcome.tasks[0].cancelled()


@claim("because no block ends before its tasks")
@claim("The outer group then cancels its other task, the tour.")
@each_factory
def test_failures_go_up_and_cancellation_goes_down(*, eager: bool) -> None:
    over: list[str] = []

    async def visit(what: str, clean_up: float) -> None:
        try:
            await slow(5, clean_up)
        finally:
            over.append(what)

    async def tour() -> None:
        try:
            async with Group() as inner:
                inner.create_task(visit("museum", 1))
                inner.create_task(visit("boat", 2))
        finally:
            over.append("tour")

    async def stay() -> None:
        async with Group() as inner:
            inner.create_task(fail())

    async def trip(group: Group, outcome: Outcome) -> None:
        outcome.tasks += [group.create_task(tour()), group.create_task(stay())]

    outcome = run(watch(trip), eager=eager)
    assert over == ["museum", "boat", "tour"]
    assert outcome.tasks[0].cancelled()
    assert isinstance(outcome.tasks[1].exception(), ExceptionGroup)
    assert outcome.errors == [ExceptionGroup]
    assert outcome.took == 2.1


@claim("This can't happen with plain functions, unless they start threads or processes.")
@claim("A task breaks this rule, because it may outlive the function that started it.")
@each_factory
def test_what_may_go_on_after_a_call(*, eager: bool) -> None:
    over: list[str] = []

    def work(name: str) -> None:
        time.sleep(1)
        over.append(name)

    async def task() -> None:
        await asyncio.sleep(1)
        over.append("task")

    def plain() -> None:
        work("plain")

    def starts_a_thread() -> None:
        threading.Thread(target=work, args=["thread"]).start()

    async def starts_a_task() -> None:
        tasks.append(asyncio.create_task(task()))

    async def with_an_owner() -> None:
        async with Group() as group:
            group.create_task(task())

    async def main() -> None:
        plain()
        assert over.pop() == "plain"
        await with_an_owner()
        assert over.pop() == "task"
        starts_a_thread()
        await starts_a_task()
        assert not over
        await asyncio.sleep(2)
        assert sorted(over) == ["task", "thread"]

    tasks: list[asyncio.Task[None]] = []
    run(main(), eager=eager)


@claim("it waits for every task in its group")
@claim("After the block, you can no longer start tasks in the group.")
@each_factory
def test_a_group_that_is_passed_on_owns_what_is_started_in_it(*, eager: bool) -> None:
    async def start_later(group: Group) -> None:
        await asyncio.sleep(0.1)
        group.create_task(slow(2))

    async def from_another_task() -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(start_later(group))

    async def from_a_task_outside() -> None:
        async with asyncio.TaskGroup() as group:
            outside = asyncio.create_task(start_later(group))
            await asyncio.sleep(0.2)
        assert outside.done()

    async def from_a_callback() -> None:
        async with asyncio.TaskGroup() as group:
            loop = asyncio.get_running_loop()
            loop.call_later(0.1, lambda: group.create_task(slow(2)))
            await asyncio.sleep(0.2)

    async def after_the_block() -> None:
        async with asyncio.TaskGroup() as group:
            pass
        late = slow(1)
        with pytest.raises(RuntimeError, match="is finished"):
            group.create_task(late)
        late.close()

    for program in (from_another_task, from_a_task_outside, from_a_callback):
        assert run(duration(program()), eager=eager) == pytest.approx(2.1)
    run(after_the_block(), eager=eager)


@claim("A call that raises `CancelledError` ends the search, as if you had been cancelled.")
@each_factory
def test_a_call_that_is_cancelled_ends_the_search(*, eager: bool) -> None:
    recipe = load("structured_concurrency/first_good")

    async def search(error: type[BaseException]) -> object:
        try:
            return await recipe.first_good([fail(0.1, error), slow(0.2)])
        except asyncio.CancelledError:
            return "ended"

    assert run(search(OSError), eager=eager) == "done"
    assert run(search(asyncio.CancelledError), eager=eager) == "ended"


@claim("With `late.close()`, no version of Python warns about a coroutine that was never awaited.")
@pytest.mark.parametrize("closes", [False, True])
def test_a_coroutine_that_comes_too_late(*, closes: bool) -> None:
    async def main() -> None:
        async with Group() as group:
            pass
        late = slow()
        with pytest.raises(RuntimeError, match="is finished"):
            group.create_task(late)
        if closes:
            late.close()

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        run(main())
        gc.collect()
    said = [str(warning.message) for warning in caught]
    assert bool(said) is (not closes and sys.version_info < (3, 13)), said


@claim(
    "On Python 3.11 and 3.12, catch it outside a timeout's block, too. Otherwise, a timeout that"
    " fires after the group ends with a `CancelledError`."
)
@each_factory
def test_a_group_that_is_ended_in_a_timeout(*, eager: bool) -> None:
    class EndGroup(Exception):  # noqa: N818 - as in the snippet
        pass

    async def ended_early() -> None:
        async with Group() as group:
            group.create_task(fail(0.1, EndGroup))
            group.create_task(slow())

    async def inside() -> None:
        async with asyncio.timeout(0.5):
            with pytest.raises(ExceptionGroup):
                await ended_early()
            await asyncio.sleep(1)

    async def outside() -> None:
        with pytest.raises(ExceptionGroup):
            async with asyncio.timeout(0.5):
                await ended_early()
        async with asyncio.timeout(0.5):
            await asyncio.sleep(1)

    async def ends_with(work: Callable[[], Awaitable[None]]) -> type[BaseException]:
        with pytest.raises((TimeoutError, asyncio.CancelledError)) as raised:
            await work()
        return raised.type

    older = sys.version_info < (3, 13)
    expected = asyncio.CancelledError if older else TimeoutError
    assert run(ends_with(inside), eager=eager) is expected
    assert run(ends_with(outside), eager=eager) is TimeoutError
