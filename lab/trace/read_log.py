"""Make the changes of a trace from the log that the tracer kept."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from types import CodeType
from typing import Any

from lab.trace import changes as c
from lab.trace import log
from lab.trace.changes import Change, Dropped, Ready, Run, Thing, TimerOver, TimerSet
from lab.trace.facts import Facts
from lab.trace.made import Where, line_at, made_at
from lab.trace.moment import Moment
from lab.trace.record import Creation, Record, Step
from lab.trace.states import State, state_of

NumberOf = Callable[[Creation | None], int | None]


class LogReader:
    """Reads the log of a record.

    Args:
        record: The record.
        program: The file's name of the program.
        numbers: The numbers of the tasks that the trace has.
        moment_in: Makes the moment of an event in a step: the step's number in the record, whether
            the step's task runs by then, the clock's time, the number of the event.
        seconds: Makes seconds since the trace began of the clock's time.
    """

    def __init__(
        self,
        record: Record,
        program: str,
        numbers: dict[Creation, int],
        moment_in: Callable[[int, bool, float, int], Moment],
        seconds: Callable[[float], float],
    ) -> None:
        """Read nothing yet."""
        self._record = record
        self._program = program
        self._numbers = numbers
        self._moment_in = moment_in
        self._seconds = seconds
        self._entries = 0
        self._queue: list[Ready] = []
        self._head = 0  # what comes before in the queue has run
        self._timers: dict[int, str] = {}
        self._things: dict[int, Where] = {}
        self._states: dict[int, State] = {}
        self._at = Moment(0, 0.0)

    def changes(self, steps: Sequence[Step]) -> Iterator[Change]:
        """Give the changes, in order.

        Args:
            steps: The steps of the record that the trace has; what is after the last is part of it
                if that is the record's last step, too.
        """
        items = self._record.log
        start = 0
        for number, step in enumerate(steps):
            yield from self._in_step(number, step, items[start : step.logged])
            start = step.logged
        if len(steps) * len(Step._fields) == len(self._record.steps):
            yield from self._in_step(len(steps), None, items[start:])

    def _in_step(self, number: int, step: Step | None, items: list[Any]) -> Iterator[Change]:
        """Read the part of the log that a step has, and what the loop did before it."""
        begins = _beginning(step, items)
        began = step.began if step else -math.inf
        for index, item in enumerate(items):
            runs = index > begins
            if item is log.RUN:
                self._at = max(self._at, self._moment_in(number, False, began, 0))
                yield from self._run(step.task if step else None)
            elif type(item) is Creation:  # at its end
                ended = step.ended if step else self._at.time
                event = step.stop.events + 1 if step else 0
                self._at = max(self._at, self._moment_in(number, True, ended, event))
                yield self._ready(item, item, c.AGAIN)
            else:
                kind, now, events, *told = item
                event = events + 1 if runs else 0
                self._at = max(self._at, self._moment_in(number, runs, now, event))
                yield from self._read(kind, now, told)

    def _read(self, kind: str, now: float, told: list[Any]) -> Iterator[Change]:
        if kind == log.RAN:
            yield from self._run(None)
        elif kind == log.READY:
            yield self._ready(*told)
        elif kind == log.CALLBACK:
            what, by = told
            yield self._enter(None, log.in_words(what), self._number(by), c.CALLBACK)
        elif kind == log.DROPPED:
            (before,) = told
            if self._head + before < len(self._queue):
                yield Dropped(self._at, self._queue.pop(self._head + before).entry)
        elif kind == log.SET:
            yield self._timer_set(now, *told)
        elif kind == log.DUE:
            (timer,) = told
            what = self._timers.pop(timer, "")
            yield TimerOver(self._at, timer, c.DUE)
            yield self._enter(None, what, None, c.TIMER)
        elif kind == log.OFF:
            (timer,) = told
            self._timers.pop(timer, None)
            yield TimerOver(self._at, timer, c.CANCELLED)
        elif kind == log.THING:
            yield from self._thing(*told)
        elif kind == log.CLOSED:
            yield from self._closed()

    def _number(self, task: Creation | None) -> int | None:
        return self._numbers.get(task) if task else None

    def _run(self, task: Creation | None) -> Iterator[Run]:
        """Take an entry from the queue: the first, unless threads put in theirs meanwhile."""
        number = self._number(task)
        for place in range(self._head, len(self._queue)):
            if self._queue[place].task == number:
                entry = self._queue[place].entry
                if place == self._head:
                    self._head += 1
                else:
                    del self._queue[place]
                yield Run(self._at, entry)
                break
        if self._head > len(self._queue) // 2:
            del self._queue[: self._head]
            self._head = 0

    def _ready(self, task: Creation, by: Creation | None, why: str) -> Ready:
        number = self._number(task)
        what = task.coroutine if number is None else ""
        return self._enter(number, what, self._number(by), why)

    def _enter(self, task: int | None, what: str, by: int | None, why: str) -> Ready:
        self._entries += 1
        entry = Ready(self._at, self._entries, task, what, by, why)
        self._queue.append(entry)
        return entry

    def _timer_set(
        self,
        now: float,
        timer: int,
        when: float,
        task: Creation | None,
        what: str,
        function: str | CodeType,
    ) -> TimerSet:
        if what in (log.SLEEP, log.TIMEOUT):
            delay = when - max(now, self._record.zero or 0.0)
            places = 9 if self._record.clock == "virtual" else 3
            what = f"{what} {round(max(0.0, delay), places):g} s"
        else:
            what = f"{what} {log.in_words(function)}"
        self._timers[timer] = what
        due = self._seconds(when) if when < math.inf else None
        return TimerSet(self._at, timer, due, self._number(task), what)

    def _thing(
        self, number: int, facts: Facts, code: CodeType | None, offset: int
    ) -> Iterator[Thing]:
        made = self._record.things[number - 1]
        state = state_of(made.type, facts)
        if self._states.get(number) == state:
            return  # what has changed is nothing that is told
        self._states[number] = state
        line = None
        if number not in self._things:
            where = made_at(made.code, made.offset)
            self._things[number] = where if self._is_ours(made.code) else Where(None, where.name)
        elif code is None:
            line = offset or None
        elif self._is_ours(code):
            line = line_at(code, offset)
        where = self._things[number]
        known = partial(map, self._numbers.get)
        yield Thing(
            self._at,
            number,
            made.type,
            where.name,
            where.line,
            state.words,
            tuple(task for task in known(state.holders) if task),
            tuple(task for task in known(state.waiters) if task),
            state.items,
            tuple(task for task in known(state.members) if task),
            line,
        )

    def _is_ours(self, code: CodeType) -> bool:
        return code.co_filename.endswith(self._program)

    def _closed(self) -> Iterator[Change]:
        for entry in self._queue[self._head :]:
            yield Dropped(self._at, entry.entry)
        for timer in self._timers:
            yield TimerOver(self._at, timer, c.CANCELLED)
        self._queue.clear()
        self._timers.clear()
        self._head = 0


def _beginning(step: Step | None, items: list[Any]) -> int:
    """Return where in a part of the log the step's task begins to run; -1 if it ran before."""
    runs = [
        index
        for index, item in enumerate(items)
        if item is log.RUN or (type(item) is tuple and item[0] == log.RAN)
    ]
    if step is None:
        return len(items)
    return runs[-1] if runs else -1
