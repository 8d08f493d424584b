"""What the tests of the seven styles share: the programs, changed and run."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from lab.recorders import kept
from lab.snippets.process import run_on_lab
from lab.snippets.snippet import Snippet
from lab.trace.data import BLOCKING, RUNNING, Trace
from lab.trace.tracer import Tracer

PROGRAMS = Path("snippets/seven_styles")
LINES = ["news: asked", "mail: asked", "map: asked", "news: 200", "map: stopped"]
LAST = "mail is down, after ... s"  # a busy machine may be late


def changed(name: str, *changes: tuple[str, str]) -> str:
    """A program with some of its text replaced.

    Args:
        name: Its file, without the ending.
        changes: Each what is to go and what comes instead.
    """
    source = (PROGRAMS / f"{name}.py").read_text("utf-8")
    for old, new in changes:
        assert source.count(old) == 1, old
        source = source.replace(old, new)
    return source


def run_source(source: str, *options: str, python: str = sys.executable) -> tuple[str, str, int]:
    """Run a program in a process of its own: what it printed on both streams, and its status.

    Args:
        source: The program. It can import what is beside the seven styles.
        options: For Python, before the program.
        python: The interpreter.
    """
    done = subprocess.run(
        [python, *options, "-c", source],
        cwd=PROGRAMS,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    out = re.sub(r"after \d+\.\d s", "after ... s", done.stdout)
    return out, done.stderr, done.returncode


def trace_of(name: str) -> Trace:
    """What the picture of a program is drawn from: a run on the lab, or the one that is kept."""
    snippet = Snippet.read(PROGRAMS / f"{name}.py")
    if snippet.metadata.recorder:
        return kept.read(snippet)
    tracer = Tracer(snippet.path.name)
    run_on_lab(snippet, tracer)
    return tracer.trace()


def runs_of(trace: Trace, coroutine: str) -> dict[int, list[float]]:
    """When each of a function's tasks runs: the beginnings of its steps, in seconds."""
    tasks = {task.number for task in trace.tasks if task.coroutine == coroutine}
    return {
        number: [
            stretch.start.time
            for stretch in trace.stretches
            if stretch.task == number and stretch.state in (RUNNING, BLOCKING)
        ]
        for number in sorted(tasks)
    }
