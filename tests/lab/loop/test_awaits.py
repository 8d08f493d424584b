"""What is the program's own code, and what a library's."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

import lab
from lab.loop.awaits import is_library

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
