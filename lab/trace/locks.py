"""Say which lock a task waits for, and which task holds it: asyncio's locks have no names."""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import Callable, Iterator, Mapping
from itertools import chain, pairwise
from types import FrameType, FunctionType, MethodType

from lab.loop.awaits import link

AT_CONDITION = "Condition.wait"

WAITS = {
    "Lock.acquire": "Lock",
    "Event.wait": "Event",
    AT_CONDITION: "Condition",
    "Semaphore.acquire": "Semaphore",
    "Barrier.wait": "Barrier",
}
"""The methods in which a task waits, by qualified name, and what each waits for."""

_MOST_ITEMS = 100
"""In a larger container nothing is looked for."""

_HELD_BY_US = 3
"""References to a snapshot of locals: the frame's, ours, and the argument that counts them."""


def lock_words(
    name: str,
    waiting: FrameType,
    program: FrameType | None,
    holder: Callable[[object], str],
) -> str:
    """Say what a task waits for: `Lock left, held by Ada`.

    Args:
        name: The method, one of `WAITS`.
        waiting: Its frame.
        program: The innermost frame of the program itself, which called it.
        holder: Names the task that holds a lock.
    """
    lock = values_of(waiting).get("self")
    if program is None or lock is None:
        return WAITS[name]
    words = f"{WAITS[name]} {_name(lock, program)}".rstrip()
    held = holder(lock) if name == "Lock.acquire" else ""
    return f"{words}, held by {held}" if held else words


def is_inside(lock: object, coro: object) -> bool:
    """Tell whether a suspended coroutine is inside of `async with lock`.

    Python keeps `__aexit__` on the stack of the frame until the block is left. Up to 3.13 that is
    a bound method, since 3.14 a function and the lock after it.

    Args:
        lock: The lock.
        coro: The coroutine of a task.
    """
    at = link(coro)
    while at is not None:
        awaited, _, _, inner = at
        at = link(inner)
        entered = _entered(gc.get_referents(awaited))
        if at is not None and at[1].co_name == "__aenter__":
            entered = entered[:-1]  # it waits to enter that one
        if any(one is lock for one in entered):
            return True
    return False


def _entered(kept: list[object]) -> list[object]:
    """What a frame is inside of with `async with`, outermost first, from all that it refers to."""
    entered = []
    for one, following in pairwise([*kept, None]):
        if type(one) is MethodType and _is_exit(one.__func__):
            entered.append(one.__self__)
        elif _is_exit(one):
            entered.append(following)
    return entered


def _is_exit(one: object) -> bool:
    return type(one) is FunctionType and one.__name__ == "__aexit__"


def values_of(frame: FrameType) -> dict[str, object]:
    """Read the variables of a frame, and keep none of them alive.

    Before Python 3.13, the frame keeps what `f_locals` returns: https://peps.python.org/pep-0667/.
    """
    snapshot = frame.f_locals
    values = dict(snapshot)
    if sys.version_info < (3, 13) and sys.getrefcount(snapshot) <= _HELD_BY_US:
        snapshot.clear()  # the program has not asked for it
    return values


def _name(lock: object, frame: FrameType) -> str:
    """Call a lock as the program does; empty if we don't find out.

    The lock that a condition makes for itself has no name but that of the condition.
    """
    local = values_of(frame)
    for name, value in local.items():  # the usual case, so be quick
        if value is lock:
            return name
    condition = ""
    for values in (local, frame.f_globals):
        for name, value in chain(values.items(), _all_inside(values)):
            if value is lock:
                return name
            if not condition and type(value) is asyncio.Condition and value._lock is lock:  # type: ignore[attr-defined]  # private
                condition = f"of Condition {name}"
    return condition


def _all_inside(values: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for name, value in values.items():
        for way, item in _inside(value):
            if type(value) is not asyncio.Condition:
                yield f"{name}{way}", item


def _inside(value: object) -> Iterator[tuple[str, object]]:
    """What a value holds, and the way to it. Nothing of the program runs."""
    if type(value) is dict and len(value) <= _MOST_ITEMS:
        yield from ((f"[{key!r}]", item) for key, item in value.items() if type(key) in (str, int))
    elif type(value) in (list, tuple) and len(value) <= _MOST_ITEMS:  # type: ignore[arg-type] # a list
        yield from ((f"[{at}]", item) for at, item in enumerate(value))  # type: ignore[arg-type, var-annotated] # ditto
    elif not isinstance(value, type) and (attributes := _attributes(value)):
        yield from ((f".{key}", item) for key, item in attributes.items())


def _attributes(value: object) -> Mapping[str, object] | None:
    try:
        found = object.__getattribute__(value, "__dict__")
    except AttributeError:
        return None
    return found if type(found) is dict and len(found) <= _MOST_ITEMS else None
