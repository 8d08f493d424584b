"""What `docs/learn/where-async-belongs.md` claims."""

from __future__ import annotations

import ast
import asyncio
import functools
import gc
import inspect
import re
import sys
import threading
import time
import warnings
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from mypy import api

import lab
from tests.claims.claim import claim, duration, each_factory, run

SNIPPETS = Path("snippets/where_async_belongs")


async def fetch_price(item: str, seconds: float = 0.1) -> int:
    """Ask a shop, which takes a moment."""
    await asyncio.sleep(seconds)
    return len(item) * 10


def functions(snippet: str) -> dict[str, Callable[..., Any]]:
    """The functions of a snippet, without the calls at its end."""
    tree = ast.parse((SNIPPETS / snippet).read_text("utf-8"))
    kept = (ast.Import, ast.FunctionDef, ast.AsyncFunctionDef)
    tree.body = [node for node in tree.body if isinstance(node, kept)]
    namespace: dict[str, Any] = {}
    exec(compile(tree, snippet, "exec"), namespace)  # noqa: S102 - our own snippet
    return {name: thing for name, thing in namespace.items() if inspect.isfunction(thing)}


@claim(
    "A plain function can't `await`. In the loop's thread, a function that needs a"
    " coroutine's answer has to be a coroutine function, too."
)
@claim("You need an `await` there, but in a plain function, `await` is a syntax error.")
@claim(
    "Nothing in asyncio lets a plain function that is called from a coroutine wait for another coroutine"
    " in the same loop."
)
@claim(
    "No, because you can only use asyncio.run where no loop is running, and here `main`"
    " already runs in one."
)
@each_factory
def test_a_plain_function_cannot_wait_in_a_running_loop(*, eager: bool) -> None:
    with pytest.raises(SyntaxError):
        compile("def price():\n return await fetch_price('lamp')", "<claim>", "exec")

    def run_it(coroutine: Any) -> object:  # noqa: ANN401 - as it is
        return asyncio.run(coroutine)

    def run_until_complete(coroutine: Any) -> object:  # noqa: ANN401 - as it is
        return asyncio.get_running_loop().run_until_complete(coroutine)

    def in_a_loop_of_its_own(coroutine: Any) -> object:  # noqa: ANN401 - as it is
        loop = asyncio.new_event_loop()
        try:
            return loop.run_until_complete(coroutine)
        finally:
            loop.close()

    def result_of_a_task(coroutine: Any) -> object:  # noqa: ANN401 - as it is
        return asyncio.create_task(coroutine).result()

    def threadsafe(coroutine: Any) -> object:  # noqa: ANN401 - as it is
        future = asyncio.run_coroutine_threadsafe(coroutine, asyncio.get_running_loop())
        return future.result(timeout=0.01)

    async def main() -> None:
        for get_answer in [run_it, run_until_complete, in_a_loop_of_its_own]:
            coroutine = fetch_price("lamp")
            with pytest.raises(RuntimeError, match="running"):
                get_answer(coroutine)
            coroutine.close()
        with pytest.raises(asyncio.InvalidStateError):
            result_of_a_task(fetch_price("lamp"))
        with pytest.raises(TimeoutError):
            threadsafe(fetch_price("lamp"))

    run(main(), eager=eager)
    with lab.installed():
        assert run_it(fetch_price("lamp")) == 40  # here none is running


@claim("There is no `await` in the plain function, so you no longer see where other tasks may run.")
@pytest.mark.skipif(sys.platform == "emscripten", reason="greenlet is compiled code")
@each_factory
def test_greenlet_lets_a_plain_function_wait(*, eager: bool) -> None:
    import greenlet  # type: ignore[import-untyped]  # it has no type hints

    recipe = functions("with_greenlet.py")
    recipe["call"].__globals__.update(getcurrent=greenlet.getcurrent, greenlet=greenlet.greenlet)
    seen: list[str] = []

    async def fails() -> None:
        await asyncio.sleep(0.1)
        raise LookupError

    def plain() -> str:
        try:
            recipe["wait_for"](fails())
        except LookupError:
            seen.append("plain goes on")
        return "answer"

    async def main() -> None:
        tick = asyncio.create_task(asyncio.sleep(0.05))
        tick.add_done_callback(lambda _: seen.append("another task"))
        assert await recipe["call"](plain) == "answer"

    run(main(), eager=eager)
    assert seen == ["another task", "plain goes on"]


@claim(
    "The program calls `close` only to prevent the warning about a coroutine that was never awaited."
)
@claim("you can't multiply a coroutine")
def test_what_a_plain_call_gives() -> None:
    def warned(*, close: bool) -> bool:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            price: Any = fetch_price("lamp")
            with pytest.raises(TypeError, match="'coroutine' and 'float'"):
                price * 1.2
            if close:
                price.close()
            del price
            gc.collect()
        return any("was never awaited" in str(each.message) for each in caught)

    assert warned(close=False)
    assert not warned(close=True)


@claim("Write `await main()` instead")
@claim("There, a loop is running before your first line, and keeps running.")
@each_factory
def test_in_a_notebook(*, eager: bool) -> None:
    async def notebook() -> None:
        main = fetch_price("lamp")
        with pytest.raises(
            RuntimeError, match=r"asyncio\.run\(\) cannot be called from a running event loop"
        ):
            asyncio.run(main)
        assert await main == 40

    run(notebook(), eager=eager)


@claim(
    "Your logic can stay in plain functions if you pass them values instead of letting"
    " them fetch the values."
)
@claim("Wait in a few coroutines at the edge of your program.")
@claim("`with_tax` and `price_tag` are plain again.")
@claim(
    "So `price_with_tax` has to become a coroutine function. The same is then true of its"
    " caller, and of its caller's caller:"
)
def test_what_stays_plain() -> None:
    def coroutine_functions(snippet: str) -> set[str]:
        found = functions(snippet)
        return {name for name in found if inspect.iscoroutinefunction(found[name])}

    everywhere = {"fetch_price", "price_with_tax", "price_tag", "main"}
    assert coroutine_functions("async_all_the_way.py") == everywhere
    assert coroutine_functions("plain_core.py") == {"fetch_price", "main"}
    plain = functions("plain_core.py")
    assert plain["price_tag"]("test", 10) == "test: 12.00 euros"  # no loop, no shop


@claim("with `asyncio.run`, and you get its answer")
@claim("with `await`, and you get its answer")
@claim("start a task with `create_task`; you can't wait for its answer here")
@claim("yes, if it is quick")
@each_factory
def test_who_may_call_whom(*, eager: bool) -> None:
    answers: list[object] = []

    def plain() -> asyncio.Task[int]:
        task = asyncio.create_task(fetch_price("lamp"))
        assert not task.done()
        with pytest.raises(asyncio.InvalidStateError):
            task.result()
        task.add_done_callback(lambda task: answers.append(task.result()))
        return task

    async def main() -> None:
        answers.append(await fetch_price("chair"))
        task = plain()
        assert await task == 40
        alarm = asyncio.create_task(duration(asyncio.sleep(0.1)))
        await asyncio.sleep(0)
        sum(range(10))  # quick
        time.sleep(0.5)  # and not quick: everything else waits
        assert await alarm == 0.5

    run(main(), eager=eager)
    assert answers == [50, 40]
    with lab.installed():
        assert asyncio.run(fetch_price("lamp")) == 40
        with pytest.raises(RuntimeError, match="no running event loop"):
            plain_without_a_loop()


def plain_without_a_loop() -> None:
    """Start a task where no loop runs."""
    coroutine = fetch_price("lamp")
    try:
        asyncio.create_task(coroutine)
    finally:
        coroutine.close()


@claim("`on_click` returns at once, long before anything is saved.")
@claim(
    "As the second row says, a plain function can't await a coroutine, but it can start"
    " one as a task."
)
@each_factory
def test_a_plain_function_can_start_something(*, eager: bool) -> None:
    saved: list[str] = []
    background: set[asyncio.Task[None]] = set()

    async def save(text: str) -> None:
        await asyncio.sleep(0.1)
        saved.append(text)

    def on_click() -> None:
        task = asyncio.create_task(save("diary"))
        background.add(task)
        task.add_done_callback(background.discard)

    async def main() -> None:
        loop = asyncio.get_running_loop()
        start = loop.time()
        on_click()
        assert loop.time() == start
        assert not saved
        loop.call_soon(on_click)  # an event handler, called by the loop
        await asyncio.sleep(0)
        assert len(background) == 2
        await asyncio.gather(*background)
        assert saved == ["diary"] * 2
        await asyncio.sleep(0)
        assert not background

    run(main(), eager=eager)


@claim("Call `asyncio.run` once, at the top of the program.")
@claim("Each of those calls would make a loop, wait for a single thing, and close the loop again.")
def test_one_door_or_many() -> None:
    items = ["lamp", "chair", "bookshelf"]
    loops: set[asyncio.AbstractEventLoop] = set()
    ended: list[str] = []
    lock = asyncio.Lock()

    async def fetch(item: str) -> int:
        loops.add(asyncio.get_running_loop())
        return await fetch_price(item, 0.2)

    async def fetch_all() -> list[int]:
        return list(await asyncio.gather(*(fetch(item) for item in items)))

    def took(program: Callable[[], object]) -> float:
        loops.clear()
        start = time.monotonic()
        assert program() == [40, 50, 90]
        return round(time.monotonic() - start, 6)

    async def share() -> None:
        async def hold() -> None:
            async with lock:
                await asyncio.sleep(0.1)

        await asyncio.gather(hold(), hold())

    async def start_in_the_background() -> asyncio.Task[int]:
        task = asyncio.create_task(fetch_price("lamp", 10))
        task.add_done_callback(
            lambda task: ended.append("cancelled" if task.cancelled() else "done")
        )
        return task

    with lab.installed():
        assert took(lambda: asyncio.run(fetch_all())) == 0.2
        assert len(loops) == 1
        assert took(lambda: [asyncio.run(fetch(item)) for item in items]) == 0.6
        assert len(loops) == 3
        assert all(loop.is_closed() for loop in loops)
        asyncio.run(share())
        with pytest.raises(RuntimeError, match="bound to a different event loop"):
            asyncio.run(share())
        asyncio.run(start_in_the_background())  # nothing goes on behind the door
        assert ended == ["cancelled"]


@claim("Async helps programs that wait, not programs that compute.")
@claim("Both waits begin before either ends.")
@claim(
    "The second computation begins only when the first has ended, and while one of them runs, no"
    " other task gets a turn."
)
@each_factory
def test_waits_overlap_and_computations_do_not(*, eager: bool) -> None:
    lines: list[str] = []

    async def wait(name: str) -> None:
        lines.append(f"{name} begins")
        await asyncio.sleep(0.1)
        lines.append(f"{name} ends")

    async def compute(name: str) -> None:
        lines.append(f"{name} begins")
        sum(range(1000))
        lines.append(f"{name} ends")

    async def both(function: Callable[[str], Awaitable[None]]) -> list[str]:
        async def follow(name: str) -> None:
            await function(name)

        lines.clear()
        asyncio.get_running_loop().call_soon(lines.append, "another turn")
        await asyncio.gather(follow("first"), follow("second"))
        return list(lines)

    waits = run(both(wait), eager=eager)
    assert waits.index("second begins") < waits.index("first ends")
    computations = run(both(compute), eager=eager)
    if "another turn" in computations:  # eager tasks don't wait for a turn at all
        computations.remove("another turn")
    assert computations == ["first begins", "first ends", "second begins", "second ends"]


@claim(
    "If you call `result` in the loop's own thread, the loop waits for itself, and the"
    " program hangs until the `timeout` is over."
)
def test_waiting_for_the_loop_in_its_own_thread_hangs() -> None:
    async def main() -> None:
        call = asyncio.run_coroutine_threadsafe(asyncio.sleep(0), asyncio.get_running_loop())
        with pytest.raises(TimeoutError):
            call.result(timeout=0.2)
        await asyncio.sleep(0)

    asyncio.run(main())  # on asyncio's own loop, with its threads


@claim(
    "If you call `loop.create_task`, `Event.set` or `put_nowait` from another thread, the"
    " loop may notice late or never."
)
@pytest.mark.parametrize("what", ["create_task", "set", "put_nowait", "call_soon_threadsafe"])
def test_what_another_thread_does_may_go_unnoticed(what: str) -> None:
    async def main() -> bool:
        loop = asyncio.get_running_loop()
        event = asyncio.Event()
        queue: asyncio.Queue[int] = asyncio.Queue()

        async def seen() -> None:
            event.set()

        async def got() -> None:
            await queue.get()
            event.set()

        taking = asyncio.create_task(got())

        def act() -> None:
            time.sleep(0.1)  # by then, the loop sleeps
            if what == "create_task":
                loop.create_task(seen())
            elif what == "set":
                event.set()
            elif what == "put_nowait":
                queue.put_nowait(1)
            else:
                loop.call_soon_threadsafe(event.set)

        await asyncio.sleep(0.05)
        thread = threading.Thread(target=act)
        loop.call_later(1, lambda: None)  # by then, the loop wakes up anyway
        start = loop.time()
        thread.start()
        await event.wait()
        taking.cancel()
        thread.join()
        return loop.time() - start > 0.9

    late = asyncio.run(main(), debug=False)
    assert late is (what != "call_soon_threadsafe")


@claim(
    "If you check the function instead, you may not recognise one that is wrapped in a"
    " `lambda` or a decorator."
)
def test_a_wrapped_coroutine_function_is_not_always_recognised() -> None:
    @functools.wraps(fetch_price)
    def decorated(item: str) -> Awaitable[int]:
        return fetch_price(item)

    assert inspect.iscoroutinefunction(fetch_price)
    assert inspect.iscoroutinefunction(functools.partial(fetch_price, "tea"))  # this one is
    wrappers: list[Callable[[str], Awaitable[int]]] = [decorated, lambda item: fetch_price(item)]
    for wrapped in wrappers:
        assert not inspect.iscoroutinefunction(wrapped)
        coroutine = wrapped("tea")
        assert inspect.isawaitable(coroutine)
        assert run(fetched(coroutine)) == 30


async def fetched(answer: Awaitable[int]) -> int:
    return await answer


HINTED = """
import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import aclosing, asynccontextmanager
from typing import Any

async def fetch_price(item: str) -> int:
    return 40

def is_given(fetch: Callable[[str], Awaitable[int]]) -> None: ...
async def awaits(work: Awaitable[int]) -> int:
    return await work
async def starts(work: Coroutine[Any, Any, int]) -> None:
    asyncio.create_task(work)
async def iterates() -> AsyncIterator[int]:
    yield 1
async def generates() -> AsyncGenerator[int, None]:
    yield 1
@asynccontextmanager
async def opened() -> AsyncIterator[int]:
    yield 1

async def right() -> None:
    is_given(fetch_price)
    await awaits(fetch_price("lamp"))
    await awaits(asyncio.create_task(fetch_price("lamp")))
    await awaits(asyncio.get_running_loop().create_future())
    await starts(fetch_price("lamp"))
    async with opened() as number:
        number + 1
    async with aclosing(generates()) as numbers:
        async for number in numbers:
            number + 1

async def wrong(work: Awaitable[int]) -> None:
    asyncio.create_task(work)  # arg-type
    async with aclosing(iterates()) as numbers:  # type-var
        pass
    is_given(len)  # arg-type
    price: int = fetch_price("lamp")  # assignment
    fetch_price("lamp")  # unused-coroutine
"""


@claim("The call itself returns a `Coroutine[Any, Any, int]`, but you rarely have to write that:")
@claim("`Awaitable[int]`, which takes a coroutine, a task or a future")
@claim("`AsyncIterator[int]`, or `AsyncGenerator[int, None]` if it is closed with `aclosing`")
@claim(
    "With type hints, a type checker can find a forgotten `await` before you run the"
    ' program. For `price: int = fetch_price("lamp")`, mypy asks `Maybe you forgot to use'
    ' "await"?` For a line with nothing but `fetch_price("lamp")`, it asks `Are you'
    " missing an await?`"
)
def test_a_type_checker_takes_the_hints_and_finds_a_forgotten_await(tmp_path: Path) -> None:
    program = tmp_path / "hinted.py"
    program.write_text(HINTED, "utf-8")
    told, _, _ = api.run(["--strict", "--config-file=", "--no-incremental", str(program)])
    lines = HINTED.splitlines()
    expected = {
        number: line.rpartition("# ")[2] for number, line in enumerate(lines, 1) if "  # " in line
    }
    found = re.findall(r":(\d+): error: .*\[([\w-]+)\]$", told, re.M)
    assert {int(number): kind for number, kind in found} == expected
    assert 'Maybe you forgot to use "await"?' in told
    assert "Are you missing an await?" in told
