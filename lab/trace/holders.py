"""Say who held a lock while a task waited for it: it may change hands in the meantime."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any, NamedTuple

from lab.trace import log
from lab.trace.record import Creation, Made

HELD_BY = ", held by "
"""What comes between a lock and who holds it."""

THEN = ", then "
"""What comes between who holds it and who does so afterwards."""

_MOST_NAMES = 3
"""Of more holders, only the first and the last are named."""


class _Change(NamedTuple):
    """A lock has changed: its number, who holds it, and who waits for it."""

    thing: int
    holders: tuple[Creation, ...]
    waiters: tuple[Creation | None, ...]


class Holders:
    """Knows who held each lock, by the place in the log.

    Args:
        items: The log.
        things: What tasks share, by number.
    """

    def __init__(self, items: Sequence[Any], things: Sequence[Made]) -> None:
        """Look for what the log says of locks, and of the locks that conditions have."""
        self._places: list[int] = []
        self._changes: list[_Change] = []
        for place, item in enumerate(items):
            if type(item) is not tuple or item[0] is not log.THING:
                continue
            thing, facts = item[3], item[4]
            if things[thing - 1].type in ("Lock", "Condition"):
                _, holders, (_, waiters), *_ = facts
                self._places.append(place)
                self._changes.append(_Change(thing, holders, waiters))

    def during(self, task: Creation, step: range, end: int) -> list[Creation]:
        """List who held the lock that a task waited for, one after the other.

        Args:
            task: The task.
            step: The places in the log of the step in which it began to wait.
            end: The place in the log at which its wait was over.
        """
        first, last = (bisect_left(self._places, place) for place in (step.start, step.stop))
        for at in reversed(range(first, last)):
            if task in self._changes[at].waiters:
                break
        else:
            return []  # a lock that is not known
        found: list[Creation] = []
        for change in self._changes[at : bisect_left(self._places, end)]:
            if change.thing == self._changes[at].thing:
                found += [one for one in change.holders if found[-1:] != [one]]
        return found


def in_order(names: Sequence[str]) -> str:
    """Name those who held a lock: `Ada, then Bob`."""
    if len(names) > _MOST_NAMES:
        names = [names[0], f"{len(names) - 2} others", names[-1]]
    return THEN.join(names)
