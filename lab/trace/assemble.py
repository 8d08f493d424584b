"""Make a trace from what the tracer noted while the program ran.

The tracer must be quick, so it notes bare tuples; all that can wait is done here.
"""

from __future__ import annotations

import functools
import math
from collections import Counter
from collections.abc import Iterator
from itertools import groupby, pairwise
from pathlib import Path
from types import CodeType
from typing import NamedTuple

from lab.loop.awaits import is_library, is_public, library_name, library_words
from lab.trace import data as t
from lab.trace.apart import Apart, Wait
from lab.trace.chain import SLEEP_0
from lab.trace.changes import Change
from lab.trace.data import Cancel, Frame, Job, Moment, Print, Stretch, Task, Trace
from lab.trace.holders import HELD_BY, Holders, in_order
from lab.trace.made import line_at
from lab.trace.read_log import LogReader
from lab.trace.record import (
    HELD,
    Creation,
    JobNote,
    Opaque,
    Position,
    Record,
    Several,
    Step,
    Stop,
    WhatNote,
    When,
    WhenNote,
)
from lab.trace.returns import line_of_return

SLOW = 0.05
"""A step that computes for this many real seconds blocks the loop."""

CALL_THAT_WAITS, COMPUTING = "a call that waits", "computing"
"""Why a step was long, in words."""

_BETWEEN = 0.001
"""Up to this many real seconds between two steps are the loop's own work: nothing waits there."""


def assemble(record: Record, *, changes: bool = True) -> Trace:
    """Make the trace.

    Args:
        record: What the tracer noted.
        changes: Whether to tell what changed: a drawing needs none of it.
    """
    return _Assembly(record).trace(changes=changes)


_LEFT_OUT = Stop(t.RUNNING, (), t.LIBRARY, None, 0)


class _Stood(NamedTuple):
    """Where a task was at the end of its last step."""

    since: Moment
    what: WhatNote
    chain: tuple[Frame, ...]
    log: range = range(0)
    """The places of the step in the log."""


class _Assembly:
    def __init__(self, record: Record) -> None:
        self.record = record
        self.program = Path(record.program).name
        self.calls: dict[int, int] = {}
        # Virtual time passes in a step only if something in it waits by other means than `await`.
        virtual = record.clock == "virtual"
        self.digits, self.slow = (9, 0.5e-9) if virtual else (6, math.inf)
        self.all_steps = record.all_steps()
        kept = [task for task in record.tasks if self.is_kept(task)]
        self.numbers = {task: number for number, task in enumerate(kept, 1)}
        self.names = _names(record.tasks)
        self.steps: list[Step] = []
        self.new_steps: list[int] = []
        for step in self.all_steps:
            self.keep_step(step)
        while self.steps and self.steps[-1].stop is _LEFT_OUT:
            self.steps.pop()  # asyncio shuts the loop down
        self.new_steps.append(len(self.steps))

    def keep_step(self, step: Step) -> None:
        """Keep a step, with its new number; those of tasks left out become one if they can."""
        if step.task is not None and step.task not in self.numbers:
            last = self.steps[-1] if self.steps else None
            if last and last.stop is _LEFT_OUT and self.is_joined(last, step):
                self.new_steps.append(len(self.steps) - 1)
                self.steps[-1] = Step(None, last.began, step.ended, _LEFT_OUT, step.logged)
                return
            step = Step(None, step.began, step.ended, _LEFT_OUT, step.logged)
        self.new_steps.append(len(self.steps))
        self.steps.append(step)

    def is_joined(self, last: Step, step: Step) -> bool:
        """Tell whether a step follows on another, and both are short."""
        if self.record.clock == "virtual":
            return last.ended == step.began == step.ended
        return step.began - last.ended <= _BETWEEN and step.ended - last.began < SLOW

    def is_kept(self, task: Creation) -> bool:
        """Leave out what asyncio does for itself, such as to shut the loop down."""
        code = task.code
        if type(task.coro()) is Opaque:
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
        places = (step.stop.place for step in self.all_steps if step.task is task)
        found = (codes[position.call] for place in places for position in place)
        return [code for code in found if not is_library(code)]

    def trace(self, *, changes: bool) -> Trace:
        record = self.record
        stretches = self.stretches()
        tasks = tuple(self.task(task) for task in self.numbers)
        return Trace(
            program=self.program,
            clock=record.clock,
            tasks=tasks,
            stretches=tuple(stretches),
            prints=tuple(
                Print(self.moment(p.at), self.number(p.task), p.stream, p.text, p.line)
                for p in record.prints
            ),
            cancels=tuple(
                Cancel(self.moment(c.at), self.numbers[c.task], self.number(c.by), c.reason, c.line)
                for c in record.cancels
                if c.task in self.numbers
            ),
            end=self.end(),
            note=record.note,
            jobs=tuple(self.job(job) for job in record.jobs),
            changes=tuple(self.changes()) if changes and not record.has_gaps else (),
        )

    def changes(self) -> Iterator[Change]:
        """Read the log, as far as the trace goes."""
        reader = LogReader(self.record, self.program, self.numbers, self.moment_in, self.time)
        steps = self.all_steps
        while steps and self.new_steps[len(steps) - 1] >= len(self.steps):
            steps = steps[:-1]  # asyncio shuts the loop down
        return reader.changes(steps)

    def moment_in(self, step: int, runs: bool, seconds: float, event: int) -> Moment:
        """Return the moment of something in a step, or before its task runs."""
        task = self.all_steps[step].task if step < len(self.all_steps) else None
        return self.moment((step, seconds, event, task if runs else None))

    def number(self, task: Creation | None) -> int | None:
        return self.numbers.get(task) if task else None

    def time(self, seconds: float) -> float:
        return round(max(0.0, seconds - (self.record.zero or 0.0)), self.digits) + 0.0

    def moment(self, note: WhenNote) -> Moment:
        when = When(*note)
        new = min(self.new_steps[when.step], len(self.steps))
        if when.running is not None and when.running not in self.numbers:
            return Moment(min(new + 1, len(self.steps)), self.time(when.seconds))
        return Moment(new, self.time(when.seconds), when.event)

    def end(self) -> Moment:
        last = max([self.record.end, *(step.ended for step in self.all_steps[-1:])])
        return Moment(len(self.steps), self.time(last))

    def creator(self, creator: Creation | None) -> int | None:
        """Return the number of who created a task, or of who created that one if it is left out."""
        while creator is not None and creator not in self.numbers:
            creator = creator.creator
        return self.number(creator)

    def job(self, job: JobNote) -> Job:
        began = self.moment(job.began)
        ended = min(max(began, self.moment(job.ended)), self.end()) if job.ended else None
        return Job(
            executor=job.executor,
            function=job.function,
            creator=self.creator(job.creator),
            line=job.line,
            began=began,
            ended=ended,
            outcome=job.outcome,
            detail=job.detail,
        )

    def task(self, task: Creation) -> Task:
        # A library's task that runs a function of the program goes by that function's name.
        own = self.own_functions(task) if task.code and is_library(task.code) else []
        coroutine = own[0].co_qualname.rpartition("<locals>.")[2] if own else task.coroutine
        return Task(
            number=self.numbers[task],
            name=self.names[task],
            coroutine=coroutine,
            creator=self.creator(task.creator),
            line=task.line,
            created=self.moment(task.created),
            ended=self.moment(task.ended) if task.ended else None,
            outcome=task.outcome,
            detail="" if own and task.outcome == t.RETURNED else task.detail,
        )

    def stretches(self) -> list[Stretch]:
        """Cut the life of each task into stretches."""
        found: list[Stretch] = []
        stood = {task: _Stood(self.moment(task.created), None, ()) for task in self.numbers}
        offsets: dict[Creation, int] = {}  # where in its own code each task was last
        for index, (task, began, ended, stop, logged) in enumerate(self.steps):
            state, what = stop.state, stop.what
            start = Moment(index, self.time(began))
            end = Moment(index + 1, self.time(ended))
            chain = self.chain(stop.place, what)
            if task is not None:
                found += self.gap(task, stood[task], start, stop.woken)
                before = self.steps[index - 1].logged if index else 0
                stood[task] = _Stood(end, what, chain, range(before, logged))
                if stop.place:
                    offsets[task] = stop.place[0].offset
                if task.ended and self.moment(task.ended) == end:
                    chain = self.last_chain(task, offsets.get(task, 0))
            number = self.number(task) or 0
            if state == t.RUNNING and end.time - start.time >= self.slow:
                state = CALL_THAT_WAITS
            if state not in (t.RUNNING, t.BLOCKING):
                state, what = t.BLOCKING, state
            told = state == t.BLOCKING or what == t.LIBRARY
            words = what if told and isinstance(what, str) else ""
            found.append(Stretch(number, state, start, end, chain, words))
        end = self.end()
        for task in self.numbers:
            if task.ended is None:
                found += self.gap(task, stood[task], end, task.woken)
            elif task.outcome == t.LOST:
                found += self.gap(task, stood[task], self.moment(task.ended), task.woken)
        return sorted(found, key=lambda stretch: stretch.start)

    def last_chain(self, task: Creation, offset: int) -> tuple[Frame, ...]:
        """Say at which line a task ended that was at some place of its code before."""
        if task.code is None or is_library(task.code):
            return ()
        line = task.raised_at
        if task.outcome == t.RETURNED:
            line = line_of_return(task.code, offset)
        file = _file(task.code)
        file = "" if file == self.program else file
        return (Frame(task.coroutine, line, self.first_call(task), file=file),)

    def first_call(self, task: Creation) -> int:
        for step in self.steps:
            if step.task is task and step.stop.place:
                return self.call(step.stop.place[0].call)
        return self.call(-1 - task.number)

    def gap(
        self, task: Creation, stood: _Stood, start: Moment, woken_at: WhenNote | None
    ) -> list[Stretch]:
        """Say what a task did between two steps: first it waited, then it was ready."""
        number = self.numbers[task]
        stopped = stood.since
        words = self.words(stood.what, stood.chain)
        awaits = stood.what.tasks if isinstance(stood.what, Several) else ()
        numbers = tuple(self.numbers[task] for task in awaits if task in self.numbers)
        if HELD_BY in words:
            words = self.with_holders(words, task, stood, woken_at)
        if not self.record.has_gaps:
            words = self.apart.words(words, Wait(task, stood.what, stood.log))
        woken = max(stopped, self.moment(woken_at)) if woken_at else stopped
        at_its_end = start == self.end() or task.outcome == t.LOST
        if woken_at is None and at_its_end and words not in ("", "start", SLEEP_0):
            woken = start  # it was never woken
        found = []
        if woken > stopped:
            found.append(Stretch(number, t.WAITING, stopped, woken, (), words, None, numbers))
        if start > woken:
            by = self.number(When(*woken_at).running) if woken_at else None
            found.append(Stretch(number, t.READY, woken, start, (), words, by, numbers))
        return found

    def with_holders(
        self, words: str, task: Creation, stood: _Stood, woken_at: WhenNote | None
    ) -> str:
        """Name all who held the lock in the time in which a task waited for it."""
        step = When(*woken_at).step if woken_at else len(self.all_steps)
        is_noted = step < len(self.all_steps)
        end = self.all_steps[step].logged if is_noted else len(self.record.log)
        found = self.holders.during(task, stood.log, end)
        if not found:
            return words
        lock, _, _ = words.partition(HELD_BY)
        return lock + HELD_BY + in_order([self.label(holder) for holder in found])

    @functools.cached_property
    def apart(self) -> Apart:
        logged = [0, *(step.logged for step in self.steps)]
        steps = zip(self.steps, pairwise(logged), strict=True)
        waits = [Wait(s.task, s.stop.what, range(*log)) for s, log in steps if s.task is not None]
        return Apart(waits, self.record.log, self.record.things)

    @functools.cached_property
    def holders(self) -> Holders:
        return Holders(self.record.log, self.record.things)

    @functools.cached_property
    def labels(self) -> Counter[str]:
        return Counter(self.own_label(task) for task in self.names)

    def own_label(self, task: Creation) -> str:
        name = self.names[task]
        return task.coroutine if t.is_default_name(name) else name

    def label(self, task: Creation) -> str:
        """Name a task so that it can be told from those of the same name."""
        label, name = self.own_label(task), self.names[task]
        return f"{label} ({name})" if name != label and self.labels[label] > 1 else label

    def words(self, what: WhatNote, chain: tuple[Frame, ...]) -> str:
        """Say what a task waits for after a step."""
        if isinstance(what, Creation):
            name = self.names[what]
            return f"{name} ({what.coroutine})" if t.is_default_name(name) else f"task {name!r}"
        if isinstance(what, Several):
            return what.words
        if what is not None:
            return "" if what == HELD else what
        return library_words(chain[-1].function) if chain else "start"

    def chain(self, place: tuple[Position, ...], what: WhatNote) -> tuple[Frame, ...]:
        """Write a chain of calls; those within a library are folded into one."""
        codes = self.record.codes
        frames = []
        groups = [list(g) for _, g in groupby(place, lambda at: is_library(codes[at.call]))]
        for group in groups:
            inner = [codes[position.call] for position in group]
            if not is_library(inner[0]):
                frames += [self.frame(position) for position in group]
            elif group is groups[-1]:
                # The values of arguments belong to the wait, not to the function's name.
                if isinstance(what, str) and what != SLEEP_0:
                    name = what.split()[0]
                else:
                    name = library_name(inner)
                frames.append(Frame(name, None, self.call(group[0].call), library=True))
            elif is_public(inner[0].co_qualname):
                frames.append(Frame(inner[0].co_qualname, None, self.call(group[0].call), True))
        if isinstance(what, str) and what == SLEEP_0 and place:
            frames.append(Frame("sleep", None, self.call(None), library=True))
        return tuple(frames)

    def frame(self, position: Position) -> Frame:
        code = self.record.codes[position.call]
        name = code.co_qualname.rpartition("<locals>.")[2]
        file = _file(code)
        if not self.program:
            self.program = file
        line = line_at(code, position.offset)
        file = "" if file == self.program else file
        return Frame(name, line, self.call(position.call), file=file)

    def call(self, number: int | None) -> int:
        """Count calls from 0, in the order in which they are first seen."""
        key = -1 - len(self.calls) if number is None else number
        return self.calls.setdefault(key, len(self.calls))


@functools.cache
def _file(code: CodeType) -> str:
    return Path(code.co_filename).name


def _names(tasks: list[Creation]) -> dict[Creation, str]:
    """Name the tasks; `Task-7` is counted from 1 again."""
    by_default = [task for task in tasks if t.is_default_name(task.name)]
    anew = {task: f"Task-{number}" for number, task in enumerate(by_default, 1)}
    return {task: anew.get(task, task.name) for task in tasks}
