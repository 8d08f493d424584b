"""How a learner's program is run."""

from __future__ import annotations

from pathlib import Path

from lab.exercises import Attempt
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
