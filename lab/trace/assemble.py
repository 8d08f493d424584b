"""Make a trace from what the tracer noted while the program ran.

The tracer must be quick, so it notes bare tuples; all that can wait is done here.
"""

from __future__ import annotations

import functools
from itertools import groupby
from pathlib import Path
from types import CodeType
from typing import Any

from lab.loop.awaits import is_library, is_public, library_name, library_words
from lab.trace import data as t
from lab.trace.chain import SLEEP_0
from lab.trace.data import Cancel, Frame, Moment, Print, Stretch, Task, Trace
from lab.trace.record import HELD, Creation, Opaque, Record, Stop, When

SLOW = 0.05
"""A step of so many real seconds blocks the loop, whatever it does."""

_BETWEEN = 0.001
"""So many real seconds between two steps are the loop's own work: nothing waits there."""


def assemble(record: Record) -> Trace:
    """Make the trace."""
    return _Assembly(record).trace()


_LEFT_OUT: Stop = (t.RUNNING, (), t.LIBRARY, None, 0)


class _Assembly:
    def __init__(self, record: Record) -> None:
        self.record = record
        self.program = Path(record.program).name
        self.calls: dict[int, int] = {}
        # Virtual time passes in a step only if something in it waits by other means than `await`.
        virtual = record.clock == "virtual"
        self.digits, self.slow = (9, 0.5e-9) if virtual else (6, SLOW)
        self.blocking = "a call that waits" if virtual else "computing"
        steps = record.steps
        self.all_steps = list(zip(steps[::4], steps[1::4], steps[2::4], steps[3::4], strict=True))
        kept = [task for task in record.tasks if self.is_kept(task)]
        self.numbers = {task: number for number, task in enumerate(kept, 1)}
        self.names = _names(record.tasks)
        self.steps: list[Any] = []
        self.new_steps: list[int] = []
        for step in self.all_steps:
            self.keep_step(step)
        while self.steps and self.steps[-1][3] is _LEFT_OUT:
            self.steps.pop()  # asyncio shuts the loop down
        self.new_steps.append(len(self.steps))

    def keep_step(self, step: tuple[Creation | None, float, float, Stop]) -> None:
        """Keep a step, with its new number; those of tasks left out become one if they can."""
        task, began, ended, _ = step
        if task is not None and task not in self.numbers:
            last = self.steps[-1] if self.steps else None
            if last and last[3] is _LEFT_OUT and self.is_joined(last, began, ended):
                self.new_steps.append(len(self.steps) - 1)
                self.steps[-1] = None, last[1], ended, _LEFT_OUT
                return
            step = None, began, ended, _LEFT_OUT
        self.new_steps.append(len(self.steps))
        self.steps.append(step)

    def is_joined(self, last: Any, began: float, ended: float) -> bool:  # noqa: ANN401 - a step
        """Tell whether a step follows on another, and both are short."""
        if self.record.clock == "virtual":
            return bool(last[2] == began == ended)
        return bool(began - last[2] <= _BETWEEN and ended - last[1] < SLOW)

    def is_kept(self, task: Creation) -> bool:
        """Leave out what asyncio does for itself, such as to shut the loop down."""
        code = task.code
        if isinstance(task.coro(), Opaque):
            return False
        if code is None or not is_library(code):
            return True
        if code.co_qualname.startswith("BaseEventLoop."):
            return False
        return (is_public(code.co_qualname) and "asyncio" in code.co_filename) or bool(
            self.own_functions(task)
        )

    def own_functions(self, task: Creation) -> list[CodeType]:
        """Return the program's own functions that ran in the task."""
        codes = self.record.codes
        places = (stop[1] for who, _, _, stop in self.all_steps if who is task)
        return [codes[call] for place in places for call, _ in place if not is_library(codes[call])]

    def trace(self) -> Trace:
        record = self.record
        stretches = self.stretches()
        tasks = tuple(self.task(task) for task in self.numbers)
        return Trace(
            program=self.program,
            clock=record.clock,
            tasks=tasks,
            stretches=tuple(stretches),
            prints=tuple(
                Print(self.moment(at), self.number(task), stream, text, line)
                for at, task, stream, text, line in record.prints
            ),
            cancels=tuple(
                Cancel(self.moment(at), self.numbers[task], self.number(by), reason, line)
                for at, task, by, reason, line in record.cancels
                if task in self.numbers
            ),
            end=self.end(),
            note=record.note,
        )

    def number(self, task: Creation | None) -> int | None:
        return self.numbers.get(task) if task else None

    def time(self, seconds: float) -> float:
        return round(max(0.0, seconds - (self.record.zero or 0.0)), self.digits) + 0.0

    def moment(self, when: When) -> Moment:
        step, seconds, event, running = when
        new = min(self.new_steps[step], len(self.steps))
        if running is not None and running not in self.numbers:
            return Moment(min(new + 1, len(self.steps)), self.time(seconds))
        return Moment(new, self.time(seconds), event)

    def end(self) -> Moment:
        last = max([self.record.end, *(step[2] for step in self.all_steps[-1:])])
        return Moment(len(self.steps), self.time(last))

    def task(self, task: Creation) -> Task:
        creator = task.creator
        while creator is not None and creator not in self.numbers:
            creator = creator.creator
        # A library's task that runs a function of the program goes by that function's name.
        own = self.own_functions(task) if task.code and is_library(task.code) else []
        coroutine = own[0].co_qualname.rpartition("<locals>.")[2] if own else task.coroutine
        return Task(
            number=self.numbers[task],
            name=self.names[task],
            coroutine=coroutine,
            creator=self.number(creator),
            line=task.line,
            created=self.moment(task.created),
            ended=self.moment(task.ended) if task.ended else None,
            outcome=task.outcome,
            detail="" if own and task.outcome == t.RETURNED else task.detail,
        )

    def stretches(self) -> list[Stretch]:
        """Cut the life of each task into stretches."""
        found: list[Stretch] = []
        before: dict[Creation, tuple[Moment, Any, tuple[Frame, ...]]] = {
            task: (self.moment(task.created), None, ()) for task in self.numbers
        }
        for index, (task, began, ended, stop) in enumerate(self.steps):
            state, place, what, woken, _ = stop
            start = Moment(index, self.time(began))
            end = Moment(index + 1, self.time(ended))
            chain = self.chain(place, what)
            if task is not None:
                found += self.gap(task, *before[task], start, woken)
                before[task] = end, what, chain
                if task.ended and self.moment(task.ended) == end:
                    chain = self.last_chain(task)
            number = self.number(task) or 0
            if state == t.RUNNING and end.time - start.time >= self.slow:
                state, what = t.BLOCKING, self.blocking
            words = what if state == t.BLOCKING or what == t.LIBRARY else ""
            found.append(Stretch(number, state, start, end, chain, words))
        end = self.end()
        for task in self.numbers:
            if task.ended is None:
                found += self.gap(task, *before[task], end, task.woken)
            elif task.outcome == t.LOST:
                found += self.gap(task, *before[task], self.moment(task.ended), task.woken)
        return sorted(found, key=lambda stretch: stretch.start)

    def last_chain(self, task: Creation) -> tuple[Frame, ...]:
        if task.code is None or is_library(task.code):
            return ()
        return (Frame(task.coroutine, task.raised_at, self.first_call(task)),)

    def first_call(self, task: Creation) -> int:
        for step in self.steps:
            if step[0] is task and step[3][1]:
                return self.call(step[3][1][0][0])
        return self.call(-1 - task.number)

    def gap(
        self,
        task: Creation,
        stopped: Moment,
        what: Any,  # noqa: ANN401 - words, a task, or None
        chain: tuple[Frame, ...],
        start: Moment,
        woken_at: When | None,
    ) -> list[Stretch]:
        """Say what a task did between two steps: first it waited, then it was ready."""
        number = self.numbers[task]
        words = self.words(what, chain)
        woken = max(stopped, self.moment(woken_at)) if woken_at else stopped
        at_its_end = start == self.end() or task.outcome == t.LOST
        if woken_at is None and at_its_end and words not in ("", "start", SLEEP_0):
            woken = start  # it was never woken
        found = []
        if woken > stopped:
            found.append(Stretch(number, t.WAITING, stopped, woken, (), words))
        if start > woken:
            by = self.number(woken_at[3]) if woken_at else None
            found.append(Stretch(number, t.READY, woken, start, (), words, by))
        return found

    def words(self, what: Any, chain: tuple[Frame, ...]) -> str:  # noqa: ANN401 - as in `gap`
        """Say what a task waits for after a step."""
        if isinstance(what, Creation):
            name = self.names[what]
            return f"{name} ({what.coroutine})" if t.is_default_name(name) else f"task {name!r}"
        if what is not None:
            return "" if what == HELD else str(what)
        return library_words(chain[-1].function) if chain else "start"

    def chain(self, place: tuple[tuple[int, int], ...], what: Any) -> tuple[Frame, ...]:  # noqa: ANN401
        """Write a chain of calls; those within a library are folded into one."""
        codes = self.record.codes
        frames = []
        groups = [list(g) for _, g in groupby(place, lambda link: is_library(codes[link[0]]))]
        for group in groups:
            inner = [codes[call] for call, _ in group]
            if not is_library(inner[0]):
                frames += [self.frame(call, offset) for call, offset in group]
            elif group is groups[-1]:
                # The values of arguments belong to the wait, not to the function's name.
                told = isinstance(what, str) and what != SLEEP_0
                name = what.split()[0] if told else library_name(inner)
                frames.append(Frame(name, None, self.call(group[0][0]), library=True))
            elif is_public(inner[0].co_qualname):
                frames.append(Frame(inner[0].co_qualname, None, self.call(group[0][0]), True))
        if isinstance(what, str) and what == SLEEP_0 and place:
            frames.append(Frame("sleep", None, self.call(None), library=True))
        return tuple(frames)

    def frame(self, call: int, offset: int) -> Frame:
        code = self.record.codes[call]
        name = code.co_qualname.rpartition("<locals>.")[2]
        file = Path(code.co_filename).name
        if not self.program:
            self.program = file
        line = _lines(code)[offset // 2]
        return Frame(name, line, self.call(call), file="" if file == self.program else file)

    def call(self, number: int | None) -> int:
        """Count calls from 0, in the order in which they are first seen."""
        key = -1 - len(self.calls) if number is None else number
        return self.calls.setdefault(key, len(self.calls))


@functools.cache
def _lines(code: CodeType) -> list[int | None]:
    return [position[0] for position in code.co_positions()]


def _names(tasks: list[Creation]) -> dict[Creation, str]:
    """Name the tasks; `Task-7` is counted from 1 again."""
    by_default = [task for task in tasks if t.is_default_name(task.name)]
    anew = {task: f"Task-{number}" for number, task in enumerate(by_default, 1)}
    return {task: anew.get(task, task.name) for task in tasks}
