from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """\
import asyncio

async def forgotten(): pass

async def fail(): raise ValueError("the task's")

async def main():
    forgotten()
    loop = asyncio.get_running_loop()
    loop.slow_callback_duration = 60  # a busy machine is slow
    loop.call_soon(lambda: 1 / 0)
    loop.call_later(0.01, lambda: 2 / 0)
    task = asyncio.create_task(fail())
    await asyncio.sleep(0.02)
    del task

asyncio.run(main(), debug=True)
"""


STACKS = """\
import asyncio, inspect, logging, sys, traceback

async def look():
    traceback.print_stack()
    traceback.print_stack(limit=1)
    print(traceback.format_stack()[0], len(traceback.extract_stack(sys._getframe(1))))
    print([frame.function for frame in inspect.stack()])
    asyncio.current_task().print_stack()
    print(len(asyncio.current_task().get_stack(limit=2)))
    logging.warning("here", stack_info=True)
    await asyncio.sleep(0)

async def main():
    task = asyncio.create_task(look())
    await asyncio.sleep(0)
    task.print_stack()
    asyncio.get_running_loop().call_soon(traceback.print_stack)
    await task

asyncio.run(main())
"""
RUN = [sys.executable, "-m", "lab", "run"]


def written(program: Path, *command: str) -> tuple[str, str]:
    process = subprocess.run(
        [*command, str(program)],
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
        capture_output=True,
        text=True,
        check=True,
    )
    return process.stdout, re.sub(r"when=[0-9.]+", "when=", process.stderr)


@pytest.mark.parametrize("options", [[], ["--clock", "virtual"], ["--clock", "wall"]])
def test_stacks_in_debug_mode_are_those_of_python(tmp_path: Path, options: list[str]) -> None:
    program = tmp_path / "idea.py"
    program.write_text(PROGRAM)
    plain = written(program, sys.executable)
    assert plain[1].count("Coroutine created at") == 1
    assert plain[1].count("Object created at") == 3
    assert written(program, *RUN, *options) == plain


@pytest.mark.parametrize("options", [["--clock", "virtual"], ["--timeline", os.devnull]])
def test_stacks_that_a_program_asks_for_are_those_of_python(
    tmp_path: Path, options: list[str]
) -> None:
    program = tmp_path / "idea.py"
    program.write_text(STACKS)
    assert written(program, *RUN, *options) == written(program, sys.executable)
