"""What asyncio has is compared between neighbouring Pythons: each difference is on the page."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from lab.pyodide.interpreter import Interpreter
from tests.claims.pythons import interpreter
from tests.docs.test_versions import VERSIONS_PAGE
from tests.support import demand

NAMES = Path(__file__).with_name("asyncio_names.py")
NATIVE = [(3, minor) for minor in range(6, 16)]
IN_PYODIDE = [(3, 14), (3, 15)]
Version = tuple[int, int]
Names = dict[str, list[str] | None]

LEFT_OUT = {
    r"(.*ChildWatcher|.*child_watcher)(\..*)?": "all child watchers are named together",
    r"Future.set_result\(res(ult)?=\)": "a parameter that is given by position has a new name",
    r"(Timer)?Handle\(.*\)|Server\(.*\)|AbstractChildWatcher.*": "asyncio alone makes them",
    r"eager_task_factory\(.*\)": "asyncio alone calls it",
    r".*create_task\((name|context)=\)": "given by name as before, in kwargs",
}
"""Differences that the page doesn't name, and why."""
OF_PYODIDE = {
    r"(open_unix_connection|start_unix_server|loop\..*unix.*)": "a page has no Unix sockets",
    r"EventLoop|SelectorEventLoop|new_event_loop": "the lab has its own",
    r"loop\.call_soon_threadsafe.*": "the lab has its own",
}
"""What Pyodide's asyncio has or lacks because of where it runs."""


def differences(older: Names, newer: Names) -> Iterator[str]:
    """The names that came or went, and the parameters: `create_task`, `create_task(name=)`."""
    for one, other in [(older, newer), (newer, older)]:
        for name in one.keys() - other.keys():
            owner = name.rpartition(".")[0]
            # The members of a class that is new are new, too.
            if not owner or owner == "loop" or owner in other:
                yield name
    for name in older.keys() & newer.keys():
        before, after = older[name], newer[name]
        if before is not None and after is not None:
            yield from (f"{name}({parameter}=)" for parameter in set(before) ^ set(after))


def named(version: Version) -> set[str]:
    """What the page names in its section on a version."""
    sections = VERSIONS_PAGE.read_text("utf-8").split("\n## Python ")
    [section] = [text for text in sections if text.startswith(f"{version[0]}.{version[1]}\n")]
    return {code.lstrip("@").removeprefix("asyncio.") for code in re.findall(r"`([^`]+)`", section)}


def unnamed(
    older: Names, newer: Names, version: Version, left_out: dict[str, str]
) -> Iterator[str]:
    """The differences that the page doesn't name."""
    page = named(version)
    for difference in sorted(differences(older, newer)):
        words = {difference, difference.rpartition("(")[2].removesuffix(")")}
        if not words & page and not any(re.fullmatch(known, difference) for known in left_out):
            yield f"{VERSIONS_PAGE}:1: name `{difference}` under Python 3.{version[1]}"


def path_of(version: Version) -> str:
    """A Python of this machine; empty if it isn't here."""
    return sys.executable if version == sys.version_info[:2] else interpreter(version)


@cache
def native(version: Version) -> Names | None:
    """What asyncio has on a Python of this machine; nothing if it isn't here."""
    python = path_of(version)
    if not python:
        return None
    done = subprocess.run([python, str(NAMES)], capture_output=True, text=True, check=True)
    names: Names = json.loads(done.stdout)
    return names


@pytest.mark.skipif(sys.platform != "linux", reason="the page's lists are those of Linux")
@pytest.mark.parametrize(
    ("older", "newer"), list(pairwise(NATIVE)), ids=[f"3.{newer[1]}" for newer in NATIVE[1:]]
)
def test_each_difference_is_named(older: Version, newer: Version) -> None:
    before, after = native(older), native(newer)
    if before is None or after is None:
        pytest.skip(reason=f"Python 3.{older[1]} or 3.{newer[1]} is not on this machine")
    demand(lambda: unnamed(before, after, newer, LEFT_OUT))


@pytest.mark.browser
@pytest.mark.skipif(not interpreter((3, 13)), reason="there is no Python 3.13 on this machine")
def test_each_difference_of_the_pages_pythons_is_named() -> None:
    found: list[Names] = [native((3, 13)) or {}]
    for version in IN_PYODIDE:
        with Interpreter(version) as python:
            run = python.run(NAMES)
        found.append(json.loads("".join(p.text for p in run.pieces if p.stream == "stdout")))
        demand(lambda: unnamed(found[-2], found[-1], version, LEFT_OUT | OF_PYODIDE))  # noqa: B023


BEHAVES = [
    ((3, 7), "compile('await = 1', 'x', 'exec')"),
    ((3, 8), "1 / (not issubclass(asyncio.CancelledError, Exception))"),
    ((3, 9), "asyncio.to_thread"),
    ((3, 10), "aiter, anext"),
    ((3, 11), "1 / (asyncio.TimeoutError is TimeoutError)"),
    ((3, 12), "asyncio.eager_task_factory"),
    ((3, 13), "asyncio.QueueShutDown"),
    ((3, 14), "from asyncio.tools import display_awaited_by_tasks_tree"),
    ((3, 14), "import multiprocessing as m; 1 / (m.get_start_method() == 'forkserver')"),
    ((3, 14), "import concurrent.futures as c; c.ProcessPoolExecutor.kill_workers"),
    ((3, 15), "import profiling.sampling"),
    ((3, 15), "compile('async def f(x): return [*p async for p in x]', 'x', 'exec')"),
]
"""By version: what fails on the Python before and not on it, or the other way round."""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems start processes otherwise")
@pytest.mark.parametrize(("version", "does"), BEHAVES)
def test_neighbours_behave_differently(version: Version, does: str) -> None:
    older = (3, version[1] - 1)
    pythons = [path_of(older), path_of(version)]
    if not all(pythons):
        pytest.skip(reason=f"Python 3.{older[1]} or 3.{version[1]} is not on this machine")
    source = f"import asyncio\n{does}"
    fails = [subprocess.run([p, "-c", source], capture_output=True).returncode for p in pythons]
    assert sorted(map(bool, fails)) == [False, True]


MESSAGES = Path(__file__).with_name("error_texts.py")
SPEAKING = [(3, minor) for minor in range(8, 16)]
_ROW = re.compile(r"^\| `([^|]+)` \| (3\.\d+) \| (?:`([^|]+)`|nothing) \|$", re.M)


def rows() -> dict[tuple[str, Version], str]:
    """The table of error texts: what is wrong, and since when Python says what."""
    section = VERSIONS_PAGE.read_text("utf-8").split("\n## Error texts")[1].split("\n## ")[0]
    return {(what, (3, int(since[2:]))): text or "" for what, since, text in _ROW.findall(section)}


@cache
def texts(version: Version, in_page: bool) -> dict[str, str]:
    """What a Python says to each mistake: one of this machine, or one that runs in pages."""
    if in_page:
        with Interpreter(version) as python:
            pieces = python.run(MESSAGES).pieces
        said = "".join(piece.text for piece in pieces if piece.stream == "stdout")
    else:
        command = [path_of(version), str(MESSAGES)]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found: dict[str, str] = json.loads(said)
    return found


def unlike(older: Version, newer: Version, in_page: bool = False) -> Iterator[str]:
    """The error texts that changed and that the table doesn't have, and those that it has amiss."""
    before = texts(older, in_page and older in IN_PYODIDE)
    after = texts(newer, in_page)
    table = {what: text for (what, since), text in rows().items() if since == newer}
    changed = {what: text for what, text in after.items() if before[what] != text}
    for what in sorted(table.keys() | changed.keys()):
        if table.get(what) != changed.get(what):
            yield (
                f"{VERSIONS_PAGE}:1: Python 3.{newer[1]} says to `{what}`:"
                f" {changed.get(what, 'the same as before')!r}, not {table.get(what)!r}"
            )


@pytest.mark.parametrize("newer", SPEAKING[1:], ids=lambda version: f"3.{version[1]}")
def test_each_error_text_that_changed_is_in_the_table(newer: Version) -> None:
    older = (3, newer[1] - 1)
    for version in (older, newer):
        if not path_of(version):
            pytest.skip(reason=f"Python 3.{version[1]} is not on this machine")
    demand(lambda: unlike(older, newer))


@pytest.mark.browser
@pytest.mark.skipif(not interpreter((3, 13)), reason="there is no Python 3.13 on this machine")
def test_each_error_text_of_the_pages_pythons_is_in_the_table() -> None:
    for newer in IN_PYODIDE:
        older = (3, newer[1] - 1)
        demand(lambda: unlike(older, newer, in_page=True))  # noqa: B023 - it is called at once


LOCKS = """
import asyncio
lock = asyncio.Lock()
async def wait():
    async with lock:
        await asyncio.sleep(0.01)
async def main():
    await asyncio.gather(wait(), wait())
asyncio.run(main())
"""


def test_a_lock_belongs_to_the_loop_that_first_waits_since_3_10() -> None:
    for version, works in [((3, 9), False), ((3, 10), True)]:
        if python := interpreter(version):
            done = subprocess.run(
                [python, "-c", LOCKS], capture_output=True, text=True, check=False
            )
            assert (done.returncode == 0) == works, done.stderr
            assert works or "attached to a different loop" in done.stderr


def results(source: str, *versions: Version) -> dict[Version, str]:
    """What a program prints on each of these Pythons that is on this machine, errors too."""
    found = {}
    for version in versions:
        if python := interpreter(version):
            done = subprocess.run(
                [python, "-c", source], capture_output=True, text=True, check=False
            )
            found[version] = done.stdout + done.stderr
    return found


THREADS = """
import asyncio, threading
from asyncio import constants
constants.THREAD_JOIN_TIMEOUT = 0.01
event = threading.Event()
async def main():
    asyncio.get_running_loop().run_in_executor(None, event.wait, 1)
asyncio.run(main())
print("in use" if threading.active_count() > 1 else "over")
event.set()
"""


def test_run_gives_up_on_threads_since_3_13() -> None:
    """The limit is 300 seconds, so this sets a shorter one."""
    constants = "from asyncio import constants; print(constants.THREAD_JOIN_TIMEOUT)"
    for version, seconds in results(constants, (3, 12), (3, 13)).items():
        assert seconds == "300\n", version
    for version, printed in results(THREADS, (3, 11), (3, 13)).items():
        assert ("in use" in printed) == (version >= (3, 13)), (version, printed)
        assert ("RuntimeWarning: The executor did not" in printed) == (version >= (3, 13))


def test_what_no_python_here_can_confirm_says_not_run() -> None:
    sections = VERSIONS_PAGE.read_text("utf-8").split("\n## Python ")[1:]
    for section in sections:
        rows = re.findall(r"^\| (?!What|---)(.*) \|$", section, re.MULTILINE)
        assert rows, section
        unknown = section.startswith(("3.16", "3.6 and older"))
        for row in rows:
            assert ("not run" in row) == unknown, row
            assert unknown or row.endswith(("compared", "`")), row
