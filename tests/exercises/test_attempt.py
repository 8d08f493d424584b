"""How a learner's program is run."""

from __future__ import annotations

from pathlib import Path

from lab.exercises import Attempt
from lab.exercises.checks import check
from tests.support import warnings_as_in_a_new_process

TWO_FAIL = """\
import asyncio


async def fail():
    raise ValueError("no")


async def main():
    one = asyncio.create_task(fail())
    other = asyncio.create_task(fail())
    await one


asyncio.run(main())
"""


def test_a_failed_run_tells_of_all_its_tasks_and_leaves_none(tmp_path: Path) -> None:
    with warnings_as_in_a_new_process("default"):
        run = Attempt(TWO_FAIL, tmp_path / "two_fail.py").run(fails=True)
    assert run.error == "ValueError"
    assert "Task exception was never retrieved" in run.errors


def test_what_is_shown_is_the_program_itself_not_what_a_check_made_of_it(tmp_path: Path) -> None:
    program = "def greet(name):\n    print('hello', name)\n\n\ngreet('Ada')\n"
    checks = (
        '"""Greet."""\n\n\ndef others(attempt):\n    """Others are greeted."""\n'
        "    attempt.run_with(\"greet('Bob')\")\n"
    )
    report = check(program, checks, tmp_path / "greet.py")
    assert report.passed
    assert report.run is not None
    assert report.run.lines == ["hello Ada"]
