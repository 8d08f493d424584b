"""What `docs/learn/contexts.md` claims."""

from __future__ import annotations

import asyncio
import contextvars
import warnings
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import (
    AbstractAsyncContextManager,
    AsyncExitStack,
    aclosing,
    asynccontextmanager,
)
from contextvars import ContextVar, copy_context
from pathlib import Path
from typing import Any, Self

import pytest

from tests.claims.claim import claim, each_factory, run

user = ContextVar("user", default="nobody")
Ending = Callable[[], Coroutine[Any, Any, None]]


class Connection:
    """Writes down how it was opened and closed.

    Args:
        seen: What happened.
        fails: Whether it can't be opened.
        swallows: What `__aexit__` returns.
    """

    def __init__(self, seen: list[str], *, fails: bool = False, swallows: bool = False) -> None:
        self._seen = seen
        self._fails = fails
        self._swallows = swallows

    async def __aenter__(self) -> Self:
        await asyncio.sleep(0.1)
        if self._fails:
            raise ConnectionError
        self._seen.append("opened")
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *error: object) -> bool:
        await asyncio.sleep(0.1)
        self._seen.append(f"closed after {kind.__name__ if kind else None}")
        return self._swallows


async def end_well() -> None:
    """A block that ends by itself."""


async def end_with_an_error() -> None:
    """A block that fails."""
    raise KeyError


async def end_cancelled() -> None:
    """A block that is cancelled while it waits."""
    asyncio.get_running_loop().call_later(0.1, current().cancel)
    await asyncio.sleep(10)


def current() -> asyncio.Task[Any]:
    """The task that calls."""
    task = asyncio.current_task()
    assert task
    return task


endings = pytest.mark.parametrize(
    ("end", "raised"),
    [
        (end_well, None),
        (end_with_an_error, KeyError),
        (end_cancelled, asyncio.CancelledError),
    ],
)


async def raised_by(block: Coroutine[Any, Any, None]) -> type[BaseException] | None:
    """What a coroutine raises, in a task of its own."""
    task = asyncio.create_task(block)
    await asyncio.wait([task])
    if task.cancelled():
        return asyncio.CancelledError
    error = task.exception()
    return type(error) if error else None


@claim(
    "`async with` awaits `__aenter__` before its block and `__aexit__` after it,"
    " however the block is left."
)
@claim("After `__aexit__`, the exception is raised again.")
@endings
@each_factory
def test_the_end_is_awaited_however_the_block_is_left(
    end: Ending, raised: type[BaseException] | None, *, eager: bool
) -> None:
    seen: list[str] = []

    async def block() -> None:
        async with Connection(seen):
            await end()

    assert run(raised_by(block()), eager=eager) is raised
    assert seen == ["opened", f"closed after {raised.__name__ if raised else None}"]


@claim("If `__aexit__` returned something true, the exception would end here")
@endings
def test_aexit_may_swallow(end: Ending, raised: type[BaseException] | None) -> None:
    async def block() -> None:
        async with Connection([], swallows=True):
            await end()

    assert run(raised_by(block())) is None


@claim(
    "If `__aenter__` raises or is cancelled, the block isn't entered and `__aexit__` isn't called."
)
@each_factory
def test_a_block_that_is_not_entered_is_not_left(*, eager: bool) -> None:
    seen: list[str] = []

    async def block(*, fails: bool) -> None:
        async with Connection(seen, fails=fails):
            seen.append("in the block")

    async def cancelled() -> type[BaseException] | None:
        task = asyncio.create_task(block(fails=False))
        await asyncio.sleep(0.05)
        task.cancel()
        return await raised_by(wait_for(task))

    async def wait_for(task: asyncio.Task[None]) -> None:
        await task

    assert run(raised_by(block(fails=True)), eager=eager) is ConnectionError
    assert run(cancelled(), eager=eager) is asyncio.CancelledError
    assert seen == []


@claim("An object can have all four methods, `__enter__` and `__exit__` as well")
@claim("The only difference from a plain `with` is that both methods may wait.")
def test_an_object_may_have_both_pairs() -> None:
    class Both(Connection):
        def __enter__(self) -> Self:
            return self

        def __exit__(self, *error: object) -> None:
            seen.append("plain")

    seen: list[str] = []

    async def main() -> None:
        with Both(seen):
            pass
        async with Both(seen):
            pass

    run(main())
    assert seen == ["plain", "opened", "closed after None"]


def connection(seen: list[str], *, protected: bool) -> AbstractAsyncContextManager[None]:
    """The same from one function, with or without a `try`."""

    @asynccontextmanager
    async def with_a_try() -> AsyncIterator[None]:
        try:
            yield
        finally:
            await asyncio.sleep(0.1)
            seen.append("closed")

    @asynccontextmanager
    async def without_a_try() -> AsyncIterator[None]:
        yield
        await asyncio.sleep(0.1)
        seen.append("closed")

    return with_a_try() if protected else without_a_try()


@claim("In an `asynccontextmanager`, put the `yield` inside a `try`, and clean up in `finally`.")
@claim("An error in the block is raised at the `yield`.")
@endings
@each_factory
def test_the_yield_belongs_into_a_try(
    end: Ending, raised: type[BaseException] | None, *, eager: bool
) -> None:
    async def block(seen: list[str], *, protected: bool) -> None:
        async with connection(seen, protected=protected):
            await end()

    for protected in (True, False):
        seen: list[str] = []
        assert run(raised_by(block(seen, protected=protected)), eager=eager) is raised
        assert seen == (["closed"] if protected or not raised else [])


@claim(
    "An `AsyncExitStack` closes everything that was opened, in reverse order, even if opening the next"
    " one fails."
)
@claim(
    "One `async with` can have several context managers, separated by commas. They are closed"
    " in reverse order."
)
@claim("`push_async_callback` adds a coroutine function to call at the end")
@endings
@each_factory
def test_all_are_closed_in_reverse_order(
    end: Ending, raised: type[BaseException] | None, *, eager: bool
) -> None:
    @asynccontextmanager
    async def named(seen: list[str], name: str) -> AsyncIterator[None]:
        if name == "fails":
            raise ConnectionError
        try:
            yield
        finally:
            seen.append(name)

    async def callback(seen: list[str]) -> None:
        seen.append("callback")

    async def stack(seen: list[str], *names: str) -> None:
        async with AsyncExitStack() as all_of_them:
            all_of_them.push_async_callback(callback, seen)
            for name in names:
                await all_of_them.enter_async_context(named(seen, name))
            await end()

    async def commas(seen: list[str]) -> None:
        async with named(seen, "a"), named(seen, "b"):
            await end()

    seen: list[str] = []
    assert run(raised_by(stack(seen, "a", "b")), eager=eager) is raised
    assert seen == ["b", "a", "callback"]
    seen.clear()
    assert run(raised_by(stack(seen, "a", "b", "fails", "c")), eager=eager) is ConnectionError
    assert seen == ["b", "a", "callback"]
    seen.clear()
    run(raised_by(commas(seen)), eager=eager)
    assert seen == ["b", "a"]


@claim("`__init__` can't wait. Wait in a class method, then create the object.")
@claim("Without the `async`, the `await` would be a syntax error.")
def test_init_cannot_wait() -> None:
    class Wrong:
        async def __init__(self) -> None:  # type: ignore[misc]  # on purpose
            await asyncio.sleep(0)

    with warnings.catch_warnings(), pytest.raises(TypeError, match="should return None"):
        warnings.simplefilter("ignore")  # the coroutine is never awaited
        Wrong()
    with pytest.raises(SyntaxError):
        compile("class A:\n def __init__(self):\n  await self.open()", "a.py", "exec")

    class Right:
        def __init__(self, value: int) -> None:
            self.value = value

        @classmethod
        async def make(cls) -> Self:
            await asyncio.sleep(0.1)
            return cls(1)

    assert run(Right.make()).value == 1


@claim(
    "By default, a task gets a copy of the context when it is created. What the task sets stays in"
    " its copy."
)
@claim("`set` changes the value only in the current task, and `get` reads it.")
@claim("it is part of the task that awaits it, so both share one context")
@each_factory
def test_a_task_has_a_context_of_its_own(*, eager: bool) -> None:
    async def first_seen() -> str:
        seen = user.get()
        await asyncio.sleep(0.1)
        user.set("task")
        return seen

    async def main() -> None:
        user.set("Ada")
        task = asyncio.create_task(first_seen())
        user.set("Bob")
        assert await task == "Ada"
        assert user.get() == "Bob"
        assert await first_seen() == "Bob"
        assert user.get() == "task"  # awaited, it is part of this task

    run(main(), eager=eager)


@claim("A task that you create with `context=` uses the context that you pass, not a copy of it.")
@claim("all coroutines that one asyncio.Runner runs share a context.")
@each_factory
def test_contexts_that_are_not_copied(*, eager: bool) -> None:
    async def set_user(name: str) -> str:
        before = user.get()
        user.set(name)
        return before

    async def main() -> None:
        mine = contextvars.copy_context()
        await asyncio.create_task(set_user("Ada"), context=mine)
        assert mine[user] == "Ada"
        assert await asyncio.create_task(set_user("Bob"), context=mine) == "Ada"
        assert await asyncio.create_task(set_user("Cleo")) != "Bob"

    run(main(), eager=eager)
    with asyncio.Runner() as runner:
        runner.run(set_user("Ada"))
        assert runner.run(set_user("Bob")) == "Ada"


@claim(
    "`to_thread` copies the context, `run_in_executor` doesn't, and an async generator shares its"
    " caller's."
)
@claim("What you set in the copy isn't visible outside")
@claim("each part of it runs in the context of the task that asks for the next item.")
@each_factory
def test_threads_and_generators(*, eager: bool) -> None:
    def change() -> str:
        seen = user.get()
        user.set("thread")
        return seen

    async def generator() -> AsyncIterator[str]:
        while True:
            yield user.get()

    async def ask(name: str, source: AsyncIterator[str]) -> str:
        user.set(name)
        return await anext(source)

    async def main() -> None:
        user.set("Ada")
        loop = asyncio.get_running_loop()
        assert await asyncio.to_thread(change) == "Ada"
        assert await loop.run_in_executor(None, change) == "nobody"
        with ThreadPoolExecutor() as pool:
            assert await loop.run_in_executor(pool, copy_context().run, change) == "Ada"
        assert user.get() == "Ada"

        async with aclosing(generator()) as source:  # type: ignore[type-var]
            assert await anext(source) == "Ada"
            assert await asyncio.create_task(ask("Bob", source)) == "Bob"
            assert await asyncio.create_task(ask("Cleo", source)) == "Cleo"
            assert await anext(source) == "Ada"

    run(main(), eager=eager)


@claim("On older versions, `set` returns a token, and `reset(token)` brings the old value back.")
@claim("Don't set context variables in an async generator. If you do, close it with `aclosing`.")
@each_factory
def test_reset_works_in_the_same_context_only(*, eager: bool) -> None:
    raised: list[BaseException | None] = []

    async def generator() -> AsyncGenerator[int, None]:
        token = user.set("Ada")
        try:
            yield 1
        finally:
            try:
                user.reset(token)
                raised.append(None)
            except ValueError as error:
                raised.append(error)

    async def main() -> None:
        token = user.set("Bob")
        user.reset(token)
        assert user.get() == "nobody"
        async with aclosing(generator()) as source:
            await anext(source)
        assert raised == [None]
        assert user.get() == "nobody"
        async for _ in generator():
            break
        await asyncio.sleep(0.1)
        assert isinstance(raised[1], ValueError)
        assert user.get() == "Ada"

    contextvars.copy_context().run(run, main(), eager=eager)


@claim("If a source or the block fails, the error comes out of the block in an `ExceptionGroup`.")
@each_factory
def test_an_error_of_a_merged_stream_comes_out_in_a_group(*, eager: bool) -> None:
    program = Path("snippets/contexts/merged.py").read_text("utf-8")
    recipe: dict[str, Any] = {}
    exec(program.replace("asyncio.run(main())", ""), recipe)  # noqa: S102 - our own

    async def broken() -> AsyncIterator[str]:
        yield "one"
        raise KeyError

    async def block_fails() -> None:
        async with recipe["merged"](recipe["chat"]("Ada", 0.1)):
            raise KeyError

    async def source_fails() -> None:
        async with recipe["merged"](recipe["chat"]("Ada", 0.1), broken()) as stream:
            async for _ in stream:
                pass

    for main in (block_fails, source_fails):
        with pytest.raises(ExceptionGroup) as caught:
            run(main(), eager=eager)
        [error] = caught.value.exceptions
        assert isinstance(error, KeyError)


@claim("A source can be an async generator or any other async iterator.")
@each_factory
def test_a_class_is_merged_with_a_generator(*, eager: bool) -> None:
    program = Path("snippets/contexts/merged.py").read_text("utf-8")
    recipe: dict[str, Any] = {}
    exec(program.replace("asyncio.run(main())", ""), recipe)  # noqa: S102 - our own

    class Countdown:
        left = 2

        def __aiter__(self) -> Countdown:
            return self

        async def __anext__(self) -> str:
            if not self.left:
                raise StopAsyncIteration
            await asyncio.sleep(0.25)
            self.left -= 1
            return str(self.left)

    async def main() -> list[str]:
        async with recipe["merged"](recipe["chat"]("Ada", 0.2), Countdown()) as stream:
            return [item async for item in stream]

    assert run(main(), eager=eager) == ["Ada 1", "1", "Ada 2", "0"]


@claim("An `async for` waits for only one source.")
@claim("Leave the block early, and the tasks are cancelled.")
@each_factory
def test_a_merged_stream_can_be_left_early(*, eager: bool) -> None:
    program = Path("snippets/contexts/merged.py").read_text("utf-8")
    recipe: dict[str, Any] = {}
    exec(program.replace("asyncio.run(main())", ""), recipe)  # noqa: S102 - our own
    seen: list[str] = []

    async def source(name: str, count: int) -> AsyncIterator[str]:
        try:
            for _ in range(count):
                await asyncio.sleep(0.1)
                yield name
        finally:
            seen.append(f"{name} closed")

    async def main() -> None:
        async with recipe["merged"](source("a", 3), source("b", 100)) as stream:
            async for item in stream:
                seen.append(item)
                if len(seen) > 6:
                    break
        assert len(asyncio.all_tasks()) == 1

    async def whole() -> None:
        async with recipe["merged"](source("a", 3), source("b", 2)) as stream:
            assert sorted([item async for item in stream]) == ["a"] * 3 + ["b"] * 2
        async with recipe["merged"](source("", 1), nothings()) as stream:
            assert [item async for item in stream] == [None, None, ""]

    async def nothings() -> AsyncIterator[None]:
        for _ in range(2):
            yield None

    run(main(), eager=eager)
    assert {"a closed", "b closed"} <= set(seen)
    run(whole(), eager=eager)


@claim("The value that you `yield` is assigned to the name after `as`")
@claim(
    "`enter_async_context` enters a context manager, adds it to the stack, and returns what you"
    " would get after `as`."
)
def test_what_is_yielded_comes_after_as() -> None:
    @asynccontextmanager
    async def opened() -> AsyncIterator[str]:
        yield "line"
        closed.append("line")

    closed: list[str] = []

    async def main() -> None:
        async with opened() as line, AsyncExitStack() as stack:
            assert line == await stack.enter_async_context(opened()) == "line"
            assert not closed
        assert closed == ["line", "line"]

    run(main())
