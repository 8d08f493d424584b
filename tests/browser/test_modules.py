"""Which modules a program in the page can import, in which ways; and what it is told of others."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator

import pytest

from lab.browser.worker.modules import _AIO_NAMES
from tests.browser.runtime import WORKER, Runtime

pytestmark = pytest.mark.browser

WAYS_TO_IMPORT = [
    "import asyncio, aiohttp\nprint(aiohttp.__name__)",
    "import importlib\nprint(importlib.import_module('aiohttp').__name__)",
    "print(__import__('aiohttp').__name__)",
    "name = 'aio' + 'http'\nprint(__import__(name).__name__)",
    "exec('import aiohttp')\nprint(aiohttp.__name__)",
    "from yarl import URL\nprint('aiohttp', URL('http://a/b').path)",
    "import multidict\nprint('aiohttp', multidict.__name__)",
    "try:\n    import aiohttp\nexcept ImportError:\n    aiohttp = None\nprint(aiohttp.__name__)",
    "def f():\n    from aiohttp import web\n    return web.__name__\nprint(f())",
    "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import aiohttp\nprint('aiohttp')",
    "import importlib.util\nprint(importlib.util.find_spec('aiohttp').name)",
    "import asyncio; from aiohttp.web import Application; print('aiohttp', Application.__name__)",
    "$ python\n>>> import aiohttp\n>>> aiohttp.__name__\n",
    "$ python -m asyncio\n>>> if True:\n...     from aiohttp import web\n...\n>>> web.__name__\n",
]


@pytest.fixture
def fresh() -> Iterator[Runtime]:
    """A worker that has fetched nothing yet, and gets the rest of the library late."""
    worker = Runtime(late=("rest.zip", "aio.zip"))
    yield worker
    worker.stop()


@pytest.mark.parametrize("source", WAYS_TO_IMPORT)
def test_aiohttp_is_there_in_whatever_way_it_is_imported(fresh: Runtime, source: str) -> None:
    result = fresh.run(source)
    assert result.text("stderr") == ""
    assert "aiohttp" in result.text()


def test_aiohttp_is_fetched_before_the_program_starts_where_the_program_names_it(
    fresh: Runtime,
) -> None:
    assert fresh.run("import asyncio, aiohttp\nprint(1)").states == ["Loading aiohttp"]


def test_an_ordinary_program_waits_for_nothing(fresh: Runtime) -> None:
    source = (
        "import asyncio, logging, random, time, dataclasses, contextlib, collections, traceback\n"
        "async def main():\n"
        "    async with asyncio.TaskGroup() as group:\n"
        "        group.create_task(asyncio.to_thread(print, 1))\n"
        "        group.create_task(asyncio.sleep('x'))\n"
        "asyncio.run(main())\n"
    )
    assert fresh.run(source).states == []
    assert fresh.run("$ python\n>>> 1\n").states == []


def test_aiohttp_is_there_in_an_answer_to_an_exercise_and_in_its_checks(fresh: Runtime) -> None:
    checks = (
        "from yarl import URL\n"
        "def check(attempt):\n"
        '    """It says aiohttp."""\n'
        "    assert attempt.run().lines == ['aiohttp'], attempt.run().lines\n"
    )
    result = fresh.run("import asyncio, aiohttp\nprint(aiohttp.__name__)\n", checks=checks)
    assert [outcome["passed"] for outcome in result.done["checks"]] == [True]


@pytest.mark.parametrize(
    "source",
    [
        "import statistics\nprint(statistics.mean([1, 3]))",
        "name = 'stat' + 'istics'\nprint(__import__(name).mean([1, 3]))",
        "from logging import handlers\nimport statistics\nprint(statistics.mean([1, 3]))",
    ],
)
def test_the_rest_of_the_library_is_fetched_by_the_import_if_need_be(source: str) -> None:
    worker = Runtime(late=("rest.zip", "aio.zip"))  # which never comes, so nor does the other
    try:
        if "import statistics" in source:
            source = f"exec({source!r})"
        assert worker.run(source).text() == "2\n"
    finally:
        worker.stop()


def test_modules_that_do_not_come_are_named_and_asked_for_again() -> None:
    worker = Runtime(lost="aio.zip")
    try:
        for _ in range(2):
            result = worker.run("import aiohttp")
            assert result.done["error"]["type"] == "ModuleNotFoundError"
            assert result.done["error"]["message"] == (
                "'aiohttp' could not be fetched; are you offline? Run the program again"
            )
        source = "try:\n    import aiohttp\nexcept ImportError:\n    print('without')"
        assert worker.run(source).text() == "without\n"
    finally:
        worker.stop()


def test_the_names_of_aiohttps_archive_are_those_that_are_in_it() -> None:
    archive = WORKER.with_name("aio.zip")
    tops = {name.partition("/")[0] for name in zipfile.ZipFile(archive).namelist()}
    assert {name for name in tops if not name.endswith(".dist-info")} == _AIO_NAMES


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("from twisted.internet import defer\nprint(defer.succeed(1).result)", "1"),
        ("name = 'twis' + 'ted'\nprint(__import__(name).__name__)", "twisted"),
    ],
)
def test_twisteds_deferreds_are_there(runtime: Runtime, source: str, words: str) -> None:
    result = runtime.run(source)
    assert result.text("stderr") == ""
    assert result.text() == f"{words}\n"


@pytest.mark.parametrize(
    "source",
    [
        "import twisted.internet.reactor",
        "from twisted.internet import reactor",
        "from twisted.internet import task\ntask.react(print)",
    ],
)
def test_a_reactor_is_refused_in_words(runtime: Runtime, source: str) -> None:
    error = runtime.run(source).done["error"]
    assert error["type"] == "ImportError"
    assert "a reactor waits for sockets, and a page has none; use a" in error["message"]


ABSENT = {
    "multiprocessing": "there are no other processes in the page",
    "multiprocessing.pool": "there are no other processes in the page",
    "tkinter": "there are no windows in the page",
    "turtle": "there are no windows in the page",
    "webbrowser": "this program runs in a page, apart from it",
    "curses": "there is no terminal in the page",
    "readline": "there is no terminal in the page",
    "resource": "there is no operating system in the page",
    "grp": "there is no operating system in the page",
    "sqlite3": "it needs compiled code that the page doesn't have",
    "pdb": "the page has most of the standard library, but not this module",
    "numpy": "run this program on your own machine, after `pip install numpy`",
    "requests": "run this program on your own machine, after `pip install requests`",
    "httpx": "the page has Python's standard library, aiohttp and Twisted's Deferreds; run",
    "pydantic": "after `pip install pydantic`",
    "websockets.sync.client": "after `pip install websockets`",
    "trio": "after `pip install trio`",
    "anyio": "after `pip install anyio`",
    "uvloop": "after `pip install uvloop`",
    "fastapi": "after `pip install fastapi`",
    "yaml": "after `pip install pyyaml`",
    "helpers": "the page has Python's standard library, two packages and this one file",
}
CLOSED = dict.fromkeys(
    ("ctypes", "_ctypes", "js", "pyodide", "pyodide.ffi"),
    "this program runs in a page, apart from it",
)


def test_a_module_that_is_not_there_says_why_and_can_be_caught(runtime: Runtime) -> None:
    tries = [
        f"try:\n    import {name}\nexcept ModuleNotFoundError as error:\n    print(error)\n"
        for name in ABSENT | CLOSED
    ]
    result = runtime.run("import asyncio\n" + "".join(tries) + "asyncio.run(asyncio.sleep(1))\n")
    assert result.text("stderr") == ""
    said = dict(zip(ABSENT | CLOSED, result.text().splitlines(), strict=True))
    for name, words in (ABSENT | CLOSED).items():
        assert words in said[name], said[name]
        assert repr(name.partition(".")[0]) in said[name] or repr(name) in said[name]


@pytest.mark.parametrize("name", ["multiprocessing.pool", "numpy", "ctypes"])
def test_a_traceback_to_such_an_import_ends_in_the_programs_own_line(
    runtime: Runtime, name: str
) -> None:
    source = f"import traceback\ntry:\n    import {name}\nexcept ImportError:\n"
    source += f"    traceback.print_exc()\nimport {name}\n"
    result = runtime.run(source)
    places = [line for line in result.text("stderr").splitlines() if "File" in line]
    assert places == [
        f'  File "/home/pyodide/idea.py", line {line}, in <module>' for line in (3, 6)
    ]
    assert result.done["error"]["line"] == 6


def test_find_spec_does_not_find_a_module_that_is_not_there(runtime: Runtime) -> None:
    names = ["multiprocessing", "tkinter", "curses", "numpy", "helpers"]
    source = f"import importlib.util\nprint(*map(importlib.util.find_spec, {names}))"
    assert runtime.run(source).text() == "None None None None None\n"


def test_a_pool_of_processes_is_refused_and_the_program_goes_on(runtime: Runtime) -> None:
    source = (
        "import asyncio, concurrent.futures\n"
        "try:\n"
        "    pool = concurrent.futures.ProcessPoolExecutor()\n"
        "except ImportError as error:\n"
        "    print(error)\n"
        "async def main():\n"
        "    await asyncio.sleep(1)\n"
        "    print('slept')\n"
        "asyncio.run(main())\n"
    )
    refused, slept = runtime.run(source).text().splitlines()
    assert "there are no other processes in the page" in refused
    assert slept == "slept"
