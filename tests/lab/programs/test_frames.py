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


@pytest.mark.parametrize("options", [[], ["--clock", "virtual"], ["--clock", "wall"]])
def test_stacks_in_debug_mode_are_those_of_python(tmp_path: Path, options: list[str]) -> None:
    program = tmp_path / "idea.py"
    program.write_text(PROGRAM)
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}

    def errors(*command: str) -> str:
        process = subprocess.run(
            [sys.executable, *command, str(program)],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return re.sub(r"when=[0-9.]+", "when=", process.stderr)

    plain = errors()
    assert plain.count("Coroutine created at") == 1
    assert plain.count("Object created at") == 3
    assert errors("-m", "lab", "run", *options) == plain
