"""A worker that is used again starts clean; one in which a program left something is given up."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.runtime import Runtime

pytestmark = pytest.mark.browser

CHANGES = {
    "math.pi": "import math; math.pi = 3",
    "recursion limit": "sys.setrecursionlimit(900)",
    "working directory": "import os; os.chdir('/tmp')",
    "asyncio.Queue": "import asyncio; asyncio.Queue = asyncio.LifoQueue",
    "asyncio.sleep": "import asyncio; asyncio.sleep = None",
    "Queue.put": "import asyncio; asyncio.queues.Queue.put = lambda self, item: None",
    "ClientSession._request": "import aiohttp; aiohttp.ClientSession._request = None",
    "Random.random": "import random; random.Random.random = lambda self: 4",
    "loggers": "import logging; logging.basicConfig(level=logging.INFO)",
    "warnings": "import warnings; warnings.simplefilter('error')",
    "os.environ": "import os; os.environ['A'] = 'b'",
    "sys.excepthook": "sys.excepthook = print",
    "sys.displayhook": "sys.displayhook = print",
    "trace function": "sys.settrace(lambda *arguments: None)",
    "switch interval": "sys.setswitchinterval(1)",
    "integer digits": "sys.set_int_max_str_digits(0)",
    "signals": "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)",
    "garbage collector": "import gc; gc.disable()",
    "builtins.answer": "import builtins; builtins.answer = 42",
    "own": "import types; sys.modules['own'] = types.ModuleType('own')",
    "json": "import json; del sys.modules['json']",
    "decimal.getcontext": "import decimal; decimal.getcontext = None",
    "statistics.mean": "import statistics; statistics.mean = max",
    "copyreg": "import copyreg; copyreg.pickle(map, repr)",
    "import hooks": "sys.meta_path.append(object())",
    "coroutine origins": "sys.set_coroutine_origin_tracking_depth(5)",
    "locale": "import locale; locale.setlocale(locale.LC_ALL, 'C.UTF-8' if "
    "locale.setlocale(locale.LC_ALL) == 'C' else 'C')",
    "lab.timeline.drawing.figure":
        "import lab.timeline.drawing as drawing; drawing.figure = None",
    "threading.Timer": "import threading; threading.Timer = None",
    "Thread.run": "import threading; threading.Thread.run = None",
}  # fmt: skip


def test_whatever_a_program_leaves_is_seen(runtime: Runtime) -> None:
    source = (
        "import sys\n"
        "changes = sys.modules['lab.browser.worker.run']._leftovers.changes\n"
        f"for name, change in {CHANGES!r}.items():\n"
        "    before = changes()\n"
        "    exec(change)\n"
        "    print(name in before, name in changes(), name)\n"
    )
    result = runtime.run(source)
    expected = [f"False True {name}" for name in CHANGES]
    assert result.text().splitlines() == expected
    assert not result.done["reusable"]


KEEPS_THE_CLOCK = """\
import sched
import time
import timeit

began = timeit.default_timer()
scheduler = sched.scheduler()
scheduler.enter(0.2, 1, print, ["later"])
scheduler.run()
print(f"{timeit.default_timer() - began:.1f}")
"""


def test_a_module_that_stays_loaded_keeps_to_the_next_programs_clock(runtime: Runtime) -> None:
    for time in ("skip", "skip", "real", "skip"):
        result = runtime.run(KEEPS_THE_CLOCK, time=time)
        assert result.text() == "later\n0.2\n", time
        assert result.done["reusable"]


@pytest.mark.parametrize(
    "left",
    [
        "import math\nmath.pi = 3",
        "import sys\nsys.setrecursionlimit(900)",
        "import os\nos.chdir('/tmp')",
        "import asyncio\nasyncio.Queue = asyncio.LifoQueue",
        "open('notes.txt', 'w').close()",
    ],
)
def test_the_next_program_meets_none_of_it(runtime: Runtime, left: str) -> None:
    look = (
        "import asyncio, math, os, sys\n"
        "print(math.pi, sys.getrecursionlimit(), os.getcwd(), asyncio.Queue.__name__)\n"
        "print(os.listdir())\n"
    )
    before = runtime.run(look).text()
    assert runtime.run(left).done["status"] == 0
    assert runtime.run(look).text() == before


# What programs do all the time leaves nothing.
CLEAN = [
    "print(1)",
    "import asyncio\nasync def main():\n    await asyncio.sleep(1)\nasyncio.run(main())",
    "import aiohttp, decimal, statistics, unittest.mock, urllib.request, http.server",
    "import random\nrandom.seed(1)\nprint(random.random())",
    "import decimal\ndecimal.getcontext().prec = 5\nprint(decimal.Decimal(1) / 3)",
    "import contextvars\nvar = contextvars.ContextVar('var')\nvar.set(1)",
    "import atexit\natexit.register(print, 'bye')",
    "import sys\nsys.path.insert(0, 'there')\nsys.argv.append('x')",
    "import asyncio\nasyncio.set_event_loop(asyncio.new_event_loop())",
    "import logging\nlogging.basicConfig(level=logging.DEBUG)\nlogging.debug('well')",
    "import warnings\nwarnings.simplefilter('error')",
    "import logging\nlogging.getLogger('mine').warning('careful')",
    "import warnings\nwarnings.warn('careful')",
    "import asyncio\nasync def f(): pass\nf()",
    "import dataclasses, enum, typing\nclass Colour(enum.Enum):\n    RED = 1\n"
    "@dataclasses.dataclass\nclass Point:\n    x: int\nprint(typing.get_type_hints(Point))",
    "import signal, asyncio\nasync def main():\n"
    "    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, print)\nasyncio.run(main())",
    "import asyncio\nprint(asyncio.run(asyncio.to_thread(str.upper, 'a')))",
    "import concurrent.futures\nwith concurrent.futures.ThreadPoolExecutor() as pool:\n"
    "    print(*pool.map(abs, [-1, -2]))",
    "import socket\nsocket.create_server(('127.0.0.1', 8000)).close()",
    "$ python\n>>> 1 / 0\n>>> import math\n>>> math.pi\n",
    (Path(__file__).parent / "programs/web.py").read_text("utf-8"),  # aiohttp's client and server
]


def test_a_worker_is_used_again_after_ordinary_programs(runtime: Runtime) -> None:
    given_up = [source for source in CLEAN if not runtime.run(source).done["reusable"]]
    assert given_up == []


# What these raise has ended the program, and nothing else.
FAILS = {
    "an exception": "1 / 0",
    "a syntax error": "def f(:",
    "an exception in a task": "import asyncio\nasync def f(): 1 / 0\nasyncio.run(f())",
    "a group": "raise ExceptionGroup('two', [ValueError(1), OSError(2)])",
    "a deadlock": "import asyncio\nasync def f(): await asyncio.Event().wait()\nasyncio.run(f())",
    "a refusal": "import subprocess\nsubprocess.run(['ls'])",
}
# These may have come in the middle of anything.
BREAKS = {
    "no memory": "raise MemoryError",
    "no stack": "def f(): f()\nf()",
    "Ctrl-C": "raise KeyboardInterrupt",
    "in a group": "raise ExceptionGroup('one', [RecursionError()])",
}


@pytest.mark.parametrize("source", FAILS.values(), ids=list(FAILS))
def test_a_worker_is_used_again_after_a_program_that_failed(runtime: Runtime, source: str) -> None:
    failed = runtime.run(source)
    assert failed.done["error"]
    assert failed.done["reusable"]
    result = runtime.run("import asyncio\nasyncio.run(asyncio.sleep(1))\nprint(1)")
    assert (result.text(), result.text("stderr")) == ("1\n", "")


@pytest.mark.parametrize("source", BREAKS.values(), ids=list(BREAKS))
def test_a_worker_is_given_up_where_an_error_may_have_hit_anything(
    runtime: Runtime, source: str
) -> None:
    assert not runtime.run(source).done["reusable"]


def test_context_variables_threads_and_numbers_start_anew(runtime: Runtime) -> None:
    source = (
        "import atexit, contextvars, decimal, random, threading, warnings\n"
        "print(len(contextvars.copy_context()), decimal.getcontext().prec)\n"
        "print(threading.Thread(target=print).name)\n"
        "decimal.getcontext().prec = 5\n"
        "warnings.warn('careful', stacklevel=1)\n"
        "atexit.register(print, 'bye')\n"
    )
    first, second = runtime.run(source), runtime.run(source)
    assert first.done["reusable"]
    assert first.text() == second.text() == "0 28\nThread-1 (print)\nbye\n"
    assert first.text("stderr") == second.text("stderr")
    assert "UserWarning: careful" in first.text("stderr")


def test_types_of_files_start_anew(runtime: Runtime) -> None:
    look = "import mimetypes\nprint(mimetypes.guess_type('a.lab'), mimetypes.inited)\n"
    change = "import mimetypes\nmimetypes.add_type('text/lab', '.lab')\n"
    assert runtime.run(change + look).done["reusable"]
    assert runtime.run("import mimetypes\nprint(mimetypes.inited)").text() == "False\n"
    assert runtime.run(look).text() == "(None, None) True\n"


def test_the_programs_own_file_is_gone_after_it(runtime: Runtime) -> None:
    assert runtime.run("print(1)", "mine.py").done["reusable"]
    assert runtime.run("import os\nprint(os.listdir())", "other.py").text() == "['other.py']\n"
