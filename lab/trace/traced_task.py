"""Tasks that the tracer can follow, and what it asks of any task."""

from __future__ import annotations

import asyncio
import inspect
import sys
from types import CoroutineType
from typing import TYPE_CHECKING, Any, TypeGuard

from lab.loop.tasks import OrderedTask, take_the_name_of
from lab.trace.record import (
    Creation,
    Opaque,
)

if TYPE_CHECKING:
    pass


class TracedTask(OrderedTask[Any]):
    """A task that tells the tracer who cancels it, and leads to what is noted of it."""

    __slots__ = ("creation",)
    creation: Creation

    def cancel(self, msg: Any = None) -> bool:  # noqa: ANN401 - as asyncio has it
        """Tell who asks, then do so."""
        guard = getattr(self.get_loop(), "guard", None)
        if guard is not None and not self.done():
            guard.tell("cancelled", self, sys._getframe(1))
        return super().cancel(msg)


take_the_name_of(asyncio.Task, TracedTask)


def is_task(real: object) -> TypeGuard[asyncio.Task[Any]]:
    """Tell whether this is a task, without asking the object itself."""
    return issubclass(type(real), asyncio.Task)


def is_fresh(coro: object) -> bool:
    """Tell whether what a task runs has not begun."""
    if type(coro) is CoroutineType:
        return inspect.getcoroutinestate(coro) == "CORO_CREATED"
    return type(coro) is Opaque


def is_running(coro: object) -> bool:
    """Tell whether it is what runs now."""
    return type(coro) is CoroutineType and coro.cr_running
