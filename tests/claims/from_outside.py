"""Looks into another process with Python's own tools: `python -m asyncio`, `profiling.sampling`."""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.claims.pythons import interpreter

PAGE = Path("docs/learn/seeing-inside.md")
SLOW_TO_START = 60
_BLOCK = re.compile(r"^```text\n\$ python ([^\n]*) \d+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_REFUSED = re.compile("insufficient permissions|unable to access process memory")
_LIBRARY = re.compile(r'[^\s"]*/(?:site-packages|python3\.\d+)/')


def newer(version: tuple[int, int]) -> str:
    """A Python of some version, this one if it is; skips the test if there is none."""
    here = sys.version_info[:2] == version
    python = sys.executable if here else interpreter(version)
    if not python:
        pytest.skip(reason=f"Python 3.{version[1]} is not on this machine")
    return python


def shown(command: str, program: str) -> str:
    """The output that the page shows of a command which looks into a program."""
    blocks = _BLOCK.findall(PAGE.read_text("utf-8"))
    [block] = [out for typed, out in blocks if typed == command and program in out]
    return steady(block)


def steady(printed: str, program: Path = Path("program.py")) -> str:
    """What is the same in each run: no numbers of processes, no addresses, no folders.

    Which lines and frames asyncio adds differs from version to version, so they are left out.

    Args:
        printed: What a tool printed.
        program: The program that it looked into.
    """
    printed = _LIBRARY.sub("", printed.replace(str(program), program.name))
    for changing, written in {
        r"^\d+ +0x[0-9a-f]+ +": "",  # of a row in a table
        r"0x[0-9a-f]+ *$": "0x",
        r"\b(PID|thread|task) \d+": r"\1",
        r"(asyncio/\w+\.py):\d+": r"\1",
        r'(?:^  File "asyncio/.*\n    .*\n)+': "  ...\n",
    }.items():
        printed = re.sub(changing, written, printed, flags=re.MULTILINE)
    return printed


@contextlib.contextmanager
def running(python: str, program: Path, *options: str) -> Iterator[int]:
    """Run a program until the block ends; gives the number of its process."""
    with subprocess.Popen([python, *options, program], stdout=subprocess.DEVNULL) as process:
        try:
            yield process.pid
        finally:
            process.kill()


def look(python: str, command: str, pid: int, *, errors: bool = False) -> str:
    """What a tool prints of a process, `errors` included or not; skips if the system forbids it."""
    done = subprocess.run(
        [python, *command.split(), str(pid)], capture_output=True, text=True, check=False
    )
    if _REFUSED.search(done.stdout + done.stderr):
        pytest.skip(reason="one process may not look into another one here")
    return done.stdout + done.stderr * errors


def until(expected: str, printed: Callable[[], str]) -> None:
    """Look until the process is where it must come to: how soon depends on the machine."""
    end = time.monotonic() + SLOW_TO_START
    while (found := printed()) != expected and time.monotonic() < end:
        time.sleep(0.1)
    assert found == expected
