"""What a recorder notes while a program runs, and the trace that it becomes."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from lab.trace import data as t
from lab.trace.data import Cancel, Frame, Moment, Print, Stretch, Task, Trace

GRID = 0.05
"""Times are rounded to multiples of so many seconds: the rest is the machine's."""

SLOW = 0.05
"""A step that lasts for so many seconds keeps all others waiting: it computes, or it sleeps."""


@dataclass(eq=False)
class _Life:
    """What is noted of a task."""

    number: int
    name: str
    function: str
    creator: int | None
    line: int | None
    created: Moment
    waits_for: str
    woken: tuple[Moment, int | None] | None = None
    since: Moment | None = None
    ended: Moment | None = None
    outcome: str = t.UNFINISHED
    detail: str = ""


@dataclass
class _Step:
    """The step that is under way."""

    key: object
    start: float
    events: int = 0
    last: float = 0.0
    """When its last event was."""


class Notes:
    """Takes down who runs, who waits and what is printed.

    A task is known by a key: the object that the system has for it. What has another key, or none,
    belongs to no task.

    Args:
        program: The program's file.
        clock: Tells the time in seconds.
    """

    def __init__(self, program: Path, clock: Callable[[], float] = time.perf_counter) -> None:
        self.program = program
        self.clock = clock
        self._zero: float | None = None
        self._lives: dict[object, _Life] = {}
        self._stretches: list[Stretch] = []
        self._prints: list[Print] = []
        self._cancels: list[Cancel] = []
        self._running: list[_Step] = []
        self._steps = 0
        self._calls: list[object] = []

    def knows(self, key: object) -> bool:
        """Whether there is a task of this key."""
        return key in self._lives

    def create(
        self,
        key: object,
        function: str,
        *,
        name: str = "",
        line: int | None = None,
        waits: str = "",
    ) -> None:
        """Note a new task, made by what is running.

        Args:
            key: The system's object for it.
            function: What it runs.
            name: What to call it, if the function's name isn't enough.
            line: Where it is made.
            waits: For what it waits before its first step; if for nothing, it is ready.
        """
        number = len(self._lives) + 1
        creator = self._number(self._running[-1].key) if self._running else 0
        life = _Life(
            number, name or f"Task-{number}", function, creator or None, line, self._event(), waits
        )
        life.since = life.created
        if not waits:
            life.woken = life.created, creator or None
        self._lives[key] = life

    def begin(self, key: object) -> None:
        """Note that a step begins. If another is under way, it goes on when this one is over."""
        if self._running:
            outer = self._running[-1]
            self._close(outer, (), "")
            if outer.key in self._lives:
                self._lives[outer.key].since = None  # it neither waits nor is it ready: it called
        self._open(key)

    def end(self, frames: Iterable[FrameType] = (), waits_for: str = "") -> None:
        """Note that the step is over.

        Args:
            frames: Where the task is, outermost first.
            waits_for: What for, in words.
        """
        self._close(self._running.pop(), self._chain(frames), waits_for)
        if self._running:
            outer = self._lives.get(self._running[-1].key)
            has_ended = outer is not None and outer.ended is not None
            key = self._running.pop().key
            self._open(None if has_ended else key)

    def finish(self, key: object, outcome: str, detail: str = "") -> None:
        """Note how a task ends: with the step that is under way."""
        life = self._lives[key]
        life.outcome, life.detail = outcome, detail

    def wake(self, key: object) -> None:
        """Note that a task may run again."""
        life = self._lives.get(key)
        if life and life.since and not life.woken:
            by = self._number(self._running[-1].key) if self._running else 0
            life.woken = self._event(), by or None

    def cancel(self, key: object, reason: str, line: int | None = None) -> None:
        """Note that a task is asked to stop."""
        by = self._number(self._running[-1].key) if self._running else 0
        moment = self._event()
        self._cancels.append(Cancel(moment, self._lives[key].number, by or None, reason, line))

    def printed(self, text: str, line: int | None) -> None:
        """Note a line of standard output."""
        task = self._number(self._running[-1].key) if self._running else 0
        self._prints.append(Print(self._event(), task or None, "stdout", text, line))

    def trace(self) -> Trace:
        """Make a trace of it."""
        while self._running:
            key = self._running[-1].key
            if self.knows(key) and self._lives[key].outcome == t.UNFINISHED:
                self.finish(key, t.RETURNED)
            self.end()
        end = Moment(self._steps, self._time())
        for life in self._lives.values():
            if life.outcome == t.UNFINISHED:
                self._gap(life, end)
        return Trace(
            program=self.program.name,
            clock="wall",
            tasks=tuple(map(_task, self._lives.values())),
            stretches=tuple(sorted(self._stretches, key=lambda stretch: stretch.start)),
            prints=tuple(self._prints),
            cancels=tuple(self._cancels),
            end=end,
        )

    def _number(self, key: object) -> int:
        life = self._lives.get(key)
        return life.number if life else 0

    def _time(self) -> float:
        if self._zero is None:
            return 0.0
        return round(round((self.clock() - self._zero) / GRID) * GRID, 9)

    def _event(self) -> Moment:
        if self._zero is None:  # what the program imports takes time before that
            self._zero = self.clock()
        if not self._running:
            return Moment(self._steps, self._time())
        step = self._running[-1]
        step.events += 1
        step.last = self._time()
        return Moment(self._steps, step.last, step.events)

    def _open(self, key: object) -> None:
        step = _Step(key, self._time())
        life = self._lives.get(key)
        if life:
            self._gap(life, Moment(self._steps, step.start))
            life.since = None
        self._running.append(step)

    def _close(self, step: _Step, chain: tuple[Frame, ...], waits_for: str) -> None:
        life = self._lives.get(step.key)
        if life is None and not step.events:
            return  # the system itself, which did nothing that is shown
        end = Moment(self._steps + 1, self._time() if life else step.last)
        is_slow = end.time - step.start >= SLOW
        state, what = (t.BLOCKING, "a call that waits") if is_slow else (t.RUNNING, "")
        start = Moment(self._steps, step.start)
        if is_slow:  # it was slow before it came to where it is
            chain = tuple(frame for frame in chain if not frame.library)
        number = life.number if life else 0
        self._stretches.append(Stretch(number, state, start, end, chain, what))
        self._steps += 1
        if life:
            life.since, life.waits_for = end, waits_for
            if life.outcome != t.UNFINISHED:
                life.ended = end

    def _gap(self, life: _Life, until: Moment) -> None:
        """Say what a task did since its last step: first it waited, then it was ready."""
        stopped = life.since
        if stopped is None or (life.ended and life.outcome != t.UNFINISHED):
            return
        woken, by = life.woken or (until, None)
        woken = max(stopped, woken) if life.waits_for else stopped
        life.woken = None
        if woken > stopped:
            self._stretches.append(
                Stretch(life.number, t.WAITING, stopped, woken, (), life.waits_for)
            )
        if until > woken:
            self._stretches.append(
                Stretch(life.number, t.READY, woken, until, (), life.waits_for, by)
            )

    def _chain(self, frames: Iterable[FrameType]) -> tuple[Frame, ...]:
        """Write a chain of calls: the program's own, and the first of others below them."""
        chain: list[Frame] = []
        for frame in frames:
            is_own = frame.f_code.co_filename == str(self.program)
            if not is_own and not chain:
                continue  # what called the program
            function = own_name(frame)
            chain.append(
                Frame(function, frame.f_lineno if is_own else None, self._call(frame), not is_own)
            )
            if not is_own:
                break
        return tuple(chain)

    def _call(self, frame: FrameType) -> int:
        """Tell calls apart. Frames are kept, so that none takes the place of another."""
        for number, known in enumerate(self._calls):
            if known is frame:
                return number
        self._calls.append(frame)
        return len(self._calls) - 1


def own_name(frame: FrameType) -> str:
    """The name of a function, without that of the one that it is in."""
    return frame.f_code.co_qualname.rpartition("<locals>.")[2]


def outermost_first(frame: FrameType | None) -> list[FrameType]:
    """The frames of a stack, from its innermost."""
    frames = []
    while frame:
        frames.append(frame)
        frame = frame.f_back
    return frames[::-1]


def called(frame: FrameType, source: str) -> str:
    """What a frame is calling, as its program has it: `joinall`.

    Args:
        frame: A frame of the program.
        source: The program's text.
    """
    positions = list(frame.f_code.co_positions())[frame.f_lasti // 2]
    first, last, start, end = positions
    if first is None or last is None or start is None or end is None:
        return ""
    lines = source.splitlines()[first - 1 : last]
    lines[-1] = lines[-1][: end if first == last else None]
    call = re.match(r"(?:yield )?[\w.]*?(\w+)\(", " ".join(lines)[start:])
    return call[1] if call else ""


def waits(frames: list[FrameType], program: Path, source: str) -> str:
    """For what a task waits, in words: what its program calls, and for how long.

    Args:
        frames: Where the task is, outermost first.
        program: The program's file.
        source: Its text.
    """
    own = [at for at, frame in enumerate(frames) if frame.f_code.co_filename == str(program)]
    if not own:
        return ""
    words = called(frames[own[-1]], source)
    for frame in frames[own[-1] + 1 : own[-1] + 2]:
        words = words or own_name(frame)
        seconds = frame.f_locals.get("seconds")
        if isinstance(seconds, float):
            words += f" {seconds:g} s"
    return words


def _task(life: _Life) -> Task:
    return Task(
        number=life.number,
        name=life.name,
        coroutine=life.function,
        creator=life.creator,
        line=life.line,
        created=life.created,
        ended=life.ended,
        outcome=life.outcome,
        detail=life.detail,
    )
