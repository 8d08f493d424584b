"""Running a program: as a process of its own, or inside this one, recorded."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from lab.loop.clock import Clock, VirtualClock, WallClock
from lab.programs.recorded import Recorded, run_recorded
from lab.programs.transcript import Piece
from lab.snippets.snippet import Snippet, SnippetError
from lab.trace.tracer import Tracer

TIME_LIMIT = float(os.environ.get("LAB_TIME_LIMIT", "30"))
"""How long a snippet may run as a process, in seconds."""


def still_running() -> str:
    """What to say of a program that was ended after `TIME_LIMIT`."""
    return f"still running after {TIME_LIMIT:g} s: does it wait for something that never comes?"


def run_process(snippet: Snippet) -> Recorded:
    """Run a snippet as a reader does who copied it: a process of its own, on the standard loop.

    Args:
        snippet: The program. It runs in its own folder, under `-X dev -W error` unless its
            metadata says otherwise.

    Raises:
        SnippetError: It ran for longer than `TIME_LIMIT`.
    """
    strict = ["-X", "dev", "-W", "error"] if snippet.metadata.dev_mode else []
    result = python([*strict, snippet.path.name], snippet.path, cwd=snippet.path.parent)
    # In development mode asyncio reports turns that took long. On a busy machine any may.
    errors = re.sub(r"^Executing <.*> took .* seconds\n", "", result.stderr, flags=re.MULTILINE)
    streams = Piece("stdout", result.stdout), Piece("stderr", errors)
    return Recorded(streams, result.returncode, in_order=False)


def run_on_lab(snippet: Snippet, tracer: Tracer | None = None) -> Recorded:
    """Run a snippet inside this process, on the lab's loop.

    Args:
        snippet: The program. Its metadata says by which clock it runs; what is to be traced runs
            by the virtual one, so that the trace is the same each time.
        tracer: Records what its tasks do.
    """
    clock = _clock(snippet, traced=tracer is not None)
    return run_recorded(snippet.path, clock=clock, tracer=tracer)


def _clock(snippet: Snippet, *, traced: bool) -> Clock:
    if snippet.metadata.clock == "virtual":
        return VirtualClock()
    # To a virtual clock, a thread that waits on a real socket seems to be at work: don't let it
    # wait for long.
    return VirtualClock(patience=0.2) if traced else WallClock()


def python(
    command: Sequence[str], path: Path, *, cwd: Path | None = None, typed: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run the Python that runs us in a process of its own.

    Args:
        command: What follows `python` on the command line.
        path: The file that it is run for, for messages.
        cwd: The folder to run it in.
        typed: What it reads from standard input.

    Raises:
        SnippetError: It ran for longer than `TIME_LIMIT`.
    """
    here = Path(__file__).resolve().parents[2]
    try:
        return subprocess.run(
            [sys.executable, *command],
            cwd=cwd,
            input=typed,
            env={
                **os.environ,
                "PYTHONPATH": str(here),
                "PYTHONIOENCODING": "utf-8",
                "PYTHON_COLORS": "0",  # Python 3.13 colours its tracebacks where it can
            },
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=TIME_LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise SnippetError(path, 1, still_running()) from error
