"""What is the program's own code, and what a library's."""

from __future__ import annotations

import asyncio
import functools
import os
import queue
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import lab
from lab.loop.awaits import callable_name, is_library
from lab.loop.stand_in import StandIn

LAB = Path(lab.__file__).parent


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        (LAB / "loop" / "clock.py", True),
        (Path(asyncio.__file__), True),
        (Path(os.sep, "x", "site-packages", "aiohttp", "client.py"), True),
        (LAB.parent / "labs" / "program.py", False),
        (LAB.parent / "lab.py", False),
        (Path(os.sep, "x", "my-site-packages-notes", "program.py"), False),
        (Path("program.py"), False),
    ],
)
def test_a_program_beside_the_lab_is_no_library(file: Path, expected: bool) -> None:
    assert is_library(compile("", str(file), "exec")) is expected


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: queue.Queue[int]().get, "Queue.get"),
        (lambda: queue.SimpleQueue[int]().get, "SimpleQueue.get"),
        (lambda: threading.Event().wait, "Event.wait"),
        (lambda: threading.Lock().acquire, "Lock.acquire"),
        (lambda: time.sleep, "time.sleep"),
        (lambda: time.monotonic, "time.monotonic"),
        (lambda: functools.partial(time.strftime, "%X"), "time.strftime"),
    ],
)
@pytest.mark.parametrize("in_the_page", [False, True])
def test_what_stands_in_for_python_s_own_has_its_name(
    make: Callable[[], object], name: str, in_the_page: bool
) -> None:
    clock: lab.Clock = lab.VirtualClock()
    with (StandIn(clock) if in_the_page else clock).installed():
        assert callable_name(make()) == (name.removeprefix("Simple") if in_the_page else name)
