"""Replay the log of changes: what the queue, the timers and the things were at some step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lab.trace.changes import Change, Dropped, Ready, Run, Thing, TimerOver, TimerSet
from lab.trace.data import Trace
from lab.trace.moment import Moment


@dataclass
class State:
    """What the changes up to some moment leave.

    Attributes:
        ready: What is in the queue, the next one first.
        timers: What timers are set, by their numbers.
        things: What tasks share, by number.
        since: The line since which each is as it is, whoever waits for it.
        running: What the loop took out of the queue last.
    """

    ready: list[Ready] = field(default_factory=list)
    timers: dict[int, TimerSet] = field(default_factory=dict)
    things: dict[int, Thing] = field(default_factory=dict)
    since: dict[int, int | None] = field(default_factory=dict)
    running: Ready | None = None

    def apply(self, change: Change) -> None:
        """Take in the next change.

        Raises:
            ValueError: It names an entry that is not in the queue.
            KeyError: It names a timer that is not set.
        """
        match change:
            case Ready():
                self.ready.append(change)
            case Run() | Dropped():
                place = [entry.entry for entry in self.ready].index(change.entry)
                entry = self.ready.pop(place)
                if isinstance(change, Run):
                    self.running = entry
            case TimerSet():
                self.timers[change.timer] = change
            case TimerOver():
                del self.timers[change.timer]
            case Thing():
                before = self.things.get(change.thing)
                if before is None or _essence(before) != _essence(change):
                    self.since[change.thing] = change.by_line
                self.things[change.thing] = change

    def next_timers(self) -> list[TimerSet]:
        """Return the timers in the order in which they are due."""
        never = float("inf")
        return sorted(
            self.timers.values(),
            key=lambda timer: never if timer.when is None else timer.when,
        )


def states(trace: Trace) -> Iterator[tuple[Moment, State]]:
    """Give the state before each step, and at last the one at the end; it is the same object.

    Args:
        trace: The trace.
    """
    starts = (s.start for s in trace.stretches if s.state in ("running", "blocking"))
    state = State()
    changes = iter(trace.changes)
    change = next(changes, None)
    for start in [*starts, trace.end]:
        while change is not None and change.at[::2] <= (start.step, 0):
            state.apply(change)
            change = next(changes, None)
        yield start, state


def _essence(thing: Thing) -> tuple[str, tuple[int, ...], tuple[str, ...]]:
    """What a thing is, apart from who waits for it and who is a member."""
    return thing.state, thing.holders, thing.items
