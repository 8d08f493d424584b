"""What `docs/learn/coroutine-by-hand.md` claims."""

from __future__ import annotations

import ast
import asyncio
import inspect
import random
import types
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.claims.claim import claim, each_factory, run

Driven = Generator[Any, Any, Any] | Coroutine[Any, Any, Any]
SNIPPETS = Path("snippets/chaining")


@types.coroutine
def pause(value: object = "pausing") -> Generator[object, object, object]:
    """Stop, with a value for the driver; return what the driver sends."""
    return (yield value)


async def double(x: int, *, pauses: int = 0) -> int:
    """Pause as often as you are told, and return a result."""
    for _ in range(pauses):
        await pause()
    return x * 2


def drive(something: Driven) -> tuple[list[object], object]:
    """What comes out of `send(None)`, call by call, and the result."""
    out: list[object] = []
    while True:
        try:
            out.append(something.send(None))
        except StopIteration as stop:
            return out, stop.value


@claim("A coroutine doesn't run by itself.")
@claim("`send(None)` runs a coroutine until its next pause or until it ends.")
@claim("The second `send` continues `double` from the very line where it stopped.")
def test_send_runs_to_the_next_pause_or_to_the_end() -> None:
    ran: list[str] = []

    async def steps() -> None:
        ran.append("first")
        await double(6)  # an await, and no pause
        ran.append("still first")
        await double(6, pauses=1)
        ran.append("second")
        try:
            await pause()
        finally:
            ran.append("third")
            await pause()  # a clean-up may pause, too
        ran.append("end")

    coroutine = steps()
    assert ran == []
    coroutine.send(None)
    assert ran == ["first", "still first"]
    coroutine.send(None)
    assert ran[2:] == ["second"]
    coroutine.send(None)
    assert ran[3:] == ["third"]
    with pytest.raises(StopIteration):
        coroutine.send(None)
    assert ran[4:] == ["end"]

    async def fail() -> None:
        raise LookupError

    with pytest.raises(LookupError):  # an end as well
        fail().send(None)


@claim("The result of a coroutine arrives in `StopIteration`.")
@claim("Coroutines are built on the same machinery, and the same calls drive them.")
def test_a_result_arrives_in_stop_iteration() -> None:
    def generator(x: int, *, pauses: int = 0) -> Generator[str, None, int]:
        for _ in range(pauses):
            yield "pausing"
        return x * 2

    async def nothing() -> None:
        pass

    async def stop_iteration() -> StopIteration:
        return StopIteration("inside")

    for pauses in [0, 1, 3]:
        expected = ["pausing"] * pauses, 12
        assert drive(generator(6, pauses=pauses)) == expected
        assert drive(double(6, pauses=pauses)) == expected
    assert drive(nothing()) == ([], None)
    assert isinstance(drive(stop_iteration())[1], StopIteration)
    both: list[Driven] = [generator(6, pauses=1), double(6, pauses=1)]
    for driven in both:
        driven.send(None)
        with pytest.raises(LookupError):
            driven.throw(LookupError)


@claim(
    "A pause begins with something that yields, at the bottom of the chain. `await` passes it up."
)
@claim("`await` passed the `yield` from `pause` through `double` up to the driver")
def test_await_passes_a_pause_up() -> None:
    class Awaitable:
        def __await__(self) -> Iterator[str]:
            return iter(["no yield", "in sight"])

    async def chain(bottom: Any, height: int) -> object:  # noqa: ANN401 - whatever can be awaited
        if height:
            return await chain(bottom, height - 1)
        return await bottom

    for height in [0, 1, 10]:
        assert drive(chain(pause(), height)) == (["pausing"], None)
        assert drive(chain(Awaitable(), height)) == (["no yield", "in sight"], None)
        asking = chain(pause("a question"), height)
        assert asking.send(None) == "a question"
        with pytest.raises(StopIteration) as stop:
            asking.send("an answer")  # and what the driver sends goes down
        assert stop.value.value == "an answer"

    loop = asyncio.new_event_loop()
    future = loop.create_future()
    assert chain(future, 3).send(None) is future
    loop.close()


@claim("If nothing below it yields, an `await` doesn't pause.")
@claim(
    "An `await` by itself doesn't stop anything. A coroutine stops only if something at the bottom yields."
)
def test_an_await_by_itself_does_not_pause() -> None:
    class Nothing:
        def __await__(self) -> Generator[None, None, None]:
            yield from []

    async def many() -> str:
        for _ in range(10):
            await double(6)
            await Nothing()
        async with asyncio.Lock():
            return "done"

    assert drive(many()) == ([], "done")


@claim("A plain function is a generator function if its own body has a `yield`.")
@claim("Calling it runs nothing: it makes a generator.")
def test_what_makes_a_generator_function() -> None:
    ran = []

    def never_reached() -> Generator[None, None, None]:
        ran.append("never_reached")
        return
        yield

    def in_an_inner_function() -> Callable[[], Generator[int, None, None]]:
        def inner() -> Generator[int, None, None]:
            yield 1

        return inner

    async def not_plain() -> Any:  # noqa: ANN401 - the type of an asynchronous generator is beside the point
        yield 1

    assert inspect.isgeneratorfunction(never_reached)
    assert inspect.isgenerator(never_reached())
    assert not ran
    assert not inspect.isgeneratorfunction(in_an_inner_function)
    assert not inspect.isgeneratorfunction(not_plain)


@claim(
    "Each `send(None)` runs the generator up to its next `yield` and gives you the value it yields."
)
@claim("When the function returns, `send` raises StopIteration, which holds the returned value.")
@claim("A `for` loop makes such calls for you and drops the returned value.")
def test_how_a_generator_is_driven() -> None:
    def letters() -> Generator[str, None, str]:
        yield "a"
        yield "b"
        return "c"

    assert drive(letters()) == (["a", "b"], "c")
    assert list(letters()) == ["a", "b"]


@claim("The decorator types.coroutine above it lets you `await` that generator.")
@claim("It can also wrap a generator that uses `yield from`")
@each_factory
def test_the_decorator_lets_you_await_a_generator(*, eager: bool) -> None:
    def sleeping(x: int) -> Any:  # noqa: ANN401 - a generator, or what the decorator makes of it
        yield from asyncio.sleep(0.1).__await__()
        return x * 2

    @types.coroutine
    def on_a_coroutine(x: int) -> Any:  # noqa: ANN401 - as above
        yield from asyncio.sleep(0.1)
        return x * 2

    async def awaits(something: Any) -> object:  # noqa: ANN401 - whatever can be awaited
        return await something

    with pytest.raises(TypeError, match=r"generator.*await"):
        drive(awaits(sleeping(6)))
    decorated: Callable[[int], Any] = types.coroutine(sleeping)
    assert run(awaits(decorated(6)), eager=eager) == 12
    assert run(awaits(on_a_coroutine(6)), eager=eager) == 12


def scheduler(snippet: str) -> tuple[str, Callable[..., None]]:
    """The text of a snippet's `run`, and the function."""
    source = (SNIPPETS / snippet).read_text("utf-8")
    [function] = [
        node
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef) and node.name == "run"
    ]
    text = ast.get_source_segment(source, function)
    assert text
    namespace: dict[str, Any] = {"deque": deque, "print": lambda *_: None}
    exec(text, namespace)  # noqa: S102 - our own snippet
    return text, namespace["run"]


@claim("A driver for several coroutines fits in ten lines.")
@claim("an identical `run` drives generators as they were written in 2014")
def test_the_same_ten_lines() -> None:
    text, _ = scheduler("same_scheduler.py")
    assert len(text.splitlines()) == 10
    assert scheduler("yield_from.py")[0] == text


@claim("One that stops goes to the back of the queue. One that returns is gone.")
@claim("the turns are the same as asyncio's")
@each_factory
def test_the_turns_are_those_of_asyncio(*, eager: bool) -> None:
    async def work(
        turns: list[str], name: str, pauses: int, wait: Callable[[], Awaitable[object]]
    ) -> None:
        for number in range(pauses):
            turns.append(f"{name}{number}")
            await wait()
        turns.append(f"{name} ends")

    async def on_asyncio(turns: list[str], plan: list[int]) -> None:
        async with asyncio.TaskGroup() as group:
            for name, pauses in enumerate(plan):
                group.create_task(work(turns, str(name), pauses, lambda: asyncio.sleep(0)))

    _, schedule = scheduler("same_scheduler.py")
    seed = random.Random(1)  # noqa: S311 - no secrets here
    for _ in range(50):
        plan = [seed.randrange(5) for _ in range(seed.randrange(1, 6))]
        ours: list[str] = []
        schedule(*(work(ours, str(name), pauses, pause) for name, pauses in enumerate(plan)))
        theirs: list[str] = []
        run(on_asyncio(theirs, plan), eager=eager)
        assert ours == theirs
