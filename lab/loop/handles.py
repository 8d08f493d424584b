"""Callbacks that the loop will run, with what the lab adds to those of asyncio."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextvars import Context
from functools import partialmethod
from typing import Any

from lab.loop.tasks import take_the_name_of

_make_handle = asyncio.Handle.__init__
_run_handle = asyncio.Handle._run
_cancel_handle = asyncio.Handle.cancel

# What `call_soon_threadsafe` returns: since Python 3.14, a handle with a lock.
SharedHandle: Any = getattr(asyncio.events, "_ThreadSafeHandle", asyncio.Handle)


class Timer(asyncio.TimerHandle):
    """A timer that knows its place among timers of the same instant."""

    __slots__ = ("_order",)
    _order: float

    def __init__(
        self,
        when: float,
        callback: Callable[..., object],
        args: Sequence[Any],
        loop: asyncio.AbstractEventLoop,
        context: Context | None = None,
    ) -> None:
        # What `TimerHandle` does, with a call less.
        _make_handle(self, callback, args, loop, context)
        self._when = when
        self._scheduled = True

    def __lt__(self, other: Any) -> bool:  # noqa: ANN401 - all that the heap compares are ours
        return self._order < other._order  # type: ignore[no-any-return]  # for the same reason


NUMBER_BITS = 40
"""How many bits of a timer's order are its number; the instant is before them."""


def last_of_first_instant(heap: list[Any]) -> float:
    """Return the latest time among the timers of the first instant: then all of them are due."""
    first = heap[0]
    latest: float = first._when
    end = ((first._order >> NUMBER_BITS) + 1) << NUMBER_BITS
    parents = [0]
    for parent in parents:
        left = 2 * parent + 1  # in a heap, no child comes before its parent
        for place, timer in enumerate(heap[left : left + 2], left):
            if timer._order < end:
                parents.append(place)
                latest = max(latest, timer._when)
    return latest


def leave_out_this_frame(error: BaseException) -> None:
    """Take the caller's frame out of a traceback; for an exception that it raises again."""
    if error.__traceback__ is not None:
        error.__traceback__ = error.__traceback__.tb_next


def _run_observed(
    handle: Any,  # noqa: ANN401 - published types lack `_loop`
    run: Callable[..., object] = _run_handle,
) -> None:
    loop = handle._loop
    guard = loop.guard
    try:
        guard.observer.handle_started(loop, handle)
    except Exception as error:
        guard.observer, guard.failure = guard.off, error
    try:
        run(handle)
    except BaseException as error:
        leave_out_this_frame(error)
        raise
    finally:
        try:
            guard.observer.handle_finished(loop, handle)
        except Exception as error:
            guard.observer, guard.failure = guard.off, error
        # As in asyncio: an exception may hold on to this frame, and so to a task that is lost.
        del handle


def _cancel_observed(
    handle: Any,  # noqa: ANN401 - ditto
    cancel: Callable[..., object] = _cancel_handle,
) -> None:
    if not handle._cancelled and (guard := handle._loop.guard):
        guard.tell("handle_cancelled", handle._loop, handle)
    cancel(handle)


class ObservedHandle(asyncio.Handle):
    """A callback that tells the observer when it starts and when it returns."""

    __slots__ = ("note",)
    _run = _run_observed
    cancel = _cancel_observed


class ObservedSharedHandle(SharedHandle):  # type: ignore[misc]  # asyncio's class is private
    """The same for a callback that another thread may have asked for."""

    __slots__ = ("note",)
    _run = partialmethod(_run_observed, SharedHandle._run)
    cancel = partialmethod(_cancel_observed, SharedHandle.cancel)


class ObservedReader(asyncio.Handle):
    """The same for a handle that asyncio made, so without a place for a note."""

    __slots__ = ()
    note = None
    _run = _run_observed
    cancel = _cancel_observed


class ObservedTimer(Timer):
    """The same for a timer, which also tells when it is due.

    asyncio's loop says so to the timer itself: it sets `_scheduled` to False as it takes the timer
    out of its heap, and puts it into the queue next, unless it was cancelled.
    """

    __slots__ = ("_is_scheduled", "number")
    note = None
    _run = _run_observed
    _loop: Any  # inherited, but not in asyncio's published types

    @property
    def _scheduled(self) -> bool:
        return self._is_scheduled

    @_scheduled.setter
    def _scheduled(self, is_scheduled: bool) -> None:
        self._is_scheduled = is_scheduled
        if not is_scheduled and not self._cancelled and (guard := self._loop.guard):
            try:
                guard.observer.timer_due(self._loop, self)
            except Exception as error:
                guard.observer, guard.failure = guard.off, error


take_the_name_of(asyncio.Handle, ObservedHandle)
take_the_name_of(asyncio.Handle, ObservedReader)
take_the_name_of(SharedHandle, ObservedSharedHandle)
take_the_name_of(asyncio.TimerHandle, Timer)
take_the_name_of(asyncio.TimerHandle, ObservedTimer)
