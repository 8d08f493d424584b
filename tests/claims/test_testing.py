"""What `docs/learn/testing.md` claims."""

from __future__ import annotations

import asyncio
import inspect
import io
import re
import unittest
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import AsyncMock, MagicMock, create_autospec

import pytest
from aiohttp import ClientSession

from lab.programs.transcript import stream_text
from lab.snippets.process import run_process
from lab.snippets.snippet import Snippet
from tests.claims.claim import claim, each_factory, rounds, run

HEAD = '''\
# /// script
# dependencies = ["pytest", "pytest-asyncio"]
# [tool.lab]
# run = {{ with = "pytest -q -rA {options}", reason = "it is run with pytest" }}
# ///
"""Tests."""

import asyncio
import pytest
import pytest_asyncio
'''


def run_case(case: type[unittest.TestCase]) -> unittest.TestResult:
    """Run a test case of `unittest` on asyncio's own loop."""
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(case)
    return unittest.TextTestRunner(io.StringIO()).run(suite)


def outcomes(folder: Path, tests: str, options: str = "") -> dict[str, str]:
    """Run tests with pytest in a process of its own: how each ended."""
    path = folder / "test_it.py"
    path.write_text(HEAD.format(options=options) + tests, "utf-8")
    printed = stream_text(run_process(Snippet.read(path)).pieces, "stdout")
    found = re.findall(r"^(PASSED|FAILED|ERROR) test_it\.py::(\w+)", printed, re.MULTILINE)
    return {name: outcome for outcome, name in found}


@claim("An `async def` test in a plain `unittest.TestCase` passes without running.")
def test_a_plain_test_case_drops_the_coroutine() -> None:
    ran = []

    class Plain(unittest.TestCase):
        async def test_it(self) -> None:
            ran.append(1)
            raise AssertionError

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = run_case(Plain)
    assert result.wasSuccessful()
    assert result.testsRun == 1
    assert ran == []


@claim(
    "`IsolatedAsyncioTestCase` runs `asyncSetUp`, the test, `asyncTearDown` and the clean-ups on one"
    " loop, and takes a new loop for the next test."
)
@claim("`asyncSetUp`, the test, `asyncTearDown` and the clean-ups run on the same loop.")
def test_one_loop_for_a_test_and_a_new_one_for_the_next() -> None:
    loops: list[asyncio.AbstractEventLoop] = []

    class Case(unittest.IsolatedAsyncioTestCase):
        async def note(self) -> None:
            loops.append(asyncio.get_running_loop())

        async def asyncSetUp(self) -> None:
            self.addAsyncCleanup(self.note)
            await self.note()

        test_one = test_two = asyncTearDown = note

    assert run_case(Case).wasSuccessful()
    assert len(loops) == 8
    assert len(set(loops[:4])) == len(set(loops[4:])) == 1
    assert loops[0] is not loops[4]


@claim("the clean-up runs even if `asyncSetUp` fails halfway, and then `asyncTearDown` doesn't.")
def test_clean_ups_run_after_a_failed_set_up() -> None:
    ran = []

    class Case(unittest.IsolatedAsyncioTestCase):
        async def close(self) -> None:
            ran.append("clean-up")

        async def asyncSetUp(self) -> None:
            self.addAsyncCleanup(self.close)
            raise OSError

        async def asyncTearDown(self) -> None:
            ran.append("asyncTearDown")

        async def test_it(self) -> None:
            ran.append("test")

    assert len(run_case(Case).errors) == 1
    assert ran == ["clean-up"]


STRICT = """
def running():
    return asyncio.get_running_loop()

async def test_without_a_mark():
    pass

@pytest.mark.asyncio
async def test_marked():
    pass

@pytest.fixture
async def plain():
    pass

@pytest_asyncio.fixture
async def marked():
    pass

@pytest.mark.asyncio
async def test_plain_fixture(plain):
    pass

@pytest.mark.asyncio
async def test_marked_fixture(marked):
    pass

@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def of_the_module():
    return asyncio.get_running_loop()

@pytest.mark.asyncio
async def test_other_scope(of_the_module):
    assert of_the_module is not asyncio.get_running_loop()

@pytest.mark.asyncio(loop_scope="module")
async def test_same_scope(of_the_module):
    assert of_the_module is asyncio.get_running_loop()

loops = []

@pytest.mark.asyncio
async def test_first():
    loops.append(asyncio.get_running_loop())

@pytest.mark.asyncio
async def test_second():
    assert asyncio.get_running_loop() is not loops[0]
"""


@claim(
    "Without a plugin, pytest 9 fails an `async def` test. Before 8.4 it skipped it, and the run was"
    " green."  # that half was run once, with pytest 8.3.5
)
@claim("An async fixture under plain `@pytest.fixture` is an error in pytest 9.")
@claim(
    "In strict mode, mark tests with `pytest.mark.asyncio` and fixtures with `pytest_asyncio.fixture`."
    " In auto mode neither needs a mark."
)
@claim("A fixture and the tests that use it need the same `loop_scope`.")
@claim("By default, each test gets its own loop.")
def test_strict_mode(tmp_path: Path) -> None:
    assert outcomes(tmp_path, STRICT) == {
        "test_without_a_mark": "FAILED",
        "test_marked": "PASSED",
        "test_plain_fixture": "ERROR",
        "test_marked_fixture": "PASSED",
        "test_other_scope": "PASSED",
        "test_same_scope": "PASSED",
        "test_first": "PASSED",
        "test_second": "PASSED",
    }


SESSION = """
loops = []

@pytest.fixture
async def fixture():
    return asyncio.get_running_loop()

@pytest.fixture(scope="session")
async def of_the_session():
    return asyncio.get_running_loop()

async def test_first(fixture, of_the_session):
    loops.append(asyncio.get_running_loop())
    assert fixture is of_the_session is loops[0]
    loops.append(asyncio.create_task(asyncio.sleep(60)))

async def test_second(fixture):
    assert asyncio.get_running_loop() is fixture is loops[0]
    assert not loops[1].done()
    loops[1].cancel()
"""


@claim("To choose it for all tests and fixtures at once, use two settings:")
@claim("a task that one test leaves behind keeps running in the next.")
def test_one_loop_for_a_session(tmp_path: Path) -> None:
    settings = re.findall(
        r"^(asyncio_\w+) = \"(\w+)\"$", Path("docs/learn/testing.md").read_text("utf-8"), re.M
    )
    chosen = " ".join(f"-o {name}={value}" for name, value in settings[-3:])
    assert chosen.count("=session") == 2
    assert outcomes(tmp_path, SESSION, chosen) == {"test_first": "PASSED", "test_second": "PASSED"}


@claim("Check a mock with `assert_awaited_once`: `assert_called_once` passes without the `await`.")
@claim("a call counts before anyone awaits it.")
def test_a_call_is_no_await() -> None:
    mock = AsyncMock()
    mock().close()
    mock.assert_called_once()
    with pytest.raises(AssertionError):
        mock.assert_awaited_once()
    run(awaited(mock))
    mock.assert_awaited_once()


async def awaited(mock: Callable[[], Any]) -> object:
    """Call and await."""
    return await mock()


class Mail:
    async def send(self, text: str) -> None:
        pass

    def is_open(self) -> bool:
        return True


@claim(
    "It doesn't know attributes that only `__init__` sets, and it makes a plain mock of a method"
    " that returns something to await, such as aiohttp's `session.get`."
)
def test_what_autospec_cannot_see() -> None:
    class Shop:
        def __init__(self) -> None:
            self.stock = 1

    with pytest.raises(AttributeError):
        _ = create_autospec(Shop, instance=True).stock
    session = create_autospec(ClientSession, instance=True)
    assert not isinstance(session.get, AsyncMock)


@claim("`side_effect` takes an error, a list of results and errors, or a function.")
def test_side_effects() -> None:
    async def main() -> None:
        for effect in (OSError, [OSError], lambda: 1 / 0):
            with pytest.raises((OSError, ZeroDivisionError)):
                await AsyncMock(side_effect=effect)()
        assert await AsyncMock(side_effect=[1])() == 1

    run(main())


@claim(
    "`create_autospec` sees which methods are `async def`, and refuses names that the class"
    " doesn't have."
)
@claim(
    "It makes an `AsyncMock` only where there is an `async def`, and it refuses names and arguments"
    " that the class doesn't have."
)
def test_autospec_knows_the_class() -> None:
    mail = create_autospec(Mail, instance=True)
    assert inspect.iscoroutinefunction(mail.send)
    assert isinstance(mail.send, AsyncMock)
    assert isinstance(mail.is_open, MagicMock)
    assert not isinstance(mail.is_open, AsyncMock)
    with pytest.raises(AttributeError):
        _ = mail.sned
    with pytest.raises(TypeError):
        run(awaited(lambda: mail.send("Hello!", "Ada")))


@claim("A plain method of the real class is a coroutine function on an `AsyncMock`.")
@claim("A coroutine is always true")
def test_an_async_mocks_methods_are_async() -> None:
    coroutine = AsyncMock().is_open()
    assert inspect.iscoroutine(coroutine)
    assert coroutine
    coroutine.close()


@claim("A mock that doesn't wait hides races.")
@claim("An `await` of a mock that has its answer ready doesn't give up the turn")
@each_factory
def test_a_mock_keeps_the_turn(*, eager: bool) -> None:
    async def waits() -> None:
        await asyncio.sleep(0)

    async def left(load: AsyncMock) -> int:
        stock: int | None = None

        async def buy() -> None:
            nonlocal stock
            if stock is None:
                stock = int(await load())
            stock -= 1

        async with asyncio.TaskGroup() as group:
            group.create_task(buy())
            group.create_task(buy())
        assert stock is not None
        return stock

    async def slow() -> int:
        await waits()
        return 10

    assert run(rounds(AsyncMock(return_value=1)()), eager=eager) == 0
    assert run(rounds(AsyncMock(side_effect=waits)()), eager=eager) > 0
    assert run(left(AsyncMock(return_value=10)), eager=eager) == 8
    assert run(left(AsyncMock(side_effect=slow)), eager=eager) == 9


@claim("A mock of `ClientSession.get` has to imitate an async context manager")
def test_async_mock_is_no_stand_in_for_a_session() -> None:
    async def main() -> None:
        session = AsyncMock()
        async with session.get("/"):  # a coroutine
            pass

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pytest.raises((TypeError, AttributeError)):
            run(main())
