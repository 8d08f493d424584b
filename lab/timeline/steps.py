"""Tell a run step by step, as text: what runs and why, and what the loop and the things hold."""

from __future__ import annotations

from collections.abc import Iterator

from lab.timeline.axis import seconds
from lab.timeline.deeds import Things
from lab.timeline.report import (
    blocking_words,
    did,
    ending,
    events_of,
    summary,
    who_runs,
)
from lab.trace import changes as c
from lab.trace.changes import Change, Ready, Thing
from lab.trace.data import (
    BLOCKING,
    LIBRARY,
    READY,
    RUNNING,
    WAITING,
    Cancel,
    Moment,
    Stretch,
    Trace,
)
from lab.trace.holders import HELD_BY
from lab.trace.replay import State

MOST_STEPS = 200
"""How many steps are told, if nothing else is asked for."""

MOST_NAMES = 12
"""So many of the tasks that one waits for are named."""


def step_by_step(trace: Trace, most: int = MOST_STEPS) -> str:
    """Tell a run step by step.

    Args:
        trace: The run.
        most: How many steps to tell.
    """
    steps = [s for s in trace.stretches if s.state in (RUNNING, BLOCKING)]
    lines = [summary(trace), ""]
    teller = _Teller(trace)
    for step in steps[:most]:
        lines += teller.tell(step)
    if len(steps) > most:
        lines.append(f"{len(steps) - most} more steps are left out: ask for them with --most.")
    if not trace.changes:
        lines.append("This trace does not say what was ready, and which timers were set.")
    return "\n".join(lines) + "\n"


class _Teller:
    """Tells the steps of a run, one after the other."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.state = State()
        self.things = Things(trace, self.state)
        self.changes = list(trace.changes)
        self.cancels = list(trace.cancels)
        self.done = self.asked = 0
        self.pending = dict[int, Cancel]()  # who was asked to cancel since it last ran
        self.late = set[int]()  # entries of the queue that the timer of a timeout made
        self.causes = dict[int, str]()  # by the entries of the queue: what made them ready
        self.entry = 0  # the one that was told of last
        self.starting = {(one.task, one.start): one for one in reversed(trace.stretches)}
        self.lines = {task.created: task.line for task in trace.tasks if task.line}
        self.numbers = {task.name: task.number for task in reversed(trace.tasks)}

    def tell(self, step: Stretch) -> Iterator[str]:
        """Tell the next step, with what its changes leave."""
        begins = self.done
        while self.asked < len(self.cancels) and self.cancels[self.asked].at <= step.start:
            cancel = self.cancels[self.asked]
            self.pending[cancel.task] = cancel
            self.asked += 1
        callbacks, deeds = [], list[tuple[Moment, str]]()
        shown = dict[int, Thing]()
        while self.done < len(self.changes) and self.changes[self.done].at.step <= step.start.step:
            change = self.changes[self.done]
            self.done += 1
            deeds += self._take_in(change, step)
            running = self.state.running
            if isinstance(change, c.Run) and running and not running.task:
                callbacks.append(running.what)
            if isinstance(change, Thing):
                shown[change.thing] = change
        task = ending(self.trace, step)
        if task:
            self.things.gone.add(task.number)
            kept = (thing for thing in self.state.things.values() if self.things.keeps(task, thing))
            shown |= {thing.thing: thing for thing in kept}
        number = step.start.step + 1
        who = "a library's task" if step.what == LIBRARY else self._who(step.task)
        yield f"{number:3}  {seconds(step.start.time):8} {who}{self._why(step)}"
        if callbacks:
            yield f"     first the loop runs: {', '.join(callbacks)}"
        if step.what != LIBRARY:
            yield f"     {self._does(step, deeds)}"
        for thing in shown.values():
            yield f"     {self.things.line(thing)}"
        if self.done > begins or self.state.ready:
            ready = ", ".join(self._entry(entry) for entry in self.state.ready)
            yield f"     ready: {ready or 'nothing'}"
        if timers := self.state.next_timers():
            yield f"     timers: {', '.join(self._timer(timer) for timer in timers)}"
        self.pending.pop(step.task, None)

    def _take_in(self, change: Change, step: Stretch) -> Iterator[tuple[Moment, str]]:
        """Let a change happen; say what the task of the step does with it."""
        state = self.state
        if isinstance(change, Thing) and change.at > step.start and change.at.event:
            for words in self.things.deeds(change, step.task):
                yield change.at, words
                self.things.last = change.at, change.thing, words
        if isinstance(change, Ready) and change.task:
            running = state.running
            if change.why == c.TIMER and running and running.what.startswith("timeout"):
                self.late.add(change.entry)
            self.causes[change.entry] = self.things.cause(change)
        state.apply(change)

    def _who(self, task: int | None) -> str:
        return who_runs(self.trace, task)

    def _why(self, step: Stretch) -> str:
        """Say why a task has a turn."""
        entry = self.state.running
        if not entry or not entry.task or entry.task != step.task:
            return ""
        if entry.entry == self.entry:
            return ", its turn is not over"
        self.entry = entry.entry
        by = f" by {self._who(entry.by)}" if entry.by else ""
        if entry.why == c.CANCELLED and (cancel := self.pending.get(step.task)):
            return f", {self._asked(cancel)}"
        if entry.entry in self.late:
            return ", its timeout is over"
        return {
            c.CREATED: f", created{by}",
            c.WOKEN: f", woken{by}{self.causes.get(entry.entry, '')}",
            c.CANCELLED: f", cancelled{by}",
            c.TIMER: ", its time has come",
            c.AGAIN: ", its turn again",
        }.get(entry.why, "")

    def _asked(self, cancel: Cancel) -> str:
        """Say who cancelled a task."""
        by = self._who(cancel.by) if cancel.by else ""
        return {
            "cancel()": f"cancelled by {by or 'a callback'}",
            "timeout": f"the timeout in {by} is over" if by else "its timeout is over",
            "TaskGroup": "its TaskGroup cancelled it",
            "TaskGroup's block": "its TaskGroup interrupted its block",
        }.get(cancel.reason, f"{cancel.reason} cancelled it")

    def _does(self, step: Stretch, deeds: list[tuple[Moment, str]]) -> str:
        """Say what a task does in a step, and what it waits for after that."""
        line = _line(step)
        if step.state == BLOCKING:
            words = blocking_words(step)
            return words.replace(";", f" at line {line};", 1) if line else words
        happened = [
            (at, f"{words} at line {self.lines[at]}")
            if words.startswith("creates ") and at in self.lines
            else (at, words)
            for at, words in events_of(self.trace, step)
        ]
        parts = did(self.trace, step, [*deeds, *happened])
        if not ending(self.trace, step):
            parts += self._waits(step)
        return "; ".join(parts)

    def _waits(self, step: Stretch) -> Iterator[str]:
        after = self.starting.get((step.task, step.end))
        if after is None or after.state not in (WAITING, READY):
            return
        line = _line(step)
        at = f" at line {line}" if line else ""
        functions = [frame.function for frame in step.chain if not frame.library]
        where = f" in {' → '.join(functions)}" if len(functions) > 1 else ""
        if after.state == READY:
            yield f"lets others run{at}{where}"
            return
        if cancel := self._goes_on(step):
            yield f"has not ended, although {self._asked(cancel)}"
        yield f"waits{at} for {self._awaited(step.task, after)}{where}"

    def _goes_on(self, step: Stretch) -> Cancel | None:
        """Return the request to cancel a task that it has swallowed, if it was not meant to be."""
        cancel = self.pending.get(step.task)
        entry = self.state.running
        if cancel is None or entry is None or entry.why != c.CANCELLED:
            return None
        is_own = cancel.reason == "timeout" and not cancel.by
        return None if is_own or cancel.reason == "TaskGroup's block" else cancel

    def _awaited(self, task: int, wait: Stretch) -> str:
        words = wait.what.partition(HELD_BY)[0]
        if wait.awaits:
            names = [self._who(one) for one in wait.awaits[:MOST_NAMES]]
            if (more := len(wait.awaits) - MOST_NAMES) > 0:
                names.append(f"{more} more")
            return f"{words.split()[0]} of {', '.join(names)}"
        if thing := self.things.waited_at(task, words):
            kind = words.split()[0]
            of = " of" if kind.startswith("Queue.") else ""
            name = self.things.label(thing)
            return f"{f'{kind}{of} {name}' if name else words}{self.things.held(thing)}"
        if number := self.numbers.get(_task_in(words)):
            return f"task {self._who(number)}"
        _, held, holders = wait.what.partition(HELD_BY)
        return f"{words}{held}{holders.partition(', then ')[0]}"

    def _entry(self, entry: Ready) -> str:
        return self._who(entry.task) if entry.task else f"({entry.what})"

    def _timer(self, timer: c.TimerSet) -> str:
        when = "never" if timer.when is None else f"at {seconds(timer.when)}"
        whose = f" of {self._who(timer.task)}" if timer.task else ""
        return f"{when}: {timer.what}{whose}"


def _task_in(words: str) -> str:
    """Return the name of the task that is waited for: in `task 'Ada'` or `Task-2 (load)`."""
    if words.startswith("task "):
        return words[6:-1]
    name, _, more = words.partition(" (")
    return name if more and name.startswith("Task-") else ""


def _line(step: Stretch) -> int | None:
    """Return the innermost line of the program itself at which a step stopped."""
    lines = (frame.line for frame in reversed(step.chain) if not frame.library and not frame.file)
    return next((line for line in lines if line), None)
