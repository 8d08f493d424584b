"""Tell apart what tasks wait for, if the program calls several things alike where they wait.

A parameter `lock` may be another lock in each call. Such a thing is then called as where it was
made, which is what `lab steps` and the stepper call it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from lab.trace import log
from lab.trace.holders import HELD_BY
from lab.trace.locks import WAITS
from lab.trace.made import made_at
from lab.trace.record import Creation, Made, WhatNote
from lab.trace.states import state_of

_KINDS = tuple(WAITS.values())


class Wait(NamedTuple):
    """A step after which a task waits.

    Attributes:
        task: The task.
        what: For what.
        step: The places of the step in the log.
    """

    task: Creation
    what: WhatNote
    step: range


class Apart:
    """Knows which things are called alike where tasks wait for them.

    Args:
        waits: All waits of a run.
        items: The log.
        things: What tasks share, by number.
    """

    def __init__(self, waits: Iterable[Wait], items: Sequence[Any], things: Sequence[Made]) -> None:
        """Look for what each task waits for."""
        self._things = things
        self._places: list[int] = []
        self._waiters: list[tuple[int, tuple[Creation, ...]]] = []
        self._alike: dict[tuple[str, str], list[int]] = {}
        named = [wait for wait in waits if _name(wait.what)]
        if len(named) > 1:
            self._read(items)
        self._called: dict[str, set[int]] = {}
        for wait in named:
            if (number := self._thing(wait)) is not None:
                self._called.setdefault(_name(wait.what), set()).add(number)

    def _read(self, items: Sequence[Any]) -> None:
        for place, item in enumerate(items):
            if type(item) is not tuple or item[0] is not log.THING:
                continue
            made = self._things[item[3] - 1]
            if made.type.endswith(_KINDS):
                self._places.append(place)
                self._waiters.append((item[3], state_of(made.type, item[4]).waiters))
                alike = self._alike.setdefault((made.type, _made_as(made)), [])
                if item[3] not in alike:
                    alike.append(item[3])

    def _thing(self, wait: Wait) -> int | None:
        first, last = (bisect_left(self._places, at) for at in (wait.step.start, wait.step.stop))
        kind = _name(wait.what).split()[0]
        for number, waiters in reversed(self._waiters[first:last]):
            if wait.task in waiters and self._things[number - 1].type.endswith(kind):
                return number
        return None

    def words(self, words: str, wait: Wait) -> str:
        """Say what a task waits for; `words` does so as the program calls it there."""
        name = _name(wait.what)
        if len(self._called.get(name, ())) < 2 or (number := self._thing(wait)) is None:
            return words
        made = self._things[number - 1]
        own = _made_as(made)
        if not own:
            return words
        own = numbered(own, number, self._alike[made.type, own])
        return f"{name.split()[0]} {own}{words.removeprefix(name)}"


def numbered(name: str, thing: int, alike: Sequence[int]) -> str:
    """Name a thing so that it can be told from others of its name."""
    return f"{name} (number {alike.index(thing) + 1})" if name and len(alike) > 1 else name


def _name(what: WhatNote) -> str:
    """Return `Lock target` of `Lock target, held by Ada`; nothing if it has no name."""
    words = what.partition(HELD_BY)[0] if isinstance(what, str) else ""
    return words if words.startswith(tuple(f"{kind} " for kind in _KINDS)) else ""


def _made_as(made: Made) -> str:
    return made_at(made.code, made.offset).name
