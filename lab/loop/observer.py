"""What the event loop tells of its work, and to whom."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

from lab.loop.tasks import OrderedTask

if TYPE_CHECKING:
    from lab.loop.event_loop import EventLoop


class Observer:
    """Is told what a loop does. Subclasses override what they want to hear of.

    Attributes:
        task_class: the class of the tasks that the loop makes.
    """

    task_class: type[OrderedTask[Any]] = OrderedTask

    def loop_started(self, loop: EventLoop) -> None:
        """Hear that `run_forever` or `run_until_complete` begins."""

    def loop_stopped(self, loop: EventLoop) -> None:
        """Hear that it ended."""

    def task_creating(self, loop: EventLoop, coro: Coroutine[Any, Any, Any]) -> None:
        """Hear that a task is about to be made; an eager one runs before `task_created`."""

    def task_created(self, loop: EventLoop, task: asyncio.Task[Any] | None) -> None:
        """Hear that the task is made; None if that failed."""

    def future_creating(self, loop: EventLoop) -> None:
        """Hear that a future is about to be made, mostly for a task that is going to wait."""

    def handle_scheduled(self, loop: EventLoop, handle: Any) -> None:  # noqa: ANN401 - see below
        """Hear that a callback will run as soon as it is its turn.

        The observer may keep something in `handle.note`, which asyncio's handles do not have.
        Timers are not heard of; their note is None.
        """

    def handle_started(self, loop: EventLoop, handle: asyncio.Handle) -> None:
        """Hear that a callback is about to run.

        `handle._callback.__self__` is the task if the callback is a step of a task.
        """

    def handle_finished(self, loop: EventLoop, handle: asyncio.Handle) -> None:
        """Hear that the callback returned."""

    def blocked(self, loop: EventLoop, seconds: float) -> None:
        """Hear, still inside of `time.sleep`, that it blocked the loop for `seconds`."""

    def deadlocked(self, loop: EventLoop, waiting: list[asyncio.Task[Any]]) -> None:
        """Hear which tasks wait when nothing can wake them."""
