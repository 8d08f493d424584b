"""What `docs/learn/coroutines.md` claims."""

from __future__ import annotations

import ast
import asyncio
import gc
import inspect
import subprocess
import sys
import types
import warnings
from collections.abc import Callable, Coroutine, Generator
from typing import Any

import pytest

from tests.claims.claim import claim, duration, each_factory, run

RUNNING: list[str] = []


async def greet(name: str, seconds: float = 0.1) -> str:
    """Say hello, wait, and say goodbye."""
    RUNNING.append(f"Hello, {name}!")
    await asyncio.sleep(seconds)
    RUNNING.append(f"Goodbye, {name}!")
    return name


@pytest.fixture(autouse=True)
def _nobody_was_greeted() -> None:
    RUNNING.clear()


def line_above() -> int:
    """The line above the caller's."""
    frame = inspect.currentframe()
    assert frame
    assert frame.f_back
    return frame.f_back.f_lineno - 1


@claim(
    "Calling a coroutine function doesn't run its body. It makes a coroutine, which can run once."
)
@claim("each call makes a new coroutine")
@each_factory
def test_a_coroutine_runs_once_and_not_when_it_is_called(*, eager: bool) -> None:
    async def fail() -> None:
        raise OSError

    async def main() -> None:
        coroutine = greet("Ada")
        assert inspect.iscoroutine(coroutine)
        assert inspect.getcoroutinestate(coroutine) == inspect.CORO_CREATED
        await asyncio.sleep(1)
        assert RUNNING == []
        assert await coroutine == "Ada"
        assert inspect.iscoroutine(coroutine)
        with pytest.raises(RuntimeError, match="cannot reuse already awaited coroutine"):
            await coroutine
        failing = fail()
        with pytest.raises(OSError):  # noqa: PT011 - it has no text
            await failing
        with pytest.raises(RuntimeError, match="cannot reuse already awaited coroutine"):
            await failing
        in_a_task = greet("Bob")
        task = asyncio.create_task(in_a_task)
        await asyncio.sleep(0)
        with pytest.raises(RuntimeError, match="coroutine is being awaited already"):
            await in_a_task
        await task
        another = greet("Ada")
        assert another is not coroutine
        another.close()

    run(main(), eager=eager)


@claim("`await` runs one coroutine inside another, and `asyncio.run` runs the outermost one.")
@claim(
    "`await` runs a coroutine until it is done and gives you its return value, just like"
    " a call to a plain function."
)
@each_factory
def test_await_runs_a_coroutine_to_its_end(*, eager: bool) -> None:
    async def main() -> tuple[str, int]:
        name = await greet("Ada")
        return name, len(RUNNING)

    assert run(main(), eager=eager) == ("Ada", 2)


@claim("`asyncio.run` takes a coroutine.")
def test_run_has_nothing_to_do_with_a_function() -> None:
    async def main() -> str:
        return "done"

    assert asyncio.run(main()) == "done"
    with pytest.raises((TypeError, ValueError), match=r"coroutine|awaitable"):
        asyncio.run(main)  # type: ignore[arg-type]


@claim(
    "The waits of two coroutines overlap if each is started as a task, for example in a"
    " `TaskGroup`."
)
@claim("If you only use `await`, your coroutines run one after the other.")
@claim("Ada's goodbye then comes before Bob's hello, and the program takes 0.3 seconds.")
@each_factory
def test_two_tasks_overlap(*, eager: bool) -> None:
    async def in_a_group() -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(greet("Ada", 0.2))
            group.create_task(greet("Bob", 0.1))

    async def on_their_own() -> None:
        tasks = [asyncio.create_task(greet("Ada", 0.2)), asyncio.create_task(greet("Bob", 0.1))]
        for task in tasks:
            await task

    async def in_a_group_that_awaits() -> None:
        async with asyncio.TaskGroup():
            await greet("Ada", 0.2)
            await greet("Bob", 0.1)

    for both in [in_a_group, on_their_own]:
        RUNNING.clear()
        assert run(duration(both()), eager=eager) == 0.2
        assert RUNNING == ["Hello, Ada!", "Hello, Bob!", "Goodbye, Bob!", "Goodbye, Ada!"]
    RUNNING.clear()
    assert run(duration(in_a_group_that_awaits()), eager=eager) == 0.3
    assert RUNNING == ["Hello, Ada!", "Goodbye, Ada!", "Hello, Bob!", "Goodbye, Bob!"]


@claim("At the end of that block, `main` waits until both tasks are done.")
@claim("So the `print` after the block always comes last.")
@claim("create_task starts a coroutine as a task and returns right away.")
@each_factory
def test_the_block_ends_after_its_tasks(*, eager: bool) -> None:
    async def main(first: float, second: float) -> None:
        loop = asyncio.get_running_loop()
        start = loop.time()
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(greet("Ada", first)),
                group.create_task(greet("Bob", second)),
            ]
            assert loop.time() == start
            assert not any(task.done() for task in tasks)
        assert all(task.done() for task in tasks)
        RUNNING.append("print")

    for first, second in [(0.2, 0.1), (0.1, 0.2), (0, 0.001)]:
        run(main(first, second), eager=eager)
        assert RUNNING[-1] == "print"


def unawaited(program: Callable[[], object]) -> list[warnings.WarningMessage]:
    """The warnings that a program gets because of coroutines that were never awaited."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        program()
    return [each for each in caught if "was never awaited" in str(each.message)]


@claim(
    "`was never awaited` means that a coroutine was thrown away before it ran, usually"
    " because its call lacks an `await`. `'coroutine' object has no ...` has the same"
    " cause."
)
def test_the_warning_is_of_coroutines_that_never_ran() -> None:
    def never_begun() -> None:
        greet("Ada")  # type: ignore[unused-coroutine]

    def begun() -> None:
        @types.coroutine
        def pause() -> Generator[None, None, None]:
            yield

        async def wait() -> None:
            await pause()

        wait().send(None)

    def closed() -> None:
        greet("Ada").close()

    def finished() -> None:
        run(greet("Ada"))

    def cancelled() -> None:
        async def main() -> None:
            asyncio.create_task(greet("Ada")).cancel()
            await asyncio.sleep(0)

        run(main())

    def used() -> None:
        with pytest.raises(AttributeError, match="'coroutine' object has no attribute 'upper'"):
            greet("Ada").upper()  # type: ignore[attr-defined]

    assert len(unawaited(never_begun)) == 1
    assert len(unawaited(used)) == 1
    for program in [begun, closed, finished, cancelled]:
        assert not unawaited(program)


@claim("it names the line that was running when the coroutine was thrown away")
@claim("A coroutine in a variable is thrown away later, and somewhere else:")
def test_the_warning_names_the_line_that_lost_the_coroutine() -> None:
    lines = []

    def at_once() -> None:
        greet("Ada")  # type: ignore[unused-coroutine]
        lines.append(line_above())

    def prepare() -> None:
        hello = greet("Ada")
        RUNNING.append(type(hello).__name__)

    def kept() -> None:
        prepare()
        lines.append(line_above())

    def until_it_is_replaced() -> None:
        hello: object = greet("Ada")
        hello = None
        lines.append(line_above())
        assert hello is None

    for program in [at_once, kept, until_it_is_replaced]:
        [warning] = unawaited(program)
        assert warning.lineno == lines[-1]


@claim(
    "For a coroutine made inside `asyncio.run`, the warning then also says `Coroutine"
    " created at`, followed by the lines that led there."
)
def test_development_mode_says_where_it_was_made() -> None:
    program = "\n".join([
        "import asyncio",
        "async def greet(): pass",
        "def prepare():",
        "    hello = greet()",
        "async def main():",
        "    prepare()",
        "asyncio.run(main())",
    ])  # fmt: skip

    def errors(*options: str) -> str:
        command = [sys.executable, *options, "-c", program]
        return subprocess.run(command, capture_output=True, text=True, check=True).stderr

    plain, dev = errors(), errors("-X", "dev")
    assert "was never awaited" in plain
    assert "line 4" not in plain
    _, _, origin = dev.partition("Coroutine created at")
    assert "line 6, in main" in origin
    assert "line 4, in prepare" in origin


@claim("At this one, `await` works outside functions too:")
@claim("Write `await` inside `async def`, or at the prompt of `python -m asyncio`.")
@claim(
    "You can write `await` in the body of an `async def`. Nearly everywhere else, it's a"
    " syntax error."
)
def test_where_await_compiles() -> None:
    def compiles(source: str, flags: int = 0) -> bool:
        try:
            compile(source, "<claim>", "exec", flags)
        except SyntaxError:
            return False
        return True

    for body in ["await x", "[await y for y in x]", "if x:\n  await y", "return (await x)"]:
        inside = "\n".join(f" {line}" for line in body.splitlines())
        assert compiles(f"async def f(x, y):\n{inside}")
        assert not compiles(f"def f(x, y):\n{inside}")
        assert body.startswith("return") or not compiles(body)
    for source in [
        "async def f(x=await y): pass",
        "async def f():\n def g():\n  await x",
        "async def f():\n lambda: await x",
        "class A:\n await x",
        "def f(x):\n yield await x",
    ]:
        assert not compiles(source)
    # The corner that "nearly" is for: this makes an asynchronous generator.
    assert compiles("def f(x):\n return (await y for y in x)")
    # The prompt of `python -m asyncio` asks the compiler for it.
    assert compiles("await x", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    assert not compiles("def f(x):\n await x", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)


@claim("when a coroutine returns, `send` raises StopIteration with the returned value.")
@claim(
    "A coroutine that does have to wait stops in the middle, and the next `send`"
    " continues it from there."
)
@claim("This coroutine had nothing to wait for, so one `send` was enough to finish it.")
def test_send_runs_to_the_next_wait_or_to_the_end() -> None:
    @types.coroutine
    def pause() -> Generator[str, None, None]:
        yield "pausing"

    async def double(x: int, waits: int) -> int:
        for number in range(waits):
            RUNNING.append(str(number))
            await pause()
        return x * 2

    def drive(coroutine: Coroutine[Any, Any, int]) -> tuple[int, int]:
        sends = 0
        while True:
            sends += 1
            try:
                assert coroutine.send(None) == "pausing"
            except StopIteration as stop:
                return sends, stop.value
            assert len(RUNNING) == sends

    assert drive(double(6, waits=0)) == (1, 12)
    assert drive(double(6, waits=3)) == (4, 12)


@claim(
    "If an error says `'coroutine' object`, look for a missing `await` where the object was made."
)
def test_a_coroutine_is_not_its_answer() -> None:
    uses: list[Callable[[Any], object]] = [
        lambda name: name.upper(),
        lambda name: name[0],
        lambda name: list(name),
        lambda name: name(),
        lambda name: name["key"],
    ]

    async def main() -> None:
        for use in uses:
            name = greet("Ada")
            with pytest.raises((AttributeError, TypeError), match="'coroutine' object"):
                use(name)
            assert use is uses[-2] or await name == "Ada"
            name.close()

    run(main())


@claim('`Shop("The mill")` is a plain call, because `__init__` can\'t be `async`.')
def test_init_cannot_be_a_coroutine_function() -> None:
    class Shop:
        async def __init__(self) -> None:  # type: ignore[misc]  # it is what can't be done
            pass

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with pytest.raises(TypeError, match="should return None, not 'coroutine'"):
            Shop()
        gc.collect()
    assert "never awaited" in str(caught[0].message)
