"""What `docs/learn/seeing-inside.md` claims."""

from __future__ import annotations

import asyncio
import gc
import io
import logging
import re
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, closing
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse, ClientSession, TCPConnector, web
from aiohttp.test_utils import RawTestServer

from tests.claims.claim import claim, duration, each_factory, run
from tests.claims.from_outside import look, newer, running, shown, steady, until
from tests.claims.servers import asking
from tests.recipes.recipe import load

BIG = 1_000_000


def chain(task: asyncio.Task[Any]) -> list[str]:
    """The coroutines that a task awaits, as the page finds them."""
    found = []
    waits: Any = task.get_coro()
    while hasattr(waits, "cr_await"):
        found.append(waits.__name__)
        waits = waits.cr_await
        if type(waits).__name__ == "coroutine_wrapper":
            [waits] = gc.get_referents(waits)
    return found


@claim("A program that hangs waits for something: follow `cr_await` in each task to find out what.")
@claim("`print_stack` shows only the outermost coroutine of a waiting task.")
@claim("The stack of a waiting task has only one entry: its outermost coroutine.")
@each_factory
def test_the_stack_has_one_line_and_the_chain_has_all(*, eager: bool) -> None:
    async def inner() -> None:
        await asyncio.get_running_loop().create_future()

    async def middle() -> None:
        await inner()

    async def outer() -> None:
        await middle()

    async def main() -> tuple[int, str, list[str]]:
        task = asyncio.create_task(outer())
        await asyncio.sleep(0)
        printed = io.StringIO()
        task.print_stack(file=printed)
        result = len(task.get_stack()), printed.getvalue(), chain(task)
        task.cancel()
        return result

    lines, printed, found = run(main(), eager=eager)
    assert lines == 1
    assert "in outer" in printed
    assert "in inner" not in printed
    assert found == ["outer", "middle", "inner"]


@claim("It also follows the chain through aiohttp's `session.get`.")
def test_the_recipe_follows_a_request_of_aiohttp() -> None:
    recipe = load("seeing_inside/waits")

    async def page(request: web.BaseRequest) -> web.Response:
        return web.Response(body=bytes(BIG))

    async def open_two(session: ClientSession) -> None:
        first = await session.get("/")
        with closing(first):
            await session.get("/")

    async def main() -> list[str]:
        async with asking(page, limit=1) as session:
            task = asyncio.create_task(open_two(session))
            await asyncio.sleep(1)
            found = list(recipe.chain(task))
            task.cancel()
            await asyncio.wait([task])
            return found

    found = run(main())
    assert found[0].endswith("open_two")
    assert found[-1] == "BaseConnector._wait_for_available_connection"


async def numbers() -> AsyncIterator[int]:
    """Wait before the first number."""
    await asyncio.get_running_loop().create_future()
    yield 1


async def loops() -> None:
    """Wait in a loop."""
    async for _ in numbers():
        pass


async def enters() -> None:
    """Wait where a block begins."""
    async with asynccontextmanager(numbers)():
        pass


@claim(
    "The links end early at an async generator: in an `async for` over one, or at the"
    " start or end of a block that uses `asynccontextmanager`."
)
@claim("The call graph ends at an async generator, too.")
@pytest.mark.parametrize("waits", [loops, enters])
def test_the_links_end_at_an_async_generator(
    waits: Callable[[], Coroutine[Any, Any, None]],
) -> None:
    async def main() -> tuple[list[str], str]:
        task = asyncio.create_task(waits())
        await asyncio.sleep(0)
        found, graph = chain(task), io.StringIO()
        if sys.version_info >= (3, 14):
            asyncio.print_call_graph(task, file=graph)
        task.cancel()
        return found, graph.getvalue()

    found, graph = asyncio.run(main())
    assert found[0] == waits.__name__
    assert "numbers" not in found
    if sys.version_info >= (3, 14):
        assert waits.__name__ in graph
        assert "numbers" not in graph


async def page(_: web.BaseRequest) -> web.Response:
    """A page too long to fit in what is read ahead."""
    return web.Response(body=bytes(BIG))


Use = Callable[[ClientSession, str], Awaitable[object]]


async def third_request(
    use: Use, limit: float = 5, handler: Callable[..., Any] = page
) -> tuple[str, list[str]]:
    """Make two requests over two connections, then a third: how that ends, and where it waits."""
    pool = TCPConnector(limit=2)
    async with RawTestServer(handler) as server, ClientSession(connector=pool) as session:
        url = str(server.make_url("/"))
        kept = [await use(session, url), await use(session, url)]
        third = asyncio.ensure_future(use(session, url))
        assert isinstance(third, asyncio.Task)
        await asyncio.wait([third], timeout=limit)
        where = chain(third)
        hangs = third.cancel()
        await asyncio.wait([third])
        for one in kept:
            if isinstance(one, ClientResponse):
                one.close()
        return "hangs" if hangs else repr(third.exception()), where


async def left_open(session: ClientSession, url: str) -> object:
    """Neither read nor closed."""
    return await session.get(url)


async def read(session: ClientSession, url: str) -> object:
    """Read to its end."""
    return await (await session.get(url)).read()


async def closed(session: ClientSession, url: str) -> object:
    """Closed by its block."""
    async with session.get(url) as resp:
        return resp.status


@claim(
    "A large response that is neither read in full nor closed keeps its connection. When the"
    " pool has"
    " none left, the next request waits."
)
@claim(
    "A connection is free again when the whole body has been read, or when the response is closed"
)
def test_a_response_keeps_its_connection() -> None:
    result, where = run(third_request(left_open))
    assert result == "hangs"
    assert where[-1] == "_wait_for_available_connection"
    assert run(third_request(read))[0] == "None"
    assert run(third_request(closed))[0] == "None"


@claim("Small answers hide this: they arrive whole, and the connection is free without either.")
def test_a_small_response_keeps_no_connection() -> None:
    async def small(_: web.BaseRequest) -> web.Response:
        return web.Response(text="small")

    assert run(third_request(left_open, handler=small))[0] == "None"


DROPS = """
import asyncio, gc, sys
from aiohttp import ClientSession, web
from aiohttp.test_utils import RawTestServer
sys.stderr = sys.stdout

async def page(request):
    return web.Response(body=bytes(1_000_000))

async def main():
    async with RawTestServer(page) as server:
        async with ClientSession() as session:
            await session.get(server.make_url("/"))
            gc.collect()
        print("closed", flush=True)

asyncio.run(main())
"""


@claim(
    "The connection still refers to it, so garbage collection doesn't free either of them. Run"
    " the program"
    " with `python -X dev`, and aiohttp warns of an `Unclosed response` once the session is closed."
)
def test_a_dropped_response() -> None:
    async def drop(session: ClientSession, url: str) -> None:
        await session.get(url)
        gc.collect()

    assert run(third_request(drop))[0] == "hangs"
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-c", DROPS], capture_output=True, text=True, check=True
    )
    printed, _, warned = done.stdout.partition("closed\n")
    assert "Unclosed response" not in printed
    assert "Unclosed response" in warned


@claim(
    "Without our timeout, it would end after five minutes, which is aiohttp's default, with a"
    " `TimeoutError` that doesn't say why."
)
def test_the_default_limit() -> None:
    assert run(third_request(left_open, limit=299))[0] == "hangs"
    assert "TimeoutError()" in run(third_request(left_open, limit=301))[0]


@claim("Python 3.14 prints who waits for whom, from inside and from outside.")
def test_call_graphs_came_with_3_14() -> None:
    """What the page shows from inside is a snippet; what it shows from outside is below."""
    assert hasattr(asyncio, "print_call_graph") is (sys.version_info >= (3, 14))


MOMENTS = Path("tests/browser/moments")
SLOW_SPIN = """
import asyncio
import itertools
def thumbnail():
    sum(itertools.count())

async def answer(name):
    await asyncio.sleep(0.1)
    if name == "Bo":
        thumbnail()

async def main():
    async with asyncio.TaskGroup() as group:
        for name in ("Ada", "Bo", "Cy"):
            group.create_task(answer(name), name=name)

asyncio.run(main())
""".lstrip()
with_pstree = pytest.mark.parametrize("version", [(3, 14), (3, 15)], ids=["3.14", "3.15"])


def lasting(name: str, folder: Path) -> Path:
    """A program of the page that stays where it is looked at."""
    source = Path("snippets/seeing_inside", name).read_text("utf-8")
    file = folder / name
    file.write_text(re.sub(r"(sleep|timeout)\([\d.]+\)", r"\1(600)", source), "utf-8")
    return file


@with_pstree
def test_a_tree_of_tasks_from_outside(version: tuple[int, int], tmp_path: Path) -> None:
    python, program = newer(version), lasting("call_graph.py", tmp_path)
    command = "-m asyncio pstree"
    with running(python, program) as pid:
        expected = shown(command, program.name)
        until(expected, lambda: steady(look(python, command, pid), program))


@claim(
    "So you know which line hangs, but not why: `session.get` returns an object of aiohttp's, not"
    " a coroutine, and the tree ends there."
)
@pytest.mark.skipif(sys.version_info < (3, 14), reason="Python 3.14 with aiohttp is needed")
def test_a_tree_of_the_program_that_hangs(tmp_path: Path) -> None:
    program, command = lasting("requests_hang.py", tmp_path), "-m asyncio pstree"
    with running(sys.executable, program) as pid:
        expected = shown(command, program.name)
        until(expected, lambda: steady(look(sys.executable, command, pid), program))


IN_A_GENERATOR = """
import asyncio

async def numbers():
    await asyncio.sleep(600)
    yield 1

async def main():
    async for _ in numbers():
        pass

asyncio.run(main())
"""


@claim(
    "With an async generator it's the other way round: `pstree` shows where the generator waits."
)
@with_pstree
def test_a_tree_goes_through_a_generator(version: tuple[int, int], tmp_path: Path) -> None:
    python, program = newer(version), tmp_path / "in_a_generator.py"
    program.write_text(IN_A_GENERATOR, "utf-8")
    functions = ["main", "numbers", "sleep"]
    with running(python, program) as pid:
        until(
            " ".join(functions),
            lambda: " ".join(
                re.findall(r"(\w+) \S+:\d+$", look(python, "-m asyncio pstree", pid), re.M)
            ),
        )


IN_A_CIRCLE = """
import asyncio

async def waits_for(other):
    await tasks[other]

async def main():
    for name, other in [("Ada", "Bob"), ("Bob", "Ada")]:
        tasks[name] = asyncio.create_task(waits_for(other), name=name)
    await asyncio.sleep(600)

tasks = {}
asyncio.run(main())
"""


@claim("If tasks await one another in a circle, `pstree` prints the circle instead of a tree.")
@with_pstree
def test_a_circle_instead_of_a_tree(version: tuple[int, int], tmp_path: Path) -> None:
    python, program = newer(version), tmp_path / "in_a_circle.py"
    program.write_text(IN_A_CIRCLE, "utf-8")
    with running(python, program) as pid:

        def circle() -> str:
            found = re.search(
                r"^cycle: (.*)$", look(python, "-m asyncio pstree", pid, errors=True), re.M
            )
            return " ".join(sorted(set(found[1].split(" → ")))) if found else ""

        until("Ada Bob", circle)


@with_pstree
@pytest.mark.parametrize("command", ["ps", "pstree"])
def test_what_the_page_your_program_opens(command: str, version: tuple[int, int]) -> None:
    """`tests/browser/test_moments.py` opens these files."""
    python, program = newer(version), (MOMENTS / "waiting.py").resolve()
    sample = (MOMENTS / f"{command}.3.{version[1]}.txt").read_text("utf-8")
    with running(python, program) as pid:
        until(steady(sample), lambda: steady(look(python, f"-m asyncio {command}", pid), program))


@claim(
    "A program that was started with `-X disable-remote-debug` still answers: that option only"
    " keeps"
    " others from running code in it."
)
@with_pstree
def test_remote_debugging_is_something_else(version: tuple[int, int], tmp_path: Path) -> None:
    python, program = newer(version), lasting("call_graph.py", tmp_path)
    with running(python, program, "-X", "disable-remote-debug") as pid:
        expected = shown("-m asyncio pstree", program.name)
        until(expected, lambda: steady(look(python, "-m asyncio pstree", pid), program))
        inject = f"import sys; sys.remote_exec({pid}, {str(program)!r})"
        done = subprocess.run([python, "-c", inject], capture_output=True, text=True)
        assert "not enabled in the remote process" in done.stderr


@claim("Both commands need the Python version of the process and the right to look into it.")
def test_another_version_is_refused(tmp_path: Path) -> None:
    older, python = newer((3, 14)), newer((3, 15))
    program = lasting("call_graph.py", tmp_path)
    with running(python, program) as pid:
        until(
            "Error retrieving tasks: Can't attach from a Python 3.14 process to a Python 3.15"
            " process\n",
            lambda: look(older, "-m asyncio ps", pid),
        )
    text = " ".join(Path("docs/learn/seeing-inside.md").read_text("utf-8").split())
    assert "`Can't attach from a Python 3.14 process to a Python 3.15 process`" in text


@claim("But then each stack ends at the line of the task's own coroutine, here line 9.")
@claim(
    "Only the running task is counted, so the program that hangs gives `No samples were collected.`"
)
def test_tachyon_finds_the_task_that_computes(tmp_path: Path) -> None:
    python, program = newer((3, 15)), tmp_path / "slow_spin.py"
    program.write_text(SLOW_SPIN, "utf-8")
    command = "-m profiling.sampling dump --async-aware --async-mode=running"
    counts = "-m profiling.sampling attach -d 1 --async-aware"
    with running(python, program) as pid:
        until(shown(command, program.name), lambda: steady(look(python, command, pid), program))
        every = look(python, "-m profiling.sampling dump --async-aware", pid)
        assert "line 9, in answer" in every
        assert "in Cy" in every
        assert "line 4, in thumbnail" not in every
        found = columns(look(python, counts, pid))
        assert columns(shown(counts, program.name)).items() <= found.items()
    hangs = lasting("call_graph.py", tmp_path)
    with running(python, hangs) as pid:
        tree = shown("-m asyncio pstree", hangs.name)
        until(tree, lambda: steady(look(python, "-m asyncio pstree", pid), hangs))
        assert "No samples were collected." in look(python, counts, pid)
        waiting = look(python, f"{counts} --async-mode=all", pid)
        assert re.search(r" 100\.0 .* call_graph\.py:13\(fetch\)", waiting)


def columns(profile: str) -> dict[str, tuple[str, str]]:
    """Where samples were: the shares of each place, on top of the stack and anywhere in it."""
    rows = re.findall(r"^ *\d+/\d+ +([\d.]+) +\S+ +([\d.]+) +\S+  (.*)$", profile, re.MULTILINE)
    return {place: (direct, all_) for direct, all_, place in rows}


BLOCKED = """
import asyncio, time

async def suspended():
    await asyncio.sleep(600)

def blocks():
    print("ready", flush=True)
    time.sleep(600)

async def main():
    task = asyncio.create_task(suspended())
    await asyncio.sleep(0)
    blocks()

asyncio.run(main())
"""


@claim("py-spy sees threads, not tasks: it names the call that blocks, and says when none does.")
def test_py_spy_names_the_call_that_blocks() -> None:
    spy = Path(sys.executable).with_name("py-spy")
    with subprocess.Popen([sys.executable, "-c", BLOCKED], stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        found = subprocess.run([spy, "dump", "--pid", str(process.pid)], capture_output=True)
        process.kill()
    if found.returncode:
        pytest.skip(reason="py-spy may not attach to a process here")
    assert b"blocks (" in found.stdout
    assert b"suspended (" not in found.stdout  # the command line has its name, too


@claim("A task that measures how late it wakes up shows that something blocks the loop.")
@each_factory
def test_a_late_task_shows_a_block(*, eager: bool) -> None:
    async def lateness(blocked: float) -> float:
        loop = asyncio.get_running_loop()
        worst = 0.0

        async def watch() -> None:
            nonlocal worst
            for _ in range(10):
                due = loop.time() + 0.1
                await asyncio.sleep(0.1)
                worst = max(worst, loop.time() - due)

        async def work() -> None:
            await asyncio.sleep(0.25)
            time.sleep(blocked)

        await asyncio.gather(watch(), work())
        return round(worst, 6)

    assert run(lateness(0), eager=eager) == 0
    assert run(lateness(0.35), eager=eager) == 0.3
    assert run(lateness(2), eager=eager) == 1.95


number = ContextVar("number", default="-")


class AddNumber(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.number = number.get()
        return True


@claim("A context variable and a logging filter put the request's id on each line.")
@claim(
    "A task that is created inside `handle` starts with a copy of its context, so its lines have"
    " the"
    " number too."
)
@claim("A global variable would show the number of whichever request came last.")
@each_factory
def test_each_line_has_its_number(*, eager: bool) -> None:
    seen: list[tuple[str, str, str]] = []
    last = "-"

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            seen.append((record.getMessage(), record.__dict__["number"], last))

    log = logging.getLogger("tests.seeing_inside")
    log.setLevel(logging.INFO)
    log.propagate = False
    handler = Keep()
    handler.addFilter(AddNumber())
    log.handlers = [handler]

    async def load(name: str) -> None:
        await asyncio.sleep(0.1)
        log.info(name)

    async def handle(name: str) -> None:
        nonlocal last
        last = name
        number.set(name)
        await load(name)
        await asyncio.create_task(load(name))

    async def main() -> None:
        async with asyncio.TaskGroup() as group:
            for name in "abc":
                group.create_task(handle(name))

    run(main(), eager=eager)
    assert len(seen) == 6
    assert all(text == by_context for text, by_context, _ in seen)
    assert {by_global for _, _, by_global in seen} == {"c"}


@claim("aiohttp handles each request in a separate task.")
def test_one_task_for_each_request() -> None:
    async def main() -> tuple[int, float, int]:
        tasks = set()

        async def handle(_: web.BaseRequest) -> web.Response:
            tasks.add(asyncio.current_task())
            await asyncio.sleep(0.1)
            return web.Response()

        async with RawTestServer(handle) as server:
            url = server.make_url("/")
            async with ClientSession(connector=TCPConnector(limit=1)) as session:
                took = await duration(
                    asyncio.gather(closed(session, str(url)), closed(session, str(url)))
                )
            one = len(tasks)
            tasks.clear()
            async with ClientSession() as session:
                await asyncio.gather(closed(session, str(url)), closed(session, str(url)))
            return one, took, len(tasks)

    assert run(main()) == (2, 0.2, 2)


BAD = """
import asyncio
import elsewhere

async def report():
    elsewhere.blocks()
    await asyncio.sleep(0)

async def main():
    report()
    await asyncio.sleep(0)
"""


@claim(
    "Linters find what can be seen in one file, not a forgotten `await` or a call that blocks"
    " elsewhere."
)
def test_linters_miss_a_forgotten_await(tmp_path: Path) -> None:
    path = tmp_path / "bad.py"

    def found(text: str) -> bool:
        path.write_text(text, "utf-8")
        options = ["--isolated", "--select", "ASYNC,RUF006", str(path)]
        tools = [["ruff", "check", *options], ["flake8_async", str(path)]]
        ended = [
            subprocess.run([sys.executable, "-m", *tool], capture_output=True) for tool in tools
        ]
        return any(process.returncode for process in ended)

    assert not found(BAD)
    assert found(
        BAD.replace("elsewhere.blocks()", "__import__('x')\n    import time; time.sleep(1)")
    )
