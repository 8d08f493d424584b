"""Say what tasks do to locks, queues and the like, and what these are like then."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lab.timeline.report import who_runs
from lab.trace.apart import numbered
from lab.trace.changes import Ready, Thing
from lab.trace.data import Moment, Task, Trace
from lab.trace.replay import State

_MOST_ITEMS = 20
"""A recording has so many items of a queue."""


class Things:
    """Knows what the tasks of a run share.

    Args:
        trace: The run.
        state: What its changes leave, up to now.

    Attributes:
        gone: The tasks that have ended.
        last: When a task last did something to a thing, to which, and what.
    """

    def __init__(self, trace: Trace, state: State) -> None:
        """Name what is called alike by its number."""
        self._trace = trace
        self._state = state
        self.gone = set[int]()
        self.last: tuple[Moment, int, str] | None = None
        alike: dict[tuple[str, str], list[int]] = {}
        for change in trace.changes:
            if isinstance(change, Thing):
                numbers = alike.setdefault((change.type, change.name), [])
                if change.thing not in numbers:
                    numbers.append(change.thing)
        self._alike = alike
        self._waited: tuple[int, ...] = ()  # at the thing that was changed last, before it was

    def label(self, thing: Thing) -> str:
        """Name a thing so that it can be told from others."""
        return numbered(thing.name, thing.thing, self._alike[thing.type, thing.name])

    def _named(self, thing: Thing) -> str:
        return f"{thing.type} {self.label(thing)}".rstrip()

    def _names(self, tasks: tuple[int, ...], *, hold: bool = False) -> str:
        gone = self.gone if hold else set[int]()
        ended = {task: " (has ended)" if task in gone else "" for task in tasks}
        return ", ".join(f"{who_runs(self._trace, task)}{ended[task]}" for task in tasks)

    def keeps(self, task: Task, thing: Thing) -> bool:
        """Tell whether a task holds a thing; the holder of a group is its owner."""
        return task.number in thing.holders and thing.type != "TaskGroup"

    def line(self, thing: Thing) -> str:
        """Say what a thing is like."""
        line = "" if thing.line is None else f" (line {thing.line})"
        is_group = thing.type == "TaskGroup"
        is_unlimited = thing.type.endswith("Queue") and "at most" not in thing.state
        parts = [f"{self._named(thing)}{line}: {thing.state}{', no limit' * is_unlimited}"]
        if thing.holders:
            names = self._names(thing.holders, hold=not is_group)
            parts.append(f"{'of' if is_group else 'held by'} {names}")
        if thing.waiters:
            parts.append(f"waiting: {self._names(thing.waiters)}")
        if thing.members:
            parts.append(f"in it: {self._names(thing.members)}")
        if thing.items:
            parts.append(f"items: {', '.join(thing.items)}")
        if since := self._state.since[thing.thing]:
            parts.append(f"since line {since}")
        return "; ".join(parts)

    def waited_at(self, task: int, words: str) -> Thing | None:
        """Return what a task waits at, of which the kind is known: `Lock`, `Queue.get`."""
        kind = re.match(r"(Lock(?! of)|Semaphore|Event|Condition|Barrier|Queue)\b", words)
        if not kind:
            return None
        things = self._state.things.values()
        return next((t for t in things if task in t.waiters and t.type.endswith(kind[1])), None)

    def held(self, thing: Thing) -> str:
        """Say who holds a lock or a semaphore, and what the only holder waits for in turn."""
        if not thing.holders or not thing.type.endswith(("Lock", "emaphore")):
            return ""
        holders = tuple(dict.fromkeys(thing.holders))
        words = f", held by {self._names(holders, hold=True)}"
        if len(holders) > 1 or holders[0] in self.gone:
            return words
        for other in self._state.things.values():
            is_held = other.type.endswith(("Lock", "emaphore")) and other.holders
            if holders[0] in other.waiters and is_held:
                names = self._names(tuple(dict.fromkeys(other.holders)), hold=True)
                return f"{words}, which waits for {self._named(other)}, held by {names}"
        return words

    def cause(self, ready: Ready) -> str:
        """Say what was done to a thing at which a task waited, so that it is ready now."""
        if self.last is None or self.last[0] != ready.at:
            return ""
        _, number, words = self.last
        thing = self._state.things[number]
        return f", which {words}" if ready.task in {*thing.waiters, *self._waited} else ""

    def deeds(self, thing: Thing, task: int) -> Iterator[str]:
        """Say what a task does to a thing that becomes so."""
        old = self._state.things.get(thing.thing)
        self._waited = old.waiters if old else ()
        at = f" at line {thing.by_line}" if thing.by_line else ""
        for words in _deeds(old, thing, task, self._named(thing)):
            yield f"{words}{at}"


def _deeds(old: Thing | None, thing: Thing, task: int, named: str) -> Iterator[str]:
    """Say what a task does to a thing; the page's stepper says the same."""
    had = Counter(old.holders)[task] if old else 0
    has = Counter(thing.holders)[task]
    if thing.type.endswith("Queue"):
        yield from _moves(old, thing, named)
    elif thing.type in ("Lock", "Condition"):
        lock = named if thing.type == "Lock" else f"the lock of {named}"
        if has > had:
            yield f"takes {lock}"
        elif has < had:
            yield f"releases {lock}"
    elif old is None:
        return
    elif thing.type.endswith("emaphore"):
        if has > had:
            yield f"gets a place in {named}"
        elif has < had or _number(thing.state) > _number(old.state):
            yield f"releases {named}"
    elif thing.type == "Event" and thing.state.startswith("set") != old.state.startswith("set"):
        yield f"{'sets' if thing.state.startswith('set') else 'clears'} {named}"


def _moves(old: Thing | None, thing: Thing, named: str) -> Iterator[str]:
    """Say which items come into a queue, and which go."""
    if old and "shut down" in thing.state and "shut down" not in old.state:
        yield f"shuts down {named}"
        return
    before, items = (old.items if old else ()), thing.items
    was, now = (_number(old.state) if old else 0), _number(thing.state)
    if was > _MOST_ITEMS or now > _MOST_ITEMS:
        if now != was:
            count = f"{abs(now - was)} item{'s' * (abs(now - was) > 1)}"
            yield f"puts {count} into {named}" if now > was else f"takes {count} out of {named}"
        return
    if gone := [*(Counter(before) - Counter(items)).elements()]:
        yield f"takes {', '.join(gone)} out of {named}"
    if come := [*(Counter(items) - Counter(before)).elements()]:
        yield f"puts {', '.join(come)} into {named}"


def _number(state: str) -> int:
    """Return the number with which a state begins."""
    found = re.match(r"\d+", state)
    return int(found[0]) if found else 0
