"""Hear of each lock, queue and the like that a program makes, and of all that is done to one.

asyncio's own classes tell: inside of `watched`, some of their methods are ours. All that changes a
thing assigns to one of its attributes, makes a future to wait for, or puts an item into a queue or
takes one out. What a program does behind the back of a queue, as by `queue._queue.clear()`, is seen
when something else is done to it.
"""

from __future__ import annotations

import asyncio
import functools
import sys
from asyncio import mixins
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any

from lab.loop.clock import replaced
from lab.loop.handles import leave_out_this_frame
from lab.loop.observer import Guard

KINDS = (
    asyncio.Lock,
    asyncio.Event,
    asyncio.Condition,
    asyncio.Semaphore,
    asyncio.Queue,
    asyncio.Barrier,
    asyncio.TaskGroup,
)
"""The classes whose `__init__` tells of each object. Those of asyncio that inherit it do, too."""

_LOOP_BOUND: Any = mixins._LoopBoundMixin  # the base of most of them


@contextmanager
def watched(
    guard: Any,  # noqa: ANN401 - of an observer that has `touched`
    known: Mapping[int, object],
    assigned: Mapping[int, object],
) -> Iterator[None]:
    """Tell an observer inside the block of what is made (`thing_made`) and used (`touched`).

    The classes stay, and so do the signature, the name and the source of each method. No frame of
    ours is left in a traceback.

    Args:
        guard: The observer's.
        known: What to tell when an object is used that has this identity.
        assigned: What to tell when one of its attributes is assigned to.
    """

    def telling(method: Callable[..., Any]) -> Callable[..., Any]:
        is_apart = method.__name__ in _APART

        @functools.wraps(method)
        def tell(self: object, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - passed on
            if things := known.get(id(self)):
                try:
                    guard.observer.touched(things, sys._getframe(1), is_apart=is_apart)
                except Exception as error:
                    guard.observer, guard.failure = guard.off, error
            try:
                return method(self, *args, **kwargs)
            except BaseException as error:
                leave_out_this_frame(error)
                raise

        return tell

    with ExitStack() as stack:
        for kind in KINDS:
            stack.enter_context(replaced(kind, __init__=_telling_of_new(kind.__init__, guard)))
        for base in (_LOOP_BOUND, asyncio.TaskGroup):
            stack.callback(delattr, base, "__setattr__")
            setattr(base, "__setattr__", _telling_of_change(base, guard, assigned))  # noqa: B010 - mypy
        for base, name in TELLING:
            stack.enter_context(replaced(base, **{name: telling(getattr(base, name))}))
        yield


_QUEUES = (asyncio.Queue, asyncio.PriorityQueue, asyncio.LifoQueue)
_METHODS = ("put_nowait", "get_nowait", "task_done", "shutdown")

_APART = {"get_nowait"}
"""Each call of these is a change of its own: who takes items one by one uses one before the next.
Items that one line puts in, such as a list of jobs, are one change."""

TELLING: tuple[tuple[type, str], ...] = (
    *((asyncio.Queue, name) for name in _METHODS if hasattr(asyncio.Queue, name)),
    (_LOOP_BOUND, "_get_loop"),  # who is about to wait asks for the loop, to make a future
)
"""Methods that tell before they do what they do. They say enough of asyncio's own queues."""


def tells_by_assigning(thing: object) -> bool:
    """Tell whether there are changes of a thing that only an assignment tells."""
    return type(thing) not in _QUEUES


def tells_all(thing: object) -> bool:
    """Tell whether a class of the program's has left alone what tells of changes."""
    kind = type(thing)
    names = ["__setattr__", *(name for owner, name in TELLING if issubclass(kind, owner))]
    owners = (*KINDS, _LOOP_BOUND)
    return all(
        next(base for base in kind.__mro__ if name in vars(base)) in owners for name in names
    )


def _telling_of_new(make: Callable[..., None], guard: Guard) -> Callable[..., None]:
    @functools.wraps(make)
    def __init__(self: object, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401, N807 - passed on
        try:
            make(self, *args, **kwargs)
        except BaseException as error:
            leave_out_this_frame(error)
            raise
        guard.tell("thing_made", self, sys._getframe(1))

    return __init__


def _telling_of_change(
    kind: Any,  # noqa: ANN401 - a class
    guard: Any,  # noqa: ANN401 - as above
    assigned: Mapping[int, object],
) -> Callable[[object, str, object], None]:
    def __setattr__(self: object, name: str, value: object) -> None:  # noqa: N807 - Python's
        if things := assigned.get(id(self)):
            try:
                guard.observer.touched(things, sys._getframe(1))
            except Exception as error:
                guard.observer, guard.failure = guard.off, error
        super(kind, self).__setattr__(name, value)

    return __setattr__
