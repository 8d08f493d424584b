"""The worker that runs programs in pages, driven in Node."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest

from lab.programs.recorded import Recorded
from lab.snippets.expected import problems
from lab.snippets.session import Session
from lab.snippets.snippet import Snippet, programs
from lab.trace.changes import Ready, Thing
from lab.trace.data import Trace
from tests.browser.runtime import PYTHON, WORKER, Runtime
from tests.support import demand

pytestmark = pytest.mark.browser

TOLERANCE = 0.15
"""By how many seconds a duration may differ in real time: what programs compute by then."""
COMPUTES = {"a_thousand.py": 2.0}
"""As many seconds as a slow machine takes for what a program computes, if that is more."""


def test_each_snippet_prints_what_its_page_says(snippet_path: Path, runtime: Runtime) -> None:
    # In real time. With waits skipped, test_every_page.py runs each by its button on its page.
    snippet = Snippet.read(snippet_path)
    if not snippet.metadata.in_browser:
        pytest.skip(reason=snippet.metadata.reasons["browser"])
    result = runtime.run(snippet.source, snippet_path.name, time="real")
    run = Recorded(tuple(result.pieces), result.done["status"])
    tolerance = COMPUTES.get(snippet_path.name, TOLERANCE)
    demand(lambda: problems(snippet, run, tolerance, PYTHON))


def test_most_snippets_run_in_the_browser(project: Path) -> None:
    """Those that need a library that no page has say so in `dependencies`: they aren't counted."""
    folder = project / "snippets"
    files = [Snippet.read(path).metadata for path in programs(folder)]
    files += [Session.read(path).metadata for path in folder.rglob("*.pycon")]
    could = [one.in_browser for one in files if set(map(_package, one.dependencies)) <= PAGES_HAVE]
    assert sum(could) >= 0.85 * len(could)


PAGES_HAVE = {"aiohttp", "yarl", "twisted"}
"""The packages that a page loads for a program that imports them."""


def _package(requirement: str) -> str:
    return re.split(r"[^\w-]", requirement)[0]


def test_few_bytes_are_needed_before_a_program_prints() -> None:
    texts = [WORKER, *(WORKER.parent / f"pyodide.{end}" for end in ("mjs", "asm.mjs", "asm.wasm"))]
    size = sum(len(gzip.compress(path.read_bytes())) for path in texts)
    size += sum((WORKER.parent / name).stat().st_size for name in ("core.zip", "lab.zip"))
    assert size <= 5_300_000


THREE_PRINTS = """
import asyncio
async def main():
    for n in range(3):
        print(n, end=" ")
        await asyncio.sleep(0.2)
asyncio.run(main())
"""


def test_output_arrives_as_it_is_printed(runtime: Runtime) -> None:
    result = runtime.run(THREE_PRINTS, time="real")
    assert result.text() == "0 1 2 "
    first, second, third = result.slept
    assert second - first > 0.1  # what is kept for later comes with the next
    assert third - second > 0.1


def test_time_can_be_slowed_down(runtime: Runtime) -> None:
    source = (
        "import asyncio, time\n"
        "began = time.perf_counter()\n"
        "print('begins')\n"
        "asyncio.run(asyncio.sleep(0.1))\n"
        "time.sleep(0.1)\n"
        "print(f'{time.perf_counter() - began:.1f}')"
    )
    result = runtime.run(source, time="slow")
    assert result.text() == "begins\n0.2\n"
    assert 0.9 < result.slept[-1] - result.slept[0] <= 1.0


def test_time_can_be_skipped(runtime: Runtime) -> None:
    result = runtime.run("import asyncio; asyncio.run(asyncio.sleep(3600)); print('later')")
    assert result.text() == "later\n"
    assert result.done["slept"] < 3600


def test_the_timeline_grows_while_the_program_runs(runtime: Runtime) -> None:
    source = "import asyncio\nasync def main():\n for n in range(6): await asyncio.sleep(0.3)\n"
    result = runtime.run(source + "asyncio.run(main())", time="real")
    assert len(result.timelines) >= 2
    assert all("<svg" in html for html in result.timelines)
    assert result.done["seconds"] < 2.7  # drawing is done while the program waits


def test_the_timeline_grows_while_all_tasks_wait_and_says_so(runtime: Runtime) -> None:
    source = (
        "import asyncio, time\n"
        "async def job(seconds): await asyncio.sleep(seconds)\n"
        "async def main(): await asyncio.gather(job(1.2), job(2))\n"
        "began = time.perf_counter()\n"
        "asyncio.run(main())\n"
        "print(f'{time.perf_counter() - began:.1f}')\n"
    )
    result = runtime.run(source, time="real")
    assert result.text() == "2.0\n"  # drawing is no part of it
    *growing, _ = result.timelines
    assert len(growing) >= 2
    lasted = []
    for html in growing:
        assert "blocks the loop" not in html
        (wide, _) = re.findall("<svg.*?</svg>", html, re.DOTALL)
        waits = dict(re.findall(r"waits for (.*?), line \d, ([\d.]+) s", wide))
        assert list(waits) == ["gather of 2", "sleep 1.2 s", "sleep 2 s"]
        lasted.append(float(waits["gather of 2"]))
    assert lasted[0] > 0.15
    assert lasted[1] > lasted[0] + 0.4


def test_a_run_that_is_too_long_to_record_says_so_in_each_drawing(runtime: Runtime) -> None:
    source = (
        "import asyncio\n"
        "async def main():\n"
        "    for n in range(6_000): await asyncio.sleep(0)\n"
        "    await asyncio.sleep(1)\n"
        "    await asyncio.sleep(4)\n"
        "asyncio.run(main())\n"
    )
    result = runtime.run(source, time="real")
    assert [html.count("Cut: the first 5,000") > 0 for html in result.timelines] == [True, True]
    assert Trace.from_json(result.done["trace"]).note.startswith("Cut:")


def test_a_drawing_that_fails_does_not_disturb_the_program(runtime: Runtime) -> None:
    source = (
        "import asyncio, lab.timeline.drawing\n"
        "lab.timeline.drawing.figure = None\n"
        "asyncio.run(asyncio.sleep(1))\n"
        "print('done')\n"
    )
    result = runtime.run(source, time="real")
    assert (result.text(), result.text("stderr")) == ("done\n", "")
    assert result.timelines == ["<p>This run could not be drawn: TypeError.</p>"]
    runtime.stop()  # what was broken stays so


def test_the_trace_and_its_export_come_at_the_end(runtime: Runtime) -> None:
    result = runtime.run(THREE_PRINTS)
    trace = Trace.from_json(result.done["trace"])
    assert [task.coroutine for task in trace.tasks] == ["main"]
    assert trace.clock == "virtual"
    events = json.loads(result.done["perfetto"])["traceEvents"]
    assert [event["name"] for event in events if event["ph"] == "i"] == ["stdout: 0 1 2 "]


def test_a_traceback_names_the_line(runtime: Runtime) -> None:
    result = runtime.run("def f():\n    raise ValueError('no')\nf()\n", "my idea.py")
    assert result.done["status"] == 1
    assert result.done["error"] == {
        "type": "ValueError",
        "message": "no",
        "line": 2,
        "lines": [2],
    }
    assert result.text("stderr") == (
        "Traceback (most recent call last):\n"
        '  File "/home/pyodide/my idea.py", line 3, in <module>\n'
        "    f()\n"
        "    ~^^\n"
        '  File "/home/pyodide/my idea.py", line 2, in f\n'
        "    raise ValueError('no')\n"
        "ValueError: no\n"
    )


def test_a_syntax_error_names_the_line(runtime: Runtime) -> None:
    result = runtime.run("print(1)\nfor for\n")
    assert result.done["error"]["line"] == 2
    assert result.done["error"]["type"] == "SyntaxError"
    assert result.text() == ""


def test_exit_codes(runtime: Runtime) -> None:
    assert runtime.run("raise SystemExit(3)").done["status"] == 3
    result = runtime.run("import sys; sys.exit('enough')")
    assert (result.done["status"], result.text("stderr")) == (1, "enough\n")


def test_a_program_may_end_python_itself(runtime: Runtime) -> None:
    result = runtime.run("import os\nprint('before')\nos._exit(3)")
    assert (result.done["status"], result.done["error"]) == (3, None)
    assert result.text() == "before\n"
    assert result.text("stderr") == ""
    result = runtime.run("deep = []\nfor n in range(100_000): deep = [deep]\nprint(repr(deep))")
    assert "called itself too deeply" in result.done["error"]["message"]


def test_a_deadlock_is_reported_with_the_tasks_that_wait(runtime: Runtime) -> None:
    source = (
        "import asyncio\nasync def main():\n    await asyncio.Event().wait()\nasyncio.run(main())\n"
    )
    for time in ("skip", "real"):
        result = runtime.run(source, time=time)
        assert result.done["error"]["type"] == "Deadlock"
        assert "Task-1 waits for Event" in result.text("stderr")
        assert "idea.py:3 in main" in result.text("stderr")


def test_a_coroutine_that_was_never_awaited_is_reported(runtime: Runtime) -> None:
    result = runtime.run("import asyncio\nasync def main(): pass\nmain()\n")
    assert "RuntimeWarning: coroutine 'main' was never awaited" in result.text("stderr")


def test_streams_are_told_apart_and_in_order(runtime: Runtime) -> None:
    result = runtime.run("import sys\nfor n in range(3):\n print(n)\n print(n, file=sys.stderr)")
    text = "".join(f"{piece.stream[3]}{piece.text.strip()}" for piece in result.pieces)
    assert text == "o0e0o1e1o2e2"


def test_bytes_written_to_the_buffer_arrive(runtime: Runtime) -> None:
    result = runtime.run("import sys\nsys.stdout.buffer.write('né\\n'.encode())\nprint('é')")
    assert result.text() == "né\né\n"


def test_a_flood_is_batched_and_capped(runtime: Runtime) -> None:
    result = runtime.run("for n in range(30_000): print(n)")
    assert result.done["capped"]
    assert result.text().count("\n") <= 10_001
    assert "Only the first 10,000 lines" in result.text("stderr")
    assert len(result.times) < 500
    result = runtime.run("print('x' * 400_000)")
    assert result.done["capped"]
    assert len(result.text()) <= 250_001


@pytest.mark.parametrize(
    "source",
    [
        "kept = []\nwhile True: kept.append(bytes(10**7))",
        "x = 'a' * 10**9",
        "kept = [1]\nwhile True: kept += kept",
    ],
)
def test_a_runaway_allocation_ends_in_a_message(runtime: Runtime, source: str) -> None:
    result = runtime.run(source)
    assert result.done["error"]["type"] == "MemoryError"
    assert result.text("stderr").endswith("\nMemoryError\n")
    assert not result.done["reusable"]


USED_UP = "The program used up its memory, and was ended."


def test_memory_used_up_in_small_pieces_ends_in_a_message(runtime: Runtime) -> None:
    result = runtime.run(
        "import asyncio\nasync def main():\n x = []\n while True: x.append([0] * 1000)\n"
        "asyncio.run(main())"
    )
    # Where nothing is left, not even for the exception, Python itself stops, and the worker tells.
    error = result.done["error"]
    assert error["type"] == "MemoryError" or error["message"] == USED_UP
    assert f"{error['message'] or 'MemoryError'}\n" in result.text("stderr")
    assert not result.done["reusable"]


CRASH = """\
import dis
def crash(): return 1
far = [number for _ in range(3) for number in (dis.opmap["EXTENDED_ARG"], 63)]
code = bytes([*far, dis.opmap["LOAD_CONST"], 63, dis.opmap["RETURN_VALUE"], 0])
crash.__code__ = crash.__code__.replace(co_code=code)
crash()  # takes a constant from where there is no memory
"""


def test_a_crash_of_python_is_not_said_to_be_a_lack_of_memory(runtime: Runtime) -> None:
    result = runtime.run(CRASH)
    assert result.done["error"]["message"] == (
        "Python stopped: RuntimeError: memory access out of bounds. Run the program again;"
        " if it stops again, please report this."
    )
    assert not result.done["reusable"]
    assert runtime.run("print('again')").text() == "again\n"


def test_endless_recursion_ends_in_a_message(runtime: Runtime) -> None:
    result = runtime.run("def f(): f()\nf()")
    assert result.done["error"]["type"] == "RecursionError"


def test_one_program_leaves_nothing_to_the_next(runtime: Runtime) -> None:
    assert runtime.run("left = 1\nprint(left)").done["reusable"]
    assert "NameError" in runtime.run("print(left)").text("stderr")


def test_tasks_are_numbered_from_1_in_each_run(runtime: Runtime) -> None:
    source = (
        "import asyncio\n"
        "async def main():\n"
        "    print(asyncio.current_task().get_name(), asyncio.create_task(main2()).get_name())\n"
        "async def main2(): pass\n"
        "asyncio.run(main())\n"
    )
    for _ in range(3):
        result = runtime.run(source)
        assert result.done["reusable"]
        assert result.text() == "Task-1 Task-2\n"
        assert result.text("stderr") == ""


EAGER = """\
import asyncio

async def job():
    name = asyncio.current_task().get_name()
    asyncio.current_task().set_name(f"job {name}")

async def main():
    first = asyncio.create_task(job(), eager_start=True)
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    second, named = asyncio.create_task(job()), asyncio.create_task(job(), name="mine")
    asyncio.get_running_loop().set_task_factory(None)
    last = asyncio.create_task(job())
    print([task.get_name() for task in (first, second, named, last)])

asyncio.run(main())
"""


def test_eager_tasks_are_numbered_from_1_before_they_run(runtime: Runtime) -> None:
    for _ in range(2):
        result = runtime.run(EAGER)
        assert result.text("stderr") == ""
        assert result.text() == "['job Task-2', 'job Task-3', 'job mine', 'Task-4']\n"


def test_random_numbers_differ_from_run_to_run(runtime: Runtime) -> None:
    source = "import random\nprint(random.random())"
    assert runtime.run(source).text() != runtime.run(source).text()


def test_aiohttp_may_come_before_the_rest_of_the_library() -> None:
    worker = Runtime(late=("rest.zip", "aio.zip"))
    source = (
        "import aiohttp, email.message, importlib.metadata, http.client, sys\n"
        "print(aiohttp.ClientSession.__name__)\n"
    )
    try:
        result = worker.run(source)
    finally:
        worker.stop()
    assert result.text("stderr") == ""
    assert result.text() == "ClientSession\n"


def test_the_standard_library_is_whole(runtime: Runtime) -> None:
    source = (
        "import email.message, http.client, json.tool, logging.handlers, statistics, tomllib\n"
        "import concurrent.futures.thread, collections.abc, encodings.cp1252, html.parser\n"
        "import importlib.resources, urllib.request, string.templatelib, decimal, unittest.mock\n"
        "print('é'.encode('cp1252'), statistics.mean([1, 2]))\n"
    )
    assert runtime.run(source).text() == "b'\\xe9' 1.5\n"


HANDED_ON = """
import asyncio
async def use(lock, queue):
    async with lock:
        await asyncio.sleep(0.1)
    queue.put_nowait("done")
async def main():
    lock = asyncio.Lock()
    queue = asyncio.Queue()
    for name in ("Ada", "Bob"):
        asyncio.create_task(use(lock, queue), name=name)
    for _ in range(2):
        await queue.get()
asyncio.run(main())
"""


def test_a_run_tells_what_was_ready_and_what_tasks_shared(runtime: Runtime) -> None:
    trace = Trace.from_json(runtime.run(HANDED_ON, "handed_on.py", "skip").done["trace"])
    told = [
        (thing.name, thing.state, *(trace.tasks[task - 1].label for task in thing.holders))
        for thing in trace.changes
        if isinstance(thing, Thing)
    ]
    lock = [(state, *holders) for name, state, *holders in told if name == "lock"]
    assert [*dict.fromkeys(lock)] == [("free",), ("locked", "Ada"), ("locked", "Bob")]
    assert ("queue", "1 item") in told
    first = [change.task for change in trace.changes if isinstance(change, Ready)][:3]
    assert [trace.tasks[(task or 0) - 1].label for task in first] == ["main", "Ada", "Bob"]
    again = Trace.from_json(runtime.run(HANDED_ON, "handed_on.py", "skip").done["trace"])
    assert again.changes == trace.changes
