"""What `docs/learn/seven-styles-await.md` claims."""

from __future__ import annotations

import asyncio
import gc
import sys
import types
import warnings
from collections.abc import Generator

import anyio
import pytest
import trio

from tests.claims.claim import claim, run
from tests.claims.pythons import OLDER, interpreter
from tests.claims.styles import LAST, LINES, changed, run_source, runs_of, trace_of

CANCELS = "        for task in checks:\n            task.cancel()\n"
WAITS = "        await asyncio.wait(checks)\n"


@claim(
    "In 2014 the two decorators read `@asyncio.coroutine`, and `ensure_future` was called"
    " `asyncio.async`."
)
@claim(
    "With the old decorator, this program still runs on Python 3.6 to 3.10 and prints the same six"
    " lines. A test checks this wherever one of those versions is installed."
)
@pytest.mark.parametrize("version", OLDER, ids=lambda version: f"3.{version[1]}")
def test_the_program_of_2014_runs_on_the_pythons_of_then(version: tuple[int, int]) -> None:
    python = interpreter(version)
    if not python:
        pytest.skip(reason=f"there is no Python 3.{version[1]} on this machine")
    source = changed("yield_from").replace("@types.coroutine", "@asyncio.coroutine")
    assert source.count("@asyncio.coroutine") == 2
    if version < (3, 7):  # where `async` became a reserved word
        assert source.count("asyncio.ensure_future(") == 1
        source = source.replace("asyncio.ensure_future(", "asyncio.async(")
    out, _, status = run_source(source, python=python)
    assert (out.splitlines(), status) == ([*LINES, LAST], 0)


@claim(
    "The decorator is gone, and `types.coroutine` does the same work today, but since Python 3.12,"
    " `create_task` refuses the result."
)
def test_create_task_takes_no_generators_since_python_3_12() -> None:
    @types.coroutine
    def old() -> Generator[None, None, int]:
        yield
        return 1

    async def main() -> None:
        assert await asyncio.ensure_future(old()) == 1
        if sys.version_info < (3, 12):
            assert await asyncio.create_task(old()) == 1
        else:
            with pytest.raises(TypeError, match="a coroutine was expected"):
                asyncio.create_task(old())

    run(main())


@claim("`types.coroutine` does the same work today")
def test_the_old_name_is_gone() -> None:
    source = changed("yield_from").replace("@types.coroutine", "@asyncio.coroutine")
    assert "has no attribute 'coroutine'" in run_source(source)[1]


@claim(
    "An error is raised at the `yield from`, and `cancel` raises `CancelledError` where the task"
    " waits."
)
def test_what_a_generator_gets() -> None:
    seen: list[str] = []

    async def fail() -> None:
        raise LookupError

    @types.coroutine
    def wait() -> Generator[object, None, None]:
        try:
            yield from fail().__await__()
        except LookupError:
            seen.append("error")
        try:
            yield from asyncio.sleep(1).__await__()
        except asyncio.CancelledError:
            seen.append("cancelled")

    async def main() -> None:
        task = asyncio.ensure_future(wait())
        await asyncio.sleep(0.1)
        task.cancel()
        await asyncio.wait([task])

    run(main())
    assert seen == ["error", "cancelled"]


@claim("In 2014 a coroutine was a generator. If nothing runs it, there is no warning.")
@claim(
    "On Python 3.6, leave out `yield from` in front of `asyncio.wait`, and the program continues without a warning: a generator that nothing runs is dropped"
    " silently."
)
@claim(
    "Since then, generators and coroutines have been two different things, and each"
    " mistake has its own message."
)
def test_a_generator_that_nothing_runs_gives_no_warning() -> None:
    @types.coroutine
    def old() -> Generator[None, None, None]:
        yield

    async def new() -> None: ...

    with warnings.catch_warnings(record=True) as given:
        warnings.simplefilter("always")
        old()
        gc.collect()
        assert not given
        new()  # type: ignore[unused-coroutine]  # it is to warn
        gc.collect()
        assert "was never awaited" in str(given[0].message)


@pytest.mark.skipif(not interpreter((3, 6)), reason="there is no Python 3.6 on this machine")
def test_a_wait_that_nothing_runs_is_passed_over_in_silence() -> None:
    source = changed("yield_from", ("yield from asyncio.wait(", "asyncio.wait("))
    out, err, _ = run_source(source, python=interpreter((3, 6)))
    assert out.splitlines()[:5] == [*LINES[:4], LAST]
    assert "never" not in err


@claim(
    "Or delete the loop that cancels: `gather` raises its error, `main` returns, and Python"
    " complains that a task was destroyed but is pending."
)
def test_what_is_left_is_destroyed() -> None:
    source = changed("yield_from", (CANCELS, ""), ("        yield from asyncio.wait(checks)\n", ""))
    out, err, _ = run_source(source)
    assert out.splitlines()[: len(LINES)] == [*LINES[:4], LAST]
    assert "Task was destroyed but it is pending!" in err


@claim("`gather` raises the first error and stops nothing.")
@claim("gather reports the first error and stops nothing, as Twisted's `gatherResults` did.")
def test_gather_stops_nothing() -> None:
    out, _, _ = run_source(changed("with_gather", (CANCELS, "")))
    assert out.splitlines() == [*LINES[:4], "map: 200", LAST]


@claim("A `TaskGroup` cancels the others, waits for them, and raises a group of exceptions.")
@claim(
    "A group cancels the others when one task fails, waits until they have stopped, and only then"
    " raises."
)
@claim("Of the seven styles, this is the first in which you can't forget to stop the rest.")
def test_a_task_group_stops_the_rest_first() -> None:
    slow = (
        "        raise\n",
        '        await asyncio.sleep(1)\n        print("cleaned up")\n        raise\n',
    )
    out, _, _ = run_source(changed("with_task_group", slow))
    assert out.splitlines() == [*LINES, "cleaned up", LAST]
    out, err, status = run_source(changed("with_task_group", ("except* Conn", "except Conn")))
    assert (out.splitlines(), status) == (LINES, 1)
    assert "ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)" in err


@claim(
    "Trio's nursery came first. It starts tasks in random order, and a cancelled block stays"
    " cancelled."
)
@claim("Trio starts the tasks of a nursery in random order, on purpose")
def test_trio_starts_tasks_in_random_order() -> None:
    async def start(started: list[int]) -> None:
        async def note(number: int) -> None:
            started.append(number)

        async with trio.open_nursery() as nursery:
            for number in range(50):
                nursery.start_soon(note, number)

    # Trio tosses a coin: from the first to the last, or the other way round.
    orders: list[list[int]] = [[] for _ in range(100)]
    for order in orders:
        trio.run(start, order)
    assert any(order != sorted(order) for order in orders)


@claim("In asyncio, `cancel` raises `CancelledError` once.")
@claim("A task that catches it and waits again just waits.")
@claim(
    "In Trio a cancelled block stays cancelled: every later wait in it raises `Cancelled` again."
)
@claim(
    "Its cancellation is Trio's: inside a cancelled AnyIO block, each later wait raises again,"
    " even on asyncio."
)
def test_edge_and_level() -> None:
    seen: list[str] = []

    async def stubborn() -> None:
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            await asyncio.sleep(1)
            seen.append("waited again")

    async def of_asyncio() -> None:
        task = asyncio.create_task(stubborn())
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])

    run(of_asyncio())
    assert seen == ["waited again"]

    async def of_trio() -> int:
        raised = 0
        with trio.CancelScope() as scope:
            scope.cancel()
            for _ in range(3):
                try:
                    await trio.sleep(1)
                except trio.Cancelled:
                    raised += 1
        return raised

    assert trio.run(of_trio) == 3

    async def of_anyio() -> int:
        raised = 0
        with anyio.CancelScope() as scope:
            scope.cancel()
            for _ in range(3):
                try:
                    await anyio.sleep(1)
                except anyio.get_cancelled_exc_class():
                    raised += 1
        return raised

    assert anyio.run(of_anyio) == anyio.run(of_anyio, backend="trio") == 3


@claim("AnyIO runs one program on asyncio or on Trio.")
@claim('`anyio.run(main, backend="trio")` is all that changes.')
def test_the_program_for_anyio_runs_on_trio() -> None:
    on_trio = changed("with_anyio", ("anyio.run(main)", 'anyio.run(main, backend="trio")'))
    started = sorted(LINES[:3])
    for source in changed("with_anyio"), on_trio:
        out = run_source(source)[0].splitlines()
        assert (sorted(out[:3]), out[3:]) == (started, [*LINES[3:], LAST])


@claim("The picture shows asyncio's tasks, because AnyIO's group starts those.")
def test_anyio_starts_tasks_of_asyncio() -> None:
    kinds: list[type] = []

    async def note() -> None:
        kinds.append(type(asyncio.current_task()))

    async def main() -> None:
        async with anyio.create_task_group() as group:
            group.start_soon(note)
        kinds.append(type(asyncio.ensure_future(asyncio.sleep(0))))

    anyio.run(main)
    assert kinds[0] is kinds[1]


@claim(
    "With callbacks and Deferreds, no code is halfway through while it waits. So there is no"
    " place where a cancellation could be raised, only a function to call."
)
@claim("In all the others, the map's code is stopped where it waits.")
@claim("Up to `gather`, the arrow comes from the program. From `TaskGroup` on, the group sends it.")
def test_what_the_pictures_show_side_by_side() -> None:
    by_the_program = ["inline_callbacks", "greenlets", "tasklets", "yield_from", "with_gather"]
    by_the_group = ["with_task_group", "with_trio", "with_anyio"]
    assert not runs_of(trace_of("callbacks"), "check")
    assert all(0 not in steps for steps in runs_of(trace_of("deferreds"), "check").values())
    for name in [*by_the_program, *by_the_group]:
        trace = trace_of(name)
        checks = runs_of(trace, "check")
        assert all(steps[0] == 0 for steps in checks.values()), name
        map_number = max(checks)
        assert checks[map_number][-1] == 0.2, name
        reasons = {one.reason for one in trace.cancels if one.task == map_number}
        has_line = any(one.line for one in trace.cancels)
        asked = has_line or reasons == {"GreenletExit"}  # killall and kill are the program's calls
        assert asked is (name in by_the_program), name
