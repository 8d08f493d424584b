"""One run of a learner's program, and the questions that a check asks of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lab.exercises.program import keep
from lab.exercises.verdict import Wrong
from lab.programs.lines import lines_of
from lab.trace.data import BLOCKING, LOST, RUNNING, UNFINISHED, Moment, Stretch, Task, Trace

_MISTAKES = tuple(
    f"{kind}: "
    for kind in ("AttributeError", "NameError", "RuntimeError", "TypeError", "UnboundLocalError")
)
"""Exceptions that no program of an exercise raises on purpose."""


@dataclass(frozen=True)
class Call:
    """One call of a coroutine function that had to wait at least once.

    Attributes:
        task: The name of the task that it was in.
        began: When that task was first inside it.
        over: When the task went on to leave it, or the end of the run.
    """

    task: str
    began: Moment
    over: Moment

    @property
    def start(self) -> float:
        """When it began, in seconds."""
        return self.began.time

    @property
    def end(self) -> float:
        """When it was over, in seconds."""
        return self.over.time


@dataclass(frozen=True)
class Run:
    """What a program did, by the virtual clock.

    Attributes:
        lines: What it printed to standard output, line by line.
        errors: What went to standard error.
        error: The name of the exception that ended it; empty if none did.
        complaint: Why this is no good run, in words for a learner; empty if it is one.
        trace: What its tasks did.
        defined: The names of the program's functions and classes.
        result: What a check's own scene returned.
    """

    lines: list[str]
    errors: str
    error: str
    complaint: str
    trace: Trace
    defined: frozenset[str] = frozenset()
    result: object = None

    @property
    def seconds(self) -> float:
        """How long it took."""
        return self.trace.end.time

    @property
    def mistake(self) -> str:
        """A mistake that ended a task or a callback and that the program went on in spite of."""
        ends = [task.detail for task in self.trace.tasks if task.outcome == "raised"]
        printed = lines_of(self.errors)
        return next((said for said in [*ends, *printed] if said.startswith(_MISTAKES)), "")

    @property
    def blocked(self) -> float:
        """For how many seconds calls such as `time.sleep` blocked the loop."""
        stretches = self.trace.stretches
        return sum(s.end.time - s.start.time for s in stretches if s.state == BLOCKING)

    @property
    def left_running(self) -> list[str]:
        """The tasks that were not over when `main` was, so that `asyncio.run` cancelled them."""
        ended = {cancel.task for cancel in self.trace.cancels if cancel.reason == "asyncio.run"}
        return [
            task.label
            for task in self.trace.tasks
            if task.number in ended or task.outcome in {LOST, UNFINISHED}
        ]

    def tasks(self, name: str) -> list[Task]:
        """The tasks that run a coroutine function of this name, or are called so."""
        return [t for t in self.trace.tasks if t.name == name or _is(t.coroutine, name)]

    def calls(self, function: str) -> list[Call]:
        """The calls of a coroutine function that had to wait, in the order in which they began.

        Raises:
            Wrong: The program has no function of this name.
        """
        if function not in self.defined:
            raise Wrong(keep(function))
        found = [
            Call(task.label, began, over)
            for task in self.trace.tasks
            for began, over in self._spans(task, function)
        ]
        return sorted(found, key=lambda call: call.began)

    def most_at_once(self, function: str) -> int:
        """The largest number of calls of a coroutine function that were under way at once."""
        calls = self.calls(function)
        changes = [(call.over, -1) for call in calls] + [(call.began, 1) for call in calls]
        most = now = 0
        for _, change in sorted(changes):  # at one moment, those that are over come first
            now += change
            most = max(most, now)
        return most

    def printed(self, text: str) -> float:
        """When the first line with a text in it was printed, in seconds.

        Raises:
            Wrong: None was.
        """
        for line in self.trace.prints:
            if line.stream == "stdout" and text in line.text:
                return line.at.time
        raise Wrong(f"No line says {text!r}.")

    def _spans(self, task: Task, function: str) -> Iterator[tuple[Moment, Moment]]:
        began: dict[int, Moment] = {}
        for stretch in self.trace.stretches:
            if stretch.task != task.number or stretch.state not in (RUNNING, BLOCKING):
                continue
            inside = _calls_in(stretch, function)
            for call in began.keys() - inside:
                yield began.pop(call), stretch.start
            for call in inside - began.keys():
                began[call] = stretch.start
        for moment in began.values():
            yield moment, task.ended or self.trace.end


def _calls_in(stretch: Stretch, function: str) -> set[int]:
    return {frame.call for frame in stretch.chain if _is(frame.function, function)}


def _is(qualified: str, name: str) -> bool:
    return qualified == name or qualified.endswith(f".{name}")
