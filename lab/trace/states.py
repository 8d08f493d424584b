"""Say in words what state a lock, a queue or the like was in, from the facts that were noted."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from lab.trace.facts import MOST_MEMBERS, Facts, Waiters
from lab.trace.record import Creation


class State(NamedTuple):
    """The state of a thing; see `lab.trace.changes.Thing`."""

    words: str
    holders: tuple[Creation, ...] = ()
    waiters: tuple[Creation, ...] = ()
    items: tuple[str, ...] = ()
    members: tuple[Creation, ...] = ()


def state_of(kind: str, facts: Facts) -> State:
    """Tell the state of a thing.

    Args:
        kind: What it is.
        facts: What was noted of it.
    """
    return _TOLD[kind](*facts)


def _who_waits(waiters: Waiters) -> tuple[str, tuple[Creation, ...]]:
    """Say how many wait if they are too many to be named, and name the first ones."""
    count, found = waiters
    more = f", {count} wait" if count > MOST_MEMBERS else ""
    return more, tuple(dict.fromkeys(task for task in found if task))


def _lock(is_locked: bool, holders: tuple[Creation, ...], waiters: Waiters) -> State:
    more, waiting = _who_waits(waiters)
    return State(("locked" if is_locked else "free") + more, holders, waiting)


def _event(is_set: bool, waiters: Waiters) -> State:
    more, waiting = _who_waits(waiters)
    return State(("set" if is_set else "not set") + more, waiters=waiting)


def _condition(
    is_locked: bool, holders: tuple[Creation, ...], for_lock: Waiters, waiters: Waiters
) -> State:
    words = "locked" if is_locked else "free"
    if count := len(_who_waits(for_lock)[1]):
        words += f", {count} {'wait' if count > 1 else 'waits'} for its lock"
    more, waiting = _who_waits(waiters)
    return State(words + more, holders, waiting)


def _semaphore(free: int, first: int, holders: tuple[Creation, ...], waiters: Waiters) -> State:
    more, waiting = _who_waits(waiters)
    words = f"{free} of {first} free" if first else f"{free} free"
    return State(words + more, holders, waiting)


def _queue(
    count: int,
    most: int,
    not_done: int | None,
    is_shut_down: bool | None,
    waiters: Waiters,
    items: tuple[str, ...],
) -> State:
    words = f"{count} item{'s' * (count > 1)}" if count else "empty"
    if most > 0:
        words += f", at most {most}"
    if not_done is not None:
        words += f", {not_done} not done"
    if is_shut_down:
        words += ", shut down"
    more, waiting = _who_waits(waiters)
    return State(words + more, waiters=waiting, items=items)


def _barrier(state: str, count: int, parties: int, waiters: Waiters) -> State:
    words = f"{count} of {parties} are there"
    if state != "filling":
        words = {"broken": "broken", "resetting": "being reset"}.get(state, "open")
    more, waiting = _who_waits(waiters)
    return State(words + more, waiters=waiting)


def _group(
    is_entered: bool,
    is_exiting: bool,
    is_aborting: bool,
    waits: bool,
    count: int,
    owner: Creation | None,
    tasks: frozenset[Creation | None],
) -> State:
    are_named = count <= MOST_MEMBERS
    members = sorted((task for task in tasks if task), key=lambda task: task.number)
    if not is_entered:
        words = "not entered"
    elif is_exiting and not waits and not count:
        words, owner = "over", None
    elif is_aborting:
        words = "cancels its tasks"
    elif waits:
        words = "waits for its tasks" if members or not are_named else "its tasks are done"
    else:
        words = "open"
    if not are_named:
        words += f" ({count} tasks)"
    return State(words, (owner,) if owner else (), members=tuple(members))


def _future(words: str, waiters: tuple[Creation, ...]) -> State:
    return State(words, waiters=waiters)


_TOLD: dict[str, Callable[..., State]] = {
    "Lock": _lock,
    "Event": _event,
    "Condition": _condition,
    "Semaphore": _semaphore,
    "BoundedSemaphore": _semaphore,
    "Queue": _queue,
    "PriorityQueue": _queue,
    "LifoQueue": _queue,
    "Barrier": _barrier,
    "TaskGroup": _group,
    "Future": _future,
}
