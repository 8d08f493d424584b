"""What tasks share: which locks, queues and the like a program makes, and when each has changed.

They are found where they are made. Only what a step has touched is looked at. Nothing keeps them
alive, and nothing of the program runs: their attributes are read as they are.
"""

from __future__ import annotations

import weakref
from collections.abc import Sequence
from types import FrameType

from lab.loop.awaits import is_library
from lab.trace.facts import READ, Facts, Live, Reader, TaskOf, attributes, kind_of, parts_of
from lab.trace.hooks import tells_all, tells_by_assigning
from lab.trace.locks import values_of
from lab.trace.record import Creation, Made

MOST_THINGS = 100
"""So many are looked at; a program that makes more has the first ones in its trace."""


class Things:
    """Knows the things of a program.

    Args:
        made: Gets how each was made.
        task_of: Finds what is known of a task.

    Attributes:
        of: The things that an object is a part of, by its identity. A thing is a part of itself.
        assigned: The same, of those objects that change when they are assigned to.
        silent: Those that don't tell when they change, such as futures: to be looked at each time.
    """

    def __init__(self, made: list[Made], task_of: TaskOf) -> None:
        """Know none yet."""
        self.of: dict[int, tuple[Live, ...]] = {}
        self.assigned: dict[int, tuple[Live, ...]] = {}
        self.silent: list[Live] = []
        self._made = made
        self._live: set[Live] = set()
        self._reader = Reader(task_of)

    def found(self, thing: object, frame: FrameType | None) -> Live | None:
        """Take up a thing if the program itself made it.

        Args:
            thing: The thing.
            frame: The frame in which it was made.
        """
        while frame is not None and _makes_itself(thing, frame):
            frame = frame.f_back
        if frame is None or is_library(frame.f_code) or len(self._live) >= MOST_THINGS:
            return None
        kind = kind_of(thing)
        self._made.append(Made(kind, frame.f_code, frame.f_lasti))
        live = Live(len(self._made), weakref.ref(thing), kind)
        if kind in ("Semaphore", "BoundedSemaphore"):
            live.first = attributes(thing)["_value"]
        self._live.add(live)
        try:
            for part in parts_of(thing, kind):
                self._know(part, live)
        except (TypeError, KeyError):  # a lock of the program's own making in a condition
            self._know(thing, live)
            self.silent.append(live)
        else:
            if kind == "Future" or not tells_all(thing):
                self.silent.append(live)
        return live

    def _know(self, part: object, live: Live) -> None:
        """Let a thing be found by one of its parts, as long as that is there."""
        key, of, lives, assigned = id(part), self.of, self._live, self.assigned

        def forget(_: object) -> None:
            of.pop(key, None)
            assigned.pop(key, None)
            if live.ref() is None:
                lives.discard(live)

        live.parts.append(weakref.ref(part, forget))
        of[key] = (*of.get(key, ()), live)
        if tells_by_assigning(live.ref()):
            assigned[key] = of[key]

    def holders_of(self, thing: object) -> Sequence[Creation] | None:
        """Return who holds a thing; None if it is not known here."""
        return next((live.holders for live in self.of.get(id(thing), ())), None)

    def change(self, live: Live, task: Creation | None) -> Facts | None:
        """Look at a thing after a task did something; return what is new.

        Args:
            live: The thing.
            task: The task; None if it was another callback.
        """
        thing = live.ref()
        try:
            facts: Facts = READ[live.kind](self._reader, live, thing, task)
        except Exception:  # it is gone, or of a subclass of the program that is made in another way
            self._drop(live)
            return None
        if facts == live.facts:
            return None
        live.facts = facts
        if live.kind == "Future" and facts[0] != "pending":
            self._drop(live)
        return facts

    def _drop(self, live: Live) -> None:
        """Look at a thing no more."""
        self._live.discard(live)
        if live in self.silent:
            self.silent.remove(live)
        for ref in live.parts:
            part = ref()
            if part is not None:
                others = tuple(one for one in self.of[id(part)] if one is not live)
                self.of[id(part)] = self.assigned[id(part)] = others


def _makes_itself(thing: object, frame: FrameType) -> bool:
    """Tell whether a frame is an `__init__` of the thing's class, or one that was generated."""
    code = frame.f_code
    if code.co_filename == "<string>":  # a dataclass with a field of that class
        return True
    if code.co_name != "__init__" or not code.co_varnames:
        return False
    return values_of(frame).get(code.co_varnames[0]) is thing
