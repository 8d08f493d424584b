"""What `docs/learn/essay.md` claims."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from pathlib import Path

import pytest

from lab.pages.embed import Embed
from tests.claims.claim import claim, run
from tests.claims.pythons import OLDER, interpreter
from tests.docs.test_versions import snippets

PAGE = Path("docs/learn/essay.md")
each_older = pytest.mark.parametrize("version", OLDER, ids=lambda version: f"3.{version[1]}")


def printed(version: tuple[int, int], source: str, *options: str) -> tuple[str, str]:
    """What an older Python prints on both streams."""
    python = interpreter(version)
    if not python:
        pytest.skip(reason=f"there is no Python 3.{version[1]} on this machine")
    done = subprocess.run(
        [python, *options, "-c", source], capture_output=True, text=True, check=False, timeout=60
    )
    return done.stdout.strip(), done.stderr


def test_each_row_names_a_program_that_its_page_shows() -> None:
    rows = re.findall(r"^\| (?!What|---)(.*?) \| (.*?) \| (.*) \|$", PAGE.read_text("utf-8"), re.M)
    assert len(rows) == 15
    for said, today, where in rows:
        assert re.match("true|changed|never", today), said
        program = re.match(r"`(.*)` in \[.*\]\((.*)\)", where)
        if program:
            names = {Path(name).name for name in snippets(PAGE.parent / program[2])}
            assert program[1] in names, f"{program[2]} doesn't show {program[1]}"
        else:
            assert re.search(r"\]\((#|seven-styles)", where), said


DOUBLE = "import asyncio\nasync def double(x):\n    return x * 2\n"
OLD_WAY = "print(asyncio.get_event_loop().run_until_complete(double(6)))"


@claim("A test runs these lines on each older Python that it finds")
@claim("and from Python 3.6 to 3.11 they print 12.")
@each_older
def test_the_first_lines_run_on_the_pythons_of_then(version: tuple[int, int]) -> None:
    assert printed(version, DOUBLE + OLD_WAY, "-W", "error") == ("12", "")


@claim(
    "`run_until_complete` blocks until the coroutine finishes. So does `asyncio.run`, and it also"
)
@claim("Replace `get_event_loop` and `run_until_complete` with `asyncio.run`.")
def test_both_block_and_one_closes() -> None:
    loops: list[asyncio.AbstractEventLoop] = []

    async def double(x: int) -> int:
        loops.append(asyncio.get_running_loop())
        await asyncio.sleep(0.01)
        return x * 2

    loop = asyncio.new_event_loop()
    assert loop.run_until_complete(double(6)) == asyncio.run(double(6)) == 12
    assert [loop.is_closed() for loop in loops] == [False, True]
    loop.close()


GENERATOR = """
import asyncio
@asyncio.coroutine
def double(x):
    yield from asyncio.sleep(0.01)
    return x * 2
loop = asyncio.new_event_loop()
print(loop.run_until_complete(double(6)))
loop.close()
"""


@claim("The decorator worked up to Python 3.10, and warned from Python 3.8 on.")
@claim("Replace `@asyncio.coroutine` with `async def`, and `yield from` with `await`.")
@each_older
def test_the_decorator_worked_up_to_python_3_10(version: tuple[int, int]) -> None:
    out, errors = printed(version, GENERATOR, "-W", "default")
    assert out == "12"
    assert ("DeprecationWarning" in errors) == (version >= (3, 8))
    assert not hasattr(asyncio, "coroutine")
    new = GENERATOR.replace("@asyncio.coroutine\ndef", "async def").replace("yield from", "await")
    assert printed(version, new) == ("12", "")


@claim("Up to Python 3.6, `await` was an ordinary name outside of coroutines")
@claim("Since Python 3.7 it says what is wrong.")
@each_older
def test_the_words_of_the_syntax_error(version: tuple[int, int]) -> None:
    says = "outside async function" if version >= (3, 7) else "invalid syntax"
    assert says in printed(version, "def f():\n    return await double(6)")[1]
    named = printed(version, "await = 1\nprint(await)")
    assert (named[0] == "1") == (version <= (3, 6))


@claim("Since Python 3.8 there is a prompt where `await` is right: `python -m asyncio`.")
@each_older
def test_the_prompt_came_with_python_3_8(version: tuple[int, int]) -> None:
    source = "import runpy, sys; sys.argv = ['']; sys.stdin.close(); runpy.run_module('asyncio.__main__')"
    has_none = "No module named asyncio.__main__" in printed(version, source)[1]
    assert has_none == (version < (3, 8))


@claim("A coroutine is still an object that nothing runs until you ask for it")
@claim("a blocking call still blocks every other task, and async still spreads through a program.")
def test_what_it_got_right() -> None:
    ran: list[str] = []

    async def note(name: str) -> None:
        ran.append(name)

    async def block() -> None:
        await asyncio.sleep(0)
        ran.extend(["begin", "end"])  # nothing can come between them

    async def main() -> None:
        waiting = note("late")
        await asyncio.sleep(0)
        assert ran == []
        await asyncio.gather(block(), note("other"), waiting)

    run(main())
    assert ran.index("end") == ran.index("begin") + 1
    with pytest.raises(SyntaxError):
        compile("def plain():\n    return await double(6)", "plain", "exec")


@claim(
    "In 2015 there was no `asyncio.run`, no `asyncio.create_task`, no `asyncio.timeout` and no"
    " `TaskGroup`."
)
@claim("Cancellation was an ordinary `Exception`, which every `except Exception` swallowed.")
def test_what_python_3_6_does_not_have() -> None:
    """The oldest Python at hand is a year younger than the essay, and has none of it either."""
    source = (
        "import asyncio\n"
        "names = 'run', 'create_task', 'timeout', 'TaskGroup'\n"
        "print([name for name in names if hasattr(asyncio, name)])\n"
        "print(issubclass(asyncio.CancelledError, Exception))\n"
    )
    assert printed((3, 6), source)[0] == "[]\nTrue"
    assert not issubclass(asyncio.CancelledError, Exception)


@claim(
    "From a text written in 2015, keep the ideas: coroutines, chains, what blocks, and that async"
    " spreads."
)
@claim("With aiohttp, write `async with` and `status`.")
def test_the_page_runs_what_it_says() -> None:
    shown = {Embed.parse(name).file for name in snippets(PAGE)}
    assert {"event_loop/get_event_loop.py", "chaining/printed_in_2015.py"} <= shown
    out = Path("snippets/chaining/printed_in_2015.out").read_text("utf-8")
    assert "has no attribute 'status_code'" in out
    assert sys.version_info >= (3, 11)
